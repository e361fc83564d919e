"""What a change of the catalogue does: entries added, changed and withdrawn, and answers that it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .matcher import Matcher
    from .models import Catalogue, Challenge, Mitigation

    Entries = dict[tuple[str, str], Challenge | Mitigation]


class Change(Record):
    """An entry that differs between two catalogues.

    Attributes:
        what: added, changed, renamed or withdrawn.
        kind: challenge or mitigation.
        id: Its id, the former one where it was withdrawn.
        title: Its title.
        fields: Names of the fields that differ, where it was changed.
    """

    what: str
    kind: str
    id: str
    title: str
    fields: tuple[str, ...] = ()


class Move(Record):
    """A wording of the catalogue whose first answer differs between two rankings.

    Attributes:
        text: The wording.
        entry: Id of the challenge that it stands in.
        before: Id of the first answer before; empty where there was none.
        after: Id of the first answer after.
    """

    text: str
    entry: str
    before: str
    after: str


def compare(before: Catalogue, after: Catalogue) -> tuple[Change, ...]:
    """List the entries that differ, challenges first, each kind by id."""
    old, new = _entries(before), _entries(after)
    renamed = {(kind, former) for (kind, _), entry in new.items() for former in entry.former_ids}
    changes = []
    for kind, name in sorted({*old, *new}):
        entry = new.get((kind, name)) or old[kind, name]
        fields = tuple(_differing(old[kind, name], entry)) if (kind, name) in old else ()
        if (kind, name) not in new:
            what = "" if (kind, name) in renamed else "withdrawn"  # a renamed one is told under its new id
        elif (kind, name) not in old:
            what = "renamed" if any((kind, former) in old for former in entry.former_ids) else "added"
        else:
            what = "changed" if fields else ""
        if what:
            changes.append(Change(what=what, kind=kind, id=name, title=entry.title, fields=fields))
    return tuple(changes)


def iter_moves(before: Matcher, after: Matcher, catalogue: Catalogue) -> Iterator[Move]:
    """Ask two rankings with every wording of a catalogue, and yield those that are answered otherwise."""
    for challenge in catalogue.challenges:
        for symptom in challenge.symptoms:
            then, now = _first(before, symptom.text), _first(after, symptom.text)
            if then != now:
                yield Move(text=symptom.text, entry=challenge.id, before=then, after=now)


def _first(matcher: Matcher, text: str) -> str:
    return next((match.id for match in matcher.rank(text, limit=1)), "")


def _entries(catalogue: Catalogue) -> Entries:
    challenges = {("challenge", entry.id): entry for entry in catalogue.challenges}
    return {**challenges, **{("mitigation", entry.id): entry for entry in catalogue.mitigations}}


def _differing(one: Challenge | Mitigation, other: Challenge | Mitigation) -> Iterator[str]:
    for name in type(one).__annotations__:
        if getattr(one, name) != getattr(other, name):
            yield name
