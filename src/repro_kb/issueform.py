"""An issue that was written with the form for an entry, turned into a draft."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .draft import Draft, iter_symptoms, slug
from .drafting import log_fields
from .errors import InputError
from .models import AREAS
from .normalise import clean
from .redaction import redact
from .schema import load_schema
from .versions import is_specifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_EMPTY = "_No response_"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_AFFECTED = re.compile(r"([A-Za-z0-9][\w.-]*)\s*([<>=!~][^;]*?)(?:,?\s+since\s+(\d{4}-\d{2}(?:-\d{2})?))?\s*[.]?")
_FENCE = re.compile(r"\A(`{3,}|~{3,})[^\n]*\n(.*?)\n?\1\s*\Z", re.DOTALL)
_FINGERPRINT = re.compile(r"^\(fingerprint [0-9a-f]{16}\)$", re.MULTILINE)  # what `repro-kb report` adds
_REPORTS = 5


def draft_from_issue(body: str) -> tuple[Draft, tuple[str, ...]]:
    """Turn the text of an issue into a draft.

    Args:
        body: Markdown as the form writes it: a heading for each field, and below it what was filled in.

    Returns:
        The draft, and what of the issue could not be put into a field; such text stands in the draft as a comment.

    Raises:
        InputError: The text is not of that form: it has no title or no area.
    """
    answers = _sections(clean(body).replace("\t", "    "))
    title, area = " ".join(answers.get("title", "").split()), answers.get("area", "")
    if not title or area not in AREAS:
        raise InputError("the text is not an issue of the form for an entry: it has no title, or no area.")
    fields: dict[str, Any] = {"title": redact(title)}
    notes: dict[str, str] = {}
    for key, text in answers.items():
        if key not in ("title", "area"):
            value, rest = _read(key, redact(text) if key != "references" else text)
            fields |= {key: value} if value else {}
            notes |= {key: rest} if rest else {}
    draft = Draft(kind="challenge", id=slug(title) or "unnamed", area=area, fields=fields, notes=notes)
    return draft, tuple(f"`{key}` has to be put into its form by hand: {text}" for key, text in notes.items())


def _sections(body: str) -> dict[str, str]:
    """Cut an issue at the headings that are labels of the form: any other heading is part of an answer."""
    labels = {"Area": "area"} | {node["title"]: key for key, node in load_schema("challenge")["properties"].items()}
    parts = re.split(rf"(?m)^### ({'|'.join(map(re.escape, labels))})[ \r]*$", body)
    answers = ((labels[label], text.strip()) for label, text in zip(parts[1::2], parts[2::2], strict=True))
    return {key: _unfenced(text) for key, text in answers if text and text != _EMPTY}


def _unfenced(text: str) -> str:
    found = _FENCE.match(text)
    return found[2] if found else text


def _read(key: str, text: str) -> tuple[Any, str]:
    """Give the value of a field, and the text that does not fit into it."""
    if key in _READERS:
        return _READERS[key](text)
    node = load_schema("challenge")["properties"][key]
    choices = node.get("enum") or node.get("items", {}).get("enum")
    if not choices:
        return text if key == "causes" else " ".join(text.split()), ""
    chosen = [part.strip() for part in text.split(",")]
    known = [part for part in chosen if part in choices]
    rest = ", ".join(part for part in chosen if part not in choices)
    return (known[0] if "enum" in node and known else known), rest


def _lines(text: str) -> Iterator[str]:
    return (line.strip().lstrip("-*").strip() for line in text.splitlines() if line.strip(" -*"))


def _affected(text: str) -> tuple[Any, str]:
    items, rest = [], []
    for line in _lines(text):
        found = _AFFECTED.fullmatch(line)
        if found and is_specifier(found[2].strip()):
            since = {"since": found[3]} if found[3] else {}
            items.append({"package": found[1], "versions": found[2].strip(), **since})
        else:
            rest.append(line)
    return items, "\n".join(rest)


def _checks(text: str) -> tuple[Any, str]:
    parts = (line.partition(": ") for line in _lines(text))
    return [{"do": do.rstrip(".")} | ({"then": then} if then else {}) for do, _, then in parts], ""


def _mitigations(text: str) -> tuple[Any, str]:
    links, rest = [], []
    for line in _lines(text):
        entry, how = re.match(r"`?([a-z0-9-]*)`?[ :,.]*(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]  # every part may be empty
        if _ID.fullmatch(entry):
            links.append({"id": entry} | ({"how": how} if len(how) >= 30 else {}))
        if not _ID.fullmatch(entry) or 0 < len(how) < 30:
            rest.append(line)
    return links, "\n".join(rest)


def _ids(text: str) -> tuple[Any, str]:
    words = list(dict.fromkeys(word.strip("`.,;") for word in text.split()))
    known = [word for word in words if _ID.fullmatch(word)]
    return known, " ".join(word for word in words if word not in known)


def _references(text: str) -> tuple[Any, str]:
    lines = list(_lines(text))
    keys = [line for line in lines if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", line)]
    return keys, "\n".join(line for line in lines if line not in keys)


def _reports(text: str) -> tuple[Any, str]:
    found = list(dict.fromkeys(re.findall(r"https://[^\s<>)\"']+", text)))
    return found[:_REPORTS], "\n".join(found[_REPORTS:])


_READERS: dict[str, Callable[[str], tuple[Any, str]]] = {
    "applies_to": _affected,
    "checks": _checks,
    "mitigations": _mitigations,
    "related": _ids,
    "references": _references,
    "reports": _reports,
    "signatures": lambda text: (log_fields(_FINGERPRINT.sub("", text))["signatures"], ""),
    "symptoms": lambda text: (list(iter_symptoms(_lines(_FINGERPRINT.sub("", text)))), ""),
}
