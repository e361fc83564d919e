"""The command that checks a catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from . import options
from .errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@click.command("validate")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How to print the problems: for people, for programs, as annotations of a pull request, or as SARIF 2.1.0.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--explain", metavar="CODE", help="Explain a rule, such as RKB104, and exit.")
@options.catalogue
@click.pass_context
def validate_command(ctx: click.Context, paths: tuple[str, ...], form: str, strict: bool, explain: str | None) -> None:
    """Check a whole catalogue, or the named files as members of it, and list every problem.

    \b
    Examples:
      repro-kb validate
      repro-kb validate catalogue/dataset/challenges/dataset-link-dead.yml
      repro-kb validate --explain RKB104
    """
    from .compiler import built_in_catalogue
    from .findings import errors_of, format_findings, format_rule
    from .layers import check_layers
    from .rulebook import find_rule

    if explain is not None:
        click.echo(format_rule(find_rule(explain)))
        return
    folders = options.folders(ctx)
    problems = check_layers(folders, built_in_catalogue, _existing(paths))
    if form == "text" and not problems:
        click.echo(f"{folders[-1]}: no problems.")
    elif text := format_findings(problems, form):
        click.echo(text, err=form == "text")
    ctx.exit(3 if problems and (strict or errors_of(problems)) else 0)


def _existing(paths: Sequence[str]) -> list[Path]:
    from pathlib import Path

    named = [Path(path) for path in paths]
    missing = [str(path) for path in named if not path.is_file()]
    if missing:
        raise InputError(f"{', '.join(missing)} cannot be read: no such file.")
    return named
