"""The command line: parse, call, echo."""

from __future__ import annotations

import os
import sys
from functools import partial
from importlib import import_module
from typing import Any

import click

from . import options
from .errors import CatalogueError, ReproKBError
from .question import read_question

# Commands whose modules are loaded when they are called; `suggest` is at hand.
_LOADED = {
    "show": "browse",
    "list": "browse",
    "validate": "validation",
    "new": "contribute",
    "report": "contribute",
}


class _Group(click.Group):
    """Turns the errors of the package into a message and an exit code: the one place that catches them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_LOADED})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _LOADED:
            return super().get_command(ctx, cmd_name)
        module = import_module(f".{_LOADED[cmd_name]}", __package__)
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        return super().invoke(ctx)

    def main(self, *args: Any, **extra: Any) -> Any:
        try:
            return super().main(*args, **extra)
        except ReproKBError as error:
            from .normalise import clean  # a path or a broken file may hold what a terminal obeys

            message = _count(error) if isinstance(error, CatalogueError) else f"repro-kb: {error}"
            click.echo(clean(message), err=True)
            sys.exit(error.exit_code)


def _count(error: CatalogueError) -> str:
    number = len(error.problems)
    return f"{error}\nrepro-kb: {number} problem{'s' * (number != 1)}. The catalogue cannot be used before they are mended."


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from . import __version__

        with options.bundle(ctx) as bundle:
            meta = bundle.meta
        click.echo(
            f"repro-kb {__version__}, catalogue {meta['digest'][:12]} ({meta['challenges']} challenges, {meta['mitigations']} mitigations)"
        )
        ctx.exit()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@options.catalogue_option("REPRO_KB_CATALOGUE")
@click.option(
    "--version",
    is_flag=True,
    is_eager=False,
    expose_value=False,
    callback=_version,
    help="Show the version of the tool and of the catalogue.",
)
def main() -> None:
    """Find out why a deep-learning result does not run, reproduce or replicate, and what to do about it.

    \b
    Example:
      repro-kb suggest "deprecated version"
    """


@main.command("suggest")
@click.argument("text", nargs=-1)
@click.option("--file", "file", type=click.Path(), help="Read the text from a file, such as a log.")
@click.option(
    "--batch",
    type=click.Path(allow_dash=True),
    help='Answer every line {"id": ..., "text": ...} of a file with a line {"id": ..., "suggestions": ...}.',
)
@click.option(
    "-n", "limit", type=click.IntRange(1, 50), default=3, show_default=True, help="How many suggestions at the most."
)
@click.option("--explain", is_flag=True, help="Show what each score is made of.")
@options.area
@options.form
@options.catalogue
@click.pass_context
def suggest_command(
    ctx: click.Context,
    text: tuple[str, ...],
    file: str | None,
    batch: str | None,
    limit: int,
    explain: bool,
    area: str | None,
    form: str,
) -> None:
    """Suggest challenges and fixes for a symptom, a traceback or a log.

    Without TEXT, or with -, it reads standard input.

    \b
    Examples:
      repro-kb suggest "accuracy is 3 points below the paper"
      python train.py 2>&1 | repro-kb suggest
      repro-kb suggest --file train.log --format json
      repro-kb suggest --batch symptoms.jsonl
    """
    from .matcher import Matcher

    with options.bundle(ctx) as bundle:
        matcher = Matcher(bundle)
        ask = partial(matcher.suggest, limit=limit, area=area or "")
        if batch is not None:
            from .batch import answer_batch

            answer_batch(batch, ask)
            return
        query = read_question(text, file)
        found = ask(query)
        known = () if found else matcher.understood(query)
    from .report import format_nothing, format_suggestions

    nothing = not found and form != "json"
    click.echo(
        format_nothing(known) if nothing else format_suggestions(query, found, form, click.style, explain=explain)
    )
    ctx.exit(0 if found else 1)
