"""What is in quarantine, item by item, without anything of the documents themselves (rule V-15).

An item is an event that could not be read, or a readable document that lost to a different one of the same
certificate. Its number is the beginning of its key in landing: the same for ever, and a hash that says nothing about
the certificate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa

from pipelines.documents.rules import conflict
from pipelines.landing.landing import Landing
from pipelines.landing.ledger import event_key_table
from pipelines.quarantine.decisions import Decision, all_decisions
from pipelines.quarantine.staged import staged_segment
from warehouse.errors import UserError
from warehouse.releases import ReleaseStore
from warehouse.storage import DataDirectory, Zone
from warehouse.swedish_time import swedish_day

NUMBER_LENGTH: Final = 12
_SHOWN_HASH: Final = 12
_CONFLICTS = "core/document_conflict.parquet"
_LANDED_COLUMNS = ["event_key", "source", "event_type", "received_at", "payload_sha256"]


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `source` is connector and stream, `received_at` our time of landing, `detail` the place of the first
    fault or the missing parts; `decisions` are those to give it up, oldest first."""

    key: str
    reason: str
    detail: str
    segment: int
    source: str
    event_type: str
    received_at: datetime
    sha256: str
    decisions: tuple[Decision, ...] = ()

    @property
    def number(self) -> str:
        return self.key[:NUMBER_LENGTH]

    @property
    def hash_prefix(self) -> str:
        """The beginning of the payload's SHA-256, to compare with what the source has."""
        return self.sha256[:_SHOWN_HASH]

    @property
    def given_up(self) -> bool:
        return bool(self.decisions)

    @property
    def is_conflict(self) -> bool:
        return self.reason == conflict.REASON.code

    @property
    def received_on(self) -> date:
        """The day in Sweden of its arrival."""
        return swedish_day(self.received_at)


@dataclass(frozen=True, slots=True)
class _Finding:
    key: str
    segment: int
    reason: str
    detail: str


def all_items(data: DataDirectory, landing: Landing) -> list[Item]:
    """Every item, newest first; conflicts are those of the release in force."""
    findings = {finding.key: finding for finding in (*_conflicts(data, landing), *_unreadable(data, landing))}
    by_segment: dict[int, list[_Finding]] = defaultdict(list)
    for finding in findings.values():
        by_segment[finding.segment].append(finding)
    decisions = all_decisions(landing.ledger)
    items = [
        Item(
            key=finding.key,
            reason=finding.reason,
            detail=finding.detail,
            segment=segment,
            source=row["source"],
            event_type=row["event_type"],
            received_at=datetime.fromisoformat(row["received_at"]).astimezone(UTC),
            sha256=row["payload_sha256"].hex(),
            decisions=tuple(decisions.get(finding.key, ())),
        )
        for segment, found in by_segment.items()
        for finding, row in _landed(landing, segment, found)
    ]
    return sorted(items, key=lambda item: (-item.received_at.timestamp(), item.key))


def find(items: Sequence[Item], number: str) -> Item:
    """The item whose number begins so. Raises UserError when there is none, or more than one."""
    wanted = number.strip().lower()
    found = [item for item in items if wanted and item.key.startswith(wanted)]
    if not found:
        raise UserError("No item of the quarantine has this number; `intyg quarantine list --items` shows them.")
    if len(found) > 1:
        raise UserError("More than one item has a number that begins so; give more of it.")
    return found[0]


def payload(landing: Landing, item: Item) -> bytes:
    """The bytes of an item as they were received. They hold personal data."""
    for _, row in _landed(landing, item.segment, [_Finding(item.key, item.segment, "", "")], ["event_key", "payload"]):
        content: bytes = row["payload"]
        return content
    raise UserError("The item is no longer in landing.")


def _unreadable(data: DataDirectory, landing: Landing) -> Iterator[_Finding]:
    for segment in landing.ledger.segments():
        staged = staged_segment(data.staging, segment.number)
        path = staged / "quarantine.parquet" if staged else None
        if path and pq.read_metadata(path).num_rows:
            for row in pq.read_table(path, columns=["document_key", "reason", "detail"]).to_pylist():
                yield _Finding(row["document_key"], segment.number, row["reason"], row["detail"])


def _conflicts(data: DataDirectory, landing: Landing) -> Iterator[_Finding]:
    store = ReleaseStore(data.zone(Zone.RESTRICTED))
    version = store.current_version()
    if version is None:
        return
    release = store.get(version)
    # A delta release holds the conflicts since its base, and the base those before.
    paths = {release.file(_CONFLICTS), release.base_file(_CONFLICTS)}
    keys = sorted({key for path in paths if path.is_file() for key in _keys(path)})
    segments = _segments_of(landing, keys)
    for key in keys:
        # Since that release the document may have been erased, or its segment written anew.
        if key in segments:
            yield _Finding(key, segments[key], conflict.REASON.code, "")


def _keys(path: Path) -> list[str]:
    keys: list[str] = pq.read_table(path, columns=["document_key"]).column("document_key").to_pylist()
    return keys


def _segments_of(landing: Landing, keys: Sequence[str]) -> dict[str, int]:
    columns = event_key_table.c
    found: dict[str, int] = {}
    with landing.ledger.transaction() as connection:
        for key in keys:
            segment = connection.scalar(sa.select(columns.segment).where(columns.key == bytes.fromhex(key)))
            if segment is not None:
                found[key] = segment
    return found


def _landed(
    landing: Landing, segment: int, findings: Sequence[_Finding], columns: list[str] | None = None
) -> Iterator[tuple[_Finding, dict[str, Any]]]:
    wanted = {bytes.fromhex(finding.key): finding for finding in findings}
    keys = pa.array(list(wanted), pa.binary(16))
    for batch in landing.read_segment(segment, columns or _LANDED_COLUMNS):
        for row in batch.filter(pc.is_in(batch.column("event_key"), value_set=keys)).to_pylist():
            yield wanted[row["event_key"]], row
