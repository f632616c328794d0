"""The reports about certificates and messages, counted naively (statistics 4.4 and 4.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

Counts = dict[str, tuple[int, int, int]]
"""Group → women, men and all, unknown sex included."""

SICK_LEAVE = ("FK7263", "LISJP")


@dataclass(frozen=True)
class Message:
    """A message to the care about a certificate."""

    subject: str
    sex: int
    age: int | None
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Certificate:
    """A certificate with its messages; `unit` is None when the care unit itself signed."""

    number: int
    type_id: str
    signed: date
    sex: int
    age: int | None
    care_unit: str
    unit: str | None
    doctor: str
    chapter: str | None
    sent: bool
    revoked: bool
    messages: tuple[Message, ...] = ()


def add(found: Counts, key: str, sex: int) -> None:
    """Count one of `sex` under `key`."""
    women, men, everybody = found.get(key, (0, 0, 0))
    found[key] = (women + (sex == 2), men + (sex == 1), everybody + 1)


def issued(certificates: Iterable[Certificate]) -> Counts:
    """Certificates by type, both sick-leave types together; no revoked ones."""
    found: Counts = {}
    for one in certificates:
        if not one.revoked:
            add(found, "SJUKPENNING" if one.type_id in SICK_LEAVE else one.type_id, one.sex)
    return found


def sent(certificates: Iterable[Certificate], *, completed: bool, types: frozenset[str]) -> Counts:
    """Certificates sent, or those of them with a request for completion; revoked ones included."""
    found: Counts = {}
    for one in certificates:
        asked = any(message.subject == "KOMPLT" for message in one.messages)
        if one.sent and one.type_id in types and (asked or not completed):
            add(found, one.type_id, one.sex)
    return found


Key = Callable[[Certificate, Message], str | None]


def messages(certificates: Iterable[Certificate], key: Key, keeps: Callable[[Message], bool]) -> Counts:
    """Messages by `key`; None leaves a message out."""
    found: Counts = {}
    for one in certificates:
        for message in one.messages:
            group = key(one, message)
            if group is not None and keeps(message):
                add(found, group, message.sex)
    return found


def questions(certificates: Iterable[Certificate], keeps: Callable[[Message], bool]) -> Counts:
    """Questions of requests for completion on sick-leave certificates; 37 stands with 32 and 44 with 40."""
    known = {"1", "6", "17", "19", "20", "25", "26", "27", "28", "29", "32", "33", "34", "35", "39", "40"}
    found: Counts = {}
    for one in certificates:
        for message in one.messages:
            if message.subject == "KOMPLT" and one.type_id in SICK_LEAVE and keeps(message):
                for question in message.questions:
                    group = {"37": "32", "44": "40"}.get(question, question)
                    if group in known:
                        add(found, group, message.sex)
    return found
