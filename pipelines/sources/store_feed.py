"""Following a table whose key rises at insert but not at commit, without losing a row (rules L-5 and L-6).

Ids are handed out before commit, so a row can appear below rows that were read long ago. Every key that was missing
when a later one was read is therefore remembered as a gap, with the time since when it is missing, and asked for in
every run. `high` is the highest key below which everything is settled: every key missing there has been missing for
longer than the longest transaction.

Gaps that are settled are asked for all the same as long as they lie in the overlap below `high`: so each run meets
every row above `high` minus the overlap, and reads those it does not have, not all of them again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from warehouse.swedish_time import STOCKHOLM

OVERLAP_KEYS = 20_000
OVERLAP_TIME = timedelta(hours=48)
LONGEST_TRANSACTION = timedelta(hours=24)
NEIGHBOURS = 100
"""Gaps with no more keys than this between them are asked for as one range."""


class Gap(NamedTuple):
    """Keys `first` to `last` that were missing; `since` is seconds since 1970, UTC."""

    first: int
    last: int
    since: float


@dataclass(slots=True)
class KeyPosition:
    """How far a table is read: up to `top`, but for the `gaps`; all is settled up to `high`."""

    high: int = 0
    top: int = 0
    gaps: list[Gap] = field(default_factory=list)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> KeyPosition:
        """A position as `as_json` wrote it. One without `top` is of a time when gaps were not kept: go back."""
        if "top" not in value:
            start = max(0, int(value.get("high", 0)) - OVERLAP_KEYS)
            return cls(start, start)
        return cls(value["high"], value["top"], [Gap(*gap) for gap in value["gaps"]])

    def as_json(self) -> dict[str, Any]:
        return {"high": self.high, "top": self.top, "gaps": [list(gap) for gap in self.gaps]}

    def read(self, key: int, since: float) -> None:
        """Note that the row `key` above `top` was read; keys passed over have been missing since `since`."""
        if key > self.top + 1:
            self.gaps.append(Gap(self.top + 1, key - 1, since))
        self.top = key

    def appeared(self, keys: Iterable[int]) -> None:
        """Take keys out of the gaps."""
        there = sorted(keys)
        if not there:
            return
        left: list[Gap] = []
        for gap in self.gaps:
            first = gap.first
            for key in there[bisect_left(there, gap.first) : bisect_right(there, gap.last)]:
                if key > first:
                    left.append(Gap(first, key - 1, gap.since))
                first = key + 1
            if first <= gap.last:
                left.append(Gap(first, gap.last, gap.since))
        self.gaps = left

    def settle(self, missing_before: float, recent: int) -> None:
        """Move `high` past gaps that are missing since before `missing_before`, and forget those below the overlap.

        `recent` is a key below which nothing was received lately: the overlap reaches down to it, or over
        OVERLAP_KEYS keys, whichever is more.
        """
        waiting = (gap.first - 1 for gap in self.gaps if gap.since > missing_before)
        self.high = min(waiting, default=self.top)
        floor = min(self.high - OVERLAP_KEYS, recent)
        self.gaps = [gap for gap in self.gaps if gap.since > missing_before or gap.last > floor]

    def missing(self, keys: Iterable[int]) -> list[int]:
        """Those of `keys` that lie in a gap."""
        firsts = [gap.first for gap in self.gaps]
        found = []
        for key in keys:
            place = bisect_right(firsts, key) - 1
            if place >= 0 and key <= self.gaps[place].last:
                found.append(key)
        return found

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Few ranges of keys that hold all gaps, rising."""
        begun: tuple[int, int] | None = None
        for gap in self.gaps:
            if begun and gap.first - begun[1] <= NEIGHBOURS:
                begun = (begun[0], gap.last)
            else:
                if begun:
                    yield begun
                begun = (gap.first, gap.last)
        if begun:
            yield begun

    def open_gaps(self, missing_before: float) -> int:
        """How many keys are missing and not settled."""
        return sum(gap.last - gap.first + 1 for gap in self.gaps if gap.since > missing_before)


def instant(local: datetime) -> float:
    """Seconds since 1970 of a time of the store; of the two that an October time can mean the later one, so that a gap
    is never taken for older than it is."""
    return local.replace(tzinfo=STOCKHOLM, fold=1).timestamp()
