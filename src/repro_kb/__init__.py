"""A knowledge base of reproducibility challenges in deep learning and their mitigations.

>>> from repro_kb import load_catalogue, suggest
>>> suggest("module 'numpy' has no attribute 'float'")[0].challenge.id
'numpy-api-removal'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .compiler import Folders
    from .errors import CatalogueError, InputError, ReproKBError, UnknownEntryError
    from .models import Catalogue, Challenge, Mitigation, Reference
    from .suggestion import Fix, Suggestion

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


_HOMES = {
    "errors": ("CatalogueError", "InputError", "ReproKBError", "UnknownEntryError"),
    "models": ("Catalogue", "Challenge", "Mitigation", "Reference"),
    "suggestion": ("Fix", "Suggestion"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: the command line does not pay for what it does not need."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_catalogue(folder: Folders = None) -> Catalogue:
    """Load all entries: of the built-in catalogue, or of a catalogue folder.

    Args:
        folder: A folder laid out as `catalogue/`, or several to be laid on top of each other; the built-in catalogue
            when absent.

    Raises:
        CatalogueError: The folder has problems; `problems` lists all of them.
        InputError: The folder is not a catalogue.
    """
    from .compiler import open_bundle

    with open_bundle(folder) as bundle:
        return bundle.catalogue()


def suggest(text: str, *, limit: int = 3, area: str = "", folder: Folders = None) -> list[Suggestion]:
    """Rank the challenges that a symptom, a traceback or a log speaks of.

    Args:
        text: What somebody who is stuck writes or pastes.
        limit: How many suggestions at the most.
        area: Only challenges of this area (dataset, methodology or infrastructure); all when empty.
        folder: Another catalogue folder than the built-in one, or several to be laid on top of each other.

    Returns:
        The best first; nothing when the text speaks of no challenge.
    """
    from .compiler import open_bundle
    from .matcher import Matcher

    with open_bundle(folder) as bundle:
        return Matcher(bundle).suggest(text, limit=limit, area=area)
