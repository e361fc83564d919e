"""Measures other ways to rank the same entries: SQLite's full-text search, rank-bm25 and bm25s, cross-validated alike.

python benchmarks/peers.py
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING

import bm25s
from folds import iter_folds, load
from quality import figures
from rank_bm25 import BM25Okapi

from repro_kb.examples import iter_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from repro_kb.models import Catalogue

    Ranker = Callable[[str], list[str]]

MISSED = 99


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+|[\u3400-\u9fff]", text.lower())


def _documents(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [
        (c.id, "\n".join([*(s.text for s in (*c.symptoms, *c.imagined)), *(text for _, text in iter_texts(c))]))
        for c in catalogue.challenges
    ]


def full_text_search(catalogue: Catalogue) -> Ranker:
    """SQLite FTS5 with the porter stemmer."""
    rows = sqlite3.connect(":memory:")
    rows.execute("CREATE VIRTUAL TABLE entry USING fts5(id UNINDEXED, body, tokenize = 'porter unicode61')")
    rows.executemany("INSERT INTO entry VALUES (?, ?)", _documents(catalogue))
    find = "SELECT id FROM entry WHERE entry MATCH ? ORDER BY bm25(entry) LIMIT 5"
    return lambda text: [row[0] for row in rows.execute(find, (" OR ".join(f'"{w}"' for w in _words(text)) or '""',))]


def rank_bm25(catalogue: Catalogue) -> Ranker:
    """The package rank-bm25 (Okapi)."""
    documents = _documents(catalogue)
    index = BM25Okapi([_words(text) for _, text in documents])
    ids = [entry for entry, _ in documents]
    return lambda text: index.get_top_n(_words(text), ids, n=5)


def bm25s_package(catalogue: Catalogue) -> Ranker:
    """The package bm25s."""
    documents = _documents(catalogue)
    index = bm25s.BM25()
    index.index([_words(text) for _, text in documents], show_progress=False)

    def ranker(text: str) -> list[str]:
        found, _ = index.retrieve([_words(text) or [""]], k=5, show_progress=False)
        return [documents[number][0] for number in found[0]]

    return ranker


def _ranks(make: Callable[[Catalogue], Ranker], catalogue: Catalogue) -> Iterator[int]:
    for kept, held in iter_folds(catalogue):
        ranker = make(kept)
        for case in held:
            if case.expect:
                yield next((n for n, entry in enumerate(ranker(case.text), 1) if entry in case.expect), MISSED)


def main() -> None:
    """Print the figures of every peer."""
    catalogue = load()
    print(f"{'':18s} {'n':>6s} {'hit@1':>7s} {'hit@3':>7s} {'MRR':>7s}")
    results: dict[str, list[int]] = defaultdict(list)
    for make in (full_text_search, rank_bm25, bm25s_package):
        results[make.__name__] = list(_ranks(make, catalogue))
        print(f"{make.__name__:18s} {figures(results[make.__name__])}")


if __name__ == "__main__":
    main()
