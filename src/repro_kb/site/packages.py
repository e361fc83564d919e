"""What breaks with which release of which package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..record import Record

if TYPE_CHECKING:
    from ..models import Affected, Catalogue, Challenge


class Package(Record):
    """A package and the challenges that its releases bring, oldest release first."""

    name: str
    breaks: tuple[tuple[Affected, Challenge], ...]

    @property
    def anchor(self) -> str:
        """The package's place on its page."""
        return anchor(self.name)


def packages(catalogue: Catalogue) -> list[Package]:
    """List all packages of which a challenge names releases."""
    found: dict[str, list[tuple[Affected, Challenge]]] = {}
    for challenge in catalogue.challenges:
        for affected in challenge.applies_to:
            found.setdefault(affected.package, []).append((affected, challenge))
    return [Package(name=name, breaks=tuple(sorted(found[name], key=_order))) for name in sorted(found)]


def anchor(text: str) -> str:
    """Turn a name into the fragment of an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _order(item: tuple[Affected, Challenge]) -> tuple[list[int], str, str]:
    affected, challenge = item
    release = re.search(r"\d+(?:\.\d+)*", affected.versions)
    return [int(part) for part in release[0].split(".")] if release else [], affected.since, challenge.id
