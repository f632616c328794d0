"""What a reader sees in a care or rehab database, without the numbers that mean nothing outside one release."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from warehouse.storage import connect_for_reading

Row = dict[str, Any]


def read_tables(path: Path) -> dict[str, list[Row]]:
    """All tables that readers see, by name, as rows in the order of the database."""
    connection = connect_for_reading(path)
    try:
        names = connection.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_catalog = current_database() AND table_schema = 'main'"
        ).fetchall()
        return {name: connection.table(name).to_arrow_table().to_pylist() for (name,) in names if name != "release"}
    finally:
        connection.close()


def column_types(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Columns and types of every table that readers see."""
    connection = connect_for_reading(path)
    try:
        described: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for table, column, kind in connection.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_catalog = current_database() AND table_schema = 'main' ORDER BY ordinal_position"
        ).fetchall():
            described[table].append((column, kind))
        return dict(described)
    finally:
        connection.close()


def rehab_content(path: Path) -> dict[str, list[str]]:
    """Every table of a rehab database, sorted, registers under their ids."""
    tables = read_tables(path)
    names = _names(tables)
    return {name: sorted(repr(_named(row, names)) for row in rows) for name, rows in tables.items()}


def care_content(path: Path) -> dict[str, list[str]]:
    """Every table of a care database, sorted: numbers exchanged for ids, for places within a person, or for content."""
    tables = read_tables(path)
    names = _names(tables)
    names["person_no"] = {row["person_no"]: row["person_token"] for row in tables["person"]}
    names["certificate_no"] = _certificates(tables["header"], names)
    names |= _places(tables["sick_leave_row"])
    return {name: sorted(repr(_named(row, names)) for row in rows) for name, rows in tables.items()}


def _names(tables: dict[str, list[Row]]) -> dict[str, dict[Any, Any]]:
    providers = {row["provider_no"]: row["provider_id"] for row in tables["provider"]}
    names: dict[str, dict[Any, Any]] = {
        "provider_no": providers,
        "unit_no": {row["unit_no"]: (row["unit_id"], providers[row["provider_no"]]) for row in tables["unit"]},
        "doctor_no": {row["doctor_no"]: row["doctor_id"] for row in tables["doctor"]},
    }
    names["care_unit_no"] = names["unit_no"]
    return names


def _named(row: Row, names: dict[str, dict[Any, Any]]) -> list[tuple[str, Any]]:
    """The row with what its numbers stand for; a number that leads nowhere raises KeyError."""
    return [
        (column, names[column][value] if column in names and value is not None else value)
        for column, value in row.items()
    ]


def _certificates(headers: list[Row], names: dict[str, dict[Any, Any]]) -> dict[int, str]:
    """What stands for a certificate: all that its header says."""
    known = {name: of_name for name, of_name in names.items() if name != "certificate_no"}
    return {
        row["certificate_no"]: repr(_named({k: v for k, v in row.items() if k != "certificate_no"}, known))
        for row in headers
    }


def _places(rows: list[Row]) -> dict[str, dict[Any, Any]]:
    """The place of each row and case among those of its person at its provider, in the order of row numbers."""
    row_places: dict[int, int] = {}
    case_places: dict[int, int] = {}
    seen: dict[tuple[int, int], int] = defaultdict(int)
    cases: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["row_no"]):
        pair = row["provider_no"], row["person_no"]
        row_places[row["row_no"]] = seen[pair]
        seen[pair] += 1
        if row["case_no"] not in cases[pair]:
            cases[pair].append(row["case_no"])
            case_places[row["case_no"]] = len(cases[pair])
    assert len(row_places) == len(rows), "a row number twice"
    return {"row_no": row_places, "first_row_no": row_places, "last_row_no": row_places, "case_no": case_places}
