"""National figures: cells per provider, cut below the threshold and summed, read from the release.

Statistics 6 and 7.1. `build_national_cells` belongs to the build, `NationalStatistics` to the readers of the public
zone; they meet in the table `national_cell`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import duckdb

from warehouse.diagnoses import DiagnosisLevel
from warehouse.reports import measures, registry, tidy
from warehouse.reports.boxes import BEFORE, NOW, BoxFacts, build_boxes
from warehouse.reports.cells import Cells, CountedCells, total
from warehouse.reports.counting import Asked, LaidOut, largest
from warehouse.reports.definitions import Family
from warehouse.reports.dimension import ALL_COUNTIES, Attribute
from warehouse.reports.interval import clip, default_window, latest_month, overview_windows
from warehouse.reports.listing import existing_types
from warehouse.reports.measured import Measure, MeasuredSeries
from warehouse.reports.measuring import measure_change
from warehouse.reports.national_cells import build_national_cells
from warehouse.reports.national_measures import People, age_standardised, per_inhabitants
from warehouse.reports.options import DEFAULT_OPTIONS, Options
from warehouse.reports.overview import OverviewResult
from warehouse.reports.period import Month, Window
from warehouse.reports.population import Population, PopulationByAge
from warehouse.reports.published import (
    CHART,
    DIVISOR,
    EXISTING,
    OVERVIEW,
    TABLE,
    published_months,
    published_windows,
)
from warehouse.reports.registry import NotOfferedError, ReportDefinition
from warehouse.reports.release import Release, open_release, read_release
from warehouse.reports.result import ZERO, Count, Level, Message, ReportResult, Series, View

__all__ = ["NationalStatistics", "build_national_cells"]


class NationalStatistics:
    """Reads one public release (`national.duckdb`) into memory; answers from there, safe to share between threads.

    Raises duckdb.Error when the file is missing or no release.
    """

    def __init__(self, path: Path) -> None:
        connection = open_release(path)
        try:
            self.release: Release = read_release(connection)
            self._cells = _read_cells(connection)
            self._people = _read_people(connection)
        finally:
            connection.close()

    @property
    def population(self) -> Population:
        """Inhabitants of the counties."""
        return self._people.of_counties

    @property
    def months(self) -> Window:
        """The months of which time series are published."""
        return published_months(self.release.as_of)

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of which cross-sections are published, the default first."""
        return published_windows(self.release.as_of)

    def report(
        self, report_id: str, view: View, window: Window | None = None, *, options: Options = DEFAULT_OPTIONS
    ) -> ReportResult:
        """One national report for `window`, or for the default window.

        A time series is clipped to the months published; a cross-section exists for `windows` only. What cannot be
        shown as asked gives the default window and a message. Raises UnknownReportError, NotOfferedError and
        MeasureNotOfferedError.
        """
        report = registry.report(report_id)
        report.require(Level.NATIONAL, view)
        measures.require(options.measure, report, Level.NATIONAL)
        shown, messages = self._window(report, view, window)
        months = tuple(shown) if view is View.TIME_SERIES else ()
        periods = [Window(month, month) for month in months] or [shown]
        asked = Asked(report, view, shown, options)
        laid_out = self._series(asked, periods)
        table = laid_out.table
        rows = len(months) or len(table.groups)
        return ReportResult(
            report_id=report.id,
            title=asked.title,
            level=Level.NATIONAL,
            view=view,
            window=shown,
            months=months,
            table=table,
            chart=laid_out.chart,
            release=self.release.version,
            data_time=self.release.data_time,
            as_of=self.release.as_of,
            notes=_notes(report, table),
            messages=(*messages, *tidy.size_message(report, view, rows)),
            divisor=laid_out.divisor,
            measured=self._measured(asked, table, periods),
            threshold=self.release.threshold,
        )

    def overview(self) -> OverviewResult:
        """The national overview of the last three completed months (statistics 7.1)."""
        windows = overview_windows(self.release.as_of)
        cells = CountedCells()
        for box in registry.boxes(Level.NATIONAL):
            for period in (NOW, BEFORE):
                cells.cells[box.dimension_id, period] = dict(self._of(box.id, OVERVIEW, TABLE, windows[period]))
        people = [
            {county: count.total for county, count in self.population.inhabitants(window).items()} for window in windows
        ]
        return OverviewResult(
            level=Level.NATIONAL,
            window=windows[NOW],
            previous_window=windows[BEFORE],
            boxes=build_boxes(Level.NATIONAL, BoxFacts(cells, (people[NOW], people[BEFORE]))),
            release=self.release.version,
            data_time=self.release.data_time,
            as_of=self.release.as_of,
        )

    def _of(self, report_id: str, view: str, series: str, window: Window) -> Cells:
        return self._cells.get((report_id, view, series, window), {})

    def _window(self, report: ReportDefinition, view: View, asked: Window | None) -> tuple[Window, tuple[Message, ...]]:
        default = default_window(report, Level.NATIONAL, view, self.release.as_of)
        if asked is None or asked == default:
            return default, ()
        if view is View.CROSS_SECTION:
            return (asked, ()) if asked in self.windows else (default, (Message("FI-013", "warning"),))
        clipped, messages = clip(asked, latest_month(Level.NATIONAL, self.release.as_of))
        return clipped or default, messages

    def _series(self, asked: Asked, periods: list[Window]) -> LaidOut:
        """Table, chart and divisor; each case once is the published number of cases of the same period."""
        report, view = asked.report, asked.view
        if asked.dimension.attribute is Attribute.WITHIN:
            node = asked.dimension.nodes[0].value or ""
            if asked.dimension.nodes[0].level != DiagnosisLevel.CHAPTER:
                raise NotOfferedError("the national level divides chapters alone")
            table = tidy.series(asked.dimension, [self._of(report.id, view.value, node, one) for one in periods], None)
            return LaidOut(table, largest(table))
        if report.family is not Family.CASES:
            return self._fact_series(asked, periods)
        if asked.dimension.attribute is Attribute.COUNTY:
            return self._county_series(asked, periods[0])
        rows = [self._of(report.id, view.value, TABLE, period) for period in periods]
        once = [total(self._of("cases_total", view.value, TABLE, period)) for period in periods]
        merged = rows
        if tidy.merges_in_chart(report):
            merged = (
                [tidy.merged_chapters(row) for row in rows]
                if view is View.TIME_SERIES
                else [self._of(report.id, view.value, CHART, period) for period in periods]
            )
        return LaidOut(tidy.series(report.dimension, rows, once), tidy.series(report.chart_dimension, merged, once))

    def _measured(self, asked: Asked, table: Series, periods: list[Window]) -> MeasuredSeries | None:
        """Another measure than the number of the table's cells, where one was asked for."""
        if asked.options.measure is Measure.COUNT:
            return None
        if asked.options.measure is Measure.PER_1000_INHABITANTS:
            return per_inhabitants(asked.dimension, table, periods, self._people)
        if asked.options.measure is Measure.AGE_STANDARDISED:
            of_ages = partial(self._of, "cases_by_age_group", asked.view.value, TABLE)
            return age_standardised(periods, of_ages, self._people)
        before = [period.a_year_before() for period in periods]
        return measure_change(asked, table, lambda of: self._series(of, before).table)

    def _fact_series(self, asked: Asked, periods: list[Window]) -> LaidOut:
        """Certificates and messages; of a share also what it is divided by."""
        report, view = asked.report, asked.view
        shown = asked.dimension
        if shown.attribute is Attribute.CERTIFICATE_TYPE:
            exist = self._of(report.id, View.TIME_SERIES.value, EXISTING, self.months)
            shown = existing_types(shown, exist.keys())
        table = tidy.series(shown, [self._of(report.id, view.value, TABLE, one) for one in periods], None)
        if shown.attribute is not Attribute.COMPLETED_TYPE:
            return LaidOut(table, table)
        sent = [self._of(report.id, view.value, DIVISOR, one) for one in periods]
        return LaidOut(table, table, tidy.series(shown, sent, None))

    def _county_series(self, asked: Asked, window: Window) -> LaidOut:
        """Counties below the sum of them all, and the inhabitants whom the cases are divided by (statistics 9)."""
        counted = self._of(asked.report.id, asked.view.value, TABLE, window)
        people = self.population.inhabitants(window)
        unknown = asked.dimension.only_when_not_zero if asked.report.id == "cases_by_county" else frozenset()
        groups = tuple(one for one in asked.dimension.groups if one.key not in unknown or one.key in counted)
        rows = tuple(_with_sum([cells.get(group.key, ZERO) for group in groups]) for cells in (counted, people))
        series = [Series((ALL_COUNTIES, *groups), (row,), (row[0],)) for row in rows]
        return LaidOut(series[0], series[0], series[1])


def _with_sum(counts: list[Count]) -> tuple[Count, ...]:
    return (tidy.summed(counts), *counts)


def _read_cells(
    connection: duckdb.DuckDBPyConnection,
) -> Mapping[tuple[str, str, str, Window], dict[str, Count]]:
    found: dict[tuple[str, str, str, Window], dict[str, Count]] = {}
    rows = connection.execute(
        "SELECT report_id, view, series, window_first, window_last, group_key, women, men, women_protected, "
        "men_protected FROM national_cell"
    ).fetchall()
    for report_id, view, series, first, last, key, women, men, women_protected, men_protected in rows:
        window = Window(Month.of(first), Month.of(last))
        count = Count(women, men, women + men, women_protected, men_protected)
        found.setdefault((report_id, view, series, window), {})[key] = count
    return found


def _read_people(connection: duckdb.DuckDBPyConnection) -> People:
    rows = connection.execute("SELECT county, year, sex, age, inhabitants FROM population").fetchall()
    of_counties = Population.of((county, year, sex, inhabitants) for county, year, sex, _, inhabitants in rows)
    return People(of_counties, PopulationByAge.of(rows))


def _notes(report: ReportDefinition, table: Series) -> tuple[str, ...]:
    protected = any(count.women_protected or count.men_protected for row in table.values for count in row)
    return (
        *report.notes,
        "threshold",
        *(("protected",) if protected else ()),
        *(("overlap",) if tidy.overlaps(table) else ()),
    )
