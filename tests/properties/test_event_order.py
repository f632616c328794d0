"""Events in any order, repeated, late and split over runs with restarts between give the same core (rules E, Y-1)."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.landing.events import RawEvent
from pipelines.landing.landing import Batch, Landing
from pipelines.publication.databases import CORE_TABLES
from pipelines.sources.store import StoreSource
from pipelines.staging.stage import Staging
from pipelines.synthetic.documents import MessageDocument
from tests.integration.small_store import Pipeline, SmallStore, sick_leave
from tests.properties.histories import a_share_of_the_examples

TODAY = date(2026, 11, 23)
PERSONS = ("198001012386", "198001022385")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallStore:
    """Two people at two providers: ties, a gap of 5 and one of 6 days, replacement, revocations, conflict, messages."""
    small = SmallStore(tmp_path_factory.mktemp("events"))
    small.unit("U1", "P1")
    small.unit("U2", "P2")
    tied = datetime(2026, 9, 1, 12)  # noqa: DTZ001
    starts = ("2026-09-01", "2026-09-15", "2026-09-20", "2026-10-01", "2026-10-21", "2026-11-01")
    for number, start in enumerate(starts * 2):
        first = date.fromisoformat(start)
        document = sick_leave(
            f"certificate-{number}",
            PERSONS[number % 2],
            (start, date.fromordinal(first.toordinal() + 8 + number % 3).isoformat(), 50 + 50 * (number % 2)),
            unit=f"U{number % 2 + 1}",
            provider=f"P{number % 2 + 1}",
            signed_at=tied,
            relations=(("KOMPLT", f"certificate-{number - 2}"),) if number in {4, 6} else (),
        )
        small.certificate(document)
        small.state(document.certificate_id, "SENT", "FKASSA")
    small.revoke("certificate-3")
    small.revoke("never-arrived")
    small.certificate(sick_leave("certificate-5", PERSONS[1]), b"<not a certificate/>")
    small.message(MessageDocument("message-1", "to_care", "certificate-1", PERSONS[1], "KOMPLT", tied))
    return small


@pytest.fixture(scope="module")
def events(small: SmallStore) -> list[RawEvent]:
    source = StoreSource(small.url)
    try:
        return [event for batch in source.batches(lambda _: {}) for event in batch.events]
    finally:
        source.close()


@pytest.fixture(scope="module")
def expected(small: SmallStore, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    straight = Pipeline(tmp_path_factory.mktemp("straight"), TODAY)
    straight.ingest(small)
    return _core(straight)


def _core(pipeline: Pipeline) -> dict[str, bytes]:
    pipeline.build()
    return {name: (pipeline.core / f"{name}.parquet").read_bytes() for name in CORE_TABLES}


@a_share_of_the_examples(12)
@given(st.data())
def test_the_core_is_always_the_same(
    small: SmallStore, events: list[RawEvent], expected: dict[str, bytes], data: st.DataObject
) -> None:
    repeated = data.draw(st.lists(st.sampled_from(events), max_size=10, unique_by=id), label="repeated")
    stream = data.draw(st.permutations([*events, *repeated]), label="order")
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=5), label="cuts")
    built = data.draw(st.sets(st.integers(0, 5), max_size=1), label="builds between")
    with TemporaryDirectory() as folder:
        pipeline = Pipeline(Path(folder), TODAY)
        edges = [0, *sorted(cuts), len(stream)]
        for number, (start, end) in enumerate(pairwise(edges)):
            _land(pipeline, small, stream[start:end])
            if number in built:
                pipeline.build()
        assert _core(pipeline) == expected


def _land(pipeline: Pipeline, small: SmallStore, events: list[RawEvent]) -> None:
    """One run of its own: landing is opened anew each time, as after a restart."""
    landing = Landing(pipeline.data.landing)
    try:
        landing.land_file("hsa_lookups", small.lookups())
        landing.land(Batch(events, "store/shuffled"))
        Staging(pipeline.data.staging).stage_missing(landing)
    finally:
        landing.close()
