"""Conflicts: documents of one certificate that really differ (rule L-4).

Differences of encoding declaration, byte-order mark or white space between elements are none; the canonical forms
decide. The documents that do not count are quarantined with the reason `conflict`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.core.workspace import make, put
from pipelines.documents.canonical import canonical
from pipelines.landing.landing import Landing

SCHEMA = pa.schema([("document_key", pa.string()), ("reason", pa.string())])


def document_conflict(connection: duckdb.DuckDBPyConnection, landing: Landing) -> int:
    """`document_conflict`: one row per document that lost to a really different one of the same certificate."""
    make(connection, "core", "disputed_document")
    disputed = connection.table("disputed_document").fetchall()
    forms = _canonical_hashes(landing, ((segment, key) for key, segment, _, _ in disputed))
    chosen = {certificate: forms[key] for key, _, certificate, is_chosen in disputed if is_chosen}
    lost = [
        {"document_key": key, "reason": "conflict"}
        for key, _, certificate, is_chosen in disputed
        if not is_chosen and forms[key] != chosen[certificate]
    ]
    return put(connection, "document_conflict", pa.Table.from_pylist(lost, schema=SCHEMA))


def _canonical_hashes(landing: Landing, places: Iterable[tuple[int, str]]) -> dict[str, str]:
    by_segment: dict[int, list[bytes]] = defaultdict(list)
    for segment, key in places:
        by_segment[segment].append(bytes.fromhex(key))
    hashes: dict[str, str] = {}
    for segment, keys in by_segment.items():
        wanted = pa.array(keys, type=pa.binary(16))
        for batch in landing.read_segment(segment, ["event_key", "payload"]):
            for row in batch.filter(pc.is_in(batch.column("event_key"), value_set=wanted)).to_pylist():
                hashes[row["event_key"].hex()] = hashlib.sha256(canonical(row["payload"])).hexdigest()
    return hashes
