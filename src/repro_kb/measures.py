"""How large and how well founded a catalogue is, in numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .models import AREAS
from .record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .models import Catalogue, Challenge


class Measure(Record):
    """One number and what it counts."""

    name: str
    value: int


def measure(catalogue: Catalogue) -> tuple[Measure, ...]:
    """Count what a catalogue holds and what its entries lack."""
    return tuple(Measure(name=name, value=value) for name, value in _counts(catalogue))


def _counts(catalogue: Catalogue) -> Iterator[tuple[str, int]]:
    for kind, entries in (("challenges", catalogue.challenges), ("mitigations", catalogue.mitigations)):
        areas = Counter(entry.area for entry in entries)
        yield kind, len(entries)
        yield from ((f"{kind}, {area}", areas[area]) for area in AREAS)
    yield "references", len(catalogue.references)
    yield from _symptoms([len(challenge.symptoms) for challenge in catalogue.challenges])
    yield "imagined wordings", sum(len(challenge.imagined) for challenge in catalogue.challenges)
    yield from _templates(catalogue.challenges)
    yield "challenges without a report", sum(not challenge.reports for challenge in catalogue.challenges)
    yield "challenges without a check", sum(not challenge.checks for challenge in catalogue.challenges)
    yield "challenges without a reference", sum(not challenge.references for challenge in catalogue.challenges)


def _symptoms(numbers: Sequence[int]) -> Iterator[tuple[str, int]]:
    yield "symptoms", sum(numbers)
    yield "symptoms of a challenge, fewest", min(numbers, default=0)
    yield "symptoms of a challenge, median", sorted(numbers)[len(numbers) // 2] if numbers else 0


def _templates(challenges: Sequence[Challenge]) -> Iterator[tuple[str, int]]:
    templates = [signature for challenge in challenges for signature in challenge.signatures]
    run = sum(signature.evidence == "run" for signature in templates)
    yield "log templates", len(templates)
    yield "log templates confirmed by a run, per cent", round(100 * run / len(templates)) if templates else 0
    yield "challenges without a log template", sum(not challenge.signatures for challenge in challenges)
