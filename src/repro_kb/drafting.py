"""How a draft comes about: from a log, from what is known, with the entries that come nearest, into a file of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .draft import Draft
from .errors import InputError
from .excerpt import cut_excerpt, headline, propose_template
from .models import LAYER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .suggestion import Suggestion

_REJECTED = "TODO output of another problem that comes near and must not match"


def log_fields(text: str, *, users: Sequence[str] = (), hosts: Sequence[str] = ()) -> dict[str, Any]:
    """Make a log signature of a log: its redacted excerpt, and a template where one can be proposed.

    Raises:
        InputError: The log holds no text.
    """
    excerpt = cut_excerpt(text, users=users, hosts=hosts)
    if not excerpt:
        raise InputError("the log holds no text. Give one in which the problem shows.")
    line = headline(excerpt)
    signature = {
        "template": propose_template(line) or "TODO the part of the line that is always printed, with <*> for the rest",
        "evidence": "seen",
        "matches": [excerpt],
        "rejects": [_REJECTED],
    }
    return {"signatures": [signature]}


def format_nearest(nearest: Sequence[Suggestion]) -> str:
    """Format the entries that come nearest, so that nobody writes one twice."""
    if not nearest:
        return "No entry comes near."
    rows = [f"  {found.challenge.id} ({found.confidence}): {found.challenge.title}" for found in nearest]
    return "\n".join(["Nearest entries. If one of them is it, add to that one instead:", *rows])


def with_guesses(draft: Draft, nearest: Sequence[Suggestion]) -> Draft:
    """Add what a new challenge shares with an entry that comes near: it is a neighbour, and its fix a beginning."""
    if draft.kind != "challenge" or not nearest or nearest[0].confidence == "weak":
        return draft
    first = nearest[0]
    guesses = {"related": [first.challenge.id], "mitigations": [{"id": fix.id} for fix in first.fixes[:1]]}
    known = draft.fields
    fields = {**known, **{key: guess for key, guess in guesses.items() if not known.get(key)}}
    return Draft(kind=draft.kind, id=draft.id, area=draft.area, fields=fields, notes=draft.notes)


def start_layer(folder: Path) -> None:
    """Make a layer of a folder that is empty, or not there yet."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        write_new(folder / LAYER, "title: Entries of our own\n")


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet: all of it or none, and never over another one.

    Raises:
        InputError: The file is there, or cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_text(text, "utf-8", newline="\n")
            _link(temporary, path, text)
        finally:
            temporary.unlink(missing_ok=True)
    except FileExistsError as error:
        raise InputError(f"{path} is there already, and is left as it is. Give another --id.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error


def _link(temporary: Path, path: Path, text: str) -> None:
    """Give a finished file its name. Unlike a rename, a link fails where there is a file already."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
