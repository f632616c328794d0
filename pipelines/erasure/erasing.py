"""Carrying out open orders: search, removal, and closing when the releases without the erased are in force.

Every run carries on whatever order it finds open, so that a crash at any instant leaves an order that the next run
completes (rule X-10). Both steps may be repeated any number of times.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from dataclasses import replace

import duckdb

from pipelines.erasure.application import erase_in_application
from pipelines.erasure.candidates import forget
from pipelines.erasure.orders import Order, Orders, Receipt, Stage
from pipelines.erasure.organisation import Gone, forget_in_positions, remove_organisation
from pipelines.erasure.removal import remove
from pipelines.erasure.search import find
from pipelines.erasure.tombstones import CERTIFICATE, EVENT, MESSAGE, PROVIDER, Tombstones
from pipelines.landing.landing import Landing
from pipelines.progress import step
from pipelines.staging.stage import Staging
from warehouse.errors import DamagedDataError
from warehouse.releases import ReleaseStore
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone, remove_tree

log = logging.getLogger(__name__)


def remove_for_open_orders(data: DataDirectory, landing: Landing, staging: Staging) -> int:
    """Take out of landing and staging what open orders name; returns the events removed. Only the writer may call.

    The build in progress goes too: it may hold what goes, and must not be released any more.
    """
    orders = Orders(data, landing.ledger)
    waiting = [order for order in orders.open_orders() if order.stage is not Stage.REMOVED]
    if not waiting:
        return 0
    events = 0
    with step("Erasing", len(waiting)) as running:
        for order in waiting:
            events += _remove(data, landing, staging, order)
            running.advance(1)
    staging.stage_missing(landing, workers=os.cpu_count() or 1)
    return events


def close_orders(data: DataDirectory, settings: Settings, landing: Landing) -> list[Receipt]:
    """Close every order whose removal the releases in force have seen. Only the writer may call.

    Older restricted and care releases are deleted; public ones hold no facts and stay (rule X-7).
    """
    orders = Orders(data, landing.ledger)
    removed = [order for order in orders.open_orders() if order.stage is Stage.REMOVED]
    if not removed:
        return []
    if any(order.changed_anything for order in removed):
        withdraw_older_releases(data)
    receipts = []
    for order in removed:
        erase_in_application(settings, order)
        forget(data, order.certificates, order.providers)
        receipts.append(orders.close(order))
    landing.ledger.truncate_log()
    log.info("%d erasure orders are done", len(receipts))
    return receipts


def nothing_to_build(data: DataDirectory, landing: Landing) -> bool:
    """Whether the open orders have changed nothing that a release could show."""
    return not any(order.changed_anything for order in Orders(data, landing.ledger).open_orders())


def withdraw_older_releases(data: DataDirectory) -> None:
    """Delete every restricted and care release but the one in force, and what builds have left behind."""
    for zone in (Zone.RESTRICTED, Zone.CARE):
        store = ReleaseStore(data.zone(zone))
        store.sweep()
        store.retain_only_current()
    remove_tree(data.work / "spill")


def _remove(data: DataDirectory, landing: Landing, staging: Staging, order: Order) -> int:
    """Search, note what was found, then remove it. The count of the first search stands when this is repeated."""
    orders, tombstones = Orders(data, landing.ledger), Tombstones(landing, data)
    tombstones.put_up(order.certificates, order.number)
    tombstones.put_up(order.providers, order.number, kind=PROVIDER)
    staging.stage_missing(landing, workers=os.cpu_count() or 1)
    findings = find(landing, staging, order.wanted, of_another=of_another(data, order.providers))
    tombstones.put_up(findings.certificates, order.number, kind=CERTIFICATE)
    tombstones.put_up(findings.messages, order.number, kind=MESSAGE)
    tombstones.put_up(findings.unreadable, order.number, kind=EVENT)
    if order.stage is Stage.OPEN:
        order = order.with_findings(findings)
        orders.save(order)
    forget_in_positions(landing, order.wanted.providers)
    if order.providers or order.doctors:
        remove_organisation(landing, Gone(set(order.wanted.providers).intersection, order.doctors))
    remove(landing, staging, findings)
    remove_tree(data.work)
    orders.save(replace(order, stage=Stage.REMOVED))
    return findings.events


def of_another(data: DataDirectory, providers: Iterable[str]) -> list[str]:
    """Certificates that name one of the providers and belong to another one in the release in force (rule X-6)."""
    wanted = sorted(providers)
    store = ReleaseStore(data.zone(Zone.RESTRICTED))
    if not wanted or store.current_version() is None:
        return []
    path = store.current().base_file("core/certificate.parquet")
    if not path.is_file():
        raise DamagedDataError("The restricted release in force holds no certificates.")
    with duckdb.connect(config={"temp_directory": ""}) as connection:
        placed = connection.read_parquet(str(path)).project("certificate_id, provider_id").fetchall()
    return [certificate for certificate, provider in placed if provider and provider not in wanted]
