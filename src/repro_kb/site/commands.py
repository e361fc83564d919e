"""The reference of the command line, read from its click commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..cli import main
from ..record import Record
from .rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator


class Option(Record):
    """An option as its help shows it."""

    names: str
    text: str


class Command(Record):
    """A command: how to call it, what it does, examples to paste, and its options."""

    name: str
    usage: str
    text: str
    examples: str
    options: tuple[Option, ...]


def command_pages() -> Iterator[tuple[str, str]]:
    """Yield the page of the command line."""
    root = click.Context(main, info_name="repro-kb", **main.context_settings)
    text, _ = _split(main.help or "")
    found = ((name, main.get_command(root, name)) for name in main.list_commands(root))
    contexts = (click.Context(command, info_name=name, parent=root) for name, command in found if command)
    commands = [_describe(context.command, context) for context in (root, *contexts)]
    yield "cli/commands.md", render("commands.md.j2", description=text, commands=commands)


def _describe(command: click.Command, context: click.Context) -> Command:
    text, examples = _split(command.help or "")
    records = (parameter.get_help_record(context) for parameter in command.get_params(context))
    return Command(
        name=context.command_path,
        usage=command.get_usage(context).removeprefix("Usage: "),
        text=text,
        examples=examples,
        options=tuple(Option(names=record[0], text=record[1]) for record in records if record),
    )


def _split(text: str) -> tuple[str, str]:
    """Separate the prose of a help text from the examples that end it."""
    prose, _, block = text.partition("\b\n")
    return prose.strip(), "\n".join(line.strip() for line in block.splitlines()[1:] if line.strip())
