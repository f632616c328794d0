"""What the certificate store says it holds, counted in the store itself and independent of how it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from pipelines.landing.events import EventType
from pipelines.sources import store_tables as store
from warehouse.errors import SourceUnavailableError

DOCUMENTS, STATES, RELATIONS, MESSAGES = "store/documents", "store/states", "store/relations", "store/messages"
STREAMS = (DOCUMENTS, STATES, RELATIONS, MESSAGES)
ITEMS_AT_A_TIME = 10_000


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many items of one kind a stream holds of one of its days; `left_out` more of them are not wanted (C1-4)."""

    stream: str
    day: date
    event_type: str
    number: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class SourceItem:
    """An item of a stream: its day, its kind, and the certificate that it is about."""

    day: date
    event_type: str
    certificate_id: str


class StoreCounts:
    """Counts the certificate store by day. Every query groups in the database, so that no row of a person leaves it.

    An item is what landing keeps once: a certificate, a state of a certificate at a time, a relation, a message.
    """

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)

    def close(self) -> None:
        self._engine.dispose()

    def all(self) -> list[SourceCount]:
        """Every stream. Raises SourceUnavailableError when the store does not answer."""
        try:
            return [count for stream, items in _ITEMS.items() for count in self._by_day(stream, items())]
        except sa.exc.SQLAlchemyError as error:
            raise SourceUnavailableError(f"The certificate store cannot be counted ({type(error).__name__}).") from None

    def items_between(self, stream: str, first: date, last: date) -> Iterator[list[SourceItem]]:
        """Every wanted item of one stream from one day to another, in batches, for finding out what a difference is.

        One pass over the stream, however many days are looked at. Raises SourceUnavailableError.
        """
        items = _ITEMS[stream]().subquery()
        query = sa.select(sa.func.date(items.c.time).label("day"), items.c.event_type, items.c.certificate_id).where(
            items.c.time >= datetime.combine(first, time.min),
            items.c.time < datetime.combine(last, time.min) + timedelta(days=1),
            items.c.unwanted == 0,
        )
        try:
            with self._engine.connect().execution_options(yield_per=ITEMS_AT_A_TIME) as connection:
                for rows in connection.execute(query).partitions():
                    yield [SourceItem(date.fromisoformat(str(row.day)), row.event_type, row[2]) for row in rows]
        except sa.exc.SQLAlchemyError as error:
            raise SourceUnavailableError(f"The certificate store cannot be counted ({type(error).__name__}).") from None

    def _by_day(self, stream: str, items: sa.Select[Any]) -> Iterator[SourceCount]:
        item = items.subquery()
        day = sa.func.date(item.c.time).label("day")
        query = (
            sa.select(
                day, item.c.event_type, sa.func.count().label("number"), sa.func.sum(item.c.unwanted).label("left_out")
            )
            .where(item.c.time.is_not(None))
            .group_by(day, item.c.event_type)
        )
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                left_out = int(row.left_out)
                yield SourceCount(
                    stream, date.fromisoformat(str(row.day)), row.event_type, row.number - left_out, left_out
                )


def _documents() -> sa.Select[Any]:
    documents, certificates = store.original_certificate.c, store.certificate.c
    return (
        sa.select(
            documents.CERTIFICATE_ID.label("certificate_id"),
            sa.literal(EventType.CREATED.value).label("event_type"),
            sa.func.min(documents.RECEIVED).label("time"),
            sa.func.max(sa.case((certificates.TEST_CERTIFICATE, 1), else_=0)).label("unwanted"),
        )
        .join_from(store.original_certificate, store.certificate, certificates.ID == documents.CERTIFICATE_ID)
        .group_by(documents.CERTIFICATE_ID)
    )


def _states() -> sa.Select[Any]:
    states = store.certificate_state.c
    kind = sa.case(
        (states.STATE == "CANCELLED", EventType.REVOKED.value),
        (states.STATE == "SENT", EventType.SENT.value),
        else_=EventType.STATE.value,
    )
    return sa.select(
        states.CERTIFICATE_ID.label("certificate_id"),
        kind.label("event_type"),
        states.TIMESTAMP.label("time"),
        states.TARGET,
        states.STATE,
        sa.literal(0).label("unwanted"),
    ).distinct()


def _relations() -> sa.Select[Any]:
    relations = store.relation.c
    return sa.select(
        relations.FROM_INTYG_ID.label("certificate_id"),
        sa.literal(EventType.RELATION.value).label("event_type"),
        sa.func.min(relations.CREATED_DATE).label("time"),
        sa.literal(0).label("unwanted"),
    ).group_by(relations.FROM_INTYG_ID, relations.RELATION_KOD, relations.TO_INTYG_ID)


def _messages() -> sa.Select[Any]:
    messages = store.arende.c
    return sa.select(
        messages.INTYGS_ID.label("certificate_id"),
        sa.literal(EventType.MESSAGE.value).label("event_type"),
        messages.TIMESTAMP.label("time"),
        sa.literal(0).label("unwanted"),
    )


_ITEMS = {DOCUMENTS: _documents, STATES: _states, RELATIONS: _relations, MESSAGES: _messages}
