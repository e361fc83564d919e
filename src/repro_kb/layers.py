"""Catalogues on top of each other: a folder with a file `layer.yml` adds to the catalogue beneath it.

A layer may bring entries, cases and references, and may add to the lists of an entry beneath with a file of the same
name that says `extends: true`. It can neither change nor remove what is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import InputError
from .models import LAYER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from .models import Catalogue, Problem


def is_layer(folder: Path) -> bool:
    """Tell whether a folder is laid over the catalogue beneath it."""
    return (folder / LAYER).exists()


def load_layers(folders: Sequence[Path], built_in: Callable[[], Catalogue]) -> Catalogue:
    """Load folders on top of each other, the first over the built-in catalogue where it is a layer.

    Raises:
        CatalogueError: A folder has problems; `problems` lists all of the first such folder.
        InputError: A folder is not a catalogue, or would hide those before it.
    """
    from .loader import load_catalogue_folder

    *_, (top, beneath) = _pairs(folders, built_in)
    return load_catalogue_folder(top, beneath)


def check_layers(
    folders: Sequence[Path], built_in: Callable[[], Catalogue], only: Sequence[Path] = ()
) -> list[Problem]:
    """List the problems of the topmost folder, or of some files as members of it, checked with all that is beneath.

    Raises:
        CatalogueError: A folder beneath has problems.
        InputError: A folder is not a catalogue, or would hide those before it.
    """
    from .loader import find_problems

    *_, (top, beneath) = _pairs(folders, built_in)
    return find_problems(top, only, beneath=beneath)


def _pairs(folders: Sequence[Path], built_in: Callable[[], Catalogue]) -> Iterator[tuple[Path, Catalogue | None]]:
    """Yield each folder with the catalogue that it is laid over."""
    from .loader import load_catalogue_folder

    for folder in folders[1:]:
        if not is_layer(folder):
            why = f"{folder} has no {LAYER}, so it would hide the catalogues before it."
            raise InputError(f"{why} Name it first, or add the file.")
    beneath = built_in() if is_layer(folders[0]) else None
    for folder in folders[:-1]:
        yield folder, beneath
        beneath = load_catalogue_folder(folder, beneath)
    yield folders[-1], beneath
