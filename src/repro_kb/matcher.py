"""The question that the project answers: which challenge is this, and which fixes come first?"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from .features import features
from .normalise import split_lines
from .ranking import FIRST, INSIDE, MIDDLE, OUTSIDE, exponential_curve, length_of, probabilities, ranked, score
from .record import Record
from .signatures import find_hits
from .suggestion import Answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .bundle import Bundle
    from .ranking import Spread
    from .signatures import Hit
    from .suggestion import Suggestion

# Log-odds in thousandths that a matching log template adds.
STRONG_HIT = 6_000
WEAK_HIT = 1_500
LAST_HIT = 6_000  # for the template that matches the last line of all: the final error says most
# Shares of 1000, chosen by looking at samples of real symptoms; benchmarks/quality.py tells how far they can be trusted.
STRONG = 750
LIKELY = 500  # likelier than all others together
DOUBT = 100  # of the texts without a challenge, from which on it may be that nothing is suggested
TIMES_OUTSIDE = 1.5  # how much likelier than the best challenge another world has to be
TIMES = 6  # and no challenge at all: who asks of the field is better served by a weak answer than by none
WORDS_SHOWN = 5


class Match(Record):
    """A challenge that a text speaks of, by its id.

    Attributes:
        id: Id of the challenge.
        share: Share of 1000 that it has among all.
        hit: The best log template of the challenge that a line matched.
        parts: What the score is made of, in thousandths of log-odds.
        spoken: What the words of the text that spoke most for it gave, in the same unit.
    """

    id: str
    share: int
    hit: Hit | None
    parts: tuple[tuple[str, int], ...]
    spoken: tuple[tuple[str, int], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the text that spoke most for it."""
        return tuple(word for word, _ in self.spoken)

    @property
    def confidence(self) -> str:
        """The share in words: strong, likely or weak."""
        return "strong" if self.share >= STRONG else "likely" if self.share >= LIKELY else "weak"


class Matcher:
    """Answers any number of questions from one open bundle."""

    def __init__(self, bundle: Bundle) -> None:
        """Use the entries and the index of a bundle."""
        self._index = bundle.index
        self._curve = exponential_curve()
        self._answers = Answers(bundle)

    def suggest(self, text: str, *, limit: int = 3, area: str = "") -> list[Suggestion]:
        """Rank the challenges that a symptom, a log or a traceback speaks of.

        Args:
            text: What somebody who is stuck writes or pastes.
            limit: How many suggestions at the most.
            area: Only challenges of this area; all areas when empty.

        Returns:
            The best first; nothing when the text speaks of no challenge.
        """
        return [self._answers.suggestion(match) for match in self.rank(text, limit=limit, area=area)]

    def rank(self, text: str, *, limit: int = 3, area: str = "") -> list[Match]:
        """Rank the challenges that a text speaks of, by id alone: `suggest` without reading the entries."""
        lines = split_lines(text)
        words = features(lines, self._index.lexicon)
        rows = self._index.rows(words)
        length = length_of(rows.values())
        phrase = score(rows.values(), self._index.unit, length, self._index.biases)
        hits = find_hits(lines, self._index)
        scores = phrase | {number: phrase.get(number, 0) + _bonus(hit, hits) for number, hit in hits.items()}
        likely = probabilities(scores, self._curve)
        if not (rows or hits) or _is_nothing(likely):
            return []
        found = (
            Match(
                id=entry,
                share=likely[number],
                hit=hits.get(number),
                parts=self._parts(number, phrase.get(number, 0), _bonus(hits.get(number), hits)),
                spoken=_spoken(rows, number, words, self._index.unit, length),
            )
            for number, entry in self._choose(scores, area)
        )
        return list(islice((match for match in found if match.hit or match.words), limit))  # each has a reason

    def understood(self, text: str) -> tuple[str, ...]:
        """List the words of a text that the catalogue knows, in their order."""
        words = features(split_lines(text), self._index.lexicon)
        known = self._index.rows(feature for feature in words if feature[0] == "w")
        return tuple(dict.fromkeys(words[feature] for feature in known))

    def _parts(self, number: int, words: int, template: int) -> tuple[tuple[str, int], ...]:
        expected = self._index.biases.get(number, 0)
        return ("log template", template), ("before any word", expected), ("words", words - expected)

    def _choose(self, scores: Mapping[int, int], area: str) -> Iterator[tuple[int, str]]:
        for number in ranked(scores):
            entry, found = self._index.named(number)
            if number >= FIRST and area in ("", found):
                yield number, entry


def _is_nothing(likely: Mapping[int, int]) -> bool:
    """Tell whether a text speaks of no challenge: that is likelier than that it speaks of the best one."""
    outside = likely.get(OUTSIDE, 0)
    nothing = outside + likely.get(INSIDE, 0)
    best = max((share for number, share in likely.items() if number >= FIRST), default=0)
    return outside >= max(DOUBT, TIMES_OUTSIDE * best) or nothing >= max(DOUBT, TIMES * best)


def _bonus(hit: Hit | None, hits: Mapping[int, Hit]) -> int:
    if hit is None:
        return 0
    if hit.weak:
        return WEAK_HIT
    last = all(hit.place >= other.place for other in hits.values() if not other.weak)
    return STRONG_HIT + 10 * hit.length + (LAST_HIT if last else 0)


def _spoken(
    rows: Mapping[str, Spread], number: int, words: Mapping[str, str], unit: int, length: int
) -> tuple[tuple[str, int], ...]:
    """List the words of the text that spoke most for a class, with what they gave."""
    given: dict[str, int] = {}
    for feature, row in rows.items():
        if (weight := row.weights[number] - MIDDLE) and (word := words[feature]):
            given[word] = given.get(word, 0) + weight
    best = sorted(given, key=lambda word: (-given[word], word))[:WORDS_SHOWN]
    return tuple((word, given[word] * unit // length) for word in best if given[word] > 0)
