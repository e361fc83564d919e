"""Any number of questions from one file, each answered as soon as it is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from .errors import InputError
from .report import suggestion_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LINE = 'a line is a JSON object such as {"id": "job-1", "text": "CUDA out of memory"}. This line is passed over.'


def answer_batch(batch: str, ask: Callable[[str], list[Any]]) -> None:
    """Answer every line {"id", "text"} of a file, or of standard input, with a line {"id", "suggestions"}.

    Raises:
        InputError: The file cannot be read, or some of its lines could not.
    """
    broken = 0
    for number, line in _lines(batch):
        question = _question(line)
        if question is None:
            broken += 1
            click.echo(f"{batch}:{number}:1: {_LINE}", err=True)
            continue
        answer = {"id": question["id"], "suggestions": [suggestion_fields(found) for found in ask(question["text"])]}
        click.echo(json.dumps(answer))  # in ASCII: an id may be any text, and a line is for programs
    if broken:
        raise InputError(f"{broken} line{'s' * (broken != 1)} of {batch} could not be read; the others are answered.")


def _question(line: str) -> dict[str, Any] | None:
    try:
        question = json.loads(line)
    except (ValueError, RecursionError):
        return None
    is_one = isinstance(question, dict) and "id" in question and isinstance(question.get("text"), str)
    return question if is_one else None


def _lines(batch: str) -> Iterator[tuple[int, str]]:
    try:
        with click.open_file(batch, "rb") as lines:
            yield from ((n, line.decode("utf-8-sig", "replace")) for n, line in enumerate(lines, 1) if line.strip())
    except OSError as error:
        raise InputError(f"{batch} cannot be read: {error.strerror}.") from error
