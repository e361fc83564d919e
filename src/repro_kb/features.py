"""What the ranking sees of a text: stems, pairs of stems, letter groups, and the kinds of words.

Letter groups tolerate typing errors and endings that the stemmer does not know. Each feature remembers the word that
it came from, so that an answer can be explained in words of the question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .normalise import iter_stems, iter_words, salient

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        for feature, word in _of_line(line, lexicon):
            found.setdefault(feature, word)
    if len(lines) > 1:
        found["m:lines"] = ""
    return found


def _of_line(line: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    yield from ((feature, "") for mark, feature in _MARKS.items() if mark in line)
    before = ""
    for word in iter_words(line):
        if len(word) > _LONGEST and word[0] < "\u3400":
            continue
        kind = lexicon.kind(word)
        if kind:
            yield f"k:{kind}", word
        for meant in lexicon.meaning(word).split(" "):
            yield from ((f"g:{group}", word) for group in _letter_groups(meant))
            for stem in iter_stems(meant):
                yield f"w:{stem}", word
                if before:
                    yield f"p:{before} {stem}", word
                before = stem


def _letter_groups(word: str) -> Iterator[str]:
    if word[0] >= "\u3400":
        return
    framed = f" {word} "
    for size in _GROUPS:
        yield from (framed[i : i + size] for i in range(len(framed) - size + 1))
