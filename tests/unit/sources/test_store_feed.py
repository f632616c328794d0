"""The position in a table whose keys rise at insert but not at commit (rules L-5 and L-6)."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources import store_feed
from pipelines.sources.store_feed import Gap, KeyPosition, instant

LIMIT = 24


@pytest.fixture(autouse=True)
def small_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys far below `high` come within a few rows here."""
    monkeypatch.setattr(store_feed, "OVERLAP_KEYS", 3)


def _read(position: KeyPosition, there: set[int], now: int) -> set[int]:
    """One run over a table that holds `there` at `now`; returns the keys that it read."""
    asked = {key for first, last in position.ranges() for key in range(first, last + 1)}
    late = set(position.missing(sorted(asked & there)))
    position.appeared(late)
    new = sorted(key for key in there if key > position.top)
    for key in new:
        position.read(key, now)
    position.settle(now - LIMIT, position.top)
    return late | set(new)


@given(
    commits=st.lists(st.integers(0, 100) | st.none(), min_size=1, max_size=40),
    runs=st.lists(st.integers(1, 150), min_size=1, max_size=12),
)
def test_every_row_committed_within_the_limit_is_read_once(commits: list[int | None], runs: list[int]) -> None:
    """Key n is handed out at time n; its row can be seen that much later, or never."""
    visible = {key: key + min(after, LIMIT - 1) for key, after in enumerate(commits, start=1) if after is not None}
    position = KeyPosition()
    read: list[int] = []
    for now in [*sorted(runs), 300]:
        read += _read(position, {key for key, at in visible.items() if at <= now}, now)
        position = KeyPosition.from_json(json.loads(json.dumps(position.as_json())))
        for gap in position.gaps:
            assert gap.since <= now - LIMIT or gap.first > position.high
    assert sorted(read) == sorted(visible)


def test_high_stays_below_a_young_gap_and_passes_an_old_one() -> None:
    position = KeyPosition()
    for key in (1, 2, 5, 9):
        position.read(key, 100)
    position.settle(99, 9)
    assert (position.high, position.top) == (2, 9)
    assert position.gaps == [Gap(3, 4, 100), Gap(6, 8, 100)]
    assert position.open_gaps(99) == 5
    position.settle(100, 9)
    assert (position.high, position.open_gaps(100)) == (9, 0)


def test_a_settled_gap_is_asked_for_as_long_as_it_lies_in_the_overlap() -> None:
    position = KeyPosition()
    for key in (1, 3, 6):
        position.read(key, 0)
    position.settle(1, recent=6)
    assert position.gaps == [Gap(4, 5, 0)]
    position.read(7, 5)
    position.settle(10, recent=7)
    assert position.gaps == [Gap(4, 5, 0)]
    position.read(8, 5)
    position.settle(10, recent=4)
    assert position.gaps == [Gap(4, 5, 0)]
    position.settle(10, recent=8)
    assert position.gaps == []


def test_a_key_that_appears_splits_its_gap() -> None:
    position = KeyPosition(high=1, top=12, gaps=[Gap(2, 6, 1), Gap(8, 11, 2)])
    position.appeared([4, 8, 11])
    assert position.gaps == [Gap(2, 3, 1), Gap(5, 6, 1), Gap(9, 10, 2)]
    assert position.missing([1, 2, 4, 6, 9, 12]) == [2, 6, 9]


def test_neighbouring_gaps_are_asked_for_together() -> None:
    position = KeyPosition(top=2_000, gaps=[Gap(2, 3, 0), Gap(5, 5, 0), Gap(1_000, 1_100, 0)])
    assert list(position.ranges()) == [(2, 5), (1_000, 1_100)]


def test_a_position_without_gaps_goes_back_the_overlap() -> None:
    assert KeyPosition.from_json({"high": 10}) == KeyPosition(7, 7)
    assert KeyPosition.from_json({"high": 0}) == KeyPosition(0, 0)


def test_a_time_that_occurs_twice_is_the_later_of_the_two() -> None:
    half_past_two = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 - stores hold Swedish local time without offset
    assert instant(half_past_two) == datetime.fromisoformat("2026-10-25T02:30:00+01:00").timestamp()
