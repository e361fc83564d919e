"""Plain values as YAML that the strict reader takes, laid out as people write it."""

from __future__ import annotations

import json
import re
from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDTH = 110
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_NO_WORD = re.compile(r"(?i:y|yes|n|no|on|off|true|false|null)")


def iter_field(key: str, value: Any, indent: int = 0) -> Iterator[str]:
    """Yield the lines of a key with its value: texts, truth values, lists of texts or mappings, mappings of texts."""
    space = " " * indent
    if isinstance(value, list) and not all(isinstance(item, str) and _is_word(item) for item in value):
        yield f"{space}{key}:"
        for item in value:
            yield from _item(item, indent + 2)
    elif isinstance(value, dict):
        yield f"{space}{key}:"
        for name, part in value.items():
            yield from iter_field(name, part, indent + 2)
    elif isinstance(value, str):
        first, *more = _text(value, indent + 2, len(key) + 2)
        yield f"{space}{key}: {first}"
        yield from more
    else:
        yield f"{space}{key}: {'[' + ', '.join(value) + ']' if isinstance(value, list) else json.dumps(value)}"


def iter_comment(text: str, indent: int = 0) -> Iterator[str]:
    """Yield the lines of a comment."""
    for line in text.splitlines():
        yield from (f"{' ' * indent}# {part}" for part in wrap(line, WIDTH - indent, break_on_hyphens=False))


def _item(item: str | Mapping[str, Any], indent: int) -> Iterator[str]:
    if isinstance(item, str):
        first, *more = _text(item, indent + 2, 2)
        yield f"{' ' * indent}- {first}"
        yield from more
        return
    lines = (line for name, part in item.items() for line in iter_field(name, part, indent + 2))
    yield f"{' ' * indent}- {next(lines).lstrip()}"
    yield from lines


def _text(text: str, indent: int, used: int) -> list[str]:
    """Write a text in quotes, as a folded paragraph where it is long, or line by line where it has lines."""
    space = " " * indent
    if _is_word(text):
        return [text]
    if "\n" in text and not text.startswith((" ", "\n")) and not text.endswith("\n"):
        return ["|-", *(f"{space}{line}".rstrip() for line in text.split("\n"))]
    if len(text) + indent + used > WIDTH and text == " ".join(text.split()):
        return [
            ">-",
            *(space + line for line in wrap(text, WIDTH - indent, break_long_words=False, break_on_hyphens=False)),
        ]
    return [json.dumps(text, ensure_ascii=False)]


def _is_word(text: str) -> bool:
    return bool(_WORD.fullmatch(text)) and not _NO_WORD.fullmatch(text)
