"""AG7804 (läkarintyg om arbetsförmåga – arbetsgivaren), both models."""

from __future__ import annotations

from pipelines.documents.form_rules import fk7804
from pipelines.documents.form_rules.condition import Condition, Filled
from pipelines.documents.form_rules.table import (
    parts_misplaced,
    questions_repeated,
    table_condition,
    text_malformed,
)

_ALWAYS = ("32", "100")
_UNLESS_DISEASE_CARRIER = ("1", "28", "35", "17", "39", "40")


def _lacks_required_questions(filled: Filled) -> bool:
    answers = filled.answers
    required = _ALWAYS if answers.truth("27.1") else _ALWAYS + _UNLESS_DISEASE_CARRIER
    return not answers.asked(*required)


def _diagnosis_against_wish(filled: Filled) -> bool:
    return filled.answers.asked("6") != (filled.answers.truth("100.1") is True)


CONDITIONS = (
    table_condition(questions_repeated, parts_misplaced, text_malformed),
    Condition(
        1,
        "Period (32) och diagnosval (100) finns, och utan smittbärarpenning (27) även 1, 28, 35, 17, 39 och 40.",
        "Period (32) and choice (100) stand, and unless for a disease carrier (27) also 1, 28, 35, 17, 39 and 40.",
        _lacks_required_questions,
    ),
    Condition(
        2,
        "Diagnos (6) finns när, och bara när, patienten vill att den förmedlas (100.1).",
        "The diagnosis (6) stands exactly when the patient wants it passed on (100.1).",
        _diagnosis_against_wish,
    ),
)

CONDITIONS_V2 = fk7804.CONDITIONS
