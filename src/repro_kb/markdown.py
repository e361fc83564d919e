"""Entries as Markdown, for reports, chats and machines that read text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import Challenge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .models import Mitigation

FIDELITY = {
    "preserves": "numbers stay",
    "within-noise": "numbers move within noise",
    "alters": "changes the numbers",
}
IMPACT = {
    "blocks-run": "stops the run",
    "changes-results": "changes the results",
    "weakens-claim": "weakens the claim",
    "costs-time": "costs time",
}
SHOWN = 250  # wordings of a challenge that a page shows: all of a thousand would be heavy on a phone, and on an agent


def entry_markdown(entry: Challenge | Mitigation, used_by: Sequence[tuple[Challenge, str]] = ()) -> str:
    """Write a challenge, or a mitigation with the challenges that it helps with, as a Markdown page."""
    lines = _challenge(entry) if isinstance(entry, Challenge) else _mitigation(entry, used_by)
    return "\n".join(lines).rstrip() + "\n"


def fence(run: str, lang: str) -> list[str]:
    """Put a command or snippet into a code block that no line of it can close."""
    ticks = "```"
    while ticks in run:
        ticks += "`"
    return ["", f"{ticks}{lang}", *run.splitlines(), ticks, ""] if run else [""]


def _challenge(challenge: Challenge) -> Iterator[str]:
    yield f"# {challenge.title}"
    yield ""
    yield f"`{challenge.id}` in {challenge.area}, {challenge.group}. {IMPACT[challenge.impact].capitalize()}."
    yield from ("", challenge.summary, "", "## How to tell", "")
    for place, check in enumerate(challenge.checks, 1):
        yield f"{place}. {check.do}."
        yield from fence(check.run, check.lang)
        yield from (check.then, "")
    yield from ("## Fixes, best first", "")
    yield from (f"{place}. `{link.id}`: {link.how}" for place, link in enumerate(challenge.mitigations, 1))
    yield from ("", "## Causes", "", challenge.causes, "")
    if challenge.applies_to:
        yield from ("## Affected releases", "")
        yield from (
            f"- {a.package} {a.versions}" + (f", since {a.since}" if a.since else "") for a in challenge.applies_to
        )
        yield ""
    yield from ("## Symptoms", "")
    yield from (f"- {' '.join(symptom.text.split())}" for symptom in challenge.symptoms[:SHOWN])
    if len(challenge.symptoms) > SHOWN:
        yield from (
            "",
            f"The first {SHOWN} of {len(challenge.symptoms)}; `repro-kb show {challenge.id} --format json` has all.",
        )
    if challenge.related:
        yield from ("", f"Related: {', '.join(f'`{entry}`' for entry in challenge.related)}.")


def _mitigation(mitigation: Mitigation, used_by: Sequence[tuple[Challenge, str]]) -> Iterator[str]:
    yield f"# {mitigation.title}"
    yield ""
    yield f"`{mitigation.id}` in {mitigation.area}: {mitigation.action}, {FIDELITY[mitigation.fidelity]}, {mitigation.effort}."
    yield from ("", mitigation.summary, "", "## Steps", "")
    for place, step in enumerate(mitigation.steps, 1):
        yield f"{place}. {step.do}."
        yield from fence(step.run, step.lang)
    yield from ("## How to see that it worked", "", f"{mitigation.verify.do}.")
    yield from fence(mitigation.verify.run, mitigation.verify.lang)
    yield from (mitigation.verify.expect, "", "## What to weigh", "")
    yield from (f"- {caveat}" for caveat in mitigation.caveats)
    yield from ("", "## Helps with", "")
    yield from (f"- `{challenge.id}`: {how}" for challenge, how in used_by)
