"""All files of the site that come from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .api import api_files
from .cases import case_pages
from .commands import command_pages
from .index import Index
from .llms import text_files
from .pages import entry_pages, redirects
from .project import Project
from .rulepages import iter_rule_pages
from .ways import way_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..models import Catalogue


def site_files(catalogue: Catalogue, project: Project | None = None) -> Iterator[tuple[str, str]]:
    """Turn a catalogue into the pages and data files of its site.

    Args:
        catalogue: A checked catalogue.
        project: Addresses and version to name; those of repro-kb when absent.

    Yields:
        The path of a file below the folder of pages, and its text.
    """
    index, where = Index(catalogue), project or Project()
    yield from entry_pages(index, where)
    yield from redirects(index)
    yield from way_pages(index, where)
    yield from case_pages(index)
    yield from command_pages()
    yield from iter_rule_pages()
    yield from api_files(index, where)
    yield from text_files(index, where)
