"""Puts the generated files on disk, where either site builder finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDERS = ("api", "browse", "cases", "challenges", "cli", "downloads", "mitigations", "rules", "schemas", "text")
FILES = ("llms.txt",)


def write_site(docs: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Bring the generated files below a folder up to date.

    A file that already has the wanted bytes is left alone, so that a server that watches the folder comes to rest.
    Whatever else lies in a generated folder is removed.

    Returns:
        How many files were written or removed.
    """
    wanted = {docs / path: content for path, content in files}
    changed = [path for path, content in wanted.items() if not path.is_file() or path.read_bytes() != content]
    stale = [path for folder in FOLDERS for path in (docs / folder).rglob("*") if path.is_file() and path not in wanted]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[path])
    for path in stale:
        path.unlink()
    return len(changed) + len(stale)
