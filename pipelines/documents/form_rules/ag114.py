"""AG1-14 (läkarintyg om arbetsförmåga – sjuklöneperioden), both models."""

from __future__ import annotations

from pipelines.documents.form_rules.condition import Condition, Filled, only_with
from pipelines.documents.form_rules.table import WHOLE_TABLE


def _diagnoses_wrong(filled: Filled) -> bool:
    diagnoses = filled.answers.of("4")
    return any(answer.has("4.1") != answer.has("4.2") or not answer.instance for answer in diagnoses)


def _diagnoses_wrong_v2(filled: Filled) -> bool:
    answers = filled.answers
    return any(answers.has(f"4.{text}") != answers.has(f"4.{text + 1}") for text in (1, 3, 5))


def _wanted_diagnosis_missing(filled: Filled) -> bool:
    return filled.answers.truth("3.1") is True and not filled.answers.asked("4")


def _description_missing(filled: Filled) -> bool:
    answers = filled.answers
    return any(answers.truth(f"{number}.1") is True and not answers.has(f"{number}.2") for number in (6, 9))


def _degree_or_period_wrong(filled: Filled) -> bool:
    return any(period.degree is None or period.flags for period in filled.periods)


_CHOICE = Condition(
    2,
    "Minst en diagnos (4) finns när patienten vill att den förmedlas (3.1).",
    "At least one diagnosis (4) stands when the patient wants it passed on (3.1).",
    _wanted_diagnosis_missing,
)
_DESCRIPTIONS = Condition(
    3,
    "Arbetsförmåga trots sjukdom (6.2) och kontakt (9.2) beskrivs när svaret är ja.",
    "Capacity despite illness (6.2) and contact (9.2) are described when the answer is true.",
    _description_missing,
)
_BASIS = Condition(
    4,
    "Annan grund (10.3) beskrivs när, och bara när, grunden är ANNAT.",
    "Another basis (10.3) is described exactly when the basis is ANNAT.",
    lambda filled: not only_with(filled.answers, "10", "10.3", "10.1", "ANNAT"),
)
_PERIOD = Condition(
    5,
    "Nedsättningen (7.1) är hela procent från 0 till 100, och periodens (7.2) start ligger inte efter slutet.",
    "The reduction (7.1) is whole per cent from 0 to 100, and the period (7.2) does not start after its end.",
    _degree_or_period_wrong,
)

CONDITIONS = (
    WHOLE_TABLE,
    Condition(
        1,
        "Diagnosens text och kod står tillsammans i en numrerad fråga 4.",
        "Text and code of a diagnosis stand together in a numbered question 4.",
        _diagnoses_wrong,
    ),
    _CHOICE,
    _DESCRIPTIONS,
    _BASIS,
    _PERIOD,
)

CONDITIONS_V2 = (
    WHOLE_TABLE,
    Condition(
        1,
        "Diagnosernas text och kod står parvis i fråga 4.",
        "Text and code of the diagnoses stand in pairs in question 4.",
        _diagnoses_wrong_v2,
    ),
    _CHOICE,
    _DESCRIPTIONS,
    _BASIS,
    _PERIOD,
)
