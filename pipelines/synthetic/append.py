"""Signs a few new certificates in an existing store, to see them come through the pipelines."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

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
from pipelines.synthetic.rows import Registration, RowBuffer, add_certificate
from pipelines.synthetic.streams import Stream
from warehouse.errors import NotReadyError

_NEAR = timedelta(days=10)
_LENGTHS = (14, 21, 28)
_PATIENT = re.compile(r"\d{8}-\d{4}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_READ = (
    "ID",
    "CIVIC_REGISTRATION_NUMBER",
    "CARE_UNIT_ID",
    "CARE_UNIT_NAME",
    "CARE_GIVER_ID",
    "SIGNING_DOCTOR_ID",
    "SIGNING_DOCTOR_NAME",
    "DIAGNOSE_CODE",
)


class _Renewable(NamedTuple):
    """A sick leave that can be renewed: the columns of `_READ`, its last day and its lowest degree."""

    certificate: str
    patient: str
    unit: str
    unit_name: str
    provider: str
    doctor: str
    doctor_name: str
    diagnosis: str
    end: str
    degree: int


def append_certificates(url: str, n: int, seed: int, today: date, at: datetime | None = None) -> int:
    """Renew `n` sick leaves that end about `today`, one LISJP certificate each, with their documents.

    They are signed and registered at `at` (default: just after midnight of `today`), a second apart. Gives the number
    of certificates written. Raises NotReadyError when the store has no sick leave to renew.
    """
    engine = sa.create_engine(url)
    buffer = RowBuffer(engine)
    buffer.continue_keys()
    with engine.connect() as connection:
        renewable = _renewable(connection, today)
    if not renewable:
        raise NotReadyError("The store holds no sick leave that ends about now, so there is nothing to renew.")
    moment = (at or datetime.combine(today, time(0, 0, 1))).replace(microsecond=0)
    first = buffer.next_key(store.original_certificate)
    stream = Stream(seed, f"append {first}")
    for number in range(n):
        signed = moment + timedelta(seconds=number)
        document = _document(stream, stream.pick(renewable), signed)
        add_certificate(buffer, Registration(document, write_document(document), first + number, signed, signed))
    buffer.flush()
    engine.dispose()
    return n


def _renewable(connection: sa.Connection, today: date) -> list[_Renewable]:
    """Sick-leave certificates, not revoked and of no test person, whose last period ends about today."""
    head, capacity = store.sjukfall_cert.c, store.sjukfall_cert_work_capacity.c
    end = sa.func.max(capacity.TO_DATE)
    query = (
        sa.select(*(head[name] for name in _READ), end.label("END"), sa.func.min(capacity.CAPACITY_PERCENTAGE))
        .join_from(store.sjukfall_cert, store.sjukfall_cert_work_capacity, capacity.CERTIFICATE_ID == head.ID)
        .where(sa.not_(head.DELETED), sa.not_(head.TEST_CERTIFICATE))
        .group_by(*(head[name] for name in _READ))
        .having(end.between((today - _NEAR).isoformat(), (today + _NEAR).isoformat()))
        .order_by(head.ID)
    )
    rows = [_Renewable._make(row) for row in connection.execute(query)]
    return [row for row in rows if _PATIENT.fullmatch(row.patient) and _DAY.fullmatch(row.end)]


def _document(stream: Stream, renewed: _Renewable, signed: datetime) -> CertificateDocument:
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
