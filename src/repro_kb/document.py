"""One YAML file, read strictly: plain data with the place of each value, or the reasons why not.

YAML is read event by event with a stack of our own instead of PyYAML's composer. That keeps every mark, refuses what
the catalogue does not need (anchors, tags, several documents, types guessed from spelling), and no nesting depth can
exhaust Python's stack.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from .models import Problem
from .record import Record

if TYPE_CHECKING:
    from pathlib import Path

    Path_ = tuple[str | int, ...]
    Mark = tuple[int, int]

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
_TOO_DEEP = f"nesting deeper than {MAX_DEPTH} levels. No field of an entry needs that."
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's parser is about ten times faster
_UNPRINTABLE = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069]"
)
# What YAML 1.1 or 1.2 takes for something other than text when it stands unquoted.
_BOOLEAN = re.compile(r"(?i:y|yes|n|no|on|off|true|false)")
_NULL = re.compile(r"(?i:~|null|)")
_NUMBER = re.compile(
    r"(?i:[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*(:[0-5]?[0-9])*(\.[0-9_]*)?(e[-+]?[0-9]+)?|\.[0-9][0-9_]*(e[-+]?[0-9]+)?|\.inf|\.nan))"
)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?")


class Document(Record):
    """The value of a YAML file and the place of each of its parts.

    Attributes:
        file: Path as it is shown in problems.
        value: Strings, booleans, lists and mappings, nothing else.
        marks: Line and column, counted from 1, by path of keys and indices; a key's own place under `(*path, "key", key)`.
    """

    file: str
    value: Any
    marks: dict[Path_, Mark]

    def problem(self, path: Path_, code: str, message: str, *, key: str | None = None) -> Problem:
        """Make a problem at the place of a value, or of the nearest value around it that has one."""
        place = self.marks.get((*path, "\0key", key)) if key is not None else None
        while place is None:
            place, path = self.marks.get(path, None if path else (1, 1)), path[:-1]
        return Problem(file=self.file, line=place[0], column=place[1], code=code, message=message)


def read_document(path: Path, shown: str) -> tuple[Document | None, list[Problem]]:
    """Read a YAML file strictly.

    Args:
        path: The file.
        shown: How problems name it.

    Returns:
        The document, or None where it cannot be built at all, and everything that is wrong with its form.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [_at(shown, 1, 1, "RKB001", f"cannot be read: {error.strerror}. Check its permissions.")]
    return parse_document(raw, shown)


def parse_document(raw: bytes, shown: str) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of a YAML file strictly; see `read_document`."""
    if len(raw) > MAX_BYTES:
        return None, [
            _at(shown, 1, 1, "RKB001", f"is larger than {MAX_BYTES:,} bytes. An entry is a page of text: shorten it.")
        ]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(raw[: error.start].decode("utf-8"), error.start)
        return None, [
            _at(shown, line, column, "RKB001", f"byte 0x{raw[error.start]:02x} is not UTF-8. Save the file as UTF-8.")
        ]
    problems = _characters(text, shown)
    return (None, problems) if problems else _Builder(shown).build(text)


def _characters(text: str, shown: str) -> list[Problem]:
    if text.startswith("\ufeff"):
        return [_at(shown, 1, 1, "RKB002", "starts with a byte order mark. Save the file as UTF-8 without BOM.")]
    problems = []
    if found := _UNPRINTABLE.search(text):
        message = f"character U+{ord(found[0]):04X} is invisible or a control character. Remove it."
        problems.append(_at(shown, *_place(text, found.start()), "RKB002", message))
    if (tab := text.find("\t")) >= 0:
        problems.append(
            _at(
                shown,
                *_place(text, tab),
                "RKB003",
                "a tab. Indent with spaces; inside a text write \\t in double quotes.",
            )
        )
    return problems


def _place(text: str, offset: int) -> Mark:
    before = text[:offset]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _mark(event: yaml.Event) -> Mark:
    mark = event.start_mark
    assert mark is not None  # the parser gives every event one
    return mark.line + 1, mark.column + 1


def _at(file: str, line: int, column: int, code: str, message: str) -> Problem:
    return Problem(file=file, line=line, column=column, code=code, message=message)


class _Builder:
    """Builds the value of a document from its YAML events."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []
        self.marks: dict[Path_, Mark] = {}
        self.path: list[str | int] = []
        self.open: list[Any] = []
        self.keys: list[str | None] = []
        self.root: Any = None

    def build(self, text: str) -> tuple[Document | None, list[Problem]]:
        try:
            finished = all(self.take(event) for event in yaml.parse(text, Loader=_LOADER))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            why = " ".join(part for part in (error.context, error.problem) if part)
            hint = "Look for a missing quote, a colon inside unquoted text, or wrong indentation."
            code, message = "RKB004", f"is not YAML here: {why}. {hint}"
            if "nesting depth" in why:  # libyaml looks ahead, and has a limit of its own
                code, message = "RKB008", _TOO_DEEP
            self.problems.append(_at(self.shown, line, column, code, message))
            finished = False
        if finished and not isinstance(self.root, dict):
            self.problems.append(
                _at(
                    self.shown,
                    1,
                    1,
                    "RKB004",
                    "is not a mapping. Write `key: value` lines, as catalogue/README.md shows.",
                )
            )
            finished = False
        return (Document(file=self.shown, value=self.root, marks=self.marks) if finished else None), self.problems

    def take(self, event: yaml.Event) -> bool:
        """Take one event; False stops the reading."""
        if getattr(event, "anchor", None):  # the name of an anchor, or of the one that an alias repeats
            self.report(event, "RKB005", "an anchor or alias. Write the text out: each entry stands on its own.")
        if isinstance(event, yaml.AliasEvent):
            return False
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) not in (None, "!"):
            self.report(event, "RKB005", f"the tag {event.tag!r}. Remove it: types are never given by tags here.")  # type: ignore[attr-defined]  # scalar and collection starts have a tag
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.report(event, "RKB008", "a second document. Put one entry in one file.")
            return False
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            return self.start(event, [] if isinstance(event, yaml.SequenceStartEvent) else {})
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            self.keys.pop()
            if self.open:
                self.leave()
        return True

    def report(self, event: yaml.Event, code: str, message: str) -> None:
        self.problems.append(_at(self.shown, *_mark(event), code, message))

    def start(self, event: yaml.CollectionStartEvent, value: list[Any] | dict[str, Any]) -> bool:
        if len(self.open) >= MAX_DEPTH:
            self.report(event, "RKB008", _TOO_DEEP)
            return False
        if self.open and isinstance(self.open[-1], dict) and self.keys[-1] is None:
            self.report(event, "RKB004", "a mapping or list used as a key. Keys are plain words.")
            return False
        self.enter(event, value)
        self.open.append(value)
        self.keys.append(None)
        return True

    def scalar(self, event: yaml.ScalarEvent) -> None:
        if self.open and isinstance(self.open[-1], dict) and self.keys[-1] is None:
            self.key(event)
            return
        self.enter(event, self.resolve(event))
        if self.open:
            self.leave()

    def key(self, event: yaml.ScalarEvent) -> None:
        self.resolve(event)
        if event.value in self.open[-1]:
            first = self.marks[(*self.path, "\0key", event.value)][0]
            self.report(
                event, "RKB006", f"the key `{event.value}` stands twice, first in line {first}. Keep one of them."
            )
        self.keys[-1] = event.value
        self.marks[(*self.path, "\0key", event.value)] = _mark(event)

    def enter(self, event: yaml.Event, value: Any) -> None:
        if not self.open:
            self.root = value
        elif isinstance(parent := self.open[-1], list):
            self.path.append(len(parent))
            parent.append(value)
        else:
            key = self.keys[-1]
            assert key is not None  # a value follows its key
            self.path.append(key)
            parent[key] = value
        self.marks.setdefault(tuple(self.path), _mark(event))

    def leave(self) -> None:
        self.path.pop()
        self.keys[-1] = None

    def resolve(self, event: yaml.ScalarEvent) -> str | bool:
        text: str = event.value
        if found := _UNPRINTABLE.search(text):
            self.report(
                event, "RKB002", f"the escape for U+{ord(found[0]):04X}, a control or invisible character. Remove it."
            )
        if event.style is not None and event.style != "":
            return text
        if text in ("true", "false"):
            return text == "true"
        kinds = ((_BOOLEAN, "a truth value"), (_NULL, "nothing"), (_NUMBER, "a number"), (_DATE, "a date"))
        kind = next((kind for pattern, kind in kinds if pattern.fullmatch(text)), None)
        if kind:
            remedy = f'Write "{text}" in quotes.' if text else "Give a value, or remove the key."
            self.report(
                event, "RKB007", f"unquoted {text!r} means {kind} to a YAML reader, and text is expected. {remedy}"
            )
        return text
