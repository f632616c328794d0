"""Tables that the core models read beside staging: settings of the build, reference lists, diagnoses, pseudonyms."""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa

from pipelines.core.workspace import make, put
from pipelines.landing.landing import Landing
from pipelines.sources.diagnosis_file import read_diagnosis_file
from warehouse.diagnoses import CodeName, additions, match_all
from warehouse.identity import Pseudonymiser
from warehouse.reference_tables import certificate_types_by_code, rows
from warehouse.settings import Settings, UnknownUnits

YEARS_AHEAD = 5
PERSON_PURPOSE = "care"


def latest_day(today: date) -> date:
    """The last day that a period or signing may have: five years after today, the same day allowed (V-8, V-9).

    From 29 February it is 28 February.
    """
    try:
        return today.replace(year=today.year + YEARS_AHEAD)
    except ValueError:
        return today.replace(year=today.year + YEARS_AHEAD, day=28)


def build_setting(connection: duckdb.DuckDBPyConnection, settings: Settings, today: date) -> None:
    """`build_setting`: one row of what a build takes from outside the data (rule V-14)."""
    table = {
        "today": [today],
        "latest_day": [latest_day(today)],
        "leave_out_unknown_units": [settings.unknown_units is UnknownUnits.LEAVE_OUT],
    }
    put(connection, "build_setting", pa.table(table))


def reference_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """`certificate_type`: one row per name that a type goes by; `recipient`: one row per recipient."""
    kinds = certificate_types_by_code()
    put(
        connection,
        "certificate_type",
        pa.table(
            {
                "type_key": list(kinds),
                "internal_id": [kind.type_id for kind in kinds.values()],
                "counts_as_sick_leave": [kind.builds_cases for kind in kinds.values()],
                "has_main_diagnosis": [kind.main_diagnosis is not None for kind in kinds.values()],
            }
        ),
    )
    recipients = rows("recipients")
    put(
        connection,
        "recipient",
        pa.table(
            {
                "id": [row["id"] for row in recipients],
                "legacy_code": [row["legacy_code"] or None for row in recipients],
            },
            schema=pa.schema([("id", pa.string()), ("legacy_code", pa.string())]),
        ),
    )


def diagnosis_code(connection: duckdb.DuckDBPyConnection, landing: Landing, today: date) -> int:
    """`diagnosis_code`: one row per category and code that newer editions add or name anew; returns their number.

    An edition counts from the day that it holds from. A code that it has dropped stays, with the name that it had.
    """
    editions = [reading for reading in landing.readings("diagnoses") if reading.valid_from <= today]
    added = additions(read_diagnosis_file(landing.content(one), one.valid_from).codes for one in editions)
    columns = {"code": sorted(added.names), "name": [added.names[code] for code in sorted(added.names)]}
    text = pa.schema([(name, pa.string()) for name in columns])
    return put(connection, "diagnosis_code", pa.table(columns, schema=text))


def diagnosis_match(connection: duckdb.DuckDBPyConnection) -> int:
    """`diagnosis_match`: one row per diagnosis as written, with its place in the tree (null where unknown)."""
    make(connection, "core", "diagnosis_present")
    codes = [code for (code,) in connection.table("diagnosis_present").fetchall()]
    newer = [CodeName(*row) for row in connection.table("diagnosis_code").fetchall()]
    matched = match_all(codes, additions([newer]))
    columns: dict[str, list[str | None]] = {"code_as_written": list(codes)}
    for level in ("chapter", "block", "category", "code"):
        columns[level] = [getattr(matched[code], level) for code in codes]
    text = pa.schema([(name, pa.string()) for name in columns])
    return put(connection, "diagnosis_match", pa.table(columns, schema=text))


def person_token(connection: duckdb.DuckDBPyConnection, key: bytes) -> int:
    """`person_token`: one row per person with the pseudonym of the care zone (rule P-12)."""
    make(connection, "core", "person_present")
    people = [person for (person,) in connection.table("person_present").fetchall()]
    pseudonymiser = Pseudonymiser(key, PERSON_PURPOSE)
    tokens = [pseudonymiser.token("person", person) for person in people]
    schema = pa.schema([("person_key", pa.string()), ("person_token", pa.string())])
    return put(connection, "person_token", pa.table({"person_key": people, "person_token": tokens}, schema=schema))
