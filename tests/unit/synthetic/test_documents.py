"""Documents from the simple model: shape of every form, and what odd values become."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from lxml import etree

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

RESPONDER = "{urn:riv:clinicalprocess:healthcond:certificate:RegisterCertificateResponder:3}"
CERTIFICATE = "{urn:riv:clinicalprocess:healthcond:certificate:3}"
LEAF = "{urn:riv:clinicalprocess:healthcond:certificate:types:3}"
HEAD_ORDER = ["intygs-id", "typ", "version", "signeringstidpunkt", "skickatTidpunkt", "patient", "skapadAv", "relation"]

EXAMPLE = CertificateDocument(
    certificate_id="id-1",
    type_id="lisjp",
    patient_id="197707072389",
    signed_at=datetime.fromisoformat("2026-03-02T10:11:12"),
    unit=DocumentUnit("TSTNMT2999000018-AAAAA", "TSTNMT2999000018-BBBBB", "Enheten & Co", "Vårdgivaren"),
    doctor=DocumentDoctor("TSTNMT2999000018-CCCCC", "Åsa Exempel", ("201010", "203090")),
    diagnoses=(DocumentDiagnosis("F438A", "Utmattning <svår>"), DocumentDiagnosis("M545", "Lumbago")),
    periods=(
        DocumentPeriod(date(2026, 3, 2), date(2026, 3, 15), 100),
        DocumentPeriod(date(2026, 3, 16), date(2026, 3, 29), 50),
    ),
    bases=(("UNDERSOKNING", date(2026, 3, 2)),),
)


def read(payload: bytes) -> etree._Element:
    return etree.fromstring(payload)


def answers(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for part in root.iter(f"{CERTIFICATE}delsvar"):
        yield str(part.get("id")), part


def codes(root: etree._Element, answer: str) -> list[str | None]:
    return [part.findtext(f"{LEAF}cv/{LEAF}code") for name, part in answers(root) if name == answer]


@pytest.mark.parametrize("type_id", sorted(DOCUMENT_TYPES))
def test_every_form_has_its_head_in_order_and_its_answers(type_id: str) -> None:
    form = DOCUMENT_TYPES[type_id]
    root = read(write_document(replace(EXAMPLE, type_id=type_id, relations=(("ERSATT", "older"),))))
    assert root.tag == f"{RESPONDER}RegisterCertificate"
    certificate = root.find(f"{RESPONDER}intyg")
    assert certificate is not None
    names = [etree.QName(child).localname for child in certificate]
    head = [name for name in names if name != "svar"]
    assert head == [name for name in HEAD_ORDER if name in head]
    assert names == [*head, *["svar"] * (len(names) - len(head))], "answers come after the head"
    assert certificate.findtext(f"{CERTIFICATE}typ/{LEAF}code") == form.code
    assert certificate.findtext(f"{CERTIFICATE}patient/{CERTIFICATE}person-id/{LEAF}extension") == "197707072389"
    for answer, part in answers(root):
        question = part.getparent()
        assert question is not None
        assert answer.split(".")[0] == question.get("id")


@pytest.mark.parametrize("type_id", ["lisjp", "fk7804", "luse", "luae_na", "luae_fs", "ag7804", "ag7804_v2"])
def test_diagnoses_of_question_6_come_in_numbered_pairs(type_id: str) -> None:
    root = read(write_document(replace(EXAMPLE, type_id=type_id)))
    assert (codes(root, "6.2"), codes(root, "6.4")) == (["F438A"], ["M545"])


def test_a_form_of_the_newer_model_lists_its_diagnoses_one_by_one() -> None:
    root = read(write_document(replace(EXAMPLE, type_id="fk7810")))
    assert codes(root, "58.2") == ["F438A", "M545"]


def test_employers_see_the_diagnosis_only_when_the_patient_wants() -> None:
    for type_id, answer in (("ag7804", "6.2"), ("ag7804_v2", "6.2"), ("ag114", "4.2"), ("ag114_v2", "4.2")):
        shown = read(write_document(replace(EXAMPLE, type_id=type_id)))
        hidden = read(write_document(replace(EXAMPLE, type_id=type_id, diagnosis_passed_on=False)))
        assert codes(shown, answer)
        assert not codes(hidden, answer)


def test_degrees_and_periods_are_written_in_order() -> None:
    root = read(write_document(EXAMPLE))
    assert codes(root, "32.1") == ["HELT_NEDSATT", "HALFTEN"]
    assert [part.findtext(f"{LEAF}datePeriod/{LEAF}end") for name, part in answers(root) if name == "32.2"] == [
        "2026-03-15",
        "2026-03-29",
    ]
    assert any(name == "33.1" for name, _ in answers(root)), "33 is asked for with a partial degree"
    full = replace(EXAMPLE, periods=EXAMPLE.periods[:1])
    assert not any(name == "33.1" for name, _ in answers(read(write_document(full)))), "and forbidden without"


def test_a_disease_carrier_needs_little() -> None:
    root = read(write_document(replace(EXAMPLE, disease_carrier=True)))
    assert {name.split(".")[0] for name, _ in answers(root)} == {"27", "6", "32"}


def test_text_is_escaped() -> None:
    root = read(write_document(replace(EXAMPLE, functional_text="<b> & 'så'")))
    assert [part.text for name, part in answers(root) if name in {"35.1", "6.1"}] == ["Utmattning <svår>", "<b> & 'så'"]


def test_a_prognosis_is_in_days_or_months_as_the_version_has_it() -> None:
    back = replace(EXAMPLE, prognosis="ATER_X", prognosis_days="NITTIO_DGR")
    older, newer = read(write_document(back)), read(write_document(replace(back, type_id="fk7804")))
    assert (codes(older, "39.1"), codes(older, "39.3")) == (["ATER_X_ANTAL_DGR"], ["NITTIO_DGR"])
    assert codes(newer, "39.1") == ["ATER_X_ANTAL_MANADER"]
    assert [part.text for name, part in answers(newer) if name == "39.4"] == ["3"]


def test_odd_values_are_written_as_they_stand() -> None:
    odd = replace(
        EXAMPLE,
        patient_id="\u00a0197707072389",
        signed_at="2026-03-02",
        type_code=" lisjp ",
        version="9",
        periods=(DocumentPeriod("20260302", "2026-02-30", "TVA_TREDJEDELAR"),),
    )
    text = write_document(odd).decode()
    assert "<tp:extension>\u00a0197707072389<" in text
    assert "<signeringstidpunkt>2026-03-02<" in text
    assert "<tp:code> lisjp <" in text
    assert "<version>9<" in text
    assert "<tp:start>20260302</tp:start><tp:end>2026-02-30</tp:end>" in text
    assert codes(read(write_document(odd)), "32.1") == ["TVA_TREDJEDELAR"]


def test_what_is_none_is_left_out() -> None:
    bare = CertificateDocument("id-2", "lisjp", None, None, None, functional_text=None, activity_text=None)
    root = read(write_document(bare))
    assert root.find(f".//{CERTIFICATE}signeringstidpunkt") is None
    assert root.find(f".//{CERTIFICATE}enhet") is None
    assert root.find(f".//{CERTIFICATE}person-id") is None
    assert not {"6.1", "32.1", "35.1", "17.1"} & {name for name, _ in answers(root)}
    without_id = replace(EXAMPLE, unit=DocumentUnit(None, "provider"))
    assert read(write_document(without_id)).find(f".//{CERTIFICATE}enhets-id") is None
    blank = replace(EXAMPLE, unit=DocumentUnit("", "provider"))
    assert read(write_document(blank)).findtext(f".//{CERTIFICATE}enhets-id/{LEAF}extension") == ""


def test_a_diagnosis_can_lack_its_code_or_have_an_empty_one() -> None:
    missing = replace(EXAMPLE, diagnoses=(DocumentDiagnosis(None),))
    empty = replace(EXAMPLE, diagnoses=(DocumentDiagnosis(""),))
    assert codes(read(write_document(missing)), "6.2") == [None]
    assert codes(read(write_document(empty)), "6.2") == [""]


def test_roots_of_person_ids() -> None:
    def root_of(document: CertificateDocument) -> str | None:
        return read(write_document(document)).findtext(f".//{CERTIFICATE}person-id/{LEAF}root")

    assert root_of(EXAMPLE) == "1.2.752.129.2.1.3.1"
    assert root_of(replace(EXAMPLE, patient_id="197707672381")) == "1.2.752.129.2.1.3.3"
    assert root_of(replace(EXAMPLE, patient_id_root="1.2.3")) == "1.2.3"


def test_a_signature_and_an_answered_message_stand_where_they_belong() -> None:
    root = read(write_document(replace(EXAMPLE, signed_electronically=True, answers_message_id="m-1")))
    assert [etree.QName(child).localname for child in root] == ["svarPa", "intyg"]
    assert etree.QName(root[1][-1]).localname == "underskrift"


def test_versions_follow_the_day() -> None:
    assert version_at("lisjp", date(2021, 12, 31)) == "1.2"
    assert version_at("lisjp", date(2022, 2, 1)) == "1.3"
    assert version_at("db", date(2026, 1, 1)) == "1.0"


def test_fk7263_as_json() -> None:
    content = json.loads(write_fk7263_json(replace(EXAMPLE, type_id="fk7263")))
    assert content["diagnosKod"] == "F438A"
    assert content["nedsattMed50"] == {"from": "2026-03-16", "tom": "2026-03-29"}
    assert content["giltighet"] == {"from": "2026-03-02", "tom": "2026-03-29"}
    assert content["grundData"]["patient"]["personId"] == "19770707-2389"
    without_unit = replace(EXAMPLE, unit=DocumentUnit(None, "provider"))
    assert "enhetsid" not in json.loads(write_fk7263_json(without_unit))["grundData"]["skapadAv"]["vardenhet"]


def test_older_contracts_are_well_formed() -> None:
    older = read(write_fk7263_older(replace(EXAMPLE, type_id="fk7263")))
    assert etree.QName(older).localname == "RegisterMedicalCertificate"
    assert b'code="F438A"' in write_fk7263_older(replace(EXAMPLE, type_id="fk7263"))
    transport = read(write_transport_older(replace(EXAMPLE, type_id="ts-diabetes")))
    assert etree.QName(transport).localname == "RegisterTSDiabetes"


def test_messages_both_ways() -> None:
    question = MessageDocument(
        "m-1",
        "to_care",
        "id-1",
        "197707072389",
        "KOMPLT",
        datetime.fromisoformat("2026-04-01T09:00:00"),
        questions=("35", "1", "1"),
        answer_by=date(2026, 4, 15),
    )
    asked = read(write_message(question))
    namespace = "{urn:riv:clinicalprocess:healthcond:certificate:SendMessageToCareResponder:2}"
    assert asked.tag == f"{namespace}SendMessageToCare"
    assert [one.text for one in asked.iter(f"{namespace}frage-id")] == ["35", "1", "1"]
    assert b"\n" not in write_message(question)
    answer = replace(question, direction="to_recipient", questions=(), answers_message_id="m-1", unit=EXAMPLE.unit)
    assert etree.QName(read(write_message(answer))).localname == "SendMessageToRecipient"
