"""Measures how often the right challenge is found, and how far its confidence can be trusted.

python benchmarks/quality.py                 cross-validated on the catalogue's own wordings, by method
python benchmarks/quality.py FILE.jsonl ...  on texts of your own: {"text", "expect": [ids], "kind"} a line
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from folds import Case, ask, iter_folds, load

from repro_kb.training import train
from repro_kb.weighting import weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from repro_kb.matcher import Match, Matcher

    Answers = list[tuple[Case, list[Match]]]

METHODS = {"logistic regression": train, "BM25": weigh}
MISSED = 99


def rank_of(case: Case, found: Sequence[Match]) -> int:
    """Give the place of the first right answer, counted from 1."""
    return next((place for place, match in enumerate(found, 1) if match.id in case.expect), MISSED)


def answers(matcher: Matcher, cases: Iterable[Case]) -> Answers:
    """Ask with every text."""
    return [(case, matcher.rank(case.text, limit=5)) for case in cases]


def figures(ranks: Sequence[int]) -> str:
    """Format the usual figures of a list of ranks."""
    shares = [sum(rank <= k for rank in ranks) / len(ranks) for k in (1, 3)]
    reciprocal = sum(1 / rank for rank in ranks if rank < MISSED) / len(ranks)
    return f"{len(ranks):6d} {shares[0]:7.3f} {shares[1]:7.3f} {reciprocal:7.3f}"


def table(name: str, asked: Answers) -> None:
    """Print the figures of one method on one sample."""
    groups: dict[str, list[int]] = defaultdict(list)
    per_challenge: dict[str, list[int]] = defaultdict(list)
    for case, found in asked:
        if case.expect:
            rank = rank_of(case, found)
            groups["all"].append(rank)
            groups[case.kind].append(rank)
            per_challenge[case.expect[0]].append(rank)
    print(f"\n{name}\n{'':10s} {'n':>6s} {'hit@1':>7s} {'hit@3':>7s} {'MRR':>7s}")
    for group, ranks in groups.items():
        print(f"{group:10s} {figures(ranks)}")
    if per_challenge:
        macro = sum(sum(rank <= 3 for rank in ranks) / len(ranks) for ranks in per_challenge.values())
        print(f"macro hit@3 {macro / len(per_challenge):.3f} over {len(per_challenge)} challenges")
    _confidence(asked)


def _confidence(asked: Answers) -> None:
    for level in ("strong", "likely", "weak"):
        first = [rank_of(case, found) == 1 for case, found in asked if found and found[0].confidence == level]
        print(f"{level:10s} {len(first):6d} first answers, {sum(first) / max(1, len(first)):.3f} right")
    none = [found for case, found in asked if not case.expect]
    if none:
        silent = sum(not found for found in none) / len(none)
        quiet = sum(not found or found[0].confidence == "weak" for found in none) / len(none)
        print(f"no challenge {len(none)}: nothing said {silent:.3f}, nothing or weak {quiet:.3f}")


def main(paths: Sequence[str]) -> None:
    """Measure on given files, or by cross-validation."""
    catalogue = load()
    if paths:
        for matcher in ask(catalogue, train):
            for path in paths:
                lines = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines() if line.strip()]
                cases = [Case(text=x["text"], expect=tuple(x["expect"]), kind=x.get("kind", "phrase")) for x in lines]
                table(path, answers(matcher, cases))
        return
    for name, learn in METHODS.items():
        asked: Answers = []
        for kept, held in iter_folds(catalogue):
            for matcher in ask(kept, learn):
                asked += answers(matcher, held)
        table(f"{name}, cross-validated", asked)


if __name__ == "__main__":
    main(sys.argv[1:])
