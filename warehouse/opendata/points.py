"""From the results of reports to points of a cube: for each group and period a value and its status, by sex.

Points hold exactly what the page of the report shows, protection of small numbers included (dashboards 22).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from warehouse.opendata.cube import IMPOSSIBLE, NOT_AVAILABLE, PRELIMINARY, PROTECTED, Unit, Value
from warehouse.reports import registry
from warehouse.reports.definitions import Figure
from warehouse.reports.dimension import TOTAL_KEY
from warehouse.reports.figures import Cell, CellRules, Status, measured_cells
from warehouse.reports.measured import Measure
from warehouse.reports.period import Month
from warehouse.reports.result import ZERO, Count, Label, ReportResult

Point = tuple[Value, str | None]
"""A value and its status."""

Points = tuple[Point, Point, Point]
"""Total, women and men."""

Lines = Mapping[str, Sequence[Points]]
"""By group: the points of each period. The key `TOTAL` is everything together, each case once."""

_SIGNS = {
    Status.PROTECTED: PROTECTED,
    Status.PRELIMINARY: PRELIMINARY,
    Status.UNAVAILABLE: NOT_AVAILABLE,
    Status.INCOMPARABLE: IMPOSSIBLE,
}
_NUMBERS_KEPT = 50_000
_UNAVAILABLE = Cell(None, Status.UNAVAILABLE)
_Cells = tuple[Cell, Cell, Cell]


class Part(StrEnum):
    """Which number of a report's cells a content is: what was counted, the figure made of it, or what divides it."""

    COUNTED = "counted"
    FIGURE = "figure"
    DIVISOR = "divisor"


@dataclass(frozen=True, slots=True)
class Content:
    """One category of the metric variable: how it is called, its unit, and which number of a report it is.

    `measure` is another measure than the number, which then is the content whatever `part` says.
    """

    code: str
    label: Label
    unit: Unit
    part: Part = Part.COUNTED
    measure: Measure = Measure.COUNT

    @property
    def counts_each_group(self) -> bool:
        """Whether a group that is nowhere in the release has the number 0, and not no number at all."""
        return self.part is Part.COUNTED and self.measure is Measure.COUNT


def lines(results: Sequence[ReportResult], content: Content, *, of_chart: bool = False) -> dict[str, list[Points]]:
    """The points of all periods of the results, one after the other; a group that a period lacks counted nothing.

    `of_chart` takes the merged groups of the chart in place of those of the table; these are counts.
    """
    periods = [
        dict(_charted(result, at) if of_chart else _tabled(result, at, content))
        for result in results
        for at in range(len(result.months) or 1)
    ]
    keys = dict.fromkeys(key for period in periods for key in period)
    nothing = _points((Cell(0),) * 3 if content.measure is Measure.COUNT else (_UNAVAILABLE,) * 3)
    return {key: [period.get(key, nothing) for period in periods] for key in keys}


def _charted(result: ReportResult, at: int) -> Iterator[tuple[str, Points]]:
    for group, count in zip(result.chart.groups, result.chart.values[at], strict=True):
        yield group.key, _counted(count, _status(result, at))


def _tabled(result: ReportResult, at: int, content: Content) -> Iterator[tuple[str, Points]]:
    table = result.table
    status = _status(result, at)
    if content.measure is not Measure.COUNT:
        yield from _measured(result, at, status)
        return
    rules = CellRules(registry.report(result.report_id).figure)
    divisors: Sequence[Count] = result.divisor.values[at] if result.divisor else [ZERO] * len(table.groups)
    if len(table.groups) != 1:
        once = table.distinct[at] if table.distinct and rules.figure is Figure.COUNT else table.row_totals[at]
        divisor = result.divisor.row_totals[at] if result.divisor else ZERO
        yield TOTAL_KEY, _part(rules, content.part, once, divisor, status)
    if content.part is Part.COUNTED and rules.figure is not Figure.SHARE:
        for group, count in zip(table.groups, table.values[at], strict=True):
            yield group.key, _counted(count, status)
        return
    for group, count, divisor in zip(table.groups, table.values[at], divisors, strict=True):
        yield group.key, _part(rules, content.part, count, divisor, status)


def _status(result: ReportResult, at: int) -> Status | None:
    """A month that is not over is preliminary."""
    unfinished = bool(result.months) and result.months[at] >= Month.of(result.as_of)
    return Status.PRELIMINARY if unfinished else None


def _measured(result: ReportResult, at: int, status: Status | None) -> Iterator[tuple[str, Points]]:
    measured = result.measured
    if measured is None:
        return
    if measured.overall is not None and len(result.table.groups) != 1:
        yield TOTAL_KEY, _points(measured_cells(measured.overall[at], status))
    for group, value in zip(result.table.groups, measured.values[at], strict=True):
        yield group.key, _points(measured_cells(value, status))


def _part(rules: CellRules, part: Part, count: Count, divisor: Count, status: Status | None) -> Points:
    if part is Part.COUNTED and rules.figure is not Figure.SHARE:
        return _counted(count, status)
    if part is Part.DIVISOR and rules.figure is Figure.RATE:
        return _points(CellRules().counts(divisor, status) if divisor.total else (_UNAVAILABLE,) * 3)
    shown = rules.cells(count, divisor, status)
    if part is Part.FIGURE:
        total, women, men = _points(shown)
        return ((None, IMPOSSIBLE), women, men) if rules.figure is Figure.SEX_SHARE else (total, women, men)
    return _points(_parts_of(shown, part))


@lru_cache(maxsize=_NUMBERS_KEPT)
def _counted(count: Count, status: Status | None) -> Points:
    """The points of a number; most numbers of a large table are 0 or small, so they are made once."""
    return _points(CellRules().counts(count, status))


def _parts_of(shown: _Cells, part: Part) -> _Cells:
    """What shares were made of; where a share is protected its parts are, too. A share of nothing has parts."""
    total, women, men = (
        cell
        if cell.parts is None
        else Cell(
            cell.parts.numerator if part is Part.COUNTED else cell.parts.denominator,
            None if cell.status is Status.UNAVAILABLE else cell.status,
        )
        for cell in shown
    )
    return total, women, men


def _points(cells: _Cells) -> Points:
    total, women, men = (_point(cell) for cell in cells)
    return total, women, men


def _point(cell: Cell) -> Point:
    value = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
    return value, _SIGNS[cell.status] if cell.status else None
