"""References as a reader expects them, and an entry as something to cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from .escape import plain

if TYPE_CHECKING:
    from ..models import Challenge, Mitigation, Person, Reference
    from .project import Project

_NAMED = 6  # authors named before "et al."


def format_reference(reference: Reference) -> Markup:
    """Turn a reference into HTML: authors, year, title, container, address."""
    parts = [
        format_authors(reference.author),
        f"({reference.issued[:4]})" if reference.issued else "",
        plain(reference.title),
    ]
    opening = Markup(" ").join(escape(_stop(part) if part[-1] != ")" else part) for part in parts if part)
    container = Markup(" <cite>{}</cite>{}.").format(reference.container_title, _place(reference))
    return opening + (container if reference.container_title else "") + _publisher(reference) + _address(reference)


def format_authors(authors: tuple[Person, ...]) -> str:
    """Name authors as `Family G`, at most six of them."""
    names = [author.literal or f"{author.family} {author.given}".strip() for author in authors]
    return ", ".join(names[:_NAMED]) + (" et al." if len(names) > _NAMED else "")


def cite_text(entry: Challenge | Mitigation, project: Project, page: str) -> str:
    """Say how to cite an entry, in one sentence."""
    return f"{_stop(plain(entry.title))} repro-kb {project.version}, entry {entry.id}. {project.page_url(page)}"


def cite_bibtex(entry: Challenge | Mitigation, project: Project, page: str) -> str:
    """Say how to cite an entry, in BibTeX."""
    title = plain(entry.title).translate({ord(sign): f"\\{sign}" for sign in "&%$#_{}"})
    return (
        f"@misc{{repro-kb-{entry.id},\n  title = {{{{{title}}}}},\n  author = {{{{repro-kb contributors}}}},\n"
        f"  note = {{repro-kb {project.version}}},\n  url = {{{project.page_url(page)}}}\n}}"
    )


def _place(reference: Reference) -> str:
    issue = f"({reference.issue})" if reference.issue else ""
    volume = f" {reference.volume}{issue}" if reference.volume else ""
    return volume + (f", {reference.page}" if reference.page else "")


def _publisher(reference: Reference) -> Markup:
    return Markup(" {}").format(_stop(reference.publisher)) if reference.publisher else Markup("")


def _address(reference: Reference) -> Markup:
    address = reference.address
    if not address.startswith(("https://", "http://")):
        return Markup("")
    return Markup(' <a href="{}" rel="noopener">{}</a>').format(address, address.removeprefix("https://"))


def _stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
