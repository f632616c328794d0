"""Whatever JSON the service answers, and whatever stands in a line of events, becomes events that can be landed."""

from __future__ import annotations

import json
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.landing.events import RawEvent
from pipelines.landing.landing import Batch, Landing
from pipelines.sources.folder_documents import event_properties
from pipelines.sources.queue_events import certificate_event
from pipelines.sources.service_answers import document_events, message_event, read_existence, read_page, read_totals
from pipelines.sources.service_client import UnusableAnswerError

TEXT = st.text(st.characters(), max_size=20)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | TEXT
JSON = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8
)
ITEM = JSON | st.fixed_dictionaries(
    {},
    optional={
        "certificateId": JSON,
        "certificateType": JSON,
        "xml": JSON | st.binary(max_size=20).map(lambda content: content.hex()),
        "recipient": JSON | st.fixed_dictionaries({}, optional={"id": JSON, "sent": JSON}),
        "revoked": JSON | st.fixed_dictionaries({}, optional={"reason": JSON, "revokedAt": JSON, "revokedBy": JSON}),
        "careProvider": JSON | st.fixed_dictionaries({}, optional={"unitId": JSON}),
    },
)
LINE = st.binary(max_size=60) | st.dictionaries(
    st.sampled_from(["action", "certificate-id", "message-id", "certificate-recipient", "timestamp", "body"]) | TEXT,
    JSON | st.sampled_from(["created", "sent", "message-sent", "revoked"]),
).map(lambda event: json.dumps(event).encode())


def _land(events: list[RawEvent]) -> int:
    with tempfile.TemporaryDirectory() as aside, closing(Landing(Path(aside))) as landing:
        landing.land(Batch(events, "test"))
        return sum(segment.events for segment in landing.ledger.segments())


@settings(max_examples=15)
@given(st.lists(ITEM, min_size=1, max_size=20))
def test_any_item_becomes_events_that_can_be_landed(items: list[Any]) -> None:
    events = [event for item in items for event in document_events(item, "P")]
    assert _land(events) == len({event.key(event.payload_sha256) for event in events}) > 0


@settings(max_examples=15)
@given(st.lists(LINE, min_size=1, max_size=20))
def test_any_line_becomes_an_event_that_can_be_landed(lines: list[bytes]) -> None:
    parts = [event_properties(line) for line in lines]
    events = [certificate_event("folder", *part) for part in parts if part]
    assert _land(events) == len({event.key(event.payload_sha256) for event in events})


@given(JSON | st.fixed_dictionaries({"total": JSON, "totalRevoked": JSON}) | st.fixed_dictionaries({"exists": JSON}))
@example({"total": float("inf"), "totalRevoked": 0})
def test_any_other_answer_is_read_or_refused(answer: Any) -> None:
    for read in (read_totals, read_page, read_existence):
        try:
            read(answer)
        except UnusableAnswerError:
            continue
    assert isinstance(message_event(answer, "m1").payload, bytes)
