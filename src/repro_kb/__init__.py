"""A knowledge base of reproducibility challenges in deep learning and their mitigations.

>>> from repro_kb import load_catalogue, suggest
>>> suggest("module 'numpy' has no attribute 'float'")[0].challenge.id
'numpy-api-removal'
"""

from __future__ import annotations

from pathlib import Path

from .compiler import open_bundle
from .errors import CatalogueError, InputError, ReproKBError, UnknownEntryError
from .models import Catalogue, Challenge, Mitigation, Reference
from .suggest import Fix, Matcher, Suggestion

__version__ = "0.1.0"
__all__ = [
    "Catalogue",
    "CatalogueError",
    "Challenge",
    "Fix",
    "InputError",
    "Mitigation",
    "Reference",
    "ReproKBError",
    "Suggestion",
    "UnknownEntryError",
    "__version__",
    "load_catalogue",
    "suggest",
]


def load_catalogue(folder: str | Path | None = None) -> Catalogue:
    """Load all entries: of the built-in catalogue, or of a catalogue folder.

    Args:
        folder: A folder laid out as `catalogue/`; the built-in catalogue when absent.

    Raises:
        CatalogueError: The folder has problems; `problems` lists all of them.
        InputError: The folder is not a catalogue.
    """
    bundle = open_bundle(Path(folder) if folder is not None else None)
    try:
        return bundle.catalogue()
    finally:
        bundle.close()


def suggest(text: str, *, limit: int = 3, area: str = "", folder: str | Path | None = None) -> list[Suggestion]:
    """Rank the challenges that a symptom, a traceback or a log speaks of.

    Args:
        text: What somebody who is stuck writes or pastes.
        limit: How many suggestions at the most.
        area: Only challenges of this area (dataset, methodology or infrastructure); all when empty.
        folder: Another catalogue folder than the built-in one.

    Returns:
        The best first; nothing when the text speaks of no challenge.
    """
    bundle = open_bundle(Path(folder) if folder is not None else None)
    try:
        return Matcher(bundle).suggest(text, limit=limit, area=area)
    finally:
        bundle.close()
