"""A random course of events: certificates, revocations, sendings, relations and messages, some contradicting."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pipelines.landing.events import EventType, RawEvent
from pipelines.synthetic.documents import DocumentDoctor, DocumentUnit, MessageDocument, write_document, write_message
from tests.integration.small_store import sick_leave

PERSONS = [f"1980010{number}238{number}" for number in range(1, 6)]
UNITS = {"U1": "P1", "U2": "P1", "U3": "P2", "U8": "P3", "U9": "P2"}
"""Units and the providers that documents name; the directory does not know U8 and U9."""

CERTIFICATES = [f"certificate-{number:02}" for number in range(24)]
SOURCES = ("store/documents", "queue/events", "folder/documents")
KINDS = {"document": 12, "revoked": 2, "sent": 2, "relation": 3, "message": 2, "unreadable": 1}


class RandomDay:
    """Draws events from a seed; the same seed gives the same events."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._number = 0

    def events(self, count: int) -> list[RawEvent]:
        """The next `count` events."""
        return [self._event() for _ in range(count)]

    def _event(self) -> RawEvent:
        kinds = list(KINDS)
        kind = self._chance.choices(kinds, [KINDS[name] for name in kinds])[0]
        self._number += 1
        identity = self._chance.choice(CERTIFICATES)
        moment = self._moment().isoformat()
        if kind == "document":
            return self._document(identity)
        if kind == "revoked":
            return RawEvent("store/states", EventType.REVOKED, certificate_id=identity, source_time=moment)
        if kind == "sent":
            recipient = self._chance.choice(["FKASSA", "AF"])
            return RawEvent("store/states", EventType.SENT, None, identity, None, recipient, moment)
        if kind == "relation":
            relation = f"{self._chance.choice(['ERSATT', 'KOMPLT', 'FRLANG'])} {self._chance.choice(CERTIFICATES)}"
            return RawEvent("store/relations", EventType.RELATION, certificate_id=identity, payload=relation.encode())
        if kind == "message":
            return self._message(identity)
        return RawEvent("store/documents", EventType.CREATED, payload=f"<not a certificate {self._number}/>".encode())

    def _document(self, identity: str) -> RawEvent:
        unit = self._chance.choice(list(UNITS))
        document = sick_leave(
            identity,
            self._chance.choice(PERSONS),
            *self._periods(),
            type_id=self._chance.choice(["fk7263", "fk7263", "fk7263", "ts-bas"]),
            diagnosis=self._chance.choice(["F432", "M545", "j06", "no code"]),
            signed_at=self._moment(),
            relations=self._relations(),
        )
        name = self._chance.choice(["Norr", "Söder"])
        document.unit = DocumentUnit(unit, UNITS[unit], f"{name} {unit}", f"Vårdgivare {name}")
        document.doctor = DocumentDoctor(f"TSTNMT-LAKARE-{self._chance.randint(1, 4)}")
        return RawEvent(
            self._chance.choice(SOURCES),
            EventType.CREATED,
            certificate_id=self._chance.choice([identity, None]),
            recording_number=self._chance.choice([None, self._number]),
            payload=write_document(document),
        )

    def _message(self, identity: str) -> RawEvent:
        message = MessageDocument(
            f"message-{self._chance.randint(1, 6)}",
            "to_care",
            identity,
            self._chance.choice(PERSONS),
            self._chance.choice(["KOMPLT", "PAMINN"]),
            self._moment(),
        )
        return RawEvent("store/messages", EventType.MESSAGE, payload=write_message(message))

    def _periods(self) -> Iterator[tuple[str, str, int]]:
        start = date(2026, 8, 1) + timedelta(days=self._chance.randint(0, 80))
        for _ in range(self._chance.randint(1, 2)):
            end = start + timedelta(days=self._chance.randint(-1, 20))
            yield start.isoformat(), end.isoformat(), self._chance.choice([100, 50])
            start = end + timedelta(days=self._chance.randint(1, 8))

    def _relations(self) -> tuple[tuple[str, str], ...]:
        if self._chance.random() < 0.7:
            return ()
        return ((self._chance.choice(["ERSATT", "KOMPLT", "FRLANG"]), self._chance.choice(CERTIFICATES)),)

    def _moment(self) -> datetime:
        return datetime(2026, 8, 1, 8) + timedelta(hours=self._chance.randint(0, 1000))  # noqa: DTZ001 - Swedish time
