"""Answers and heads of RegisterCertificate v3 documents as text; building text is much faster than building trees."""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from functools import cache, lru_cache
from xml.sax.saxutils import escape

from pipelines.synthetic.document_model import (
    CertificateDocument,
    DocumentDiagnosis,
    DocumentDoctor,
    DocumentPeriod,
    DocumentUnit,
    day,
    moment,
    patient_root,
)
from pipelines.synthetic.document_types import DOCUMENT_TYPES, KSH97P

HSA_ROOT = "1.2.752.129.2.1.4.1"
WORKPLACE_ROOT = "1.2.752.29.4.71"
TITLE_SYSTEM = "1.2.752.129.2.2.1.4"
RELATION_SYSTEM = "c2362fcd-eda0-4f9a-bd13-b3bbaf7f2146"

ROOT_START = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rg:RegisterCertificate xmlns="urn:riv:clinicalprocess:healthcond:certificate:3"'
    ' xmlns:rg="urn:riv:clinicalprocess:healthcond:certificate:RegisterCertificateResponder:3"'
    ' xmlns:tp="urn:riv:clinicalprocess:healthcond:certificate:types:3">'
)
ROOT_END = "</rg:RegisterCertificate>\n"


def identifier(element: str, root: str, extension: str | None) -> str:
    if extension is None:
        return ""
    return f"<{element}><tp:root>{root}</tp:root><tp:extension>{escape(extension)}</tp:extension></{element}>"


def code_value(code: str | None, system: str) -> str:
    written = "" if code is None else f"<tp:code>{escape(code)}</tp:code>"
    return f"<tp:cv>{written}<tp:codeSystem>{system}</tp:codeSystem></tp:cv>"


def part(answer: str, content: str) -> str:
    """One delsvar; `content` is text that is escaped already, or one element."""
    return f'<delsvar id="{answer}">{content}</delsvar>'


def svar(question: str, parts: str, instance: int | None = None) -> str:
    number = "" if instance is None else f"<instans>{instance}</instans>"
    return f'<svar id="{question}">{number}{parts}</svar>'


def text_answer(question: str, value: str | None, answer: int = 1) -> str:
    if value is None:
        return ""
    return f'<svar id="{question}"><delsvar id="{question}.{answer}">{escape(value)}</delsvar></svar>'


@cache
def boolean_answer(question: str, value: bool) -> str:
    return svar(question, part(f"{question}.1", "true" if value else "false"))


@cache
def coded_answer(question: str, code: str, system: str, instance: int | None = None) -> str:
    return svar(question, part(f"{question}.1", code_value(code, system)), instance)


def coded_answers(question: str, codes: tuple[str, ...], system: str) -> str:
    return "".join(coded_answer(question, code, system, number) for number, code in enumerate(codes, 1))


def date_answer(question: str, value: date) -> str:
    return svar(question, part(f"{question}.1", value.isoformat()))


def date_period(period: DocumentPeriod) -> str:
    start = "" if period.start is None else f"<tp:start>{day(period.start)}</tp:start>"
    end = "" if period.end is None else f"<tp:end>{day(period.end)}</tp:end>"
    return f"<tp:datePeriod>{start}{end}</tp:datePeriod>"


def quantity(value: float, unit: str) -> str:
    return f"<tp:pq><tp:value>{value:.1f}</tp:value><tp:unit>{unit}</tp:unit></tp:pq>"


def partial_date(form: str, value: str) -> str:
    return f"<tp:partialDate><tp:format>{form}</tp:format><tp:value>{value}</tp:value></tp:partialDate>"


def diagnosis_parts(question: str, diagnoses: tuple[DocumentDiagnosis, ...], system: str) -> str:
    """Numbered pairs of text and code in one question: n.1 and n.2, n.3 and n.4, n.5 and n.6."""
    parts = []
    for position, diagnosis in enumerate(diagnoses[:3]):
        written = code_value(diagnosis.code, diagnosis_system(diagnosis, system))
        parts.append(part(f"{question}.{2 * position + 1}", escape(diagnosis.text)))
        parts.append(part(f"{question}.{2 * position + 2}", written))
    return "".join(parts)


def diagnosis_system(diagnosis: DocumentDiagnosis, system: str) -> str:
    """The code system as given, else KSH97-P for codes that only it has, else the form's own."""
    if diagnosis.system is not None:
        return diagnosis.system
    code = diagnosis.code or ""
    return KSH97P if len(code) > 3 and code.endswith(("-", "P")) else system


def basis_answers(document: CertificateDocument, system: str, question: str = "1") -> str:
    """Kind and date of each basis; ANNAT, ANHORIG and FORALDER carry what their form asks for."""
    answers = []
    for number, (code, when) in enumerate(document.bases, 1):
        parts = part(f"{question}.1", code_value(code, system)) + part(f"{question}.2", when.isoformat())
        if code == "ANNAT":
            parts += part(f"{question}.3", escape(document.text))
        answers.append(svar(question, parts, number))
    return "".join(answers)


def certificate_head(document: CertificateDocument) -> str:
    """Everything of `intyg` before the answers."""
    form = DOCUMENT_TYPES[document.type_id]
    version = form.version if document.version is None else document.version
    unit_id = document.unit.id if document.unit else None
    signed = document.signed_at
    sent = document.sent_at if document.sent_at is not None else signed if form.new_model else None
    return "".join(
        (
            "<intygs-id><tp:root>",
            escape(unit_id or "saknas"),
            "</tp:root><tp:extension>",
            escape(document.certificate_id),
            "</tp:extension></intygs-id><typ><tp:code>",
            form.code if document.type_code is None else escape(document.type_code),
            f"</tp:code><tp:codeSystem>{form.code_system}</tp:codeSystem>",
            f"<tp:displayName>{form.name}</tp:displayName></typ><version>{escape(version)}</version>",
            "" if signed is None else f"<signeringstidpunkt>{moment(signed)}</signeringstidpunkt>",
            "" if sent is None else f"<skickatTidpunkt>{moment(sent)}</skickatTidpunkt>",
            patient(document.patient_id, document.patient_id_root),
            "<skapadAv>",
            staff(document.doctor, document.unit, masked=form.new_model),
            "</skapadAv>",
            *(relation(kind, older) for kind, older in document.relations),
        )
    )


def patient(patient_id: str | None, root: str | None) -> str:
    """The patient without a name, as documents have it."""
    number = identifier("person-id", patient_root(patient_id, root), patient_id)
    return f"<patient>{number}<fornamn/><efternamn/><postadress/><postnummer/><postort/></patient>"


def staff(doctor: DocumentDoctor | None, unit: DocumentUnit | None, *, masked: bool) -> str:
    """The content of `skapadAv`: signer, titles and unit."""
    doctor = doctor or DocumentDoctor(id=None)
    return _staff(
        doctor.id,
        doctor.name,
        doctor.titles,
        masked,
        None if unit is None else (unit.id, unit.name, unit.provider_id, unit.provider_name),
    )


@lru_cache(maxsize=8192)
def _staff(
    doctor_id: str | None,
    name: str,
    titles: tuple[str, ...],
    masked: bool,
    unit: tuple[str | None, str, str | None, str] | None,
) -> str:
    code = "<forskrivarkod>0000000</forskrivarkod>" if masked else ""
    positions = "".join(
        f"<befattning><tp:code>{title}</tp:code><tp:codeSystem>{TITLE_SYSTEM}</tp:codeSystem></befattning>"
        for title in titles
    )
    number = identifier("personal-id", HSA_ROOT, doctor_id)
    unit_text = "" if unit is None else _unit(*unit)
    return f"{number}<fullstandigtNamn>{escape(name)}</fullstandigtNamn>{code}{positions}{unit_text}"


def _unit(unit_id: str | None, name: str, provider_id: str | None, provider_name: str) -> str:
    return "".join(
        (
            "<enhet>",
            identifier("enhets-id", HSA_ROOT, unit_id),
            identifier("arbetsplatskod", WORKPLACE_ROOT, "0000000"),
            f"<enhetsnamn>{escape(name)}</enhetsnamn><postadress>Exempelgatan 1</postadress>",
            "<postnummer>00000</postnummer><postort>Exempelorten</postort><telefonnummer>0000000</telefonnummer>",
            "<vardgivare>",
            identifier("vardgivare-id", HSA_ROOT, provider_id),
            f"<vardgivarnamn>{escape(provider_name)}</vardgivarnamn></vardgivare></enhet>",
        )
    )


def relation(kind: str, older: str) -> str:
    return (
        f"<relation><typ><tp:code>{kind}</tp:code><tp:codeSystem>{RELATION_SYSTEM}</tp:codeSystem></typ>"
        f"<intygs-id><tp:root>{HSA_ROOT}</tp:root><tp:extension>{escape(older)}</tp:extension></intygs-id></relation>"
    )


def signature(certificate_id: str) -> str:
    """A signature element of the right shape; its values mean nothing."""
    digest = base64.b64encode(hashlib.sha256(certificate_id.encode()).digest()).decode()
    return (
        '<m1:underskrift xmlns:m1="urn:riv:clinicalprocess:healthcond:certificate:3.2">'
        '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>'
        '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
        '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
        '<ds:Reference URI=""><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
        f"<ds:SignatureValue>{digest}</ds:SignatureValue></ds:Signature></m1:underskrift>"
    )
