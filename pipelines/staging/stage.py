"""Staging one landed segment: a pure function of the segment and of the parser's version.

A staged segment is a directory that appears in one step. Staging again gives the same bytes, so throwing staging away
and making it anew from landing changes nothing (rule Y-1).
"""

from __future__ import annotations

import json
import math
import multiprocessing
import multiprocessing.connection
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.documents import read_document
from pipelines.documents.record import PARSER_VERSION, CertificateRecord, MessageRecord, Rejection
from pipelines.documents.rules import reader_failed, unknown_event
from pipelines.landing.events import EventType
from pipelines.landing.landing import Landing
from pipelines.staging.event_time import event_time
from pipelines.staging.store_rows import STORE_ROWS
from pipelines.staging.tables import ERASED_ID, TABLES, Rows, no_rows
from warehouse.identity import normalise_hsa_id, read_person_id
from warehouse.storage import remove_tree, sync_files, write_json

SUMMARY = "summary.json"
SOURCE_RANKS = {"store": 0, "service": 0, "queue": 1, "folder": 2}
DOCUMENT_EVENTS = {EventType.CREATED, EventType.MESSAGE, EventType.UNKNOWN}

Progress = Callable[[int], None]


class Staging:
    """The staged segments below one directory, for one parser version."""

    def __init__(self, directory: Path, parser_version: str = PARSER_VERSION) -> None:
        self.directory = directory / f"parser-{parser_version}"

    def path(self, segment: int) -> Path:
        return self.directory / f"{segment:08d}"

    def is_staged(self, segment: int) -> bool:
        return (self.path(segment) / SUMMARY).is_file()

    def summary(self, segment: int) -> dict[str, Any]:
        """Row counts and outcomes of one staged segment, as `stage_segment` wrote them."""
        summary: dict[str, Any] = json.loads((self.path(segment) / SUMMARY).read_text())
        return summary

    def staged_at(self, segment: int) -> float:
        """When a segment was staged, in seconds since 1970; without end when it is not staged."""
        try:
            return (self.path(segment) / SUMMARY).stat().st_mtime
        except FileNotFoundError:
            return math.inf

    def pattern(self, table: str) -> str:
        """The files of a table over all staged segments, as DuckDB's read_parquet takes them."""
        return str(self.directory / "*" / f"{table}.parquet")

    def quarantine_reasons(self) -> Iterator[str]:
        """The reason of every quarantined event of all staged segments."""
        for path in sorted(self.directory.glob("[!.]*/quarantine.parquet")):
            yield from pq.read_table(path, columns=["reason"]).column("reason").to_pylist()

    def stage_missing(self, landing: Landing, workers: int = 1, progress: Progress | None = None) -> int:
        """Stage every landed segment that is not staged; returns how many. `progress` is told events done."""
        segments = landing.ledger.segments()
        self._sweep({segment.number for segment in segments})
        missing = [segment for segment in segments if not self.is_staged(segment.number)]
        if workers == 1 or len(missing) < 2:
            for segment in missing:
                stage_segment(landing.directory, self.directory, segment.number)
                _tell(progress, segment.events)
            return len(missing)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(workers, len(missing)), mp_context=context, initializer=_end_with_parent) as pool:
            running = {
                pool.submit(stage_segment, landing.directory, self.directory, segment.number): segment.events
                for segment in missing
            }
            for done in as_completed(running):
                done.result()
                _tell(progress, running[done])
        return len(missing)

    def _sweep(self, landed: set[int]) -> None:
        """Remove what belongs to no landed segment: half-made directories, and segments that were written anew."""
        if self.directory.is_dir():
            for path in self.directory.iterdir():
                if not path.name.isdigit() or int(path.name) not in landed:
                    remove_tree(path)


def stage_segment(landing_directory: Path, staging_directory: Path, segment: int) -> None:
    """Read every event of a segment into typed rows or quarantine, and put the result in place in one step."""
    landing = Landing(landing_directory)
    try:
        rows, outcomes = _read(landing, segment)
    finally:
        landing.close()
    final = staging_directory / f"{segment:08d}"
    aside = staging_directory / f".{segment:08d}"
    remove_tree(aside)
    aside.mkdir(parents=True)
    for name, schema in TABLES.items():
        pq.write_table(pa.Table.from_pylist(rows[name], schema=schema), aside / f"{name}.parquet", compression="zstd")
    counts = {name: len(table) for name, table in rows.items()}
    write_json(aside / SUMMARY, {"segment": segment, "rows": counts, "outcomes": dict(sorted(outcomes.items()))})
    sync_files(aside)
    remove_tree(final)
    aside.rename(final)


def _read(landing: Landing, segment: int) -> tuple[Rows, Counter[str]]:
    rows = no_rows()
    outcomes: Counter[str] = Counter()
    for batch in landing.read_segment(segment):
        for event in batch.to_pylist():
            outcomes[_stage_safely(event, segment, rows)] += 1
    return rows, outcomes


def _stage_safely(event: dict[str, Any], segment: int, rows: Rows) -> str:
    """As `_stage_event`; a fault of ours sets one event aside and stops no other (rule C-7)."""
    try:
        return _stage_event(event, segment, rows)
    except Exception as error:
        failure = Rejection(reader_failed.REASON.code, type(error).__name__)
        rows["quarantine"].append(_Place(event, segment).quarantine(failure))
        return "quarantine"


def _stage_event(event: dict[str, Any], segment: int, rows: Rows) -> str:
    """Put one event into the table it belongs to; returns its outcome for the summary."""
    kind = EventType(event["event_type"])
    place = _Place(event, segment)
    if kind in DOCUMENT_EVENTS:
        return _stage_document(place, rows)
    if kind is EventType.RELATION:
        relation, target = event["payload"].decode().split(" ", 1)
        rows["document_relation"].append(place.relation(event["certificate_id"], relation, target))
        return "document_relation"
    if kind in STORE_ROWS:
        table, row = STORE_ROWS[kind](event)
        rows[table].append(row)
        return table
    if kind is EventType.REVOKED:
        return _stage_revocation(place, rows)
    return _stage_event_of(place.named_certificate, place, rows)


def _stage_event_of(certificate_id: str | None, place: _Place, rows: Rows) -> str:
    if certificate_id is None:
        rows["quarantine"].append(place.quarantine(Rejection("missing_certificate_id", place.event["event_type"])))
        return "quarantine"
    rows["certificate_event"].append(place.certificate_event(certificate_id))
    return "certificate_event"


def _stage_revocation(place: _Place, rows: Rows) -> str:
    """A revocation, with the document that it may carry once more (rule C3-4).

    The certificate exists by that document, too (rule E-1), and the id in the document goes before that on the envelope
    (rule F-4). A revocation whose document cannot be read still holds when the envelope names its certificate.
    """
    document = read_document(place.event["payload"])
    if not isinstance(document, CertificateRecord):
        return _stage_event_of(place.named_certificate, place, rows)
    _put_certificate(document, place, rows)
    return _stage_event_of(document.certificate_id, place, rows)


def _stage_document(place: _Place, rows: Rows) -> str:
    outcome = read_document(place.event["payload"])
    if isinstance(outcome, Rejection):
        nothing_known = place.event["event_type"] == EventType.UNKNOWN and not place.event["payload"]
        reason = Rejection(unknown_event.REASON.code) if nothing_known else outcome
        rows["quarantine"].append(place.quarantine(reason))
        return "quarantine"
    if isinstance(outcome, MessageRecord):
        rows["message"].append(place.message(outcome))
        return "message"
    _put_certificate(outcome, place, rows)
    return "certificate_document"


def _put_certificate(outcome: CertificateRecord, place: _Place, rows: Rows) -> None:
    rows["certificate_document"].append(place.certificate(outcome))
    rows["period"].extend(place.periods(outcome))
    for relation in outcome.relations:
        if relation.certificate_id != ERASED_ID:
            found = place.relation(outcome.certificate_id, relation.kind, relation.certificate_id)
            rows["document_relation"].append(found)


class _Place:
    """Where a row comes from: the landed event and its segment."""

    def __init__(self, event: dict[str, Any], segment: int) -> None:
        self.event = event
        self.key = event["event_key"].hex()
        self.reference = {
            "document_key": self.key,
            "segment": segment,
            "source_rank": SOURCE_RANKS.get(event["source"].split("/")[0], max(SOURCE_RANKS.values())),
            "payload_sha256": event["payload_sha256"].hex(),
        }

    @property
    def named_certificate(self) -> str | None:
        """The certificate that the envelope names."""
        return (self.event["certificate_id"] or "").strip() or None

    def certificate(self, record: CertificateRecord) -> dict[str, Any]:
        values = asdict(record)
        del values["periods"], values["relations"]
        patient_id_root = values.pop("patient_id_root")
        person = read_person_id(record.patient_id, patient_id_root)
        return {
            **self.reference,
            **values,
            "recording_number": self.event["recording_number"],
            "person_key": person.person_key,
            "sex": person.sex,
            "birth_date": person.birth_date,
            "unit_id": normalise_hsa_id(record.unit_id),
            "provider_id": normalise_hsa_id(record.provider_id),
            "doctor_id": normalise_hsa_id(record.doctor_id) if record.doctor_id else None,
            "flags": [*record.flags, *person.flags, *self._hint_flags(record)],
        }

    def _hint_flags(self, record: CertificateRecord) -> list[str]:
        known = self.event["certificate_id"]
        return ["hint_differs"] if known and known != record.certificate_id else []

    def periods(self, record: CertificateRecord) -> Iterator[dict[str, Any]]:
        for period in record.periods:
            yield {
                "document_key": self.key,
                "certificate_id": record.certificate_id,
                "ordinal": period.ordinal,
                "start_date": period.start,
                "end_date": period.end,
                "degree": period.degree,
                "flags": list(period.flags),
            }

    def relation(self, certificate_id: str, kind: str, target: str) -> dict[str, Any]:
        return {
            "document_key": self.key,
            "certificate_id": certificate_id,
            "kind": kind.upper(),
            "target_certificate_id": target,
        }

    def certificate_event(self, certificate_id: str) -> dict[str, Any]:
        return {
            "document_key": self.key,
            "certificate_id": certificate_id,
            "event_type": self.event["event_type"],
            "recipient": self.event["recipient"],
            "event_time": event_time(self.event["source_time"]),
        }

    def message(self, record: MessageRecord) -> dict[str, Any]:
        person = read_person_id(record.patient_id, record.patient_id_root)
        return {
            **self.reference,
            **asdict(record),
            "person_key": person.person_key,
            "sex": person.sex,
            "birth_date": person.birth_date,
            "flags": [*record.flags, *person.flags],
        }

    def quarantine(self, rejection: Rejection) -> dict[str, Any]:
        return {
            "document_key": self.key,
            "segment": self.reference["segment"],
            "source": self.event["source"],
            "event_type": self.event["event_type"],
            "reason": rejection.reason,
            "detail": rejection.detail,
        }


def _end_with_parent() -> None:
    """Let a reading process end when the run that started it is killed, instead of waiting for work for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        sentinel = parent.sentinel

        def wait() -> None:
            multiprocessing.connection.wait([sentinel])
            os._exit(1)

        Thread(target=wait, daemon=True).start()


def _tell(progress: Progress | None, events: int) -> None:
    if progress:
        progress(events)
