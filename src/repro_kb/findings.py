"""Problems of a catalogue as text, as JSON, as annotations of a pull request and as SARIF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import __version__
from .normalise import clean
from .rulebook import RULES, find_rule, severity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .models import Problem
    from .rulebook import Rule

HOME = "https://repro-kb.github.io/repro-kb/"
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def errors_of(problems: Sequence[Problem]) -> list[Problem]:
    """Pick the problems that are errors; the others are warnings."""
    return [problem for problem in problems if severity(problem.code) == "error"]


def format_findings(problems: Sequence[Problem], form: str) -> str:
    """Format problems as `text`, `json`, `github` (workflow commands) or `sarif` (2.1.0)."""
    return _FORMS[form](problems)


def format_rule(rule: Rule) -> str:
    """Format a rule for a terminal."""
    lines = [f"{rule.code} ({rule.severity}): {rule.title}", "", rule.meaning, "", f"What to do: {rule.mend}"]
    if rule.ignorable:
        lines += ["", f"An entry that breaks it on purpose says so: ignore: [{{rule: {rule.code}, reason: ...}}]"]
    if rule.example:
        shown = (f"  {line}" for line in visible(rule.example).splitlines())
        lines += ["", f"An example, in {rule.file}:", "", *shown, "", f"  {rule.code} {rule.says}"]
    return "\n".join(lines)


def visible(text: str) -> str:
    """Write characters that cannot be seen, and bytes that are no UTF-8, as escapes."""
    return "".join(c if c == "\n" or c.isprintable() else _escape(c) for c in text)


def _escape(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # a byte that could not be decoded
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")


def _text(problems: Sequence[Problem]) -> str:
    errors = len(errors_of(problems))
    warnings = len(problems) - errors
    counts = [f"{n} {word}{'s' * (n != 1)}" for n, word in ((errors, "error"), (warnings, "warning")) if n]
    if not warnings:
        counts = [f"{errors} problem{'s' * (errors != 1)}. The catalogue cannot be used before they are mended"]
    return clean("\n".join([*map(_line, problems), f"repro-kb: {', '.join(counts)}."]))


def _line(problem: Problem) -> str:
    if severity(problem.code) == "error":
        return str(problem)
    return f"{problem.file}:{problem.line}:{problem.column}: {problem.code} warning: {problem.message}"


def _json(problems: Sequence[Problem]) -> str:
    return json.dumps([{**p.to_fields(), "severity": severity(p.code)} for p in problems], indent=2)


def _github(problems: Sequence[Problem]) -> str:
    return "\n".join(_annotation(problem) for problem in problems)


def _annotation(problem: Problem) -> str:
    """Write a workflow command, in which `%`, line ends and, in a property, `:` and `,` have a meaning."""
    message = _escaped(clean(problem.message))
    file = _escaped(clean(_relative(problem.file))).replace(":", "%3A").replace(",", "%2C")
    place = f"file={file},line={problem.line},col={problem.column},title={problem.code}"
    return f"::{severity(problem.code)} {place}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _relative(file: str) -> str:
    """Name a file from the present folder where it lies in it: that is how hosts of code name files."""
    path, here = Path(file).absolute(), Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else file


def _sarif(problems: Sequence[Problem]) -> str:
    driver = {
        "name": "repro-kb",
        "version": __version__,
        "informationUri": HOME,
        "rules": list(map(_sarif_rule, RULES)),
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem) for problem in problems],
    }
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.meaning},
        "help": {"text": rule.mend},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(problem: Problem) -> dict[str, Any]:
    from urllib.parse import quote

    place = {
        "artifactLocation": {"uri": quote(Path(_relative(problem.file)).as_posix(), errors="replace")},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    return {
        "ruleId": problem.code,
        "ruleIndex": RULES.index(find_rule(problem.code)),
        "level": severity(problem.code),
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": place}],
    }


_FORMS: dict[str, Callable[[Sequence[Problem]], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
