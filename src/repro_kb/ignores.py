"""What an entry asks not to be told again, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .models import Problem
    from .rules import Source


def without_ignored(problems: Sequence[Problem], sources: Sequence[Source]) -> Iterator[Problem]:
    """Yield the problems that no entry ignores, then the ignores that match none."""
    asking = [source for source in sources if source.own and source.sound]
    ignored = {(s.document.file, ignore["rule"]) for s in asking for ignore in s.items("ignore")}
    yield from (problem for problem in problems if (problem.file, problem.code) not in ignored)
    found = {(problem.file, problem.code) for problem in problems}
    for source in asking:
        for n, ignore in enumerate(source.items("ignore")):
            if (source.document.file, ignore["rule"]) not in found:
                message = f"nothing here breaks {ignore['rule']} any more. Remove the ignore."
                yield source.document.problem(("ignore", n, "rule"), "RKB222", message)
