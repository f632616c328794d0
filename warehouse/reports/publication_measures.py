"""Measures of the whole country's cases that are made at publication: lengths, starts, ends and days.

Each provider's part of a window is cut below the threshold, women and men apart, before it is put together with those
of others (docs/measures.md). Of lengths only four values of each sex are published, never how many cases have which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import duckdb
import pyarrow as pa

from warehouse import sql_models
from warehouse.reports.measure_values import PERCENTILES, CellAmounts, value_of
from warehouse.reports.measured import Measure, MeasuredValue
from warehouse.reports.period import Month, Window
from warehouse.reports.result import View

_LAYER = "national"
_Row = dict[str, object]

NATIONAL_MEASURE = pa.schema(
    [
        ("view", pa.string()),
        *((name, pa.date32()) for name in ("window_first", "window_last")),
        ("measure", pa.string()),
        *((name, pa.decimal128(12, 2)) for name in ("women", "men", "total")),
        *((name, pa.bool_()) for name in ("women_protected", "men_protected")),
    ]
)


def count_amounts(connection: duckdb.DuckDBPyConnection, windows: Sequence[Window]) -> None:
    """Make the temporary table `provider_amount_in_month`: starts, ends and days of all months of `windows`."""
    bounds = {
        "first_day": min(window.first_day for window in windows),
        "last_day": max(window.last_day for window in windows),
    }
    statement = sql_models.load(_LAYER, "provider_amount_in_month").sql
    connection.execute(f"CREATE OR REPLACE TEMP TABLE provider_amount_in_month AS {statement}", bounds)


def measures_of(connection: duckdb.DuckDBPyConnection, view: str, threshold: int) -> pa.Table:
    """The rows of `national_measure` for a view, of the periods in the temporary table `provider_days`."""
    rows = [*_lengths(connection, view, threshold), *_amounts(connection, view, threshold)]
    return pa.Table.from_pylist(rows, schema=NATIONAL_MEASURE)


def _lengths(connection: duckdb.DuckDBPyConnection, view: str, threshold: int) -> Iterator[_Row]:
    cells: dict[tuple[date, date], CellAmounts] = {}
    counted = connection.execute(sql_models.load(_LAYER, "length_in_period").sql, {"threshold": threshold}).fetchall()
    for first, last, days, women, men, women_protected, men_protected in counted:
        cell = CellAmounts(Counter({days: women}), Counter({days: men}), women_protected, men_protected)
        cells.setdefault((first, last), CellAmounts()).add(cell)
    for (first, last), cell in cells.items():
        for measure in PERCENTILES:
            yield _row(view, first, last, measure, cell)


def _amounts(connection: duckdb.DuckDBPyConnection, view: str, threshold: int) -> Iterator[_Row]:
    """Starts, ends and days: sums of what the threshold has left of each provider."""
    counted = connection.execute(sql_models.load(_LAYER, "amount_in_period").sql, {"threshold": threshold}).fetchall()
    for first, last, measure, women, men, women_protected, men_protected in counted:
        cell = CellAmounts(Counter({women: 1}), Counter({men: 1}), women_protected, men_protected)
        yield _row(view, first, last, Measure(measure), cell)


def _row(view: str, first: date, last: date, measure: Measure, cell: CellAmounts) -> _Row:
    value = value_of(measure, cell)
    return {
        "view": view,
        "window_first": first,
        "window_last": last,
        "measure": measure.value,
        "women": value.women,
        "men": value.men,
        "total": value.total,
        "women_protected": value.women_protected,
        "men_protected": value.men_protected,
    }


PublishedMeasures = Mapping[tuple[str, Window, Measure], MeasuredValue]
"""By view, window and measure."""

MADE_AT_PUBLICATION = frozenset({*PERCENTILES, Measure.STARTED_CASES, Measure.ENDED_CASES, Measure.SICK_LEAVE_DAYS})


def published_value(published: PublishedMeasures, view: View, window: Window, measure: Measure) -> MeasuredValue:
    """One value; of a window without any case nothing is published, and its numbers are 0."""
    return published.get((view.value, window, measure)) or value_of(measure, CellAmounts())


def read_measures(connection: duckdb.DuckDBPyConnection) -> PublishedMeasures:
    """Read the table `national_measure` of a release."""
    rows = connection.execute(
        "SELECT view, window_first, window_last, measure, women, men, total, women_protected, men_protected "
        "FROM national_measure"
    ).fetchall()
    return {
        (view, Window(Month.of(first), Month.of(last)), Measure(measure)): MeasuredValue(*values)
        for view, first, last, measure, *values in rows
    }
