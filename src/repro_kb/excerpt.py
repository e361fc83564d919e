"""The part of a log that names the problem, and a log template for it."""

from __future__ import annotations

import re
from itertools import takewhile

from .normalise import TROUBLE, clean, fold
from .signatures import Template

_NAMES_ERROR = re.compile(
    r"^\s*(?:\[[^\]]*\]:? ?)?(?:[\w.]+(?:Error|Exception|Interrupt|Exit)\b|error:|fatal:|E: |ERROR[: ])"
)
_FRAMES = 8  # lines of a traceback that are kept before its last line
_LITERAL = 12  # letters and digits that a proposed template fixes at least
_LONGEST = 300  # characters of a line that are kept
# What differs from run to run within a message: what redaction left, numbers, addresses, file names with a folder.
_VARIES = re.compile(
    r"<(?:path|user|host|token|key|email|ip)>(?:[/\\@][^\s\"',;:)\]]*)?"
    r"|(?:[\w.+-]*[/\\])+[\w.+-]+"
    r"|0x[0-9a-fA-F]+|\b[0-9a-f]{8,}\b|\b[0-9]+(?:[.,:][0-9]+)*\b"
)
_LEADING = re.compile(r"^(?:\[[^\]]*\]:?|[0-9:.,/T-]+|\w*rank\w*[ :=]+[0-9]+\]?:?|[A-Z]+[:|]) +", re.ASCII)


def headline(text: str) -> str:
    """Pick the line that names the problem: the last that names an error, else the last that names trouble or anything."""
    lines = _lines(text)
    errors = [line for line in lines if _NAMES_ERROR.match(line)]
    troubled = [line for line in lines if any(word in line.lower() for word in TROUBLE)]
    return (errors or troubled or lines or [""])[-1].strip()


def cut_excerpt(text: str) -> str:
    """Cut out the line that names the problem and the end of the traceback before it."""
    lines, main = _lines(text), headline(text)
    if not main:
        return ""
    place = max(n for n, line in enumerate(lines) if line.strip() == main)
    before = list(takewhile(lambda line: line.startswith((" ", "\t", "Traceback")), reversed(lines[:place])))
    return "\n".join([*before[:_FRAMES][::-1], lines[place]])


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
    lines = (line.replace("\t", "    ").rstrip()[:_LONGEST] for line in clean(text).split("\n"))
    return [line for line in lines if line]
