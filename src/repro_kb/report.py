"""Answers as text for a terminal, as JSON and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .markdown import FIDELITY, IMPACT, fence
from .normalise import clean
from .terminal import dump, instruction, plain, snippet, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .suggestion import Suggestion

    Style = Callable[..., str]

QUERY_LENGTH = 2_000
NOTHING = """\
Nothing in the catalogue speaks of this.

{understood}

What helps: paste the last lines of the traceback as they are, or say what you
ran, what you expected and what came instead, with the names of the packages,
the dataset and the metric. `repro-kb list` shows all challenges. If yours is
missing, `repro-kb report` with the same text prepares a proposal."""
_KNOWN_SHOWN = 12


def suggestion_fields(suggestion: Suggestion) -> dict[str, Any]:
    """Turn a suggestion into the plain data of its JSON form."""
    challenge = suggestion.challenge
    fixes = [
        {name: getattr(fix, name) for name in ("id", "title", "how", "fidelity", "effort")} for fix in suggestion.fixes
    ]
    return {
        "id": challenge.id,
        "title": challenge.title,
        "area": challenge.area,
        "score": suggestion.score,
        "confidence": suggestion.confidence,
        "reasons": list(suggestion.reasons),
        "mitigations": fixes,
    }


def format_suggestions(
    query: str, suggestions: Sequence[Suggestion], form: str, style: Style = plain, *, explain: bool = False
) -> str:
    """Format an answer as `text`, `json` or `markdown`; where asked, with what each score is made of."""
    if form == "json":
        found = [suggestion_fields(s) | (_explanation(s) if explain else {}) for s in suggestions]
        return dump({"query": clean(query)[:QUERY_LENGTH], "suggestions": found})
    if form == "markdown":
        return "\n\n".join(_suggestion_markdown(n, s, explain) for n, s in enumerate(suggestions, 1))
    return "\n\n".join("\n".join(_suggestion_lines(n, s, explain, style)) for n, s in enumerate(suggestions, 1))


def format_nothing(words: Sequence[str]) -> str:
    """Say that nothing was found, what of the text was understood, and what to do next.

    Args:
        words: Words of the text that the catalogue knows.
    """
    known = ", ".join(clean(word) for word in words[:_KNOWN_SHOWN])
    more = " and others" if len(words) > _KNOWN_SHOWN else ""
    said = f"Of its words the catalogue knows {known}{more}, but no challenge goes with them."
    understood = "\n".join(wrap(said, 0)) if words else "The catalogue knows none of its words."
    return NOTHING.format(understood=understood)


def _explanation(suggestion: Suggestion) -> dict[str, Any]:
    return {"explanation": {"parts": dict(suggestion.parts), "words": dict(suggestion.spoken)}}


def _score_lines(suggestion: Suggestion) -> Iterator[str]:
    yield f"Score: {suggestion.score} of 1000 shared by all challenges, from log-odds of"
    yield from (f"{value / 1000:+8.3f}  {name}" for name, value in suggestion.parts if value)
    yield from (f"{value / 1000:+15.3f}  {word}" for word, value in suggestion.spoken)


def _suggestion_lines(number: int, suggestion: Suggestion, explain: bool, style: Style) -> Iterator[str]:
    challenge, check = suggestion.challenge, suggestion.challenge.checks[0]
    colour = {"strong": "green", "likely": "yellow", "weak": "white"}[suggestion.confidence]
    title = wrap(challenge.title, 3, f"{number}. ")
    yield from (style(line, bold=True) for line in title)
    yield f"   {style(suggestion.confidence, fg=colour)} · {challenge.id} · {challenge.area} · {IMPACT[challenge.impact]}"
    for reason in suggestion.reasons:
        yield from wrap(f"because of {_shorten(reason)}", 5, "   ")
    if explain:
        yield from (f"   {line}" for line in _score_lines(suggestion))
    yield ""
    yield from instruction(check, 5, style, "   Confirm: ")
    yield from wrap(check.then, 5)
    yield ""
    yield "   Fixes, best first:"
    for place, fix in enumerate(suggestion.fixes, 1):
        yield from wrap(f"{fix.title} ({fix.id}; {FIDELITY[fix.fidelity]}; {fix.effort})", 8, f"     {place}. ")
        if place == 1:
            yield from wrap(fix.how, 8)
            yield from snippet(fix.command, "sh", 8, style)
    yield ""
    yield f"   All of it: repro-kb show {challenge.id}"


def _shorten(text: str) -> str:
    return text if len(text) <= 300 else text[:297] + "..."


def _suggestion_markdown(number: int, suggestion: Suggestion, explain: bool) -> str:
    challenge, check = suggestion.challenge, suggestion.challenge.checks[0]
    lines = [
        f"## {number}. {challenge.title}",
        "",
        f"`{challenge.id}`, {suggestion.confidence}; {IMPACT[challenge.impact]}.",
        "",
    ]
    lines += [f"- because of {_shorten(reason)}" for reason in suggestion.reasons]
    lines += fence("\n".join(_score_lines(suggestion)), "text") if explain else []
    lines += ["", f"**Confirm.** {check.do}. {check.then}"]
    lines += [*fence(check.run, check.lang), "**Fixes, best first**", ""]
    lines += [
        f"{place}. **{fix.title}** (`{fix.id}`; {FIDELITY[fix.fidelity]}; {fix.effort}). {fix.how}"
        for place, fix in enumerate(suggestion.fixes, 1)
    ]
    return "\n".join(lines)
