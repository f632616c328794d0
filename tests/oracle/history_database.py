"""From a whole history to a care database, through the product's own models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tests.oracle.facts import Numbers, drop_periods, put, put_periods, put_population, ranked
from tests.oracle.history import Certificate, History, Message, age_on
from warehouse import sql_models

_MADE = (
    ("core", "sick_leave_row", "sick_leave_row"),
    ("core", "sick_leave_case", "sick_leave_case"),
    ("care", "message_to_care", "message_to_care"),
    ("care", "header", "care_header"),
)
_USED_UP = ("message_fact", "header", "numbered_certificate")


def write_care(path: Path, history: History) -> Path:
    """Write `care.duckdb` at `path`; returns `path`."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.begin()
        numbers = _registers(connection, history)
        put_periods(connection, history.rows, numbers)
        certificates = _certificate_numbers(history)
        put(connection, "numbered_certificate", list(_numbered(history, numbers, certificates)))
        _put_facts(connection, "header", _HEADER, [_header(one, certificates[one.id]) for one in history.certificates])
        _put_facts(connection, "message_fact", _MESSAGE, list(_messages(history.certificates)))
        for layer, model, table in _MADE:
            connection.execute(sql_models.load(layer, model).as_table(table))
        drop_periods(connection)
        for table in _USED_UP:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("ALTER TABLE care_header RENAME TO header")
        put_population(connection, history.population)
        connection.execute(
            "CREATE TABLE release AS SELECT 'test' AS version, $as_of::DATE AS as_of, "
            "$as_of::DATE + INTERVAL 3 HOUR AS data_time",
            {"as_of": history.as_of},
        )
        connection.commit()
    return path


_OF_CERTIFICATE = [
    *(
        (name, pa.string())
        for name in ("certificate_id", "provider_id", "care_unit_id", "unit_id", "doctor_id", "person_key", "type_id")
    ),
    ("signed_date", pa.date32()),
    ("sex", pa.int32()),
    *((name, pa.string()) for name in ("chapter", "block", "category", "code")),
]
_HEADER = pa.schema(
    [
        ("certificate_no", pa.int32()),
        *_OF_CERTIFICATE,
        *((name, pa.int32()) for name in ("age", "age_at_month_start")),
        *((name, pa.bool_()) for name in ("sent_to_fk", "revoked")),
    ]
)
_MESSAGE = pa.schema(
    [
        *_OF_CERTIFICATE,
        ("message_id", pa.string()),
        ("birth_date", pa.date32()),
        ("subject", pa.string()),
        ("questions", pa.list_(pa.string())),
    ]
)


def _of_certificate(one: Certificate) -> dict[str, Any]:
    return {
        "certificate_id": one.id,
        "provider_id": one.provider,
        "care_unit_id": one.care_unit,
        "unit_id": one.unit,
        "doctor_id": one.doctor,
        "person_key": one.person,
        "type_id": one.type_id,
        "signed_date": one.signed,
        "sex": one.sex,
        "chapter": one.chapter,
        "block": one.block,
        "category": one.category,
        "code": one.code,
    }


def _header(one: Certificate, certificate_no: int) -> dict[str, Any]:
    return {
        "certificate_no": certificate_no,
        **_of_certificate(one),
        "age": age_on(one.born, one.signed),
        "age_at_month_start": age_on(one.born, one.signed.replace(day=1)),
        "sent_to_fk": one.sent,
        "revoked": one.revoked,
    }


def _messages(certificates: Iterable[Certificate]) -> Iterable[dict[str, Any]]:
    for one in certificates:
        for number, message in enumerate(one.messages):
            yield {**_of_certificate(one), "message_id": f"{one.id}-{number}", **_of_message(message)}


def _of_message(message: Message) -> dict[str, Any]:
    return {
        "sex": message.sex,
        "birth_date": message.born,
        "subject": message.subject,
        "questions": list(message.questions),
    }


def _put_facts(
    connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, rows: Sequence[dict[str, Any]]
) -> None:
    connection.from_arrow(pa.Table.from_pylist(list(rows), schema=schema)).create(name)


def _certificate_numbers(history: History) -> dict[str, int]:
    """The certificates of cases by rank, the others after them."""
    found = ranked(history.rows)
    for one in history.certificates:
        found.setdefault(one.id, len(found) + 1)
    return found


def _numbered(history: History, numbers: Numbers, certificates: dict[str, int]) -> Iterable[dict[str, object]]:
    """Every certificate with the numbers of what it names, as `numbered_certificate` holds them."""
    for one in history.certificates:
        yield {
            "certificate_no": certificates[one.id],
            "certificate_id": one.id,
            "provider_no": numbers.providers[one.provider],
            "care_unit_no": numbers.units[one.provider, one.care_unit],
            "unit_no": None if one.unit is None else numbers.units[one.provider, one.unit],
            "doctor_no": numbers.doctors[one.doctor],
            "person_no": numbers.persons[one.person],
        }


def _registers(connection: duckdb.DuckDBPyConnection, history: History) -> Numbers:
    """The registers, numbered in the order of the history; a unit of two providers stands once for each."""
    providers = {id_: at for at, id_ in enumerate(sorted({unit.provider for unit in history.units}), start=1)}
    numbers = {(unit.provider, unit.id): at for at, unit in enumerate(history.units, start=1)}
    put(connection, "provider", [{"provider_no": no, "provider_id": id_, "name": id_} for id_, no in providers.items()])
    put(
        connection,
        "unit",
        [
            {
                "unit_no": numbers[unit.provider, unit.id],
                "unit_id": unit.id,
                "name": unit.name,
                "provider_no": providers[unit.provider],
                "care_unit_no": numbers[unit.provider, unit.care_unit],
                "is_care_unit": unit.is_care_unit,
                "county": "01",
                "municipality": "0180",
                "business_types": "00",
            }
            for unit in history.units
        ],
    )
    put(
        connection,
        "doctor",
        [
            {
                "doctor_no": at,
                "doctor_id": one.id,
                "first_name": one.first_name,
                "surname": one.surname,
                "protected": one.protected,
            }
            for at, one in enumerate(history.doctors, start=1)
        ],
    )
    persons = {id_: at for at, id_ in enumerate(history.persons, start=1)}
    put(
        connection,
        "person",
        [{"person_no": at, "person_key": id_, "person_token": f"token-{at}"} for id_, at in persons.items()],
    )
    return Numbers(providers, numbers, {one.id: at for at, one in enumerate(history.doctors, start=1)}, persons)
