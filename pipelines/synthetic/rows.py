"""Turns what happens into rows of the store's tables, in the order in which it happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from pipelines.sources import store_tables as store
from pipelines.synthetic.demo_users import coordinator_id, coordinator_name
from pipelines.synthetic.document_model import CertificateDocument, day
from pipelines.synthetic.document_types import DOCUMENT_TYPES
from pipelines.synthetic.plan import PlannedMessage, PlannedState, PlannedStatus

_STORE_TYPES = [
    "tstrk1062",
    "tstrk1009",
    "ts-diabetes",
    "ts-bas",
    "luse",
    "luae_na",
    "luae_fs",
    "lisjp",
    "fk7263",
    "ag7804",
    "ag114",
    "af00251",
    "af00213",
    "db",
    "doi",
]
_FORM_NUMBERS = {"luse": "FK7800", "luae_na": "FK7801", "luae_fs": "FK7802", "lisjp": "FK7804"}

Row = dict[str, Any]


def with_hyphen(patient_id: str) -> str:
    """A person id as the tables write it; what has not twelve digits stands as it is."""
    if len(patient_id) == 12 and patient_id.isdigit():
        return f"{patient_id[:8]}-{patient_id[8:]}"
    return patient_id


class RowBuffer:
    """Collects rows of all tables; `flush` inserts them with one transaction. Keys are given out here."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._rows: dict[sa.Table, list[Row]] = {table: [] for table in store.metadata.sorted_tables}
        self._last_keys: dict[str, int] = {}
        self.inserted = {table.name: 0 for table in store.metadata.sorted_tables}
        self.pending = 0

    def continue_keys(self) -> None:
        """Give out keys after those that the store holds already."""
        with self._engine.connect() as connection:
            for table in store.metadata.sorted_tables:
                keys = [column for column in table.primary_key if isinstance(column.type, sa.Integer)]
                if keys:
                    self._last_keys[table.name] = connection.scalar(sa.select(sa.func.max(keys[0]))) or 0

    def next_key(self, table: sa.Table, *, gap: int = 0) -> int:
        key = self._last_keys.get(table.name, 0) + 1 + gap
        self._last_keys[table.name] = key
        return key

    def add(self, table: sa.Table, row: Row) -> None:
        self._rows[table].append(row)
        self.pending += 1

    def flush(self) -> None:
        """Insert everything collected, parents first."""
        with self._engine.begin() as connection:
            for table, rows in self._rows.items():
                if rows:
                    connection.execute(table.insert(), rows)
                    self.inserted[table.name] += len(rows)
                    rows.clear()
        self.pending = 0


def add_reference_rows(buffer: RowBuffer) -> None:
    """The store's register of certificate types."""
    for type_id in _STORE_TYPES:
        form = DOCUMENT_TYPES[type_id]
        code = _FORM_NUMBERS.get(type_id, form.code)
        buffer.add(store.ref_certificate_type, {"ID": type_id, "CODE": code, "NAME": form.name})


@dataclass(frozen=True, slots=True)
class Registration:
    """A certificate as the store takes it in; `revoked` is the mark of today."""

    document: CertificateDocument
    payload: bytes
    recording_number: int
    signed_at: datetime
    registered_at: datetime
    revoked: bool = False
    test: bool = False


def add_certificate(buffer: RowBuffer, registration: Registration) -> None:
    """All rows that a registration leaves (rule 3.3)."""
    document, form = registration.document, DOCUMENT_TYPES[registration.document.type_id]
    head = _head(registration)
    starts = [day(period.start) for period in document.periods if period.start]
    ends = [day(period.end) for period in document.periods if period.end]
    buffer.add(
        store.certificate,
        head
        | {
            "ID": document.certificate_id,
            "CERTIFICATE_TYPE": form.register_id,
            "CERTIFICATE_TYPE_VERSION": document.version or "1.0",
            "SIGNED_DATE": registration.signed_at,
            "VALID_FROM_DATE": min(starts)[:10] if starts else None,
            "VALID_TO_DATE": max(ends)[:10] if ends else None,
            "ADDITIONAL_INFO": f"{min(starts)} - {max(ends)}"[:255] if starts and ends else None,
            "WIRETAPPED": False,
            "DELETED_BY_CARE_GIVER": False,
        },
    )
    buffer.add(
        store.original_certificate,
        {
            "ID": registration.recording_number,
            "RECEIVED": registration.registered_at,
            "DOCUMENT": registration.payload,
            "CERTIFICATE_ID": document.certificate_id,
        },
    )
    buffer.add(
        store.certificate_metadata,
        {
            "CERTIFICATE_ID": document.certificate_id,
            "DOCTOR_ID": (document.doctor.id if document.doctor else None) or "x",
            "DOCTOR_NAME": head["SIGNING_DOCTOR_NAME"],
            "IS_REVOKED": registration.revoked,
            "DIAGNOSES": ", ".join(one.code for one in document.diagnoses if one.code)[:255] or None,
        },
    )
    add_state(buffer, document.certificate_id, "HSVARD", "RECEIVED", registration.registered_at)
    if document.relations:
        _add_relation(buffer, document, registration.registered_at)
    if form.sick_leave and document.diagnoses and not document.disease_carrier:
        _add_sick_leave(buffer, registration, head)


def _head(registration: Registration) -> Row:
    """What the tables of certificates and of sick leaves both say."""
    document, unit = registration.document, registration.document.unit
    return {
        "CIVIC_REGISTRATION_NUMBER": with_hyphen(document.patient_id or ""),
        "CARE_UNIT_ID": (unit.id if unit else None) or "x",
        "CARE_UNIT_NAME": unit.name if unit else "",
        "CARE_GIVER_ID": (unit.provider_id if unit else None) or "x",
        "SIGNING_DOCTOR_NAME": document.doctor.name if document.doctor else "",
        "TEST_CERTIFICATE": registration.test,
    }


def _add_relation(buffer: RowBuffer, document: CertificateDocument, at: datetime) -> None:
    kind, older = document.relations[0]
    buffer.add(
        store.relation,
        {
            "ID": buffer.next_key(store.relation),
            "FROM_INTYG_ID": document.certificate_id,
            "TO_INTYG_ID": older,
            "RELATION_KOD": kind,
            "CREATED_DATE": at,
        },
    )


def _add_sick_leave(buffer: RowBuffer, registration: Registration, head: Row) -> None:
    document = registration.document
    codes = [one.code for one in document.diagnoses]
    codes += [None] * (3 - len(codes))
    buffer.add(
        store.sjukfall_cert,
        head
        | {
            "ID": document.certificate_id,
            "CERTIFICATE_TYPE": "fk7263" if document.type_id == "fk7263" else "lisjp",
            "PATIENT_NAME": None,
            "SIGNING_DOCTOR_ID": (document.doctor.id if document.doctor else None) or "x",
            "SIGNING_DATETIME": registration.signed_at,
            "DIAGNOSE_CODE": codes[0] or "",
            "BI_DIAGNOSE_CODE_1": codes[1],
            "BI_DIAGNOSE_CODE_2": codes[2],
            "EMPLOYMENT": ",".join(document.occupations),
            "DELETED": registration.revoked,
        },
    )
    for period in document.periods:
        if isinstance(period.degree, int):
            buffer.add(
                store.sjukfall_cert_work_capacity,
                {
                    "ID": buffer.next_key(store.sjukfall_cert_work_capacity),
                    "CERTIFICATE_ID": document.certificate_id,
                    "CAPACITY_PERCENTAGE": period.degree,
                    "FROM_DATE": _ten(period.start),
                    "TO_DATE": _ten(period.end),
                },
            )


def _ten(value: date | str | None) -> str:
    return "" if value is None else day(value)[:10]


def add_state(buffer: RowBuffer, certificate_id: str, target: str, state: str, at: datetime) -> None:
    buffer.add(
        store.certificate_state,
        {"CERTIFICATE_ID": certificate_id, "TARGET": target, "STATE": state, "TIMESTAMP": at},
    )


def add_planned_state(buffer: RowBuffer, planned: PlannedState) -> None:
    add_state(buffer, planned.certificate.certificate_id, planned.target, planned.state, planned.at)


def add_message(buffer: RowBuffer, message: PlannedMessage, payload: bytes, logical_address: str) -> None:
    buffer.add(
        store.arende,
        {
            "internReferens": buffer.next_key(store.arende),
            "INTYGS_ID": message.certificate.certificate_id,
            "REFERENS_ID": message.reference_id,
            "MEDDELANDE_ID": message.message_id,
            "AMNE": message.subject,
            "LOGISK_ADRESSMOTTAGARE": logical_address,
            "MEDDELANDE_DATA": payload.decode(),
            "TIMESTAMP": message.received_at,
        },
    )


def add_status(buffer: RowBuffer, status: PlannedStatus) -> None:
    care_unit = status.unit.managing_unit
    buffer.add(
        store.reko,
        {
            "ID": buffer.next_key(store.reko),
            "STATUS": status.status,
            "PATIENT_ID": with_hyphen(status.patient_id),
            "STAFF_ID": coordinator_id(care_unit),
            "STAFF_NAME": coordinator_name(care_unit),
            "CARE_PROVIDER_ID": status.unit.provider.id,
            "CARE_UNIT_ID": care_unit.id,
            "UNIT_ID": status.unit.id,
            "SICK_LEAVE_TIMESTAMP": datetime.combine(status.case_start, datetime.min.time()),
            "REGISTRATION_TIMESTAMP": status.registered_at,
        },
    )
