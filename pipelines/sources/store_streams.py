"""The streams of the certificate store whose rows have a rising key: what is asked for, and the event of each row.

Landing copies: a row without a document of its own becomes JSON with sorted keys, so that the same row always gives the
same bytes. Names of patients are not taken from the store (ingestion 3.2).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from pipelines.landing.events import EventType, RawEvent
from pipelines.sources import store_tables as store
from warehouse.settings import StoreStream

SMALL_ROW = 500
"""About the bytes of a row without a document or message."""


@dataclass(frozen=True, slots=True)
class KeyedStream:
    """One stream. `query` gives `key`, and `time`, the store's own time of the row, where there is one."""

    name: StoreStream
    tables: tuple[sa.Table, ...]
    key: sa.Column[Any]
    time: sa.Column[Any] | None
    query: sa.Select[Any]
    event: Callable[[Any], RawEvent]
    size: Callable[[Any], int] = lambda _: SMALL_ROW

    @property
    def source(self) -> str:
        """The source of its events, and the name of its position."""
        return source_of(self.name)


def source_of(stream: StoreStream) -> str:
    """`store/documents`, and so on."""
    return f"store/{stream.value}"


def _documents() -> KeyedStream:
    documents, certificates = store.original_certificate.c, store.certificate.c
    query = sa.select(
        documents.ID.label("key"),
        documents.RECEIVED.label("time"),
        documents.DOCUMENT,
        documents.CERTIFICATE_ID,
        certificates.CERTIFICATE_TYPE,
        certificates.TEST_CERTIFICATE.label("is_test"),
    ).outerjoin_from(store.original_certificate, store.certificate, certificates.ID == documents.CERTIFICATE_ID)
    return KeyedStream(
        StoreStream.DOCUMENTS,
        (store.original_certificate, store.certificate),
        documents.ID,
        documents.RECEIVED,
        query,
        document_event,
        lambda row: len(row.DOCUMENT),
    )


def _relations() -> KeyedStream:
    relations = store.relation.c
    query = sa.select(
        relations.ID.label("key"),
        relations.CREATED_DATE.label("time"),
        relations.FROM_INTYG_ID,
        relations.TO_INTYG_ID,
        relations.RELATION_KOD,
    )
    return KeyedStream(
        StoreStream.RELATIONS, (store.relation,), relations.ID, relations.CREATED_DATE, query, _relation_event
    )


def _messages() -> KeyedStream:
    messages = store.arende.c
    query = sa.select(
        messages.internReferens.label("key"),
        messages.TIMESTAMP.label("time"),
        messages.INTYGS_ID,
        messages.MEDDELANDE_ID,
        messages.MEDDELANDE_DATA,
    )
    return KeyedStream(
        StoreStream.MESSAGES,
        (store.arende,),
        messages.internReferens,
        messages.TIMESTAMP,
        query,
        _message_event,
        lambda row: len(row.MEDDELANDE_DATA or "") + SMALL_ROW,
    )


def _sick_leave_copies() -> KeyedStream:
    copies, periods = store.sjukfall_cert.c, store.sjukfall_cert_work_capacity.c
    query = sa.select(
        periods.ID.label("key"),
        periods.CERTIFICATE_ID,
        periods.CAPACITY_PERCENTAGE,
        periods.FROM_DATE,
        periods.TO_DATE,
        copies.CERTIFICATE_TYPE,
        copies.CIVIC_REGISTRATION_NUMBER,
        copies.CARE_UNIT_ID,
        copies.CARE_GIVER_ID,
        copies.SIGNING_DOCTOR_ID,
        copies.SIGNING_DATETIME,
        copies.DIAGNOSE_CODE,
        copies.BI_DIAGNOSE_CODE_1,
        copies.BI_DIAGNOSE_CODE_2,
        copies.EMPLOYMENT,
        copies.TEST_CERTIFICATE.label("is_test"),
    ).outerjoin_from(store.sjukfall_cert_work_capacity, store.sjukfall_cert, copies.ID == periods.CERTIFICATE_ID)
    tables = (store.sjukfall_cert, store.sjukfall_cert_work_capacity)
    return KeyedStream(StoreStream.SICK_LEAVE_COPIES, tables, periods.ID, None, query, _sick_leave_copy_event)


def _coordinators() -> KeyedStream:
    statuses = store.reko.c
    query = sa.select(
        statuses.ID.label("key"),
        statuses.REGISTRATION_TIMESTAMP.label("time"),
        statuses.STATUS,
        statuses.PATIENT_ID,
        statuses.STAFF_ID,
        statuses.STAFF_NAME,
        statuses.CARE_PROVIDER_ID,
        statuses.CARE_UNIT_ID,
        statuses.UNIT_ID,
        statuses.SICK_LEAVE_TIMESTAMP,
    )
    return KeyedStream(
        StoreStream.COORDINATORS,
        (store.reko,),
        statuses.ID,
        statuses.REGISTRATION_TIMESTAMP,
        query,
        _coordinator_event,
    )


def _receivers() -> KeyedStream:
    receivers = store.approved_receiver.c
    query = sa.select(receivers.ID.label("key"), receivers.CERTIFICATE_ID, receivers.RECEIVER_ID, receivers.APPROVED)
    return KeyedStream(StoreStream.RECEIVERS, (store.approved_receiver,), receivers.ID, None, query, _receiver_event)


def document_event(row: Any) -> RawEvent:
    """The `created` event of a document; its bytes as they are stored (rule C1-5)."""
    return RawEvent(
        source=source_of(StoreStream.DOCUMENTS),
        event_type=EventType.CREATED,
        source_key=str(row.key),
        certificate_id=row.CERTIFICATE_ID,
        source_time=_text(row.time),
        recording_number=row.key,
        hint_type=row.CERTIFICATE_TYPE,
        payload=bytes(row.DOCUMENT),
    )


def _relation_event(row: Any) -> RawEvent:
    """The relation's target is part of the payload, so that each relation of a certificate is its own event."""
    return RawEvent(
        source=source_of(StoreStream.RELATIONS),
        event_type=EventType.RELATION,
        source_key=str(row.key),
        certificate_id=row.FROM_INTYG_ID,
        source_time=_text(row.time),
        payload=f"{row.RELATION_KOD} {row.TO_INTYG_ID}".encode(),
    )


def _message_event(row: Any) -> RawEvent:
    return RawEvent(
        source=source_of(StoreStream.MESSAGES),
        event_type=EventType.MESSAGE,
        source_key=str(row.key),
        certificate_id=row.INTYGS_ID,
        message_id=row.MEDDELANDE_ID,
        source_time=_text(row.time),
        payload=(row.MEDDELANDE_DATA or "").encode(),
    )


def _sick_leave_copy_event(row: Any) -> RawEvent:
    """One period of the store's flattened sick leave; used for comparison, never as a source of statistics."""
    return RawEvent(
        source=source_of(StoreStream.SICK_LEAVE_COPIES),
        event_type=EventType.SICK_LEAVE_COPY,
        source_key=str(row.key),
        certificate_id=row.CERTIFICATE_ID,
        hint_type=row.CERTIFICATE_TYPE,
        payload=_as_json(row),
    )


def _coordinator_event(row: Any) -> RawEvent:
    """The key is part of the payload: of equal rows of one second the newest is in force."""
    return RawEvent(
        source=source_of(StoreStream.COORDINATORS),
        event_type=EventType.COORDINATOR,
        source_key=str(row.key),
        source_time=_text(row.time),
        recording_number=row.key,
        payload=_as_json(row, key=row.key),
    )


def _receiver_event(row: Any) -> RawEvent:
    return RawEvent(
        source=source_of(StoreStream.RECEIVERS),
        event_type=EventType.RECEIVER,
        source_key=str(row.key),
        certificate_id=row.CERTIFICATE_ID,
        recipient=row.RECEIVER_ID,
        recording_number=row.key,
        payload=_as_json(row, key=row.key),
    )


def _as_json(row: Any, **more: Any) -> bytes:
    """The row's own columns (those in capitals) as JSON with sorted keys; times as text."""
    values = {name: _plain(value) for name, value in row._mapping.items() if name.isupper()}
    return json.dumps(values | more, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _text(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


KEYED_STREAMS = (_documents(), _relations(), _messages(), _sick_leave_copies(), _coordinators(), _receivers())
