"""Charts of reports as plain figures against one template, and the one place where a chart component is made.

Figures are dicts, not `plotly.graph_objects`, which would validate every value again on each request. Everything
that could reach another service is switched off here and nowhere else: the tool bar, the "share chart" button.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from textwrap import wrap
from typing import Any

from dash import dcc

from dashboards.components import colours
from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.reports import registry
from warehouse.reports.period import Month
from warehouse.reports.registry import Chart
from warehouse.reports.result import Count, ReportResult, View

Figure = dict[str, Any]

VISIBLE_SERIES = 7
"""Series shown at first in a chart with many; the others are one tick away in the legend."""
SHORT_LABEL = 30
LABEL_LINE = 16
"""Characters after which a label at a line's end goes on in a new line."""
LABEL_SHARE = 0.1
"""The part of the axis that such a label takes up."""
MONTH_LABELS = 12
"""Months that are named along the axis of one chart; half as many in each of a pair."""
CHART_HEIGHT = "24rem"
MARKERS_BELOW = 7
HEADROOM = 1.08
_LEADING_CODES = re.compile(r"^(?:[A-Z]\d\d-[A-Z]\d\d,? )+")
SEPARATORS = {"sv": ", ", "en": ".,"}


class ChartKind(StrEnum):
    """Values of the address parameter `diagram`."""

    LINES = "linje"
    AREAS = "yta"
    PERCENT_AREAS = "procentyta"
    COLUMNS = "stapel"
    STACKED_COLUMNS = "staplad"


KINDS: Mapping[View, tuple[ChartKind, ...]] = {
    View.TIME_SERIES: (ChartKind.LINES, ChartKind.AREAS, ChartKind.PERCENT_AREAS),
    View.CROSS_SECTION: (ChartKind.COLUMNS, ChartKind.STACKED_COLUMNS),
}
"""The kinds that each form has, the default first."""


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One series of a chart: a sex or a group. A value of None leaves a gap (protected)."""

    key: str
    name: str
    colour: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart: its heading (the title of the y axis) and its series."""

    heading: str
    series: tuple[ChartSeries, ...]


@dataclass(frozen=True, slots=True)
class ChartModel:
    """What is drawn: one panel, or two that share scale and legend. `categories` run along the x axis."""

    kind: ChartKind
    categories: tuple[str, ...]
    panels: tuple[Panel, ...]
    preliminary: frozenset[int] = frozenset()

    @property
    def legend(self) -> tuple[ChartSeries, ...]:
        return self.panels[0].series

    def hidden_at_first(self) -> frozenset[str]:
        """Keys of the series beyond the largest `VISIBLE_SERIES`, so that lines stay readable."""
        if self.kind is not ChartKind.LINES or len(self.legend) <= VISIBLE_SERIES + 1:
            return frozenset()
        sums = {series.key: 0 for series in self.legend}
        for panel in self.panels:
            for series in panel.series:
                sums[series.key] += sum(value or 0 for value in series.values)
        by_size = sorted(sums, key=lambda key: -sums[key])
        return frozenset(by_size[VISIBLE_SERIES:])


def chart_of(result: ReportResult, kind: ChartKind, texts: Texts) -> ChartModel:
    """The chart of a result in one language. `kind` has to be one of the result's view (`KINDS`)."""
    definition = registry.report(result.report_id)
    y_title = definition.look.y_title.in_language(texts.language)
    if result.view is View.CROSS_SECTION:
        names = tuple(group.label.in_language(texts.language) for group in result.chart.groups)
        sexes = _by_sex(result.chart.values[0], texts)
        drawn = sexes[1:] if kind is ChartKind.STACKED_COLUMNS else sexes
        return ChartModel(kind, names, (Panel(y_title, drawn),))
    months = tuple(formats.month_label(month, texts.language) for month in result.months)
    running = Month.of(result.as_of)
    preliminary = frozenset(i for i, month in enumerate(result.months) if month >= running)
    if definition.look.charts[result.view] is Chart.LINE:
        sexes = _by_sex([values[0] for values in result.chart.values], texts)
        drawn = sexes if kind is ChartKind.LINES else sexes[1:]
        return ChartModel(kind, months, (Panel(y_title, drawn),), preliminary)
    panels = tuple(
        Panel(texts(f"chart.for_{sex}", what=y_title), _by_group(result, sex, texts)) for sex in ("women", "men")
    )
    return ChartModel(kind, months, panels, preliminary)


def _by_sex(counts: Sequence[Count], texts: Texts) -> tuple[ChartSeries, ...]:
    return (
        ChartSeries("total", texts("sex.total"), colours.drawn(colours.TOTAL), tuple(c.total for c in counts)),
        ChartSeries("women", texts("sex.women"), colours.drawn(colours.WOMEN), tuple(_women(c) for c in counts)),
        ChartSeries("men", texts("sex.men"), colours.drawn(colours.MEN), tuple(_men(c) for c in counts)),
    )


def _by_group(result: ReportResult, sex: str, texts: Texts) -> tuple[ChartSeries, ...]:
    value = _women if sex == "women" else _men
    groups = result.chart.groups
    return tuple(
        ChartSeries(
            group.key,
            group.label.in_language(texts.language),
            colour,
            tuple(value(counts[index]) for counts in result.chart.values),
        )
        for index, (group, colour) in enumerate(zip(groups, colours.of_groups(groups), strict=True))
    )


def _women(count: Count) -> int | None:
    return None if count.women_protected and count.women == 0 else count.women


def _men(count: Count) -> int | None:
    return None if count.men_protected and count.men == 0 else count.men


def figures(model: ChartModel, hidden: frozenset[str], texts: Texts) -> list[Figure]:
    """One figure per panel, on one scale over the series that are shown."""
    most = _highest(model, hidden)
    return [_figure(model, panel, hidden, most, texts) for panel in model.panels]


def _highest(model: ChartModel, hidden: frozenset[str]) -> int:
    values = (
        value
        for panel in model.panels
        for series in panel.series
        if series.key not in hidden
        for value in series.values
        if value is not None
    )
    return max(values, default=0)


def _figure(model: ChartModel, panel: Panel, hidden: frozenset[str], most: int, texts: Texts) -> Figure:
    columns = model.kind in KINDS[View.CROSS_SECTION]
    trace = _column if columns else _line
    data = [
        trace(model, series, index, texts) | {"visible": series.key not in hidden}
        for index, series in enumerate(panel.series)
    ]
    layout = _layout(model, most, texts)
    if model.kind is ChartKind.LINES:
        layout["annotations"] = _end_labels(panel, hidden, most)
        longest = max(len(line) for series in panel.series for line in _label_lines(series))
        layout["margin"] = layout["margin"] | {"r": 14 + 8 * longest}
    return {"data": data + _preliminary(model, panel, hidden, texts), "layout": layout}


def _line(model: ChartModel, series: ChartSeries, index: int, texts: Texts) -> dict[str, Any]:
    values = list(series.values)
    few = len(values) < MARKERS_BELOW or None in values
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines+markers" if few else "lines",
        "x": list(model.categories),
        "y": values,
        "name": series.name,
        "meta": series.key,
        "line": {"color": series.colour, "width": 2.5, "dash": colours.DASHES[index % len(colours.DASHES)]},
        "marker": {"symbol": colours.SYMBOLS[index % len(colours.SYMBOLS)], "size": 8},
        "hovertemplate": _hover(series, texts),
    }
    if model.kind is ChartKind.LINES:
        if model.preliminary:
            trace["y"] = [None if i in model.preliminary else value for i, value in enumerate(values)]
        return trace
    trace |= {"stackgroup": "one", "fillcolor": series.colour, "line": {"color": "#FFFFFF", "width": 1.5}}
    trace["fillpattern"] = _pattern(series, index)
    if model.kind is ChartKind.PERCENT_AREAS:
        trace |= {"groupnorm": "percent", "hovertemplate": _hover(series, texts, percent=True)}
    return trace


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
        "hovertemplate": _hover(series, texts),
    }


def _pattern(series: ChartSeries, index: int) -> dict[str, Any]:
    return {
        "shape": colours.PATTERNS[index % len(colours.PATTERNS)],
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
            "hovertemplate": _hover(series, texts),
            "visible": series.key not in hidden,
        }
        for series in panel.series
    ]


def _hover(series: ChartSeries, texts: Texts, percent: bool = False) -> str:
    value = "%{y:.1f} %" if percent else "%{y:,.0f}"
    return f"%{{x}}:<br>{texts('chart.hover', value=value, series=series.name.lower())}<extra></extra>"


def _layout(model: ChartModel, most: int, texts: Texts) -> dict[str, Any]:
    percent = model.kind is ChartKind.PERCENT_AREAS
    stacked = model.kind in {ChartKind.AREAS, ChartKind.PERCENT_AREAS, ChartKind.STACKED_COLUMNS}
    columns = model.kind in KINDS[View.CROSS_SECTION]
    y_axis: dict[str, Any] = {
        "rangemode": "tozero",
        "tickformat": ",.0f" if most >= VISIBLE_SERIES or percent else "d",
        "ticksuffix": f"{formats.NO_BREAK_SPACE}%" if percent else "",
        "gridcolor": "#D9E2E4",
        "zerolinecolor": "#5D5D5D",
        "fixedrange": True,
        "automargin": True,
    }
    if not stacked:
        y_axis["range"] = [0, most * HEADROOM or 1]
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
    return {
        "meta": {"columns": columns, "stacked": stacked},
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


def _end_labels(panel: Panel, hidden: frozenset[str], most: int) -> list[dict[str, Any]]:
    """The names of the lines at their right ends, moved apart where lines end close together."""
    ends = [(series.values[-1], series) for series in panel.series if series.values and series.values[-1] is not None]
    spread = _apart(
        [float(value or 0) for value, series in ends if series.key not in hidden], most * HEADROOM * LABEL_SHARE
    )
    heights = iter(spread)
    return [
        {
            "name": series.key,
            "text": "<br>".join(_label_lines(series)),
            "align": "left",
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 6,
            "y": float(value or 0) if series.key in hidden else next(heights),
            "yref": "y",
            "showarrow": False,
            "font": {"color": series.colour, "size": 13},
            "visible": series.key not in hidden,
        }
        for value, series in ends
    ]


def _label_lines(series: ChartSeries) -> list[str]:
    return wrap(short_name(series.name), LABEL_LINE, break_long_words=False)


def _apart(heights: Sequence[float], least: float) -> list[float]:
    """`heights` in the same order, moved up as little as keeps them `least` apart."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    moved = list(heights)
    for lower, upper in pairwise(order):
        moved[upper] = max(moved[upper], moved[lower] + least)
    return moved


def bare_name(name: str) -> str:
    """A name without leading diagnosis codes: `F00-F99 Psykiska sjukdomar` is `Psykiska sjukdomar`."""
    return _LEADING_CODES.sub("", name) or name


def short_name(name: str) -> str:
    """A name for the chart: without leading diagnosis codes, cut after 30 characters. The table has it whole."""
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
