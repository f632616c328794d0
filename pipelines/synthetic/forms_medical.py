"""Answers of the medical statements LUSE, LUAE_NA and LUAE_FS, and of the newer model's forms to Försäkringskassan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from xml.sax.saxutils import escape

from pipelines.synthetic import answers
from pipelines.synthetic.document_model import CertificateDocument, DocumentPeriod
from pipelines.synthetic.document_types import DOCUMENT_TYPES

BASIS = "KV_FKMU_0001"
CARE_TIME, CARE_SITUATION, KNOWLEDGE = "KV_FKMU_0008", "KV_FKMU_0009", "KV_FKMU_0010"


def signing_day(document: CertificateDocument) -> date:
    """The signing day, or the event's day when the signing time is odd; forms that need some date use it."""
    signed = document.signed_at
    return signed.date() if isinstance(signed, datetime) else document.event_date or date(2020, 1, 1)


def luse(document: CertificateDocument) -> str:
    """LUSE (FK7800)."""
    return _long_statement(document)


def luae_na(document: CertificateDocument) -> str:
    """LUAE_NA (FK7801): as LUSE, with proposed measures."""
    return _long_statement(document) + answers.text_answer("24", document.text)


def luae_fs(document: CertificateDocument) -> str:
    """LUAE_FS (FK7802)."""
    return "".join(
        (
            _known_and_evidence(document),
            _numbered_diagnoses(document),
            answers.text_answer("15", document.text),
            answers.text_answer("16", document.text),
            _contact(document),
        )
    )


def fk3221(document: CertificateDocument) -> str:
    return "".join(
        (
            answers.basis_answers(document, BASIS),
            answers.boolean_answer("3", value=False),
            _listed_diagnoses(document),
            answers.text_answer("5", document.text),
            answers.text_answer("12", document.functional_text),
            answers.text_answer("17", document.activity_text),
            answers.text_answer("50", document.text),
            answers.text_answer("39", document.text, answer=2),
        )
    )


def fk3226(document: CertificateDocument) -> str:
    since = document.event_date or signing_day(document)
    situation = answers.part("52.1", answers.code_value("AKUT_LIVSHOTANDE", CARE_SITUATION))
    situation += answers.part("52.3", since.isoformat()) + answers.part("52.4", escape(document.text))
    situation += answers.part("52.5", "false")
    return "".join(
        (
            answers.basis_answers(document, BASIS),
            _listed_diagnoses(document),
            answers.svar("52", situation),
            answers.boolean_answer("53", value=True),
        )
    )


def fk7210(document: CertificateDocument) -> str:
    return answers.date_answer("54", document.event_date or signing_day(document) + timedelta(days=150))


def fk7426(document: CertificateDocument) -> str:
    illness = answers.part("61.1", answers.date_period(_care_period(document)))
    return "".join(
        (
            answers.basis_answers(document, BASIS),
            _listed_diagnoses(document),
            answers.text_answer("55", document.text),
            answers.text_answer("71", document.text),
            answers.text_answer("60", document.text),
            answers.text_answer("19", document.text),
            answers.svar("61", illness),
            answers.boolean_answer("62", value=False),
        )
    )


def fk7427(document: CertificateDocument) -> str:
    care = answers.part("62.5", escape(document.text))
    care += answers.part("62.6", answers.date_period(_care_period(document))) + answers.part("62.1", "false")
    return "".join(
        (
            answers.basis_answers(document, BASIS),
            _listed_diagnoses(document),
            answers.text_answer("55", document.text),
            answers.text_answer("59", document.text),
            answers.text_answer("19", document.text),
            answers.svar("62", care),
        )
    )


def fk7472(document: CertificateDocument) -> str:
    care = answers.part("56.1", answers.code_value("HELA", CARE_TIME))
    care += answers.part("56.2", answers.date_period(_care_period(document)))
    return answers.text_answer("55", document.text) + answers.svar("56", care, 1)


def fk7809(document: CertificateDocument) -> str:
    return "".join(
        (
            answers.basis_answers(document, BASIS),
            answers.boolean_answer("3", value=False),
            _listed_diagnoses(document),
            answers.text_answer("5", document.text),
            answers.text_answer("13", document.functional_text),
            answers.text_answer("17", document.activity_text),
            answers.text_answer("50", document.text),
            answers.text_answer("51", document.text),
        )
    )


def fk7810(document: CertificateDocument) -> str:
    known = answers.part("2.2", answers.code_value("MER_AN_ETT_AR", KNOWLEDGE))
    return "".join(
        (
            answers.basis_answers(document, BASIS),
            answers.svar("2", known),
            answers.boolean_answer("3", value=False),
            _listed_diagnoses(document),
            answers.text_answer("5", document.text),
            answers.text_answer("13", document.functional_text),
            answers.text_answer("67", document.activity_text),
            answers.text_answer("50", document.text),
            answers.text_answer("39", document.text, answer=2),
            answers.boolean_answer("70", value=False),
        )
    )


def _long_statement(document: CertificateDocument) -> str:
    return "".join(
        (
            _known_and_evidence(document),
            answers.text_answer("5", document.text),
            _numbered_diagnoses(document),
            answers.text_answer("7", document.text),
            answers.boolean_answer("45", value=False),
            answers.text_answer("12", document.functional_text or document.text),
            answers.text_answer("17", document.activity_text or document.text),
            answers.text_answer("19", document.text),
            answers.text_answer("22", document.text),
            _contact(document),
        )
    )


def _known_and_evidence(document: CertificateDocument) -> str:
    known = document.known_since or signing_day(document) - timedelta(days=400)
    return "".join(
        (
            answers.basis_answers(document, BASIS),
            answers.date_answer("2", known),
            answers.boolean_answer("3", value=False),
        )
    )


def _numbered_diagnoses(document: CertificateDocument) -> str:
    if not document.diagnoses:
        return ""
    system = DOCUMENT_TYPES[document.type_id].diagnosis_system
    return answers.svar("6", answers.diagnosis_parts("6", document.diagnoses, system))


def _listed_diagnoses(document: CertificateDocument) -> str:
    """One question 58 per diagnosis; the code stands before the text."""
    system = DOCUMENT_TYPES[document.type_id].diagnosis_system
    listed = []
    for number, diagnosis in enumerate(document.diagnoses, 1):
        code = answers.code_value(diagnosis.code, answers.diagnosis_system(diagnosis, system))
        listed.append(
            answers.svar("58", answers.part("58.2", code) + answers.part("58.1", escape(diagnosis.text)), number)
        )
    return "".join(listed)


def _care_period(document: CertificateDocument) -> DocumentPeriod:
    """A period of care of a child; never sick leave (rule F-17)."""
    first = document.event_date or signing_day(document)
    return DocumentPeriod(first, first + timedelta(days=13))


def _contact(document: CertificateDocument) -> str:
    if not document.contact_wished:
        return answers.boolean_answer("26", value=False)
    return answers.svar("26", answers.part("26.1", "true") + answers.part("26.2", escape(document.text)))
