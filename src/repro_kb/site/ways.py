"""Ways in: lists of all entries, each from another point of view."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

from ..models import AREAS
from ..record import Record
from .jsonld import catalogue_data
from .labels import ACTION, FAIR, VARIABILITY
from .packages import packages
from .rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..models import Challenge, Mitigation
    from .index import Entry, Index
    from .project import Project


class Row(Record):
    """A challenge in the matrix: the rank of each mitigation of the columns, nothing where it is no fix."""

    challenge: Challenge
    ranks: tuple[int | None, ...]


class Matrix(Record):
    """Challenges of one group against the mitigations that they use."""

    group: str
    columns: tuple[Mitigation, ...]
    rows: tuple[Row, ...]


def way_pages(index: Index, project: Project) -> Iterator[tuple[str, str]]:
    """Yield the pages that lead to entries."""
    catalogue = index.catalogue
    yield (
        "challenges/index.md",
        render(
            "challenges.md.j2",
            areas=[(area, _groups(index, area)) for area in AREAS],
            json_ld=catalogue_data(project),
        ),
    )
    yield "mitigations/index.md", render("mitigations.md.j2", actions=list(_by_action(index)))
    for area in AREAS:
        groups = _groups(index, area)
        yield f"browse/{area}.md", render("area.md.j2", index, area=area, groups=groups)
    yield "browse/table.md", render("table.md.j2", challenges=catalogue.challenges, packages=sorted(_names(index)))
    yield "browse/matrix.md", render("matrix.md.j2", areas=[(area, list(_matrices(index, area))) for area in AREAS])
    yield "browse/variability.md", render("variability.md.j2", sources=list(_by_source(index)))
    yield "browse/fair.md", render("fair.md.j2", principles=list(_by_principle(index)))
    yield "browse/packages.md", render("packages.md.j2", packages=packages(catalogue))
    yield "browse/a-z.md", render("a_z.md.j2", letters=list(_by_letter(index)))
    yield "browse/poster.md", render("poster.md.j2", blocks=list(_by_point(index)))
    cited = [(reference, index.citing(reference.id)) for reference in catalogue.references]
    yield "browse/references.md", render("references.md.j2", references=cited)


def _groups(index: Index, area: str) -> list[tuple[str, list[Challenge]]]:
    return list(index.groups(index.area(area)))


def _by_action(index: Index) -> Iterator[tuple[str, list[tuple[Mitigation, int]]]]:
    for action in ACTION:
        found = [mitigation for mitigation in index.catalogue.mitigations if mitigation.action == action]
        yield action, [(mitigation, len(index.helped(mitigation.id))) for mitigation in found]


def _names(index: Index) -> set[str]:
    return {affected.package for challenge in index.catalogue.challenges for affected in challenge.applies_to}


def _matrices(index: Index, area: str) -> Iterator[Matrix]:
    for group, challenges in _groups(index, area):
        used = {link.id for challenge in challenges for link in challenge.mitigations}
        columns = tuple(m for m in index.catalogue.mitigations if m.id in used)
        yield Matrix(group=group, columns=columns, rows=tuple(_row(challenge, columns) for challenge in challenges))


def _row(challenge: Challenge, columns: tuple[Mitigation, ...]) -> Row:
    ranks = {link.id: rank for rank, link in enumerate(challenge.mitigations, 1)}
    return Row(challenge=challenge, ranks=tuple(ranks.get(mitigation.id) for mitigation in columns))


def _by_source(index: Index) -> Iterator[tuple[str, list[tuple[str, list[Challenge]]]]]:
    for source in VARIABILITY:
        found = [challenge for challenge in index.catalogue.challenges if source in challenge.variability]
        yield source, list(index.groups(found))


def _by_principle(index: Index) -> Iterator[tuple[str, list[Entry]]]:
    for principle in FAIR:
        yield principle, [entry for entry in index.catalogue if principle in entry.fair]


def _by_letter(index: Index) -> Iterator[tuple[str, list[Entry]]]:
    entries = sorted(index.catalogue, key=lambda entry: (_letter(entry), entry.title.lower().strip("`"), entry.id))
    for letter in ("#", *ascii_uppercase):
        found = [entry for entry in entries if _letter(entry) == letter]
        if found:
            yield letter, found


def _letter(entry: Entry) -> str:
    first = entry.title.strip("`")[:1].upper()
    return first if first in ascii_uppercase else "#"


def _by_point(index: Index) -> Iterator[tuple[str, list[tuple[str, str, list[Entry]]]]]:
    catalogue = index.catalogue
    for block in dict.fromkeys(point.block for point in catalogue.poster):
        points = [point for point in catalogue.poster if point.block == block]
        yield block, [(p.id, p.text, [entry for entry in catalogue if p.id in entry.poster]) for p in points]
