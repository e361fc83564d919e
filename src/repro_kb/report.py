"""Results as text for a terminal, as JSON and as Markdown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .markdown import FIDELITY, IMPACT, entry_markdown, fence
from .models import Challenge
from .normalise import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .bundle import Summary
    from .matcher import Suggestion
    from .measures import Measure
    from .models import Mitigation

    Style = Callable[..., str]

WIDTH = 80
QUERY_LENGTH = 2_000
NOTHING = """\
Nothing in the catalogue speaks of this.

{understood}

What helps: paste the last lines of the traceback as they are, or say what you
ran, what you expected and what came instead, with the names of the packages,
the dataset and the metric. `repro-kb list` shows all challenges. If yours is
missing, `repro-kb report` with the same text prepares a proposal."""
_KNOWN_SHOWN = 12


def plain(text: str, **_: Any) -> str:
    """Style nothing: the style of output that is not for a terminal."""
    return text


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


def dump(data: object) -> str:
    """Write plain data as JSON, indented."""
    return json.dumps(data, ensure_ascii=False, indent=2)


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
    understood = "\n".join(_wrap(said, 0)) if words else "The catalogue knows none of its words."
    return NOTHING.format(understood=understood)


def _explanation(suggestion: Suggestion) -> dict[str, Any]:
    return {"explanation": {"parts": dict(suggestion.parts), "words": dict(suggestion.spoken)}}


def _score_lines(suggestion: Suggestion) -> Iterator[str]:
    yield f"Score: {suggestion.score} of 1000 shared by all challenges, from log-odds of"
    yield from (f"{value / 1000:+8.3f}  {name}" for name, value in suggestion.parts if value)
    yield from (f"{value / 1000:+15.3f}  {word}" for word, value in suggestion.spoken)


def format_entry(
    entry: Challenge | Mitigation, used_by: Sequence[tuple[Challenge, str]], form: str, style: Style = plain
) -> str:
    """Format a challenge, or a mitigation with the challenges that it helps with."""
    if form == "json":
        kind = "challenge" if isinstance(entry, Challenge) else "mitigation"
        return dump({"kind": kind, **entry.to_fields()})
    lines = _challenge_lines(entry, style) if isinstance(entry, Challenge) else _mitigation_lines(entry, used_by, style)
    if form == "text":
        return "\n".join(lines)
    return entry_markdown(entry, used_by)


def format_measures(measures: Sequence[Measure], form: str) -> str:
    """Format the numbers of a catalogue."""
    if form == "json":
        return dump({measured.name: measured.value for measured in measures})
    if form == "markdown":
        return "\n".join(["| | |", "| --- | --: |", *(f"| {m.name} | {m.value} |" for m in measures)])
    return "\n".join(f"{m.value:6d}  {m.name}" for m in measures)


def format_list(entries: Sequence[Summary], form: str, style: Style = plain) -> str:
    """Format a list of entries."""
    if form == "json":
        return dump([entry.to_fields() for entry in entries])
    if form == "markdown":
        return "\n".join(f"- `{e.id}` ({e.kind}, {e.area}): {e.title}" for e in entries)
    lines: list[str] = []
    heading = ""
    for entry in entries:
        if heading != (heading := f"{entry.kind}s, {entry.area}"):
            lines += ["", style(heading, bold=True)] if lines else [style(heading, bold=True)]
        lines += _wrap(entry.title, 41, f"  {entry.id:<38} ")
    return "\n".join(lines)


def _wrap(text: str, indent: int, first: str = "") -> list[str]:
    """Fill lines with words, as `textwrap` does at thirty times the price of these lines."""
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        line = first if first and not lines else " " * indent
        bare = True
        for word in paragraph.split():
            if not bare and len(line) + 1 + len(word) > WIDTH:
                lines.append(line)
                line, bare = " " * indent, True
            line += word if bare else f" {word}"
            bare = False
        lines.append(line)
    return lines


def _snippet(run: str, lang: str, indent: int, style: Style) -> Iterator[str]:
    for n, line in enumerate(run.splitlines()):
        prompt = "$ " if n == 0 and lang == "sh" else "  "
        yield " " * indent + style(prompt + line, fg="cyan") if line else ""


def _suggestion_lines(number: int, suggestion: Suggestion, explain: bool, style: Style) -> Iterator[str]:
    challenge, check = suggestion.challenge, suggestion.challenge.checks[0]
    colour = {"strong": "green", "likely": "yellow", "weak": "white"}[suggestion.confidence]
    title = _wrap(challenge.title, 3, f"{number}. ")
    yield from (style(line, bold=True) for line in title)
    yield f"   {style(suggestion.confidence, fg=colour)} · {challenge.id} · {challenge.area} · {IMPACT[challenge.impact]}"
    for reason in suggestion.reasons:
        yield from _wrap(f"because of {_shorten(reason)}", 5, "   ")
    if explain:
        yield from (f"   {line}" for line in _score_lines(suggestion))
    yield ""
    yield from _wrap(f"{check.do}.", 5, "   Confirm: ")
    yield from _snippet(check.run, check.lang, 5, style)
    yield from _wrap(check.then, 5)
    yield ""
    yield "   Fixes, best first:"
    for place, fix in enumerate(suggestion.fixes, 1):
        yield from _wrap(f"{fix.title} ({fix.id}; {FIDELITY[fix.fidelity]}; {fix.effort})", 8, f"     {place}. ")
        if place == 1:
            yield from _wrap(fix.how, 8)
            yield from _snippet(fix.command, "sh", 8, style)
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


def _challenge_lines(challenge: Challenge, style: Style) -> Iterator[str]:
    yield style(challenge.title, bold=True)
    yield f"{challenge.id} · {challenge.area}, {challenge.group} · {IMPACT[challenge.impact]}"
    yield ""
    yield from _wrap(challenge.summary, 0)
    yield from ("", style("How to tell", bold=True))
    for place, check in enumerate(challenge.checks, 1):
        yield from _wrap(f"{check.do}.", 5, f"  {place}. ")
        yield from _snippet(check.run, check.lang, 5, style)
        yield from _wrap(check.then, 5)
    yield from ("", style("Fixes, best first", bold=True))
    for place, link in enumerate(challenge.mitigations, 1):
        yield f"  {place}. {link.id}"
        yield from _wrap(link.how, 5)
    yield from ("", style("Causes", bold=True))
    for paragraph in challenge.causes.split("\n\n"):
        yield from _wrap(paragraph, 2)
    if challenge.applies_to:
        yield from ("", style("Affected releases", bold=True))
        for affected in challenge.applies_to:
            since = f", since {affected.since}" if affected.since else ""
            yield from _wrap(f"{affected.package} {affected.versions}{since}. {affected.note}".rstrip(), 4, "  ")
    yield from ("", f"Related: {', '.join(challenge.related)}") if challenge.related else ()


def _mitigation_lines(mitigation: Mitigation, used_by: Sequence[tuple[Challenge, str]], style: Style) -> Iterator[str]:
    yield style(mitigation.title, bold=True)
    yield f"{mitigation.id} · {mitigation.area} · {mitigation.action} · {FIDELITY[mitigation.fidelity]} · {mitigation.effort}"
    yield ""
    yield from _wrap(mitigation.summary, 0)
    yield from ("", style("Steps", bold=True))
    for place, step in enumerate(mitigation.steps, 1):
        yield from _wrap(f"{step.do}.", 5, f"  {place}. ")
        yield from _snippet(step.run, step.lang, 5, style)
    yield from ("", style("How to see that it worked", bold=True))
    yield from _wrap(f"{mitigation.verify.do}.", 2)
    yield from _snippet(mitigation.verify.run, mitigation.verify.lang, 2, style)
    yield from _wrap(mitigation.verify.expect, 2)
    yield from ("", style("What it costs", bold=True))
    for caveat in mitigation.caveats:
        yield from _wrap(caveat, 4, "  - ")
    yield from ("", style("Helps with", bold=True))
    for challenge, _ in used_by:
        yield from _wrap(f"{challenge.id}: {challenge.title}", 4, "  ")
