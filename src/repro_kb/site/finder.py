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
from ..signatures import Template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..bundle import Bundle
    from ..models import Catalogue

PATH = "api/v1/finder.js"
_ZERO = 35  # the character that stands for 0: those below it JSON would write as escapes
_LOW = 64  # values that one character holds of a step between numbers of features


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
    places = {square: place for place, square in enumerate(sizes)}
    features = _steps(number for number, _, _ in rows)
    classes = [step for _, _, pairs in rows for step in _steps(number for number, _ in pairs)]
    weights = [weight for _, _, pairs in rows for _, weight in pairs]
    least = min(weights, default=0)
    return {
        "zero": _ZERO,
        "low": _LOW,
        "features_high": _text(step // _LOW for step in features),
        "features_low": _text(step % _LOW for step in features),
        "sizes": sizes,
        "squares": _text(places[square] for _, square, _ in rows),
        "counts": _text(len(pairs) for _, _, pairs in rows),
        "classes": _text(classes),
        "least": least,
        "weights": _text(weight - least for weight in weights),
    }


def _steps(numbers: Iterable[int]) -> list[int]:
    """List by how much each number is greater than the one before it."""
    return [after - before for before, after in pairwise([0, *numbers])]


def _text(numbers: Iterable[int]) -> str:
    """Write small numbers as one character each, which compresses to less than their digits."""
    return "".join(chr(_ZERO + number) for number in numbers)


def _templates(bundle: Bundle) -> list[tuple[int, str, int, int, list[str]]]:
    parsed = [(stored, Template.parse(stored.template)) for stored in bundle.index.templates()]
    return [(s.challenge, s.template, int(s.weak), t.length, sorted(t.anchors)) for s, t in parsed]


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
