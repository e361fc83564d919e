"""Computes the weights of the ranking in closed form, for a checkout or a private catalogue without numpy.

BM25 over the same features: it answers a little worse than what `training` learns, and needs nothing but Python.
"""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import groupby
from math import log
from operator import itemgetter
from typing import TYPE_CHECKING

from .examples import iter_examples
from .features import number_of
from .ranking import FIRST, LOGIT, SQUARE, Model, Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .examples import Example
    from .models import Catalogue

HOLDERS = 2
SPREAD = 30  # log-odds for the cosine-like sum of BM25 weights: not fitted, low enough to keep the answers cautious
LARGEST = 127
WIDEST = 400  # classes that one feature may speak for: what keeps an answer quick in a catalogue of thousands
_K1 = 1.2
_B = 0.4


def weigh(catalogue: Catalogue) -> Model:
    """Compute a model from all texts of a catalogue."""
    holders: Counter[str] = Counter()
    spread: Counter[str] = Counter()  # classes that hold a feature
    names: dict[str, int] = {}
    classes: list[tuple[int, float, array[int], array[float]]] = []
    for number, examples in groupby(iter_examples(catalogue), key=lambda example: example.numbers[0]):
        count = _count(examples, holders)
        spread.update(count.keys())
        places = array("L", (names.setdefault(feature, len(names)) for feature in count))
        classes.append((number, sum(count.values()), places, array("f", count.values())))
    features = tuple(names)
    worth = [inverse_frequency(spread[feature], len(classes)) for feature in features]
    pairs: list[list[tuple[int, int]]] = [[] for _ in features]
    mean = sum(length for _, length, _, _ in classes) / max(1, len(classes))
    for number, length, places, times in classes:
        for place, often in zip(places, times, strict=True):
            weight = worth[place] * saturate(often, length / mean)
            pairs[place].append((number, min(LARGEST, round(weight * 10))))
            if len(pairs[place]) > 2 * WIDEST:
                pairs[place] = _largest(pairs[place])
    rows = {
        number_of(feature): Row(square=round(worth[place] ** 2 * SQUARE), weights=tuple(_largest(pairs[place])))
        for place, feature in sorted(enumerate(features), key=itemgetter(1))
        if holders[feature] >= HOLDERS
    }
    return Model(
        classes=("",) * FIRST + tuple(challenge.id for challenge in catalogue.challenges),
        unit=round(SPREAD * LOGIT * SQUARE**0.5 * 256 / 1000),
        biases=(0,) * (len(catalogue.challenges) + FIRST),
        rows=rows,
        method="BM25",
    )


def _count(examples: Iterable[Example], holders: Counter[str]) -> dict[str, float]:
    """Add up the weights of each feature of a class, and count the examples that hold it."""
    count: dict[str, float] = {}
    for example in examples:
        holders.update(example.features.keys())
        for feature in example.features:
            count[feature] = count.get(feature, 0.0) + example.weight
    return count


def _largest(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep the largest weights, in the order of the classes."""
    return sorted(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:WIDEST])


def inverse_frequency(holders: int, entries: int) -> float:
    """Inverse document frequency in BM25's form, never negative (Robertson and Zaragoza 2009)."""
    return log(1 + (entries - holders + 0.5) / (holders + 0.5))


def saturate(times: float, length: float) -> float:
    """Term frequency that saturates at K1 + 1 and counts less in entries longer than the mean (the same source)."""
    return times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * length))
