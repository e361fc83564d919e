"""Worked cases: the flow of a study as a drawing and step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .flow import Box, draw
from .rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .index import Index


def case_pages(index: Index) -> Iterator[tuple[str, str]]:
    """Yield the list of worked cases and the page of each."""
    cases = index.catalogue.cases
    yield "cases/index.md", render("cases.md.j2", cases=cases)
    for case in cases:
        boxes = [
            Box(id=step.id, text=step.title, note=_count(len(step.challenges)), needs=step.needs) for step in case.steps
        ]
        page = render(
            "case.md.j2",
            index,
            case=case,
            source=f"catalogue/cases/{case.id}.yml",
            drawing=draw(boxes, f"Flow chart: {case.title}"),
            challenges=index.challenges,
            references=[index.references[key] for key in case.references],
        )
        yield f"cases/{case.id}.md", page


def _count(number: int) -> str:
    return f"{number} challenge{'s' * (number != 1)}"
