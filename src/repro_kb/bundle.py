"""The compiled catalogue: one SQLite file with all entries and the index, so that a question reads only what it needs.

This module reads it, `compiler` makes it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

from .errors import ReproKBError
from .index import Index
from .models import AREAS, Background, Case, Catalogue, Challenge, Mitigation, PosterPoint, Reference
from .record import Record

if TYPE_CHECKING:
    from typing import Self

    Fields = dict[str, Any]

FORMAT = 5  # raised whenever an older or newer repro-kb could not read the file
_RECORDS: dict[str, Any] = {
    "challenge": Challenge.from_fields,
    "mitigation": Mitigation.from_fields,
    "reference": Reference.from_fields,
    "case": Case.from_fields,
    "poster": lambda fields: PosterPoint(**fields),
}


def checksum(rows: sqlite3.Connection) -> str:
    """Compute a checksum of all that a bundle holds but the checksum itself."""
    tables = rows.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    sum_of_all = 0
    for (table,) in tables:
        for row in rows.execute(f"SELECT * FROM {_name(table)} ORDER BY 1, 2"):
            if row[0] != "checksum":
                sum_of_all = crc32(repr((table, row)).encode(), sum_of_all)
    return f"{sum_of_all:08x}"


def _name(table: str) -> str:
    return '"' + table.replace('"', '""') + '"'


def open_built_in() -> Bundle | None:
    """Open the bundle that an installed wheel carries; a checkout has none."""
    path = os.path.join(os.path.dirname(__file__), "catalogue.sqlite")
    return Bundle.open(path) if os.path.exists(path) else None


def _quote(path: str) -> str:
    """Write a path as the path of a file address."""
    path = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return path if os.sep == "/" else "/" + path.replace(os.sep, "/")


class Summary(Record):
    """An entry as lists show it."""

    id: str
    kind: str
    area: str
    title: str


class Bundle:
    """A compiled catalogue, opened for reading. Use it in a `with` statement."""

    def __init__(self, rows: sqlite3.Connection, path: str = "The catalogue in memory") -> None:
        """Read from an open database that `compiler` has filled."""
        self._rows = rows
        self._path = path
        self.meta: dict[str, str] = dict(rows.execute("SELECT key, value FROM meta"))

    @classmethod
    def open(cls, path: str) -> Bundle:
        """Open a bundle file.

        Raises:
            ReproKBError: The file is not a bundle of this version of repro-kb.
        """
        rows = None
        try:
            rows = sqlite3.connect(f"file:{_quote(os.path.abspath(path))}?mode=ro&immutable=1", uri=True)
            bundle = cls(rows, path)
        except (sqlite3.Error, ValueError) as error:
            if rows is not None:
                rows.close()
            raise ReproKBError(f"{path} is not a catalogue bundle ({error}). Delete it; it is made anew.") from error
        if bundle.meta.get("format") != str(FORMAT):
            bundle.close()
            raise ReproKBError(f"{path} was made by another version of repro-kb. Delete it; it is made anew.")
        return bundle

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Close the file; where reading failed, look whether that is because it was damaged after it was written.

        Raises:
            ReproKBError: It was damaged.
        """
        unexpected = isinstance(error, Exception) and not isinstance(error, ReproKBError)
        damaged = unexpected and self._is_damaged()
        self.close()
        if damaged:
            message = f"{self._path} is damaged ({error!r}). Delete it, or install repro-kb again; it is made anew."
            raise ReproKBError(message) from error

    def _is_damaged(self) -> bool:
        try:
            return self.meta.get("checksum") != checksum(self._rows)
        except (sqlite3.Error, ValueError, MemoryError):  # a damaged length may ask for more memory than there is
            return True

    def resolve(self, name: str) -> tuple[str, str] | None:
        """Find kind and present id of an entry by an id that it has or once had."""
        found: tuple[str, str] | None = self._rows.execute(
            "SELECT kind, id FROM name WHERE name = ?", (name,)
        ).fetchone()
        return found

    def names(self) -> list[str]:
        """List all present ids of challenges and mitigations."""
        return [
            row[0]
            for row in self._rows.execute("SELECT id FROM entry WHERE kind IN ('challenge', 'mitigation') ORDER BY id")
        ]

    def summaries(self, kind: str = "", area: str = "") -> list[Summary]:
        """List challenges, then mitigations, by area in the order of `AREAS` and by id."""
        query = "SELECT id, kind, area, title FROM entry WHERE kind IN ('challenge', 'mitigation') AND ? IN ('', kind) AND ? IN ('', area)"
        rows = [Summary(id=i, kind=k, area=a, title=t) for i, k, a, t in self._rows.execute(query, (kind, area))]
        return sorted(rows, key=lambda row: (row.kind, AREAS.index(row.area), row.id))

    def fields(self, kind: str, entry_id: str) -> Fields:
        """Read an entry as the mapping that its YAML file holds, with `id` and `area`, without imagined wordings."""
        row = self._rows.execute("SELECT fields FROM entry WHERE kind = ? AND id = ?", (kind, entry_id)).fetchone()
        fields: Fields = json.loads(row[0])
        return fields

    def challenge(self, entry_id: str) -> Challenge:
        """Read one challenge, without the imagined wordings: many, and no news to a reader."""
        return Challenge.from_fields(self.fields("challenge", entry_id))

    def mitigation(self, entry_id: str) -> Mitigation:
        """Read one mitigation."""
        return Mitigation.from_fields(self.fields("mitigation", entry_id))

    def fix(self, mitigation_id: str) -> tuple[str, str, str, str]:
        """Read what an answer shows of a mitigation: title, fidelity, effort, first command."""
        query = "SELECT title, fidelity, effort, command FROM fix WHERE id = ?"
        found: tuple[str, str, str, str] = self._rows.execute(query, (mitigation_id,)).fetchone()
        return found

    def challenges_for(self, mitigation_id: str) -> list[tuple[Challenge, str]]:
        """List the challenges that a mitigation helps with, and how."""
        rows = self._rows.execute(
            "SELECT fields FROM entry WHERE kind = 'challenge' AND instr(fields, ?) ORDER BY id",
            (f'"{mitigation_id}"',),
        )
        challenges = [Challenge.from_fields(json.loads(fields)) for (fields,) in rows]
        return [(c, link.how) for c in challenges for link in c.mitigations if link.id == mitigation_id]

    @cached_property
    def index(self) -> Index:
        """What entries are found with."""
        return Index(self._rows, self.meta)

    def catalogue(self) -> Catalogue:
        """Read the whole catalogue."""
        records: dict[str, list[Any]] = {kind: [] for kind in _RECORDS}
        imagined = {i: {"imagined": json.loads(w)} for i, w in self._rows.execute("SELECT id, wordings FROM imagined")}
        for kind, entry, fields in self._rows.execute("SELECT kind, id, fields FROM entry ORDER BY kind, place"):
            more = imagined.get(entry, {}) if kind == "challenge" else {}
            records[kind].append(_RECORDS[kind](json.loads(fields) | more))
        by_kind = {kind: tuple(found) for kind, found in records.items()}
        background = self._rows.execute("SELECT part, texts FROM background")  # apart from meta, which each start reads
        return Catalogue(
            challenges=by_kind["challenge"],
            mitigations=by_kind["mitigation"],
            references=by_kind["reference"],
            poster=by_kind["poster"],
            cases=by_kind["case"],
            background=Background(**{part: tuple(json.loads(texts)) for part, texts in background}),
            lexicon=self.index.lexicon,
        )
