"""What a chart shows, before it is drawn: kinds, panels and series of a result in one language (dashboards 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboards.components import colours
from dashboards.components.chart_values import ChartValues, Value, chart_values
from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.reports import registry
from warehouse.reports.dimension import Attribute
from warehouse.reports.known_dimensions import ALL_COUNTIES
from warehouse.reports.measured import Measure
from warehouse.reports.period import Month
from warehouse.reports.registry import Chart, ReportDefinition
from warehouse.reports.result import ReportResult, View

VISIBLE_SERIES = 7
"""Series shown at first in a chart with many; the others are one tick away in the legend."""
MOST_COMPARED = 75


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


def kinds_of(definition: ReportDefinition, view: View, measure: Measure = Measure.COUNT) -> tuple[ChartKind, ...]:
    """The kinds that a report has in a form, the default first: only numbers and parts of a whole can be stacked."""
    if measure is Measure.COUNT and definition.figure is registry.Figure.COUNT:
        return KINDS[view]
    if view is View.TIME_SERIES:
        return (ChartKind.LINES,)
    if measure is Measure.COUNT and definition.figure is registry.Figure.SEX_SHARE:
        return (ChartKind.STACKED_COLUMNS, ChartKind.COLUMNS)
    return (ChartKind.COLUMNS,)


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One series of a chart: a sex or a group. A value of None leaves a gap (protected)."""

    key: str
    name: str
    colour: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart: its heading (the title of the y axis) and its series."""

    heading: str
    series: tuple[ChartSeries, ...]


@dataclass(frozen=True, slots=True)
class ChartModel:
    """What is drawn: one panel, or two that share scale and legend. `categories` run along the x axis.

    `decimals` and `suffix` say how its numbers are written.
    """

    kind: ChartKind
    categories: tuple[str, ...]
    panels: tuple[Panel, ...]
    preliminary: frozenset[int] = frozenset()
    decimals: int = 0
    suffix: str = ""

    @property
    def legend(self) -> tuple[ChartSeries, ...]:
        return self.panels[0].series

    def hidden_at_first(self) -> frozenset[str]:
        """Keys of the series beyond the largest `VISIBLE_SERIES`, so that lines stay readable."""
        if self.kind is not ChartKind.LINES or len(self.legend) <= VISIBLE_SERIES + 1:
            return frozenset()
        sums = {series.key: 0.0 for series in self.legend}
        for panel in self.panels:
            for series in panel.series:
                sums[series.key] += sum(value or 0 for value in series.values)
        by_size = sorted(sums, key=lambda key: -sums[key])
        return frozenset(by_size[VISIBLE_SERIES:])


def is_drawable(result: ReportResult) -> bool:
    """Whether there is something to draw, and not more than a chart of chosen diagnoses may hold (ST-F-FI-012)."""
    chosen = registry.report(result.report_id).dimension.attribute is Attribute.COMPARED
    return bool(result.chart.groups) and not (chosen and len(result.chart.groups) > MOST_COMPARED)


def chart_of(result: ReportResult, kind: ChartKind, texts: Texts) -> ChartModel:
    """The chart of a result in one language. `kind` has to be one of the report and view (`kinds_of`)."""
    values = chart_values(result, texts)
    by_month = result.view is View.TIME_SERIES
    panels = _over_time(result, values, kind, texts) if by_month else (_side_by_side(result, values, kind, texts),)
    categories = tuple(group.label.in_language(texts.language) for group in values.groups)
    if by_month:
        categories = tuple(formats.month_label(month, texts.language) for month in result.months)
    running = Month.of(result.as_of)
    preliminary = frozenset(i for i, month in enumerate(result.months) if month >= running)
    return ChartModel(kind, categories, panels, preliminary, values.decimals, values.suffix)


def _side_by_side(result: ReportResult, values: ChartValues, kind: ChartKind, texts: Texts) -> Panel:
    """Columns of the sexes; the total is left out of a stack, and where it is a share of itself (dashboards 6)."""
    sexes = _by_sex([values.of(0, sex) for sex in range(3)], texts)
    of_itself = result.measured is None and _figure_of(result) is registry.Figure.SEX_SHARE
    return Panel(values.y_title, sexes[1:] if kind is ChartKind.STACKED_COLUMNS or of_itself else sexes)


def _over_time(result: ReportResult, values: ChartValues, kind: ChartKind, texts: Texts) -> tuple[Panel, ...]:
    """The sexes of a single number; else a line a group, of all or of women beside men."""
    if len(values.groups) == 1:
        sexes = _by_sex([values.over_time(0, sex) for sex in range(3)], texts)
        return (Panel(values.y_title, sexes if kind is ChartKind.LINES else sexes[1:]),)
    charts = registry.report(result.report_id).look.charts
    if charts[result.view] is Chart.LINE_PAIR:
        return tuple(
            Panel(texts(f"chart.for_{sex}", what=values.y_title), _by_group(values, at, texts))
            for at, sex in ((1, "women"), (2, "men"))
        )
    if result.measured is None and _figure_of(result) is registry.Figure.SEX_SHARE:
        return (Panel(texts("chart.for_women", what=values.y_title), _by_group(values, 1, texts)),)
    return (Panel(values.y_title, _by_group(values, 0, texts)),)


def _figure_of(result: ReportResult) -> registry.Figure:
    return registry.report(result.report_id).figure


def _by_sex(values: Sequence[tuple[Value, ...]], texts: Texts) -> tuple[ChartSeries, ...]:
    """Series of the total, of women and of men."""
    named = (("total", colours.TOTAL), ("women", colours.WOMEN), ("men", colours.MEN))
    return tuple(
        ChartSeries(key, texts(f"sex.{key}"), colours.drawn(colour), of_sex)
        for (key, colour), of_sex in zip(named, values, strict=True)
    )


def _by_group(values: ChartValues, sex: int, texts: Texts) -> tuple[ChartSeries, ...]:
    return tuple(
        ChartSeries(
            group.key,
            group.label.in_language(texts.language),
            colours.drawn(colours.TOTAL) if group.key == ALL_COUNTIES.key else colour,
            values.over_time(index, sex),
        )
        for index, (group, colour) in enumerate(zip(values.groups, colours.of_groups(values.groups), strict=True))
    )
