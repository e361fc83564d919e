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
    from collections.abc import Mapping, Sequence

    from .examples import Example
    from .models import Catalogue

    Floats = np.ndarray[Any, np.dtype[np.float32]]

PASSES = 5
RATE = 3.0
EASY = 0.05  # a text that is told this well teaches no more: a quarter of the steps is saved, and nothing lost
BIAS_RATE = 0.02
HOLDERS = 2  # a feature of one example alone says more of that text than of its challenge
PAIR_HOLDERS = 3  # the same of pairs of words, of which there are many
KEPT = 150_000  # weights: what a browser can be asked to fetch
COMMON = 0.25  # how much it helps a weight to be kept that its feature is common: a power, found by measuring
LARGEST = 31  # six bits lose nothing that was measured, and compress well


def train(catalogue: Catalogue) -> Model:
    """Learn a model from all texts of a catalogue."""
    examples = list(iter_examples(catalogue))
    holders = count_holders(examples)
    known = sorted(f for f, count in holders.items() if count >= (PAIR_HOLDERS if f[0] == "p" else HOLDERS))
    counts = np.array([holders[feature] for feature in known], dtype=np.float32)
    values = np.log1p(len(examples) / counts)
    classes = ("",) * FIRST + tuple(challenge.id for challenge in catalogue.challenges)
    weights, biases = _descend(examples, {feature: place for place, feature in enumerate(known)}, values, len(classes))
    products = weights * values[:, None]
    kept = _keep(products, counts)
    return _model(classes, known, values, products * kept, biases)


def _descend(
    examples: Sequence[Example], places: Mapping[str, int], values: Floats, classes: int
) -> tuple[Floats, Floats]:
    vectors = [
        np.array(sorted(places[f] for f in example.features if f in places), dtype=np.int64) for example in examples
    ]
    weights = np.zeros((len(places), classes), dtype=np.float32)
    biases = np.zeros(classes, dtype=np.float32)
    random = np.random.Generator(np.random.PCG64(0))
    for done in range(PASSES):
        rate = RATE * (1 - done / PASSES)
        for at in random.permutation(len(examples)):
            if len(vector := vectors[at]):
                _step(weights, biases, vector, values[vector], examples[at], rate)
    return weights, biases


def _step(weights: Floats, biases: Floats, vector: Any, values: Floats, example: Example, rate: float) -> None:
    """Follow the gradient of the log-likelihood of one example."""
    values = values / np.sqrt(values @ values)
    scores = values @ weights[vector] + biases
    errors = np.exp(scores - scores.max())
    errors /= errors.sum()
    for number, share in example.shares():
        errors[number] -= share
    if np.abs(errors).max() < EASY:
        return
    errors *= rate * example.weight
    weights[vector] -= values[:, None] * errors
    biases -= BIAS_RATE * errors


def _keep(products: Floats, counts: Floats) -> Any:
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
