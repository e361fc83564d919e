"""What of an entry a machine can check against the world: version ranges, dates, snippets."""

from __future__ import annotations

import ast
import json
import tomllib
import warnings
from datetime import date
from typing import TYPE_CHECKING, Any

from .versions import is_specifier, lower_bound
from .wording import iter_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .models import Problem
    from .rules import Source
    from .wording import Path

_DATES = ("since", "issued", "review_by")


def check_facts(sources: Sequence[Source]) -> Iterator[Problem]:
    """Check what a program that reads the catalogue relies on: version ranges and dates that can be read."""
    for source in sources:
        for path, text in iter_texts(source.document.value) if source.sound and source.own else ():
            if path[-1] == "versions" and not is_specifier(text):
                message = f'{text!r} is not a version specifier of PEP 440. Write clauses such as ">=1.24,<2".'
                yield source.document.problem(path, "RKB215", message)
            if path[-1] in _DATES and not _is_real(text):
                yield source.document.problem(path, "RKB216", f"{text!r} is not a day, month or year of the calendar.")


def check_dates(sources: Sequence[Source], today: date) -> Iterator[Problem]:
    """Check dates against each other and against today."""
    for source in sources:
        if source.sound and source.own:
            yield from _order(source)
            yield from _timely(source, today.isoformat())


def check_snippets(sources: Sequence[Source]) -> Iterator[Problem]:
    """Parse the snippets for whose language Python brings a parser. Nothing is executed."""
    for source in sources:
        for path, step in _snippets(source.document.value) if source.sound and source.own else ():
            language = step.get("lang", "sh")
            if line := _broken_line(step["run"], language):
                message = f"line {line} of it is not {language}. Mend it, or name its language under `lang`."
                yield source.document.problem((*path, "run"), "RKB220", message)


def _is_real(text: str) -> bool:
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _order(source: Source) -> Iterator[Problem]:
    """Compare each range with the others of its package: a later release has no earlier date."""
    ranges = [
        (n, item["package"], lower_bound(item["versions"]), item["since"])
        for n, item in enumerate(source.items("applies_to"))
        if "since" in item
    ]
    for n, package, release, since in ranges:
        for _, other_package, other_release, other_since in ranges:
            length = min(len(since), len(other_since))
            later = package == other_package and release > other_release
            if later and since[:length] < other_since[:length]:
                message = f"{since} is before {other_since}, the date of an earlier release of {package}. Check both."
                yield source.document.problem(("applies_to", n, "since"), "RKB217", message)


def _timely(source: Source, today: str) -> Iterator[Problem]:
    for path, text in iter_texts(source.document.value):
        if path[-1] in ("since", "issued") and text > today[: len(text)]:
            yield source.document.problem(path, "RKB218", f"{text} is in the future. Give the date of what is there.")
        if path[-1] == "review_by" and text < today:
            message = f"this entry was to be looked at again by {text}. Check it, then move or remove the date."
            yield source.document.problem(path, "RKB221", message)


def _snippets(value: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield every mapping that has a snippet, with its place."""
    if isinstance(value, dict) and "run" in value:
        yield path, value
    elif isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _snippets(part, (*path, key))


def _broken_line(snippet: str, language: str) -> int:
    """Give the line at which a snippet stops to parse; 0 where it does, or where there is no parser for its language."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a doubtful escape is no fault of the entry
            _PARSERS.get(language, str)(snippet)
    except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
        return getattr(error, "lineno", None) or 1
    return 0


_PARSERS: dict[str, Callable[[str], object]] = {"python": ast.parse, "json": json.loads, "toml": tomllib.loads}
