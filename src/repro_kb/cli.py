"""The command line: parse, call, echo."""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from . import options
from .errors import CatalogueError, InputError, ReproKBError, UnknownEntryError
from .question import read_question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .bundle import Bundle

_BATCH_LINE = 'a line is a JSON object such as {"id": "job-1", "text": "CUDA out of memory"}. This line is passed over.'


# Commands of modules that those alone pay for who contribute.
_CONTRIBUTE = {"validate": "validation", "new": "contribute", "report": "contribute"}


class _Group(click.Group):
    """Turns the errors of the package into a message and an exit code: the one place that catches them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_CONTRIBUTE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _CONTRIBUTE:
            return super().get_command(ctx, cmd_name)
        module = import_module(f".{_CONTRIBUTE[cmd_name]}", __package__)
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

        with _bundle(ctx) as bundle:
            meta = bundle.meta
        click.echo(
            f"repro-kb {__version__}, catalogue {meta['digest'][:12]} ({meta['challenges']} challenges, {meta['mitigations']} mitigations)"
        )
        ctx.exit()


def _bundle(ctx: click.Context) -> Bundle:
    from .bundle import open_built_in

    bundle = None if ctx.obj else open_built_in()
    if bundle is None:
        from .compiler import open_bundle

        bundle = open_bundle(ctx.obj)
    return bundle


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

    with _bundle(ctx) as bundle:
        matcher = Matcher(bundle)
        ask = partial(matcher.suggest, limit=limit, area=area or "")
        if batch is not None:
            _answer_batch(batch, ask)
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


def _answer_batch(batch: str, ask: Callable[[str], list[Any]]) -> None:
    from .report import suggestion_fields

    broken = 0
    for number, line in _lines(batch):
        question = _question(line)
        if question is None:
            broken += 1
            click.echo(f"{batch}:{number}:1: {_BATCH_LINE}", err=True)
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


@main.command("show")
@click.argument("entry_id", metavar="ID")
@options.form
@options.catalogue
@click.pass_context
def show_command(ctx: click.Context, entry_id: str, form: str) -> None:
    """Show a challenge or a mitigation in full.

    \b
    Example:
      repro-kb show numpy-api-removal
    """
    from .report import format_entry

    with _bundle(ctx) as bundle:
        kind, present = _find(bundle, entry_id)
        entry = bundle.challenge(present) if kind == "challenge" else bundle.mitigation(present)
        used_by = bundle.challenges_for(present) if kind == "mitigation" else []
    if present != entry_id:
        click.echo(f"repro-kb: {entry_id} is now {present}.", err=True)
    click.echo(format_entry(entry, used_by, form, click.style))


def _find(bundle: Bundle, entry_id: str) -> tuple[str, str]:
    found = bundle.resolve(entry_id) or bundle.resolve(entry_id.strip().lower().replace("_", "-").replace(" ", "-"))
    if found is None:
        from difflib import get_close_matches

        raise UnknownEntryError(entry_id, get_close_matches(entry_id.lower(), bundle.names(), n=3))
    return found


@main.command("list")
@click.argument("kind", type=click.Choice(["challenges", "mitigations"]), required=False)
@click.option("--stats", is_flag=True, help="Show numbers of the whole catalogue instead of its entries.")
@options.area
@options.form
@options.catalogue
@click.pass_context
def list_command(ctx: click.Context, kind: str | None, area: str | None, form: str, stats: bool) -> None:
    """List all entries with their titles.

    \b
    Examples:
      repro-kb list challenges --area dataset
      repro-kb list --stats
    """
    from .report import format_list, format_measures

    with _bundle(ctx) as bundle:
        if stats:
            from .measures import measure

            click.echo(format_measures(measure(bundle.catalogue()), form))
            return
        entries = bundle.summaries((kind or "").removesuffix("s"), area or "")
    click.echo(format_list(entries, form, click.style))
