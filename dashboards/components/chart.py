"""Charts of reports as plain figures against one template, and the one place where a chart component is made.

Figures are dicts, not `plotly.graph_objects`, which would validate every value again on each request. Everything
that could reach another service is switched off here and nowhere else: the tool bar, the "share chart" button.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import TextWrapper
from typing import Any

from dash import dcc

from dashboards.components import colours
from dashboards.components.chart_model import (
    KINDS,
    ChartKind,
    ChartModel,
    ChartSeries,
    Panel,
    chart_of,
    is_drawable,
    kinds_of,
)
from dashboards.components.chart_values import Value
from dashboards.components.texts import Texts
from dashboards.components.value_axis import value_axis
from warehouse import formats
from warehouse.reports.result import View

__all__ = [
    "KINDS",
    "ChartKind",
    "ChartModel",
    "bare_name",
    "chart_of",
    "figures",
    "form_number",
    "graph",
    "is_drawable",
    "kinds_of",
    "marked_points",
    "short_name",
]

Figure = dict[str, Any]

SHORT_LABEL = 30
LABEL_LINE = (SHORT_LABEL, 17)
"""Characters after which a label at a line's end goes on in a new line: in one chart, and in each of a pair."""
LABEL_SIZE = 13
INTERVALS = 5
"""Steps of the axis of values, about."""
MONTH_LABELS = 12
"""Months that are named along the axis of one chart; half as many in each of a pair."""
CHART_HEIGHT = "24rem"
MARKERS_BELOW = 7
_FORM_NUMBER = re.compile(r"^(?:FK|TS|AG|AF|TSTRK) ?\d+(?:[/-]\d+)?(?= )")
_LEADING_CODES = re.compile(r"^(?:[A-Z]\d\d-[A-Z]\d\d,? )+")
SEPARATORS = {"sv": ", ", "en": ".,"}


def figures(model: ChartModel, hidden: frozenset[str], texts: Texts) -> list[Figure]:
    """One figure per panel, on one scale over the series that are shown."""
    extent = _extent(model, hidden)
    return [_figure(model, panel, hidden, extent, texts) for panel in model.panels]


def _extent(model: ChartModel, hidden: frozenset[str]) -> tuple[float, float]:
    """The lowest and the highest value that is shown, of stacks the highest stack; 0 is always among them."""
    if model.kind in {ChartKind.AREAS, ChartKind.STACKED_COLUMNS}:
        return 0, max(_stack_heights(model, hidden), default=0)
    values = [
        value
        for panel in model.panels
        for series in (*panel.series, *filter(None, [panel.benchmark]))
        if series.key not in hidden
        for value in series.values
        if value is not None
    ]
    return min(values, default=0), max(values, default=0)


def _stack_heights(model: ChartModel, hidden: frozenset[str]) -> Iterator[float]:
    """How high the series that are shown reach on each other, place by place of every panel."""
    for panel in model.panels:
        stacked = [series.values for series in panel.series if series.key not in hidden]
        for of_one in zip(*stacked, strict=True):
            yield sum(value or 0 for value in of_one)
        yield from (value for value in (panel.benchmark.values if panel.benchmark else ()) if value is not None)


def _figure(
    model: ChartModel, panel: Panel, hidden: frozenset[str], extent: tuple[float, float], texts: Texts
) -> Figure:
    columns = model.kind in KINDS[View.CROSS_SECTION]
    trace = _column if columns else _line
    data = [
        trace(model, series, index, texts) | {"visible": series.key not in hidden}
        for index, series in enumerate(panel.series)
    ]
    layout = _layout(model, extent, texts)
    if model.kind is ChartKind.LINES or panel.benchmark:
        named = [*(panel.series if model.kind is ChartKind.LINES else ()), *filter(None, [panel.benchmark])]
        layout["annotations"] = _end_labels(named, hidden, LABEL_LINE[len(model.panels) > 1])
    return {
        "data": data + _preliminary(model, panel, hidden, texts) + _benchmark(model, panel, texts),
        "layout": layout,
    }


def _benchmark(model: ChartModel, panel: Panel, texts: Texts) -> list[dict[str, Any]]:
    """The dashed line that the series of a panel are set against."""
    if panel.benchmark is None:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(model.categories),
            "y": list(panel.benchmark.values),
            "name": panel.benchmark.name,
            "meta": panel.benchmark.key,
            "line": {"color": panel.benchmark.colour, "width": 2.5, "dash": "dash"},
            "hovertemplate": _hover(model, panel.benchmark, texts),
            "visible": True,
        }
    ]


def _line(model: ChartModel, series: ChartSeries, index: int, texts: Texts) -> dict[str, Any]:
    values = list(series.values)
    marked = marked_points(series.values)
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines+markers" if marked else "lines",
        "x": list(model.categories),
        "y": values,
        "name": series.name,
        "meta": series.key,
        "line": {"color": series.colour, "width": 2.5, "dash": colours.mark_at(colours.DASHES, index)},
        "marker": {
            "symbol": colours.mark_at(colours.SYMBOLS, index),
            "size": [8 if at in marked else 0 for at in range(len(values))],
        },
        "cliponaxis": False,
        "hovertemplate": _hover(model, series, texts),
    }
    if model.kind is ChartKind.LINES:
        if model.preliminary:
            trace["y"] = [None if i in model.preliminary else value for i, value in enumerate(values)]
        return trace
    trace |= {
        "mode": "lines",
        "stackgroup": "one",
        "fillcolor": series.colour,
        "line": {"color": "#FFFFFF", "width": 1.5},
    }
    trace["fillpattern"] = _pattern(series, index)
    if model.kind is ChartKind.PERCENT_AREAS:
        trace |= {"groupnorm": "percent", "hovertemplate": _hover(model, series, texts, percent=True)}
    return trace


def marked_points(values: Sequence[Value]) -> frozenset[int]:
    """The places of a line that have marks: all of fewer than seven, else those that gaps would leave alone."""
    known = {at for at, value in enumerate(values) if value is not None}
    if len(values) < MARKERS_BELOW:
        return frozenset(known)
    return frozenset(at for at in known if at - 1 not in known and at + 1 not in known)


def _column(model: ChartModel, series: ChartSeries, index: int, texts: Texts) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": list(model.categories),
        "y": list(series.values),
        "name": series.name,
        "meta": series.key,
        "marker": {
            "color": series.colour,
            "line": {"color": "#FFFFFF", "width": 1},
            "pattern": _pattern(series, index),
        },
        "hovertemplate": _hover(model, series, texts),
    }


def _pattern(series: ChartSeries, index: int) -> dict[str, Any]:
    return {
        "shape": colours.mark_at(colours.PATTERNS, index),
        "fgcolor": "rgba(255,255,255,0.55)",
        "bgcolor": series.colour,
        "size": 7,
        "solidity": 0.18,
    }


def _preliminary(model: ChartModel, panel: Panel, hidden: frozenset[str], texts: Texts) -> list[dict[str, Any]]:
    """The unfinished months of lines: a dotted segment with hollow markers."""
    if not model.preliminary or model.kind is not ChartKind.LINES:
        return []
    first = min(model.preliminary)
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": list(model.categories[max(first - 1, 0) :]),
            "y": list(series.values[max(first - 1, 0) :]),
            "name": texts("chart.preliminary", series=series.name),
            "meta": series.key,
            "line": {"color": series.colour, "width": 2, "dash": "dot"},
            "marker": {"symbol": "circle-open", "size": 8},
            "hovertemplate": _hover(model, series, texts),
            "visible": series.key not in hidden,
        }
        for series in panel.series
    ]


def _hover(model: ChartModel, series: ChartSeries, texts: Texts, percent: bool = False) -> str:
    value = "%{y:.1f} %" if percent else f"%{{y:,.{model.decimals}f}}{model.suffix}"
    return f"%{{x}}:<br>{texts('chart.hover', value=value, series=series.name.lower())}<extra></extra>"


def _layout(model: ChartModel, extent: tuple[float, float], texts: Texts) -> dict[str, Any]:
    percent = model.kind is ChartKind.PERCENT_AREAS
    stacked = model.kind in {ChartKind.AREAS, ChartKind.PERCENT_AREAS, ChartKind.STACKED_COLUMNS}
    columns = model.kind in KINDS[View.CROSS_SECTION]
    is_whole = not model.decimals
    y_axis: dict[str, Any] = {
        "rangemode": "tozero",
        "tickformat": ",.0f" if is_whole or percent else ",.2~f",
        "ticksuffix": f"{formats.NO_BREAK_SPACE}%" if percent else model.suffix,
        "gridcolor": "#D9E2E4",
        "zerolinecolor": "#5D5D5D",
        # Columns have a white outline, which would cut the line to pieces.
        "zerolinelayer": "above traces",
        "fixedrange": True,
        "automargin": True,
    }
    axis = value_axis(0, 100, INTERVALS, whole=True) if percent else value_axis(*extent, INTERVALS, whole=is_whole)
    y_axis |= {"tickmode": "linear", "tick0": 0, "dtick": axis.step, "range": [axis.least, axis.most]}
    x_axis: dict[str, Any] = {
        "type": "category",
        "fixedrange": True,
        "automargin": True,
        "tickangle": "auto",
        "showgrid": False,
        "linecolor": "#5D5D5D",
        "ticks": "outside",
    }
    if columns:
        names = list(model.categories)
        x_axis |= {"tickmode": "array", "tickvals": names, "ticktext": [short_name(name) for name in names]}
    else:
        stride = -(-len(model.categories) // (MONTH_LABELS // len(model.panels)))
        months = list(model.categories)[::stride]
        x_axis |= {"tickmode": "array", "tickvals": months, "tickangle": 0}
        x_axis["ticktext"] = [month.replace(formats.NO_BREAK_SPACE, "<br>") for month in months]
    if model.kind is ChartKind.LINES:
        x_axis["range"] = [-0.3, max(len(model.categories) - 1, 0.3)]
    return {
        "meta": {"columns": columns, "stacked": stacked, "percent": percent, "whole": is_whole, "extent": [*extent]},
        "barmode": "stack" if stacked else "group",
        "bargap": 0.25,
        "showlegend": False,
        "separators": SEPARATORS[texts.language],
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "system-ui, 'Segoe UI', Roboto, Arial, sans-serif", "size": 14, "color": "#1C2B2E"},
        "margin": {"l": 8, "r": 12, "t": 10, "b": 8},
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": "#FFFFFF", "bordercolor": "#5D5D5D", "font": {"color": "#1C2B2E"}},
        "xaxis": x_axis,
        "yaxis": y_axis,
    }


def _end_labels(named: Sequence[ChartSeries], hidden: frozenset[str], line: int) -> list[dict[str, Any]]:
    """The names of the lines at their last known values; `assets/charts.js` moves them apart where lines end close."""
    ends = [(known[-1], series) for series in named if (known := [v for v in series.values if v is not None])]
    lines = TextWrapper(line, break_long_words=False, max_lines=2, placeholder="…")
    return [
        {
            "name": series.key,
            "text": "<br>".join(lines.wrap(short_name(series.name))),
            "align": "left",
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 6,
            "y": float(value),
            "yref": "y",
            "showarrow": False,
            "font": {"color": colours.written(series.colour), "size": LABEL_SIZE},
            "visible": series.key not in hidden,
        }
        for value, series in ends
    ]


def bare_name(name: str) -> str:
    """A name without leading diagnosis codes: `F00-F99 Psykiska sjukdomar` is `Psykiska sjukdomar`."""
    return _LEADING_CODES.sub("", name) or name


def form_number(name: str) -> str | None:
    """The number that a form is known by: `FK 7804 Läkarintyg för sjukpenning` is `FK 7804`."""
    number = _FORM_NUMBER.match(name)
    return number.group() if number else None


def short_name(name: str) -> str:
    """A name for the chart: a form's number, or without leading diagnosis codes, cut after 30 characters.

    The table has it whole (dashboards 6).
    """
    number = form_number(name)
    if number:
        return number
    bare = bare_name(name)
    return bare if len(bare) <= SHORT_LABEL else f"{bare[: SHORT_LABEL - 1].rstrip()}…"


def graph(graph_id: str, figure: Figure) -> dcc.Graph:
    """The one way to show a chart: no tool bar, no upload, no other service."""
    return dcc.Graph(
        id=graph_id,
        figure=figure,
        className="chart",
        style={"height": CHART_HEIGHT},
        responsive=True,
        config={
            "displayModeBar": False,
            "showSendToCloud": False,
            "modeBarButtonsToRemove": ["sendChartToCloud"],
            "plotlyServerURL": "",
            "scrollZoom": False,
            "doubleClick": False,
            "showTips": False,
            "displaylogo": False,
        },
    )
