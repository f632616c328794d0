"""The sheet of the map as PNG: the same lines, swatches and outlines as the SVG, drawn by the drawing library."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from threading import Lock
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from dashboards.components.choropleth import MISSING, PALETTES, PROTECTED, Choropleth, fills_of
from dashboards.components.choropleth_classes import Scale
from dashboards.components.texts import Texts
from dashboards.pictures.lettering import FAMILY
from dashboards.public.county_map.picture import (
    INK,
    TOP,
    WIDTH,
    Line,
    Swatch,
    legend_lines,
    map_left,
    sheet_height,
    source_line,
    title_lines,
)
from warehouse.county_outlines import county_outlines

POINTS, DOTS = 72, 144
"""The sheet is laid out at 72 dots an inch and drawn at twice as many."""
KEPT = 40
"""Pictures that a process keeps: many readers ask for the few that are linked to."""

_HATCHES = {
    Scale.SEQUENTIAL: ("", "..", "////", "---", ""),
    Scale.DIVERGING: ("\\\\\\\\", "..", "", "---", "////"),
}
_GREY = "#555555"
_ONE_AT_A_TIME = Lock()


def write_png(shown: Choropleth, description: str, source: str, texts: Texts) -> bytes:
    """The picture, with title and description in its text fields. Drawing takes some tenths of a second."""
    words = (*title_lines(shown), source_line(source))
    about = (("Title", shown.title), ("Description", description), ("Source", source), ("Software", None))
    return _png(_Sheet(tuple(fills_of(shown).items()), tuple(legend_lines(shown, texts)), words, about))


class _Sheet(NamedTuple):
    """Everything that is drawn: county and fill, the legend, lines of words; and what the text fields say."""

    fills: tuple[tuple[str, str], ...]
    legend: tuple[tuple[str, Swatch, Line], ...]
    words: tuple[Line, ...]
    about: tuple[tuple[str, str | None], ...]


@lru_cache(maxsize=KEPT)
def _png(sheet: _Sheet) -> bytes:
    with _ONE_AT_A_TIME:
        content = io.BytesIO()
        _drawn(sheet).savefig(content, format="png", dpi=DOTS, metadata=dict(sheet.about))
    return content.getvalue()


def _drawn(sheet: _Sheet) -> Figure:
    height = sheet_height()
    figure = Figure(figsize=(WIDTH / POINTS, height / POINTS), dpi=POINTS, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    place = Affine2D().translate(map_left(), TOP) + axes.transData
    for code, fill in sheet.fills:
        line = _GREY if fill == MISSING else "white"
        area = PathPatch(_outline(code), transform=place, edgecolor=line, linewidth=1.2, joinstyle="round")
        axes.add_patch(_filled(area, fill))
    for fill, swatch, line_beside in sheet.legend:
        square = Rectangle((swatch.x, swatch.y), swatch.width, swatch.height, edgecolor=INK, linewidth=1)
        axes.add_patch(_filled(square, fill))
        _write(axes, line_beside)
    for words in sheet.words:
        _write(axes, words)
    return figure


def _filled(patch: Patch, fill: str) -> Patch:
    colour, hatch, mark = _fill(fill)
    patch.set_facecolor(colour)
    patch.set_hatch(hatch)
    patch.set_hatchcolor(mark)
    patch.set_hatch_linewidth(0.7)
    return patch


def _fill(name: str) -> tuple[str, str, str]:
    """The colour of a fill, its pattern, and the colour of that."""
    if name in {PROTECTED, MISSING}:
        return ("#F4F4F4", "////", _GREY) if name == PROTECTED else ("white", "..", _GREY)
    scale, _, step = name.rpartition("-")
    at = int(step)
    middle = PALETTES[Scale.SEQUENTIAL][2] if scale == Scale.SEQUENTIAL else "#FFFFFF80"
    return PALETTES[Scale(scale)][at], _HATCHES[Scale(scale)][at], middle if at != 2 else "#2F8790"


def _write(axes: Axes, line: Line) -> None:
    weight = "bold" if line.is_bold else "normal"
    axes.text(line.x, line.y, line.text, fontsize=line.size, fontweight=weight, color=INK, family=FAMILY)


@cache
def _outline(code: str) -> Path:
    """The outline of a county as the drawing library has it."""
    points: list[tuple[int, int]] = []
    kinds: list[int] = []
    for ring in _rings(county_outlines().paths[code]):
        points += [*ring, ring[0]]
        kinds += [int(Path.MOVETO), *[int(Path.LINETO)] * (len(ring) - 1), int(Path.CLOSEPOLY)]
    return Path(points, kinds)


def _rings(path: str) -> Iterator[list[tuple[int, int]]]:
    """The points of every ring of SVG path data that begins a ring by `M` and goes on by one relative `l`."""
    for start, steps in re.findall(r"M([^l]+)l([^z]+)z", path):
        x, y = (int(number) for number in start.split())
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        ring = [(x, y)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            ring.append((x, y))
        yield ring
