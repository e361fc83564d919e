"""Log templates: what a machine prints, written as literal text with holes, and found without regular expressions.

A template is cut at its `<*>` holes into pieces that must follow one another within a line; `<a|b>` makes a piece
stand for several literals. Taking the earliest end of each piece in turn finds a match if there is one, so a line is
scanned once, in linear time, and the same few string searches give the same answer in Python and in a browser.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import product
from typing import TYPE_CHECKING

from .normalise import CACHED, fold, join_wrapped, spaced
from .record import Record

if TYPE_CHECKING:
    from .index import Index

_HOLE = "<*>"
_PARTS = r"<([^<>\s|]+(?:\|[^<>|]+)+)>"
_WORD = r"[a-z0-9_]+"
_WORD_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_COMMON = frozenset(
    "error warning module object attribute import name file failed found cannot from with the not has was for expected argument arguments unexpected got keyword init torch call version".split()
)


def words_of(folded: str) -> list[str]:
    """List the words of a folded line, as anchors are compared with them."""
    return spaced(folded, "_").split() if folded.isascii() else re.findall(_WORD, folded)


class Hit(Record):
    """A log template that a line matched, for one challenge.

    Attributes:
        template: The template.
        line: The line, folded.
        place: Where the line stands in the text, counted from 0.
        length: Letters and digits that the template fixes.
        weak: Whether other problems print the same.
    """

    template: str
    line: str
    place: int
    length: int
    weak: bool

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Order of hits for one challenge: strong before weak, then specific, then late."""
        return not self.weak, self.length, self.place


def find_hits(lines: list[str], index: Index) -> dict[int, Hit]:
    """Find for each challenge, by number, the best log template that a line matches.

    A line is only compared with the templates that one of its words leads to, so that the time grows with the text and
    not with the catalogue.
    """
    places = [*enumerate(lines), *join_wrapped(lines)]
    by_word: dict[str, list[tuple[int, str]]] = {}
    for place, line in places:
        for word in dict.fromkeys(words_of(line)):
            by_word.setdefault(word, []).append((place, line))
    best: dict[int, Hit] = {}
    for word, numbers in index.anchored(by_word).items():
        for number in numbers:
            stored = index.signature(number)
            template = Template.parse(stored.template)
            for place, line in by_word[word]:
                if template.matches(line):
                    hit = Hit(
                        template=stored.template, line=line, place=place, length=template.length, weak=stored.weak
                    )
                    if stored.challenge not in best or hit.rank > best[stored.challenge].rank:
                        best[stored.challenge] = hit
    return best


class Template(Record):
    """A log template, ready to be searched for.

    Attributes:
        pieces: For each stretch between holes the literals that it may be.
    """

    pieces: tuple[tuple[str, ...], ...]

    @classmethod
    @lru_cache(maxsize=CACHED)
    def parse(cls, text: str) -> Template:
        """Cut a template at its holes and write out its alternatives."""
        stretches = [stretch for stretch in fold(text).split(_HOLE) if stretch]
        return cls(pieces=tuple(_literals(stretch) for stretch in stretches))

    def matches(self, folded: str) -> bool:
        """Tell whether a folded line contains the pieces in their order, the outer ends not within a word."""
        position, last = 0, len(self.pieces) - 1
        for place, piece in enumerate(self.pieces):
            ends = [_find(literal, folded, position, place == 0, place == last) for literal in piece]
            position = min((end for end in ends if end >= 0), default=-1)
            if position < 0:
                return False
        return True

    @cached_property
    def length(self) -> int:
        """Letters and digits that the template fixes at least: how specific it is."""
        return sum(min(map(_fixed, piece)) for piece in self.pieces)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Words of which every matching line has at least one, so that all other lines can be passed over.

        Raises:
            ValueError: The template has no stretch in which a word stands whole.
        """
        last = len(self.pieces) - 1
        choices = [
            [_whole_words(literal, place == 0, place == last) for literal in piece]
            for place, piece in enumerate(self.pieces)
        ]
        usable = [[max(words, key=_rarity) for words in piece] for piece in choices if all(piece)]
        if not usable:
            raise ValueError("it has no whole word to look for")
        return frozenset(max(usable, key=lambda words: min(map(_rarity, words))))


def _literals(stretch: str) -> tuple[str, ...]:
    parts = re.split(_PARTS, stretch)  # literal, alternatives, literal, alternatives, ..., literal
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    return tuple("".join(choice) for choice in product(*choices))


def _find(literal: str, line: str, position: int, starts: bool, ends: bool) -> int:
    """Find the earliest end of a literal from a position on; -1 if it is not there."""
    at = line.find(literal, position)
    while at >= 0:
        end = at + len(literal)
        if not (starts and _inside_word(line, at)) and not (ends and _inside_word(line, end)):
            return end
        at = line.find(literal, at + 1)
    return -1


def _inside_word(line: str, cut: int) -> bool:
    return 0 < cut < len(line) and line[cut - 1] in _WORD_CHARACTERS and line[cut] in _WORD_CHARACTERS


def _whole_words(literal: str, first: bool, last: bool) -> list[str]:
    """List the words of a literal that cannot go on beyond it in the line."""
    found = re.finditer(_WORD, literal)
    return [m[0] for m in found if (first or m.start() > 0) and (last or m.end() < len(literal))]


def _fixed(literal: str) -> int:
    return sum(character in _WORD_CHARACTERS and character != "_" for character in literal)


def _rarity(word: str) -> tuple[bool, int, str]:
    return word not in _COMMON, len(word), word
