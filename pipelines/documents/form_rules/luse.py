"""LUSE (FK7800, sjukersättning) and LUAE_NA (FK7801, aktivitetsersättning), which share their conditions, and
LUAE_FS (FK7802, förlängd skolgång)."""

from __future__ import annotations

from pipelines.documents.form_rules.condition import Condition, Filled, diagnosis_pairs, only_when_true
from pipelines.documents.form_rules.table import WHOLE_TABLE
from pipelines.documents.leaves import read_day

_IMPAIRMENTS = tuple(str(question) for question in range(8, 15))
_BASES_AFTER_FIRST_CONTACT = frozenset({"UNDERSOKNING", "ANHORIG"})


def _no_impairment(filled: Filled) -> bool:
    return not any(filled.answers.asked(question) for question in _IMPAIRMENTS)


def _evidence_wrong(filled: Filled) -> bool:
    return filled.answers.asked("4") != (filled.answers.truth("3.1") is True)


def _basis_before_first_contact(filled: Filled) -> bool:
    known_since = filled.answers.parts("2.1")
    first_contact = read_day(known_since[0].text) if known_since else None
    if first_contact is None:
        return False
    for answer in filled.answers.of("1"):
        day = answer.part("1.2")
        seen = read_day(day.text) if day else None
        if answer.code("1.1") in _BASES_AFTER_FIRST_CONTACT and seen is not None and seen < first_contact:
            return True
    return False


_BY_DIAGNOSES = Condition(
    5,
    "Bidiagnoser står med text och kod tillsammans, den andra bara efter den första.",
    "By-diagnoses stand as text and code together, the second only after the first.",
    lambda filled: not diagnosis_pairs(filled.answers),
)

CONDITIONS = (
    WHOLE_TABLE,
    Condition(
        1,
        "Minst en funktionsnedsättning (8–14) beskrivs.",
        "At least one impairment (8–14) is described.",
        _no_impairment,
    ),
    Condition(
        2,
        "Underlag (4) finns när, och bara när, 3.1 är ja.",
        "Evidence (4) stands exactly when 3.1 is true.",
        _evidence_wrong,
    ),
    Condition(
        3,
        "Diagnos att ompröva (45.2) beskrivs när, och bara när, 45.1 är ja.",
        "The diagnosis to be revised (45.2) is described exactly when 45.1 is true.",
        lambda filled: not only_when_true(filled.answers, "45.2", "45.1"),
    ),
    Condition(
        4,
        "Undersökning och uppgift från anhörig är inte äldre än kännedomen om patienten (2.1).",
        "Examination and description by a relative are not older than the knowledge of the patient (2.1).",
        _basis_before_first_contact,
    ),
    _BY_DIAGNOSES,
)

CONDITIONS_LUAE_FS = (WHOLE_TABLE, _BY_DIAGNOSES)
