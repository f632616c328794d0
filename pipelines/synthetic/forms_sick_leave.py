"""Answers of the sick-leave forms and of those to the employer: LISJP, FK7804 2.0, FK7263, AG7804, AG1-14."""

from __future__ import annotations

from datetime import date, datetime
from xml.sax.saxutils import escape

from pipelines.synthetic import answers
from pipelines.synthetic.document_model import DEGREE_CODES, CertificateDocument, DocumentDiagnosis
from pipelines.synthetic.document_types import DOCUMENT_TYPES

BASIS, OCCUPATION, DEGREE, MEASURE = "KV_FKMU_0001", "KV_FKMU_0002", "KV_FKMU_0003", "KV_FKMU_0004"
PROGNOSIS, PROGNOSIS_DAYS = "KV_FKMU_0006", "KV_FKMU_0007"
PROGNOSIS_MONTHS = {
    "TRETTIO_DGR": 1,
    "SEXTIO_DGR": 2,
    "NITTIO_DGR": 3,
    "HUNDRAATTIO_DAGAR": 6,
    "TREHUNDRASEXTIOFEM_DAGAR": 12,
}
_NOT_TO_EMPLOYER = {"SOKA_NYTT_ARBETE", "KONFLIKTHANTERING"}
_WORK = "NUVARANDE_ARBETE"
_NONE_RELEVANT = "EJ_AKTUELLT"


def lisjp(document: CertificateDocument) -> str:
    """LISJP 1.0-1.3 (FK7804), in the usual order of answers."""
    if document.disease_carrier:
        return _carrier(document)
    return "".join(
        (
            answers.basis_answers(document, BASIS),
            _occupations(document),
            _diagnoses(document),
            answers.text_answer("35", document.functional_text),
            answers.text_answer("17", document.activity_text),
            answers.text_answer("19", document.text),
            _periods(document),
            answers.text_answer("37", document.text) if document.longer_than_support else "",
            _placement(document),
            _prognosis_in_days(document),
            answers.coded_answers("40", document.measures, MEASURE),
            _measure_text(document),
            _early_start(document),
            _contact(document, "26"),
        )
    )


def fk7804(document: CertificateDocument) -> str:
    """FK7804 2.0, the newer model."""
    if document.disease_carrier:
        return _carrier(document)
    return "".join((_newer_model(document), _contact(document, "26")))


def fk7263(document: CertificateDocument) -> str:
    """FK7263 converted to RegisterCertificate v3."""
    bases = "".join(
        answers.svar(
            "1",
            answers.part("1.1", answers.code_value(code, BASIS)) + answers.part("1.2", when.isoformat()),
        )
        for code, when in document.bases
    )
    diagnosis = document.diagnoses[0] if document.diagnoses else None
    return "".join(
        (
            bases,
            "" if diagnosis is None else _fk7263_diagnosis(document),
            "" if diagnosis is None else answers.text_answer("10001", diagnosis.text),
            answers.text_answer("10002", document.text),
            answers.boolean_answer("10006", document.prognosis == "STOR_SANNOLIKHET"),
            answers.text_answer("17", document.activity_text),
            answers.boolean_answer("27", document.disease_carrier) if document.disease_carrier else "",
            answers.coded_answers("28", document.occupations, OCCUPATION),
            answers.text_answer("29", document.text) if _WORK in document.occupations else "",
            _periods(document),
            answers.text_answer("35", document.functional_text),
            answers.boolean_answer("26", value=True) if document.contact_wished else "",
        )
    )


def ag7804(document: CertificateDocument) -> str:
    """AG7804 1.0-1.2: question 6 stands only when the patient wants the diagnosis passed on."""
    measures = tuple(code for code in document.measures if code not in _NOT_TO_EMPLOYER) or (_NONE_RELEVANT,)
    return "".join(
        (
            answers.basis_answers(document, BASIS),
            _occupations(document),
            answers.boolean_answer("100", document.diagnosis_passed_on),
            _diagnoses(document) if document.diagnosis_passed_on else "",
            answers.text_answer("35", document.functional_text),
            answers.text_answer("17", document.activity_text),
            _periods(document),
            answers.text_answer("37", document.text) if document.longer_than_support else "",
            _placement(document),
            _prognosis_in_days(document),
            answers.coded_answers("40", measures, MEASURE),
            _contact(document, "103"),
        )
    )


def ag7804_v2(document: CertificateDocument) -> str:
    """AG7804 2.0: FK7804 2.0 with 100 and 103."""
    return "".join(
        (
            answers.boolean_answer("100", document.diagnosis_passed_on),
            _newer_model(document, with_diagnosis=document.diagnosis_passed_on),
            _contact(document, "103"),
        )
    )


def ag114(document: CertificateDocument) -> str:
    """AG1-14 1.0: one question 4 per diagnosis, the degree as a quantity."""
    shown = document.diagnoses[:3] if document.diagnosis_passed_on else ()
    return "".join(
        (
            answers.basis_answers(document, BASIS, "10"),
            answers.coded_answer("1", _WORK, OCCUPATION, 1),
            answers.text_answer("2", document.text),
            answers.boolean_answer("3", document.diagnosis_passed_on),
            *(_ag114_diagnosis(number, diagnosis) for number, diagnosis in enumerate(shown, 1)),
            _capacity(document),
            answers.svar("7", _percent_and_period(document, plain=False)),
            _contact(document, "9"),
        )
    )


def ag114_v2(document: CertificateDocument) -> str:
    """AG1-14 2.0: one question 4 with numbered pairs, the degree as plain text."""
    system = DOCUMENT_TYPES[document.type_id].diagnosis_system
    shown = document.diagnoses if document.diagnosis_passed_on else ()
    return "".join(
        (
            answers.basis_answers(document, BASIS, "10"),
            answers.text_answer("1", document.text),
            answers.boolean_answer("3", document.diagnosis_passed_on),
            answers.svar("4", answers.diagnosis_parts("4", shown, system)) if shown else "",
            _capacity(document),
            answers.svar("7", _percent_and_period(document, plain=True)),
            _contact(document, "9"),
        )
    )


def _carrier(document: CertificateDocument) -> str:
    return "".join((answers.boolean_answer("27", value=True), _diagnoses(document), _periods(document)))


def _newer_model(document: CertificateDocument, *, with_diagnosis: bool = True) -> str:
    return "".join(
        (
            answers.basis_answers(document, BASIS),
            _occupations(document),
            _diagnoses(document) if with_diagnosis else "",
            answers.text_answer("35", document.functional_text),
            answers.text_answer("17", document.activity_text),
            answers.text_answer("19", document.text),
            _periods(document),
            answers.text_answer("37", document.text) if document.longer_than_support else "",
            _placement(document),
            _prognosis_in_months(document),
            "" if document.measures == (_NONE_RELEVANT,) else answers.text_answer("44", document.text),
            _early_start(document),
        )
    )


def _occupations(document: CertificateDocument) -> str:
    coded = answers.coded_answers("28", document.occupations, OCCUPATION)
    return coded + (answers.text_answer("29", document.text) if _WORK in document.occupations else "")


def _diagnoses(document: CertificateDocument) -> str:
    if not document.diagnoses:
        return ""
    system = DOCUMENT_TYPES[document.type_id].diagnosis_system
    return answers.svar("6", answers.diagnosis_parts("6", document.diagnoses, system))


def _fk7263_diagnosis(document: CertificateDocument) -> str:
    system = DOCUMENT_TYPES[document.type_id].diagnosis_system
    parts = [
        answers.part(
            f"6.{2 * position}",
            answers.code_value(diagnosis.code, answers.diagnosis_system(diagnosis, system)),
        )
        for position, diagnosis in enumerate(document.diagnoses[:3], 1)
    ]
    return answers.svar("6", "".join(parts))


def _ag114_diagnosis(number: int, diagnosis: DocumentDiagnosis) -> str:
    system = answers.diagnosis_system(diagnosis, DOCUMENT_TYPES["ag114"].diagnosis_system)
    parts = answers.part("4.1", escape(diagnosis.text)) + answers.part(
        "4.2", answers.code_value(diagnosis.code, system)
    )
    return answers.svar("4", parts, number)


def _degree_code(degree: int | str) -> str:
    return degree if isinstance(degree, str) else DEGREE_CODES.get(degree, str(degree))


def _periods(document: CertificateDocument) -> str:
    return "".join(
        answers.svar(
            "32",
            answers.part("32.1", answers.code_value(_degree_code(period.degree), DEGREE))
            + answers.part("32.2", answers.date_period(period)),
            number,
        )
        for number, period in enumerate(document.periods, 1)
    )


def _placement(document: CertificateDocument) -> str:
    """33 is asked for as soon as some degree is partial, and forbidden otherwise."""
    partial = any(_degree_code(period.degree) != DEGREE_CODES[100] for period in document.periods)
    return answers.boolean_answer("33", value=False) if partial else ""


def _prognosis_in_days(document: CertificateDocument) -> str:
    code = "ATER_X_ANTAL_DGR" if document.prognosis == "ATER_X" else document.prognosis
    parts = answers.part("39.1", answers.code_value(code, PROGNOSIS))
    if document.prognosis == "ATER_X":
        parts += answers.part("39.3", answers.code_value(document.prognosis_days or "TRETTIO_DGR", PROGNOSIS_DAYS))
    return answers.svar("39", parts)


def _prognosis_in_months(document: CertificateDocument) -> str:
    code = "ATER_X_ANTAL_MANADER" if document.prognosis == "ATER_X" else document.prognosis
    parts = answers.part("39.1", answers.code_value(code, PROGNOSIS))
    if document.prognosis == "PROGNOS_OKLAR":
        parts += answers.part("39.2", escape(document.text))
    if document.prognosis == "ATER_X":
        parts += answers.part("39.4", str(PROGNOSIS_MONTHS.get(document.prognosis_days or "", 1)))
    return answers.svar("39", parts)


def _measure_text(document: CertificateDocument) -> str:
    return "" if _NONE_RELEVANT in document.measures else answers.text_answer("44", document.text)


def _early_start(document: CertificateDocument) -> str:
    """A start more than seven days before the signing is explained in 25.1."""
    starts = [period.start for period in document.periods if isinstance(period.start, date)]
    if not starts or not isinstance(document.signed_at, datetime):
        return ""
    early = (document.signed_at.date() - min(starts)).days > 7
    return answers.text_answer("25", document.text) if early else ""


def _contact(document: CertificateDocument, question: str) -> str:
    if not document.contact_wished:
        return ""
    parts = answers.part(f"{question}.1", "true") + answers.part(f"{question}.2", escape(document.text))
    return answers.svar(question, parts)


def _capacity(document: CertificateDocument) -> str:
    reduced = answers.text_answer("5", document.activity_text or document.text)
    return reduced + answers.boolean_answer("6", value=False)


def _percent_and_period(document: CertificateDocument, *, plain: bool) -> str:
    if not document.periods:
        return answers.part("7.1", "100" if plain else answers.quantity(100.0, "%"))
    period = document.periods[0]
    percent = float(period.degree) if not isinstance(period.degree, str) else 100.0
    written = f"{percent:.0f}" if plain else answers.quantity(percent, "%")
    return answers.part("7.1", written) + answers.part("7.2", answers.date_period(period))
