"""A symptom that the catalogue does not know, made ready for its authors: nothing here sends anything."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from .excerpt import cut_excerpt, headline, is_output, mask
from .markdown import fence
from .record import Record
from .terminal import dump

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .suggestion import Suggestion

NEW_ISSUE = "https://github.com/repro-kb/repro-kb/issues/new"
MAX_ADDRESS = 6_000  # browsers and servers take at least so many characters
_BEFORE = """\
Nothing was sent. Read the text, and take out what should not be public.

Fingerprint: {} (look for it among the issues first)
"""
_AFTER = "Paste the text into an issue, or open this address to find the form filled in:"


class Proposal(Record):
    """A proposal for an entry.

    Attributes:
        fingerprint: The same for everybody who meets the same message, whatever their paths, numbers and names.
        title: Title of the issue.
        excerpt: The redacted part of the text that names the problem.
        field: The field of the form that it belongs to: signatures for output, symptoms for a description.
        nearest: Ids of the entries that come nearest.
        version: Versions of the tool and of the catalogue that was asked.
    """

    fingerprint: str
    title: str
    excerpt: str
    field: str
    nearest: tuple[str, ...]
    version: str


def propose(
    text: str,
    found: Sequence[Suggestion] = (),
    *,
    version: str,
    users: Sequence[str] = (),
    hosts: Sequence[str] = (),
) -> Proposal:
    """Prepare a proposal from a log or a description."""
    excerpt = cut_excerpt(text, users=users, hosts=hosts)
    title = " ".join(headline(excerpt).split())
    return Proposal(
        fingerprint=fingerprint(excerpt),
        title=f"Entry: {title[:77] + '...' if len(title) > 80 else title}",
        excerpt=excerpt,
        field="signatures" if is_output(excerpt) else "symptoms",
        nearest=tuple(suggestion.challenge.id for suggestion in found),
        version=version,
    )


def fingerprint(excerpt: str) -> str:
    """Hash the line that names the problem, without what differs from run to run and from machine to machine."""
    return sha256(mask(headline(excerpt)).encode("utf-8", "replace")).hexdigest()[:16]


def render_issue(proposal: Proposal) -> str:
    """Render the text of the issue with the headings of the form, to be pasted where the form cannot be used."""
    near = ", ".join(f"`{entry}`" for entry in proposal.nearest) or "none"
    answers = {
        "Area": ["", "dataset, methodology or infrastructure", ""],
        "Title": ["", "what is wrong, in one line", ""],
        "Log signatures": fence(proposal.excerpt, "text") if proposal.field == "signatures" else [],
        "Symptoms": [
            "",
            proposal.excerpt if proposal.field == "symptoms" else "how you would say it, one wording a line",
            "",
        ],
    }
    lines = [line for label, answer in answers.items() if answer for line in (f"### {label}", *answer)]
    about = f"Fingerprint `{proposal.fingerprint}`; nearest entries: {near}; {proposal.version}."
    return "\n".join([*lines, about, ""])


def issue_address(proposal: Proposal) -> str:
    """Give the address that opens the form for an entry with the fields filled in, shortened until it fits."""
    excerpt = proposal.excerpt
    while True:
        note = f"{excerpt}\n(fingerprint {proposal.fingerprint})"
        query = {"template": "entry.yml", "title": proposal.title, proposal.field: note}
        address = f"{NEW_ISSUE}?{urlencode(query, errors='replace')}"
        if len(address) <= MAX_ADDRESS:
            return address
        excerpt = excerpt[len(excerpt) // 4 + 1 :]  # the end says what happened


def format_proposal(proposal: Proposal, form: str = "text") -> str:
    """Format a proposal as `text`, `json` or `markdown`."""
    issue, address = render_issue(proposal), issue_address(proposal)
    if form == "json":
        return dump({**proposal.to_fields(), "issue": issue, "address": address})
    if form == "markdown":
        return issue
    shown = (f"  {line}".rstrip() for line in issue.splitlines())
    return "\n".join([_BEFORE.format(proposal.fingerprint), *shown, "", _AFTER, "", address])
