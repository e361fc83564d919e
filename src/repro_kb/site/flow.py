"""Flow charts as SVG, drawn without a browser: boxes in layers, curves from what a step needs to the step."""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Rows = list[list[str]]

_WIDTH, _HEIGHT, _BEND, _GAP_X, _GAP_Y, _MARGIN = 172, 62, 12, 20, 40, 4
_LETTERS = 22  # that fit into a line of a box


class Box(Record):
    """A box of a flow chart, linked to the part of the page with its id."""

    id: str
    text: str
    note: str = ""
    needs: tuple[str, ...] = ()


class _Point(Record):
    """The middle of the top of a box, or of a bend: where a long curve passes a layer between boxes."""

    x: int
    y: int


def draw(boxes: Sequence[Box], label: str) -> Markup:
    """Draw boxes, which come in an order in which each follows all that it needs."""
    known = {box.id: box for box in boxes}
    lines = [line for box in boxes for need in box.needs for line in [_line(need, box.id, _depths(boxes))]]
    rows = _ordered(_rows(boxes, lines), lines)
    points = _place(rows, known)
    width = max(sum(_span(name, known) for name in row) for row in rows) + 2 * _MARGIN - _GAP_X
    height = len(rows) * (_HEIGHT + _GAP_Y) - _GAP_Y + 2 * _MARGIN
    opening = Markup(
        '<svg class="kb-flow" viewBox="0 0 {} {}" width="{}" role="group" aria-label="{}" xmlns="http://www.w3.org/2000/svg">'
    ).format(width, height, width, label)
    arrows = (_arrow([points[name] for name in line], known[line[-1]]) for line in lines)
    shapes = (_shape(box, points[box.id]) for box in boxes)
    return Markup("\n").join([opening, *arrows, *shapes, Markup("</svg>")])


def _depths(boxes: Sequence[Box]) -> dict[str, int]:
    depths: dict[str, int] = {}
    for box in boxes:
        depths[box.id] = max((depths[need] + 1 for need in box.needs), default=0)
    return depths


def _line(start: str, end: str, depths: dict[str, int]) -> list[str]:
    """Name the points of a curve: a box, a bend in each layer between, a box."""
    return [start, *(f"{start}>{end}@{depth}" for depth in range(depths[start] + 1, depths[end])), end]


def _rows(boxes: Sequence[Box], lines: list[list[str]]) -> Rows:
    depths = _depths(boxes)
    rows: Rows = [[] for _ in range(max(depths.values()) + 1)]
    for box in boxes:
        rows[depths[box.id]].append(box.id)
    for line in lines:
        for depth, bend in enumerate(line[1:-1], depths[line[0]] + 1):
            rows[depth].append(bend)
    return rows


def _ordered(rows: Rows, lines: list[list[str]]) -> Rows:
    """Sort each layer by where the curves into it come from, so that few of them cross."""
    above: dict[str, list[str]] = {}
    for line in lines:
        for start, end in pairwise(line):
            above.setdefault(end, []).append(start)
    places: dict[str, float] = {}
    ordered: Rows = []
    for row in rows:
        centres = {n: [places[a] for a in above.get(n, ())] for n in row}
        ordered.append(sorted(row, key=lambda n: sum(centres[n]) / len(centres[n]) if centres[n] else 0.0))
        places |= {name: (place + 0.5) / len(row) for place, name in enumerate(ordered[-1])}
    return ordered


def _span(name: str, known: dict[str, Box]) -> int:
    return (_WIDTH if name in known else _BEND) + _GAP_X


def _place(rows: Rows, known: dict[str, Box]) -> dict[str, _Point]:
    widest = max(sum(_span(name, known) for name in row) for row in rows)
    points: dict[str, _Point] = {}
    for depth, row in enumerate(rows):
        x = _MARGIN + (widest - sum(_span(name, known) for name in row)) // 2
        for name in row:
            points[name] = _Point(x=x + (_span(name, known) - _GAP_X) // 2, y=_MARGIN + depth * (_HEIGHT + _GAP_Y))
            x += _span(name, known)
    return points


def _arrow(points: list[_Point], end: Box) -> Markup:
    """Draw a curve from the bottom of a box, along its bends, to the top of another."""
    path = f"M{points[0].x} {points[0].y + _HEIGHT}"
    for start, stop in pairwise(points):
        middle = stop.y - _GAP_Y // 2
        path += f" C{start.x} {middle} {stop.x} {middle} {stop.x} {stop.y}"
        path += f" v{_HEIGHT}" if stop is not points[-1] else ""
    x, y = points[-1].x, points[-1].y
    return Markup('<path class="kb-arrow" d="{} M{} {} L{} {} L{} {}"><title>to {}</title></path>').format(
        path, x - 4, y - 7, x, y, x + 4, y - 7, end.text
    )


def _shape(box: Box, point: _Point) -> Markup:
    rect = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="6"/>')
    texts = Markup("").join(
        Markup('<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>').format(kind, point.x, y, text)
        for kind, y, text in _texts(box, point.y)
    )
    shape = rect.format(point.x - _WIDTH // 2, point.y, _WIDTH, _HEIGHT)
    return Markup('<a href="#{}">{}{}</a>').format(box.id, shape, texts)


def _texts(box: Box, top: int) -> Iterator[tuple[str, int, str]]:
    lines = [("kb-box-title", line) for line in wrap(box.text, _LETTERS)[:2]]
    lines += [("kb-box-note", box.note)] if box.note else []
    for place, (kind, line) in enumerate(lines):
        yield kind, top + (_HEIGHT - 16 * len(lines)) // 2 + 13 + 16 * place, line
