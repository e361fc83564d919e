"""Look-ups over a catalogue that pages need again and again."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from ..models import AREAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..models import Catalogue, Challenge, Link, Mitigation, Reference

    Entry = Challenge | Mitigation


class Index:
    """Finds entries by id, and what points to them."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Look up in a catalogue."""
        self.catalogue = catalogue

    @cached_property
    def challenges(self) -> dict[str, Challenge]:
        """Challenges by id."""
        return {challenge.id: challenge for challenge in self.catalogue.challenges}

    @cached_property
    def mitigations(self) -> dict[str, Mitigation]:
        """Mitigations by id."""
        return {mitigation.id: mitigation for mitigation in self.catalogue.mitigations}

    @cached_property
    def references(self) -> dict[str, Reference]:
        """References by citation key."""
        return {reference.id: reference for reference in self.catalogue.references}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Pages of all entries by id and former id."""
        return {name: page_of(entry) for entry in self.catalogue for name in (entry.id, *entry.former_ids)}

    @cached_property
    def _links(self) -> dict[str, list[tuple[Challenge, int, Link]]]:
        links: dict[str, list[tuple[Challenge, int, Link]]] = {}
        for challenge in self.catalogue.challenges:
            for rank, link in enumerate(challenge.mitigations, 1):
                links.setdefault(link.id, []).append((challenge, rank, link))
        return links

    def helped(self, mitigation_id: str) -> list[tuple[Challenge, int, Link]]:
        """List the challenges that a mitigation helps with, its rank among their fixes, and how."""
        return self._links.get(mitigation_id, [])

    def citing(self, reference_id: str) -> list[Entry]:
        """List the entries that cite a reference."""
        return [entry for entry in self.catalogue if reference_id in entry.references]

    def area(self, area: str) -> list[Challenge]:
        """List the challenges of an area."""
        return [challenge for challenge in self.catalogue.challenges if challenge.area == area]

    def groups(self, challenges: Iterable[Challenge]) -> Iterator[tuple[str, list[Challenge]]]:
        """Group challenges by what they have to do with, areas in their usual order."""
        key: Callable[[Challenge], tuple[int, str]] = lambda c: (AREAS.index(c.area), c.group)  # noqa: E731
        for (_, group), members in groupby(sorted(challenges, key=lambda c: (*key(c), c.id)), key):
            yield group, list(members)


def kind_of(entry: Entry) -> str:
    """Name the kind of an entry: `challenge` or `mitigation`."""
    return type(entry).__name__.lower()


def source_of(entry: Entry) -> str:
    """Name the YAML file of an entry in the repository."""
    return f"catalogue/{entry.area}/{kind_of(entry)}s/{entry.id}.yml"


def page_of(entry: Entry) -> str:
    """Name the page of an entry in the site."""
    return f"{kind_of(entry)}s/{entry.id}.html"
