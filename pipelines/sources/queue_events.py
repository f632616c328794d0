"""What one message of an event queue says: its properties and body as a raw event (section 2.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from pipelines.landing.events import EventType, RawEvent
from warehouse.swedish_time import STOCKHOLM

ACTIONS = {
    "created": EventType.CREATED,
    "revoked": EventType.REVOKED,
    "sent": EventType.SENT,
    "message-sent": EventType.MESSAGE,
}
"""The actions of the event queue."""

TRIGGERS = frozenset({"certificate-signed", "certificate-revoked", "certificate-sent", "message-sent"})
"""The kinds of the trigger queue."""

BROKERS_OWN_ID = "ID:"
"""How every message id that a broker of the Java kind gives begins."""

_JAVA_TEXT = re.compile(rb"\xc0\x80|\xed[\xa0-\xbf]")


def certificate_event(source: str, properties: Mapping[str, str], body: bytes) -> RawEvent:
    """The event of a message of the certificate queue.

    The time is the broker's, in milliseconds (rule C3-1). A missing or unknown action gives an event of kind `unknown`
    with the action as it was written; nothing is refused here (rule C3-5).
    """
    action = properties.get("action") or ""
    kind = ACTIONS.get(action.strip().lower(), EventType.UNKNOWN)
    broker_id, message_id = _ids(properties)
    return RawEvent(
        source=source,
        event_type=kind,
        source_key=broker_id,
        certificate_id=properties.get("certificate-id") or None,
        message_id=message_id,
        recipient=properties.get("certificate-recipient") or None,
        source_time=broker_time(properties.get("timestamp")),
        hint_type=properties.get("certificate-type") or None,
        action=action if kind is EventType.UNKNOWN else None,
        payload=body,
    )


def trigger_event(source: str, properties: Mapping[str, str], body: bytes) -> RawEvent:
    """The event of a message of the trigger queue: it says what to fetch, and is no proof itself (rule C2-4)."""
    kind = properties.get("eventType") or ""
    broker_id, _ = _ids(properties)
    return RawEvent(
        source=source,
        event_type=EventType.TRIGGER if kind in TRIGGERS else EventType.UNKNOWN,
        source_key=broker_id,
        certificate_id=properties.get("certificateId") or None,
        message_id=properties.get("messageId") or None,
        source_time=broker_time(properties.get("timestamp")),
        action=kind,
        payload=body,
    )


def broker_time(milliseconds: str | None) -> str | None:
    """The broker's time in Sweden, `2026-11-23T13:38:05.702+01:00`; None when there is none that can be read."""
    try:
        return datetime.fromtimestamp(int(milliseconds or "") / 1000, STOCKHOLM).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError, OSError):
        return None


def text_body(body: bytes) -> bytes:
    """The UTF-8 of a text message.

    A broker written in Java passes on the text of a Java sender in Java's own variant of UTF-8, in which a character
    outside the basic plane takes six bytes and zero takes two. No reader of XML takes those. Text that is proper UTF-8,
    and what is no text at all, is left as it is.
    """
    if not _JAVA_TEXT.search(body):
        return body
    try:
        halves = body.replace(b"\xc0\x80", b"\x00").decode("utf-8", "surrogatepass")
        return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode()
    except UnicodeDecodeError:
        return body


def _ids(properties: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The broker's id of the message, and the sender's property `message-id`.

    Both go by the same name in STOMP, and the property of a Java sender hides the broker's id. The broker's has a form
    of its own.
    """
    given = properties.get("message-id") or None
    if given is None or given.startswith(BROKERS_OWN_ID):
        return given, None
    return None, given
