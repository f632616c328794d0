"""The certificate store in three databases, filled by hand: one with transactions that end when the test says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipelines.assets.landing import land_all
from pipelines.erasure import Tombstones
from pipelines.landing.landing import Landing, LandingCounts
from pipelines.sources import store_tables as store
from pipelines.sources.store import StoreReading, StoreSource
from pipelines.sources.store_feed import KeyPosition
from pipelines.staging.stage import Staging
from pipelines.synthetic.documents import CertificateDocument, write_document
from tests.integration.small_store import Pipeline, SmallStore, certificate_row, sick_leave
from tests.servers.databases import DatabaseServer

RECEIVED = datetime(2026, 11, 20, 12)  # noqa: DTZ001 - stores hold Swedish local time without offset
NOW = datetime(2026, 11, 20, 11, 5, tzinfo=UTC)
PATIENT = "198001012386"


@dataclass
class StoreAt(SmallStore):
    """A store in SQLite, or in a database of `server`. `url` is that of an account that may only read.

    Keys are handed out when a transaction inserts and are not given back, in SQLite by this class.
    """

    server: DatabaseServer | None = None
    keys: int = 0
    owner_url: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.server:
            self.owner_url, self.url = self.server.new_database()
        else:
            file = self.folder / "store.sqlite"
            self.owner_url, self.url = f"sqlite:///{file}", f"sqlite:///file:{file}?mode=ro&uri=true"
        self.engine = sa.create_engine(self.owner_url)
        store.metadata.create_all(self.engine)

    def register(
        self, document: CertificateDocument, received: datetime = RECEIVED, payload: bytes | None = None
    ) -> str:
        """Register a certificate in a transaction of its own."""
        with self.open_registration(document, received, payload):
            return document.certificate_id

    @contextmanager
    def open_registration(
        self, document: CertificateDocument, received: datetime = RECEIVED, payload: bytes | None = None
    ) -> Iterator[None]:
        """A registration whose keys are handed out at the start and whose rows can be seen at the end."""
        self.keys += 1
        row = {
            "RECEIVED": received,
            "DOCUMENT": payload or write_document(document),
            "CERTIFICATE_ID": document.certificate_id,
        }
        if self.server is None:
            # One transaction writes at a time in SQLite, so the rows are written when they are committed.
            key = self.keys
            yield
            with self.engine.begin() as connection:
                add_certificate(connection, document)
                connection.execute(sa.insert(store.original_certificate).values(row | {"ID": key}))
            return
        with self.engine.begin() as connection:
            add_certificate(connection, document)
            connection.execute(sa.insert(store.original_certificate).values(row))
            yield

    def roll_back_registration(self) -> None:
        """A registration that failed after its key was handed out."""
        self.keys += 1
        if self.server is None:
            return
        document = sick_leave("never", PATIENT)
        with self.engine.connect() as connection:
            add_certificate(connection, document)
            row = {"RECEIVED": RECEIVED, "DOCUMENT": b"<x/>", "CERTIFICATE_ID": document.certificate_id}
            connection.execute(sa.insert(store.original_certificate).values(row))
            connection.rollback()

    def add(self, table: sa.Table, *rows: dict[str, Any]) -> None:
        """Insert rows as they are."""
        with self.engine.begin() as connection:
            connection.execute(sa.insert(table), list(rows))


def add_certificate(connection: sa.Connection, document: CertificateDocument) -> None:
    """The rows of a certificate without its document."""
    connection.execute(sa.insert(store.certificate).values(certificate_row(document)))
    connection.execute(
        sa.insert(store.certificate_metadata).values(
            CERTIFICATE_ID=document.certificate_id, DOCTOR_ID="D", DOCTOR_NAME="D", IS_REVOKED=False
        )
    )


def certificate(number: int, **more: Any) -> CertificateDocument:
    """One certificate of two weeks; the number is in its id."""
    return sick_leave(f"certificate-{number:03}", PATIENT, ("2026-09-01", "2026-09-14", 100), **more)


@dataclass
class Intake:
    """Landing and staging below one data directory, at a time that the test sets."""

    pipeline: Pipeline
    now: datetime = NOW

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def source(self, small: SmallStore, reading: StoreReading | None = None) -> StoreSource:
        return StoreSource(small.url, reading, lambda: self.now)

    def read(self, small: SmallStore, reading: StoreReading | None = None) -> LandingCounts:
        """One run from where the last ended."""
        landing = Landing(self.pipeline.data.landing)
        source = self.source(small, reading)
        try:
            landing.land_file("hsa_lookups", small.lookups())
            return land_all(source, landing, Tombstones(landing, self.pipeline.data))
        finally:
            source.close()
            landing.close()

    def read_batches(self, small: SmallStore, number: int) -> None:
        """The first batches of a run that is then interrupted."""
        landing = Landing(self.pipeline.data.landing)
        source = self.source(small)
        try:
            for _, batch in zip(range(number), source.batches(landing.ledger.position), strict=False):
                landing.land(batch)
        finally:
            source.close()
            landing.close()

    def position(self, stream: str) -> KeyPosition:
        landing = Landing(self.pipeline.data.landing)
        try:
            return KeyPosition.from_json(landing.ledger.position(stream))
        finally:
            landing.close()

    def landed(self, *columns: str, source: str | None = None) -> list[tuple[Any, ...]]:
        """The landed events, sorted; only those of one source when it is given."""
        landing = Landing(self.pipeline.data.landing)
        try:
            return sorted(
                tuple(event[column] for column in columns)
                for segment in landing.ledger.segments()
                for batch in landing.read_segment(segment.number)
                for event in batch.to_pylist()
                if source in {None, event["source"]}
            )
        finally:
            landing.close()

    def certificates(self) -> list[str]:
        """The certificates whose documents are landed."""
        return [identity for (identity,) in self.landed("certificate_id", source="store/documents")]

    def core(self) -> dict[str, bytes]:
        """Every core table, byte for byte."""
        landing = Landing(self.pipeline.data.landing)
        try:
            Staging(self.pipeline.data.staging).stage_missing(landing)
        finally:
            landing.close()
        self.pipeline.build()
        return {path.stem: path.read_bytes() for path in sorted(Path(self.pipeline.core).glob("*.parquet"))}
