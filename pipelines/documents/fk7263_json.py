"""FK7263 as JSON, the form of the oldest history."""

from __future__ import annotations

import json
from typing import Any, Final

from pipelines.documents.certificate_forms import UNKNOWN_TYPE
from pipelines.documents.diagnosis import Diagnosis
from pipelines.documents.fk7263 import TYPE_ID, UNIT_WITHOUT_ID
from pipelines.documents.head import PartNames, complete_head
from pipelines.documents.leaves import read_local_time
from pipelines.documents.periods import make_period
from pipelines.documents.quality import shared_flags, unique
from pipelines.documents.record import CertificateRecord, Period, ReadingLimits
from pipelines.documents.rules import control_character, not_json, too_deep

CONTRACT: Final = "fk7263_json"

_PART_NAMES = PartNames(
    "id",
    "typ",
    "vardenhet.enhetsid",
    "vardgivare.vardgivarid",
    "patient.personId",
    "grundData.signeringsdatum",
)
_DEGREES = {"nedsattMed100": 100, "nedsattMed75": 75, "nedsattMed50": 50, "nedsattMed25": 25}
_OCCUPATIONS = {
    "nuvarandeArbete": "NUVARANDE_ARBETE",
    "arbetsloshet": "ARBETSSOKANDE",
    "foraldrarledighet": "FORALDRALEDIG",
}
_DIAGNOSES = (
    ("diagnosKod", "diagnosKodsystem1"),
    ("diagnosKod2", "diagnosKodsystem2"),
    ("diagnosKod3", "diagnosKodsystem3"),
)


def read_fk7263_json(text: bytes, limits: ReadingLimits) -> CertificateRecord:
    """The certificate of a JSON document.

    A missing type is FK7263; another type is kept as unknown and gives neither diagnosis nor periods. A missing
    unit id is read as UTANENHETSID (rule F-18). Raises `UnreadableError`: `not_json`, `too_deep`, or a missing part of
    rule F-8.
    """
    document = _parse(text, limits)
    basis = _object(document, "grundData")
    maker = _object(basis, "skapadAv")
    unit = _object(maker, "vardenhet")
    provider = _object(unit, "vardgivare")
    type_code = _text(document, "typ") or TYPE_ID
    head = complete_head(
        _PART_NAMES,
        certificate_id=_text(document, "id"),
        type_code=type_code,
        unit_id=_text(unit, "enhetsid") or UNIT_WITHOUT_ID,
        provider_id=_text(provider, "vardgivarid"),
        patient_id=_text(_object(basis, "patient"), "personId"),
        signed=read_local_time(_text(basis, "signeringsdatum")),
    )
    known = type_code.casefold() == TYPE_ID.casefold()
    main, others = _diagnoses(document) if known else (None, [])
    periods = _periods(document) if known else ()
    flags = [
        *head.signed.flags,
        *shared_flags(head.patient_id, None, [main, *others] if main else others, periods, system_required=False),
    ]
    return CertificateRecord(
        certificate_id=head.certificate_id,
        form=CONTRACT,
        type_code=head.type_code,
        type_id=TYPE_ID if known else UNKNOWN_TYPE,
        version=None,
        signed_at=head.signed.local,
        patient_id=head.patient_id,
        patient_id_root=None,
        unit_id=head.unit_id,
        unit_name=_text(unit, "enhetsnamn"),
        provider_id=head.provider_id,
        provider_name=_text(provider, "vardgivarnamn"),
        doctor_id=_text(maker, "personId"),
        doctor_name=_text(maker, "fullstandigtNamn"),
        diagnosis_code=main.code if main else None,
        diagnosis_code_system=main.system if main else None,
        secondary_diagnosis_codes=tuple(diagnosis.code for diagnosis in others),
        periods=periods,
        occupations=tuple(code for key, code in _OCCUPATIONS.items() if document.get(key) is True and known),
        disease_carrier=_truth(document, "avstangningSmittskydd"),
        flags=unique(flags),
        signed_at_text=head.signed.text,
        signed_at_utc=head.signed.utc,
    )


def _parse(text: bytes, limits: ReadingLimits) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except RecursionError:
        raise too_deep.REASON.refusal() from None
    except json.JSONDecodeError as error:
        rule = control_character if control_character.is_json_fault(error) else not_json
        raise rule.REASON.refusal(not_json.place(error)) from None
    except ValueError:
        # A number of thousands of digits, which Python does not turn into one.
        raise not_json.REASON.refusal() from None
    if not isinstance(document, dict):
        raise not_json.REASON.refusal()
    too_deep.check_json(document, limits.max_depth)
    return document


def _object(parent: dict[str, Any], key: str) -> dict[str, Any]:
    """The object under a key; an empty one when there is none."""
    child = parent.get(key)
    return child if isinstance(child, dict) else {}


def _text(parent: dict[str, Any], key: str) -> str | None:
    """The trimmed text under a key; `None` when empty, no text, or text that cannot be stored."""
    value = parent.get(key)
    if not isinstance(value, str) or control_character.is_in(value):
        return None
    return value.strip() or None


def _truth(parent: dict[str, Any], key: str) -> bool | None:
    value = parent.get(key)
    return value if isinstance(value, bool) else None


def _diagnoses(document: dict[str, Any]) -> tuple[Diagnosis | None, list[Diagnosis]]:
    codes = [(_text(document, code), _text(document, system)) for code, system in _DIAGNOSES]
    main, *others = [Diagnosis(code, system) if code else None for code, system in codes]
    return main, [diagnosis for diagnosis in others if diagnosis]


def _periods(document: dict[str, Any]) -> tuple[Period, ...]:
    """One period for each degree that stands, in document order."""
    blocks = [(degree, _object(document, key)) for key, degree in _in_document_order(document)]
    return tuple(
        make_period(ordinal, _text(block, "from"), _text(block, "tom"), degree)
        for ordinal, (degree, block) in enumerate(blocks, start=1)
    )


def _in_document_order(document: dict[str, Any]) -> list[tuple[str, int]]:
    return [(key, _DEGREES[key]) for key, value in document.items() if key in _DEGREES and value is not None]
