"""What must hold between the files of a catalogue before it can be used: ids, links, references and log templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .normalise import join_wrapped, split_lines
from .record import Record
from .schema import did_you_mean
from .signatures import Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .document import Document
    from .models import Problem

_LITERAL = 8  # letters and digits that a log template needs


class Source(Record):
    """A file of the catalogue that could be read.

    Attributes:
        kind: One of the schema's kinds.
        area: The area whose folder it stands in; empty where there is none.
        id: The file's stem.
        document: Its value and places.
        sound: Whether it keeps its schema.
        own: Whether it is checked here; what lies beneath a layer is only there to be linked to.
        extends: Whether it adds to the entry of the same id in the catalogue beneath.
    """

    kind: str
    area: str
    id: str
    document: Document
    sound: bool
    own: bool = True
    extends: bool = False

    def items(self, key: str) -> list[Any]:
        """Give the list under a key; an empty one where the key is absent."""
        value = self.document.value.get(key, [])
        return value if isinstance(value, list) else []

    def wordings(self) -> Iterator[tuple[tuple[str, int], Any]]:
        """Yield what people say of a challenge, and what they might, each with its place."""
        yield from (((key, n), text) for key in ("symptoms", "imagined") for n, text in enumerate(self.items(key)))


def check_links(sources: Sequence[Source]) -> list[Problem]:
    """Check ids, links and log templates: what has to hold before a catalogue can be used."""
    sound = [source for source in sources if source.sound]
    own = [source for source in sound if source.own]
    known = {source.id: source.kind for source in sources if not source.extends}
    return [
        *_ids(sources),
        *_extended(sources),
        *(problem for source in own for problem in _entry_links(source, known)),
        *_linked_twice(sound),
        *_references(sources, sound),
        *_poster(sound),
        *(problem for source in own if source.kind == "case" for problem in _steps(source)),
        *(problem for source in own if source.kind == "challenge" for problem in _templates(source)),
        *(_unused_mitigations(sound) if all(s.sound for s in sources if s.kind == "challenge") else ()),
    ]


def _ids(sources: Sequence[Source]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    entries = [source for source in sources if source.kind in ("challenge", "mitigation") and not source.extends]
    for source in entries:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", source.id):
            yield source.document.problem(
                (), "RKB201", f"the file name {source.id!r} is not an id. Use lower-case words joined by hyphens."
            )
        if source.id in owners:
            yield source.document.problem(
                (), "RKB201", f"the id `{source.id}` is taken by {owners[source.id]}. Rename this file."
            )
        owners.setdefault(source.id, source.document.file)
        owners |= {former: source.document.file for former in source.items("former_ids") if not source.own}
    for source in (source for source in entries if source.own):
        for place, former in enumerate(source.items("former_ids")):
            if former in owners:
                yield source.document.problem(
                    ("former_ids", place),
                    "RKB201",
                    f"the id `{former}` is in use by {owners[former]}. An id is never used again.",
                )
            owners.setdefault(former, source.document.file)


def _extended(sources: Sequence[Source]) -> Iterator[Problem]:
    beneath = {(source.kind, source.id): source.area for source in sources if not source.own}
    for source in sources:
        if source.extends and (source.kind, source.id) not in beneath:
            ids = [entry for kind, entry in beneath if kind == source.kind]
            message = f"there is no {source.kind} `{source.id}` beneath to extend.{did_you_mean(source.id, ids)}"
            yield source.document.problem(("extends",), "RKB202", message)


def _entry_links(source: Source, known: dict[str, str]) -> Iterator[Problem]:
    for path, entry, kind in _links(source):
        if entry == source.id and kind == source.kind:
            yield source.document.problem(path, "RKB209", "links to itself. Remove it.")
        elif known.get(entry) != kind:
            ids = [known_id for known_id, known_kind in known.items() if known_kind == kind]
            yield source.document.problem(path, "RKB202", f"there is no {kind} `{entry}`.{did_you_mean(entry, ids)}")


def _links(source: Source) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield the links of an entry or a case: the place, the id and the kind of entry that it has to be."""
    for n, link in enumerate(source.items("mitigations")):
        yield ("mitigations", n, "id"), link["id"], "mitigation"
    for n, entry in enumerate(source.items("related")):
        yield ("related", n), entry, "challenge"
    for place, symptom in source.wordings():
        for n, entry in enumerate(symptom.get("also", ()) if isinstance(symptom, dict) else ()):
            yield (*place, "also", n), entry, "challenge"
    for s, step in enumerate(source.items("steps") if source.kind == "case" else ()):
        for n, link in enumerate(step["challenges"]):
            yield ("steps", s, "challenges", n, "id"), link["id"], "challenge"


def _linked_twice(sound: Sequence[Source]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()  # an extension adds to the links of the entry beneath it
    for source in sound:
        for place, link in enumerate(source.items("mitigations")):
            if (source.id, link["id"]) in seen and source.own:
                message = f"`{link['id']}` is listed twice. Keep the better `how`."
                yield source.document.problem(("mitigations", place, "id"), "RKB209", message)
            seen.add((source.id, link["id"]))


def _references(sources: Sequence[Source], sound: Sequence[Source]) -> Iterator[Problem]:
    lists = [source for source in sources if source.kind == "references"]
    keys = [item["id"] for source in lists if source.sound for item in source.items("references")]
    entries = [source for source in sound if source.kind != "references"]
    for source in entries if all(one.sound for one in lists) else ():
        for place, key in enumerate(source.items("references")):
            if key not in keys and source.own:
                message = f"references.yml has no `{key}`.{did_you_mean(key, keys)}"
                yield source.document.problem(("references", place), "RKB206", message)
    if len(sound) == len(sources):
        yield from _reference_lists(lists, {key for source in entries for key in source.items("references")})


def _reference_lists(lists: Sequence[Source], cited: set[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for source in lists:
        for place, item in enumerate(source.items("references")):
            key = item["id"]
            if key not in cited and source.own:
                message = f"no entry cites `{key}`. Cite it or remove it."
                yield source.document.problem(("references", place), "RKB207", message)
            if key in seen:
                message = f"the citation key `{key}` stands twice. Keep one of them."
                yield source.document.problem(("references", place), "RKB201", message)
            seen.add(key)


def _poster(sound: Sequence[Source]) -> Iterator[Problem]:
    points = [point["id"] for source in sound if source.kind == "poster" for point in source.document.value["points"]]
    for source in sound if points else ():
        for place, code in enumerate(source.items("poster")):
            if code not in points:
                yield source.document.problem(
                    ("poster", place), "RKB210", f"poster.yml has no point `{code}`.{did_you_mean(code, points)}"
                )


def _steps(source: Source) -> Iterator[Problem]:
    earlier: list[str] = []
    for place, step in enumerate(source.document.value["steps"]):
        for n, need in enumerate(step.get("needs", ())):
            if need not in earlier:
                message = f"no earlier step is `{need}`.{did_you_mean(need, earlier)}"
                yield source.document.problem(("steps", place, "needs", n), "RKB208", message)
        if step["id"] in earlier:
            yield source.document.problem(
                ("steps", place, "id"), "RKB201", f"the step `{step['id']}` stands twice. Rename one of them."
            )
        earlier.append(step["id"])


def _templates(source: Source) -> Iterator[Problem]:
    for n, signature in enumerate(source.items("signatures")):
        template, path = Template.parse(signature["template"]), ("signatures", n, "template")
        try:
            _ = template.anchors
        except ValueError as error:
            yield source.document.problem(path, "RKB211", f"the template cannot be searched for: {error}.")
        if template.length < _LITERAL:
            yield source.document.problem(
                path,
                "RKB211",
                f"the template fixes {template.length} letters, and {_LITERAL} are needed. Add more of the message.",
            )
        for k, text in enumerate(signature["matches"]):
            if not hits(template, text):
                yield source.document.problem(
                    ("signatures", n, "matches", k),
                    "RKB203",
                    f"the template {signature['template']!r} does not match this.",
                )
        for k, text in enumerate(signature["rejects"]):
            if hits(template, text):
                yield source.document.problem(
                    ("signatures", n, "rejects", k),
                    "RKB204",
                    f"the template {signature['template']!r} matches this, which it must reject.",
                )


def hits(template: Template, text: str) -> bool:
    """Tell whether a log template matches a line of a text, or two lines that a terminal may have wrapped."""
    lines = split_lines(text)
    return any(template.matches(line) for line in (*lines, *(joined for _, joined in join_wrapped(lines))))


def _unused_mitigations(sound: Sequence[Source]) -> Iterator[Problem]:
    used = {link["id"] for source in sound if source.kind == "challenge" for link in source.items("mitigations")}
    for source in sound:
        if source.kind == "mitigation" and source.own and source.id not in used:
            yield source.document.problem(
                (), "RKB205", f"no challenge uses `{source.id}`. Link it from a challenge, with how it helps there."
            )
