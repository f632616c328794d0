"""Reading the rehab mart of a restricted release (`rehab.duckdb`; see the table documentation)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, cast

from rehab.certificates import SickLeaveCertificate, WorkCapacityPeriod
from warehouse import sql_models
from warehouse.diagnosis_names import read_diagnosis_names
from warehouse.storage import connect_for_reading


class PersonIdType(StrEnum):
    """What a person id is (rule 7.2)."""

    PERSONAL_NUMBER = "personal_number"
    COORDINATION_NUMBER = "coordination_number"
    RESERVE_NUMBER = "reserve_number"
    UNREADABLE = "unreadable"


class Candidate(NamedTuple):
    """A certificate that can put its patient in the list, without diagnoses and occupations."""

    certificate: SickLeaveCertificate
    person_id_type: PersonIdType


class MartRow(NamedTuple):
    """One certificate of the mart and what is known of its patient from the certificate itself.

    `sex` is 1 man, 2 woman, 0 unknown. `in_relation_cycle` marks replacements that go in a circle (K-5).
    """

    certificate: SickLeaveCertificate
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
        read_diagnosis_names(self._connection)

    def close(self) -> None:
        self._connection.close()

    def selection(self, care_unit_id: str, provider_id: str, first_day: date, last_day: date) -> list[Candidate]:
        """Certificates of a unit family that end on `first_day` or later and start on `last_day` or earlier."""
        values = {
            "care_unit_id": care_unit_id,
            "provider_id": provider_id,
            "first_day": first_day,
            "last_day": last_day,
        }
        return [_candidate(row) for row in self._rows("ongoing_selection", values)]

    def building(self, care_unit_id: str, provider_id: str, person_ids: Collection[str]) -> list[MartRow]:
        """All certificates of the given patients at a unit family."""
        values = {"care_unit_id": care_unit_id, "provider_id": provider_id, "person_ids": sorted(person_ids)}
        return [_mart_row(row) for row in self._rows("ongoing_building", values)]

    def unit_names(self, care_unit_id: str) -> dict[str, str]:
        """Unit id to name, for a care unit and its sub-units that have issued certificates."""
        return dict(self._rows("unit_name", {"care_unit_id": care_unit_id}))

    def doctors(self, doctor_ids: Collection[str]) -> dict[str, Doctor]:
        """The doctors that the directory's copy knows among the given ids."""
        found = {}
        for doctor_id, first_name, surname, protected in self._rows("doctor_name", {"doctor_ids": sorted(doctor_ids)}):
            name = " ".join(part for part in (first_name, surname) if part)
            found[doctor_id] = Doctor(doctor_id, name, protected)
        return found

    def data_time(self) -> datetime:
        """When the release's data were read from their source."""
        ((moment,),) = self._rows("release_time", {})
        return cast("datetime", moment)

    def _rows(self, query: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            return cursor.execute(sql_models.load("rehab", query).sql, values).fetchall()


def _candidate(row: tuple[Any, ...]) -> Candidate:
    certificate_id, person_id, person_id_type, unit_id, doctor_id, signed_at, periods = row
    certificate = SickLeaveCertificate(
        certificate_id, person_id, signed_at, _periods(periods), unit_id=unit_id, doctor_id=doctor_id or None
    )
    return Candidate(certificate, PersonIdType(person_id_type))


def _mart_row(row: tuple[Any, ...]) -> MartRow:
    (certificate_id, person_id, signed_at, periods, provider_id, care_unit_id, unit_id, doctor_id, *rest) = row
    diagnosis_code, secondary_diagnosis_codes, occupations, sex, birth_date, in_relation_cycle = rest
    certificate = SickLeaveCertificate(
        certificate_id,
        person_id,
        signed_at,
        _periods(periods),
        provider_id,
        care_unit_id,
        unit_id,
        doctor_id or None,
        diagnosis_code,
        tuple(secondary_diagnosis_codes),
        tuple(occupations),
    )
    return MartRow(certificate, sex, birth_date, in_relation_cycle)


def _periods(periods: list[dict[str, Any]]) -> tuple[WorkCapacityPeriod, ...]:
    return tuple(WorkCapacityPeriod(own["start_date"], own["end_date"], own["degree"]) for own in periods)
