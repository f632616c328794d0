"""What a chart shows, before it is drawn: kinds, panels and series of a result in one language (dashboards 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboards.components import colours
from dashboards.components.chart_values import ChartValues, Value, chart_values, together
from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.reports import registry
from warehouse.reports.dimension import Attribute
from warehouse.reports.known_dimensions import ALL_COUNTIES
from warehouse.reports.measured import Measure
from warehouse.reports.period import Month
from warehouse.reports.registry import Chart, ReportDefinition
from warehouse.reports.result import ReportResult, SexView, View

VISIBLE_SERIES = 7
"""Series shown at first in a chart with many; the others are one tick away in the legend."""
MOST_COMPARED = 75
REST = "rest"
"""Key of the series that holds the groups beyond the largest together."""
COUNTRY, YEAR_BEFORE = "country", "year_before"
"""Keys of the lines that figures are set against; they stand in no legend and cannot be switched off."""
SEX_INDEX: Mapping[SexView, int] = {
    SexView.EACH: 0,
    SexView.TOTAL: 0,
    SexView.WOMEN: 1,
    SexView.MEN: 2,
    SexView.DIFFERENCE: 3,
    SexView.RATIO: 3,
}
"""Where a view's figures stand among total, women, men and their contrast."""
MONTHS_OF_YEAR = 12
BENCHMARK_COLOUR = colours.drawn(colours.TOTAL)


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


def kinds_of(
    definition: ReportDefinition, view: View, measure: Measure = Measure.COUNT, sexes: SexView = SexView.EACH
) -> tuple[ChartKind, ...]:
    """The kinds that a report has in a form, the default first: only numbers and parts of a whole can be stacked."""
    if sexes.is_contrast or (sexes is not SexView.EACH and not (view is View.TIME_SERIES and definition.is_grouped)):
        return KINDS[view][:1]
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
    """One chart: its heading (the title of the y axis), its series, and the line that they are set against."""

    heading: str
    series: tuple[ChartSeries, ...]
    benchmark: ChartSeries | None = None


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

    def without_values(self) -> frozenset[str]:
        """Keys of the series that have no value in any panel."""
        found = {series.key for panel in self.panels for series in panel.series}
        return frozenset(found) - {
            series.key
            for panel in self.panels
            for series in panel.series
            if any(value is not None for value in series.values)
        }

    def hidden_at_first(self) -> frozenset[str]:
        """Keys of the series that are not drawn unless a reader asks for them, or cannot be."""
        return self.beyond_largest() | self.without_values()

    def beyond_largest(self) -> frozenset[str]:
        """Keys of the series beyond the largest `VISIBLE_SERIES`, so that lines stay readable."""
        groups = [series for series in self.legend if series.key != REST]
        if self.kind is not ChartKind.LINES or len(groups) <= VISIBLE_SERIES + 1:
            return frozenset()
        sums = {series.key: 0.0 for series in groups}
        for panel in self.panels:
            for series in panel.series:
                if series.key in sums:
                    sums[series.key] += sum(abs(value or 0) for value in series.values)
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
    country = _country(values) if result.against_country else None
    shown = values if country is None else values.without(country)
    panels = _over_time(result, shown, kind, texts) if by_month else (_side_by_side(result, shown, kind, texts),)
    if country is not None:
        panels = tuple(_against_country(panel, result, values, country, texts) for panel in panels)
    elif result.before is not None and by_month:
        panels = tuple(_against_year_before(panel, result, result.before, texts) for panel in panels)
    categories = tuple(group.label.in_language(texts.language) for group in shown.groups)
    if by_month:
        categories = tuple(formats.month_label(month, texts.language) for month in result.months)
    running = Month.of(result.as_of)
    preliminary = frozenset(i for i, month in enumerate(result.months) if month >= running)
    model = ChartModel(kind, categories, panels, preliminary, values.decimals, values.suffix)
    return _with_rest(model, result, texts)


def _with_rest(model: ChartModel, result: ReportResult, texts: Texts) -> ChartModel:
    """Numbers of many groups over time: those that are not shown at first, together in a line of their own."""
    hidden = model.beyond_largest()
    countable = result.measured is None and _figure_of(result) is registry.Figure.COUNT
    if not hidden or not countable or result.sexes is SexView.RATIO:
        return model
    sums = together(result, hidden)
    name = texts("chart.rest", count=len(hidden))
    paired = len(model.panels) > 1
    panels = tuple(
        replace(
            panel,
            series=(
                *panel.series,
                ChartSeries(REST, name, colours.drawn(colours.TOTAL), sums[at if paired else SEX_INDEX[result.sexes]]),
            ),
        )
        for at, panel in enumerate(model.panels, start=1)
    )
    return replace(model, panels=panels)


def _country(values: ChartValues) -> int | None:
    """Where the sum of all counties stands among the groups."""
    return next((at for at, group in enumerate(values.groups) if group.key == ALL_COUNTIES.key), None)


def _against_country(panel: Panel, result: ReportResult, values: ChartValues, at: int, texts: Texts) -> Panel:
    """A panel of counties with the line of all of them, called as in the table; in shares by sex that of women."""
    of_itself = result.measured is None and _figure_of(result) is registry.Figure.SEX_SHARE
    sex = 1 if of_itself else SEX_INDEX[result.sexes]
    line = values.over_time(at, sex)
    if result.view is View.CROSS_SECTION:
        line = line * (len(values.groups) - 1)
    return replace(
        panel, benchmark=ChartSeries(COUNTRY, ALL_COUNTIES.label.in_language(texts.language), BENCHMARK_COLOUR, line)
    )


def _against_year_before(panel: Panel, result: ReportResult, before: ReportResult, texts: Texts) -> Panel:
    """A panel of a single number with the line of the same months a year before."""
    known = dict(zip(before.months, chart_values(before, texts).over_time(0, SEX_INDEX[result.sexes]), strict=True))
    line = tuple(known.get(month.plus(-MONTHS_OF_YEAR)) for month in result.months)
    return replace(panel, benchmark=ChartSeries(YEAR_BEFORE, texts("chart.year_before"), BENCHMARK_COLOUR, line))


def _side_by_side(result: ReportResult, values: ChartValues, kind: ChartKind, texts: Texts) -> Panel:
    """Columns of the sexes; the total is left out of a stack, and where it is a share of itself (dashboards 6)."""
    if result.sexes is not SexView.EACH:
        shown = _of_view(result.sexes, values.of(0, SEX_INDEX[result.sexes]), texts)
        return Panel(_heading(result, values, texts), (shown,))
    sexes = _by_sex([values.of(0, sex) for sex in range(3)], texts)
    of_itself = result.measured is None and _figure_of(result) is registry.Figure.SEX_SHARE
    return Panel(values.y_title, sexes[1:] if kind is ChartKind.STACKED_COLUMNS or of_itself else sexes)


def _over_time(result: ReportResult, values: ChartValues, kind: ChartKind, texts: Texts) -> tuple[Panel, ...]:
    """The sexes of a single number; else a line a group, of all or of women beside men."""
    heading = _heading(result, values, texts)
    if result.sexes is not SexView.EACH:
        sex = SEX_INDEX[result.sexes]
        if len(values.groups) == 1:
            return (Panel(heading, (_of_view(result.sexes, values.over_time(0, sex), texts),)),)
        return (Panel(heading, _by_group(values, sex, texts)),)
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


def _heading(result: ReportResult, values: ChartValues, texts: Texts) -> str:
    """The title of the y axis, with the sex that is shown alone."""
    if result.sexes in {SexView.WOMEN, SexView.MEN}:
        return texts(f"chart.for_{result.sexes.name.lower()}", what=values.y_title)
    return values.y_title


def _figure_of(result: ReportResult) -> registry.Figure:
    return registry.report(result.report_id).figure


_OF_SEX = (("total", colours.TOTAL), ("women", colours.WOMEN), ("men", colours.MEN))


def _by_sex(values: Sequence[tuple[Value, ...]], texts: Texts) -> tuple[ChartSeries, ...]:
    """Series of the total, of women and of men."""
    return tuple(
        ChartSeries(key, texts(f"sex.{key}"), colours.drawn(colour), of_sex)
        for (key, colour), of_sex in zip(_OF_SEX, values, strict=True)
    )


def _of_view(sexes: SexView, values: tuple[Value, ...], texts: Texts) -> ChartSeries:
    """The one series of a view of a single sex, or of women against men."""
    if sexes.is_contrast:
        return ChartSeries(sexes.name.lower(), texts(f"contrast.{sexes}"), colours.drawn(colours.SINGLE), values)
    key, colour = _OF_SEX[SEX_INDEX[sexes]]
    return ChartSeries(key, texts(f"sex.{key}"), colours.drawn(colour), values)


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
