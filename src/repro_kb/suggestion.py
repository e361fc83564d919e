"""What is answered of a challenge that was found: why, how far it can be trusted, and which fixes come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .bundle import Bundle
    from .matcher import Match
    from .models import Challenge


class Fix(Record):
    """A mitigation as an answer shows it: `how` it helps here, and the first command to try."""

    id: str
    title: str
    how: str
    fidelity: str
    effort: str
    command: str = ""


class Suggestion(Record):
    """A challenge that a text speaks of.

    Attributes:
        challenge: The challenge.
        score: Share of 1000 that the challenge has among all.
        confidence: strong, likely or weak.
        reasons: Which line or words decided, in plain words.
        fixes: Its mitigations, best first.
        parts: What the score is made of, in thousandths of log-odds: the log template, what is expected
            before any word is read, all words.
        spoken: What the words that spoke most for it gave, in the same unit.
    """

    challenge: Challenge
    score: int
    confidence: str
    reasons: tuple[str, ...]
    fixes: tuple[Fix, ...]
    parts: tuple[tuple[str, int], ...]
    spoken: tuple[tuple[str, int], ...]


class _Entry(Record):
    """A challenge with what an answer needs of it: its fixes, and the text of its parts in small letters."""

    challenge: Challenge
    fixes: tuple[Fix, ...]
    parts: tuple[tuple[str, str], ...]


class Answers:
    """Makes answers of matches; of a batch, each entry is read once."""

    def __init__(self, bundle: Bundle) -> None:
        """Read the entries of an open bundle."""
        self._bundle = bundle
        self._entries: dict[str, _Entry] = {}

    def suggestion(self, match: Match) -> Suggestion:
        """Make of a match what is answered."""
        entry = self._entry(match.id)
        return Suggestion(
            challenge=entry.challenge,
            score=match.share,
            confidence=match.confidence,
            reasons=tuple(_reasons(match, entry.parts)),
            fixes=entry.fixes,
            parts=match.parts,
            spoken=match.spoken,
        )

    def _entry(self, name: str) -> _Entry:
        if name not in self._entries:
            challenge = self._bundle.challenge(name)
            fixes, parts = tuple(self._fixes(challenge)), tuple(_parts(challenge))
            self._entries[name] = _Entry(challenge=challenge, fixes=fixes, parts=parts)
        return self._entries[name]

    def _fixes(self, challenge: Challenge) -> Iterable[Fix]:
        for link in challenge.mitigations:
            title, fidelity, effort, command = self._bundle.fix(link.id)
            yield Fix(id=link.id, title=title, how=link.how, fidelity=fidelity, effort=effort, command=command)


def _reasons(match: Match, parts: Iterable[tuple[str, str]]) -> Iterator[str]:
    if match.hit is not None:
        yield f"the line {match.hit.line!r} matches the log template {match.hit.template!r}"
    if match.words:
        spoken = [part for part, text in parts if any(word in text for word in match.words)]
        where = f" ({', '.join(spoken)})" if spoken else ""
        yield f"the words {', '.join(match.words)}{where}"


def _parts(challenge: Challenge) -> Iterator[tuple[str, str]]:
    yield "title", challenge.title.lower()
    yield "summary", challenge.summary.lower()
    yield "symptoms", "\n".join(symptom.text for symptom in challenge.symptoms).lower()
    yield "causes", challenge.causes.lower()
