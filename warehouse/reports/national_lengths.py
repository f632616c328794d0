"""Median, quartiles and 90th percentile of the lengths of the whole country's cases, made at publication.

Each provider's cases of a window are cut below the threshold, women and men apart, before lengths are put together
(docs/measures.md). Only the four values of each sex are published, never how many cases have which length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

import duckdb
import pyarrow as pa

from warehouse import sql_models
from warehouse.reports.measure_values import PERCENTILES, CellAmounts, value_of
from warehouse.reports.measured import Measure, MeasuredValue
from warehouse.reports.period import Month, Window

NATIONAL_LENGTH = pa.schema(
    [
        ("view", pa.string()),
        *((name, pa.date32()) for name in ("window_first", "window_last")),
        ("measure", pa.string()),
        *((name, pa.decimal128(12, 2)) for name in ("women", "men", "total")),
        *((name, pa.bool_()) for name in ("women_protected", "men_protected")),
    ]
)


def lengths_of(connection: duckdb.DuckDBPyConnection, view: str, threshold: int) -> pa.Table:
    """The rows of `national_length` for a view, of the periods in the temporary table `provider_days`."""
    cells: dict[tuple[date, date], CellAmounts] = {}
    counted = connection.execute(
        sql_models.load("national", "length_in_period").sql, {"threshold": threshold}
    ).fetchall()
    for first, last, days, women, men, women_protected, men_protected in counted:
        cell = CellAmounts(Counter({days: women}), Counter({days: men}), women_protected, men_protected)
        cells.setdefault((first, last), CellAmounts()).add(cell)
    rows = [
        {
            "view": view,
            "window_first": first,
            "window_last": last,
            "measure": measure.value,
            **_columns(measure, cell),
        }
        for (first, last), cell in cells.items()
        for measure in PERCENTILES
    ]
    return pa.Table.from_pylist(rows, schema=NATIONAL_LENGTH)


def _columns(measure: Measure, cell: CellAmounts) -> dict[str, object]:
    value = value_of(measure, cell)
    return {
        "women": value.women,
        "men": value.men,
        "total": value.total,
        "women_protected": value.women_protected,
        "men_protected": value.men_protected,
    }


Lengths = Mapping[tuple[str, Window, Measure], MeasuredValue]
"""By view, window and measure."""


def read_lengths(connection: duckdb.DuckDBPyConnection) -> Lengths:
    """Read the table `national_length` of a release."""
    rows = connection.execute(
        "SELECT view, window_first, window_last, measure, women, men, total, women_protected, men_protected "
        "FROM national_length"
    ).fetchall()
    return {
        (view, Window(Month.of(first), Month.of(last)), Measure(measure)): MeasuredValue(*values)
        for view, first, last, measure, *values in rows
    }
