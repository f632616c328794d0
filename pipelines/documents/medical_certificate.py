"""RegisterMedicalCertificate version 3: FK7263 in its first transport form."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipelines.documents.diagnosis import Diagnosis
from pipelines.documents.fk7263 import TYPE_ID, UNIT_WITHOUT_ID
from pipelines.documents.head import PartNames, complete_head
from pipelines.documents.leaves import Vocabulary, read_local_time, text_of
from pipelines.documents.periods import make_period
from pipelines.documents.quality import shared_flags, unique
from pipelines.documents.record import CertificateRecord, Period
from pipelines.documents.rules.too_slow import Deadline

CONTRACT: Final = "medical_certificate_v3"

_REPORTING = "urn:riv:insuranceprocess:healthreporting"
_VOCABULARY = Vocabulary(
    (f"{_REPORTING}:RegisterMedicalCertificateResponder:3", f"{_REPORTING}:mu7263:3", f"{_REPORTING}:2"),
    "lakarutlatande lakarutlatande-id signeringsdatum patient person-id skapadAvHosPersonal personal-id "
    "fullstandigtNamn enhet enhets-id enhetsnamn vardgivare vardgivare-id vardgivarnamn aktivitet aktivitetskod "
    "medicinsktTillstand tillstandskod funktionstillstand arbetsformaga arbetsformagaNedsattning varaktighetFrom "
    "varaktighetTom nedsattningsgrad sysselsattning typAvSysselsattning",
)
_PART_NAMES = PartNames(
    "lakarutlatande-id",
    "lakarutlatande",
    "enhets-id/@extension",
    "vardgivare-id/@extension",
    "person-id/@extension",
    "signeringsdatum",
)
_DEGREES = {"Helt_nedsatt": 100, "Nedsatt_med_3/4": 75, "Nedsatt_med_1/2": 50, "Nedsatt_med_1/4": 25}
_OCCUPATIONS = {
    "Nuvarande_arbete": "NUVARANDE_ARBETE",
    "Arbetsloshet": "ARBETSSOKANDE",
    "Foraldraledighet": "FORALDRALEDIG",
}
_DISEASE_CARRIER_ACTIVITY = "Avstangning_enligt_SmL_pga_smitta"


def read_medical_certificate(root: etree._Element, deadline: Deadline) -> CertificateRecord:
    """The certificate of a RegisterMedicalCertificate document.

    A missing unit id is read as UTANENHETSID (rule F-18). Raises `UnreadableError` when another part of rule F-8 is
    missing, or when the time is up.
    """
    statement = _VOCABULARY.path(root, "lakarutlatande")
    maker = _VOCABULARY.path(statement, "skapadAvHosPersonal")
    unit = _VOCABULARY.path(maker, "enhet")
    person = _VOCABULARY.path(statement, "patient", "person-id")
    head = complete_head(
        _PART_NAMES,
        certificate_id=_VOCABULARY.text(statement, "lakarutlatande-id"),
        type_code=TYPE_ID if statement is not None else None,
        unit_id=_attribute(_VOCABULARY.path(unit, "enhets-id"), "extension") or UNIT_WITHOUT_ID,
        provider_id=_attribute(_VOCABULARY.path(unit, "vardgivare", "vardgivare-id"), "extension"),
        patient_id=_attribute(person, "extension"),
        signed=read_local_time(_VOCABULARY.text(statement, "signeringsdatum")),
    )
    patient_root = _attribute(person, "root")
    diagnoses = _diagnoses(statement)
    abilities = _each(statement, "funktionstillstand", "arbetsformaga")
    periods = _periods(abilities, deadline)
    activities = [text_of(code) for code in _each(statement, "aktivitet", "aktivitetskod")]
    flags = [
        *head.signed.flags,
        *shared_flags(head.patient_id, patient_root, diagnoses, periods, system_required=False),
    ]
    return CertificateRecord(
        certificate_id=head.certificate_id,
        form=CONTRACT,
        type_code=head.type_code,
        type_id=TYPE_ID,
        version=None,
        signed_at=head.signed.local,
        patient_id=head.patient_id,
        patient_id_root=patient_root,
        unit_id=head.unit_id,
        unit_name=_VOCABULARY.text(unit, "enhetsnamn"),
        provider_id=head.provider_id,
        provider_name=_VOCABULARY.text(unit, "vardgivare", "vardgivarnamn"),
        doctor_id=_attribute(_VOCABULARY.path(maker, "personal-id"), "extension"),
        doctor_name=_VOCABULARY.text(maker, "fullstandigtNamn"),
        diagnosis_code=diagnoses[0].code if diagnoses else None,
        diagnosis_code_system=diagnoses[0].system if diagnoses else None,
        secondary_diagnosis_codes=tuple(diagnosis.code for diagnosis in diagnoses[1:]),
        periods=periods,
        occupations=_occupations(abilities),
        disease_carrier=_DISEASE_CARRIER_ACTIVITY in activities,
        flags=unique(flags),
        signed_at_text=head.signed.text,
        signed_at_utc=head.signed.utc,
    )


def _attribute(element: etree._Element | None, name: str) -> str | None:
    return (element.get(name) or "").strip() or None if element is not None else None


def _each(element: etree._Element | None, *path: str) -> list[etree._Element]:
    """Every element at a path, in document order."""
    found = [element] if element is not None else []
    known = _VOCABULARY.local_names
    for name in path:
        found = [child for parent in found for child in parent if known.get(child.tag) == name]
    return found


def _diagnoses(statement: etree._Element | None) -> list[Diagnosis]:
    codes = _each(statement, "medicinsktTillstand", "tillstandskod")
    pairs = [(_attribute(element, "code"), _attribute(element, "codeSystem")) for element in codes]
    return [Diagnosis(code, system) for code, system in pairs if code]


def _periods(abilities: list[etree._Element], deadline: Deadline) -> tuple[Period, ...]:
    reductions = [reduction for ability in abilities for reduction in _each(ability, "arbetsformagaNedsattning")]
    periods = []
    for ordinal, reduction in enumerate(reductions, start=1):
        deadline.check()
        children = _VOCABULARY.children(reduction)
        start, end = text_of(children.get("varaktighetFrom")), text_of(children.get("varaktighetTom"))
        degree = _DEGREES.get(text_of(children.get("nedsattningsgrad")) or "")
        periods.append(make_period(ordinal, start, end, degree))
    return tuple(periods)


def _occupations(abilities: list[etree._Element]) -> tuple[str, ...]:
    written = [
        text_of(kind) or "" for ability in abilities for kind in _each(ability, "sysselsattning", "typAvSysselsattning")
    ]
    return unique(_OCCUPATIONS[kind] for kind in written if kind in _OCCUPATIONS)
