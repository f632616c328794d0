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
from warehouse.reports.national_groups import CellNumbers, Numbered, Place, lowest_of_groups
from warehouse.reports.period import Month, Window
from warehouse.reports.publication_measures import NATIONAL_MEASURE, count_amounts, measures_of
from warehouse.reports.published import EXISTING, OVERVIEW, published_months, windows_by_view
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
_SET_CELL = pa.schema(
    [("view", pa.string()), ("attribute", pa.string()), ("members", pa.int64()), ("cell_no", pa.int32())]
)
_PERIOD = pa.schema([("period_no", pa.int32()), ("window_first", pa.date32()), ("window_last", pa.date32())])
_VALUE_CELL = pa.schema([*((name, pa.string()) for name in ("view", "attribute", "value")), ("cell_no", pa.int32())])


@dataclass(frozen=True, slots=True)
class NationalTables:
    """What the national level publishes (columns in docs/tables.md).

    `cells` are the rows of `national_cell`, `losses` those of `national_loss`, `measures` those of `national_measure`;
    all are sorted by their keys.
    """

    cells: pa.Table
    losses: pa.Table
    measures: pa.Table


def build_national_cells(
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    threshold: int = DEFAULT_THRESHOLD,
    *,
    allow_low: bool = False,
) -> NationalTables:
    """All published cells, what the threshold took away from each table, and the measures of the country's cases.

    `connection` must see the care tables `sick_leave_row`, `header` and `message_to_care`; only temporary tables are
    made in it. Figures end with the last month completed on `as_of`. `threshold` is raised to 3 unless `allow_low`
    (tests and acceptance cases only).
    """
    in_force = effective_threshold(threshold, allow_low=allow_low)
    origin = published_months(as_of).first
    cutting = _Cutting(connection, CellNumbers(_number(connection)), in_force)
    for name in ("case_row", "fact_in_month"):
        _run(connection, name, {"origin": origin.first_day})
    measures = [NATIONAL_MEASURE.empty_table()]
    count_amounts(connection, [part.window for part in _parts(as_of) if part.view != OVERVIEW])
    facts = _days_with_facts(connection)
    for part in (part for part in _parts(as_of) if _has_facts(part.window, facts)):
        _count(connection, part, origin, in_force)
        cutting.cut_and_sum(part.view)
        if part.view != OVERVIEW:
            measures.append(measures_of(connection, part.view, in_force))
    cutting.cells.append(_existing_types(connection, as_of))
    return NationalTables(
        _sorted(connection, "national_cell", pa.concat_tables(cutting.cells)),
        _sorted(connection, "national_loss", pa.concat_tables(cutting.losses)),
        pa.concat_tables(measures).sort_by([(name, "ascending") for name in NATIONAL_MEASURE.names[:4]]),
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


@dataclass(frozen=True, slots=True)
class _Part:
    """What is counted at a time for a view: the months of `window`, each by itself, or the whole window."""

    view: str
    window: Window

    @property
    def by_month(self) -> bool:
        return self.view == View.TIME_SERIES

    @property
    def periods(self) -> list[Window]:
        return [Window(month, month) for month in self.window] if self.by_month else [self.window]


def _parts(as_of: date) -> Iterator[_Part]:
    months = published_months(as_of)
    starts = [months.first.plus(step) for step in range(0, len(months), _MONTHS_AT_A_TIME)]
    for first, after in pairwise([*starts, months.last.plus(1)]):
        yield _Part(View.TIME_SERIES.value, Window(first, after.plus(-1)))
    for view, windows in windows_by_view(as_of).items():
        for window in windows:
            yield _Part(view, window)


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
    """Give numbers to diagnoses, to counties, to what is known of doctors, and to chapters."""
    chapters = connection.execute("SELECT DISTINCT coalesce(chapter, '') FROM sick_leave_row ORDER BY 1").fetchall()
    numbered = [chapter for (chapter,) in chapters]
    schema = pa.schema([("chapter", pa.string()), ("chapter_no", pa.uint8())])
    _make(connection, "chapter_number", pa.table([numbered, list(range(len(numbered)))], schema=schema))
    numbers = {"age_floor": "age", "days_floor": "case_days", "doctor_age_floor": "doctor_age"}
    for table, column in numbers.items():
        ((least, most),) = connection.execute(
            f"SELECT coalesce(min({column}), 0), coalesce(max({column}), 0) FROM sick_leave_row"  # noqa: S608 – ours
        ).fetchall()
        _make(connection, table, _floors(lowest_of_groups()[table], least, most))
    for name in ("diagnosis_number", "county_number", "signer_kind"):
        _run(connection, name, {})
    places = connection.execute("SELECT diagnosis_no, chapter, block, category, code FROM diagnosis_number").fetchall()
    return Numbered({number: Place(*place) for number, *place in places}, numbered)


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


def _count(connection: duckdb.DuckDBPyConnection, part: _Part, origin: Month, threshold: int) -> None:
    """Count a part for each provider: `provider_value`, `provider_set`, `provider_node` and `provider_days`."""
    periods = [(origin.months_until(one.first), one.first_day, one.last_day) for one in part.periods]
    _make(connection, "period", pa.table([list(column) for column in zip(*periods, strict=True)], schema=_PERIOD))
    months: dict[str, object] = {
        "first_month": origin.months_until(part.window.first),
        "last_month": origin.months_until(part.window.last),
    }
    _run(connection, "case_in_month" if part.by_month else "case_in_window", months, "case_in_period")
    for name in ("case_diagnosis", "case_doctor"):
        _run(connection, name, months)
    for name in ("provider_days", "provider_set"):
        _run(connection, name, {})
    _run(connection, "diagnosis_in_view", {"view": part.view})
    node = sql_models.load(_LAYER, "provider_node")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW provider_node AS {node.sql}")
    _run(connection, "provider_value", {"by_county_and_age": not part.by_month})
    facts = sql_models.load(_LAYER, "provider_fact")
    values = {**months, "by_month": part.by_month, "threshold": threshold}
    connection.execute(f"INSERT INTO provider_value BY NAME {facts.sql}", values)


class _Cutting:
    """Cuts and sums what providers' counts hold, part by part; `cells` and `losses` collect the results."""

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
        _make(connection, "set_cell", _SET_CELL.empty_table())
        self._insert("diagnosis_cell", list(numbers.of_diagnoses()), _DIAGNOSIS_CELL)
        self._insert("set_cell", list(numbers.of_sets()), _SET_CELL)
        self._insert_cells(0)

    def cut_and_sum(self, view: str) -> None:
        """Take in what has been counted of one part."""
        self._place_new_values(view)
        _run(self._connection, "provider_cell", {"view": view})
        threshold: dict[str, object] = {"threshold": self._threshold}
        stated = {"unit": rounding_of_losses(self._threshold), "fewest": FEWEST_PROVIDERS}
        self.cells.append(self._read("national_cell", threshold).cast(_NATIONAL_CELL))
        self.losses.append(self._read("national_loss", threshold | stated).cast(_NATIONAL_LOSS))

    def _read(self, name: str, values: dict[str, object]) -> pa.Table:
        return self._connection.execute(sql_models.load(_LAYER, name).sql, values).to_arrow_table()

    def _place_new_values(self, view: str) -> None:
        """Give the cells of values that were not met before their numbers."""
        values = self._connection.execute(sql_models.load(_LAYER, "new_value").sql, {"view": view}).fetchall()
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
