"""Orders from outside: opened, carried out and answered with a receipt in one call."""

from __future__ import annotations

from contextlib import closing

from pipelines.assets.erasure import GROUPS_WITHOUT_SOURCES
from pipelines.erasure.application import log_administration
from pipelines.erasure.erasing import (
    close_orders,
    nothing_to_build,
    remove_for_open_orders,
    withdraw_older_releases,
)
from pipelines.erasure.orders import Order, Orders, Receipt, any_open, two_persons
from pipelines.erasure.redelivery import remove_redelivered
from pipelines.erasure.tombstones import Tombstones
from pipelines.landing.landing import Landing
from pipelines.running import run_groups
from pipelines.staging.stage import Staging
from warehouse.errors import UserError
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, remove_tree


def erase(settings: Settings, order: Order) -> Receipt:
    """Carry out an order, with every other one that is open, releases included; returns its receipt.

    Durable when it returns. An order of which nothing was found needs no new release. Raises BusyError when another run
    is writing, and the errors of a run; the order is open then, and the next run completes it (rule X-10).
    """
    data = DataDirectory(settings.data)
    with data.writer(), closing(Landing(data.landing)) as landing:
        orders = Orders(data, landing.ledger)
        orders.open(order)
        remove_for_open_orders(data, landing, Staging(data.staging))
        if nothing_to_build(data, landing):
            close_orders(data, settings, landing)
            return _receipt(orders, order.number)
    complete(settings)
    with closing(Landing(data.landing)) as landing:
        return _receipt(Orders(data, landing.ledger), order.number)


def complete(settings: Settings) -> None:
    """Carry out every open order. Raises as a run does."""
    run_groups(settings.data, GROUPS_WITHOUT_SOURCES)


def replay(settings: Settings) -> int:
    """Erase anew what a restored backup has brought back; returns the events removed (rule X-8).

    The copy of the tombstones, which lies with the keys, tells what that is. Raises as a run does.
    """
    data = DataDirectory(settings.data)
    with data.writer(), closing(Landing(data.landing)) as landing:
        staging = Staging(data.staging)
        staging.stage_missing(landing)
        removed = remove_redelivered(landing, staging, Tombstones(landing, data))
        remove_tree(data.work)
    complete(settings)
    with data.writer():
        withdraw_older_releases(data)
    return removed


def destroy_key(settings: Settings, confirmed_by: str, ordered_by: str | None = None) -> int:
    """Destroy the key of the tombstones; returns how many they were. Raises UserError while an order is open."""
    ordered_by = two_persons(confirmed_by, ordered_by)
    data = DataDirectory(settings.data)
    if any_open(data):
        raise UserError("An erasure order is open; complete it first: `intyg erase complete`.")
    with data.writer(), closing(Landing(data.landing)) as landing:
        log_administration(
            settings, ordered_by, f"the key of the tombstones is destroyed, confirmed by {confirmed_by.strip()}"
        )
        number = Tombstones(landing, data).destroy_key()
        landing.ledger.truncate_log()
    return number


def _receipt(orders: Orders, number: str) -> Receipt:
    return next(receipt for receipt in orders.receipts() if receipt.order_number == number)
