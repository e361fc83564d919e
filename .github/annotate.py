"""Shows the problems of a catalogue on a pull request: one annotation a problem, and a table in the summary of the run.

Usage: annotate.py FOLDER
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from repro_kb.errors import ReproKBError
from repro_kb.loader import find_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from repro_kb.models import Problem


def annotation(problem: Problem) -> str:
    """Write a problem as a workflow command, in which `%`, line ends, `:` and `,` have a meaning."""
    message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    file = problem.file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::error file={file},line={problem.line},col={problem.column},title={problem.code}::{message}"


def summary(problems: Sequence[Problem]) -> str:
    """Write all problems as a Markdown table, in which no text of an entry is markup."""
    if not problems:
        return "## Catalogue\n\nNo problems.\n"
    rows = (f"| {_cell(f'{p.file}:{p.line}:{p.column}')} | {p.code} | {_cell(p.message)} |" for p in problems)
    return "\n".join(["## Catalogue\n", "| Place | Rule | Problem |", "| --- | --- | --- |", *rows, ""])


def _cell(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;")
    return " ".join(escaped.replace("[", "&#91;").replace("!", "&#33;").replace("@", "&#64;").split())


def main() -> int:
    """Check the folder; exit with 1 if it has problems."""
    try:
        problems = find_problems(Path(sys.argv[1]))
    except ReproKBError as error:
        sys.exit(f"annotate.py: {error}")
    for problem in problems:
        print(annotation(problem))
    if target := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(summary(problems))
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
