"""Making the national cells: counted per provider, cut below the threshold and summed (statistics 6)."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import duckdb
import pyarrow as pa

from warehouse import reference_tables as reference
from warehouse import sql_models
from warehouse.diagnoses import UNKNOWN_KEY
from warehouse.disclosure import DEFAULT_THRESHOLD, effective_threshold
from warehouse.reports.dimension import SICK_LEAVE_KEY, SICK_LEAVE_TYPES, Attribute, Dimension
from warehouse.reports.fact_query import question_groups
from warehouse.reports.period import Window
from warehouse.reports.published import (
    EXISTING,
    PublishedCells,
    published_cells,
    published_months,
    windows_by_view,
)
from warehouse.reports.result import View

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
            _count_months(connection, months, in_force)
            parts.append(_cut_and_sum(connection, in_force))
    for view, windows in windows_by_view(as_of).items():
        for window in (window for window in windows if _has_facts(window, facts)):
            _count_window(connection, view, window, in_force)
            parts.append(_cut_and_sum(connection, in_force))
    parts.append(_existing_types(connection, as_of))
    return pa.concat_tables(parts).sort_by([(name, "ascending") for name in sql_models.load(_LAYER, _CELL).keys])


def _days_with_facts(connection: duckdb.DuckDBPyConnection) -> tuple[date | None, date | None]:
    (bounds,) = connection.execute(
        "SELECT min(first_day), max(last_day) FROM (SELECT min(start_date), max(end_date) FROM sick_leave_row "
        "UNION ALL SELECT min(signed_date), max(signed_date) FROM header) AS days (first_day, last_day)"
    ).fetchall()
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


def _existing_types(connection: duckdb.DuckDBPyConnection, as_of: date) -> pa.Table:
    """The certificate types of which a certificate exists anywhere, without any count (statistics 2.3)."""
    found = {type_id for (type_id,) in connection.execute("SELECT DISTINCT type_id FROM header").fetchall()}
    months = published_months(as_of)
    row = {
        "report_id": "certificates_total",
        "view": View.TIME_SERIES.value,
        "series": EXISTING,
        "window_first": months.first_day,
        "window_last": months.last_day,
        **{"women": 0, "men": 0, "women_protected": False, "men_protected": False},
    }
    keys = sorted({SICK_LEAVE_KEY if type_id in SICK_LEAVE_TYPES else type_id for type_id in found})
    return pa.Table.from_pylist([{**row, "group_key": key} for key in keys], schema=_NATIONAL_CELL)


def _count_months(connection: duckdb.DuckDBPyConnection, months: Window, threshold: int) -> None:
    bounds: dict[str, object] = {"first_day": months.first_day, "last_day": months.last_day}
    _run(connection, "case_in_month", bounds)
    _run(connection, "provider_value_in_month", {}, "provider_value")
    _add_facts(connection, {**bounds, "view": View.TIME_SERIES.value, "by_month": True, "threshold": threshold})


def _add_facts(connection: duckdb.DuckDBPyConnection, values: dict[str, object]) -> None:
    model = sql_models.load(_LAYER, "provider_fact")
    connection.execute(f"INSERT INTO provider_value BY NAME {model.sql}", values)


def _count_window(connection: duckdb.DuckDBPyConnection, view: str, window: Window, threshold: int) -> None:
    bounds: dict[str, object] = {"first_day": window.first_day, "last_day": window.last_day}
    _run(connection, "case_in_window", bounds)
    _run(connection, "case_value_in_window", bounds)
    _run(connection, "provider_value_in_window", bounds | {"view": view}, "provider_value")
    _add_facts(connection, {**bounds, "view": view, "by_month": False, "threshold": threshold})


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
    if dimension.attribute is Attribute.QUESTION:
        return question_groups().get(value)
    if dimension.bounds:
        number = int(value)
        return next((key for key, bounds in dimension.bounds.items() if bounds.holds(number)), None)
    return value if value in dimension.keys else dimension.unknown_key
