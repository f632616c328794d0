"""From the generator through a document to a record: every certificate type in every form that it comes in."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines.documents import CertificateRecord, MessageRecord, Period, Relation, read_document
from pipelines.synthetic.documents import (
    DOCUMENT_TYPES,
    CertificateDocument,
    DocumentDiagnosis,
    DocumentDoctor,
    DocumentPeriod,
    DocumentUnit,
    MessageDocument,
    version_at,
    write_document,
    write_fk7263_json,
    write_fk7263_older,
    write_message,
    write_transport_older,
)

PATIENT = "197707072389"
EXAMPLE = CertificateDocument(
    certificate_id="fd59cab6-0000-4000-8000-000000000001",
    type_id="lisjp",
    patient_id=PATIENT,
    signed_at=datetime.fromisoformat("2026-03-02T10:11:12"),
    unit=DocumentUnit("TSTNMT2999000018-AAAAA", "TSTNMT2999000018-BBBBB", "Enheten & Co", "Vårdgivaren <1>"),
    doctor=DocumentDoctor("TSTNMT2999000018-CCCCC", "Åsa Exempel", ("201010",)),
    diagnoses=(DocumentDiagnosis("F438A", "Utmattning"), DocumentDiagnosis("M545", "Lumbago")),
    periods=(
        DocumentPeriod(date(2026, 3, 2), date(2026, 3, 15), 100),
        DocumentPeriod(date(2026, 3, 16), date(2026, 3, 29), 50),
    ),
    relations=(("FRLANG", "older-certificate"),),
    answers_message_id="answered-message",
)
TWO_PERIODS = (
    Period(1, date(2026, 3, 2), date(2026, 3, 15), 100),
    Period(2, date(2026, 3, 16), date(2026, 3, 29), 50),
)
WORKS = ("NUVARANDE_ARBETE",)


class Held(NamedTuple):
    """What a form has of the example: both diagnoses or none, its periods, its occupation."""

    diagnoses: bool = False
    periods: tuple[Period, ...] = ()
    occupations: tuple[str, ...] = ()


NOTHING, DIAGNOSES = Held(), Held(diagnoses=True)
SICK_LEAVE = Held(diagnoses=True, periods=TWO_PERIODS, occupations=WORKS)
HELD = {
    "lisjp": SICK_LEAVE,
    "fk7804": SICK_LEAVE,
    "fk7263": SICK_LEAVE,
    "ag7804": SICK_LEAVE,
    "ag7804_v2": SICK_LEAVE,
    # One period only, and in the second version the occupation is free text.
    "ag114": Held(diagnoses=True, periods=TWO_PERIODS[:1], occupations=WORKS),
    "ag114_v2": Held(diagnoses=True, periods=TWO_PERIODS[:1]),
    **dict.fromkeys(("luse", "luae_na", "luae_fs"), DIAGNOSES),
    **dict.fromkeys(("fk3221", "fk3226", "fk7426", "fk7427", "fk7809", "fk7810"), DIAGNOSES),
    **dict.fromkeys(("fk7210", "fk7472", "db", "doi", "af00213", "af00251"), NOTHING),
    **dict.fromkeys(("ts-bas", "ts-diabetes", "tstrk1009", "tstrk1062", "ts8071"), NOTHING),
}
REGISTER_ID = {"fk7804": "LISJP", "ts-bas": "TSTRK1007", "ts-diabetes": "TSTRK1031"}
"""The internal id of a form, where it is not its own name."""

ONE_KIND_OF_EXAMINATION = {"fk3226", "fk7809"}
"""Newer forms that do not tell a physical examination from a digital one."""

DAYS = [date(2018, 1, 1), date(2021, 4, 1), date(2022, 3, 1), date(2026, 3, 2)]
VERSIONS = sorted({(type_id, version_at(type_id, day)) for type_id in DOCUMENT_TYPES for day in DAYS})


def record_of(payload: bytes) -> CertificateRecord:
    record = read_document(payload)
    assert isinstance(record, CertificateRecord), record
    return record


def assert_holds(record: CertificateRecord, type_id: str, held: Held) -> None:
    """That the record says what the example says, and no flag stands on it."""
    assert record.certificate_id == EXAMPLE.certificate_id
    assert record.type_id == type_id
    assert (record.signed_at, record.patient_id.replace("-", "")) == (EXAMPLE.signed_at, PATIENT)
    assert (record.unit_id, record.unit_name) == ("TSTNMT2999000018-AAAAA", "Enheten & Co")
    assert (record.provider_id, record.provider_name) == ("TSTNMT2999000018-BBBBB", "Vårdgivaren <1>")
    assert (record.doctor_id, record.doctor_name) == ("TSTNMT2999000018-CCCCC", "Åsa Exempel")
    assert record.diagnosis_code == ("F438A" if held.diagnoses else None)
    assert (record.periods, record.occupations) == (held.periods, held.occupations)
    assert (record.flags, record.unknown_questions) == ((), ())


def test_the_table_holds_every_type_that_can_be_written() -> None:
    assert HELD.keys() == DOCUMENT_TYPES.keys()
    assert len({form.register_id for form in DOCUMENT_TYPES.values()}) == 25


def test_every_published_type_is_among_them(shared: Path) -> None:
    with (shared / "reference/certificate_types.csv").open(encoding="utf-8", newline="") as file:
        published = {row["internal_id"] for row in csv.DictReader(file)}
    assert published == {form.register_id for form in DOCUMENT_TYPES.values()}


@pytest.mark.parametrize(("type_id", "version"), VERSIONS)
def test_register_certificate(type_id: str, version: str) -> None:
    says_how = DOCUMENT_TYPES[type_id].new_model and type_id not in ONE_KIND_OF_EXAMINATION
    basis = "FYSISKUNDERSOKNING" if says_how else "UNDERSOKNING"
    example = replace(EXAMPLE, type_id=type_id, version=version, bases=((basis, date(2026, 3, 2)),))
    record = record_of(write_document(example))
    form = DOCUMENT_TYPES[type_id]
    assert_holds(record, REGISTER_ID.get(type_id, form.register_id.upper()), HELD[type_id])
    assert record.secondary_diagnosis_codes == (("M545",) if HELD[type_id].diagnoses else ())
    assert (record.form, record.type_code, record.version) == ("register_certificate_v3", form.code, version or None)
    assert record.relations == (Relation("FRLANG", "older-certificate"),)
    assert record.answers_message_id == "answered-message"


@pytest.mark.parametrize(
    ("write", "type_id", "contract", "version"),
    [
        (write_fk7263_json, "fk7263", "fk7263_json", None),
        (write_fk7263_older, "fk7263", "medical_certificate_v3", None),
        (write_transport_older, "ts-bas", "ts_bas_v1", "06"),
        (write_transport_older, "ts-diabetes", "ts_diabetes_v1", "02"),
    ],
)
def test_older_forms(
    write: Callable[[CertificateDocument], bytes], type_id: str, contract: str, version: str | None
) -> None:
    record = record_of(write(replace(EXAMPLE, type_id=type_id)))
    assert_holds(record, DOCUMENT_TYPES[type_id].code, HELD[type_id])
    assert (record.form, record.version) == (contract, version)


def test_the_second_version_of_the_contract_is_read_like_the_third() -> None:
    third = write_document(replace(EXAMPLE, type_id="fk7263"))
    second = third
    for part in ("RegisterCertificateResponder", "certificate", "types"):
        second = second.replace(f":{part}:3".encode(), f":{part}:2".encode())
    assert second != third
    assert record_of(second) == replace(record_of(third), form="register_certificate_v2")


@pytest.mark.parametrize("direction", ["to_care", "to_recipient"])
def test_messages(direction: str) -> None:
    written = MessageDocument(
        message_id="message-1",
        direction=direction,
        certificate_id="certificate-1",
        patient_id=PATIENT,
        subject="KOMPLT",
        sent_at=datetime.fromisoformat("2026-03-05T08:09:10"),
        reference_id="reference-1",
        questions=("35", "17", "35") if direction == "to_care" else (),
        answer_by=date(2026, 3, 19),
        unit=EXAMPLE.unit,
        doctor=EXAMPLE.doctor,
    )
    record = read_document(write_message(written))
    assert isinstance(record, MessageRecord), record
    for name in (
        "message_id",
        "direction",
        "certificate_id",
        "patient_id",
        "subject",
        "sent_at",
        "reference_id",
        "questions",
        "answer_by",
    ):
        assert getattr(record, name) == getattr(written, name), name
    assert record.flags == ()
