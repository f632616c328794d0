"""The queues that the settings name, and how each is opened."""

from __future__ import annotations

from functools import partial

from pipelines.sources.queue import ATTEMPTS, QueueSource
from pipelines.sources.queue_address import BrokerAddress, read_address
from pipelines.sources.queue_events import trigger_event
from pipelines.sources.source import OpenSource
from warehouse.errors import NotReadyError
from warehouse.settings import Settings

EVENTS, TRIGGERS = "queue", "trigger"


def queue_sources(settings: Settings) -> dict[str, OpenSource]:
    """How the event queue and the trigger queue are opened, by name; empty when no broker is configured.

    Raises UserError when the address cannot be read.
    """
    if not settings.queue_url:
        return {}
    address = broker_address(settings)
    sources: dict[str, OpenSource] = {EVENTS: partial(open_events, address, settings)}
    if settings.trigger_queue_name:
        sources[TRIGGERS] = partial(open_triggers, address, settings)
    return sources


def open_events(address: BrokerAddress, settings: Settings, attempts: int = ATTEMPTS) -> QueueSource:
    """The queue of certificate and message events."""
    return QueueSource(address, settings.queue_name, name=EVENTS, attempts=attempts)


def open_triggers(address: BrokerAddress, settings: Settings, attempts: int = ATTEMPTS) -> QueueSource:
    """The queue that says what to fetch from the certificate service (rule C2-4).

    A staged trigger counts as knowledge of a certificate; the service is asked for each known one without document.
    """
    name = settings.trigger_queue_name or ""
    return QueueSource(address, name, name=TRIGGERS, read=trigger_event, attempts=attempts)


def open_dead_letters(settings: Settings) -> QueueSource:
    """What the broker gave up delivering from the event queue; messages of other queues are left there."""
    address = broker_address(settings)
    return QueueSource(address, settings.queue_dead_letters, name=EVENTS, only_from=settings.queue_name)


def broker_address(settings: Settings) -> BrokerAddress:
    """The address of the broker. Raises NotReadyError when none is configured, UserError when it cannot be read."""
    if not settings.queue_url:
        raise NotReadyError("There is no event queue to read: set INTYG_QUEUE_URL.")
    return read_address(settings.queue_url.get_secret_value(), settings.queue_authority, settings.queue_certificate)
