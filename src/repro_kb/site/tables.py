"""The catalogue as CSV tables, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..models import Catalogue

    Cells = Iterable[tuple[object, ...]]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_tables(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield the tables below `downloads/`, each with a header line."""
    tables: dict[str, tuple[str, Cells]] = {
        "challenges": (
            "id area group impact variability title summary causes",
            (
                (c.id, c.area, c.group, c.impact, " ".join(c.variability), c.title, c.summary, c.causes)
                for c in catalogue.challenges
            ),
        ),
        "mitigations": (
            "id area action fidelity effort title summary fair",
            (
                (m.id, m.area, m.action, m.fidelity, m.effort, m.title, m.summary, " ".join(m.fair))
                for m in catalogue.mitigations
            ),
        ),
        "links": (
            "challenge rank mitigation how",
            (
                (c.id, rank, link.id, link.how)
                for c in catalogue.challenges
                for rank, link in enumerate(c.mitigations, 1)
            ),
        ),
        "affected": (
            "challenge package versions since note",
            ((c.id, a.package, a.versions, a.since, a.note) for c in catalogue.challenges for a in c.applies_to),
        ),
        "signatures": (
            "challenge template weak evidence source",
            (
                (c.id, s.template, str(s.weak).lower(), s.evidence, s.source)
                for c in catalogue.challenges
                for s in c.signatures
            ),
        ),
        "references": (
            "id type issued title container doi address",
            ((r.id, r.type, r.issued, r.title, r.container_title, r.doi, r.address) for r in catalogue.references),
        ),
    }
    for name, (header, rows) in tables.items():
        yield f"downloads/{name}.csv", format_csv(header.split(), rows)


def format_csv(header: Iterable[str], rows: Cells) -> str:
    """Write a table as RFC 4180 asks. A cell that a spreadsheet would run as a formula gets a quote in front."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_still(cell) for cell in row] for row in rows)
    return text.getvalue()


def _still(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
