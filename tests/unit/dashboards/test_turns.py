"""One piece of work at a time, one that waits, and the others are told to come back."""

from __future__ import annotations

import pytest

from dashboards.downloads.turns import BusyError, Turns


def test_the_next_waits_and_is_told_when_that_takes_too_long() -> None:
    turns = Turns(wait_seconds=0.01)
    with turns.one():
        for _ in range(3):
            with pytest.raises(BusyError), turns.one():
                pytest.fail("two at a time")
    with turns.one():
        pass


def test_work_that_fails_gives_its_turn_back() -> None:
    turns = Turns(wait_seconds=0.01)
    with pytest.raises(ValueError, match="failed"), turns.one():
        raise ValueError("failed")
    with turns.one():
        pass
