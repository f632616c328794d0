"""Making the national cells: counted per provider, cut below the threshold and summed (statistics 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import duckdb
import pyarrow as pa

from warehouse import sql_models
from warehouse.disclosure import (
    DEFAULT_THRESHOLD,
    FEWEST_PROVIDERS,
    effective_threshold,
    rounding_of_losses,
)
from warehouse.reports.certificate_groups import group_of_type
from warehouse.reports.national_groups import DIAGNOSIS, CellNumbers, Numbered, Place, lowest_of_groups
from warehouse.reports.national_lengths import NATIONAL_LENGTH, lengths_in_months, lengths_in_window
from warehouse.reports.period import Window
from warehouse.reports.published import EXISTING, WITHIN, published_months, windows_by_view
from warehouse.reports.result import View

_LAYER = "national"
_MONTHS_AT_A_TIME = 12
"""Bounds the memory of a build: cases per month are made for one year of months at a time."""

_KEYS = [
    *((name, pa.string()) for name in ("report_id", "view", "series")),
    *((name, pa.date32()) for name in ("window_first", "window_last")),
]
_NATIONAL_CELL = pa.schema(
    [
        *_KEYS,
        ("group_key", pa.string()),
        *((name, pa.int64()) for name in ("women", "men", "unknown_sex")),
        *((name, pa.bool_()) for name in ("women_protected", "men_protected", "unknown_protected")),
    ]
)
_NATIONAL_LOSS = pa.schema([*_KEYS, ("amount", pa.int64())])
_CELL = pa.schema([("cell_no", pa.int32()), *((n, pa.string()) for n in ("report_id", "view", "series", "group_key"))])
_DIAGNOSIS_CELL = pa.schema([("view", pa.string()), ("diagnosis_no", pa.int32()), ("cell_no", pa.int32())])
_VALUE_CELL = pa.schema([*((name, pa.string()) for name in ("view", "attribute", "value")), ("cell_no", pa.int32())])


@dataclass(frozen=True, slots=True)
class NationalTables:
    """What the national level publishes (columns in docs/tables.md).

    `cells` are the rows of `national_cell`, `losses` those of `national_loss`, `lengths` those of `national_length`;
    all are sorted by their keys.
    """

    cells: pa.Table
    losses: pa.Table
    lengths: pa.Table


def build_national_cells(
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    threshold: int = DEFAULT_THRESHOLD,
    *,
    allow_low: bool = False,
) -> NationalTables:
    """All published cells, what the threshold took away from each table, and the lengths of the country's cases.

    `connection` must see the care tables `sick_leave_row`, `header` and `message_to_care`; only temporary tables are
    made in it. Figures end with the last month completed on `as_of`. `threshold` is raised to 3 unless `allow_low`
    (tests and acceptance cases only).
    """
    in_force = effective_threshold(threshold, allow_low=allow_low)
    cutting = _Cutting(connection, CellNumbers(_number(connection)), in_force)
    lengths = [NATIONAL_LENGTH.empty_table()]
    _run(connection, "fact_in_month", {})
    facts = _days_with_facts(connection)
    for months in _years(published_months(as_of)):
        if _has_facts(months, facts):
            _count_months(connection, months, in_force)
            cutting.cut_and_sum(View.TIME_SERIES.value)
            lengths.append(lengths_in_months(connection, in_force))
    for view, windows in windows_by_view(as_of).items():
        for window in (window for window in windows if _has_facts(window, facts)):
            _count_window(connection, view, window, in_force)
            cutting.cut_and_sum(view)
            if view == View.CROSS_SECTION:
                lengths.append(lengths_in_window(connection, window, in_force))
    cutting.cells.append(_existing_types(connection, as_of))
    return NationalTables(
        _sorted(connection, "national_cell", pa.concat_tables(cutting.cells)),
        _sorted(connection, "national_loss", pa.concat_tables(cutting.losses)),
        pa.concat_tables(lengths).sort_by([(name, "ascending") for name in NATIONAL_LENGTH.names[:4]]),
    )


def _sorted(connection: duckdb.DuckDBPyConnection, model: str, rows: pa.Table) -> pa.Table:
    return connection.from_arrow(rows).order(", ".join(sql_models.load(_LAYER, model).keys)).to_arrow_table()


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


def _number(connection: duckdb.DuckDBPyConnection) -> Numbered:
    """Give numbers to diagnoses, to what is known of doctors, and to chapters; `case_row` shows rows with them."""
    chapters = connection.execute("SELECT DISTINCT coalesce(chapter, '') FROM sick_leave_row ORDER BY 1").fetchall()
    bits = {1 << at: chapter for at, (chapter,) in enumerate(chapters)}
    schema = pa.schema([("chapter", pa.string()), ("chapter_bit", pa.int64())])
    _make(connection, "chapter_number", pa.table([list(bits.values()), list(bits)], schema=schema))
    numbers = {"age_floor": "age", "days_floor": "case_days", "doctor_age_floor": "doctor_age"}
    for table, column in numbers.items():
        ((least, most),) = connection.execute(
            f"SELECT coalesce(min({column}), 0), coalesce(max({column}), 0) FROM sick_leave_row"  # noqa: S608 – ours
        ).fetchall()
        _make(connection, table, _floors(lowest_of_groups()[table], least, most))
    for name in ("diagnosis_number", "signer_kind"):
        _run(connection, name, {})
    connection.execute(f"CREATE OR REPLACE TEMP VIEW case_row AS {sql_models.load(_LAYER, 'case_row').sql}")
    places = connection.execute("SELECT diagnosis_no, chapter, block, category, code FROM diagnosis_number").fetchall()
    return Numbered({str(number): Place(*place) for number, *place in places}, bits)


def _floors(lowest: list[int], least: int, most: int) -> pa.Table:
    """Each number with the lowest of its group: numbers of one group are counted together from the start."""
    numbers = range(least, most + 1)
    floors = [max((low for low in lowest if low <= number), default=number) for number in numbers]
    schema = pa.schema([("number", pa.int32()), ("floor", pa.int32())])
    return pa.table([list(numbers), floors], schema=schema)


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
        **dict.fromkeys(("women", "men", "unknown_sex"), 0),
        **dict.fromkeys(("women_protected", "men_protected", "unknown_protected"), False),
    }
    keys = sorted(set(map(group_of_type, found)))
    return pa.Table.from_pylist([{**row, "group_key": key} for key in keys], schema=_NATIONAL_CELL)


def _count_months(connection: duckdb.DuckDBPyConnection, months: Window, threshold: int) -> None:
    bounds: dict[str, object] = {"first_day": months.first_day, "last_day": months.last_day}
    _run(connection, "case_in_month", bounds)
    _run(connection, "provider_value_in_month", {}, "provider_value")
    _run(connection, "provider_diagnosis_in_month", {}, "provider_diagnosis")
    _add_facts(connection, {**bounds, "view": View.TIME_SERIES.value, "by_month": True, "threshold": threshold})


def _add_facts(connection: duckdb.DuckDBPyConnection, values: dict[str, object]) -> None:
    model = sql_models.load(_LAYER, "provider_fact")
    connection.execute(f"INSERT INTO provider_value BY NAME {model.sql}", values)


def _count_window(connection: duckdb.DuckDBPyConnection, view: str, window: Window, threshold: int) -> None:
    bounds: dict[str, object] = {"first_day": window.first_day, "last_day": window.last_day}
    for name in ("case_in_window", "diagnosis_of_case", "doctor_of_case"):
        _run(connection, name, bounds)
    _run(connection, "provider_value_in_window", bounds | {"view": view}, "provider_value")
    _run(connection, "provider_diagnosis_in_window", bounds, "provider_diagnosis")
    _add_facts(connection, {**bounds, "view": view, "by_month": False, "threshold": threshold})


class _Cutting:
    """Cuts and sums what `provider_value` holds, part by part; `cells` and `losses` collect the results."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, numbers: CellNumbers, threshold: int) -> None:
        self._connection = connection
        self._numbers = numbers
        self._threshold = threshold
        self.cells = [_NATIONAL_CELL.empty_table()]
        self.losses = [_NATIONAL_LOSS.empty_table()]
        _make(connection, "cell", _CELL.empty_table())
        _make(connection, "value_cell", _VALUE_CELL.empty_table())
        _make(connection, "known_value", _VALUE_CELL.empty_table().drop_columns("cell_no"))
        _make(connection, "diagnosis_cell", _DIAGNOSIS_CELL.empty_table())
        placed = [
            (view.value, int(number), cell_no)
            for view in View
            for number in numbers.numbered.places
            for cell_no in numbers.of(view.value, DIAGNOSIS, number)
        ]
        self._insert("diagnosis_cell", placed, _DIAGNOSIS_CELL)
        self._insert_cells(0)

    def cut_and_sum(self, view: str) -> None:
        """Take in one `provider_value` and the `provider_diagnosis` beside it."""
        self._place_new_values()
        _run(self._connection, "provider_cell", {"view": view})
        threshold: dict[str, object] = {"threshold": self._threshold}
        stated = {"unit": rounding_of_losses(self._threshold), "fewest": FEWEST_PROVIDERS, "nested": WITHIN}
        self.cells.append(self._read("national_cell", threshold).cast(_NATIONAL_CELL))
        self.losses.append(self._read("national_loss", threshold | stated).cast(_NATIONAL_LOSS))

    def _read(self, name: str, values: dict[str, object]) -> pa.Table:
        return self._connection.execute(sql_models.load(_LAYER, name).sql, values).to_arrow_table()

    def _place_new_values(self) -> None:
        """Give the cells of values that were not met before their numbers."""
        values = self._connection.execute(sql_models.load(_LAYER, "new_value").sql).fetchall()
        known = len(self._numbers.numbers)
        placed = list(self._placed(values))
        self._insert_cells(known)
        self._insert("value_cell", placed, _VALUE_CELL)
        self._insert("known_value", values, pa.schema(list(_VALUE_CELL)[:3]))

    def _insert_cells(self, known: int) -> None:
        cells = [(number, *cell) for cell, number in list(self._numbers.numbers.items())[known:]]
        self._insert("cell", cells, _CELL)

    def _placed(self, values: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str, int]]:
        for view, attribute, value in values:
            for number in self._numbers.of(view, attribute, value):
                yield view, attribute, value, number

    def _insert(self, table: str, rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> None:
        if rows:
            columns = [pa.array(values, one.type) for values, one in zip(zip(*rows, strict=True), schema, strict=True)]
            self._connection.from_arrow(pa.Table.from_arrays(columns, schema=schema)).insert_into(table)
