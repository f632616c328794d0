"""Older forms of documents: FK7263 as JSON, FK7263 in its own contract, and Transportstyrelsen's first contracts."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipelines.synthetic.answers import HSA_ROOT, WORKPLACE_ROOT
from pipelines.synthetic.document_model import CertificateDocument, DocumentPeriod, day, moment, patient_root

_LEGACY = "urn:riv:insuranceprocess:healthreporting"
_TS = "urn:local:se:intygstjanster:services"
_DEGREES: dict[int | str, str] = {
    100: "Helt_nedsatt",
    75: "Nedsatt_med_3/4",
    50: "Nedsatt_med_1/2",
    25: "Nedsatt_med_1/4",
}
_OCCUPATIONS = {
    "NUVARANDE_ARBETE": ("Nuvarande_arbete", "nuvarandeArbete"),
    "ARBETSSOKANDE": ("Arbetsloshet", "arbetsloshet"),
    "FORALDRALEDIG": ("Foraldraledighet", "foraldrarledighet"),
}
_TS_ROOTS = {"ts-bas": "RegisterTSBas", "ts-diabetes": "RegisterTSDiabetes"}
OLDER_VERSIONS = {"ts-bas": "6", "ts-diabetes": "2"}
"""Main versions of the forms in Transportstyrelsen's first contracts."""


def write_fk7263_json(document: CertificateDocument) -> bytes:
    """FK7263 in the JSON form of its history; a unit without id leaves `enhetsid` out."""
    unit, doctor = document.unit, document.doctor
    provider = {"vardgivarid": unit.provider_id, "vardgivarnamn": unit.provider_name} if unit else {}
    place = {"enhetsid": unit.id, "enhetsnamn": unit.name, "vardgivare": provider} if unit else {}
    signed = None if document.signed_at is None else moment(document.signed_at)
    content: dict[str, Any] = {
        "id": document.certificate_id,
        "typ": document.type_code or "fk7263",
        "grundData": {
            "signeringsdatum": f"{signed}.000" if signed and len(signed) == 19 else signed,
            "skapadAv": {
                "personId": doctor.id if doctor else None,
                "fullstandigtNamn": doctor.name if doctor else None,
                "vardenhet": place,
            },
            "patient": {"personId": _with_hyphen(document.patient_id)},
        },
        "avstangningSmittskydd": document.disease_carrier,
        "funktionsnedsattning": document.functional_text,
        "aktivitetsbegransning": document.activity_text,
        "sjukdomsforlopp": document.text,
    }
    content |= _json_validity(document.periods) | _json_diagnoses(document)
    content |= {_OCCUPATIONS[code][1]: True for code in document.occupations if code in _OCCUPATIONS}
    content |= {f"nedsattMed{period.degree}": _json_period(period) for period in document.periods}
    return json.dumps(_without_none(content), ensure_ascii=False).encode()


def _json_validity(periods: tuple[DocumentPeriod, ...]) -> dict[str, Any]:
    starts = [day(period.start) for period in periods if period.start is not None]
    ends = [day(period.end) for period in periods if period.end is not None]
    return {"giltighet": {"from": min(starts), "tom": max(ends)}} if starts and ends else {}


def _json_diagnoses(document: CertificateDocument) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, diagnosis in enumerate(document.diagnoses[:3], 1):
        found["diagnosKod" if number == 1 else f"diagnosKod{number}"] = diagnosis.code
        found[f"diagnosBeskrivning{number}"] = diagnosis.text
    return found


def _json_period(period: DocumentPeriod) -> dict[str, str | None]:
    return {
        "from": None if period.start is None else day(period.start),
        "tom": None if period.end is None else day(period.end),
    }


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(inner) for key, inner in value.items() if inner is not None}
    return value


def _with_hyphen(patient_id: str | None) -> str | None:
    if patient_id is None or len(patient_id) != 12 or not patient_id.isdigit():
        return patient_id
    return f"{patient_id[:8]}-{patient_id[8:]}"


def write_fk7263_older(document: CertificateDocument) -> bytes:
    """FK7263 in RegisterMedicalCertificate v3; ids stand in attributes."""
    unit, doctor = document.unit, document.doctor
    signed = "" if document.signed_at is None else moment(document.signed_at)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<r:RegisterMedicalCertificate xmlns:r="{_LEGACY}:RegisterMedicalCertificateResponder:3"'
        f' xmlns="{_LEGACY}:mu7263:3" xmlns:p="{_LEGACY}:2"><r:lakarutlatande>'
        f"<lakarutlatande-id>{escape(document.certificate_id)}</lakarutlatande-id>"
        "<typAvUtlatande>Läkarintyg enligt 3 kap, 8 § lagen (1962:381) om allmän försäkring</typAvUtlatande>"
        f"<signeringsdatum>{signed}</signeringsdatum><skickatDatum>{signed}</skickatDatum><patient>"
        + _attribute_id("person-id", patient_root(document.patient_id, document.patient_id_root), document.patient_id)
        + "<p:fullstandigtNamn>Exempel Exempel</p:fullstandigtNamn></patient><skapadAvHosPersonal>"
        + _attribute_id("personal-id", HSA_ROOT, doctor.id if doctor else None)
        + f"<p:fullstandigtNamn>{escape(doctor.name) if doctor else ''}</p:fullstandigtNamn><p:enhet>"
        + _attribute_id("enhets-id", HSA_ROOT, unit.id if unit else None)
        + _attribute_id("arbetsplatskod", WORKPLACE_ROOT, "0000000")
        + f"<p:enhetsnamn>{escape(unit.name) if unit else ''}</p:enhetsnamn><p:vardgivare>"
        + _attribute_id("vardgivare-id", HSA_ROOT, unit.provider_id if unit else None)
        + f"<p:vardgivarnamn>{escape(unit.provider_name) if unit else ''}</p:vardgivarnamn></p:vardgivare>"
        + "</p:enhet></skapadAvHosPersonal>"
        + _older_activities(document)
        + _older_diagnosis(document)
        + _older_function("Kroppsfunktion", document.functional_text, "")
        + _older_function("Aktivitet", document.activity_text, _older_capacity(document))
        + "</r:lakarutlatande></r:RegisterMedicalCertificate>\n"
    )
    return text.encode()


def _attribute_id(element: str, root: str, extension: str | None) -> str:
    return "" if extension is None else f"<p:{element} root={quoteattr(root)} extension={quoteattr(extension)}/>"


def _older_activities(document: CertificateDocument) -> str:
    carrier = "<aktivitet><aktivitetskod>Avstangning_enligt_SmL_pga_smitta</aktivitetskod></aktivitet>"
    return carrier if document.disease_carrier else ""


def _older_diagnosis(document: CertificateDocument) -> str:
    if not document.diagnoses:
        return ""
    main = document.diagnoses[0]
    code = "" if main.code is None else f"<tillstandskod code={quoteattr(main.code)}/>"
    return f"<medicinsktTillstand><beskrivning>{escape(main.text)}</beskrivning>{code}</medicinsktTillstand>"


def _older_function(kind: str, text: str | None, capacity: str) -> str:
    if text is None and not capacity:
        return ""
    described = "" if text is None else f"<beskrivning>{escape(text)}</beskrivning>"
    return (
        f"<funktionstillstand>{described}<typAvFunktionstillstand>{kind}</typAvFunktionstillstand>{capacity}"
        "</funktionstillstand>"
    )


def _older_capacity(document: CertificateDocument) -> str:
    periods = "".join(
        "<arbetsformagaNedsattning>"
        f"<varaktighetFrom>{day(period.start or '')}</varaktighetFrom>"
        f"<varaktighetTom>{day(period.end or '')}</varaktighetTom>"
        f"<nedsattningsgrad>{_DEGREES.get(period.degree, str(period.degree))}</nedsattningsgrad>"
        "</arbetsformagaNedsattning>"
        for period in document.periods
    )
    occupations = "".join(
        f"<sysselsattning><typAvSysselsattning>{_OCCUPATIONS[code][0]}</typAvSysselsattning></sysselsattning>"
        for code in document.occupations
        if code in _OCCUPATIONS
    )
    return f"<arbetsformaga>{periods}{occupations}</arbetsformaga>"


def write_transport_older(document: CertificateDocument) -> bytes:
    """TSTRK1007 version 6 or TSTRK1031 version 2 in Transportstyrelsen's first contract."""
    root, version = _TS_ROOTS[document.type_id], OLDER_VERSIONS[document.type_id]
    unit, doctor = document.unit, document.doctor
    signed = "" if document.signed_at is None else moment(document.signed_at)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<t:{root} xmlns="{_TS}:1" xmlns:v="{_TS}:types:1" xmlns:t="{_TS}:{root}Responder:1"><t:intyg>'
        f"<intygsId>{escape(document.certificate_id)}</intygsId><intygsTyp>{document.type_id}</intygsTyp>"
        f"<version>0{version}</version><utgava>08</utgava><grundData>"
        f"<signeringsTidstampel>{signed}</signeringsTidstampel><skapadAv>"
        + _typed_id("personId", HSA_ROOT, doctor.id if doctor else None)
        + f"<fullstandigtNamn>{escape(doctor.name) if doctor else ''}</fullstandigtNamn><vardenhet>"
        + _typed_id("enhetsId", HSA_ROOT, unit.id if unit else None)
        + f"<enhetsnamn>{escape(unit.name) if unit else ''}</enhetsnamn><vardgivare>"
        + _typed_id("vardgivarid", HSA_ROOT, unit.provider_id if unit else None)
        + f"<vardgivarnamn>{escape(unit.provider_name) if unit else ''}</vardgivarnamn></vardgivare></vardenhet>"
        + "</skapadAv><patient>"
        + _typed_id("personId", patient_root(document.patient_id, document.patient_id_root), document.patient_id)
        + "<fullstandigtNamn>Exempel Exempel</fullstandigtNamn></patient></grundData>"
        + f"<intygAvser><korkortstyp>C</korkortstyp></intygAvser><ovrigKommentar>{escape(document.text)}"
        + f"</ovrigKommentar></t:intyg></t:{root}>\n"
    )
    return text.encode()


def _typed_id(element: str, root: str, extension: str | None) -> str:
    if extension is None:
        return ""
    return f"<{element}><v:root>{root}</v:root><v:extension>{escape(extension)}</v:extension></{element}>"
