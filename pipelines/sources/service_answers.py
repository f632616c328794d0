"""What the certificate service answers, as raw events (rules C2-1 to C2-3).

A document answer gives the certificate's `created` event, a `sent` event when its recipient has a time, and a `revoked`
event when it is revoked. Of a revocation the time and the reason are kept, never the person. Whatever is wrong with one
document stays with that document: it is landed as far as it came and ends in quarantine.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipelines.landing.events import EventType, RawEvent
from pipelines.sources.service_client import UnusableAnswerError
from warehouse.identity import normalise_hsa_id

DOCUMENTS = "service/documents"
STATES = "service/states"
MESSAGES = "service/messages"
LARGEST_DOCUMENT = 16 * 1024 * 1024
PROVIDER_ID_FIELDS = ("unitId", "careProviderId", "id")


@dataclass(frozen=True, slots=True)
class Totals:
    """How many certificates there are of a care provider, and how many of them are revoked."""

    certificates: int = 0
    revoked: int = 0


def read_totals(answer: Any) -> Totals:
    """The totals of a care provider; an unknown one (None) has nothing. Raises UnusableAnswerError."""
    if answer is None:
        return Totals()
    try:
        return Totals(int(answer["total"]), int(answer["totalRevoked"]))
    except (TypeError, KeyError, ValueError, OverflowError):
        raise UnusableAnswerError("no_totals") from None


def read_page(answer: Any) -> list[Any]:
    """The items of an export page: a list, or an object with `certificates` and, if it likes, their `count`.

    Raises UnusableAnswerError for anything else, and for a page that holds fewer items than it says.
    """
    items = answer.get("certificates") if isinstance(answer, dict) else answer
    if not isinstance(items, list):
        raise UnusableAnswerError("no_page")
    said = answer.get("count") if isinstance(answer, dict) else None
    if isinstance(said, int) and said != len(items):
        raise UnusableAnswerError("page_cut")
    return items


def read_existence(answer: Any) -> bool:
    """Whether a certificate exists: true or false, plain or as `exists`. Raises UnusableAnswerError."""
    value = answer.get("exists") if isinstance(answer, dict) else answer
    if value is None:
        return False
    if not isinstance(value, bool):
        raise UnusableAnswerError("no_truth_value")
    return value


def document_events(item: Any, provider: str | None) -> Iterator[RawEvent]:
    """The events of one document answer. `provider` is the care provider that it was asked for, if any."""
    if not isinstance(item, dict):
        # Kept as it came, so that it is counted and seen; without an object there is no person in it to leave out.
        yield RawEvent(DOCUMENTS, EventType.CREATED, source_key=provider, payload=json.dumps(item).encode())
        return
    certificate_id = _text(item.get("certificateId"))
    document = document_bytes(item.get("xml"))
    yield RawEvent(
        source=DOCUMENTS,
        event_type=EventType.CREATED,
        source_key=provider or provider_of(item),
        certificate_id=certificate_id,
        hint_type=_text(item.get("certificateType")),
        payload=document,
    )
    yield from state_events(item, certificate_id, provider, document)


def state_events(
    item: Any, certificate_id: str | None, provider: str | None, document: bytes = b""
) -> Iterator[RawEvent]:
    """Sending and revocation, as a document answer or a metadata answer tells them (rule C2-2).

    Without an id in the answer they carry the document, which names its certificate.
    """
    key = provider or provider_of(item)
    about = b"" if certificate_id else document
    recipient, revocation = item.get("recipient"), item.get("revoked")
    if isinstance(recipient, dict) and recipient.get("sent"):
        yield RawEvent(
            source=STATES,
            event_type=EventType.SENT,
            source_key=key,
            certificate_id=certificate_id,
            recipient=_text(recipient.get("id")),
            source_time=_text(recipient["sent"]),
            payload=about,
        )
    if revocation:
        known = revocation if isinstance(revocation, dict) else {}
        yield RawEvent(
            source=STATES,
            event_type=EventType.REVOKED,
            source_key=key,
            certificate_id=certificate_id,
            source_time=_text(known.get("revokedAt")),
            payload=about or (_text(known.get("reason")) or "").encode(),
        )


def message_event(answer: Any, message_id: str) -> RawEvent:
    """One message, as `{xml}` in Base64."""
    xml = answer.get("xml") if isinstance(answer, dict) else answer
    return RawEvent(MESSAGES, EventType.MESSAGE, message_id=message_id, payload=document_bytes(xml))


def document_bytes(xml: Any) -> bytes:
    """The document out of its Base64, cut one byte above the largest size so that the reader refuses it as too large.

    What is no Base64 is handed on as it is, and a missing document as nothing: the reader says why it refuses them.
    """
    text = xml if isinstance(xml, str) else ""
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        content = text.encode(errors="replace")
    return content[: LARGEST_DOCUMENT + 1]


def provider_of(item: Any) -> str | None:
    """The care provider that an answer names."""
    provider = item.get("careProvider")
    if not isinstance(provider, dict):
        return None
    named = next((text for name in PROVIDER_ID_FIELDS if (text := _text(provider.get(name)))), None)
    return normalise_hsa_id(named) if named else None


def _text(value: Any) -> str | None:
    """A text without blanks around it; halves of characters, which JSON can write, become question marks."""
    return value.strip().encode(errors="replace").decode() or None if isinstance(value, str) else None
