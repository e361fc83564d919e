"""Version ranges as PEP 440 writes them: whether one can be read, and where it begins."""

from __future__ import annotations

import re

_RELEASE = r"v?(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*"
_PRE = r"(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?[0-9]*)?"
_POST = r"(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?"
_DEV = r"(?:[-_.]?dev[-_.]?[0-9]*)?"
_LOCAL = r"(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?"
_PUBLIC = f"{_PRE}{_POST}{_DEV}"
_CLAUSE = re.compile(
    rf"(?ia:===\s*[^\s;)]+"
    rf"|(?:==|!=)\s*{_RELEASE}(?:\.\*|{_PUBLIC}{_LOCAL})"
    rf"|~=\s*v?(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)+{_PUBLIC}"
    rf"|(?:<=|>=|<|>)\s*{_RELEASE}{_PUBLIC})"
)
_LOWER = re.compile(r"(?:>=|>|~=|===?)\s*v?([0-9]+(?:\.[0-9]+)*)")


def is_specifier(text: str) -> bool:
    """Tell whether a text is a version specifier: clauses such as `>=1.24`, separated by commas."""
    return all(_CLAUSE.fullmatch(clause.strip()) for clause in text.split(","))


def lower_bound(text: str) -> tuple[int, ...]:
    """Give the release at which a range begins; nothing where it has no lower end."""
    found = _LOWER.search(text)
    return tuple(int(part) for part in found[1].split(".")) if found else ()
