"""Diagnosis codes as the rehab part reads and describes them (rehab rule 3.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from warehouse import reference_tables
from warehouse.diagnoses import newer_name

CODE_FIELD_LENGTH = 7
_NOT_IN_CODE = re.compile(r"[^A-Z0-9-]")


class DiagnosisBlankError(ValueError):
    """A diagnosis has no code."""


@dataclass(frozen=True, slots=True)
class ShownDiagnosis:
    """A code (A-Z, 0-9 and hyphen) and its description; None when the code is in neither classification."""

    code: str
    description: str | None


def read_code(written: str) -> tuple[str, str]:
    """Code and text of a diagnosis as written, "CODE" or, with seven characters or more, "CODE   text".

    Raises DiagnosisBlankError when no code is left after cleaning.
    """
    code = _NOT_IN_CODE.sub("", written[:CODE_FIELD_LENGTH].upper())
    if not code.strip("-"):
        raise DiagnosisBlankError("the diagnosis has no code")
    return code, written[CODE_FIELD_LENGTH:].strip()


def shown_diagnosis(written: str) -> ShownDiagnosis:
    """The diagnosis with its description from ICD-10-SE or KSH97-P. Raises DiagnosisBlankError."""
    code, _ = read_code(written)
    return ShownDiagnosis(code, newer_name(code) or _descriptions().get(code))


@cache
def _descriptions() -> Mapping[str, str]:
    lists = ("ksh97p_codes", "icd10_categories", "icd10_codes")
    return {row["code"]: row["name_sv"] for name in lists for row in reference_tables.rows(name)}
