"""Drawing one panel of a chart into axes: lines, areas and columns with the marks that the page uses (dashboards 6)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from dashboards.components import colours
from dashboards.components.chart import ChartKind, ChartModel, marked_points
from dashboards.components.chart_model import ChartSeries
from dashboards.components.chart_values import Value
from dashboards.pictures.scale import Scale

INK, QUIET, GRID = "#1C2B2E", "#4B5D61", "#D9E2E4"
HATCH = (1.0, 1.0, 1.0, 0.6)
COLUMN_SHARE = 0.78
"""The part of a category's room that its columns take up."""

LINE_STYLES: Mapping[str, Any] = {
    "solid": "-",
    "dash": (0, (5, 2)),
    "dot": (0, (1, 1.3)),
    "dashdot": (0, (5, 1.5, 1, 1.5)),
    "longdash": (0, (9, 2.5)),
    "longdashdot": (0, (9, 2, 1, 2)),
}
MARKERS: Mapping[str, str] = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle-up": "^",
    "x": "X",
    "star": "*",
    "cross": "P",
    "triangle-down": "v",
}
HATCHES: Mapping[str, str] = {
    "": "",
    "/": "///",
    ".": "...",
    "x": "xxx",
    "-": "---",
    "\\": "\\\\\\",
    "+": "+++",
    "|": "|||",
}
"""The page's names of line styles, markers and patterns as the drawing library calls them."""


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn of one panel: `series` with their places in the legend; `name` begins the ids of their marks.

    `benchmark` is the line that they are set against, with its name at its end.
    """

    model: ChartModel
    series: Sequence[tuple[int, ChartSeries]]
    scale: Scale
    name: str
    is_lying: bool = False
    benchmark: ChartSeries | None = None


def draw(axes: Axes, plot: Plot) -> None:
    """Draw the series of a panel."""
    kind = plot.model.kind
    if kind is ChartKind.LINES:
        _draw_lines(axes, plot)
    elif kind in {ChartKind.AREAS, ChartKind.PERCENT_AREAS}:
        _draw_areas(axes, plot)
    else:
        _draw_columns(axes, plot)
    if plot.benchmark:
        _draw_benchmark(axes, plot, plot.benchmark)
    _set_value_axis(axes, plot)


def _draw_benchmark(axes: Axes, plot: Plot, benchmark: ChartSeries) -> None:
    """A dashed line over the categories with its name at the last value that is known."""
    places = list(range(len(benchmark.values)))
    values = _numbers(benchmark.values)
    style = {"color": benchmark.colour, "linewidth": 2.0, "linestyle": LINE_STYLES["dash"], "zorder": 4}
    (line,) = axes.plot(values, places, **style) if plot.is_lying else axes.plot(places, values, **style)
    line.set_gid(f"{plot.name}-{benchmark.key}")
    known = [at for at, value in enumerate(benchmark.values) if value is not None]
    if not known:
        return
    if plot.is_lying:
        axes.text(values[known[0]], -0.5, f" {benchmark.name}", color=QUIET, fontsize=11, va="top", zorder=5)
    else:
        at = known[-1]
        axes.text(at, values[at], benchmark.name, color=QUIET, fontsize=11, ha="right", va="bottom", zorder=5)


def line_style(index: int, colour: str) -> dict[str, Any]:
    """How the line of the series at a place in the legend looks."""
    return {
        "color": colour,
        "linewidth": 2.2,
        "linestyle": LINE_STYLES[colours.mark_at(colours.DASHES, index)],
        "marker": MARKERS[colours.mark_at(colours.SYMBOLS, index)],
        "markersize": 6,
        "markeredgewidth": 0,
    }


def fill_style(index: int, colour: str) -> dict[str, Any]:
    """How the area or column of the series at a place in the legend looks."""
    return {
        "facecolor": colour,
        "edgecolor": "white",
        "linewidth": 1.0,
        "hatch": HATCHES[colours.mark_at(colours.PATTERNS, index)] or None,
    }


def with_hatch(patch: Patch) -> Patch:
    """A patch whose pattern is white and thin."""
    patch.set_hatchcolor(HATCH)
    patch.set_hatch_linewidth(0.8)
    return patch


def _draw_lines(axes: Axes, plot: Plot) -> None:
    model = plot.model
    places = range(len(model.categories))
    axes.set_xlim(-0.4, max(len(places) - 0.6, 0.4))
    for index, series in plot.series:
        style = line_style(index, series.colour)
        style["markevery"] = sorted(marked_points(series.values))
        finished = [None if at in model.preliminary else value for at, value in enumerate(series.values)]
        (line,) = axes.plot(places, _numbers(finished), zorder=3, clip_on=False, **style)
        line.set_gid(f"{plot.name}-{index}")
        if model.preliminary:
            _draw_preliminary(axes, plot, index, series)


def _draw_preliminary(axes: Axes, plot: Plot, index: int, series: ChartSeries) -> None:
    """The unfinished months: a dotted segment that ends in a hollow mark."""
    first = min(plot.model.preliminary)
    start = max(first - 1, 0)
    places = range(start, len(plot.model.categories))
    (line,) = axes.plot(
        places,
        _numbers(series.values[start:]),
        color=series.colour,
        linewidth=1.8,
        linestyle=LINE_STYLES["dot"],
        marker="o",
        markersize=6.5,
        markerfacecolor="white",
        markeredgewidth=1.6,
        markevery=slice(first - start, None),
        zorder=3,
        clip_on=False,
    )
    line.set_gid(f"{plot.name}-{index}-preliminary")


def preliminary_sample(colour: str) -> Line2D:
    """What stands for unfinished months in the legend."""
    return Line2D(
        [],
        [],
        color=colour,
        linewidth=1.8,
        linestyle=LINE_STYLES["dot"],
        marker="o",
        markersize=6,
        markerfacecolor="white",
        markeredgewidth=1.5,
    )


def _draw_areas(axes: Axes, plot: Plot) -> None:
    places = list(range(len(plot.model.categories)))
    axes.set_xlim(0, max(len(places) - 1, 1))
    sums = [sum(series.values[at] or 0.0 for _, series in plot.series) for at in places]
    percent = plot.model.kind is ChartKind.PERCENT_AREAS
    below = [0.0] * len(places)
    for index, series in plot.series:
        parts = [value or 0.0 for value in series.values]
        if percent:
            parts = [100 * part / whole if whole else 0.0 for part, whole in zip(parts, sums, strict=True)]
        above = [low + part for low, part in zip(below, parts, strict=True)]
        area = axes.fill_between(places, below, above, zorder=2, **fill_style(index, series.colour))
        area.set_hatchcolor(HATCH)
        area.set_hatch_linewidth(0.8)
        area.set_gid(f"{plot.name}-{index}")
        below = above


def _draw_columns(axes: Axes, plot: Plot) -> None:
    stacked = plot.model.kind is ChartKind.STACKED_COLUMNS
    count = len(plot.model.categories)
    thickness = COLUMN_SHARE / (1 if stacked else max(len(plot.series), 1))
    below = [0.0] * count
    for order, (index, series) in enumerate(plot.series):
        for at, value in enumerate(series.values):
            if value is None:
                continue
            middle = at if stacked else at - COLUMN_SHARE / 2 + (order + 0.5) * thickness
            start = below[at] if stacked else 0.0
            column = _column(plot, (middle - thickness / 2, start), (thickness, value), index, series.colour)
            column.set_gid(f"{plot.name}-{index}-{at}")
            axes.add_patch(column)
            below[at] += value
    if plot.is_lying:
        axes.set_ylim(count - 0.5, -0.5)
    else:
        beside = 0.5 if count > 1 else 1.0
        axes.set_xlim(-beside, count - 1 + beside)


def _column(plot: Plot, corner: tuple[float, float], size: tuple[float, float], index: int, colour: str) -> Rectangle:
    """A column from `corner` (place along the categories, value), turned when the columns lie."""
    (along, value), (thickness, length) = corner, size
    place, extent = ((value, along), (length, thickness)) if plot.is_lying else ((along, value), (thickness, length))
    column = Rectangle(place, *extent, zorder=2, **fill_style(index, colour))
    with_hatch(column)
    return column


def _set_value_axis(axes: Axes, plot: Plot) -> None:
    """Ticks, labels and thin lines of the value axis, and the line at 0."""
    axis, limits = (axes.xaxis, axes.set_xlim) if plot.is_lying else (axes.yaxis, axes.set_ylim)
    limits(plot.scale.least, plot.scale.most)
    axis.set_ticks(plot.scale.ticks, labels=plot.scale.labels)
    axis.grid(visible=True, color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    line = axes.axvline if plot.is_lying else axes.axhline
    line(0, color="#5D5D5D", linewidth=1.0, zorder=2.5)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(colors=INK, labelsize=11, length=0, pad=4)


def _numbers(values: Sequence[Value]) -> list[float]:
    return [math.nan if value is None else float(value) for value in values]
