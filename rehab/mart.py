"""Reading the rehab mart of a restricted release (`rehab.duckdb`; see the table documentation)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from rehab.certificates import SickLeaveCertificate, WorkCapacityPeriod
from warehouse import sql_models
from warehouse.storage import connect_for_reading


class PersonIdType(StrEnum):
    """What a person id is (rule 7.2)."""

    PERSONAL_NUMBER = "personal_number"
    COORDINATION_NUMBER = "coordination_number"
    RESERVE_NUMBER = "reserve_number"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class MartRow:
    """One certificate of the mart and what is known of its patient from the certificate itself.

    `sex` is 1 man, 2 woman, 0 unknown. `in_relation_cycle` marks replacements that go in a circle (K-5).
    """

    certificate: SickLeaveCertificate
    person_id_type: PersonIdType
    sex: int
    birth_date: date | None
    in_relation_cycle: bool


@dataclass(frozen=True, slots=True)
class Doctor:
    """A doctor of the directory's copy; `name` is empty when no part of it is known."""

    doctor_id: str
    name: str
    protected: bool


class RehabMart:
    """One release's rehab mart, open for reading. `path` has a file name of its own for every release."""

    def __init__(self, path: Path) -> None:
        self._connection = connect_for_reading(path)

    def close(self) -> None:
        self._connection.close()

    def selection(self, care_unit_id: str, provider_id: str, first_day: date, last_day: date) -> list[MartRow]:
        """Certificates of a unit family that end on `first_day` or later and start on `last_day` or earlier."""
        return self._certificates(
            "ongoing_selection",
            {"care_unit_id": care_unit_id, "provider_id": provider_id, "first_day": first_day, "last_day": last_day},
        )

    def building(self, care_unit_id: str, provider_id: str, person_ids: Collection[str]) -> list[MartRow]:
        """All certificates of the given patients at a unit family."""
        return self._certificates(
            "ongoing_building",
            {"care_unit_id": care_unit_id, "provider_id": provider_id, "person_ids": sorted(person_ids)},
        )

    def unit_names(self, care_unit_id: str) -> dict[str, str]:
        """Unit id to name, for a care unit and its sub-units that have issued certificates."""
        return {row["unit_id"]: row["name"] for row in self._rows("unit_name", {"care_unit_id": care_unit_id})}

    def doctors(self, doctor_ids: Collection[str]) -> dict[str, Doctor]:
        """The doctors that the directory's copy knows among the given ids."""
        found = {}
        for row in self._rows("doctor_name", {"doctor_ids": sorted(doctor_ids)}):
            name = " ".join(part for part in (row["first_name"], row["surname"]) if part)
            found[row["doctor_id"]] = Doctor(row["doctor_id"], name, row["protected"])
        return found

    def data_time(self) -> datetime:
        """When the release's data were read from their source."""
        moment: datetime = self._rows("release_time", {})[0]["data_time"]
        return moment

    def _certificates(self, query: str, values: dict[str, object]) -> list[MartRow]:
        return [_mart_row(row) for row in self._rows(query, values)]

    def _rows(self, query: str, values: dict[str, object]) -> list[dict[str, Any]]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql_models.load("rehab", query).sql, values)
            columns = [column[0] for column in cursor.description]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _mart_row(row: Mapping[str, Any]) -> MartRow:
    certificate = SickLeaveCertificate(
        certificate_id=row["certificate_id"],
        person_id=row["person_id"],
        signed_at=row["signed_at"],
        periods=tuple(
            WorkCapacityPeriod(period["start_date"], period["end_date"], period["degree"]) for period in row["periods"]
        ),
        provider_id=row["provider_id"],
        care_unit_id=row["care_unit_id"],
        unit_id=row["unit_id"],
        doctor_id=row["doctor_id"] or None,
        diagnosis_code=row["diagnosis_code"],
        secondary_diagnosis_codes=tuple(row["secondary_diagnosis_codes"]),
        occupations=tuple(row["occupations"]),
    )
    return MartRow(
        certificate, PersonIdType(row["person_id_type"]), row["sex"], row["birth_date"], row["in_relation_cycle"]
    )
