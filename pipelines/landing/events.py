"""Raw events: what a source said, copied and not interpreted (section 9.1 of the ingestion rules)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class EventType(StrEnum):
    """The kinds of raw event; an event of a kind we do not know is kept as `unknown`."""

    CREATED = "created"
    REVOKED = "revoked"
    SENT = "sent"
    STATE = "state"
    RELATION = "relation"
    MESSAGE = "message"
    COORDINATOR = "coordinator"
    RECEIVER = "receiver"
    SICK_LEAVE_COPY = "sick_leave_copy"
    TRIGGER = "trigger"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RawEvent:
    """One event as its source gave it. Ids are those of the envelope, `None` where only the payload knows them.

    `source` is connector and stream (`store/documents`), `source_time` the time text of the source,
    `recording_number` the source's own order of registration where it has one, `action` what the source calls an event
    that is not of one of our kinds.
    """

    source: str
    event_type: EventType
    source_key: str | None = None
    certificate_id: str | None = None
    message_id: str | None = None
    recipient: str | None = None
    source_time: str | None = None
    recording_number: int | None = None
    hint_type: str | None = None
    action: str | None = None
    payload: bytes = b""

    @property
    def payload_sha256(self) -> bytes:
        return hashlib.sha256(self.payload).digest()

    def key(self, payload_sha256: bytes) -> bytes:
        """16 bytes that are the same for every repetition of the event (rule L-1)."""
        timed = self.event_type in _TIMED
        parts = (
            self.source,
            self.event_type.value,
            self.certificate_id or self.message_id or "",
            self.recipient or "",
            (self.source_time or "") if timed else "",
            *((self.action, self.message_id or "") if self.action else ()),
        )
        content = "\x1f".join(parts).encode() + b"\x1f" + payload_sha256
        return hashlib.sha256(content).digest()[:16]


_TIMED = frozenset({EventType.STATE, EventType.SENT, EventType.REVOKED, EventType.TRIGGER, EventType.UNKNOWN})
"""Kinds that may recur with the same content, so that their time tells them apart."""
