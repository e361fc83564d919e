"""Computes the weights of the ranking in closed form, for a checkout or a private catalogue without numpy.

BM25 over the same features: it answers a little worse than what `training` learns, and needs nothing but Python.
"""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING

from .examples import count_holders, iter_examples
from .ranking import FIRST, LOGIT, SQUARE, Model, Row

if TYPE_CHECKING:
    from .models import Catalogue

HOLDERS = 2
SPREAD = 30  # log-odds for the cosine-like sum of BM25 weights: not fitted, low enough to keep the answers cautious
LARGEST = 127
_K1 = 1.2
_B = 0.4


def weigh(catalogue: Catalogue) -> Model:
    """Compute a model from all texts of a catalogue."""
    examples = list(iter_examples(catalogue))
    holders = count_holders(examples)
    counts: dict[int, Counter[str]] = {number: Counter() for number in range(len(catalogue.challenges) + FIRST)}
    for example in examples:
        for number, share in example.shares():
            for feature in example.features:
                counts[number][feature] += example.weight * share  # type: ignore[assignment]  # Counter holds fractions as well
    mean = sum(count.total() for count in counts.values()) / len(counts)
    spread = Counter(feature for count in counts.values() for feature in count)
    weights: dict[str, list[tuple[int, int]]] = {}
    for number, count in counts.items():
        for feature, times in count.items():
            if holders[feature] >= HOLDERS:
                weight = inverse_frequency(spread[feature], len(counts)) * saturate(times, count.total() / mean)
                weights.setdefault(feature, []).append((number, min(LARGEST, round(weight * 10))))
    rows = {
        feature: Row(square=round(inverse_frequency(spread[feature], len(counts)) ** 2 * SQUARE), weights=tuple(pairs))
        for feature, pairs in sorted(weights.items())
    }
    return Model(
        classes=("",) * FIRST + tuple(challenge.id for challenge in catalogue.challenges),
        unit=round(SPREAD * LOGIT * SQUARE**0.5 * 256 / 1000),
        biases=(0,) * len(counts),
        rows=rows,
        method="BM25",
    )


def inverse_frequency(holders: int, entries: int) -> float:
    """Inverse document frequency in BM25's form, never negative (Robertson and Zaragoza 2009)."""
    return log(1 + (entries - holders + 0.5) / (holders + 0.5))


def saturate(times: float, length: float) -> float:
    """Term frequency that saturates at K1 + 1 and counts less in entries longer than the mean (the same source)."""
    return times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * length))
