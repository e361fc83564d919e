"""Which entries a phrase speaks of: a linear model over features, in whole numbers.

A weight says how much a feature speaks for an entry. The score of an entry is the sum of the weights of the text's
features, divided by the length of the text's feature vector (so that long texts do not shout), plus what is expected
of the entry without any text. Whole numbers give the same answer in Python and in a browser. Where the weights come
from is no matter of this module: `training` learns them, `weighting` computes them where no trainer is installed.
"""

from __future__ import annotations

from math import isqrt
from struct import iter_unpack, pack, unpack
from typing import TYPE_CHECKING

from .record import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

OUTSIDE = 0  # the number of the class of texts that have nothing to do with the field
INSIDE = 1  # of the field, but of no challenge: questions of use, wishes, theory
FIRST = 2  # the number of the first challenge
LOGIT = 1000  # units of a score for one unit of log-odds
SQUARE = 64  # units of a squared feature value
PAIR = "<Hb"  # class number, weight
MIDDLE = 128  # of a weight in a byte
_LANE = 4  # bytes that a class has in the sum of all features
STEPS = 32  # steps of the exponential curve for one unit of log-odds


class Row(Record):
    """The weights of one feature.

    Attributes:
        square: The square of the feature's value, in `SQUARE` units.
        weights: Weight by number of the class, -127 to 127.
    """

    square: int
    weights: tuple[tuple[int, int], ...]


class Model(Record):
    """A whole linear model: what the compiler writes into the bundle.

    Attributes:
        classes: Ids of challenges; the empty ones, the first two, stand for texts without a challenge.
        unit: What a sum of weights is multiplied with before it is divided by the length.
        biases: Score of each class before any feature is seen.
        rows: Weights by the number of the feature.
        method: Which method made it.
    """

    classes: tuple[str, ...]
    unit: int
    biases: tuple[int, ...]
    rows: Mapping[int, Row]
    method: str


class Spread(Record):
    """The weights of one feature, spread over all classes.

    Attributes:
        square: The square of the feature's value, in `SQUARE` units.
        weights: For each class a byte: the weight, and `MIDDLE`.
        lanes: The same as one whole number, a class having four bytes of it: one addition adds for all classes.
    """

    square: int
    weights: bytes
    lanes: int


def pack_weights(row: Row) -> bytes:
    """Pack a feature's weights into bytes."""
    return b"".join(pack(PAIR, number, weight) for number, weight in row.weights)


def spread(square: int, packed: bytes, classes: int) -> Spread:
    """Spread a feature's packed weights over a number of classes."""
    weights = bytearray((MIDDLE,)) * classes
    for number, weight in iter_unpack(PAIR, packed):
        weights[number] = weight + MIDDLE
    wide = bytearray(_LANE * classes)
    wide[::_LANE] = weights
    return Spread(square=square, weights=bytes(weights), lanes=int.from_bytes(wide, "little"))


def score(rows: Collection[Spread], unit: int, length: int, biases: Mapping[int, int]) -> dict[int, int]:
    """Score the classes that the features of a text speak for or against.

    Args:
        rows: Weights of the known features of the text.
        unit: The model's unit.
        length: `length_of` the features.
        biases: Scores of classes before any feature is seen; classes not listed have none.

    Returns:
        Score by class, in `LOGIT` units.
    """
    middle = MIDDLE * len(rows)
    sums = ((number, total - middle) for number, total in enumerate(_add(rows)))
    spoken = {number: biases.get(number, 0) + total * unit // length for number, total in sums if total}
    return {**biases, **spoken}


def _add(rows: Collection[Spread]) -> tuple[int, ...]:
    """Add up the bytes of each class."""
    classes = max((len(row.weights) for row in rows), default=0)
    total = sum(row.lanes for row in rows)
    return unpack(f"<{classes}I", total.to_bytes(_LANE * classes, "little"))


def length_of(rows: Iterable[Spread]) -> int:
    """Give the length of a text's feature vector, in units that go with a model's unit; never nothing."""
    return isqrt(sum(row.square for row in rows) << 16) or 1


def probabilities(scores: Mapping[int, int], curve: tuple[int, ...]) -> dict[int, int]:
    """Turn scores into shares of 1000 by the softmax function.

    Args:
        scores: Score by class, in `LOGIT` units.
        curve: `exponential_curve()`.
    """
    best, end = max(scores.values(), default=0), len(curve) - 1  # the curve ends in nothing
    powers = {number: curve[min((best - score) * STEPS // LOGIT, end)] for number, score in scores.items()}
    total = sum(powers.values()) or 1
    return {number: 1000 * power // total for number, power in powers.items()}


def exponential_curve() -> tuple[int, ...]:
    """Tabulate the exponential function to where it is nothing: a browser need not compute it to the same last bit."""
    from math import exp

    return *(round(2**24 * exp(-step / STEPS)) for step in range(12 * STEPS)), 0


def ranked(scores: Mapping[int, int]) -> Iterable[int]:
    """Order classes by score, the best first; equal ones by number."""
    return sorted(scores, key=lambda number: (-scores[number], number))
