"""A new entry that is not finished: what is known of it, and its file with a comment on every field."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .models import wording
from .record import Record
from .schema import load_schema, referred
from .yamltext import iter_comment, iter_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_ID = 60
_LATER = ("former_ids", "review_by", "ignore")  # nothing that a new entry has
_HEADER = """\
A draft. What holds the place of a text begins with TODO; `repro-kb validate` lists what is still to be written.
catalogue/README.md says what each field holds, and how symptoms and log templates are written."""
# What to think of, one line for each of the wordings that an entry needs.
_PROMPTS = (
    "in two or three words, as typed into a search box",
    "the last line of the output, without paths",
    "as the title of an issue",
    "as a question to a colleague",
    "what was run, and what came instead",
    "with the name of the library",
    "with the name of a data set or a model",
    "as a complaint, with a typing error",
    "by somebody who only sees a wrong number",
    "by somebody who compares with the paper",
    "after an upgrade",
    "on another machine",
    "on a cluster or in a container",
    "in a notebook",
    "a longer one, with settings",
    "what was tried already, without success",
    "in the words of another field",
    "by a beginner, without technical terms",
    "by the author of the repository",
    "as a reviewer would say it",
)


class Draft(Record):
    """What is known of a new entry.

    Attributes:
        kind: challenge or mitigation.
        id: Its id; the stem of its file.
        area: The area whose folder it belongs to.
        fields: Plain values of its YAML form, as far as they are known.
        notes: By field, what somebody wrote about it that has to be put into its form by hand.
    """

    kind: str
    id: str
    area: str
    fields: Mapping[str, Any]
    notes: Mapping[str, str] = MappingProxyType({})

    @property
    def place(self) -> str:
        """Path of the file within a catalogue."""
        return f"{self.area}/{self.kind}s/{self.id}.yml"


def slug(title: str) -> str:
    """Make an id of a title: lower-case words joined by hyphens."""
    words = "-".join(re.findall(r"[a-z0-9]+", title.lower()))
    return words if len(words) <= MAX_ID else words[: MAX_ID + 1].rpartition("-")[0] or words[:MAX_ID]


def render_draft(draft: Draft) -> str:
    """Render the file of a draft."""
    schema = load_schema(draft.kind)
    lines = [f"# yaml-language-server: $schema={schema['$id']}", *iter_comment(_HEADER), ""]
    for key, node in schema["properties"].items():
        known = key in draft.fields or key in schema["required"]
        if known or key in draft.notes:
            lines += iter_comment(f"{node['description']}{_choices(node)}")
            lines += iter_comment(f"As it was proposed: {draft.notes[key]}") if key in draft.notes else ()
        if known:
            lines += iter_field(key, _filled(key, node, draft.fields.get(key), schema))
    absent = [k for k in schema["properties"] if k not in (*draft.fields, *schema["required"], *_LATER)]
    lines += ["", *iter_comment(f"It may also have: {', '.join(absent)}.")] if absent else ()
    return "\n".join([*lines, ""])


def _choices(node: Mapping[str, Any]) -> str:
    choices = node.get("enum") or node.get("items", {}).get("enum")
    return f" Of: {', '.join(choices)}." if choices else ""


def _filled(key: str, node: Mapping[str, Any], value: Any, schema: Mapping[str, Any]) -> Any:
    """Give a value, with placeholders for what it lacks."""
    node = referred(node["$ref"], schema["$defs"]) if "$ref" in node else node
    if node.get("type") == "array":
        items = list(value or ())
        missing = range(len(items), node.get("minItems", 0))
        if key == "symptoms":
            return items + [f"TODO {_PROMPTS[n % len(_PROMPTS)]}" for n in missing]
        parts = (_filled("", node["items"], item, schema) for item in (*items, *(None for _ in missing)))
        return list(parts)
    if node.get("type") == "object":
        given = value or {}
        names = (name for name in node["properties"] if name in given or name in node["required"])
        return {name: _filled(name, node["properties"][name], given.get(name), schema) for name in names}
    return value if value not in (None, "") else _placeholder(node)


def _placeholder(node: Mapping[str, Any]) -> str:
    if "enum" in node:
        return "TODO"
    if "pattern" in node:
        return "todo"  # in the form of an id, and none
    text = f"TODO {node['description'][:1].lower()}{node['description'][1:]}"
    return text[: node.get("maxLength", len(text))]


def iter_wordings(draft: Draft) -> Iterator[str]:
    """Yield what a draft says of the problem, to look for entries that come near."""
    yield draft.fields["title"]
    for symptom in draft.fields.get("symptoms", ()):
        yield wording(symptom)
    for signature in draft.fields.get("signatures", ()):
        yield from signature["matches"]


def iter_symptoms(lines: Iterable[str]) -> Iterator[Any]:
    """Yield wordings as symptoms, each once: English as texts, Chinese under its language."""
    seen: set[str] = set()
    for line in lines:
        text = " ".join(line.strip().lstrip("-*").split())
        if len(text) >= 3 and text.lower() not in seen:
            seen.add(text.lower())
            yield {"zh": text[:300]} if re.search(r"[\u3400-\u9fff]", text) else text[:700]
