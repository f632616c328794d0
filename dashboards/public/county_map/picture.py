"""The map as a picture that stands alone: title, map, legend and source on one sheet, written as SVG."""

from __future__ import annotations

from typing import NamedTuple

from dashboards.components.choropleth import Choropleth, legend_rows, map_shapes
from dashboards.components.markup import node_to_html
from dashboards.components.native import Node, node
from dashboards.components.texts import Texts
from warehouse.county_outlines import county_outlines

WIDTH, MARGIN, TOP = 780, 30, 95
"""Measures of the sheet in units of the outlines: its width, its margin, and where the map begins."""
_ROW = 30
_FONT = "system-ui, 'Segoe UI', Roboto, Arial, sans-serif"
INK = "#10282C"


class Line(NamedTuple):
    """A line of words on the sheet: where it begins, and how large it is."""

    text: str
    x: int
    y: int
    size: int
    is_bold: bool = False


class Swatch(NamedTuple):
    """A sample of a fill on the sheet."""

    x: int
    y: int
    width: int = 30
    height: int = 20


def write_svg(shown: Choropleth, description: str, source: str, texts: Texts) -> bytes:
    """The picture as UTF-8. `description` says what it shows to those who do not see it."""
    height = sheet_height()
    map_place = node("g", *map_shapes(shown), transform=f"translate({map_left()} {TOP})")
    ground = node("rect", width=WIDTH, height=height, fill="#FFFFFF")
    parts = [
        node("title", shown.title),
        node("desc", description),
        ground,
        *(_text(*line) for line in title_lines(shown)),
        map_place,
        *_legend(shown, texts),
        _text(*source_line(source)),
    ]
    picture = node(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
        role="img",
        font_family=_FONT,
        fill=INK,
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{node_to_html(picture)}\n'.encode()


def sheet_height() -> int:
    """How high the sheet is."""
    return TOP + county_outlines().height + 2 * MARGIN + 20


def map_left() -> int:
    """Where the map stands, from the left."""
    return WIDTH - county_outlines().width - MARGIN


def title_lines(shown: Choropleth) -> list[Line]:
    """The title, on several lines where it is long."""
    size = 20
    longest = (WIDTH - 2 * MARGIN) * 8 // (5 * size)
    lines = [""]
    for word in shown.title.split():
        if lines[-1] and len(lines[-1]) + len(word) >= longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [Line(line, MARGIN, 42 + number * 26, size, is_bold=True) for number, line in enumerate(lines)]


def legend_lines(shown: Choropleth, texts: Texts) -> list[tuple[str, Swatch, Line]]:
    """The fill of each class, where its swatch stands, and its words beside it."""
    found = []
    for number, (fill, values, counties) in enumerate(legend_rows(shown, texts)):
        y = TOP + 60 + number * _ROW
        found.append((fill, Swatch(MARGIN, y), Line(f"{values} {counties}", MARGIN + 42, y + 16, 16)))
    return found


def source_line(source: str) -> Line:
    """The last line of the sheet."""
    return Line(source, MARGIN, sheet_height() - 18, 13)


def _legend(shown: Choropleth, texts: Texts) -> list[Node]:
    parts = []
    for fill, swatch, line in legend_lines(shown, texts):
        square = node(
            "rect",
            x=swatch.x,
            y=swatch.y,
            width=swatch.width,
            height=swatch.height,
            fill=f"url(#{fill})",
            stroke=INK,
            stroke_width=1,
        )
        parts += [square, _text(*line)]
    return parts


def _text(text: str, x: int, y: int, size: int, is_bold: bool) -> Node:
    return node("text", text, x=x, y=y, font_size=size, font_weight=600 if is_bold else 400)
