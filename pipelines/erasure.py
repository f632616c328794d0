"""Erasure of single certificates by order, so that nothing of them remains (ingestion section 12).

Landing and staging are written anew without them, the releases are built anew, and the older restricted and care
releases are deleted. A tombstone, a keyed hash of the id, refuses a late redelivery. Public releases hold no facts and
stay.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa

from pipelines.landing.landing import Landing
from pipelines.landing.ledger import erasure_order_table, now, tombstone_table
from pipelines.staging.stage import Staging
from warehouse.errors import UserError
from warehouse.keys import key
from warehouse.releases import ReleaseStore
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone, remove_tree

TOKEN_BYTES = 16
STAGED_WITH_CERTIFICATE = ("certificate_document", "certificate_event", "message", "document_relation")


class Tombstones:
    """Which certificates have been erased, known by keyed hash alone (rule X-9)."""

    def __init__(self, landing: Landing, data: DataDirectory) -> None:
        self._ledger = landing.ledger
        self._key = key(None, data, "tombstone")

    def token(self, certificate_id: str) -> bytes:
        content = b"certificate\x1f" + certificate_id.strip().encode()
        return hmac.digest(self._key, content, sha256)[:TOKEN_BYTES]

    def all(self) -> set[bytes]:
        """Every tombstone."""
        with self._ledger.transaction() as connection:
            return set(connection.scalars(sa.select(tombstone_table.c.token)))

    def erased(self, certificate_ids: Iterable[str]) -> set[str]:
        """Which of the ids have been erased; one look at an empty table when nothing ever was."""
        tokens = self.all()
        return {one for one in certificate_ids if self.token(one) in tokens} if tokens else set()

    def put_up(self, certificate_ids: Iterable[str], order: str, confirmed_by: str) -> None:
        """Open the order and put up its tombstones in one transaction; a repeated order goes on where it was."""
        tokens = {self.token(one) for one in certificate_ids}
        with self._ledger.transaction() as connection:
            tokens -= set(connection.scalars(sa.select(tombstone_table.c.token)))
            rows = [{"token": token, "order_number": order, "erased_at": now()} for token in sorted(tokens)]
            if rows:
                connection.execute(sa.insert(tombstone_table), rows)
            if not connection.scalar(sa.select(erasure_order_table.c.number).filter_by(number=order)):
                connection.execute(
                    sa.insert(erasure_order_table).values(
                        number=order, confirmed_by=confirmed_by, certificates=len(tokens), opened_at=now()
                    )
                )

    def close(self, order: str) -> None:
        """Note that the order is done, releases included."""
        with self._ledger.transaction() as connection:
            connection.execute(sa.update(erasure_order_table).filter_by(number=order).values(done_at=now()))


def erase(settings: Settings, certificate_ids: list[str], order: str, confirmed_by: str) -> str:
    """Erase certificates by order; returns a receipt without identity. May be repeated after a crash (rule X-10)."""
    from pipelines.running import run_groups  # noqa: PLC0415 - the assets refuse erased certificates through this module

    if not order.strip() or not confirmed_by.strip():
        raise UserError("An erasure needs an order number and the name of the person who has confirmed it.")
    data = DataDirectory(settings.data)
    with data.writer():
        landing = Landing(data.landing)
        try:
            tombstones = Tombstones(landing, data)
            tombstones.put_up(certificate_ids, order, confirmed_by)
            events = remove_certificates(landing, Staging(data.staging), set(certificate_ids))
        finally:
            landing.close()
    run_groups(settings.data, ("staging", "core", "statistics", "release"))
    with data.writer():
        _withdraw_older_releases(data)
        remove_tree(data.work / "spill")
        landing = Landing(data.landing)
        try:
            Tombstones(landing, data).close(order)
        finally:
            landing.close()
    return f"Order {order}: {len(certificate_ids)} certificates asked for, {events} events removed; nothing remains."


def remove_certificates(landing: Landing, staging: Staging, certificate_ids: set[str]) -> int:
    """Remove every landed event of the certificates, and what was staged from it; returns how many events went."""
    doomed: dict[int, set[bytes]] = defaultdict(set)
    for segment in landing.ledger.segments():
        doomed[segment.number] |= set(_landed_keys(landing, segment.number, certificate_ids))
        if staging.is_staged(segment.number):
            doomed[segment.number] |= set(_staged_keys(staging, segment.number, certificate_ids))
    for number, keys in doomed.items():
        if keys:
            remove_tree(staging.path(number))
            landing.without(number, keys)
    return sum(len(keys) for keys in doomed.values())


def remove_redelivered(landing: Landing, staging: Staging, tombstones: Tombstones) -> int:
    """Remove what came again of erased certificates without saying so on the envelope; returns how many events."""
    if not tombstones.all():
        return 0
    named = {
        certificate_id
        for segment in landing.ledger.segments()
        for name in STAGED_WITH_CERTIFICATE
        for certificate_id in _certificate_ids(staging, segment.number, name)
    }
    erased = tombstones.erased(named)
    removed = remove_certificates(landing, staging, erased) if erased else 0
    if removed:
        staging.stage_missing(landing)
    return removed


def _certificate_ids(staging: Staging, segment: int, name: str) -> Iterator[str]:
    path = staging.path(segment) / f"{name}.parquet"
    yield from pq.read_table(path, columns=["certificate_id"])["certificate_id"].unique().to_pylist()


def _landed_keys(landing: Landing, segment: int, certificate_ids: set[str]) -> Iterator[bytes]:
    """Events whose envelope names one of the certificates."""
    wanted = pa.array(sorted(certificate_ids), pa.string())
    for batch in landing.read_segment(segment, ["event_key", "certificate_id"]):
        named = batch.filter(pc.is_in(batch.column("certificate_id"), value_set=wanted))
        yield from named.column("event_key").to_pylist()


def _staged_keys(staging: Staging, segment: int, certificate_ids: set[str]) -> Iterator[bytes]:
    """Events whose document or message names one of the certificates inside."""
    wanted = pa.array(sorted(certificate_ids), pa.string())
    for name in STAGED_WITH_CERTIFICATE:
        table = pq.read_table(staging.path(segment) / f"{name}.parquet", columns=["document_key", "certificate_id"])
        for text in table.filter(pc.is_in(table.column("certificate_id"), value_set=wanted))[
            "document_key"
        ].to_pylist():
            yield bytes.fromhex(text)


def _withdraw_older_releases(data: DataDirectory) -> None:
    """Delete every restricted and care release but the one in force (rule X-7)."""
    for zone in (Zone.RESTRICTED, Zone.CARE):
        ReleaseStore(data.zone(zone)).retain(1)
