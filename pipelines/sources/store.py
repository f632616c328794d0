"""Connector C1: the certificate store's SQL tables, read only, through SQLAlchemy.

Streams with an auto-increment key are followed with a list of open gaps, so that rows committed late are met
(`store_feed`, rules L-5 and L-6); states are read by time going back a week (rule L-7). The signing date is never a
watermark (rule L-10). A first load reads everything in the order of the keys and goes on where it was interrupted
(rule L-11). What this cannot find, the nightly comparison does (`pipelines/reconciliation`).

The store holds no documents of the newer certificate model: it is complete only together with the certificate service,
the event queue or a folder (rule C-1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Batch
from pipelines.sources import store_tables as store
from pipelines.sources.source import Positions
from pipelines.sources.store_connection import BudgetUsedUpError, ReadingLimits, StoreConnection
from pipelines.sources.store_feed import LONGEST_TRANSACTION, OVERLAP_KEYS, OVERLAP_TIME, KeyPosition, instant
from pipelines.sources.store_streams import KEYED_STREAMS, KeyedStream, source_of
from warehouse.errors import SourceUnavailableError, UserError
from warehouse.settings import StoreStream
from warehouse.swedish_time import STOCKHOLM

PAGE = 5_000
PAGE_BYTES = 64 * 1024 * 1024
KEY_PAGE = 50_000
RANGES_PER_STATEMENT = 200
KEYS_PER_STATEMENT = 500
STATE_PAGE = 20_000
STATE_OVERLAP = timedelta(days=7)
REVOCATION_MARKS = "store/revocation-marks"
STATES_PER_DOCUMENT = 3
"""About how many states a certificate has; good enough for a progress bar."""

EVENT_OF_STATE = {"CANCELLED": EventType.REVOKED, "SENT": EventType.SENT}

Clock = Callable[[], datetime]
One = TypeVar("One")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class StoreReading:
    """How the store is read: which streams are left alone, how long a transaction can last, and the limits of a run."""

    off: frozenset[StoreStream] = frozenset()
    longest_transaction: timedelta = LONGEST_TRANSACTION
    limits: ReadingLimits = field(default_factory=ReadingLimits)


class StoreSource:
    """The store behind an SQLAlchemy address. The account needs no more than the right to read.

    Raises SourceUnavailableError when the store cannot be reached, and UserError naming the tables or columns that it
    lacks (rule C1-2). `clock` tells the time, with an offset.
    """

    name = "store"

    def __init__(self, url: str, reading: StoreReading | None = None, clock: Clock = _now) -> None:
        self.left_out: dict[str, int] = {}
        self.reading = reading or StoreReading()
        self._clock = clock
        self._streams = [stream for stream in KEYED_STREAMS if stream.name not in self.reading.off]
        try:
            self.connection = StoreConnection(url, self.reading.limits)
            self._check_tables()
        except (sa.exc.SQLAlchemyError, OSError) as error:
            raise SourceUnavailableError(f"The certificate store cannot be reached ({type(error).__name__}).") from None

    def close(self) -> None:
        self.connection.close()

    def expected(self) -> int | None:
        keys = [sa.select(sa.func.max(stream.key)).scalar_subquery() for stream in self._streams]
        newest = self.connection.rows(sa.select(*keys))[0] if keys else []
        numbers = {stream.name: number or 0 for stream, number in zip(self._streams, newest, strict=True)}
        return int(sum(numbers.values()) + STATES_PER_DOCUMENT * numbers.get(StoreStream.DOCUMENTS, 0))

    def mark(self) -> str:
        """Newest key and number of late rows of every stream, and the number of states."""
        asked: list[sa.ScalarSelect[Any]] = []
        for stream in self._streams:
            newest = sa.select(sa.func.max(stream.key)).scalar_subquery()
            asked.append(newest)
            asked.append(sa.select(sa.func.count()).where(stream.key > newest - OVERLAP_KEYS).scalar_subquery())
        if StoreStream.STATES not in self.reading.off:
            asked.append(sa.select(sa.func.count()).select_from(store.certificate_state).scalar_subquery())
        return "/".join(str(value or 0) for value in self.connection.rows(sa.select(*asked))[0]) if asked else ""

    def batches(self, position: Positions) -> Iterator[Batch]:
        try:
            for stream in self._streams:
                yield from self._follow(stream, KeyPosition.from_json(position(stream.source) or {"high": 0}))
            if StoreStream.STATES not in self.reading.off:
                yield from self._states(position)
                yield from self._revocation_marks(position)
        except BudgetUsedUpError:
            self._leave_out("statement_budget_used_up")
        except (sa.exc.SQLAlchemyError, OSError) as error:
            # The text of a database error may hold values of the row it is about.
            raise SourceUnavailableError(f"The certificate store stopped answering ({type(error).__name__}).") from None

    def documents_of(self, certificate_ids: list[str]) -> Iterator[Batch]:
        """The documents of single certificates, for filling gaps that a comparison has found (rule L-9)."""
        stream = next(stream for stream in KEYED_STREAMS if stream.name is StoreStream.DOCUMENTS)
        for ids in _parts(certificate_ids, KEYS_PER_STATEMENT):
            query = stream.query.where(store.original_certificate.c.CERTIFICATE_ID.in_(ids))
            for page in self._pages(stream, query, 0):
                yield Batch(self._wanted(stream, page), stream.source)

    def _check_tables(self) -> None:
        inspector = sa.inspect(self.connection.engine)
        for table in self._tables_read():
            if not inspector.has_table(table.name):
                raise UserError(f"The certificate store lacks the table {table.name}.")
            present = {column["name"].upper() for column in inspector.get_columns(table.name)}
            missing = sorted({column.name.upper() for column in table.columns} - present)
            if missing:
                raise UserError(f"The certificate store's table {table.name} lacks {', '.join(missing)}.")

    def _tables_read(self) -> list[sa.Table]:
        tables = [table for stream in self._streams for table in stream.tables]
        if StoreStream.STATES not in self.reading.off:
            tables += [store.certificate_state, store.certificate_metadata]
        return list(dict.fromkeys(tables))

    def _follow(self, stream: KeyedStream, position: KeyPosition) -> Iterator[Batch]:
        """What is new in a stream: keys that were missing, then keys above those read (rules L-5, L-6 and L-11)."""
        is_first = position.top == 0
        recent = self._recent(stream)
        yield from self._late(stream, position, recent)
        for page in self._pages(stream, stream.query, position.top):
            now = self._clock().timestamp()
            for row in page:
                position.read(row.key, self._missing_since(stream, row, now, is_first))
            position.settle(now - self.reading.longest_transaction.total_seconds(), recent)
            yield Batch(self._wanted(stream, page), stream.source, position.as_json())

    def _late(self, stream: KeyedStream, position: KeyPosition, recent: int) -> Iterator[Batch]:
        """Rows whose keys were missing and that have appeared; gaps are closed by age too."""
        for keys in _parts(self._appeared(stream, position), KEYS_PER_STATEMENT):
            for page in self._pages(stream, stream.query.where(stream.key.in_(keys)), 0):
                position.appeared([row.key for row in page])
                yield Batch(self._wanted(stream, page), stream.source, position.as_json())
        before = position.as_json()
        position.settle(self._clock().timestamp() - self.reading.longest_transaction.total_seconds(), recent)
        if position.as_json() != before:
            yield Batch([], stream.source, position.as_json())

    def _appeared(self, stream: KeyedStream, position: KeyPosition) -> list[int]:
        """The keys of gaps that are there now, asked for by primary key."""
        found: list[int] = []
        for ranges in _parts(list(position.ranges()), RANGES_PER_STATEMENT):
            within = sa.or_(*[stream.key.between(first, last) for first, last in ranges])
            last = 0
            while True:
                query = sa.select(stream.key).where(within, stream.key > last).order_by(stream.key).limit(KEY_PAGE)
                keys = [row[0] for row in self.connection.rows(query)]
                found += position.missing(keys)
                if len(keys) < KEY_PAGE:
                    break
                last = keys[-1]
        return found

    def _pages(self, stream: KeyedStream, query: sa.Select[Any], last: int) -> Iterator[list[Any]]:
        """Rows of `query` with keys above `last`, in the order of the keys, a page of bounded size at a time."""
        while True:
            page = self.connection.rows(
                query.where(stream.key > last).order_by(stream.key).limit(PAGE), stream.size, PAGE_BYTES
            )
            if not page:
                return
            yield page
            last = page[-1].key

    def _recent(self, stream: KeyedStream) -> int:
        """A key above which all was received in the last 48 hours, asked for from the newest key downwards."""
        newest = sa.select(stream.key).order_by(stream.key.desc()).limit(1)
        if stream.time is not None:
            since = (self._clock() - OVERLAP_TIME).astimezone(STOCKHOLM).replace(tzinfo=None, microsecond=0)
            newest = newest.where(stream.time < since)
        rows = self.connection.rows(newest)
        return int(rows[0][0]) if rows else 0

    @staticmethod
    def _missing_since(stream: KeyedStream, row: Any, now: float, is_first: bool) -> float:
        """Since when the keys just below `row` are missing, at the latest.

        They were handed out before its own, so they are missing at least since it was received. A first load of rows
        without a time takes the gaps it meets for settled; they are asked for in the overlap all the same.
        """
        if stream.time is not None:
            return min(now, instant(row.time)) if row.time else now
        return 0.0 if is_first else now

    def _wanted(self, stream: KeyedStream, rows: list[Any]) -> list[RawEvent]:
        """The events of rows, without those of test certificates, which are counted (rule C1-4)."""
        events = [stream.event(row) for row in rows if not getattr(row, "is_test", False)]
        self._leave_out("test_certificate", len(rows) - len(events))
        return events

    def _states(self, position: Positions) -> Iterator[Batch]:
        """States from a week before the newest one read; equal rows are one event with their number (rule L-7).

        A state with a time to come moves nothing: times are partly those of other parties.
        """
        source = source_of(StoreStream.STATES)
        states = store.certificate_state.c
        columns = (states.CERTIFICATE_ID, states.TARGET, states.STATE, states.TIMESTAMP.label("time"))
        query = sa.select(*columns, sa.func.count().label("number")).group_by(*columns).order_by(states.TIMESTAMP)
        until = position(source).get("until")
        if until:
            query = query.where(datetime.fromisoformat(until) - STATE_OVERLAP <= states.TIMESTAMP)
        now = self._clock().astimezone(STOCKHOLM).replace(tzinfo=None, microsecond=0)
        with self.connection.snapshot() as snapshot:
            for part in snapshot.parts(query, STATE_PAGE):
                until = max(min(part[-1].time, now).isoformat(), until or "")
                yield Batch([_state_event(source, row) for row in part], source, {"until": until})

    def _revocation_marks(self, position: Positions) -> Iterator[Batch]:
        """All certificates marked as revoked, when there are others than before: a mark has no time (rule L-8)."""
        marks = store.certificate_metadata.c
        number = self.connection.value(sa.select(sa.func.count()).where(marks.IS_REVOKED))
        if position(REVOCATION_MARKS).get("number", 0) == number:
            return
        query = sa.select(marks.CERTIFICATE_ID).where(marks.IS_REVOKED)
        with self.connection.snapshot() as snapshot:
            for part in snapshot.parts(query, STATE_PAGE):
                yield Batch([revocation_mark(row.CERTIFICATE_ID) for row in part], REVOCATION_MARKS)
        yield Batch([], REVOCATION_MARKS, {"number": number})

    def _leave_out(self, reason: str, number: int = 1) -> None:
        if number:
            self.left_out[reason] = self.left_out.get(reason, 0) + number


def revocation_mark(certificate_id: str) -> RawEvent:
    """The event of a certificate that the store marks as revoked without saying when."""
    return RawEvent(REVOCATION_MARKS, EventType.REVOKED, certificate_id=certificate_id)


def _state_event(source: str, row: Any) -> RawEvent:
    """`source_key` is how many equal rows the store holds; the table has no key."""
    return RawEvent(
        source=source,
        event_type=EVENT_OF_STATE.get(row.STATE, EventType.STATE),
        source_key=str(row.number),
        certificate_id=row.CERTIFICATE_ID,
        recipient=row.TARGET,
        source_time=row.time.isoformat(),
        payload=row.STATE.encode(),
    )


def _parts(items: Sequence[One], most: int) -> Iterator[Sequence[One]]:
    """Items in parts of at most `most`, for statements of bounded length."""
    for start in range(0, len(items), most):
        yield items[start : start + most]
