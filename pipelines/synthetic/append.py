"""Signs a few new certificates in an existing store, to see them come through the pipelines."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from pipelines.sources import store_tables as store
from pipelines.synthetic.document_model import (
    CertificateDocument,
    DocumentDiagnosis,
    DocumentDoctor,
    DocumentPeriod,
    DocumentUnit,
)
from pipelines.synthetic.documents import write_document
from pipelines.synthetic.streams import Stream
from warehouse.errors import NotReadyError

_NEAR = timedelta(days=10)
_LENGTHS = (14, 21, 28)


def append_certificates(url: str, n: int, seed: int, today: date, at: datetime | None = None) -> int:
    """Renew `n` sick leaves that end about `today`, one LISJP certificate each, with their documents.

    They are signed and registered at `at` (default: just after midnight of `today`), a second apart. Gives the number
    of certificates written. Raises NotReadyError when the store has no sick leave to renew.
    """
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        last = connection.scalar(sa.select(sa.func.max(store.original_certificate.c.ID))) or 0
        stream = Stream(seed, f"append {last}")
        renewable = _renewable(connection, today)
        if not renewable:
            raise NotReadyError("The store holds no sick leave that ends about now, so there is nothing to renew.")
        moment = at or datetime.combine(today, time(0, 0, 1))
        for number in range(n):
            renewed = renewable[int(stream.uniform() * len(renewable))]
            signed = moment.replace(microsecond=0) + timedelta(seconds=number)
            _insert(connection, _document(stream, renewed, signed), signed, last + 1 + number)
    engine.dispose()
    return n


def _renewable(connection: sa.Connection, today: date) -> list[Any]:
    """Sick-leave certificates, not revoked and of no test person, whose last period ends about today."""
    head, capacity = store.sjukfall_cert.c, store.sjukfall_cert_work_capacity.c
    query = (
        sa.select(
            head.CIVIC_REGISTRATION_NUMBER.label("patient"),
            head.CARE_UNIT_ID.label("unit"),
            head.CARE_UNIT_NAME.label("unit_name"),
            head.CARE_GIVER_ID.label("provider"),
            head.SIGNING_DOCTOR_ID.label("doctor"),
            head.SIGNING_DOCTOR_NAME.label("doctor_name"),
            head.DIAGNOSE_CODE.label("diagnosis"),
            head.ID.label("certificate"),
            sa.func.max(capacity.TO_DATE).label("end"),
            sa.func.min(capacity.CAPACITY_PERCENTAGE).label("degree"),
        )
        .join_from(store.sjukfall_cert, store.sjukfall_cert_work_capacity, capacity.CERTIFICATE_ID == head.ID)
        .where(sa.not_(head.DELETED), sa.not_(head.TEST_CERTIFICATE))
        .group_by(*(head[name] for name in _GROUPED))
        .having(
            sa.func.max(capacity.TO_DATE).between((today - _NEAR).isoformat(), (today + _NEAR).isoformat()),
        )
        .order_by(head.ID)
    )
    return list(connection.execute(query))


_GROUPED = (
    "ID",
    "CIVIC_REGISTRATION_NUMBER",
    "CARE_UNIT_ID",
    "CARE_UNIT_NAME",
    "CARE_GIVER_ID",
    "SIGNING_DOCTOR_ID",
    "SIGNING_DOCTOR_NAME",
    "DIAGNOSE_CODE",
)


def _document(stream: Stream, renewed: Any, signed: datetime) -> CertificateDocument:
    start = date.fromisoformat(renewed.end) + timedelta(days=1)
    end = start + timedelta(days=stream.pick(_LENGTHS) - 1)
    marker = f"mrk{stream.hexadecimal(12)}"
    return CertificateDocument(
        certificate_id=stream.uuid(),
        type_id="lisjp",
        patient_id=renewed.patient.replace("-", ""),
        signed_at=signed,
        unit=DocumentUnit(renewed.unit, renewed.provider, renewed.unit_name),
        doctor=DocumentDoctor(renewed.doctor, renewed.doctor_name),
        diagnoses=(DocumentDiagnosis(renewed.diagnosis),),
        periods=(DocumentPeriod(start, end, renewed.degree),),
        relations=(("FRLANG", renewed.certificate),),
        bases=(("UNDERSOKNING", signed.date()),),
        functional_text=f"Nedsatt ork. {marker}",
        activity_text=f"Klarar inte sitt arbete. {marker}",
        text=f"Uppföljning planeras. {marker}",
    )


def _insert(connection: sa.Connection, document: CertificateDocument, signed: datetime, key: int) -> None:
    """The rows of a registration in one go, keys after the last ones."""
    unit = document.unit or DocumentUnit(None, None)
    doctor = document.doctor or DocumentDoctor(None)
    patient = f"{(document.patient_id or '')[:8]}-{(document.patient_id or '')[8:]}"
    shared = {
        "CIVIC_REGISTRATION_NUMBER": patient,
        "CARE_UNIT_ID": unit.id,
        "CARE_UNIT_NAME": unit.name,
        "CARE_GIVER_ID": unit.provider_id,
        "SIGNING_DOCTOR_NAME": doctor.name,
    }
    certificate_id, code = document.certificate_id, document.diagnoses[0].code
    period = document.periods[0]
    rows: list[tuple[sa.Table, dict[str, Any]]] = [
        (
            store.certificate,
            shared
            | {
                "ID": certificate_id,
                "CERTIFICATE_TYPE": "lisjp",
                "CERTIFICATE_TYPE_VERSION": "1.3",
                "SIGNED_DATE": signed,
                "VALID_FROM_DATE": str(period.start),
                "VALID_TO_DATE": str(period.end),
            },
        ),
        (
            store.original_certificate,
            {
                "ID": key,
                "RECEIVED": signed,
                "DOCUMENT": write_document(document),
                "CERTIFICATE_ID": certificate_id,
            },
        ),
        (
            store.certificate_metadata,
            {"CERTIFICATE_ID": certificate_id, "DOCTOR_ID": doctor.id, "DOCTOR_NAME": doctor.name, "DIAGNOSES": code},
        ),
        (
            store.certificate_state,
            {"CERTIFICATE_ID": certificate_id, "TARGET": "HSVARD", "STATE": "RECEIVED", "TIMESTAMP": signed},
        ),
        (
            store.relation,
            {
                "ID": _next_key(connection, store.relation.c.ID),
                "FROM_INTYG_ID": certificate_id,
                "TO_INTYG_ID": document.relations[0][1],
                "RELATION_KOD": document.relations[0][0],
                "CREATED_DATE": signed,
            },
        ),
        (
            store.sjukfall_cert,
            shared
            | {
                "ID": certificate_id,
                "CERTIFICATE_TYPE": "lisjp",
                "SIGNING_DOCTOR_ID": doctor.id,
                "SIGNING_DATETIME": signed,
                "DIAGNOSE_CODE": code,
                "EMPLOYMENT": ",".join(document.occupations),
                "DELETED": False,
            },
        ),
        (
            store.sjukfall_cert_work_capacity,
            {
                "ID": _next_key(connection, store.sjukfall_cert_work_capacity.c.ID),
                "CERTIFICATE_ID": certificate_id,
                "CAPACITY_PERCENTAGE": period.degree,
                "FROM_DATE": str(period.start),
                "TO_DATE": str(period.end),
            },
        ),
    ]
    for table, row in rows:
        connection.execute(table.insert(), row)


def _next_key(connection: sa.Connection, key: sa.Column[Any]) -> int:
    return int(connection.scalar(sa.select(sa.func.max(key))) or 0) + 1
