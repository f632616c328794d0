"""Messages about certificates (section 5 of the ingestion rules)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipelines.documents import MessageRecord, Rejection, read_document
from tests.unit.documents.document_builder import WOMAN, message


def read(payload: bytes) -> MessageRecord:
    outcome = read_document(payload)
    assert isinstance(outcome, MessageRecord), outcome
    return outcome


def completion(question: str, instance: int | None = None) -> str:
    numbered = "" if instance is None else f"<instans>{instance}</instans>"
    return f"<komplettering><frage-id>{question}</frage-id>{numbered}<text>fritext</text></komplettering>"


ANSWER = "<svarPa><gn:meddelande-id>meddelande-0</gn:meddelande-id></svarPa>"
REMINDER = "<paminnelseMeddelande-id>meddelande-0</paminnelseMeddelande-id>"
LAST_DAY = "<sistaDatumForSvar>2026-03-19</sistaDatumForSvar>"


@pytest.mark.parametrize("leaves", [2, 3])
def test_every_value_of_a_message(leaves: int) -> None:
    extra = "<referens-id>ref-1</referens-id>" + completion("32", 2) + completion("6") + completion("32") + LAST_DAY
    assert read(message(leaves=leaves, extra=extra)) == MessageRecord(
        message_id="meddelande-1",
        direction="to_care",
        certificate_id="intyg-1",
        patient_id=WOMAN,
        subject="KOMPLT",
        sent_at=datetime(2026, 3, 5, 8),  # noqa: DTZ001
        reference_id="ref-1",
        answer_by=date(2026, 3, 19),
        questions=("32", "6", "32"),
        patient_id_root="1.2.752.129.2.1.3.1",
        sent_at_text="2026-03-05T08:00:00",
        sent_at_utc=datetime(2026, 3, 5, 7, tzinfo=UTC),
    )


def test_answers_and_reminders_name_the_message_they_belong_to() -> None:
    answer = read(message(extra=ANSWER, direction="Recipient"))
    assert (answer.direction, answer.answers_message_id, answer.flags) == ("to_recipient", "meddelande-0", ())
    reminder = read(message(subject="PAMINN", extra=REMINDER))
    assert (reminder.reminds_message_id, reminder.flags) == ("meddelande-0", ())


@pytest.mark.parametrize("subject", ["AVSTMN", "ny sort", "komplt"])
def test_the_subject_is_kept_as_written(subject: str) -> None:
    assert read(message(subject=subject)).subject == subject


def test_a_missing_subject_is_no_fault() -> None:
    assert read(message(subject=None)).subject == ""


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ({"message_id": None}, Rejection("missing_message_id", "meddelande-id")),
        ({"certificate_id": " "}, Rejection("missing_certificate_id", "intygs-id/extension")),
        ({"patient": None}, Rejection("missing_patient", "patientPerson-id/extension")),
        ({"sent": "igår"}, Rejection("missing_sent_time", "skickatTidpunkt")),
        (
            {"patient": None, "sent": None},
            Rejection("missing_patient", "patientPerson-id/extension, skickatTidpunkt"),
        ),
    ],
)
def test_a_missing_part_is_named(missing: dict[str, str | None], expected: Rejection) -> None:
    assert read_document(message(**missing)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("subject", "extra", "direction", "expected"),
    [
        ("PAMINN", "", "Care", {"form_rule:MESSAGE-1"}),
        ("OVRIGT", REMINDER, "Care", {"form_rule:MESSAGE-1"}),
        ("OVRIGT", completion("6"), "Care", {"form_rule:MESSAGE-2"}),
        ("KOMPLT", completion("6"), "Recipient", {"form_rule:MESSAGE-2"}),
        ("KOMPLT", ANSWER + LAST_DAY, "Care", {"form_rule:MESSAGE-3"}),
        ("PAMINN", REMINDER + LAST_DAY, "Care", {"form_rule:MESSAGE-3"}),
        ("komplt", completion("6"), "Care", set()),
    ],
)
def test_broken_rules_are_flags(subject: str, extra: str, direction: str, expected: set[str]) -> None:
    assert set(read(message(subject=subject, extra=extra, direction=direction)).flags) == expected


def test_question_ids_that_are_no_numbers_are_left_out() -> None:
    record = read(message(extra=completion("fritext") + completion("6") + "<komplettering/>"))
    assert (record.questions, record.flags) == (("6",), ("unknown_question",))


def test_an_unreadable_last_day_is_left_out() -> None:
    assert read(message(extra="<sistaDatumForSvar>snart</sistaDatumForSvar>")).answer_by is None


def test_the_free_text_is_never_read() -> None:
    assert "fritext" not in repr(read(message(extra="<rubrik>fritext</rubrik>" + completion("6"))))
