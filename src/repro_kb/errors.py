"""Everything that can go wrong, with the exit code that the command line gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .models import Problem


class ReproKBError(Exception):
    """Base class of all errors that repro-kb raises on purpose.

    The message says what happened, then what to do next.

    Attributes:
        exit_code: What the command line exits with when it catches this error.
    """

    exit_code: ClassVar[int] = 2


class InputError(ReproKBError):
    """The text, file or batch line that the user gave cannot be used."""


class UnknownEntryError(ReproKBError):
    """No entry has the id that was asked for."""

    exit_code = 1

    def __init__(self, entry_id: str, near: Sequence[str] = ()) -> None:
        """Name the id that was asked for and, where there are any, the ids that look like it."""
        guess = f" Did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"There is no entry {entry_id!r}.{guess} `repro-kb list` shows all ids.")
        self.near = tuple(near)


class CatalogueError(ReproKBError):
    """The catalogue cannot be used as it stands; `problems` lists all that is wrong with it."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Collect the problems, in the order of file, line and column."""
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.column, p.code, p.message)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
