"""One page for each challenge and each mitigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..markdown import SHOWN
from ..record import Record
from .bibliography import cite_bibtex, cite_text
from .index import kind_of, page_of, source_of
from .jsonld import challenge_data, mitigation_data
from .llms import twin_of
from .rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .index import Entry, Index
    from .project import Project


class Links(Record):
    """Where else an entry can be had, from the root of the site."""

    id: str
    edit: str
    json: str
    text: str


def entry_pages(index: Index, project: Project) -> Iterator[tuple[str, str]]:
    """Yield the pages of all entries."""
    for challenge in index.catalogue.challenges:
        page = render(
            "challenge.md.j2",
            index,
            entry=challenge,
            fixes=[(index.mitigations[link.id], link) for link in challenge.mitigations],
            related=[index.challenges[other] for other in challenge.related],
            shown=SHOWN,
            json_ld=challenge_data(challenge, index, project),
            **_common(challenge, index, project),
        )
        yield f"challenges/{challenge.id}.md", page
    for mitigation in index.catalogue.mitigations:
        page = render(
            "mitigation.md.j2",
            index,
            entry=mitigation,
            helped=index.helped(mitigation.id),
            json_ld=mitigation_data(mitigation, project),
            **_common(mitigation, index, project),
        )
        yield f"mitigations/{mitigation.id}.md", page


def redirects(index: Index) -> Iterator[tuple[str, str]]:
    """Yield a page for every id that an entry once had; it leads to the present one."""
    for entry in index.catalogue:
        for former in entry.former_ids:
            yield f"{kind_of(entry)}s/{former}.html", render("redirect.html.j2", entry=entry, target=f"{entry.id}.html")


def _common(entry: Entry, index: Index, project: Project) -> dict[str, object]:
    page, source, kind = page_of(entry), source_of(entry), kind_of(entry)
    links = Links(
        id=entry.id,
        edit=project.edit_url(source),
        json=f"api/v1/{kind}s/{entry.id}.json",
        text=twin_of(page),
    )
    return {
        "source": source,
        "links": links,
        "cite": cite_text(entry, project, page),
        "bibtex": cite_bibtex(entry, project, page),
        "references": [index.references[key] for key in entry.references],
    }
