"""The part of a log that names the problem, and a log template for it."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from .normalise import TROUBLE, clean, fold
from .redaction import redact
from .signatures import Template

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NAMES_ERROR = re.compile(
    r"^\s*(?:\[[^\]]*\]:? ?)?(?:[\w.]+(?:Error|Exception|Interrupt|Exit)\b|error:|fatal:|E: |ERROR[: ])"
)
_FRAMES = 8  # lines of a traceback that are kept before its last line
_LITERAL = 12  # letters and digits that a proposed template fixes at least
_READ = 2_000  # characters of a line that are read
_LONGEST = 300  # characters of a line that are kept
# What differs from run to run within a message: what redaction left, numbers, addresses, file names with a folder.
_VARIES = re.compile(
    r"<(?:path|user|host|token|key|email|ip)>(?:[/\\@][^\s\"',;:)\]]*)?"
    r"|(?:[\w.+-]*[/\\])+[\w.+-]+"
    r"|0x[0-9a-fA-F]+|\b[0-9a-f]{8,}\b|\b[0-9]+(?:[.,:][0-9]+)*\b"
)
_LEADING = re.compile(r"^(?:\[[^\]]*\]:?|[0-9:.,/T-]+|\w*rank\w*[ :=]+[0-9]+\]?:?|[A-Z]+[:|]) +", re.ASCII)


def headline(text: str) -> str:
    """Pick the line that names the problem: the last that names an error, else the last that names trouble, else the first."""
    lines = _lines(text)
    return lines[_main(lines)].strip() if lines else ""


def cut_excerpt(text: str, *, users: Iterable[str] = (), hosts: Iterable[str] = ()) -> str:
    """Cut out the line that names the problem and the end of the traceback before it, redacted; of a few lines keep all.

    Args:
        text: A log, or a description.
        users: Names of people on this machine, taken out wherever they stand.
        hosts: Names of this machine, likewise.
    """
    lines = _lines(text)
    if len(lines) > _FRAMES:
        main = _main(lines)
        before = takewhile(lambda line: line.startswith((" ", "Traceback")), reversed(lines[:main]))
        lines = [*list(before)[:_FRAMES][::-1], lines[main]]
    # Lines are shortened last: half a token would not be recognised.
    return "\n".join(line[:_LONGEST] for line in redact("\n".join(lines), users=users, hosts=hosts).splitlines())


def is_output(text: str) -> bool:
    """Tell whether a text is what a machine printed rather than what somebody says."""
    return any(_NAMES_ERROR.match(line) or line.startswith("Traceback") for line in _lines(text))


def _main(lines: Sequence[str]) -> int:
    errors = [n for n, line in enumerate(lines) if _NAMES_ERROR.match(line)]
    troubled = [n for n, line in enumerate(lines) if any(word in line.lower() for word in TROUBLE)]
    return (errors or troubled or [0])[-1]


def propose_template(line: str) -> str:
    """Turn a line into a log template, with holes for what differs from run to run; empty if too little would be left."""
    text = line.strip()
    while shorter := _LEADING.sub("", text):
        if shorter == text:
            break
        text = shorter
    text = re.sub(r"<\*>(?:[\s,;x]*<\*>)+", "<*>", _VARIES.sub("<*>", text.replace("|", "<*>")))
    text = text.removeprefix("<*>").removesuffix("<*>").strip()
    text = text[:240] if len(text) <= 240 else text[:240].rpartition(" ")[0]
    return text if _is_usable(text, line) else ""


def mask(line: str) -> str:
    """Bring a line to the form that is the same for everybody who meets the problem."""
    return " ".join(_VARIES.sub("<*>", fold(line)).split())


def _is_usable(text: str, line: str) -> bool:
    template = Template.parse(text)
    try:
        return (
            bool(template.pieces)
            and template.length >= _LITERAL
            and bool(template.anchors)
            and template.matches(fold(line))
        )
    except ValueError:
        return False


def _lines(text: str) -> list[str]:
    lines = (line.replace("\t", "    ").rstrip()[:_READ] for line in clean(text).split("\n"))
    return [line for line in lines if line]
