"""Says on a pull request what it does to the catalogue: entries, and answers that it moves.

Usage: review.py BEFORE AFTER   (two catalogue folders; prints Markdown)
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from repro_kb.changes import compare, iter_moves
from repro_kb.compiler import open_bundle
from repro_kb.errors import ReproKBError
from repro_kb.matcher import Matcher
from repro_kb.site.escape import heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repro_kb.changes import Change, Move
    from repro_kb.models import Challenge

SHOWN = 30  # moved answers that are listed
ANSWERED = 5  # wordings of a new entry that are listed


def review(before: Path, after: Path) -> Iterator[str]:
    """Yield the lines of the review."""
    with open_bundle(before) as old, open_bundle(after) as new:
        one, other = Matcher(old), Matcher(new)
        catalogue = new.catalogue()
        changes = compare(old.catalogue(), catalogue)
        moves = list(iter_moves(one, other, catalogue))
    yield from ("## What this does to the catalogue", "")
    yield from _changes(changes) if changes else ["No entry differs."]
    fresh = [change.id for change in changes if (change.what, change.kind) == ("added", "challenge")]
    for challenge in (c for c in catalogue.challenges if c.id in fresh):
        yield from _answers(challenge, [move.text for move in moves if move.entry == move.after == challenge.id])
    asked = sum(len(challenge.symptoms) for challenge in catalogue.challenges if challenge.id not in fresh)
    yield from _moves([move for move in moves if move.entry not in fresh], asked)


def _changes(changes: Sequence[Change]) -> Iterator[str]:
    yield from ("| Entry | | Fields |", "| --- | --- | --- |")
    for change in changes:
        yield f"| {change.kind} `{change.id}`: {heading(change.title)} | {change.what} | {', '.join(change.fields)} |"


def _answers(challenge: Challenge, answered: Sequence[str]) -> Iterator[str]:
    yield from ("", f"### `{challenge.id}`", "")
    yield f"It is the first answer to {len(answered)} of its own {len(challenge.symptoms)} wordings, such as:"
    yield from ("", *(f"- {heading(text)}" for text in answered[:ANSWERED]))


def _moves(moves: Sequence[Move], asked: int) -> Iterator[str]:
    better = sum(move.after == move.entry for move in moves)
    worse = sum(move.before == move.entry for move in moves)
    yield from ("", "### Answers that it moves", "")
    yield f"Of {asked} wordings of the catalogue {len(moves)} have another first answer: {better} now the right one, {worse} no longer."
    if moves:
        yield from ("", "| Wording | Belongs to | Before | After |", "| --- | --- | --- | --- |")
    lost_first = sorted(moves, key=lambda move: (move.before != move.entry, move.entry, move.text))
    for move in lost_first[:SHOWN]:
        yield f"| {heading(move.text)} | `{move.entry}` | {_name(move.before)} | {_name(move.after)} |"
    if len(moves) > SHOWN:
        yield from ("", f"And {len(moves) - SHOWN} more.")


def _name(entry: str) -> str:
    return f"`{entry}`" if entry else "nothing"


if __name__ == "__main__":
    try:
        print("\n".join(review(Path(sys.argv[1]), Path(sys.argv[2]))))
    except ReproKBError as error:
        sys.exit(f"review.py: {error}")
