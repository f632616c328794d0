"""Small pictures drawn on the server: circles, bars and shares of the overviews, readable before any script runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.components import colours
from dashboards.components.native import Native, Node, node

_CENTRE, _OUTER, _INNER = 100.0, 96.0, 40.0
_LEAST_LABELLED = 0.04
_WHITE = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a ring: its mark stands in the slice and beside its name in the table."""

    mark: str
    colour: str
    value: int


def ring(slices: Sequence[Slice], alternative: str) -> Native:
    """A ring of slices parted by white lines, clockwise from the top; `alternative` says it in words."""
    total = sum(part.value for part in slices)
    shapes: list[Node] = []
    labels: list[Node] = []
    start = 0.0
    for part in slices:
        share = part.value / total if total else 0.0
        if share:
            shapes.append(_sector(start, share, part.colour))
        if share >= _LEAST_LABELLED:
            labels.append(_slice_label(start + share / 2, part))
        start += share
    picture = node("svg", *shapes, *labels, viewBox="0 0 200 200", role="img", aria_label=alternative, class_="ring")
    return Native(picture)


def _point(turn: float, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * turn
    return _CENTRE + radius * math.sin(angle), _CENTRE - radius * math.cos(angle)


def _sector(start: float, share: float, colour: str) -> Node:
    if share > 1 - 1e-9:
        middle = (_OUTER + _INNER) / 2
        return node(
            "circle", cx=_CENTRE, cy=_CENTRE, r=middle, fill="none", stroke=colour, stroke_width=_OUTER - _INNER
        )
    large = int(share > 0.5)
    (ax, ay), (bx, by) = _point(start, _OUTER), _point(start + share, _OUTER)
    (cx, cy), (dx, dy) = _point(start + share, _INNER), _point(start, _INNER)
    path = (
        f"M{ax:.2f} {ay:.2f}A{_OUTER:g} {_OUTER:g} 0 {large} 1 {bx:.2f} {by:.2f}"
        f"L{cx:.2f} {cy:.2f}A{_INNER:g} {_INNER:g} 0 {large} 0 {dx:.2f} {dy:.2f}Z"
    )
    return node("path", d=path, fill=colour, stroke=_WHITE, stroke_width=2)


def _slice_label(turn: float, part: Slice) -> Node:
    x, y = _point(turn, (_OUTER + _INNER) / 2)
    return node(
        "text",
        part.mark,
        x=f"{x:.1f}",
        y=f"{y + 5:.1f}",
        fill=colours.text_on(part.colour),
        text_anchor="middle",
        font_size=15,
        font_weight=700,
        aria_hidden="true",
    )


def mark(part: Slice) -> Native:
    """The coloured mark of a slice, to stand beside its name."""
    square = node("rect", x=0, y=0, width=22, height=22, rx=4, fill=part.colour)
    text = node(
        "text",
        part.mark,
        x=11,
        y=16,
        fill=colours.text_on(part.colour),
        text_anchor="middle",
        font_size=14,
        font_weight=700,
    )
    return Native(
        node("svg", square, text, viewBox="0 0 22 22", width=22, height=22, aria_hidden="true", class_="mark")
    )


def bar(value: float, most: float, colour: str) -> Native:
    """A horizontal bar of `value` on the scale 0–`most`; its figure stands beside it."""
    width = 100 * value / most if most else 0
    track = node("rect", x=0, y=0, width=100, height=10, fill="#EEF3F4")
    filled = node("rect", x=0, y=0, width=f"{width:.2f}", height=10, fill=colour)
    picture = node(
        "svg", track, filled, viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true", class_="bar-picture"
    )
    return Native(picture)


def split(parts: Sequence[tuple[float, str]]) -> Native:
    """One bar divided by shares (value, colour), from the left, with a white line between."""
    total = sum(value for value, _ in parts)
    shapes: list[Node] = []
    start = 0.0
    for value, colour in parts:
        width = 100 * value / total if total else 0
        shapes.append(node("rect", x=f"{start:.2f}", y=0, width=f"{width:.2f}", height=16, fill=colour))
        start += width
        shapes.append(node("rect", x=f"{start - 0.3:.2f}", y=0, width=0.6, height=16, fill=_WHITE))
    picture = node(
        "svg", *shapes, viewBox="0 0 100 16", preserveAspectRatio="none", aria_hidden="true", class_="split-picture"
    )
    return Native(picture)
