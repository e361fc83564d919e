"""The commands for those who write entries."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from . import options
from .errors import CatalogueError, InputError
from .models import AREAS
from .question import read_file, read_question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .draft import Draft
    from .suggestion import Suggestion


@click.command("new")
@click.argument("kind", type=click.Choice(["challenge", "mitigation"]))
@click.option("--title", help="What it is called: the problem, or the fix.")
@click.option("--area", type=click.Choice(AREAS), help="The area that it belongs to.")
@click.option("--id", "entry_id", help="Its id; made of the title when absent.")
@click.option("--symptom", "symptoms", multiple=True, help="A wording of somebody who is stuck. May be given often.")
@click.option("--from-log", "log", type=click.Path(), help="Start from a log: a redacted excerpt and a log template.")
@click.option("--from-issue", "issue", type=click.Path(), help="Start from an issue that was written with the form.")
@click.option("--to", type=click.Path(), help="Write into this folder instead of the place in the catalogue.")
@options.catalogue
@click.pass_context
def new_command(ctx: click.Context, /, kind: str, issue: str | None, to: str | None, **given: Any) -> None:
    """Begin a challenge or a mitigation: a commented file, and a list of what is still to be written.

    At a terminal it asks for what is missing. Nothing is ever overwritten. An empty folder under --catalogue becomes a
    layer over the built-in catalogue.

    \b
    Examples:
      repro-kb new challenge
      repro-kb new challenge --title "Licence server is down" --area infrastructure
      repro-kb new challenge --title "Old driver" --area infrastructure --from-log train.log
      repro-kb new challenge --from-issue issue.md --to drafts
    """
    from pathlib import Path

    from .draft import render_draft
    from .drafting import format_nearest, start_layer, with_guesses, write_new

    draft, remarks = _draft_from_issue(kind, issue) if issue else (_draft_from_answers(kind, **given), ())
    folders = options.folders(ctx)
    if ctx.obj:
        start_layer(folders[-1])
    nearest = _nearest(folders, draft)
    path = Path(to) / f"{draft.id}.yml" if to else folders[-1] / draft.place
    write_new(path, render_draft(with_guesses(draft, nearest)))
    click.echo(f"{format_nearest(nearest)}\n\nWrote {path}\n{_to_do(folders, path, remarks)}")


def _draft_from_issue(kind: str, issue: str) -> tuple[Draft, Sequence[str]]:
    from .issueform import draft_from_issue

    if kind != "challenge":
        raise InputError("the form for an entry describes a challenge. Use `repro-kb new challenge --from-issue FILE`.")
    return draft_from_issue(read_file(issue))


def _draft_from_answers(
    kind: str, *, title: str | None, area: str | None, entry_id: str | None, symptoms: Sequence[str], log: str | None
) -> Draft:
    from .draft import Draft, iter_symptoms, slug
    from .drafting import log_fields
    from .redaction import local_names

    if kind != "challenge" and (symptoms or log):
        raise InputError("symptoms and logs speak of a challenge. Use `repro-kb new challenge`.")
    answers = _asked(kind, title, area)
    wordings = list(iter_symptoms(symptoms or answers.pop("symptoms", ())))
    users, hosts = local_names()
    fields = log_fields(read_file(log), users=users, hosts=hosts) if log else {}
    area = answers.pop("area")
    fields |= answers | ({"symptoms": wordings} if wordings else {})
    return Draft(kind=kind, id=entry_id or slug(answers["title"]) or "unnamed", area=area, fields=fields)


def _asked(kind: str, title: str | None, area: str | None) -> dict[str, Any]:
    """Ask for what is missing at a terminal; elsewhere it has to be given."""
    if not _at_terminal():
        if not title or not area:
            raise click.UsageError("Give --title and --area, or --from-issue FILE.")
        return {"title": title, "area": area}
    from .schema import load_schema

    answers: dict[str, Any] = {
        "title": title
        or click.prompt("Title (names the problem, not the remedy)" if kind == "challenge" else "Title (names the fix)")
    }
    answers["area"] = area or click.prompt("Area", type=click.Choice(AREAS))
    schema = load_schema(kind)
    for key, node in schema["properties"].items():
        if "enum" in node and key in schema["required"]:
            answers[key] = click.prompt(f"{key.capitalize()}. {node['description']}", type=click.Choice(node["enum"]))
    if kind == "challenge":
        ask = partial(
            click.prompt, "A wording of somebody who is stuck (nothing to end)", default="", show_default=False
        )
        answers["symptoms"] = list(iter(ask, ""))
    return answers


def _at_terminal() -> bool:
    return sys.stdin.isatty()


def _nearest(folders: Sequence[Path], draft: Draft) -> list[Suggestion]:
    """Find the entries that come nearest; none where the catalogue is being mended."""
    from .compiler import open_bundle
    from .draft import iter_wordings
    from .matcher import Matcher

    try:
        bundle = open_bundle(folders)
    except CatalogueError:
        click.echo("repro-kb: the catalogue has problems, so the nearest entries cannot be told.", err=True)
        return []
    with bundle:
        return Matcher(bundle).suggest("\n".join(iter_wordings(draft)))


def _to_do(folders: Sequence[Path], path: Path, remarks: Sequence[str]) -> str:
    from .compiler import built_in_catalogue
    from .findings import format_findings
    from .layers import check_layers

    problems = check_layers(folders, built_in_catalogue, [path])
    lines = ["", "From the issue, now comments in the file:", *(f"  {remark}" for remark in remarks)] if remarks else []
    lines += ["", "Still to be written:"] if problems else []
    lines += format_findings(problems, "text").splitlines()[:-1]
    return "\n".join([*lines, "", f"Then: repro-kb validate {path}"])


@click.command("report")
@click.argument("text", nargs=-1)
@click.option("--file", type=click.Path(), help="Read the text from a file, such as a log.")
@options.form
@options.catalogue
@click.pass_context
def report_command(ctx: click.Context, text: tuple[str, ...], file: str | None, form: str) -> None:
    """Prepare a proposal for a symptom that the catalogue does not know. Nothing is sent.

    It takes out what tells about people and machines, computes a fingerprint that is the same for everybody who meets
    the message, and prints the text of an issue and an address that opens it filled in.

    \b
    Examples:
      repro-kb report --file train.log
      python train.py 2>&1 | repro-kb report
    """
    from . import __version__
    from .matcher import Matcher
    from .proposal import format_proposal, propose
    from .redaction import local_names

    question = read_question(text, file)
    with options.bundle(ctx) as bundle:
        nearest = Matcher(bundle).suggest(question)
        version = f"repro-kb {__version__}, catalogue {bundle.meta['digest'][:12]}"
    users, hosts = local_names()
    click.echo(format_proposal(propose(question, nearest, version=version, users=users, hosts=hosts), form))
