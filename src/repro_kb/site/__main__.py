"""Writes the generated part of the site into a folder of pages: `python -m repro_kb.site docs`."""

from __future__ import annotations

from pathlib import Path

import click

from .build import build_site


@click.command()
@click.argument("docs", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--catalogue", type=click.Path(path_type=Path), envvar="REPRO_KB_CATALOGUE", help="Another catalogue folder."
)
def main(docs: Path, catalogue: Path | None) -> None:
    """Write the generated pages and data files below the folder DOCS."""
    click.echo(f"{docs}: {build_site(docs, catalogue)} generated files changed.")


if __name__ == "__main__":
    main(prog_name="python -m repro_kb.site")
