"""Learns the weights of the ranking from the catalogue's own texts, when the bundle is compiled. Needs numpy.

Multinomial logistic regression by stochastic gradient descent over sparse feature vectors of length one, each feature
valued by its inverse document frequency. A fixed seed, a fixed order and a fixed number of passes make it repeatable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .examples import count_holders, iter_examples
from .ranking import FIRST, LOGIT, SQUARE, Model, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .examples import Example
    from .models import Catalogue

    Floats = np.ndarray[Any, np.dtype[np.float32]]

RATES = (3.0, 2.0)  # of each pass over the examples
SETTLING = (
    2.0,
    1.5,
    0.75,
)  # of the passes after all but the largest weights were dropped: the others take their part over
EASY = 0.05  # a text that is told this well teaches no more: a quarter of the steps is saved, and nothing lost
BIAS_RATE = 0.02
HOLDERS = 2  # a feature of one example alone says more of that text than of its challenge
PAIR_HOLDERS = 3  # the same of pairs of words, of which there are many
KEPT = 200_000  # weights: what a browser can be asked to fetch
COMMON = 0.4  # how much it helps a weight to be kept that its feature is common: a power, found by measuring
LARGEST = 31  # six bits lose nothing that was measured, and compress well


def train(catalogue: Catalogue) -> Model:
    """Learn a model from all texts of a catalogue."""
    examples = list(iter_examples(catalogue))
    holders = count_holders(examples)
    known = sorted(f for f, count in holders.items() if count >= (PAIR_HOLDERS if f[0] == "p" else HOLDERS))
    counts = np.array([holders[feature] for feature in known], dtype=np.float32)
    values = np.log1p(len(examples) / counts)
    classes = ("",) * FIRST + tuple(challenge.id for challenge in catalogue.challenges)
    places = {feature: place for place, feature in enumerate(known)}
    vectors = [np.array(sorted(places[f] for f in e.features if f in places), dtype=np.int64) for e in examples]
    descent = _Descent(examples, vectors, values, len(classes))
    for rate in RATES:
        descent.go(rate)
    descent.keep(_largest(descent.weights * values[:, None], counts))
    for rate in SETTLING:
        descent.go(rate)
    return _model(classes, known, values, descent.weights * values[:, None], descent.biases)


class _Descent:
    """Follows the gradient of the log-likelihood, one example after the other, in an order that is always the same."""

    def __init__(self, examples: Sequence[Example], vectors: Sequence[Any], values: Floats, classes: int) -> None:
        self.weights = np.zeros((len(values), classes), dtype=np.float32)
        self.biases = np.zeros(classes, dtype=np.float32)
        pairs = zip(examples, vectors, strict=True)
        self._examples = [(e, v, values[v] / np.linalg.norm(values[v])) for e, v in pairs if len(v)]
        self._random = np.random.Generator(np.random.PCG64(0))
        self._kept: Floats | None = None

    def keep(self, kept: Any) -> None:
        """Set all other weights to nothing, for good."""
        self._kept = kept.astype(np.float32)
        self.weights *= self._kept

    def go(self, rate: float) -> None:
        """Pass over all examples once."""
        for at in self._random.permutation(len(self._examples)):
            example, vector, values = self._examples[at]
            errors = self._errors(example, vector, values)
            if np.abs(errors).max() < EASY:
                continue
            errors *= rate * example.weight
            steps = values[:, None] * errors
            self.weights[vector] -= steps if self._kept is None else steps * self._kept[vector]
            self.biases -= BIAS_RATE * errors

    def _errors(self, example: Example, vector: Any, values: Floats) -> Floats:
        scores = values @ self.weights[vector] + self.biases
        errors = np.exp(scores - scores.max())
        errors /= errors.sum()
        for number, share in example.shares():
            errors[number] -= share
        return errors  # type: ignore[no-any-return]  # numpy types a division as anything


def _largest(products: Floats, counts: Floats) -> Any:
    """Choose the weights that matter: large ones, and of common features."""
    matter = np.abs(products) * counts[:, None] ** COMMON
    least = np.partition(matter, -KEPT, axis=None)[-KEPT] if matter.size > KEPT else 0
    return matter >= max(least, np.finfo(np.float32).tiny)


def _model(classes: tuple[str, ...], known: list[str], values: Floats, products: Floats, biases: Floats) -> Model:
    """Round to whole numbers. The unit lets all but one in a thousand weights fit; those are cut to the largest."""
    sizes = np.sort(np.abs(products[products != 0]))
    scale = LARGEST / sizes[-max(1, sizes.size // 1000)]
    whole = np.clip(np.rint(products * scale), -LARGEST, LARGEST).astype(np.int64)
    squares = np.rint(values**2 * SQUARE).astype(np.int64)
    rows = {}
    for place, feature in enumerate(known):
        pairs = tuple((int(number), int(whole[place, number])) for number in np.flatnonzero(whole[place]))
        if pairs:
            rows[feature] = Row(square=int(squares[place]), weights=pairs)
    return Model(
        classes=classes,
        unit=round(LOGIT / scale * SQUARE**0.5 * 256),
        biases=tuple(int(bias) for bias in np.rint(biases * LOGIT)),
        rows=rows,
        method="logistic regression",
    )
