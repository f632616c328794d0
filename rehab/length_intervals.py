"""The intervals of case length that the list is filtered by (rehab rules 4.4 and 3.6)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LengthInterval:
    """Lengths in days from `low` to `high`, both included; `high` None is open-ended. `key` is neutral."""

    key: str
    low: int
    high: int | None

    def holds(self, days: int) -> bool:
        return self.low <= days and (self.high is None or days <= self.high)


_SHORT = (
    LengthInterval("0-14", 0, 14),
    LengthInterval("15-30", 15, 30),
    LengthInterval("31-60", 31, 60),
    LengthInterval("61-90", 61, 90),
    LengthInterval("91-180", 91, 180),
    LengthInterval("181-365", 181, 365),
)
LENGTH_INTERVALS = (*_SHORT, LengthInterval("366-730", 366, 730), LengthInterval("731-", 731, None))
"""Disjoint: every length belongs to exactly one."""

PARITY_LENGTH_INTERVALS = (*_SHORT, LengthInterval("365-730", 365, 730), LengthInterval("730-", 730, None))
"""As the national service has them: 365 and 730 days belong to two."""


def intervals_of(days: int, *, parity: bool = False) -> tuple[LengthInterval, ...]:
    """The intervals that a case of `days` days belongs to."""
    intervals = PARITY_LENGTH_INTERVALS if parity else LENGTH_INTERVALS
    return tuple(interval for interval in intervals if interval.holds(days))
