"""The door of the catalogue: a folder of YAML files in, a checked `Catalogue` or all of its problems out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from .beneath import iter_sources
from .document import Document, read_document
from .errors import CatalogueError, InputError
from .facts import check_dates, check_facts, check_snippets
from .ignores import without_ignored
from .lexicon import Lexicon
from .models import AREAS, LAYER, Background, Case, Catalogue, Challenge, Mitigation, PosterPoint, Problem, Reference
from .rules import Source, check_links
from .schema import iter_problems
from .wording import check_placeholders, check_wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_OUTSIDE = ("social", "other-software", "everyday")  # kinds of background texts that are not of the field
_LINK = "leads out of the catalogue. Put a copy of the file in the place of the link."
_FOLDERS = {"challenges": "challenge", "mitigations": "mitigation"}
_SINGLE_FILES = {
    "references.yml": "references",
    "poster.yml": "poster",
    "lexicon.yml": "lexicon",
    "background.yml": "background",
}


def load_catalogue_folder(root: Path, beneath: Catalogue | None = None) -> Catalogue:
    """Read, check and link all entries of a catalogue folder.

    Args:
        root: The folder.
        beneath: The catalogue that the folder's entries are laid over; the folder stands alone when absent.

    Raises:
        CatalogueError: With every problem of every file, if there is any.
        InputError: The folder is not a catalogue.
    """
    sources, problems = _read(root, beneath)
    problems += _blocking(sources)
    if problems:
        raise CatalogueError(problems)
    return _catalogue(sources)


def find_problems(
    root: Path, only: Sequence[Path] = (), *, beneath: Catalogue | None = None, today: date | None = None
) -> list[Problem]:
    """List all problems of a catalogue folder, or of some files as members of it.

    Args:
        root: The folder.
        only: Files to report on, inside the folder or drafts outside of it; all of the folder's when empty.
        beneath: The catalogue that the folder's entries are laid over; the folder stands alone when absent.
        today: The day with which dates are compared; the present one when absent.

    Raises:
        InputError: The folder is not a catalogue, or a named file cannot be one of it.
    """
    inside = {path.resolve() for path in root.rglob("*") if path.is_file()}
    drafts = [path for path in only if path.resolve() not in inside]
    sources, problems = _read(root, beneath, drafts)
    problems += _blocking(sources)
    problems += _weakening(sources, problems, today or datetime.now(UTC).date())
    problems = list(without_ignored(problems, sources))
    if only:
        named = {str(path) if path in drafts else _shown(root, path.resolve()) for path in only}
        problems = [problem for problem in problems if problem.file in named]
    return list(CatalogueError(problems).problems)


def _blocking(sources: Sequence[Source]) -> list[Problem]:
    return [*check_links(sources), *check_facts(sources)]


def _weakening(sources: Sequence[Source], found: Sequence[Problem], today: date) -> list[Problem]:
    """List what does not keep a catalogue from being used. Of a value that breaks its schema one problem is enough."""
    told = {(problem.file, problem.line, problem.column) for problem in found}
    placeholders = (p for p in check_placeholders(sources) if (p.file, p.line, p.column) not in told)
    return [*placeholders, *check_wording(sources), *check_snippets(sources), *check_dates(sources, today)]


def _read(
    root: Path, beneath: Catalogue | None = None, drafts: Sequence[Path] = ()
) -> tuple[list[Source], list[Problem]]:
    if not root.is_dir():
        raise InputError(
            f"{root} is not a folder. Give the folder that holds dataset/, methodology/ and infrastructure/."
        )
    sources = list(iter_sources(beneath)) if beneath else []
    problems: list[Problem] = []
    inside = root.resolve()
    for path in sorted(path for path in root.rglob("*.y*ml") if path.is_file()):
        if not path.resolve().is_relative_to(inside):
            problems.append(Problem(file=_shown(root, path), line=1, column=1, code="RKB010", message=_LINK))
            continue
        place = (_layer_kind if beneath else _kind)(path.relative_to(root).parts)
        _take(path, _shown(root, path), place, sources, problems)
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


def _layer_kind(parts: tuple[str, ...]) -> tuple[str, str] | None:
    """Tell kind and area in a layer, which brings no lists of words, points or background of its own."""
    if parts == (LAYER,):
        return "layer", ""
    found = _kind(parts)
    return found if found and found[0] in ("challenge", "mitigation", "case", "references") else None


def _take(path: Path, shown: str, kind: tuple[str, str] | None, sources: list[Source], problems: list[Problem]) -> None:
    document, found = read_document(path, shown)
    problems += found
    layered = any(not source.own for source in sources)
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
    extends = layered and kind[0] in ("challenge", "mitigation") and "extends" in document.value
    broken = list(iter_problems(kind[0], document, extends=extends))
    problems += broken
    sound = not (found or broken)
    sources.append(Source(kind=kind[0], area=kind[1], id=path.stem, document=document, sound=sound, extends=extends))


def _guess(fields: dict[str, object]) -> tuple[str, str] | None:
    """Tell what a draft outside the catalogue is meant to be from a key that only that kind has."""
    return next(
        ((kind, "") for key, kind in (("symptoms", "challenge"), ("steps", "mitigation")) if key in fields), None
    )


def _catalogue(sources: Sequence[Source]) -> Catalogue:
    def fields(kind: str) -> Iterator[dict[str, Any]]:
        members = sorted((s for s in sources if s.kind == kind and not s.extends), key=lambda source: source.id)
        return (_merged(source, [s for s in sources if s.extends and s.id == source.id]) for source in members)

    def items(kind: str, key: str) -> Iterable[dict[str, Any]]:
        return (item for source in sources if source.kind == kind for item in source.items(key))

    return Catalogue(
        challenges=tuple(map(Challenge.from_fields, fields("challenge"))),
        mitigations=tuple(map(Mitigation.from_fields, fields("mitigation"))),
        references=tuple(sorted(map(Reference.from_fields, items("references", "references")), key=lambda r: r.id)),
        poster=tuple(PosterPoint(**point) for point in items("poster", "points")),
        background=_background(sources),
        lexicon=_lexicon(sources),
        cases=tuple(Case.from_fields({k: v for k, v in case.items() if k != "area"}) for case in fields("case")),
    )


def _merged(source: Source, extensions: Sequence[Source]) -> dict[str, Any]:
    """Give the fields of an entry, each list followed by what extensions add to it, without notes to the checker."""
    fields = {"id": source.id, "area": source.area} | source.document.value
    for extension in extensions:
        added = (key for key in extension.document.value if key != "extends")
        fields |= {key: [*fields.get(key, ()), *extension.items(key)] for key in added}
    return {key: value for key, value in fields.items() if key != "ignore"}


def _background(sources: Sequence[Source]) -> Background:
    texts = {
        kind: found for s in sources if s.kind == "background" for kind, found in s.document.value["texts"].items()
    }
    outside = tuple(text for kind in _OUTSIDE for text in texts.get(kind, ()))
    return Background(outside=outside, inside=tuple(t for kind in texts if kind not in _OUTSIDE for t in texts[kind]))


def _lexicon(sources: Sequence[Source]) -> Lexicon:
    return next((Lexicon.from_fields(s.document.value) for s in sources if s.kind == "lexicon"), Lexicon())
