"""SendMessageToCare and SendMessageToRecipient version 2: messages about certificates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from lxml import etree

from pipelines.documents.leaves import Vocabulary, read_day, read_local_time, text_of
from pipelines.documents.quality import UNKNOWN_QUESTION, unique
from pipelines.documents.record import MessageRecord
from pipelines.documents.rules import missing_part
from pipelines.documents.rules.too_slow import Deadline

TO_CARE: Final = "to_care"
TO_RECIPIENT: Final = "to_recipient"

_COMPLETION = "KOMPLT"
_REMINDER = "PAMINN"
_CERTIFICATE = "urn:riv:clinicalprocess:healthcond:certificate"
_VOCABULARY = Vocabulary(
    (
        f"{_CERTIFICATE}:SendMessageToCareResponder:2",
        f"{_CERTIFICATE}:SendMessageToRecipientResponder:2",
        f"{_CERTIFICATE}:3",
        f"{_CERTIFICATE}:2",
        f"{_CERTIFICATE}:types:3",
        f"{_CERTIFICATE}:types:2",
    ),
    "meddelande-id referens-id skickatTidpunkt intygs-id patientPerson-id amne paminnelseMeddelande-id svarPa "
    "komplettering frage-id sistaDatumForSvar root extension code",
)
_QUESTION_ID = re.compile(r"[0-9]{1,6}")
_PART_NAMES = ("meddelande-id", "intygs-id/extension", "patientPerson-id/extension", "skickatTidpunkt")


class MessageRule(NamedTuple):
    """A rule of the message contract; its flag is `form_rule:MESSAGE-<number>`."""

    number: int
    sv: str
    en: str
    broken: Callable[[MessageRecord], bool]


MESSAGE_RULES: Final = (
    MessageRule(
        1,
        "En påminnelse (PAMINN), och bara en sådan, pekar ut det meddelande som den påminner om.",
        "A reminder (PAMINN), and nothing else, names the message that it reminds of.",
        lambda message: (message.subject.upper() == _REMINDER) != (message.reminds_message_id is not None),
    ),
    MessageRule(
        2,
        "Kompletteringar hör till ämnet KOMPLT och till meddelanden till vården.",
        "Completions belong to the subject KOMPLT and to messages to care.",
        lambda message: (
            bool(message.questions) and (message.subject.upper() != _COMPLETION or message.direction != TO_CARE)
        ),
    ),
    MessageRule(
        3,
        "Sista datum för svar står bara på frågor.",
        "A last date for the answer stands on questions only.",
        lambda message: (
            message.answer_by is not None
            and (message.answers_message_id is not None or message.reminds_message_id is not None)
        ),
    ),
)


def read_message(direction: str, root: etree._Element, deadline: Deadline) -> MessageRecord:
    """The message of a document; its free text is never read (rule M-7).

    An unknown or missing subject is no fault (rule M-2). Raises `UnreadableError` when the message id, the certificate
    id, the patient or the time of sending is missing, or when the time is up.
    """
    text = _VOCABULARY.text
    children = _VOCABULARY.children(root)
    patient = children.get("patientPerson-id")
    message_id = text_of(children.get("meddelande-id"))
    certificate_id = text(children.get("intygs-id"), "extension")
    patient_id = text(patient, "extension")
    sent = read_local_time(text_of(children.get("skickatTidpunkt")))
    if message_id is None or certificate_id is None or patient_id is None or sent is None:
        parts = (message_id, certificate_id, patient_id, sent)
        raise missing_part.refusal(missing_part.OF_MESSAGE, _PART_NAMES, parts)
    patient_root = text(patient, "root")
    written_questions = _questions(root, deadline)
    questions = tuple(question for question in written_questions if _QUESTION_ID.fullmatch(question))
    message = MessageRecord(
        message_id=message_id,
        direction=direction,
        certificate_id=certificate_id,
        patient_id=patient_id,
        subject=text(children.get("amne"), "code") or "",
        sent_at=sent.local,
        reference_id=text_of(children.get("referens-id")),
        answers_message_id=text(children.get("svarPa"), "meddelande-id"),
        reminds_message_id=text_of(children.get("paminnelseMeddelande-id")),
        answer_by=read_day(text_of(children.get("sistaDatumForSvar"))),
        questions=questions,
        patient_id_root=patient_root,
        sent_at_text=sent.text,
        sent_at_utc=sent.utc,
    )
    flags = list(sent.flags)
    if len(questions) < len(written_questions):
        flags.append(UNKNOWN_QUESTION)
    flags += [f"form_rule:MESSAGE-{rule.number}" for rule in MESSAGE_RULES if rule.broken(message)]
    return replace(message, flags=unique(flags))


def _questions(root: etree._Element, deadline: Deadline) -> list[str]:
    """The question id of every completion, in document order; empty text where it is missing."""
    known = _VOCABULARY.local_names
    questions = []
    for child in root:
        if known.get(child.tag) == "komplettering":
            deadline.check()
            questions.append(_VOCABULARY.text(child, "frage-id") or "")
    return questions
