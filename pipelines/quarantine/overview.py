"""The quarantine by reason and age, for the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipelines.documents.rules.rule import Reason
from pipelines.quarantine.items import Item
from pipelines.quarantine.reasons import REASONS, describe


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """One reason and its items: how many wait, how many of them came today, the age in days of the oldest that waits
    (None when none does), and how many have been given up."""

    reason: Reason
    waiting: int
    today: int
    oldest_days: int | None
    given_up: int


def by_reason(items: Iterable[Item], today: date) -> list[ReasonCount]:
    """One row per reason that has items, in the order of the page of reasons."""
    grouped: dict[str, list[Item]] = {}
    for item in items:
        grouped.setdefault(item.reason, []).append(item)
    order = {code: place for place, code in enumerate(REASONS)}
    codes = sorted(grouped, key=lambda code: (order.get(code, len(order)), code))
    return [_count(code, grouped[code], today) for code in codes]


def age_days(item: Item, today: date) -> int:
    """Days since the item came; 0 for today."""
    return max(0, (today - item.received_on).days)


def _count(code: str, items: list[Item], today: date) -> ReasonCount:
    ages = [age_days(item, today) for item in items if not item.given_up]
    return ReasonCount(
        reason=describe(code),
        waiting=len(ages),
        today=ages.count(0),
        oldest_days=max(ages, default=None),
        given_up=len(items) - len(ages),
    )
