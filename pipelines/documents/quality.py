"""Flags that concern a certificate as a whole (section 8 of the ingestion rules)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pipelines.documents.answers import Answers
from pipelines.documents.certificate_forms import CertificateForm
from pipelines.documents.diagnosis import Diagnosis, diagnosis_flags
from pipelines.documents.periods import period_flags
from pipelines.documents.record import Period
from warehouse.identity import read_person_id

UNKNOWN_QUESTION: Final = "unknown_question"
UNKNOWN_CODE: Final = "unknown_code"
VERSION_UNKNOWN: Final = "version_unknown"

_SHOWN_ID = re.compile(r"[0-9]{1,6}(?:[.][0-9]{1,6})?")
_UNSHOWN_ID = "?"
_MOST_LISTED_IDS = 50


def shared_flags(
    patient_id: str,
    patient_root: str | None,
    diagnoses: Iterable[Diagnosis],
    periods: Sequence[Period],
    *,
    system_required: bool,
) -> list[str]:
    """Flags that every form of certificate can have: how the diagnoses are written, and the periods together.

    The flags of the person id itself come with the id (`warehouse.identity`).
    """
    sex = read_person_id(patient_id, patient_root).sex
    return diagnosis_flags(diagnoses, sex, system_required=system_required) + period_flags(periods)


def unique(flags: Iterable[str]) -> tuple[str, ...]:
    """The flags, each once, in the order in which they first came."""
    return tuple(dict.fromkeys(flags))


def unknown_ids(form: CertificateForm, answers: Answers) -> tuple[str, ...]:
    """Ids of questions and answers that the form does not have, each once, in document order (rule F-6).

    An id that is not a number could hold anything and is listed as `?`; the list ends at 50.
    """
    unknown: dict[str, None] = {}
    for answer in answers.items:
        if not form.knows_question(answer.question):
            unknown[answer.question] = None
            continue
        for part in answer.parts:
            if not form.knows_answer(answer.question, part.answer):
                unknown[part.answer] = None
    shown = dict.fromkeys(one if _SHOWN_ID.fullmatch(one) else _UNSHOWN_ID for one in unknown)
    return tuple(shown)[:_MOST_LISTED_IDS]


def has_unknown_code(form: CertificateForm, answers: Answers) -> bool:
    """Whether a coded answer holds a code that the form's list does not have."""
    for part in answers.all_parts():
        code = part.code
        if code is not None:
            rule = form.answers.get(part.answer)
            if rule is not None and rule.codes and code not in rule.codes:
                return True
    return False
