"""Splits the catalogue's own wordings into folds: learn from some, ask with the others."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from repro_kb.bundle import Bundle  # noqa: E402  # the checkout's own package first
from repro_kb.compiler import fill_bundle  # noqa: E402
from repro_kb.loader import load_catalogue_folder  # noqa: E402
from repro_kb.matcher import Matcher  # noqa: E402
from repro_kb.models import Background, Catalogue, Challenge  # noqa: E402
from repro_kb.record import Record  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from repro_kb.models import Symptom
    from repro_kb.ranking import Model

FOLDS = 4


class Case(Record):
    """A text, and the ids of the challenges of which any is right; none where no challenge fits."""

    text: str
    expect: tuple[str, ...]
    kind: str = "phrase"


def load() -> Catalogue:
    """Load the catalogue of this checkout."""
    return load_catalogue_folder(ROOT / "catalogue")


def iter_folds(catalogue: Catalogue) -> Iterator[tuple[Catalogue, list[Case]]]:
    """Yield, for each fold, the catalogue without its texts, and its texts."""
    for fold in range(FOLDS):
        kept, held = [], []
        for challenge in catalogue.challenges:
            symptoms = tuple(s for n, s in enumerate(challenge.symptoms) if n % FOLDS != fold)
            held += [_case(s, challenge) for n, s in enumerate(challenge.symptoms) if n % FOLDS == fold]
            kept.append(Challenge(**{**vars(challenge), "symptoms": symptoms}))
        background = {
            kind: tuple(text for n, text in enumerate(texts) if n % FOLDS != fold)
            for kind, texts in vars(catalogue.background).items()
        }
        for kind, texts in vars(catalogue.background).items():
            held += [Case(text=t, expect=(), kind=kind) for n, t in enumerate(texts) if n % FOLDS == fold]
        yield Catalogue(**{**vars(catalogue), "challenges": tuple(kept), "background": Background(**background)}), held


def _case(symptom: Symptom, challenge: Challenge) -> Case:
    return Case(
        text=symptom.text, expect=(challenge.id, *symptom.also), kind="log" if "\n" in symptom.text else "phrase"
    )


def ask(catalogue: Catalogue, learn: Callable[[Catalogue], Model]) -> Iterator[Matcher]:
    """Give a matcher over a catalogue whose ranking comes from one method."""
    with closing(sqlite3.connect(":memory:")) as rows:
        fill_bundle(rows, catalogue, learn(catalogue))
        yield Matcher(Bundle(rows))
