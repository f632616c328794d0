"""Statistics of the care zone: reports and overview for what one access scope can reach (statistics 3-5, 7.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from warehouse.reports import registry, tidy
from warehouse.reports.boxes import BoxFacts, build_boxes
from warehouse.reports.case_query import CaseQuestion, statement
from warehouse.reports.cells import CountedCells, counted, total
from warehouse.reports.dimension import Dimension, dimension
from warehouse.reports.interval import default_window, latest_month, overview_windows, resolve
from warehouse.reports.overview import OverviewResult
from warehouse.reports.period import Month, Window
from warehouse.reports.register import EffectiveUnits, Provider, Register, Unit, display_names
from warehouse.reports.registry import Filter, ReportDefinition
from warehouse.reports.release import Release, open_release, read_release
from warehouse.reports.result import Level, Message, ReportResult, Series, View
from warehouse.reports.scope import AccessScope
from warehouse.reports.selection import EVERYTHING, Selection
from warehouse.reports.visible import known_choices, visible_rows


class CareStatistics:
    """Reads one care release (`care.duckdb`), read-only and without access to anything outside the file.

    Safe to share between threads: every question runs on a cursor of its own.
    Raises duckdb.Error when the file is missing or no release.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_release(path)
        self.release: Release = read_release(self._connection)
        self._register = Register.read(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the release; questions after this fail."""
        self._connection.close()

    def provider(self, scope: AccessScope) -> Provider | None:
        """The provider of a scope, or None when it has no facts in this release."""
        return self._register.provider(scope)

    def units(self, scope: AccessScope) -> tuple[Unit, ...]:
        """The units that the scope can choose among in the unit filter (statistics 11.3)."""
        return self._register.available(scope)

    def report(
        self,
        report_id: str,
        view: View,
        scope: AccessScope,
        selection: Selection = EVERYTHING,
        as_of: date | None = None,
        *,
        window: Window | None = None,
    ) -> ReportResult:
        """One report for what `scope` can reach.

        `as_of` is today (the release's day unless given) and decides the default window. `window` is what a page
        preselects in its place; an interval in the selection goes before both. Raises UnknownReportError and
        NotOfferedError.
        """
        report = registry.report(report_id)
        report.require(Level.PROVIDER, view)
        day = as_of or self.release.as_of
        preselected = window or default_window(report, Level.PROVIDER, view, day)
        interval = resolve(selection, preselected, latest_month(Level.PROVIDER, day))
        reach = self._reach(scope, interval.selection)
        by_month = view is View.TIME_SERIES
        cells = self._count(reach, (interval.window,), by_month, _dimensions(report, view))
        periods = len(interval.window) if by_month else 1
        table, chart = _series(report, view, cells, periods)
        rows = periods if by_month else len(table.groups)
        return ReportResult(
            report_id=report.id,
            title=report.title,
            level=Level.PROVIDER,
            view=view,
            window=interval.window,
            months=tuple(interval.window) if by_month else (),
            table=table,
            chart=chart,
            release=self.release.version,
            data_time=self.release.data_time,
            as_of=day,
            notes=_notes(report, table, interval.window, day),
            messages=(
                *interval.messages,
                *_empty_message(tidy.is_empty(chart), bool(reach.selection)),
                *tidy.size_message(report, view, rows),
            ),
            filters=_echo(reach, report.filters),
            provider_name=reach.provider.name if reach.provider else None,
            unit_names=_unit_names(reach.units, self.units(scope)),
        )

    def overview(
        self, scope: AccessScope, selection: Selection = EVERYTHING, as_of: date | None = None
    ) -> OverviewResult:
        """The overview for what `scope` can reach: always the last three completed months (statistics 7.2)."""
        day = as_of or self.release.as_of
        windows = overview_windows(day)
        reach = self._reach(scope, selection.without_interval())
        wanted = {box.dimension_id for box in registry.boxes(Level.PROVIDER)}
        dimensions = tuple(dimension(dimension_id) for dimension_id in sorted(wanted))
        cells = self._count(reach, windows, False, dimensions)
        empty = total(cells.of("total")).total == 0
        return OverviewResult(
            level=Level.PROVIDER,
            window=windows[0],
            previous_window=windows[1],
            boxes=build_boxes(Level.PROVIDER, BoxFacts(cells)),
            release=self.release.version,
            data_time=self.release.data_time,
            as_of=day,
            messages=(*_interval_ignored(selection, windows[0]), *_empty_message(empty, bool(reach.selection))),
            filters=_echo(reach, frozenset(Filter)),
            provider_name=reach.provider.name if reach.provider else None,
            unit_names=_unit_names(reach.units, self.units(scope)),
        )

    def _reach(self, scope: AccessScope, selection: Selection) -> _Reach:
        kept = known_choices(selection)
        return _Reach(self._register.provider(scope), self._register.effective(scope, kept.units), kept)

    def _count(
        self, reach: _Reach, windows: tuple[Window, ...], by_month: bool, dimensions: tuple[Dimension, ...]
    ) -> CountedCells:
        """Count the cases within reach; where nothing is, nothing is asked."""
        if reach.provider is None or reach.units.numbers == ():
            return CountedCells()
        visible = visible_rows(reach.provider.number, reach.units.numbers, reach.selection)
        asked = statement(CaseQuestion(visible, windows, by_month, dimensions))
        with self._connection.cursor() as cursor:
            rows = cursor.execute(asked.sql, asked.parameters).fetchall()
        return counted((dimensions[at].id, period, key, women, men) for at, period, key, women, men in rows)


@dataclass(frozen=True, slots=True)
class _Reach:
    """What a scope and a selection reach together."""

    provider: Provider | None
    units: EffectiveUnits
    selection: Selection


def _dimensions(report: ReportDefinition, view: View) -> tuple[Dimension, ...]:
    """What to count: the table's groups; in a cross-section also the chart's and each case once, where they differ."""
    if view is View.TIME_SERIES or not report.dimension.attribute.takes_each_value:
        return (report.dimension,)
    wanted = (report.dimension_id, report.chart_dimension.id, "total")
    return tuple(dimension(dimension_id) for dimension_id in dict.fromkeys(wanted))


def _series(report: ReportDefinition, view: View, cells: CountedCells, periods: int) -> tuple[Series, Series]:
    """Table and chart. In a time series a case has one group a month: sums of groups are sums of cases."""
    rows = cells.periods(report.dimension_id, periods)
    if _dimensions(report, view) == (report.dimension,):
        once = [total(row) for row in rows]
        merged = [tidy.merged_chapters(row) for row in rows] if tidy.merges_in_chart(report) else rows
    else:
        once = [total(row) for row in cells.periods("total", periods)]
        merged = cells.periods(report.chart_dimension.id, periods)
    return tidy.series(report.dimension, rows, once), tidy.series(report.chart_dimension, merged, once)


def _notes(report: ReportDefinition, table: Series, window: Window, day: date) -> tuple[str, ...]:
    overlap = ("overlap",) if tidy.overlaps(table) else ()
    running = ("running_month",) if window.last >= Month.of(day) else ()
    return (*report.notes, *overlap, *running)


def _empty_message(empty: bool, filtered: bool) -> tuple[Message, ...]:
    """FI-010 when a filter leaves nothing, R-002 when there is nothing at all (statistics 12.3)."""
    if not empty:
        return ()
    return (Message("FI-010", "warning") if filtered else Message("R-002", "info"),)


def _interval_ignored(selection: Selection, window: Window) -> tuple[Message, ...]:
    if not selection.has_interval:
        return ()
    return (Message("FI-008", "info", {"first": str(window.first), "last": str(window.last)}),)


def _echo(reach: _Reach, applicable: frozenset[Filter]) -> dict[str, tuple[str, ...]]:
    """The filters in force, by dimension; a dimension without choice is left out."""
    selection = reach.selection
    chosen: dict[Filter, Sequence[str]] = {
        Filter.UNITS: [unit.id for unit in reach.units.chosen],
        Filter.DIAGNOSES: selection.diagnoses,
        Filter.AGES: selection.ages,
        Filter.LENGTHS: selection.lengths,
        Filter.TYPES: selection.types,
    }
    return {name.value: tuple(values) for name, values in chosen.items() if values and name in applicable}


def _unit_names(effective: EffectiveUnits, available: Sequence[Unit]) -> tuple[str, ...]:
    """Names of the units included; none for a whole provider without unit filter."""
    if effective.numbers is None and not effective.chosen:
        return ()
    return display_names(effective.chosen or available)
