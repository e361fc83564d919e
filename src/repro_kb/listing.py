"""Entries, lists of entries and numbers of a catalogue as text for a terminal, as JSON and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .markdown import FIDELITY, IMPACT, entry_markdown
from .models import Challenge
from .terminal import dump, instruction, plain, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .bundle import Summary
    from .measures import Measure
    from .models import Mitigation
    from .terminal import Style


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
        lines += wrap(entry.title, 41, f"  {entry.id:<38} ")
    return "\n".join(lines)


def _challenge_lines(challenge: Challenge, style: Style) -> Iterator[str]:
    yield style(challenge.title, bold=True)
    yield f"{challenge.id} · {challenge.area}, {challenge.group} · {IMPACT[challenge.impact]}"
    yield ""
    yield from wrap(challenge.summary, 0)
    yield from ("", style("How to tell", bold=True))
    for place, check in enumerate(challenge.checks, 1):
        yield from instruction(check, 5, style, f"  {place}. ")
        yield from wrap(check.then, 5)
    yield from ("", style("Fixes, best first", bold=True))
    for place, link in enumerate(challenge.mitigations, 1):
        yield f"  {place}. {link.id}"
        yield from wrap(link.how, 5)
    yield from ("", style("Causes", bold=True))
    for paragraph in challenge.causes.split("\n\n"):
        yield from wrap(paragraph, 2)
    if challenge.applies_to:
        yield from ("", style("Affected releases", bold=True))
        for affected in challenge.applies_to:
            since = f", since {affected.since}" if affected.since else ""
            yield from wrap(f"{affected.package} {affected.versions}{since}. {affected.note}".rstrip(), 4, "  ")
    yield from ("", f"Related: {', '.join(challenge.related)}") if challenge.related else ()


def _mitigation_lines(mitigation: Mitigation, used_by: Sequence[tuple[Challenge, str]], style: Style) -> Iterator[str]:
    yield style(mitigation.title, bold=True)
    yield f"{mitigation.id} · {mitigation.area} · {mitigation.action} · {FIDELITY[mitigation.fidelity]} · {mitigation.effort}"
    yield ""
    yield from wrap(mitigation.summary, 0)
    yield from ("", style("Steps", bold=True))
    for place, step in enumerate(mitigation.steps, 1):
        yield from instruction(step, 5, style, f"  {place}. ")
    yield from ("", style("How to see that it worked", bold=True))
    yield from instruction(mitigation.verify, 2, style)
    yield from wrap(mitigation.verify.expect, 2)
    yield from ("", style("What it costs", bold=True))
    for caveat in mitigation.caveats:
        yield from wrap(caveat, 4, "  - ")
    yield from ("", style("Helps with", bold=True))
    for challenge, _ in used_by:
        yield from wrap(f"{challenge.id}: {challenge.title}", 4, "  ")
