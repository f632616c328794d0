"""The nightly comparison with the certificate store, both ways (rules L-8, L-9, C1-6, N-3 and X-14 to X-16).

What the store has and we lack is fetched by id. Revocations that we have not seen are landed, whatever their time. What
we have and the store no longer has is noted as absent; only a complete comparison is. Ids leave memory only into the
restricted zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow.compute as pc
import sqlalchemy as sa

from pipelines.erasure import absence
from pipelines.erasure.candidates import read_candidates
from pipelines.erasure.tombstones import Tombstones
from pipelines.landing.events import EventType
from pipelines.landing.landing import Batch, Landing
from pipelines.sources import store_tables as store
from pipelines.sources.store import REVOCATION_MARKS, StoreSource, revocation_mark
from pipelines.sources.store_connection import BudgetUsedUpError, Snapshot
from pipelines.sources.store_streams import source_of
from warehouse.errors import SourceUnavailableError
from warehouse.settings import Settings, StoreStream
from warehouse.storage import DataDirectory, Zone, write_json

IDS_PER_PART = 50_000
MARKS_PER_BATCH = 20_000
RECORD = "reconciliation.json"


@dataclass(slots=True)
class Theirs:
    """What the store holds in one consistent view: certificate ids, by what is known of them."""

    certificates: set[str] = field(default_factory=set)
    tests: set[str] = field(default_factory=set)
    without_document: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)
    deleted_copies: set[str] = field(default_factory=set)
    complete: bool = False

    @property
    def revoked(self) -> set[str]:
        """Revoked by any of the three signs (rule L-8)."""
        return self.cancelled | self.marked | self.deleted_copies


@dataclass(slots=True)
class Ours:
    """What landing holds: certificates with a document from the store, from another source, and revoked ones."""

    from_store: set[str] = field(default_factory=set)
    from_elsewhere: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class StoreComparison:
    """The outcome in numbers. `complete` is false when the ids read contradict the store's own totals (rule X-16).

    `copies_not_here` are sick leaves of the newer model that have come from no source (rules C-1 and N-3).
    """

    compared_at: str
    complete: bool
    in_store: int
    here: int
    lacking: int
    fetched: int
    missing_in_store: int
    candidates: int
    alarm: int
    test_certificates: int
    without_document: int
    revoked_in_store: int
    revocations_found: int
    marked_without_state: int
    state_without_mark: int
    copies_not_here: int


def compare_with_store(settings: Settings, source: StoreSource) -> StoreComparison:
    """Compare, fetch what we lack, and note what the store lacks. Only the writer may call.

    Raises SourceUnavailableError when the store stops answering or the budget of statements is used up; nothing is
    noted as absent then (rule X-16).
    """
    data = DataDirectory(settings.data)
    theirs = read_theirs(source)
    with closing(Landing(data.landing)) as landing:
        ours = read_ours(landing)
        tombstones = Tombstones(landing, data)
        wanted = theirs.certificates - theirs.tests - theirs.without_document
        lacking = _not_erased(wanted - ours.from_store, tombstones)
        fetched = _fetch(source, landing, sorted(lacking))
        unseen = _not_erased(theirs.revoked - ours.revoked, tombstones)
        found = _land_revocations(landing, sorted(unseen))
    missing = ours.from_store - theirs.certificates
    candidates = alarm = 0
    if theirs.complete:
        candidates = absence.compare(settings, source.name, ours.from_store, theirs.certificates)
        alarm = read_candidates(data).alarm.get(source.name, 0)
    comparison = StoreComparison(
        compared_at=datetime.now(UTC).isoformat(timespec="seconds"),
        complete=theirs.complete,
        in_store=len(theirs.certificates),
        here=len(ours.from_store),
        lacking=len(lacking),
        fetched=fetched,
        missing_in_store=len(missing),
        candidates=candidates,
        alarm=alarm,
        test_certificates=len(theirs.tests),
        without_document=len(theirs.without_document),
        revoked_in_store=len(theirs.revoked),
        revocations_found=found,
        marked_without_state=len(theirs.marked - theirs.cancelled),
        state_without_mark=len(theirs.cancelled - theirs.marked),
        copies_not_here=len(theirs.copies - theirs.certificates - ours.from_store - ours.from_elsewhere),
    )
    write_json(data.zone(Zone.RESTRICTED) / RECORD, asdict(comparison))
    return comparison


def read_theirs(source: StoreSource) -> Theirs:
    """The store's id sets, all in one snapshot. Raises SourceUnavailableError when it stops answering."""
    try:
        with source.connection.snapshot() as snapshot:
            return _read_theirs(snapshot)
    except BudgetUsedUpError:
        raise SourceUnavailableError(
            "The comparison with the certificate store needs more statements than one run may send."
        ) from None
    except (sa.exc.SQLAlchemyError, OSError) as error:
        raise SourceUnavailableError(f"The certificate store stopped answering ({type(error).__name__}).") from None


def read_ours(landing: Landing) -> Ours:
    """The id sets of landing, from the envelopes of its events."""
    ours = Ours()
    documents = source_of(StoreStream.DOCUMENTS)
    for segment in landing.ledger.segments():
        for batch in landing.read_segment(segment.number, ["source", "event_type", "certificate_id"]):
            created = batch.filter(pc.equal(batch.column("event_type"), EventType.CREATED.value))
            revoked = batch.filter(pc.equal(batch.column("event_type"), EventType.REVOKED.value))
            is_from_store = pc.equal(created.column("source"), documents)
            ours.from_store.update(_ids(created.filter(is_from_store)))
            ours.from_elsewhere.update(_ids(created.filter(pc.invert(is_from_store))))
            ours.revoked.update(_ids(revoked))
    return ours


def _read_theirs(snapshot: Snapshot) -> Theirs:
    theirs = Theirs()
    certificates, documents = store.certificate.c, store.original_certificate.c
    marks, states, copies = store.certificate_metadata.c, store.certificate_state.c, store.sjukfall_cert.c
    read: Counter[str] = Counter()
    has_document = sa.exists().where(documents.CERTIFICATE_ID == certificates.ID)
    query = sa.select(
        certificates.ID, certificates.CARE_GIVER_ID, certificates.TEST_CERTIFICATE, has_document.label("has_document")
    )
    for row in _rows(snapshot, query):
        read[_provider(row.CARE_GIVER_ID)] += 1
        theirs.certificates.add(row.ID)
        if row.TEST_CERTIFICATE:
            theirs.tests.add(row.ID)
        elif not row.has_document:
            theirs.without_document.add(row.ID)
    cancelled = sa.select(states.CERTIFICATE_ID).where(states.STATE == "CANCELLED").distinct()
    theirs.cancelled.update(row[0] for row in _rows(snapshot, cancelled))
    theirs.marked.update(row[0] for row in _rows(snapshot, sa.select(marks.CERTIFICATE_ID).where(marks.IS_REVOKED)))
    wanted = sa.select(copies.ID, copies.DELETED).where(sa.not_(copies.TEST_CERTIFICATE))
    for row in _rows(snapshot, wanted):
        theirs.copies.add(row.ID)
        if row.DELETED:
            theirs.deleted_copies.add(row.ID)
    totals: Counter[str] = Counter()
    number = sa.select(certificates.CARE_GIVER_ID, sa.func.count().label("number")).group_by(certificates.CARE_GIVER_ID)
    for row in _rows(snapshot, number):
        totals[_provider(row.CARE_GIVER_ID)] += row.number
    theirs.complete = read == totals
    return theirs


def _provider(written: str) -> str:
    """A care provider's id as databases group it: some without regard to case and to spaces at the end."""
    return written.rstrip().casefold()


def _rows(snapshot: Snapshot, query: sa.Select[Any]) -> Iterator[Any]:
    for part in snapshot.parts(query, IDS_PER_PART):
        yield from part


def _ids(batch: Any) -> Iterator[str]:
    return (one for one in batch.column("certificate_id").to_pylist() if one is not None)


def _not_erased(certificates: Collection[str], tombstones: Tombstones) -> set[str]:
    return set(certificates) - tombstones.erased(certificates)


def _fetch(source: StoreSource, landing: Landing, certificates: list[str]) -> int:
    """Land the documents of single certificates; returns how many were new."""
    try:
        return sum(landing.land(batch) for batch in source.documents_of(certificates))
    except BudgetUsedUpError:
        raise SourceUnavailableError(
            "Fetching what is lacking needs more statements than one run may send; the next run goes on."
        ) from None
    except (sa.exc.SQLAlchemyError, OSError) as error:
        raise SourceUnavailableError(f"The certificate store stopped answering ({type(error).__name__}).") from None


def _land_revocations(landing: Landing, certificates: list[str]) -> int:
    found = 0
    for start in range(0, len(certificates), MARKS_PER_BATCH):
        marks = [revocation_mark(one) for one in certificates[start : start + MARKS_PER_BATCH]]
        found += landing.land(Batch(marks, REVOCATION_MARKS))
    return found
