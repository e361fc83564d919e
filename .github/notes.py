"""Writes the notes of a release: the hand-written part of the changelog, then the entries that differ.

Usage: notes.py VERSION CHANGELOG [BEFORE AFTER]   (two catalogue folders; without them there was no release before)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from repro_kb.changes import compare
from repro_kb.errors import ReproKBError
from repro_kb.loader import load_catalogue_folder
from repro_kb.site.escape import heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repro_kb.changes import Change

ORDER = ("added", "renamed", "changed", "withdrawn")


def written(changelog: str, version: str) -> str:
    """Cut the section of a version out of the changelog; that of what is not released yet where it has none."""
    sections = dict(re.findall(r"^## \[([^\]]+)\][^\n]*\n(.*?)(?=^## \[|^\[|\Z)", changelog, re.MULTILINE | re.DOTALL))
    return str(sections.get(version) or sections.get("Unreleased", "")).strip()


def notes(changes: Sequence[Change]) -> Iterator[str]:
    """Yield the lines that the entries give."""
    for what in ORDER:
        found = [change for change in changes if change.what == what]
        if found:
            yield from ("", f"### Entries: {what}", "")
            yield from (f"- {change.kind} `{change.id}`: {heading(change.title)}{_fields(change)}" for change in found)


def _fields(change: Change) -> str:
    return f" ({', '.join(change.fields)})" if change.fields else ""


def main(version: str, changelog: str, *folders: str) -> None:
    """Print the notes."""
    print(written(Path(changelog).read_text("utf-8"), version))
    if folders:
        before, after = (load_catalogue_folder(Path(folder)) for folder in folders)
        print("\n".join(notes(compare(before, after))))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except ReproKBError as error:
        sys.exit(f"notes.py: {error}")
