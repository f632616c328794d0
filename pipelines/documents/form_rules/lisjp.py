"""LISJP 1.x (FK7804, läkarintyg för sjukpenning): the ten conditions of the form."""

from __future__ import annotations

from pipelines.documents.form_rules.condition import (
    Condition,
    Filled,
    codes_once,
    diagnosis_pairs,
    instances,
    only_when_true,
    only_with,
)
from pipelines.documents.form_rules.table import (
    parts_misplaced,
    questions_repeated,
    table_condition,
    text_malformed,
)
from pipelines.documents.periods import calendar_spans
from pipelines.documents.rules import end_before_start

_ALWAYS = ("6", "32")
_UNLESS_DISEASE_CARRIER = ("1", "28", "35", "17", "39", "40")
_PARTIAL_DEGREES = frozenset({"TRE_FJARDEDEL", "HALFTEN", "EN_FJARDEDEL"})
_FULL_DEGREE = "HELT_NEDSATT"


def lacks_required_questions(filled: Filled) -> bool:
    """Whether a required question is missing; a disease-carrier certificate needs fewer of them."""
    answers = filled.answers
    required = _ALWAYS if answers.truth("27.1") else _ALWAYS + _UNLESS_DISEASE_CARRIER
    return not answers.asked(*required)


def _basis_wrong(filled: Filled) -> bool:
    answers = filled.answers
    return not (only_with(answers, "1", "1.3", "1.1", "ANNAT") and codes_once(answers, "1.1"))


def _occupation_wrong(filled: Filled) -> bool:
    answers = filled.answers
    works = "NUVARANDE_ARBETE" in answers.codes("28.1")
    return not codes_once(answers, "28.1") or answers.asked("29") != works


def _periods_wrong(filled: Filled) -> bool:
    return (
        not 1 <= len(filled.periods) <= 4
        or not codes_once(filled.answers, "32.1")
        or any(end_before_start.FLAG.code in period.flags for period in filled.periods)
        or _spans_overlap(filled)
    )


def _spans_overlap(filled: Filled) -> bool:
    """Whether two periods share more than one boundary day."""
    spans = calendar_spans(filled.periods)
    reached = spans[0][1] if spans else None
    for start, end in spans[1:]:
        if reached is not None and start < reached:
            return True
        reached = end if reached is None else max(reached, end)
    return False


def _work_time_wrong(filled: Filled) -> bool:
    answers = filled.answers
    degrees = set(answers.codes("32.1"))
    asked = answers.asked("33")
    required = bool(degrees & _PARTIAL_DEGREES) and answers.truth("27.1") is not True
    forbidden = degrees == {_FULL_DEGREE}
    return (required and not asked) or (forbidden and asked) or not only_when_true(answers, "33.2", "33.1")


def _prognosis_wrong(filled: Filled) -> bool:
    wanted = "ATER_X_ANTAL_DGR" in filled.answers.codes("39.1")
    return filled.answers.has("39.3") != wanted


def _measures_wrong(filled: Filled) -> bool:
    answers = filled.answers
    measures = answers.codes("40.1")
    none_relevant = "EJ_AKTUELLT" in measures
    return not codes_once(answers, "40.1") or (none_relevant and (len(measures) > 1 or answers.asked("44")))


def _contact_wrong(filled: Filled) -> bool:
    return filled.answers.has("26.2") and filled.answers.truth("26.1") is not True


def _instances_or_text_wrong(filled: Filled) -> bool:
    return not instances(filled.answers, "1", "28", "32", "40") or text_malformed(filled)


CONDITIONS = (
    table_condition(questions_repeated, parts_misplaced),
    Condition(
        1,
        "Diagnos (6) och period (32) finns, och utan smittbärarpenning (27) även 1, 28, 35, 17, 39 och 40.",
        "Diagnosis (6) and period (32) stand, and unless for a disease carrier (27) also 1, 28, 35, 17, 39 and 40.",
        lacks_required_questions,
    ),
    Condition(
        2,
        "Varje grund för intyget anges en gång, och annan grund (1.3) beskrivs när, och bara när, grunden är ANNAT.",
        "Each basis stands once, and another basis (1.3) is described exactly when the basis is ANNAT.",
        _basis_wrong,
    ),
    Condition(
        3,
        "Varje sysselsättning anges en gång, och yrke (29) finns när, och bara när, nuvarande arbete är valt.",
        "Each occupation stands once, and the profession (29) exactly when current work is chosen.",
        _occupation_wrong,
    ),
    Condition(
        4,
        "Bidiagnoser står med text och kod tillsammans, den andra bara efter den första.",
        "By-diagnoses stand as text and code together, the second only after the first.",
        lambda filled: not diagnosis_pairs(filled.answers),
    ),
    Condition(
        5,
        "En till fyra perioder, varje grad högst en gång, start före slut, och högst en gemensam gränsdag.",
        "One to four periods, each degree at most once, start before end, and at most one boundary day in common.",
        _periods_wrong,
    ),
    Condition(
        6,
        "Arbetstidsförläggning (33) besvaras vid partiell grad och inte vid bara hel, och motiveras när svaret är ja.",
        "Work-time placement (33) is answered with a partial degree and not with full only, with a reason when true.",
        _work_time_wrong,
    ),
    Condition(
        7,
        "Antal dagar (39.3) anges när, och bara när, prognosen är återgång efter ett antal dagar.",
        "The number of days (39.3) stands exactly when the prognosis is a return after a number of days.",
        _prognosis_wrong,
    ),
    Condition(
        8,
        "Varje åtgärd anges en gång, och EJ_AKTUELLT står ensamt och utan beskrivning (44).",
        "Each measure stands once, and EJ_AKTUELLT alone and without a description (44).",
        _measures_wrong,
    ),
    Condition(
        9,
        "Skäl till kontakt (26.2) anges bara när kontakt önskas.",
        "A reason for contact (26.2) stands only when contact is wished.",
        _contact_wrong,
    ),
    Condition(
        10,
        "Frågorna 1, 28, 32 och 40 är numrerade med instans, och inga textsvar är tomma.",
        "Questions 1, 28, 32 and 40 are numbered with instans, and no text answer is blank.",
        _instances_or_text_wrong,
    ),
)
