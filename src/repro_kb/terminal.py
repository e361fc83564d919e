"""Text for a terminal: filled lines, commands behind a prompt, styles; and plain data as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .models import Check, Step, Verification

    Style = Callable[..., str]

WIDTH = 80


def plain(text: str, **_: Any) -> str:
    """Style nothing: the style of output that is not for a terminal."""
    return text


def dump(data: object) -> str:
    """Write plain data as JSON, indented."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def wrap(text: str, indent: int, first: str = "") -> list[str]:
    """Fill lines with words, as `textwrap` does at thirty times the price of these lines."""
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        line = first if first and not lines else " " * indent
        bare = True
        for word in paragraph.split():
            if not bare and len(line) + 1 + len(word) > WIDTH:
                lines.append(line)
                line, bare = " " * indent, True
            line += word if bare else f" {word}"
            bare = False
        lines.append(line)
    return lines


def snippet(run: str, lang: str, indent: int, style: Style) -> Iterator[str]:
    """Yield the lines of a snippet, a shell command behind a prompt."""
    for n, line in enumerate(run.splitlines()):
        prompt = "$ " if n == 0 and lang == "sh" else "  "
        yield " " * indent + style(prompt + line, fg="cyan") if line else ""


def instruction(wanted: Check | Step | Verification, indent: int, style: Style, first: str = "") -> Iterator[str]:
    """Yield the lines of something to do: the sentence, then its snippet."""
    yield from wrap(f"{wanted.do}.", indent, first)
    yield from snippet(wanted.run, wanted.lang, indent, style)
