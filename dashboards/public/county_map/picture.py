"""The map as a picture that stands alone: title, map, legend and source in one SVG file."""

from __future__ import annotations

from dashboards.components.choropleth import Choropleth, legend_rows, map_shapes
from dashboards.components.markup import node_to_html
from dashboards.components.native import Node, node
from dashboards.components.texts import Texts
from warehouse.county_outlines import county_outlines

MIME_TYPE = "image/svg+xml"

_WIDTH, _MARGIN = 780, 30
_TOP, _ROW = 95, 30
_FONT = "system-ui, 'Segoe UI', Roboto, Arial, sans-serif"
_INK = "#10282C"


def write_svg(shown: Choropleth, description: str, source: str, texts: Texts) -> bytes:
    """The picture as UTF-8. `description` says what it shows to those who do not see it."""
    outlines = county_outlines()
    height = _TOP + outlines.height + 2 * _MARGIN + 20
    map_place = node("g", *map_shapes(shown), transform=f"translate({_WIDTH - outlines.width - _MARGIN} {_TOP})")
    ground = node("rect", width=_WIDTH, height=height, fill="#FFFFFF")
    parts = [
        node("title", shown.title),
        node("desc", description),
        ground,
        *_lines(shown.title, _MARGIN, 42, size=20, weight=600),
        map_place,
        *_legend(shown, texts),
        _text(source, _MARGIN, height - 18, size=13),
    ]
    picture = node(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {height}",
        width=_WIDTH,
        height=height,
        role="img",
        font_family=_FONT,
        fill=_INK,
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{node_to_html(picture)}\n'.encode()


def _legend(shown: Choropleth, texts: Texts) -> list[Node]:
    parts = []
    for number, (fill, values, counties) in enumerate(legend_rows(shown, texts)):
        y = _TOP + 60 + number * _ROW
        swatch = node("rect", x=_MARGIN, y=y, width=30, height=20, fill=f"url(#{fill})", stroke=_INK, stroke_width=1)
        parts += [swatch, _text(f"{values} {counties}", _MARGIN + 42, y + 16, size=16)]
    return parts


def _lines(text: str, x: int, y: int, *, size: int, weight: int) -> list[Node]:
    """A long title on several lines."""
    longest = (_WIDTH - 2 * _MARGIN) * 8 // (5 * size)
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [_text(line, x, y + number * 26, size=size, weight=weight) for number, line in enumerate(lines)]


def _text(text: str, x: int, y: int, *, size: int, weight: int = 400) -> Node:
    return node("text", text, x=x, y=y, font_size=size, font_weight=weight)
