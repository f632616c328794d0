"""Core tables with just what the rehab mart reads, and the release file made of them by the product's own SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb

from rehab.certificates import SickLeaveCertificate, WorkCapacityPeriod
from tests.unit.rehab.notation import day, period
from warehouse import sql_models
from warehouse.identity import read_person_id

CARE_UNIT, SUB_UNIT, OTHER_SUB_UNIT = "SE100-UNIT", "SE100-UNIT-A", "SE100-UNIT-B"
FOREIGN_UNIT = "SE100-FAR"
PROVIDER, OTHER_PROVIDER = "SE100", "SE200"
DATA_TIME = datetime.combine(date(2026, 3, 10), time(4, 30))

TABLES = """
create table certificate (certificate_no integer, certificate_id varchar, type_id varchar, signed_at timestamp,
    patient_id varchar, person_key varchar, sex integer, birth_date date, unit_id varchar, provider_id varchar,
    care_unit_id varchar, doctor_id varchar, diagnosis_code varchar, revoked boolean, disease_carrier boolean,
    secondary_diagnosis_codes varchar[], occupations varchar[]);
create table judged_period (certificate_no integer, ordinal integer, start_date date, end_date date,
    degree integer, accepted boolean, flags varchar[]);
create table relation (certificate_id varchar, kind varchar, target_certificate_id varchar);
create table unit (unit_no integer, unit_id varchar, name varchar, care_unit_no integer);
create table doctor (doctor_no integer, doctor_id varchar, first_name varchar, surname varchar, protected boolean);
create table release (version varchar, as_of date, data_time timestamp);
"""
UNITS = [
    (1, CARE_UNIT, "Vårdcentralen", 1),
    (2, SUB_UNIT, "Mottagning A", 1),
    (3, OTHER_SUB_UNIT, "Mottagning B", 1),
    (4, FOREIGN_UNIT, "En annan vårdcentral", 4),
]
DOCTORS = [
    (1, "SE100-DOC1", "Ada", "Alm", False),
    (2, "SE100-DOC2", "Bo", "Berg", False),
    (3, "SE100-DOC3", "Ada", "Alm", False),
    (4, "SE100-DOC4", "Hemlig", "Hansson", True),
]


@dataclass
class Source:
    """Collects core rows; `write` makes the release file."""

    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)

    def add(
        self,
        certificate_id: str,
        person: str,
        written: str | Iterable[WorkCapacityPeriod],
        *,
        signed: str | datetime | None = None,
        type_id: str = "LISJP",
        unit: str = CARE_UNIT,
        care_unit: str = CARE_UNIT,
        provider: str = PROVIDER,
        doctor: str = "SE100-DOC1",
        diagnosis: str = "M545",
        secondary: tuple[str, ...] = (),
        occupations: tuple[str, ...] = ("NUVARANDE_ARBETE",),
        revoked: bool = False,
        disease_carrier: bool | None = None,
        refused: dict[int, list[str]] | None = None,
    ) -> None:
        """One certificate; `written` is `03-01..03-31@50 + …` in 2026, `refused` gives flags by period number, and
        `signed` is a day, by default the first certified one."""
        periods = [period(part, 2026) for part in written.split("+")] if isinstance(written, str) else list(written)
        identity = read_person_id(person)
        if not isinstance(signed, datetime):
            on = day(signed, 2026) if signed else min(own.start for own in periods)
            signed = datetime.combine(on, time(9))
        unit_id = None if unit == care_unit else unit
        certificate_no = len(self.rows.get("certificate", ())) + 1
        self._row(
            "certificate",
            *(
                certificate_no,
                certificate_id,
                type_id,
                signed,
                person,
                identity.person_key,
                identity.sex,
                identity.birth_date,
            ),
            *(unit_id, provider, care_unit, doctor, diagnosis, revoked),
            *(disease_carrier, list(secondary), list(occupations)),
        )
        for ordinal, own in enumerate(periods, start=1):
            flags = (refused or {}).get(ordinal, [])
            self._row("judged_period", certificate_no, ordinal, own.start, own.end, own.degree, not flags, flags)

    def add_certificate(self, certificate: SickLeaveCertificate) -> None:
        """One generated certificate, at this module's provider and care unit."""
        self.add(
            certificate.certificate_id,
            certificate.person_id,
            certificate.periods,
            signed=certificate.signed_at,
            unit=certificate.unit_id,
            doctor=certificate.doctor_id or "",
        )

    def relate(self, newer: str, kind: str, older: str) -> None:
        self._row("relation", newer, kind, older)

    def write(self, path: Path) -> Path:
        """Build `rehab_certificate` and the dimensions into a DuckDB file."""
        with duckdb.connect(str(path)) as connection:
            connection.execute(TABLES)
            for table, rows in {**self.rows, "unit": UNITS, "doctor": DOCTORS}.items():
                one = f"({', '.join('?' * len(rows[0]))})"
                values = [value for row in rows for value in row]
                connection.execute(f"insert into {table} values {', '.join([one] * len(rows))}", values)
            connection.execute("insert into release values ('1', ?, ?)", [DATA_TIME.date(), DATA_TIME])
            connection.execute(sql_models.load("rehab", "rehab_certificate").as_table())
        return path

    def _row(self, table: str, *values: Any) -> None:
        self.rows.setdefault(table, []).append(values)
