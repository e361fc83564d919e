"""The site as plain text: a Markdown twin of each entry and case, and a map of them in llms.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..markdown import entry_markdown
from ..models import AREAS
from .escape import plain
from .index import kind_of, page_of
from .labels import AREA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..models import Case
    from .index import Entry, Index
    from .project import Project

_OPENING = """\
# repro-kb

> A knowledge base of reproducibility challenges in deep learning: why a result does not run, reproduce or replicate, how to
> confirm each cause, and which fixes to try in which order, with what they cost and whether they change the numbers.

Each line below is an entry. The page of an entry is its address here with `.html` for `.txt` and without `text/`.
Everything in one file: {catalogue}
"""


def text_files(index: Index, project: Project) -> Iterator[tuple[str, str]]:
    """Yield llms.txt and the Markdown twins."""
    yield "llms.txt", "\n".join(_lines(index, project))
    for entry in index.catalogue:
        helped = [(challenge, link.how) for challenge, _, link in index.helped(entry.id)]
        yield twin_of(page_of(entry)), entry_markdown(entry, helped) + _where(entry, project)
    for case in index.catalogue.cases:
        yield twin_of(f"cases/{case.id}.html"), "\n".join(_case_lines(case, index))


def twin_of(page: str) -> str:
    """Name the Markdown twin of a page. It ends in .txt, so that browsers show it and site builders pass it on."""
    return f"text/{page.removesuffix('.html')}.txt"


def _where(entry: Entry, project: Project) -> str:
    return f"\nSource: {project.page_url(page_of(entry))} (repro-kb {project.version}, CC-BY-4.0)\n"


def _lines(index: Index, project: Project) -> Iterator[str]:
    catalogue = index.catalogue
    yield _OPENING.format(catalogue=project.page_url("api/v1/catalogue.json"))
    for area in AREAS:
        yield from (f"## Challenges: {AREA[area].lower()}", "")
        yield from (_line(entry, project) for entry in index.area(area))
        yield ""
    yield from ("## Mitigations", "")
    yield from (_line(entry, project) for entry in catalogue.mitigations)
    yield from ("", "## Worked cases", "")
    for case in catalogue.cases:
        yield f"- [{_label(case.title)}]({project.page_url(twin_of(f'cases/{case.id}.html'))})"
    yield ""


def _line(entry: Entry, project: Project) -> str:
    return f"- [{_label(entry.title)}]({project.page_url(twin_of(page_of(entry)))}): {kind_of(entry)} {entry.id}"


def _label(title: str) -> str:
    """Keep a title from ending the brackets of its link."""
    return plain(title).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("<", "&lt;")


def _case_lines(case: Case, index: Index) -> Iterator[str]:
    yield from (f"# {case.title}", "", case.summary, "")
    for place, step in enumerate(case.steps, 1):
        yield from (f"## {place}. {step.title}", "", step.text, "")
        yield from (f"- {index.challenges[link.id].title} (`{link.id}`): {link.why}" for link in step.challenges)
        yield ""
