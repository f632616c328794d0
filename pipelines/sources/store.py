"""Connector C1: the certificate store's SQL tables, read only, through SQLAlchemy.

Streams with an auto-increment key are read in pages above the last key, going back an overlap each time so that rows
committed late are met; states are read by time going back a week (rules L-5, L-7). The signing date is never a
watermark (rule L-10).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Batch
from pipelines.sources import store_tables as store
from pipelines.sources.source import Positions
from warehouse.errors import SourceUnavailableError, UserError

PAGE = 5_000
STATE_PAGE = 20_000
OVERLAP_KEYS = 20_000
STATE_OVERLAP = timedelta(days=7)

TABLES_READ = (
    store.certificate,
    store.original_certificate,
    store.certificate_state,
    store.certificate_metadata,
    store.relation,
    store.arende,
)


class StoreSource:
    """The store behind an SQLAlchemy address. The account needs no more than the right to read."""

    name = "store"

    def __init__(self, url: str) -> None:
        self.left_out: dict[str, int] = {}
        try:
            self._engine = sa.create_engine(url)
            self._check_tables()
        except sa.exc.SQLAlchemyError as error:
            raise SourceUnavailableError(f"The certificate store cannot be reached ({type(error).__name__}).") from None

    def close(self) -> None:
        self._engine.dispose()

    def expected(self) -> int | None:
        counts = [
            sa.select(sa.func.count()).select_from(table).scalar_subquery()
            for table in (store.original_certificate, store.certificate_state, store.relation, store.arende)
        ]
        query = sa.select(*[count.label(f"n{index}") for index, count in enumerate(counts)])
        return int(sum(self._rows(query)[0]))

    def mark(self) -> str:
        """Something that changes whenever the store takes in a document, a state, a relation or a message."""
        newest = sa.select(
            sa.select(sa.func.max(store.original_certificate.c.ID)).scalar_subquery().label("document"),
            sa.select(sa.func.count()).select_from(store.certificate_state).scalar_subquery().label("states"),
            sa.select(sa.func.max(store.relation.c.ID)).scalar_subquery().label("relation"),
            sa.select(sa.func.max(store.arende.c.internReferens)).scalar_subquery().label("message"),
        )
        return "/".join(str(value or 0) for value in self._rows(newest)[0])

    def batches(self, position: Positions) -> Iterator[Batch]:
        try:
            yield from self._documents(position)
            yield from self._states(position)
            yield from self._revocation_marks()
            yield from self._relations(position)
            yield from self._messages(position)
        except sa.exc.SQLAlchemyError as error:
            # The text of a database error may hold values of the row it is about.
            raise SourceUnavailableError(f"The certificate store stopped answering ({type(error).__name__}).") from None

    def _check_tables(self) -> None:
        inspector = sa.inspect(self._engine)
        for table in TABLES_READ:
            if not inspector.has_table(table.name):
                raise UserError(f"The certificate store lacks the table {table.name}.")
            present = {column["name"].upper() for column in inspector.get_columns(table.name)}
            missing = sorted({column.name.upper() for column in table.columns} - present)
            if missing:
                raise UserError(f"The certificate store's table {table.name} lacks {', '.join(missing)}.")

    @retry(
        retry=retry_if_exception_type(sa.exc.OperationalError),
        stop=stop_after_attempt(4),
        wait=wait_exponential(multiplier=0.5, max=10),
        reraise=True,
    )
    def _rows(self, query: sa.Select[Any]) -> list[Any]:
        with self._engine.connect() as connection:
            return list(connection.execute(query))

    def _pages(self, query: sa.Select[Any], key: sa.Column[Any], high: int) -> Iterator[list[Any]]:
        """Rows of `query` in the order of `key`, a page at a time, from the overlap below `high` upwards."""
        last = high - OVERLAP_KEYS
        while True:
            page = self._rows(query.where(key > last).order_by(key).limit(PAGE))
            if not page:
                return
            yield page
            last = page[-1].key

    def _documents(self, position: Positions) -> Iterator[Batch]:
        source = "store/documents"
        documents, certificates = store.original_certificate.c, store.certificate.c
        query = sa.select(
            documents.ID.label("key"),
            documents.RECEIVED,
            documents.DOCUMENT,
            documents.CERTIFICATE_ID,
            certificates.CERTIFICATE_TYPE,
            certificates.TEST_CERTIFICATE,
        ).join_from(store.original_certificate, store.certificate, certificates.ID == documents.CERTIFICATE_ID)
        high = int(position(source).get("high", 0))
        for page in self._pages(query, documents.ID, high):
            wanted = [row for row in page if not row.TEST_CERTIFICATE]
            tests = len(page) - len(wanted)
            if tests:
                self.left_out["test_certificate"] = self.left_out.get("test_certificate", 0) + tests
            high = max(high, page[-1].key)
            yield Batch([_document_event(source, row) for row in wanted], source, {"high": high})

    def _states(self, position: Positions) -> Iterator[Batch]:
        source = "store/states"
        states = store.certificate_state.c
        until = position(source).get("until")
        query = sa.select(states.CERTIFICATE_ID, states.TARGET, states.STATE, states.TIMESTAMP.label("time")).order_by(
            states.TIMESTAMP, states.CERTIFICATE_ID, states.TARGET, states.STATE
        )
        if until:
            query = query.where(datetime.fromisoformat(until) - STATE_OVERLAP <= states.TIMESTAMP)
        with self._engine.connect().execution_options(stream_results=True, yield_per=STATE_PAGE) as connection:
            for partition in connection.execute(query).partitions():
                latest = max(partition[-1].time.isoformat(), until or "")
                yield Batch([_state_event(source, row) for row in partition], source, {"until": latest})

    def _revocation_marks(self) -> Iterator[Batch]:
        """All certificates marked as revoked: finds revocations whose state row carries an odd time (rule L-8)."""
        source = "store/revocation-marks"
        marks = store.certificate_metadata.c
        rows = self._rows(sa.select(marks.CERTIFICATE_ID).where(marks.IS_REVOKED).order_by(marks.CERTIFICATE_ID))
        events = [RawEvent(source, EventType.REVOKED, certificate_id=row.CERTIFICATE_ID) for row in rows]
        yield Batch(events, source)

    def _relations(self, position: Positions) -> Iterator[Batch]:
        source = "store/relations"
        relations = store.relation.c
        query = sa.select(
            relations.ID.label("key"),
            relations.FROM_INTYG_ID,
            relations.TO_INTYG_ID,
            relations.RELATION_KOD,
            relations.CREATED_DATE,
        )
        high = int(position(source).get("high", 0))
        for page in self._pages(query, relations.ID, high):
            high = max(high, page[-1].key)
            yield Batch([_relation_event(source, row) for row in page], source, {"high": high})

    def _messages(self, position: Positions) -> Iterator[Batch]:
        source = "store/messages"
        messages = store.arende.c
        query = sa.select(
            messages.internReferens.label("key"),
            messages.INTYGS_ID,
            messages.MEDDELANDE_ID,
            messages.MEDDELANDE_DATA,
            messages.TIMESTAMP.label("time"),
        )
        high = int(position(source).get("high", 0))
        for page in self._pages(query, messages.internReferens, high):
            high = max(high, page[-1].key)
            yield Batch([_message_event(source, row) for row in page], source, {"high": high})


def _document_event(source: str, row: Any) -> RawEvent:
    return RawEvent(
        source=source,
        event_type=EventType.CREATED,
        source_key=str(row.key),
        certificate_id=row.CERTIFICATE_ID,
        source_time=row.RECEIVED.isoformat(),
        recording_number=row.key,
        hint_type=row.CERTIFICATE_TYPE,
        payload=bytes(row.DOCUMENT),
    )


def _state_event(source: str, row: Any) -> RawEvent:
    kinds = {"CANCELLED": EventType.REVOKED, "SENT": EventType.SENT}
    return RawEvent(
        source=source,
        event_type=kinds.get(row.STATE, EventType.STATE),
        certificate_id=row.CERTIFICATE_ID,
        recipient=row.TARGET,
        source_time=row.time.isoformat(),
        payload=row.STATE.encode(),
    )


def _relation_event(source: str, row: Any) -> RawEvent:
    """The relation's target is part of the payload, so that each relation of a certificate is its own event."""
    return RawEvent(
        source=source,
        event_type=EventType.RELATION,
        source_key=str(row.key),
        certificate_id=row.FROM_INTYG_ID,
        source_time=row.CREATED_DATE.isoformat() if row.CREATED_DATE else None,
        payload=f"{row.RELATION_KOD} {row.TO_INTYG_ID}".encode(),
    )


def _message_event(source: str, row: Any) -> RawEvent:
    return RawEvent(
        source=source,
        event_type=EventType.MESSAGE,
        source_key=str(row.key),
        certificate_id=row.INTYGS_ID,
        message_id=row.MEDDELANDE_ID,
        source_time=row.time.isoformat() if row.time else None,
        payload=(row.MEDDELANDE_DATA or "").encode(),
    )
