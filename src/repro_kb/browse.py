"""The commands that show entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from . import options
from .errors import UnknownEntryError
from .listing import format_entry, format_list, format_measures

if TYPE_CHECKING:
    from .bundle import Bundle


@click.command("show")
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
    with options.bundle(ctx) as bundle:
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


@click.command("list")
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
    with options.bundle(ctx) as bundle:
        if stats:
            from .measures import measure

            click.echo(format_measures(measure(bundle.catalogue()), form))
            return
        entries = bundle.summaries((kind or "").removesuffix("s"), area or "")
    click.echo(format_list(entries, form, click.style))
