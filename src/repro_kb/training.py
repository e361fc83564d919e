"""Learns the weights of the ranking from the catalogue's own texts, when the bundle is compiled. Needs numpy.

Multinomial logistic regression by stochastic gradient descent over sparse feature vectors of length one, each feature
valued by its inverse document frequency. A fixed order and a fixed number of passes make it repeatable.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from .examples import count_holders, iter_examples
from .features import number_of
from .ranking import FIRST, LOGIT, SQUARE, Model, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .examples import Example
    from .models import Catalogue

    Floats = np.ndarray[Any, np.dtype[np.float32]]

KEPT = 310_000  # weights: what a browser can be asked to fetch
# Of each pass over the examples the rate, and how many weights are left before it. They are dropped little by little:
# the others take their part over, which leaves the answers nearly as good as those of all weights.
PASSES = ((3.0, 0), (2.0, 1_200_000), (2.0, 600_000), (1.5, 400_000), (1.5, KEPT), (0.75, KEPT))
EASY = 0.05  # a text that is told this well teaches no more: one step in eight is saved, and nothing lost
BIAS_RATE = 0.02
MISSED = 0.25  # of the words of a text, other ones in each pass: no word may decide alone, since others say it without
LETTERS = 0.7  # of its value that a letter group has: a word has many, and they would drown its stem
MIXED = np.uint32(2654435769)  # 2**32 over the golden ratio: spreads numbers evenly (Knuth, volume 3, section 6.4)
HOLDERS = 2  # a feature of one example alone says more of that text than of its challenge
PAIR_HOLDERS = 3  # the same of pairs of words, of which there are many
COMMON = 0.4  # how much it helps a weight to be kept that its feature is common: a power, found by measuring
LARGEST = 15  # five bits lose nothing that was measured, and compress well


def train(catalogue: Catalogue) -> Model:
    """Learn a model from all texts of a catalogue."""
    examples = list(iter_examples(catalogue))
    holders = {f: n for f, n in count_holders(examples).items() if n >= (PAIR_HOLDERS if f[0] == "p" else HOLDERS)}
    numbers = {feature: number_of(feature) for feature in holders}
    known = sorted(set(numbers.values()))
    order = {number: place for place, number in enumerate(known)}
    places = {feature: order[number] for feature, number in numbers.items()}
    counts = np.bincount(list(places.values()), list(holders.values())).astype(np.float32)
    values = np.log1p(len(examples) / _rounded(counts))
    values[np.array([place for feature, place in places.items() if feature[0] == "g"], dtype=np.int64)] *= LETTERS
    classes = ("",) * FIRST + tuple(challenge.id for challenge in catalogue.challenges)
    descent = _Descent(examples, places, values, len(classes))
    for rate, left in PASSES:
        if left:
            descent.keep(_largest(descent.weights * values[:, None], counts, left))
        descent.go(rate)
    return _model(classes, known, values, descent.weights * values[:, None], descent.biases)


def _rounded(counts: Floats) -> Floats:
    """Round to powers of the root of two: few different values take little room where they are written."""
    rounded: Floats = np.exp2(np.rint(2 * np.log2(counts)) / 2)
    return rounded


class _Descent:
    """Follows the gradient of the log-likelihood, one example after the other, in an order that is always the same."""

    def __init__(self, examples: Sequence[Example], places: Mapping[str, int], values: Floats, classes: int) -> None:
        self.weights = np.zeros((len(values), classes), dtype=np.float32)
        self.biases = np.zeros(classes, dtype=np.float32)
        self._values = values
        vectors = ((example, *_vector(example.features, places)) for example in examples)
        self._examples = [(example, vector, words) for example, vector, words in vectors if len(vector)]
        self._marks = [" ".join(example.features).encode() for example, _, _ in self._examples]
        longest = max((len(vector) for _, vector, _ in self._examples), default=0)
        # Room for the rows of one example and their steps: asking for it anew at each step takes a tenth of the time.
        self._rows, self._steps = np.empty((2, longest, classes), dtype=np.float32)
        self._passes = 0
        self._dropped = False

    def keep(self, kept: Any) -> None:
        """Set all other weights to nothing, for good."""
        self.weights *= kept
        self._dropped = True

    def go(self, rate: float) -> None:
        """Pass over all examples once, in the order of checksums: one example more leaves that of the others alone."""
        self._passes += 1
        for mark, at in sorted((crc32(mark, self._passes), at) for at, mark in enumerate(self._marks)):
            example, vector, words = self._examples[at]
            vector = _heard(vector, words, mark)
            values = self._values[vector]
            values /= np.linalg.norm(values)
            rows, steps = self._rows[: len(vector)], self._steps[: len(vector)]
            # No place is out of range, so nothing is clipped; but in the other modes `take` asks for room of its own.
            self.weights.take(vector, axis=0, out=rows, mode="clip")
            errors = _errors(example, values @ rows + self.biases)
            if np.abs(errors).max() < EASY:
                continue
            errors *= rate * example.weight
            np.multiply(values[:, None], errors, out=steps)
            if self._dropped:
                steps *= rows != 0  # nothing is what marks a dropped weight: a step must not bring it back
            rows -= steps
            self.weights[vector] = rows
            self.biases -= BIAS_RATE * errors


def _vector(features: Mapping[str, str], places: Mapping[str, int]) -> tuple[Any, Any]:
    """List the places of the known features of a text, and of each a checksum of the word that it came from."""
    checksums = {word: crc32(word.encode()) for word in set(features.values())}
    known = {places[feature]: checksums[word] for feature, word in features.items() if feature in places}
    return np.fromiter(known, np.int64, len(known)), np.fromiter(known.values(), np.uint32, len(known))


def _heard(vector: Any, words: Any, mark: int) -> Any:
    """Leave out some words of a text, drawn by checksums: the same catalogue draws the same ones."""
    heard = (words ^ np.uint32(mark)) * MIXED >= 2**32 * MISSED
    return vector[heard] if heard.any() else vector


def _errors(example: Example, scores: Floats) -> Floats:
    """Subtract the shares that the classes have from those that they are given."""
    errors = np.exp(scores - scores.max())
    errors /= errors.sum()
    for number, share in example.shares():
        errors[number] -= share
    return errors  # type: ignore[no-any-return]  # numpy types a division as anything


def _largest(products: Floats, counts: Floats, number: int) -> Any:
    """Choose the weights that matter: large ones, and of common features."""
    matter = np.abs(products) * counts[:, None] ** COMMON
    left = matter[matter > 0]
    return matter >= np.partition(left, -number)[-number] if left.size > number else matter > 0


def _model(classes: tuple[str, ...], known: list[int], values: Floats, products: Floats, biases: Floats) -> Model:
    """Round to whole numbers. The unit lets all but one in a thousand weights fit; those are cut to the largest."""
    sizes = np.sort(np.abs(products[products != 0]))
    scale = LARGEST / sizes[-max(1, sizes.size // 1000)]
    whole = np.clip(np.rint(products * scale), -LARGEST, LARGEST).astype(np.int64)
    squares = np.rint(values**2 * SQUARE).astype(np.int64)
    rows = {}
    places, numbers = np.nonzero(whole)
    pairs = zip(places.tolist(), numbers.tolist(), whole[places, numbers].tolist(), strict=True)
    for place, of_row in groupby(pairs, key=itemgetter(0)):
        weights = tuple((number, weight) for _, number, weight in of_row)
        rows[known[place]] = Row(square=int(squares[place]), weights=weights)
    return Model(
        classes=classes,
        unit=round(LOGIT / scale * SQUARE**0.5 * 256),
        biases=tuple(int(bias) for bias in np.rint(biases * LOGIT)),
        rows=rows,
        method="logistic regression",
    )
