"""Reading items of the quarantine again (rule V-15).

Staging is a pure function of a landed segment and the readers, so an item is read again by staging its segment anew:
the result is what a first reading by the same readers would have given, byte for byte.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipelines.erasure import Tombstones, remove_redelivered
from pipelines.landing.landing import Landing
from pipelines.quarantine.decisions import forget_erased
from pipelines.quarantine.items import Item, all_items, find
from pipelines.staging.stage import Staging, stage_segment
from warehouse.errors import UserError
from warehouse.storage import DataDirectory

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many items were read again, and how many of them are still in quarantine, by reason."""

    items: int
    remaining: Counter[str]

    @property
    def readable(self) -> int:
        return self.items - self.remaining.total()


def chosen(items: Sequence[Item], *, reason: str | None, number: str | None, everything: bool) -> list[Item]:
    """The items to read again: of one reason, one by its number, or all that nobody has given up.

    Raises UserError unless exactly one way of choosing is given, and for conflicts.
    """
    if sum((reason is not None, number is not None, everything)) != 1:
        raise UserError("Say what to replay: --all, --reason CODE or --number NUMBER.")
    found = [find(items, number)] if number is not None else [item for item in items if not item.given_up]
    if reason is not None:
        found = [item for item in found if item.reason == reason]
    readable = [item for item in found if not item.is_conflict]
    if found and not readable:
        raise UserError("A conflict is a readable document; conflicts are judged anew by each `intyg build`.")
    return readable


def replay(data: DataDirectory, landing: Landing, items: Sequence[Item], progress: Progress | None = None) -> Replayed:
    """Stage the segments of the items anew, and those that still wait; the caller is the only writer.

    What was erased meanwhile does not come back (rule Y-5).
    """
    staging = Staging(data.staging)
    for segment in sorted({item.segment for item in items}):
        stage_segment(landing.directory, staging.directory, segment)
        if progress:
            progress(sum(item.segment == segment for item in items))
    staging.stage_missing(landing, workers=os.cpu_count() or 1)
    remove_redelivered(landing, staging, Tombstones(landing, data))
    forget_erased(landing.ledger)
    keys = {item.key for item in items}
    remaining = Counter(item.reason for item in all_items(data, landing) if item.key in keys)
    return Replayed(len(items), remaining)
