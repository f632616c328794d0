"""Arithmetic on inclusive intervals of calendar days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

Interval = tuple[date, date]
"""First and last day, both included."""

ONE_DAY = timedelta(days=1)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Join intervals that share a day. Adjacent intervals stay apart (their days add up all the same)."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def days_in(interval: Interval) -> int:
    """Days of one interval, both ends included."""
    first, last = interval
    return (last - first).days + 1


def covered_days(intervals: Iterable[Interval]) -> int:
    """Distinct days covered by at least one interval."""
    return sum(days_in(interval) for interval in merged(intervals))


def last_covered_before(intervals: Iterable[Interval], day: date) -> date | None:
    """The last day before `day` inside some interval, or None."""
    return max((min(end, day - ONE_DAY) for start, end in intervals if start < day), default=None)


def connects(largest_end: date, start: date, gap: int) -> bool:
    """Whether something that starts on `start` continues what ended on `largest_end` with at most `gap` free days."""
    return start <= largest_end + timedelta(days=gap + 1)
