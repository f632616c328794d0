"""Removing what came again of something erased without saying so on its envelope (rules E-7, Y-5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa

from pipelines.erasure.mentions import words
from pipelines.erasure.removal import remove
from pipelines.erasure.search import Findings, find, sought
from pipelines.erasure.tombstones import CERTIFICATE, EVENT, MESSAGE, Tombstones
from pipelines.landing.landing import Landing
from pipelines.landing.ledger import refusal_table
from pipelines.staging.stage import Staging

CHECKED = "erasures-checked"
"""File of a staged segment that says how many tombstones it has been compared with."""

CERTIFICATE_COLUMNS = {
    "certificate_document": ("certificate_id",),
    "certificate_event": ("certificate_id",),
    "document_relation": ("certificate_id", "target_certificate_id"),
    "message": ("certificate_id",),
}
MESSAGE_COLUMNS = {
    "certificate_document": ("answers_message_id",),
    "message": ("message_id", "answers_message_id", "reminds_message_id"),
}


def remove_redelivered(landing: Landing, staging: Staging, tombstones: Tombstones) -> int:
    """Remove what came again of what was erased, and note how much it was; returns how many events went.

    Every segment is compared once with the tombstones that there are, so that a run looks at new segments only. All
    are compared after an erasure, and after a landing was restored from a backup (rule X-8).
    """
    standing = len(tombstones.all())
    waiting = [
        segment.number
        for segment in landing.ledger.segments()
        if standing and _checked(staging.path(segment.number)) != standing
    ]
    if not waiting:
        return 0
    findings = _erased_in(landing, staging, tombstones, waiting)
    if findings:
        _note(landing, findings)
        remove(landing, staging, findings)
        staging.stage_missing(landing)
    for segment in landing.ledger.segments():
        (staging.path(segment.number) / CHECKED).write_text(str(standing))
    return findings.events if findings else 0


def count_refused(landing: Landing, source: str, events: int) -> None:
    """Note that events of a source were refused today because they are about something erased (rules E-7, N-1)."""
    today, table = datetime.now(UTC).date().isoformat(), refusal_table
    this = sa.and_(table.c.day == today, table.c.source == source)
    with landing.ledger.transaction() as connection:
        changed = connection.execute(sa.update(table).where(this).values(events=table.c.events + events))
        if not changed.rowcount:
            connection.execute(sa.insert(table).values(day=today, source=source, events=events))


def refused(landing: Landing) -> dict[str, int]:
    """How many events have been refused since the first erasure, by source."""
    columns = refusal_table.c
    with landing.ledger.transaction() as connection:
        rows = connection.execute(sa.select(columns.source, sa.func.sum(columns.events)).group_by(columns.source))
        return {source: int(events) for source, events in rows}


def _erased_in(landing: Landing, staging: Staging, tombstones: Tombstones, segments: list[int]) -> Findings | None:
    """What of the segments is of something erased; None when nothing is."""
    unreadable = set(_words_of_unreadable(landing, staging, segments))
    certificates = set(_staged(staging, segments, CERTIFICATE_COLUMNS)) | unreadable
    certificates |= set(_landed(landing, segments, "certificate_id"))
    messages = set(_staged(staging, segments, MESSAGE_COLUMNS)) | set(_landed(landing, segments, "message_id"))
    wanted = sought(
        certificates=tombstones.erased(certificates, CERTIFICATE),
        messages=tombstones.erased(messages | unreadable, MESSAGE),
    )
    keys = {bytes.fromhex(key) for key in tombstones.erased(_quarantined(staging, segments), EVENT)}
    if not (wanted.certificates or wanted.messages or keys):
        return None
    findings = find(landing, staging, wanted, segments)
    for number in segments if keys else ():
        findings.removed[number] |= keys & set(_landed(landing, [number], "event_key"))
    return findings


def _checked(staged: Path) -> int | None:
    try:
        return int((staged / CHECKED).read_text())
    except (FileNotFoundError, ValueError):
        return None


def _staged(staging: Staging, segments: Iterable[int], columns: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for number in segments:
        for table, names in columns.items():
            rows = pq.read_table(staging.path(number) / f"{table}.parquet", columns=list(names))
            for name in names:
                yield from (one for one in rows[name].unique().to_pylist() if one)


def _landed(landing: Landing, segments: Iterable[int], column: str) -> Iterator[Any]:
    for number in segments:
        for batch in landing.read_segment(number, [column]):
            yield from (one for one in batch.column(column).unique().to_pylist() if one)


def _quarantined(staging: Staging, segments: Iterable[int]) -> Iterator[str]:
    yield from _staged(staging, segments, {"quarantine": ("document_key",)})


def _words_of_unreadable(landing: Landing, staging: Staging, segments: Iterable[int]) -> Iterator[str]:
    """Everything in unreadable payloads that could be an id."""
    for number in segments:
        keys = [bytes.fromhex(key) for key in _quarantined(staging, [number])]
        wanted = pa.array(keys, pa.binary(16))
        for batch in landing.read_segment(number, ["event_key", "payload"]) if keys else ():
            for payload in batch.filter(pc.is_in(batch.column("event_key"), value_set=wanted))["payload"].to_pylist():
                yield from words(payload)


def _note(landing: Landing, findings: Findings) -> None:
    sources = {segment.number: segment.source for segment in landing.ledger.segments()}
    counts: Counter[str] = Counter()
    for number, keys in findings.removed.items():
        counts[sources[number]] += len(keys)
    for source, events in counts.items():
        count_refused(landing, source, events)
