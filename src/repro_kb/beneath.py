"""A checked catalogue as the ground that a layer is checked against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .document import Document
from .rules import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .models import Catalogue

_BENEATH = "the catalogue beneath"


def iter_sources(beneath: Catalogue) -> Iterator[Source]:
    """Yield the entries of a checked catalogue as sources, for a layer to be checked against."""
    for kind, entries in (
        ("challenge", beneath.challenges),
        ("mitigation", beneath.mitigations),
        ("case", beneath.cases),
    ):
        for fields in (entry.to_fields() for entry in entries):
            yield _source(kind, fields, fields.pop("id"), fields.pop("area", ""))
    yield _source("references", {"references": [reference.to_fields() for reference in beneath.references]})
    yield _source("poster", {"points": [point.to_fields() for point in beneath.poster]})
    yield _source(
        "background", {"texts": {"social": list(beneath.background.outside), "usage": list(beneath.background.inside)}}
    )
    yield _source("lexicon", beneath.lexicon.to_fields())


def _source(kind: str, fields: Any, entry_id: str = "", area: str = "") -> Source:
    document = Document(file=_BENEATH, value=fields, marks={})
    return Source(kind=kind, area=area, id=entry_id or kind, document=document, sound=True, own=False)
