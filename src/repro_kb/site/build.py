"""The catalogue of a folder, as the generated files of its site on disk."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ..compiler import open_bundle
from .files import site_files
from .finder import finder_files
from .llms import twin_of
from .project import Project
from .writer import FOLDERS, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def build_site(docs: Path, folder: Path | None = None) -> int:
    """Bring the generated files of the site up to date.

    Args:
        docs: The folder of pages, beside the mkdocs.yml that names the project's addresses.
        folder: A catalogue folder; the built-in catalogue when absent.

    Returns:
        How many files changed.

    Raises:
        CatalogueError: The catalogue has problems.
    """
    project = Project.of(docs.parent / "mkdocs.yml")
    with open_bundle(folder) as bundle:
        catalogue = bundle.catalogue()
        pages = chain(site_files(catalogue, project), finder_files(bundle, catalogue))
        files = {path: text.encode() for path, text in pages}
        files["downloads/catalogue.sqlite"] = bundle._rows.serialize()  # noqa: SLF001  # the file as it is, however it was opened
    return write_site(docs, (files | dict(_twins(docs))).items())


def _twins(docs: Path) -> Iterator[tuple[str, bytes]]:
    """Copy the hand-written pages, without what stands above their text, as their own Markdown twins."""
    for page in sorted(docs.rglob("*.md")):
        path = page.relative_to(docs)
        if path.parts[0] not in FOLDERS:
            text = page.read_text("utf-8")
            body = text.partition("\n---\n")[2].lstrip() if text.startswith("---\n") else text
            yield twin_of(str(path.with_suffix(".html").as_posix())), body.encode()
