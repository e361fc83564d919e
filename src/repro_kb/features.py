"""What the ranking sees of a text: stems, pairs of stems, letter groups, and the kinds of words.

Letter groups tolerate typing errors and endings that the stemmer does not know. Each feature remembers the word that
it came from, so that an answer can be explained in words of the question.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from .normalise import CACHED, iter_words, salient, stems

if TYPE_CHECKING:
    from .lexicon import Lexicon

_GROUP = 4  # letters; groups of three as well tell no more, and take the place of other weights
_LONGEST = 24  # letters; longer words are machine noise
_NUMBERS = 2**24  # of features: one in three hundred unknown ones is taken for a known one, which no answer shows
_MARKS = {"?": "m:?", "%": "m:%"}


def number_of(feature: str) -> int:
    """Give the number by which the index knows a feature: a checksum of its name, a third as long as the name."""
    return crc32(feature.encode()) % _NUMBERS


def features(lines: list[str], lexicon: Lexicon) -> dict[str, str]:
    """List the features of a text, each with the word that it came from first.

    Args:
        lines: Folded lines, as `normalise.split_lines` gives them.
        lexicon: Kinds and synonyms.
    """
    found: dict[str, str] = {}
    for line in salient(lines):
        found.update((feature, "") for mark, feature in _MARKS.items() if mark in line)
        before = ""
        for word in iter_words(line):
            if len(word) > _LONGEST and word[0] < "\u3400":
                continue
            before = _add_word(word, before, lexicon, found)
    if len(lines) > 1:
        found["m:lines"] = ""
    return found


def _add_word(word: str, before: str, lexicon: Lexicon, found: dict[str, str]) -> str:
    """Add the features of a word, given the stem before it; give its last stem."""
    kind = lexicon.kind(word)
    if kind:
        found.setdefault(f"k:{kind}", word)
    for meant in lexicon.meaning(word).split(" "):
        for group in _letter_groups(meant):
            found.setdefault(group, word)
        for stem in stems(meant):
            found.setdefault(f"w:{stem}", word)
            if before:
                found.setdefault(f"p:{before} {stem}", word)
            before = stem
    return before


@lru_cache(maxsize=CACHED)
def _letter_groups(word: str) -> tuple[str, ...]:
    if word[0] >= "\u3400":
        return ()
    framed = f" {word} "
    return tuple(f"g:{framed[i : i + _GROUP]}" for i in range(len(framed) - _GROUP + 1))
