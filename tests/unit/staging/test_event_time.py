"""Times of events as sources write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipelines.staging.event_time import event_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-03T09:00:00", "2026-09-03T09:00:00"),
        ("2026-09-03T09:00:00.999", "2026-09-03T09:00:00"),
        ("2026-09-03T09:00:00Z", "2026-09-03T11:00:00"),
        ("2026-12-03T23:30:00+00:00", "2026-12-04T00:30:00"),
        ("2026-09-03", "2026-09-03T00:00:00"),
    ],
)
def test_a_time_is_swedish_local_time(text: str, expected: str) -> None:
    assert event_time(text) == datetime.fromisoformat(expected)


@pytest.mark.parametrize("text", [None, "", "yes", "2026-13-40T00:00:00", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_time_is_unknown(text: str | None) -> None:
    assert event_time(text) is None
