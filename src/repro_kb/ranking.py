"""Which entries a phrase speaks of: a linear model over features, in whole numbers.

A weight says how much a feature speaks for an entry. The score of an entry is the sum of the weights of the text's
features, divided by the length of the text's feature vector (so that long texts do not shout), plus what is expected
of the entry without any text. Whole numbers give the same answer in Python and in a browser. Where the weights come
from is no matter of this module: `training` learns them, `weighting` computes them where no trainer is installed.
"""

from __future__ import annotations

from collections import defaultdict
from math import isqrt
from struct import iter_unpack, pack
from typing import TYPE_CHECKING

from .record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOTHING = 0  # the number of the class of texts that speak of no challenge
FIRST = 1  # the number of the first challenge
LOGIT = 1000  # units of a score for one unit of log-odds
SQUARE = 64  # units of a squared feature value
PAIR = "<Hb"  # class number, weight
_PAIR_SIZE = 3  # bytes
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
        classes: Ids of challenges; the empty id, the first, stands for texts without a challenge.
        unit: What a sum of weights is multiplied with before it is divided by the length.
        biases: Score of each class before any feature is seen.
        rows: Weights by feature.
        method: Which method made it.
    """

    classes: tuple[str, ...]
    unit: int
    biases: tuple[int, ...]
    rows: Mapping[str, Row]
    method: str


def pack_weights(row: Row) -> bytes:
    """Pack a feature's weights into bytes."""
    return b"".join(pack(PAIR, number, weight) for number, weight in row.weights)


def score(rows: Mapping[str, tuple[int, bytes]], unit: int, biases: Mapping[int, int]) -> dict[int, int]:
    """Score the classes that any feature of a text speaks for or against.

    Args:
        rows: Square and packed weights of each known feature of the text.
        unit: The model's unit.
        biases: Scores of classes before any feature is seen; classes not listed have none.

    Returns:
        Score by class, in `LOGIT` units.
    """
    length = length_of(rows)
    sums: defaultdict[int, int] = defaultdict(int)
    for _, packed in rows.values():
        for number, weight in iter_unpack(PAIR, packed):
            sums[number] += weight
    sums.update({number: sums[number] for number in biases})
    return {number: biases.get(number, 0) + (total * unit // length if length else 0) for number, total in sums.items()}


def length_of(rows: Mapping[str, tuple[int, bytes]]) -> int:
    """Give the length of a text's feature vector, in units that go with a model's unit."""
    return isqrt(sum(square for square, _ in rows.values()) << 16)


def shares(rows: Mapping[str, tuple[int, bytes]], number: int) -> dict[str, int]:
    """Tell what each feature of a text gave to one class."""
    given = {feature: _weight(packed, number) for feature, (_, packed) in rows.items()}
    return {feature: weight for feature, weight in given.items() if weight}


def _weight(packed: bytes, number: int) -> int:
    """Find the weight of one class among a feature's packed weights, without unpacking them all."""
    wanted = pack("<H", number)
    at = packed.find(wanted)
    while at >= 0 and at % _PAIR_SIZE:
        at = packed.find(wanted, at + 1)
    return int.from_bytes(packed[at + 2 : at + 3], "little", signed=True) if at >= 0 else 0


def probabilities(scores: Mapping[int, int], curve: tuple[int, ...]) -> dict[int, int]:
    """Turn scores into shares of 1000 by the softmax function.

    Args:
        scores: Score by class, in `LOGIT` units.
        curve: `exponential_curve()`.
    """
    best = max(scores.values(), default=0)
    powers = {number: _power(best - score, curve) for number, score in scores.items()}
    total = sum(powers.values()) or 1
    return {number: 1000 * power // total for number, power in powers.items()}


def _power(below: int, curve: tuple[int, ...]) -> int:
    step = below * STEPS // LOGIT
    return curve[step] if step < len(curve) else 0


def exponential_curve() -> tuple[int, ...]:
    """Tabulate the exponential function, so that a browser need not compute it to the same last bit."""
    from math import exp

    return tuple(round(2**24 * exp(-step / STEPS)) for step in range(12 * STEPS))


def ranked(scores: Mapping[int, int]) -> Iterable[int]:
    """Order classes by score, the best first; equal ones by number."""
    return sorted(scores, key=lambda number: (-scores[number], number))
