"""Diagnoses of a document and the rules D1 to D7 for how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from pipelines.documents.answers import Answers, Part
from pipelines.documents.certificate_forms import CertificateForm
from pipelines.documents.rules import diagnosis_no_code
from warehouse.identity import SEX_MAN

ICD10_SE: Final = "ICD-10-SE"
KSH97_P: Final = "KSH97-P"

MIXED_CODE_SYSTEMS: Final = "mixed_code_systems"
SEX_CONTRADICTS_DIAGNOSIS: Final = "sex_contradicts_diagnosis"

_CODE_SYSTEMS = {
    "1.2.752.116.1.1.1.1.3": ICD10_SE,
    "1.2.752.116.1.1.1": ICD10_SE,
    "1.2.752.116.1.1.1.1.8": ICD10_SE,
    "ICD_10_SE": ICD10_SE,
    "1.2.752.116.1.3.1.4.1": KSH97_P,
    "KSH_97_P": KSH97_P,
}
_PREGNANCY_CODE = re.compile(r"O[0-9]")


class Diagnosis(NamedTuple):
    """A diagnosis code as written, and its code system as written (`None` when the form does not give one)."""

    code: str
    system: str | None


def read_diagnoses(form: CertificateForm, answers: Answers) -> tuple[Diagnosis | None, list[Diagnosis]]:
    """The main diagnosis and the others (rule F-11).

    The first occurrence of the main-diagnosis answer is the main diagnosis, `None` when it has no code; later
    occurrences of the same answer are others.
    """
    if not form.main_diagnosis:
        return None, []
    occurrences = answers.parts(form.main_diagnosis)
    main = _diagnosis(occurrences[0]) if occurrences else None
    others = []
    for answer in form.secondary_diagnoses:
        parts = answers.parts(answer)
        others += [_diagnosis(part) for part in (parts[1:] if answer == form.main_diagnosis else parts)]
    return main, [diagnosis for diagnosis in others if diagnosis]


def _diagnosis(part: Part) -> Diagnosis | None:
    return Diagnosis(part.code, part.code_system) if part.code else None


def diagnosis_flags(diagnoses: Iterable[Diagnosis], sex: int, *, system_required: bool) -> list[str]:
    """Flags for how the diagnoses of one certificate are written: `diagnosis_form:D<n>` for the rules D1 to D4 and
    D7, `mixed_code_systems` for D6, `sex_contradicts_diagnosis` for a pregnancy code of a man.

    `system_required` is false for the legacy forms, which may leave the code system out.
    """
    flags = []
    systems = set()
    for code, system in diagnoses:
        flags += diagnosis_no_code.broken_by(code.upper())
        known = _CODE_SYSTEMS.get(system or "")
        if known is None and (system_required or system):
            flags.append(diagnosis_no_code.CODE_SYSTEM.code)
        systems.add(known or system)
        if sex == SEX_MAN and _PREGNANCY_CODE.match(code.upper()):
            flags.append(SEX_CONTRADICTS_DIAGNOSIS)
    if len(systems) > 1:
        flags.append(MIXED_CODE_SYSTEMS)
    return flags
