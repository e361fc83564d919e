"""What must hold between the files of a catalogue, beyond the schema of each."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from .normalise import join_wrapped, split_lines
from .record import Record
from .schema import did_you_mean
from .signatures import Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .document import Document
    from .models import Problem

_NEAR = 0.8  # share of character 4-grams from which on two wordings are the same one
_LITERAL = 8  # letters and digits that a log template needs


class Source(Record):
    """A file of the catalogue that could be read.

    Attributes:
        kind: challenge, mitigation, references, case or poster.
        area: The area whose folder it stands in; empty where there is none.
        id: The file's stem.
        document: Its value and places.
        sound: Whether it keeps its schema.
    """

    kind: str
    area: str
    id: str
    document: Document
    sound: bool


def check_links(sources: Sequence[Source]) -> list[Problem]:
    """Check ids, links and log templates: what has to hold before a catalogue can be used."""
    sound = [source for source in sources if source.sound]
    known = {source.id: source.kind for source in sources}
    return [
        *_ids(sources),
        *(problem for source in sound for problem in _entry_links(source, known)),
        *_references(sources, sound),
        *_poster(sound),
        *(problem for source in sound if source.kind == "challenge" for problem in _templates(source)),
        *_unused_mitigations(sound),
    ]


def check_wording(sources: Sequence[Source]) -> list[Problem]:
    """Check what only weakens a catalogue: repeated wordings, templates that fire on a neighbour's output."""
    challenges = [source for source in sources if source.sound and source.kind == "challenge"]
    return [*_repeated_symptoms(challenges), *_near_symptoms(challenges), *_crossing_templates(challenges)]


def _ids(sources: Sequence[Source]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    entries = [source for source in sources if source.kind in ("challenge", "mitigation")]
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
    for source in entries:
        for place, former in enumerate(_list(source, "former_ids")):
            if former in owners:
                yield source.document.problem(
                    ("former_ids", place),
                    "RKB201",
                    f"the id `{former}` is in use by {owners[former]}. An id is never used again.",
                )
            owners.setdefault(former, source.document.file)


def _list(source: Source, key: str) -> list[Any]:
    value = source.document.value.get(key, [])
    return value if isinstance(value, list) else []


def _entry_links(source: Source, known: dict[str, str]) -> Iterator[Problem]:
    links: list[tuple[tuple[str | int, ...], str, str]] = []
    links += [
        (("mitigations", n, "id"), link["id"], "mitigation") for n, link in enumerate(_list(source, "mitigations"))
    ]
    links += [(("related", n), entry, "challenge") for n, entry in enumerate(_list(source, "related"))]
    if source.kind == "case":
        steps = enumerate(_list(source, "steps"))
        links += [
            (("steps", s, "challenges", n, "id"), link["id"], "challenge")
            for s, step in steps
            for n, link in enumerate(step["challenges"])
        ]
    for path, entry, kind in links:
        if entry == source.id and kind == source.kind:
            yield source.document.problem(path, "RKB209", "links to itself. Remove it.")
        elif known.get(entry) != kind:
            ids = [known_id for known_id, known_kind in known.items() if known_kind == kind]
            yield source.document.problem(path, "RKB202", f"there is no {kind} `{entry}`.{did_you_mean(entry, ids)}")
    seen = [link["id"] for link in _list(source, "mitigations")]
    for place, entry in enumerate(seen):
        if entry in seen[:place]:
            yield source.document.problem(
                ("mitigations", place, "id"), "RKB209", f"`{entry}` is listed twice. Keep the better `how`."
            )


def _references(sources: Sequence[Source], sound: Sequence[Source]) -> Iterator[Problem]:
    lists = [source for source in sources if source.kind == "references"]
    keys = [item.get("id", "") for source in lists if source.sound for item in source.document.value["references"]]
    cited: set[str] = set()
    for source in sound:
        for place, key in enumerate(_list(source, "references") if source.kind != "references" else ()):
            cited.add(key)
            if key not in keys and all(one.sound for one in lists):
                yield source.document.problem(
                    ("references", place), "RKB206", f"references.yml has no `{key}`.{did_you_mean(key, keys)}"
                )
    for source in lists if len(sound) == len(sources) else ():
        for place, item in enumerate(source.document.value["references"]):
            if item["id"] not in cited:
                yield source.document.problem(
                    ("references", place), "RKB207", f"no entry cites `{item['id']}`. Cite it or remove it."
                )
            if keys.index(item["id"]) != place:
                yield source.document.problem(
                    ("references", place), "RKB201", f"the citation key `{item['id']}` stands twice."
                )


def _poster(sound: Sequence[Source]) -> Iterator[Problem]:
    points = [point["id"] for source in sound if source.kind == "poster" for point in source.document.value["points"]]
    for source in sound if points else ():
        for place, code in enumerate(_list(source, "poster")):
            if code not in points:
                yield source.document.problem(
                    ("poster", place), "RKB210", f"poster.yml has no point `{code}`.{did_you_mean(code, points)}"
                )


def _templates(source: Source) -> Iterator[Problem]:
    for n, signature in enumerate(_list(source, "signatures")):
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
            if not _hit(template, text):
                yield source.document.problem(
                    ("signatures", n, "matches", k),
                    "RKB203",
                    f"the template {signature['template']!r} does not match this.",
                )
        for k, text in enumerate(signature["rejects"]):
            if _hit(template, text):
                yield source.document.problem(
                    ("signatures", n, "rejects", k),
                    "RKB204",
                    f"the template {signature['template']!r} matches this, which it must reject.",
                )


def _hit(template: Template, text: str) -> bool:
    lines = split_lines(text)
    return any(template.matches(line) for line in (*lines, *(joined for _, joined in join_wrapped(lines))))


def _unused_mitigations(sound: Sequence[Source]) -> Iterator[Problem]:
    used = {
        link["id"] for source in sound if source.kind == "challenge" for link in source.document.value["mitigations"]
    }
    for source in sound:
        if source.kind == "mitigation" and source.id not in used:
            yield source.document.problem(
                (), "RKB205", f"no challenge uses `{source.id}`. Link it from a challenge, with how it helps there."
            )


def _symptoms(source: Source) -> list[tuple[int, str]]:
    symptoms = enumerate(_list(source, "symptoms"))
    return [(n, s if isinstance(s, str) else next(iter(s.values()))) for n, s in symptoms]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9\u3400-\u9fff]+", text.lower()))


def _repeated_symptoms(challenges: Sequence[Source]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for source in challenges:
        for n, text in _symptoms(source):
            owner = first.setdefault(_plain(text), source.id)
            if owner != source.id:
                yield source.document.problem(
                    ("symptoms", n), "RKB214", f"`{owner}` has the same wording. Keep it where it fits best."
                )


def _near_symptoms(challenges: Sequence[Source]) -> Iterator[Problem]:
    for source in challenges:
        grams = [
            (n, {text[i : i + 4] for i in range(max(1, len(text) - 3))})
            for n, s in _symptoms(source)
            for text in [_plain(s)]
        ]
        for (m, one), (n, other) in combinations(grams, 2):
            if len(one & other) > _NEAR * len(one | other):
                yield source.document.problem(
                    ("symptoms", n), "RKB213", f"is nearly the same as item {m + 1}. Say it differently or remove it."
                )


def _crossing_templates(challenges: Sequence[Source]) -> Iterator[Problem]:
    related: dict[str, set[str]] = defaultdict(set)
    for source in challenges:
        for entry in source.document.value["related"]:
            related[source.id].add(entry)
            related[entry].add(source.id)
    templates = [
        (source, n, Template.parse(signature["template"]))
        for source in challenges
        for n, signature in enumerate(_list(source, "signatures"))
        if not signature.get("weak")
    ]
    texts = [
        (source.id, text)
        for source in challenges
        for signature in _list(source, "signatures")
        for text in signature["matches"]
    ]
    for source, n, template in templates:
        for owner, text in texts:
            if owner != source.id and owner not in related[source.id] and _hit(template, text):
                yield source.document.problem(
                    ("signatures", n, "template"),
                    "RKB212",
                    f"also matches output of `{owner}`: {text.splitlines()[0][:80]!r}. Sharpen it, mark it weak, or relate the two.",
                )
