"""The numbers that a chart draws: counts, shares, rates or another measure, by group and sex (dashboards 6)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.reports import measures, registry, tidy
from warehouse.reports.contrast import contrasted
from warehouse.reports.definitions import Figure
from warehouse.reports.figures import Cell, CellRules, decimals_of, measured_cells
from warehouse.reports.measured import LENGTHS
from warehouse.reports.measures import MeasureDefinition
from warehouse.reports.result import Group, ReportResult, SexView

Value = float | None
"""A number to draw; None leaves a gap (protected, or nothing to divide by)."""

RATE_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class ChartValues:
    """Groups and what is drawn of them: `cells[period][group]` holds total, women and men, and then their contrast.

    `decimals` and `suffix` say how a number is written; `y_title` names what is shown.
    """

    groups: tuple[Group, ...]
    cells: tuple[tuple[Sequence[Cell], ...], ...]
    y_title: str
    decimals: int = 0
    suffix: str = ""

    def of(self, period: int, sex: int) -> tuple[Value, ...]:
        """The values of all groups of a period; `sex` is 0 for the total, 1 women, 2 men, 3 their contrast."""
        return tuple(_number(cells[sex]) for cells in self.cells[period])

    def without(self, group: int) -> ChartValues:
        """All groups but one."""
        kept = [at for at in range(len(self.groups)) if at != group]
        cells = tuple(tuple(row[at] for at in kept) for row in self.cells)
        return replace(self, groups=tuple(self.groups[at] for at in kept), cells=cells)

    def over_time(self, group: int, sex: int) -> tuple[Value, ...]:
        """The values of one group in all periods."""
        return tuple(_number(row[group][sex]) for row in self.cells)


def _number(cell: Cell) -> Value:
    """What is drawn of a cell."""
    return cell.value if cell.value is None or isinstance(cell.value, int) else float(cell.value)


def chart_values(result: ReportResult, texts: Texts) -> ChartValues:
    """What the chart of a result draws: the measure that was asked for, else the report's own figure.

    Women against men have a scale of their own: the difference that of the figures, the ratio none.
    """
    values = _figures(result, texts)
    if not result.sexes.is_contrast:
        return values
    cells = tuple(tuple(contrasted(result.sexes, group) for group in row) for row in values.cells)
    title = f"{texts(f'contrast.{result.sexes}')}: {values.y_title[0].lower()}{values.y_title[1:]}"
    if result.sexes is SexView.RATIO:
        return replace(values, cells=cells, y_title=title, decimals=RATE_DECIMALS, suffix="")
    suffix = f"{formats.NO_BREAK_SPACE}{texts('chart.points')}" if values.suffix else ""
    return replace(values, cells=cells, y_title=title, suffix=suffix)


def together(result: ReportResult, keys: Collection[str]) -> list[tuple[Value, ...]]:
    """Several groups of a chart of numbers together: per sex (and contrast) the values over time."""
    rules = CellRules()
    kept = [at for at, group in enumerate(result.chart.groups) if group.key in keys]
    rows = [
        contrasted(result.sexes, rules.counts(tidy.summed([row[at] for at in kept]))) for row in result.chart.values
    ]
    return [tuple(_number(row[sex]) for row in rows) for sex in range(len(rows[0]))] if rows else []


def _figures(result: ReportResult, texts: Texts) -> ChartValues:
    definition = registry.report(result.report_id)
    if result.measured is not None:
        measure = measures.definition(result.measured.measure)
        cells = tuple(
            tuple(measured_cells(value, measure=measure.measure) for value in row) for row in result.measured.values
        )
        title = (measure.axis or measure.label).in_language(texts.language)
        return ChartValues(result.table.groups, cells, title, _decimals(measure, cells))
    figure = definition.figure
    y_title = definition.look.y_title.in_language(texts.language)
    if figure is Figure.COUNT:
        return ChartValues(result.chart.groups, _cells(result, figure), y_title)
    if figure is Figure.RATE:
        label = definition.heads.rate or definition.look.y_title
        return ChartValues(
            result.chart.groups, _cells(result, figure), label.in_language(texts.language), RATE_DECIMALS
        )
    if figure is Figure.SEX_SHARE:
        y_title = texts("chart.sex_share")
    return ChartValues(result.chart.groups, _cells(result, figure), y_title, suffix=f"{formats.NO_BREAK_SPACE}%")


def _decimals(measure: MeasureDefinition, cells: Sequence[Sequence[Sequence[Cell]]]) -> int:
    """Those of the measure; lengths have one where some value is not a whole number of days."""
    if measure.measure not in LENGTHS:
        return measure.decimals
    values = (cell.value for row in cells for group in row for cell in group)
    return max((decimals_of(value) for value in values if isinstance(value, Decimal)), default=0)


def _cells(result: ReportResult, figure: Figure) -> tuple[tuple[Sequence[Cell], ...], ...]:
    """The cells of the chart's groups; what they are divided by is known of the table's groups."""
    rules = CellRules(figure)
    places = {group.key: at for at, group in enumerate(result.table.groups)}
    rows = []
    for period, counts in enumerate(result.chart.values):
        divisors = result.divisor.values[period] if result.divisor else None
        rows.append(
            tuple(
                rules.cells(count, divisors[places[group.key]] if divisors else None)
                for group, count in zip(result.chart.groups, counts, strict=True)
            )
        )
    return tuple(rows)
