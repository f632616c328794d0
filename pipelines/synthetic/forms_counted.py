"""Answers of the forms that are counted by type only: Arbetsförmedlingen, deaths, Transportstyrelsen."""

from __future__ import annotations

from datetime import timedelta
from xml.sax.saxutils import escape

from pipelines.synthetic import answers
from pipelines.synthetic.document_model import CertificateDocument, DocumentPeriod
from pipelines.synthetic.forms_medical import signing_day

CONCERNS = "24c41b8d-258a-46bf-a08a-b90738b28770"
IDENTITY = "e7cc8f30-a353-4c42-b17a-a189b6876647"
LICENCE = "e889fa20-1dee-4f79-8b37-03853e75a9f8"
UNSUITABILITY = "1.2.752.129.5.1.4"
CARE_LEVEL = "1.2.752.129.5.1.28"
PROGRAMME_EXTENT = "1.2.752.129.5.1.2"
PROGRAMME_PROGNOSIS = "1.2.752.129.5.1.3"
DWELLING = "65f0069f-14b5-4634-b187-5193580a3349"
GROUNDS_OF_DEATH = "f9051865-b97c-4ee3-98ab-db2b7a11176e"
NULL_FLAVOUR = "2.16.840.1.113883.5.1008"


def af00213(document: CertificateDocument) -> str:
    """AF00213: a description stands if and only if its question is answered with true."""
    described = answers.part("1.1", "true") + answers.part("1.2", escape(document.text))
    limited = answers.part("2.1", "true") + answers.part("2.2", escape(document.text))
    return "".join(
        (
            answers.svar("1", described),
            answers.svar("2", limited),
            answers.boolean_answer("3", value=False),
            answers.boolean_answer("4", value=False),
            answers.text_answer("5", document.text),
        )
    )


def af00251(document: CertificateDocument) -> str:
    """AF00251; its periods of absence are never sick leave."""
    first = signing_day(document)
    absence = answers.part("6.1", answers.quantity(100, "%"))
    absence += answers.part("6.2", answers.date_period(DocumentPeriod(first, first + timedelta(days=20))))
    programme = answers.part("2.1", escape(document.text))
    programme += answers.part("2.2", answers.code_value("HELTID", PROGRAMME_EXTENT))
    return "".join(
        (
            answers.basis_answers(document, "FKMU_0001"),
            answers.svar("2", programme),
            answers.text_answer("3", document.functional_text or document.text),
            answers.text_answer("4", document.activity_text or document.text),
            answers.boolean_answer("5", value=True),
            answers.svar("6", absence, 1),
            answers.boolean_answer("7", value=False),
            answers.coded_answer("8", "ATERGA_UTAN_ANPASSNING", PROGRAMME_PROGNOSIS),
        )
    )


def db(document: CertificateDocument) -> str:
    """DB, death certificate."""
    return "".join(
        (
            _death_head(document),
            answers.boolean_answer("5", value=False),
            answers.boolean_answer("6", value=True),
            answers.boolean_answer("7", value=False),
        )
    )


def doi(document: CertificateDocument) -> str:
    """DOI, certificate of the cause of death."""
    cause = answers.part("8.1", escape(document.text)) + answers.part("8.2", _death_day(document))
    operation = answers.part("11.1", "false")
    return "".join(
        (
            _death_head(document),
            answers.svar("8", cause),
            answers.svar("11", operation),
            answers.boolean_answer("12", value=False),
            answers.coded_answer("13", "UNDERSOKNING_FORE_DODEN", GROUNDS_OF_DEATH, 1),
        )
    )


def _death_day(document: CertificateDocument) -> str:
    return (document.event_date or signing_day(document)).isoformat()


def _death_head(document: CertificateDocument) -> str:
    died = answers.part("2.1", "true") + answers.part("2.2", _death_day(document))
    place = answers.part("3.1", "Exempelorten") + answers.part("3.2", answers.code_value("SJUKHUS", DWELLING))
    return "".join(
        (
            answers.text_answer("1", document.text),
            answers.svar("2", died),
            answers.svar("3", place),
            answers.boolean_answer("4", value=False),
        )
    )


def ts_bas(document: CertificateDocument) -> str:
    """TSTRK1007 version 7: nothing remarkable on any question."""
    plain = ("3", "4", "5", "6", "7", "10", "12", "14", "15", "16", "17", "20", "21", "22", "23", "24")
    later = ("26", "27", "28", "29", "30", "31")
    acuity = "".join(
        answers.part(f"8.{number}", value)
        for number, value in ((1, "false"), (2, "1.0"), (3, "1.0"), (4, "1.2"), (8, "false"), (9, "false"))
    )
    abuse = answers.part("25.1", "false") + answers.part("25.2", "false")
    ordered = [answers.boolean_answer(question, value=False) for question in plain]
    ordered.insert(5, answers.svar("8", acuity))
    return "".join(
        (
            answers.coded_answer("1", "IAV3", CONCERNS, 1),
            answers.coded_answer("2", "IDK6", IDENTITY),
            *ordered,
            answers.svar("25", abuse),
            *(answers.boolean_answer(question, value=False) for question in later),
            answers.text_answer("32", document.text),
            answers.coded_answer("33", "VAR3", LICENCE, 1),
        )
    )


def ts_diabetes(document: CertificateDocument) -> str:
    """TSTRK1031 version 4: diabetes without medication that carries a risk."""
    code = document.diagnoses[0].code if document.diagnoses else "E119"
    year = answers.partial_date("YYYY", str(signing_day(document).year - 4))
    return "".join(
        (
            answers.coded_answer("1", "VAR3", LICENCE, 1),
            answers.coded_answer("2", "IDK6", IDENTITY),
            answers.coded_answer("205", "PRIMARVARD", CARE_LEVEL),
            answers.svar("35", answers.part("35.1", year)),
            answers.svar("18", answers.part("18.1", answers.code_value(code, "1.2.752.116.1.1.1.1.3"))),
            answers.boolean_answer("207", value=False),
            answers.boolean_answer("206", value=False),
            answers.coded_answer("33", "VAR3", LICENCE, 1),
            answers.text_answer("32", document.text),
        )
    )


def tstrk1009(document: CertificateDocument) -> str:
    """TSTRK1009, report of unsuitability."""
    return "".join(
        (
            answers.coded_answer("1", "VAR3", LICENCE, 1),
            answers.coded_answer("2", "IDK6", IDENTITY),
            answers.coded_answer("46", "OLAMPLIGHET", UNSUITABILITY),
            answers.text_answer("47", document.text),
            answers.date_answer("48", signing_day(document)),
        )
    )


def tstrk1062(document: CertificateDocument) -> str:
    """TSTRK1062, ADHD and autism."""
    return "".join(
        (
            answers.coded_answer("1", "IAV11", CONCERNS, 1),
            answers.coded_answer("2", "IDK1", IDENTITY),
            _neuropsychiatric_diagnosis(document),
            answers.boolean_answer("53", value=False),
            answers.text_answer("60", document.text),
            answers.boolean_answer("61", value=True),
            answers.coded_answer("33", "VAR12", LICENCE, 1),
        )
    )


def _neuropsychiatric_diagnosis(document: CertificateDocument) -> str:
    year = answers.partial_date("YYYY", str(signing_day(document).year - 3))
    if not document.diagnoses:
        return answers.svar("52", answers.part("52.1", escape(document.text)) + answers.part("52.2", year))
    first = document.diagnoses[0]
    parts = answers.part("51.1", answers.code_value(first.code, "1.2.752.116.1.1.1.1.3"))
    parts += answers.part("51.2", escape(first.text)) + answers.part("51.3", year)
    return answers.svar("51", parts, 1)


def ts8071(document: CertificateDocument) -> str:
    """TS8071: driving-licence questions; nothing beyond the head is needed."""
    return "".join(
        (
            answers.coded_answer("1", "IAV3", CONCERNS, 1),
            answers.coded_answer("2", "IDK6", IDENTITY),
            answers.text_answer("32", document.text),
        )
    )
