"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .models import AREAS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .bundle import Bundle

_HELP = """Use another catalogue folder than the built-in one. A folder that holds a file layer.yml is laid over the
built-in catalogue instead: it adds entries, or adds to entries. Given again, each such folder is laid over those before
it."""


def _remember(ctx: click.Context, _: click.Parameter, value: tuple[str, ...]) -> None:
    ctx.obj = value or ctx.obj or ()


def catalogue_option(envvar: str | None = None) -> Callable[..., click.Command]:
    """Make the option that names catalogue folders; they are kept, in order, as the object of the context."""
    return click.option(
        "--catalogue",
        multiple=True,
        type=click.Path(),
        envvar=envvar,
        callback=_remember,
        expose_value=False,
        is_eager=True,
        help=_HELP if envvar else "Use this catalogue folder; see `repro-kb --help`. May be given several times.",
    )


catalogue = catalogue_option()
area = click.option(
    "--area",
    type=click.Choice(AREAS),
    default=None,
    help="Only entries of one area.",
)
form = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the answer.",
)


def folders(ctx: click.Context) -> list[Path]:
    """List the catalogue folders that were given; the built-in catalogue's sources where there was none."""
    from pathlib import Path

    from .compiler import checkout_folder

    return [Path(folder) for folder in ctx.obj] or [checkout_folder()]


def bundle(ctx: click.Context) -> Bundle:
    """Open the bundle that a command asks: of the folders that were given, or the built-in one."""
    from .bundle import open_built_in

    opened = None if ctx.obj else open_built_in()
    if opened is None:
        from .compiler import open_bundle  # an installed copy needs nothing of what compiles

        opened = open_bundle(ctx.obj)
    return opened
