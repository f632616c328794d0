"""From plain rows to a care and a national database, through the product's own models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from tests.oracle.rows import Row
from warehouse import sql_models
from warehouse.reports.dropped import no_dropped
from warehouse.reports.national import build_national_cells

PopulationRow = tuple[str, int, int, int]
"""County, year (31 December), sex (1 man, 2 woman), inhabitants."""


def write_care_database(
    path: Path,
    rows: Sequence[Row],
    as_of: date,
    *,
    names: Mapping[str, str] | None = None,
    population: Iterable[PopulationRow] = (),
    version: str = "test",
) -> Path:
    """Write `care.duckdb` at `path` from plain rows; returns `path`.

    Providers, units, doctors and persons are those the rows mention; `names` gives display names by id. The tables
    `header` and `message_to_care` stay empty: nothing about sick-leave cases reads them.
    """
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.begin()
        put_periods(connection, rows, _number(connection, rows, names or {}))
        for name in ("sick_leave_row", "sick_leave_case"):
            connection.execute(sql_models.load("core", name).as_table())
        put_population(connection, population)
        for name, columns in _FACTS.items():
            connection.from_arrow(pa.schema(columns).empty_table()).create(name)
        connection.execute(
            "CREATE TABLE release AS SELECT $version AS version, $as_of::DATE AS as_of, "
            "$as_of::DATE + INTERVAL 3 HOUR AS data_time",
            {"version": version, "as_of": as_of},
        )
        drop_periods(connection)
        connection.commit()
    return path


def write_national_database(
    path: Path,
    care: Path,
    as_of: date,
    threshold: int = 5,
    *,
    population: Iterable[PopulationRow] = (),
    version: str = "test",
) -> Path:
    """Write `national.duckdb` at `path` from a care database; thresholds below 3 are allowed. Returns `path`."""
    with duckdb.connect(str(care), read_only=True) as connection:
        tables = build_national_cells(connection, as_of, threshold, allow_low=True)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.begin()
        connection.from_arrow(tables.cells).create("national_cell")
        connection.from_arrow(tables.losses).create("national_loss")
        connection.from_arrow(tables.measures).create("national_measure")
        connection.from_arrow(no_dropped()).create("dropped_certificate")
        put_population(connection, population)
        connection.execute(
            "CREATE TABLE release AS SELECT $version AS version, $as_of::DATE AS as_of, "
            "$as_of::DATE + INTERVAL 3 HOUR AS data_time, $threshold AS threshold",
            {"version": version, "as_of": as_of, "threshold": threshold},
        )
        connection.commit()
    return path


@dataclass(frozen=True)
class Numbers:
    """The numbers that stand for ids; a unit is known by its provider and its own id."""

    providers: Mapping[str, int]
    units: Mapping[tuple[str, str], int]
    doctors: Mapping[str, int]
    persons: Mapping[str, int]


def ranked(rows: Iterable[Row]) -> dict[str, int]:
    """The certificates of the rows, numbered by rank of signing and then id."""
    return {id_: number for number, (_, id_) in enumerate(sorted({(row.order, row.certificate) for row in rows}), 1)}


def put_periods(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row], numbers: Numbers) -> None:
    """Make the tables of sick-leave periods that the rows of cases are made from."""
    certificates = ranked(rows)
    periods = [_period_of(row, at, numbers, certificates[row.certificate]) for at, row in enumerate(rows)]
    put(connection, "sick_leave_period", periods)
    connection.execute("CREATE VIEW judged_period AS FROM sick_leave_period")


def drop_periods(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove what `put_periods` made: a care release has none of it."""
    connection.execute("DROP VIEW judged_period")
    connection.execute("DROP TABLE sick_leave_period")


def _period_of(row: Row, ordinal: int, numbers: Numbers, certificate_no: int) -> dict[str, object]:
    """A row as `sick_leave_period` holds it."""
    return {
        "certificate_id": row.certificate,
        "ordinal": ordinal,
        "certificate_no": certificate_no,
        "provider_no": numbers.providers[row.provider],
        "person_no": numbers.persons[row.person],
        "care_unit_no": numbers.units[row.provider, row.care_unit],
        "unit_no": None if row.unit is None else numbers.units[row.provider, row.unit],
        "doctor_no": numbers.doctors.get(row.doctor),
        "start_date": row.start,
        "end_date": row.end,
        "degree": row.degree,
        "sex": row.sex,
        "age": row.age,
        "chapter": row.chapter,
        "block": row.block,
        "category": row.category,
        "code": row.code,
        "county": row.county,
        "municipality": row.municipality,
        "doctor_age": row.doctor_age,
        "doctor_sex": row.doctor_sex,
        "doctor_titles": row.doctor_titles,
        "revoked": row.revoked,
        "accepted": True,
        "flags": [],
    }


_PERIOD = pa.schema(
    [
        ("certificate_id", pa.string()),
        ("ordinal", pa.int32()),
        *(
            (name, pa.int32())
            for name in ("certificate_no", "provider_no", "person_no", "care_unit_no", "unit_no", "doctor_no")
        ),
        *((name, pa.date32()) for name in ("start_date", "end_date")),
        *((name, pa.int32()) for name in ("degree", "sex", "age")),
        *((name, pa.string()) for name in ("chapter", "block", "category", "code", "county", "municipality")),
        *((name, pa.int32()) for name in ("doctor_age", "doctor_sex")),
        ("doctor_titles", pa.string()),
        *((name, pa.bool_()) for name in ("revoked", "accepted")),
        ("flags", pa.list_(pa.string())),
    ]
)
_OF_CERTIFICATE = [
    *((name, pa.int32()) for name in ("certificate_no", "provider_no", "care_unit_no", "unit_no", "doctor_no", "sex")),
    ("type_id", pa.string()),
    ("signed_date", pa.date32()),
    ("age", pa.int32()),
    *((name, pa.string()) for name in ("chapter", "block", "category", "code")),
]
_FACTS = {
    "header": [
        *_OF_CERTIFICATE,
        ("age_at_month_start", pa.int32()),
        ("sent_to_fk", pa.bool_()),
        ("revoked", pa.bool_()),
    ],
    "message_to_care": [*_OF_CERTIFICATE, ("subject", pa.string()), ("questions", pa.list_(pa.string()))],
}
_DIMENSION = {
    "provider": [("provider_no", pa.int32()), ("provider_id", pa.string()), ("name", pa.string())],
    "unit": [
        ("unit_no", pa.int32()),
        ("unit_id", pa.string()),
        ("name", pa.string()),
        ("provider_no", pa.int32()),
        ("care_unit_no", pa.int32()),
        ("is_care_unit", pa.bool_()),
        *((name, pa.string()) for name in ("county", "municipality", "business_types")),
    ],
    "doctor": [
        ("doctor_no", pa.int32()),
        *((name, pa.string()) for name in ("doctor_id", "first_name", "surname")),
        ("protected", pa.bool_()),
    ],
    "person": [("person_no", pa.int32()), ("person_key", pa.string()), ("person_token", pa.string())],
    "numbered_certificate": [
        ("certificate_no", pa.int32()),
        ("certificate_id", pa.string()),
        *((name, pa.int32()) for name in ("provider_no", "care_unit_no", "unit_no", "doctor_no", "person_no")),
    ],
}


def put(connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, object]]) -> None:
    """Make a table of the dimensions, or of the sick-leave periods."""
    schema = _PERIOD if name == "sick_leave_period" else pa.schema(_DIMENSION[name])
    connection.from_arrow(pa.Table.from_pylist(rows, schema=schema)).create(name)


def _numbered(values: Iterable[str]) -> dict[str, int]:
    return {value: number for number, value in enumerate(sorted(set(values)), start=1)}


def _number(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row], names: Mapping[str, str]) -> Numbers:
    """Make the dimensions that the rows mention; a unit belongs to the care unit its rows name."""
    doctors, persons = _numbered(row.doctor for row in rows), _numbered(row.person for row in rows)
    providers = _numbered(row.provider for row in rows)
    care_unit_of = {row.unit: (row.care_unit, row.provider) for row in rows if row.unit is not None}
    care_unit_of |= {row.care_unit: (row.care_unit, row.provider) for row in rows}
    units = _numbered(care_unit_of)
    put(
        connection,
        "provider",
        [{"provider_no": no, "provider_id": id_, "name": names.get(id_, id_)} for id_, no in providers.items()],
    )
    put(
        connection,
        "unit",
        [
            {
                "unit_no": no,
                "unit_id": id_,
                "name": names.get(id_, id_),
                "provider_no": providers[care_unit_of[id_][1]],
                "care_unit_no": units[care_unit_of[id_][0]],
                "is_care_unit": care_unit_of[id_][0] == id_,
                "county": "01",
                "municipality": "0180",
                "business_types": "00",
            }
            for id_, no in units.items()
        ],
    )
    put(
        connection,
        "doctor",
        [
            {"doctor_no": no, "doctor_id": id_, "first_name": "", "surname": "", "protected": False}
            for id_, no in doctors.items()
        ],
    )
    put(
        connection,
        "person",
        [{"person_no": no, "person_key": id_, "person_token": f"token-{no}"} for id_, no in persons.items()],
    )
    of_provider = {(care_unit_of[id_][1], id_): no for id_, no in units.items()}
    return Numbers(providers, of_provider, doctors, persons)


def put_population(connection: duckdb.DuckDBPyConnection, rows: Iterable[PopulationRow]) -> None:
    """Make the table of inhabitants."""
    schema = pa.schema(
        [
            ("county", pa.string()),
            ("year", pa.int32()),
            ("sex", pa.int32()),
            ("age", pa.int32()),
            ("inhabitants", pa.int64()),
        ]
    )
    listed = [
        {"county": county, "year": year, "sex": sex, "age": None, "inhabitants": inhabitants}
        for county, year, sex, inhabitants in rows
    ]
    connection.from_arrow(pa.Table.from_pylist(listed, schema=schema)).create("population")
