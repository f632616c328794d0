"""What a source has lost: candidates for erasure, and orders for them where a rule or a person says so (12.3)."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from datetime import UTC, datetime

from pipelines.erasure.candidates import note_comparison, read_candidates
from pipelines.erasure.orders import Order, Orders, new_order
from pipelines.erasure.tombstones import Tombstones
from pipelines.landing.landing import Landing
from pipelines.landing.ledger import now
from warehouse.errors import UserError
from warehouse.settings import Settings
from warehouse.storage import DataDirectory

RULE = "rule for absence"


def compare(settings: Settings, source: str, ours: Collection[str], theirs: Collection[str]) -> int:
    """Note a complete comparison of the ids of one source; returns how many ids are candidates now.

    Where the operator has switched the rule on, an order is opened for them, and the next run carries it out. Only the
    writer may call; `note_comparison` says what a complete comparison is.
    """
    data = DataDirectory(settings.data)
    with closing(Landing(data.landing)) as landing:
        erased = Tombstones(landing, data).erased(ours)
        absent = note_comparison(data, source, [one for one in ours if one not in erased], theirs)
        if absent and settings.absence_erases:
            number = f"absence-{source}-{datetime.now(UTC):%Y%m%d}"
            Orders(data, landing.ledger).open(Order(number, source, RULE, now(), certificates=absent))
    return len(absent)


def order_for_absent(
    settings: Settings, source: str, number: str, confirmed_by: str, ordered_by: str | None = None
) -> Order:
    """An order for the candidates of a source, confirmed by a person. Raises UserError when there are none."""
    absent = read_candidates(DataDirectory(settings.data)).absent(source)
    if not absent:
        raise UserError(f"Nothing of the source {source} waits to be erased.")
    return new_order(number, confirmed_by, ordered_by, certificates=absent)
