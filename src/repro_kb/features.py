"""What the ranking sees of a text: stems, pairs of stems, letter groups, and the kinds of words.

Letter groups tolerate typing errors and endings that the stemmer does not know. Each feature remembers the word that
it came from, so that an answer can be explained in words of the question.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .normalise import CACHED, iter_words, salient, stems

if TYPE_CHECKING:
    from .lexicon import Lexicon

_GROUPS = (3, 4)
_LONGEST = 24  # letters; longer words are machine noise
_MARKS = {"?": "m:?", "%": "m:%"}


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
    return tuple(f"g:{framed[i : i + size]}" for size in _GROUPS for i in range(len(framed) - size + 1))
