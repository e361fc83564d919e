"""What a bundle holds to find entries with: weights of features, log templates and the words that lead to them.

Each question reads only what it needs; of a batch of questions, each row is read once.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING

from .features import number_of
from .lexicon import Lexicon
from .ranking import FIRST, Spread, spread
from .record import Record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

_REMEMBERED = 50_000_000  # bytes of weights
_MANY = 500  # words from which on reading the whole table at once is cheaper


class StoredSignature(Record):
    """A log template of the bundle and the number of the challenge that it speaks for."""

    number: int
    challenge: int
    template: str
    weak: bool


class Index:
    """The index of an open bundle."""

    def __init__(self, rows: sqlite3.Connection, meta: Mapping[str, str]) -> None:
        """Read from an open bundle with these facts about it."""
        self._rows = rows
        self._classes = int(meta["challenges"]) + FIRST
        self._lexicon = meta["lexicon"]
        self.unit = int(meta["unit"])
        self._read: dict[str, Spread | None] = {}
        self._signatures: dict[int, StoredSignature] = {}
        self._asked = 0  # words that may lead to a log template

    def rows(self, features: Iterable[str]) -> dict[str, Spread]:
        """Read the weights of the features that the model knows."""
        if len(self._read) * self._classes > _REMEMBERED:
            self._read.clear()
        known = {}
        for feature in features:
            if feature not in self._read:
                self._read[feature] = self._row(feature)
            if row := self._read[feature]:
                known[feature] = row
        return known

    def _row(self, feature: str) -> Spread | None:
        find = "SELECT square, weights FROM feature WHERE number = ?"
        row: tuple[int, bytes] | None = self._rows.execute(find, (number_of(feature),)).fetchone()
        return row and spread(row[0], row[1], self._classes)

    def model(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield every feature of the model in the order of numbers, with square and packed weights."""
        yield from self._rows.execute("SELECT number, square, weights FROM feature ORDER BY number")

    def templates(self) -> list[StoredSignature]:
        """List all log templates by their number."""
        return [
            self.signature(number) for (number,) in self._rows.execute("SELECT number FROM signature ORDER BY number")
        ]

    def anchored(self, words: Iterable[str]) -> dict[str, list[int]]:
        """List the numbers of the log templates that each word may lead to; words without one are left out."""
        wanted = list(words)
        self._asked += len(wanted)
        if self._asked > _MANY:
            return {word: self._anchors[word] for word in wanted if word in self._anchors}
        find = "SELECT signature FROM anchor WHERE word = ?"
        found = ((word, [row[0] for row in self._rows.execute(find, (word,))]) for word in wanted)
        return {word: numbers for word, numbers in found if numbers}

    @cached_property
    def _anchors(self) -> dict[str, list[int]]:
        anchors: dict[str, list[int]] = {}
        for word, number in self._rows.execute("SELECT word, signature FROM anchor"):
            anchors.setdefault(word, []).append(number)
        return anchors

    def signature(self, number: int) -> StoredSignature:
        """Read one log template."""
        if number not in self._signatures:
            query = "SELECT number, class, template, weak FROM signature WHERE number = ?"
            n, challenge, template, weak = self._rows.execute(query, (number,)).fetchone()
            self._signatures[number] = StoredSignature(
                number=n, challenge=challenge, template=template, weak=bool(weak)
            )
        return self._signatures[number]

    def named(self, number: int) -> tuple[str, str]:
        """Give id and area of the challenge with a number."""
        found: tuple[str, str] = self._rows.execute("SELECT id, area FROM class WHERE number = ?", (number,)).fetchone()
        return found

    @cached_property
    def biases(self) -> dict[int, int]:
        """Scores of classes before any feature is seen; classes not listed have none."""
        return dict(self._rows.execute("SELECT number, bias FROM class WHERE bias != 0"))

    @cached_property
    def lexicon(self) -> Lexicon:
        """Words of the field by kind, and synonyms."""
        return Lexicon.from_fields(json.loads(self._lexicon))
