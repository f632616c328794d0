"""Provider termination, ordered by the surrounding systems: which ids are gone when the work is done (X-1, X-6)."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from threading import Lock
from typing import TypeVar

from pipelines.erasure.candidates import note_remaining
from pipelines.erasure.erasing import of_another
from pipelines.erasure.ordering import erase
from pipelines.erasure.orders import Order, Orders
from pipelines.erasure.search import certificates_named, sought
from pipelines.erasure.tombstones import CERTIFICATE, PROVIDER, Tombstones
from pipelines.landing.landing import Landing
from pipelines.landing.ledger import now
from pipelines.staging.stage import Staging
from warehouse.errors import BusyError
from warehouse.identity import normalise_hsa_id
from warehouse.settings import Settings
from warehouse.storage import DataDirectory

TERMINATION = "care provider termination"
PAUSE_SECONDS = 0.5
_one_at_a_time = Lock()

T = TypeVar("T")


def erase_certificates(settings: Settings, ids: list[str], number: str, caller: str) -> list[str]:
    """Erase certificates; returns those of the ids, as given, of which nothing remains, ids never held included.

    An id that was erased earlier needs no new order. Raises as `erase` does; then nothing new is answered as erased.
    """
    wanted = [one for one in ids if one.strip()]
    with _one_at_a_time:
        waiting = sorted({one.strip() for one in wanted} - _gone(settings, wanted, CERTIFICATE))
        if waiting:
            order = Order(number, caller, TERMINATION, now(), certificates=waiting)
            _when_free(settings, lambda: erase(settings, order))
    return wanted


def erase_providers(settings: Settings, ids: list[str], number: str, caller: str) -> list[str]:
    """Erase what is left of care providers; returns those, as given, of which nothing remains.

    A provider of whom a certificate remains is not erased: its certificates are shown to an operator, who erases them
    or decides that they belong to another provider.
    """
    wanted = [one for one in ids if one.strip()]
    with _one_at_a_time:
        gone = _gone(settings, wanted, PROVIDER)
        waiting = {normalise_hsa_id(one) for one in wanted if one.strip() not in gone}
        empty = _when_free(settings, lambda: sorted(one for one in waiting if not _remains(settings, one)))
        if empty:
            order = Order(number, caller, TERMINATION, now(), providers=empty)
            _when_free(settings, lambda: erase(settings, order))
    return [one for one in wanted if one.strip() in gone or normalise_hsa_id(one) in empty]


def _when_free(settings: Settings, work: Callable[[], T]) -> T:
    """Do the work, waiting for another run to end as long as the settings say. Raises BusyError after that."""
    until = time.monotonic() + settings.erasure_wait_seconds
    while True:
        try:
            return work()
        except BusyError:
            if time.monotonic() >= until:
                raise
            time.sleep(PAUSE_SECONDS)


def _gone(settings: Settings, ids: list[str], kind: str) -> set[str]:
    """Those of the ids that a finished order has erased."""
    data = DataDirectory(settings.data)
    with closing(Landing(data.landing)) as landing:
        erased = Tombstones(landing, data).erased([one.strip() for one in ids], kind)
        waiting = Orders(data, landing.ledger).open_orders()
    still_open = {one for order in waiting for one in (*order.certificates, *order.providers)}
    return {one for one in erased if one not in still_open and normalise_hsa_id(one) not in still_open}


def _remains(settings: Settings, provider: str) -> bool:
    """Whether a certificate of the provider remains; those that do are noted as candidates."""
    data = DataDirectory(settings.data)
    with data.writer(), closing(Landing(data.landing)) as landing:
        staging = Staging(data.staging)
        staging.stage_missing(landing)
        wanted = sought(providers=[provider])
        remaining = certificates_named(landing, staging, wanted, of_another(data, [provider]))
        note_remaining(data, provider, remaining)
    return bool(remaining)
