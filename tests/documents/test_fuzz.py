"""Damaged documents by the hundred thousand: each is read rightly or set aside, in time, and costs no memory.

The documents follow from the seed of the test: a failure names the number of the document, and the same seed makes it
again.
"""

from __future__ import annotations

import gc
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest

from pipelines.documents import CertificateRecord, MessageRecord, ReadingLimits, Rejection, read_document
from pipelines.documents.record import DocumentOutcome
from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Batch, Landing
from pipelines.quarantine.reasons import REASONS
from pipelines.staging.stage import Staging
from tests.documents.mutations import damaged
from tests.documents.seeds import sample_seeds, synthetic_seeds
from tests.integration.small_store import Pipeline

NIGHTLY_PARTS, NIGHTLY_DOCUMENTS = 4, 100_000
ORDINARY_DOCUMENTS = 3_000
STAGED_DOCUMENTS = 1_000
MIB = 1024 * 1024
MEMORY_ALLOWED = 64 * MIB
BLOCKS_ALLOWED = 50_000
PART_NAME = r"[A-Za-z0-9./@-]+"
DETAIL = re.compile(
    rf"|line \d+, column \d+|answer \d+\.\d+|{PART_NAME}(?:, {PART_NAME})*|[A-Za-z]{{1,64}} in urn:[A-Za-z0-9:.-]+"
)


CERTIFICATE_ID = re.compile(rb"(<(?:\w+:)?intygs-id>.{0,200}?<(?:\w+:)?extension>)[^<]*", re.DOTALL)
CARRYING_DOCUMENTS = [EventType.CREATED, EventType.CREATED, EventType.REVOKED, EventType.MESSAGE, EventType.UNKNOWN]


@dataclass
class Findings:
    """What a run of damaged documents came to: outcomes by kind or reason, and the slowest reading."""

    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    slowest: float = 0

    @property
    def documents(self) -> int:
        return self.outcomes.total()


def seeds_here(request: pytest.FixtureRequest) -> list[bytes]:
    """The synthetic documents, and the real samples where there are any."""
    try:
        samples = sample_seeds(request.getfixturevalue("shared"))
    except pytest.skip.Exception:
        samples = []
    return synthetic_seeds() + samples


def mutants(seeds: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(count):
        yield damaged(chance.choice(seeds), chance, seeds)


def judge(outcome: DocumentOutcome) -> str:
    """The kind of an outcome, after making sure that it is one that may be."""
    if isinstance(outcome, Rejection):
        assert outcome.reason in REASONS
        assert outcome.reason not in {"reader_failed", "too_slow", "conflict"}, outcome
        assert DETAIL.fullmatch(outcome.detail), outcome
        return outcome.reason
    if isinstance(outcome, MessageRecord):
        assert outcome.message_id and outcome.certificate_id and outcome.patient_id and outcome.sent_at
        return "message"
    assert isinstance(outcome, CertificateRecord)
    assert outcome.certificate_id and outcome.patient_id and outcome.unit_id and outcome.provider_id
    assert outcome.type_code and outcome.signed_at and outcome.signed_at_text
    for period in outcome.periods:
        whole = period.start is not None and period.end is not None
        assert whole != ("period_unreadable" in period.flags)
        assert period.degree is None or 0 <= period.degree <= 100
    return "certificate"


def read_all(documents: Iterator[bytes]) -> Findings:
    """Read every document; the time counted is that of reading alone."""
    findings = Findings()
    limit = ReadingLimits().max_seconds
    for number, payload in enumerate(documents):
        started = time.perf_counter()
        try:
            outcome = read_document(payload)
            needed = time.perf_counter() - started
            findings.outcomes[judge(outcome)] += 1
        except Exception as error:
            error.add_note(f"document {number} of {len(payload)} bytes")
            raise
        assert needed < limit, f"document {number} took {needed:.1f} s"
        findings.seconds += needed
        findings.slowest = max(findings.slowest, needed)
    return findings


def report(measured: Callable[[str, object], None], findings: Findings) -> None:
    measured("damaged documents", findings.documents)
    measured("read per second", round(findings.documents / findings.seconds))
    measured("slowest reading, ms", round(findings.slowest * 1000))
    for name, count in findings.outcomes.most_common():
        measured(f"outcome {name}", count)


def test_some_damaged_documents(
    request: pytest.FixtureRequest, seed: int, measured: Callable[[str, object], None]
) -> None:
    findings = read_all(mutants(seeds_here(request), ORDINARY_DOCUMENTS, seed))
    report(measured, findings)
    assert findings.documents == ORDINARY_DOCUMENTS
    assert {"certificate", "message", "not_xml", "wrong_encoding", "unsafe_xml", "control_character"} <= set(
        findings.outcomes
    )


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(NIGHTLY_PARTS))
def test_many_damaged_documents(
    part: int, request: pytest.FixtureRequest, seed: int, measured: Callable[[str, object], None]
) -> None:
    seeds = seeds_here(request)
    read_all(mutants(seeds, 2_000, seed + 1))  # caches and pools are full after this
    before, blocks = _memory(), sys.getallocatedblocks()
    findings = read_all(mutants(seeds, NIGHTLY_DOCUMENTS // NIGHTLY_PARTS, seed))
    grown, more_blocks = _memory() - before, sys.getallocatedblocks() - blocks
    report(measured, findings)
    measured("memory grown, MiB", round(grown / MIB, 1))
    assert findings.documents == NIGHTLY_DOCUMENTS // NIGHTLY_PARTS
    assert grown < MEMORY_ALLOWED
    assert more_blocks < BLOCKS_ALLOWED
    # Damage that would make every document unreadable, or none, would test nothing.
    assert 0.1 < findings.outcomes["certificate"] / findings.documents < 0.9


def _memory() -> int:
    gc.collect()
    return int(psutil.Process().memory_info().rss)


def test_damaged_documents_go_all_the_way_to_facts(request: pytest.FixtureRequest, seed: int, tmp_path: Path) -> None:
    """Whatever a reader makes of a damaged document, it can be kept and counted: one bad row never stops a run."""
    chance = random.Random(seed)
    seeds = seeds_here(request)
    pipeline = Pipeline(tmp_path, date(2026, 11, 23))
    events = [
        RawEvent("queue", chance.choice(CARRYING_DOCUMENTS), source_key=str(number), payload=payload)
        for number in range(STAGED_DOCUMENTS)
        for payload in [damaged(with_own_id(chance.choice(seeds), number), chance, seeds)]
    ]
    landing, staging = Landing(pipeline.data.landing), Staging(pipeline.data.staging)
    try:
        landed = landing.land(Batch(events, "queue"))
        assert staging.stage_missing(landing) == 1
        outcomes = staging.summary(1)["outcomes"]
        assert sum(outcomes.values()) == landed
        assert "reader_failed" not in set(staging.quarantine_reasons())
    finally:
        landing.close()
    pipeline.build()
    assert pq.read_metadata(pipeline.core / "certificate.parquet").num_rows > STAGED_DOCUMENTS / 10


def with_own_id(payload: bytes, number: int) -> bytes:
    """The document as that of a certificate of its own."""
    return CERTIFICATE_ID.sub(rb"\g<1>certificate-%d" % number, payload, count=1)


def test_nothing_within_the_size_limit_stops_a_segment(tmp_path: Path) -> None:
    many_periods = synthetic_seeds()[0].replace(b"</rg:intyg>", b'<svar id="32"/>' * 40_000 + b"</rg:intyg>")
    events = [
        RawEvent("queue", EventType.CREATED, source_key="1", payload=many_periods),
        RawEvent("queue", EventType.RELATION, source_key="2", payload=b"no relation"),
        RawEvent("queue", EventType.CREATED, source_key="3", payload=synthetic_seeds()[1]),
    ]
    landing, staging = Landing(tmp_path / "landing"), Staging(tmp_path / "staging")
    try:
        landing.land(Batch(events, "queue"))
        staging.stage_missing(landing)
        rows = staging.summary(1)["rows"]
    finally:
        landing.close()
    assert rows["certificate_document"] == 2
    assert rows["period"] > 40_000
    assert rows["certificate_document"] + rows["document_relation"] + rows["quarantine"] >= len(events)
