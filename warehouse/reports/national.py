"""National figures: computed as cells per provider, cut below the threshold and summed; read from the release.

Statistics 6 and 7.1. `build_national_cells` belongs to the build, `NationalStatistics` to the readers of the public
zone; they meet in the table `national_cell`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse import reference_tables as reference
from warehouse import sql_models
from warehouse.diagnoses import UNKNOWN_KEY
from warehouse.disclosure import DEFAULT_THRESHOLD, effective_threshold
from warehouse.reports import registry, tidy
from warehouse.reports.boxes import BEFORE, NOW, BoxFacts, build_boxes
from warehouse.reports.cells import Cells, CountedCells, total
from warehouse.reports.dimension import Attribute, Dimension
from warehouse.reports.interval import clip, default_window, latest_month, overview_windows
from warehouse.reports.overview import OverviewResult
from warehouse.reports.period import Month, Window
from warehouse.reports.population import Population
from warehouse.reports.published import (
    CHART,
    OVERVIEW,
    TABLE,
    PublishedCells,
    published_cells,
    published_months,
    published_windows,
    windows_by_view,
)
from warehouse.reports.registry import ReportDefinition
from warehouse.reports.release import Release, open_release, read_release
from warehouse.reports.result import Count, Level, Message, ReportResult, Series, View

_LAYER, _CELL = "national", "national_cell"
_MONTHS_AT_A_TIME = 12
"""Bounds the memory of a build: cases per month are made for one year of months at a time."""

_NATIONAL_CELL = pa.schema(
    [
        *((name, pa.string()) for name in ("report_id", "view", "series")),
        *((name, pa.date32()) for name in ("window_first", "window_last")),
        ("group_key", pa.string()),
        *((name, pa.int64()) for name in ("women", "men")),
        *((name, pa.bool_()) for name in ("women_protected", "men_protected")),
    ]
)
_VALUE_GROUP = pa.schema(
    [(name, pa.string()) for name in ("report_id", "view", "series", "attribute", "value", "group_key")]
)


def build_national_cells(
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    threshold: int = DEFAULT_THRESHOLD,
    *,
    allow_low: bool = False,
) -> pa.Table:
    """All published cells: the rows of `national_cell` (columns in docs/tables.md), sorted by their keys.

    `connection` must see the care table `sick_leave_row`; only temporary tables are made in it. Figures end with the
    last month completed on `as_of`. `threshold` is raised to 3 unless `allow_low` (tests and acceptance cases only).
    """
    in_force = effective_threshold(threshold, allow_low=allow_low)
    _make_chapter_groups(connection)
    parts = [_NATIONAL_CELL.empty_table()]
    facts = _days_with_facts(connection)
    for months in _years(published_months(as_of)):
        if _has_facts(months, facts):
            _count_months(connection, months)
            parts.append(_cut_and_sum(connection, in_force))
    for view, windows in windows_by_view(as_of).items():
        for window in (window for window in windows if _has_facts(window, facts)):
            _count_window(connection, view, window)
            parts.append(_cut_and_sum(connection, in_force))
    return pa.concat_tables(parts).sort_by([(name, "ascending") for name in sql_models.load(_LAYER, _CELL).keys])


def _days_with_facts(connection: duckdb.DuckDBPyConnection) -> tuple[date | None, date | None]:
    (bounds,) = connection.execute("SELECT min(start_date), max(end_date) FROM sick_leave_row").fetchall()
    return bounds


def _has_facts(window: Window, facts: tuple[date | None, date | None]) -> bool:
    first, last = facts
    return first is not None and last is not None and first <= window.last_day and last >= window.first_day


def _years(months: Window) -> list[Window]:
    starts = [months.first.plus(step) for step in range(0, len(months), _MONTHS_AT_A_TIME)]
    return [Window(first, after.plus(-1)) for first, after in pairwise([*starts, months.last.plus(1)])]


def _make(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
    connection.register(f"{name}_rows", rows)
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {name}_rows")  # noqa: S608 – our own names
    connection.unregister(f"{name}_rows")


def _run(connection: duckdb.DuckDBPyConnection, name: str, values: dict[str, object], table: str | None = None) -> None:
    """Make the temporary table of a model, under its own name unless `table` is given."""
    model = sql_models.load(_LAYER, name)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table or name} AS {model.sql}", values)


def _make_chapter_groups(connection: duckdb.DuckDBPyConnection) -> None:
    groups = {**reference.chapter_groups(), "": UNKNOWN_KEY}
    _make(connection, "chapter_group", pa.table({"chapter": list(groups), "diagnosis_group": list(groups.values())}))


def _count_months(connection: duckdb.DuckDBPyConnection, months: Window) -> None:
    _run(connection, "case_in_month", {"first_day": months.first_day, "last_day": months.last_day})
    _run(connection, "provider_value_in_month", {}, "provider_value")


def _count_window(connection: duckdb.DuckDBPyConnection, view: str, window: Window) -> None:
    bounds: dict[str, object] = {"first_day": window.first_day, "last_day": window.last_day}
    _run(connection, "case_in_window", bounds)
    _run(connection, "case_value_in_window", bounds)
    _run(connection, "provider_value_in_window", bounds | {"view": view}, "provider_value")


def _cut_and_sum(connection: duckdb.DuckDBPyConnection, threshold: int) -> pa.Table:
    _make(connection, "value_group", _value_groups(connection))
    return connection.execute(sql_models.load(_LAYER, _CELL).sql, {"threshold": threshold}).to_arrow_table()


def _value_groups(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Which group each counted value belongs to, for every set of published cells."""
    values: dict[str, list[str]] = {}
    for attribute, value in connection.execute("SELECT DISTINCT attribute, value FROM provider_value").fetchall():
        values.setdefault(attribute, []).append(value)
    rows = [
        row for cells in published_cells() for row in _groups_of(cells, values.get(cells.dimension.attribute.value, []))
    ]
    return pa.Table.from_pylist(rows, schema=_VALUE_GROUP)


def _groups_of(cells: PublishedCells, values: list[str]) -> list[dict[str, str]]:
    keyed = ((value, _group_key(cells.dimension, value)) for value in values)
    return [
        {
            "report_id": cells.report_id,
            "view": cells.view,
            "series": cells.series,
            "attribute": cells.dimension.attribute.value,
            "value": value,
            "group_key": key,
        }
        for value, key in keyed
        if key is not None
    ]


def _group_key(dimension: Dimension, value: str) -> str | None:
    """The group of a value; None when the dimension has none for it (a case that is not long)."""
    if dimension.attribute is Attribute.NONE:
        return dimension.keys[0]
    if dimension.bounds:
        number = int(value)
        return next((key for key, bounds in dimension.bounds.items() if bounds.holds(number)), None)
    return value if value in dimension.keys else dimension.unknown_key


class NationalStatistics:
    """Reads one public release (`national.duckdb`) into memory; answers from there, safe to share between threads.

    Raises duckdb.Error when the file is missing or no release.
    """

    def __init__(self, path: Path) -> None:
        connection = open_release(path)
        try:
            self.release: Release = read_release(connection)
            self._cells = _read_cells(connection)
            self.population = _read_population(connection)
        finally:
            connection.close()

    @property
    def months(self) -> Window:
        """The months of which time series are published."""
        return published_months(self.release.as_of)

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of which cross-sections are published, the default first."""
        return published_windows(self.release.as_of)

    def report(self, report_id: str, view: View, window: Window | None = None) -> ReportResult:
        """One national report for `window`, or for the default window.

        A time series is clipped to the months published; a cross-section exists for `windows` only. What cannot be
        shown as asked gives the default window and a message. Raises UnknownReportError and NotOfferedError.
        """
        report = registry.report(report_id)
        report.require(Level.NATIONAL, view)
        shown, messages = self._window(report, view, window)
        months = tuple(shown) if view is View.TIME_SERIES else ()
        periods = [Window(month, month) for month in months] or [shown]
        table, chart = self._series(report, view, periods)
        rows = len(months) or len(table.groups)
        return ReportResult(
            report_id=report.id,
            title=report.title,
            level=Level.NATIONAL,
            view=view,
            window=shown,
            months=months,
            table=table,
            chart=chart,
            release=self.release.version,
            data_time=self.release.data_time,
            as_of=self.release.as_of,
            notes=_notes(report, table),
            messages=(*messages, *tidy.size_message(report, view, rows)),
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

    def _series(self, report: ReportDefinition, view: View, periods: list[Window]) -> tuple[Series, Series]:
        """Table and chart; each case once is the published number of cases of the same period."""
        rows = [self._of(report.id, view.value, TABLE, period) for period in periods]
        once = [total(self._of("cases_total", view.value, TABLE, period)) for period in periods]
        merged = rows
        if tidy.merges_in_chart(report):
            merged = (
                [tidy.merged_chapters(row) for row in rows]
                if view is View.TIME_SERIES
                else [self._of(report.id, view.value, CHART, period) for period in periods]
            )
        return tidy.series(report.dimension, rows, once), tidy.series(report.chart_dimension, merged, once)


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


def _read_population(connection: duckdb.DuckDBPyConnection) -> Population:
    return Population.of(connection.execute("SELECT county, year, sex, inhabitants FROM population").fetchall())


def _notes(report: ReportDefinition, table: Series) -> tuple[str, ...]:
    protected = any(count.women_protected or count.men_protected for row in table.values for count in row)
    return (
        *report.notes,
        "threshold",
        *(("protected",) if protected else ()),
        *(("overlap",) if tidy.overlaps(table) else ()),
    )
