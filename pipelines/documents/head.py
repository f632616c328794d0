"""The parts without which no certificate is readable (rule F-8)."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.documents.leaves import LocalTime
from pipelines.documents.rules import missing_part


class PartNames(NamedTuple):
    """What the required parts are called in one contract, for people who look for them in a document."""

    certificate_id: str
    type_code: str
    unit_id: str
    provider_id: str
    patient_id: str
    signed: str


class Head(NamedTuple):
    """The required parts of a certificate; `patient_id` may be unreadable as a person id (rule P-2)."""

    certificate_id: str
    type_code: str
    unit_id: str
    provider_id: str
    patient_id: str
    signed: LocalTime


def complete_head(
    names: PartNames,
    *,
    certificate_id: str | None,
    type_code: str | None,
    unit_id: str | None,
    provider_id: str | None,
    patient_id: str | None,
    signed: LocalTime | None,
) -> Head:
    """The head when nothing is missing.

    Else raises `UnreadableError`: the reason is the first missing part in the order of rule F-8, the detail names all.
    """
    if (
        certificate_id is None
        or type_code is None
        or unit_id is None
        or provider_id is None
        or patient_id is None
        or signed is None
    ):
        parts = (certificate_id, type_code, unit_id, provider_id, patient_id, signed)
        raise missing_part.refusal(missing_part.OF_CERTIFICATE, names, parts)
    return Head(certificate_id, type_code, unit_id, provider_id, patient_id, signed)
