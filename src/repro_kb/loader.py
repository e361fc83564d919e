"""The door of the catalogue: a folder of YAML files in, a checked `Catalogue` or all of its problems out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import rules
from .document import Document, read_document
from .errors import CatalogueError, InputError
from .lexicon import Lexicon
from .models import AREAS, Case, Catalogue, Challenge, Mitigation, PosterPoint, Problem, Reference
from .rules import Source
from .schema import iter_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_FOLDERS = {"challenges": "challenge", "mitigations": "mitigation"}
_SINGLE_FILES = {
    "references.yml": "references",
    "poster.yml": "poster",
    "lexicon.yml": "lexicon",
    "background.yml": "background",
}


def load_catalogue_folder(root: Path) -> Catalogue:
    """Read, check and link all entries of a catalogue folder.

    Raises:
        CatalogueError: With every problem of every file, if there is any.
        InputError: The folder is not a catalogue.
    """
    sources, problems = _read(root)
    problems += rules.check_links(sources)
    if problems:
        raise CatalogueError(problems)
    return _catalogue(sources)


def find_problems(root: Path, only: Sequence[Path] = ()) -> list[Problem]:
    """List all problems of a catalogue folder, or of some files as members of it.

    Args:
        root: The folder.
        only: Files to report on, inside the folder or drafts outside of it; all of the folder's when empty.

    Raises:
        InputError: The folder is not a catalogue, or a named file cannot be one of it.
    """
    inside = {path.resolve() for path in root.rglob("*") if path.is_file()}
    drafts = [path for path in only if path.resolve() not in inside]
    sources, problems = _read(root, drafts)
    problems += rules.check_links(sources)
    problems += rules.check_wording(sources)
    if only:
        named = {str(path) if path in drafts else _shown(root, path.resolve()) for path in only}
        problems = [problem for problem in problems if problem.file in named]
    return list(CatalogueError(problems).problems)


def _read(root: Path, drafts: Sequence[Path] = ()) -> tuple[list[Source], list[Problem]]:
    if not root.is_dir():
        raise InputError(
            f"{root} is not a folder. Give the folder that holds dataset/, methodology/ and infrastructure/."
        )
    sources: list[Source] = []
    problems: list[Problem] = []
    for path in sorted(path for path in root.rglob("*.y*ml") if path.is_file()):
        _take(path, _shown(root, path), _kind(path.relative_to(root).parts), sources, problems)
    for path in drafts:
        _take(path, str(path), None, sources, problems)
    if not any(source.kind == "challenge" for source in sources) and not problems:
        raise InputError(
            f"{root} holds no challenge. A catalogue has files such as dataset/challenges/dataset-link-dead.yml."
        )
    return sources, problems


def _shown(root: Path, path: Path) -> str:
    return str(root / path.relative_to(root.resolve() if path.is_absolute() and not root.is_absolute() else root))


def _kind(parts: tuple[str, ...]) -> tuple[str, str] | None:
    """Tell kind and area from the place of a file in the catalogue."""
    match parts:
        case (area, folder, name) if area in AREAS and folder in _FOLDERS and name.endswith(".yml"):
            return _FOLDERS[folder], area
        case ("cases", name) if name.endswith(".yml"):
            return "case", ""
        case (name,) if name in _SINGLE_FILES:
            return _SINGLE_FILES[name], ""
    return None


def _take(path: Path, shown: str, kind: tuple[str, str] | None, sources: list[Source], problems: list[Problem]) -> None:
    document, found = read_document(path, shown)
    problems += found
    if document is None:
        if kind is not None:  # it is there, so that links to it lead somewhere
            unread = Document(file=shown, value={}, marks={})
            sources.append(Source(kind=kind[0], area=kind[1], id=path.stem, document=unread, sound=False))
        return
    if kind is None:
        kind = _guess(document.value) if path.suffix == ".yml" else None
    if kind is None:
        expected = "Entries are AREA/challenges/ID.yml and AREA/mitigations/ID.yml with AREA one of dataset, methodology, infrastructure."
        problems.append(document.problem((), "RKB010", f"is not in a place of the catalogue. {expected}"))
        return
    broken = list(iter_problems(kind[0], document))
    problems += broken
    sources.append(Source(kind=kind[0], area=kind[1], id=path.stem, document=document, sound=not (found or broken)))


def _guess(fields: dict[str, object]) -> tuple[str, str] | None:
    """Tell what a draft outside the catalogue is meant to be from a key that only that kind has."""
    return next(
        ((kind, "") for key, kind in (("symptoms", "challenge"), ("steps", "mitigation")) if key in fields), None
    )


def _catalogue(sources: Sequence[Source]) -> Catalogue:
    def fields(kind: str) -> Iterator[dict[str, object]]:
        members = sorted((source for source in sources if source.kind == kind), key=lambda source: source.id)
        return ({"id": source.id, "area": source.area} | source.document.value for source in members)

    def items(kind: str, key: str) -> Iterable[dict[str, str]]:
        return (item for source in sources if source.kind == kind for item in source.document.value[key])

    return Catalogue(
        challenges=tuple(map(Challenge.from_fields, fields("challenge"))),
        mitigations=tuple(map(Mitigation.from_fields, fields("mitigation"))),
        references=tuple(sorted(map(Reference.from_fields, items("references", "references")), key=lambda r: r.id)),
        poster=tuple(PosterPoint(**point) for point in items("poster", "points")),
        background=tuple(text for source in sources if source.kind == "background" for text in _texts(source)),
        lexicon=_lexicon(sources),
        cases=tuple(Case.from_fields({k: v for k, v in case.items() if k != "area"}) for case in fields("case")),
    )


def _texts(source: Source) -> Iterator[str]:
    return (text for texts in source.document.value["texts"].values() for text in texts)


def _lexicon(sources: Sequence[Source]) -> Lexicon:
    return next((Lexicon.from_fields(s.document.value) for s in sources if s.kind == "lexicon"), Lexicon())
