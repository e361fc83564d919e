"""What the finder in the browser ranks with: the model, the log templates and the entries' names, as one script.

A script and not a JSON file, because a page that is opened from a folder may load scripts but fetch nothing.
"""

from __future__ import annotations

import json
from itertools import pairwise
from struct import iter_unpack
from typing import TYPE_CHECKING, Any

from .. import matcher
from ..ranking import FIRST, PAIR, STEPS, exponential_curve
from .packing import pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..bundle import Bundle
    from ..models import Catalogue

PATH = "api/v1/finder.js"
_LOW = 64  # a step between numbers of features is written as its quotient by this and the remainder
# Contexts of the packed numbers: what is known before a number is read, and tells how likely each one is.
_QUOTIENT, _REMAINDER, _SIZE, _CLASS = range(4)
_BY_SIZE = 32  # from here on there are two for each size of a feature: number of weights, weight


def finder_files(bundle: Bundle, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield the finder's data."""
    data = {**_settings(bundle), **_model(bundle), "templates": _templates(bundle), **_entries(bundle, catalogue)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # A line separator ends a line of script, and "</script" would end it in a page.
    safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
    yield PATH, f"window.reproKBData({safe});\n"


def _settings(bundle: Bundle) -> dict[str, Any]:
    index, lexicon = bundle.index, bundle.index.lexicon
    return {
        "digest": bundle.meta["digest"],
        "unit": index.unit,
        "strong": matcher.STRONG,
        "likely": matcher.LIKELY,
        "doubt": matcher.DOUBT,
        "times": matcher.TIMES,
        "times_outside": matcher.TIMES_OUTSIDE,
        "strong_hit": matcher.STRONG_HIT,
        "weak_hit": matcher.WEAK_HIT,
        "last_hit": matcher.LAST_HIT,
        "words_shown": matcher.WORDS_SHOWN,
        "steps": STEPS,
        "curve": exponential_curve(),
        "biases": sorted(index.biases.items()),
        "kinds": dict(lexicon.kinds),
        "synonyms": dict(lexicon.synonyms),
    }


def _model(bundle: Bundle) -> dict[str, Any]:
    rows = [(number, square, list(iter_unpack(PAIR, packed))) for number, square, packed in bundle.index.model()]
    sizes = sorted({square for _, square, _ in rows})
    packed = pack(list(_numbers(rows, {square: size for size, square in enumerate(sizes)})))
    shape = {"low": _LOW, "by_size": _BY_SIZE, "sizes": sizes, "features": len(rows)}
    return {**shape, "tables": packed.tables, "numbers": packed.text}


def _numbers(rows: Sequence[tuple[int, int, list[Any]]], sizes: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield what the model holds, feature by feature, as numbers with their contexts."""
    steps = _steps(number for number, _, _ in rows)
    for step, (_, square, pairs) in zip(steps, rows, strict=True):
        size = sizes[square]
        by_size = _BY_SIZE + 2 * size
        yield from ((_QUOTIENT, step // _LOW), (_REMAINDER, step % _LOW), (_SIZE, size), (by_size, len(pairs)))
        for place, (ahead, (_, value)) in enumerate(zip(_steps(number for number, _ in pairs), pairs, strict=True)):
            yield _CLASS + 2 * len(pairs).bit_length() + (place > 0), ahead
            yield by_size + 1, value


def _steps(numbers: Iterable[int]) -> list[int]:
    """List by how much each number is greater than the one before it."""
    return [after - before for before, after in pairwise([0, *numbers])]


def _templates(bundle: Bundle) -> list[tuple[int, str, int]]:
    return [(stored.challenge, stored.template, int(stored.weak)) for stored in bundle.index.templates()]


def _entries(bundle: Bundle, catalogue: Catalogue) -> dict[str, Any]:
    challenges = {challenge.id: challenge for challenge in catalogue.challenges}
    fixes = {m.id: {"title": m.title, "fidelity": m.fidelity, "effort": m.effort} for m in catalogue.mitigations}
    entries: list[Any] = [None] * FIRST
    for number in range(FIRST, FIRST + len(challenges)):
        challenge = challenges[bundle.index.named(number)[0]]
        entries.append(
            {
                "id": challenge.id,
                "title": challenge.title,
                "area": challenge.area,
                "impact": challenge.impact,
                "check": challenge.checks[0].do,
                "fixes": [link.id for link in challenge.mitigations],
            }
        )
    return {"entries": entries, "fixes": fixes}
