"""In which groups certificates and messages count (statistics 4.4 and 4.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.oracle import groups
from tests.oracle.case_groups import Named
from tests.oracle.facts_in_reach import Part, Period, Reach
from tests.oracle.question import Kept, Question

Found = Iterable[tuple[str, int]]
"""What was counted: group and sex, one for each."""


@dataclass(frozen=True)
class Asked:
    """What of a question concerns one provider and period."""

    question: Question
    part: Part
    kept: Kept
    period: Period
    named: Named


def issued(reach: Reach, asked: Asked) -> Found:
    """Certificates by type; the filter of types means nothing here (4.4.1)."""
    for one in reach.issued(asked.part, asked.kept, asked.period):
        yield groups.SICK_LEAVE_GROUP if one.type_id in groups.SICK_LEAVE else one.type_id, one.sex


def undivided(reach: Reach, asked: Asked) -> Found:
    """Certificates of five types; here the filter of types applies (4.4.2)."""
    for one in reach.issued(asked.part, asked.kept, asked.period):
        if one.type_id in groups.UNDIVIDED_TYPES and (asked.kept.types is None or one.type_id in asked.kept.types):
            yield "TOTAL", one.sex


def by_subject(reach: Reach, asked: Asked) -> Found:
    """Messages by subject (4.5.1)."""
    for _, message in reach.messages(asked.part, asked.kept, asked.period):
        yield message.subject, message.sex


def received(reach: Reach, asked: Asked) -> Found:
    """The same messages without subjects (4.5.1)."""
    for _, message in reach.messages(asked.part, asked.kept, asked.period):
        yield "TOTAL", message.sex


def by_unit(reach: Reach, asked: Asked) -> Found:
    """Messages by listed unit and subject (4.5.2)."""
    for one, message in reach.messages(asked.part, asked.kept, asked.period):
        unit = one.care_unit if asked.question.care_units else one.unit
        if unit in asked.named.units:
            yield f"{unit}:{message.subject}", message.sex


def by_doctor(reach: Reach, asked: Asked) -> Found:
    """Messages by the signer of the certificate and subject (4.5.3)."""
    for one, message in reach.messages(asked.part, asked.kept, asked.period):
        yield f"{asked.named.doctor(one.doctor)}:{message.subject}", message.sex


def by_question(reach: Reach, asked: Asked) -> Found:
    """Questions of requests for completion on sick-leave certificates (4.5.5)."""
    for one, message in reach.messages(asked.part, asked.kept, asked.period):
        if message.subject == "KOMPLT" and one.type_id in groups.SICK_LEAVE:
            for question in message.questions:
                group = groups.SAME_QUESTION.get(question, question)
                if group in groups.QUESTIONS:
                    yield group, message.sex


FACTS: Mapping[str, Callable[[Reach, Asked], Found]] = {
    "certificates_total": issued,
    "certificates_undivided": undivided,
    "messages_by_subject": by_subject,
    "messages_undivided": received,
    "messages_per_unit": by_unit,
    "messages_per_doctor": by_doctor,
    "complements_per_question": by_question,
}
"""By report."""
