"""AF00213 and AF00251, the two forms of Arbetsförmedlingen."""

from __future__ import annotations

from pipelines.documents.answers import Part, is_calendar_period, period_days
from pipelines.documents.form_rules.condition import Condition, Filled, only_when_true, only_with
from pipelines.documents.form_rules.table import WHOLE_TABLE
from pipelines.documents.periods import longest_overlap, make_period

_MOST_ABSENCES = 4
_WEEKLY_HOURS = ("h", 1, 39)
_ABSENCE_PER_CENT = ("%", 1, 100)


def _descriptions_wrong(filled: Filled) -> bool:
    answers = filled.answers
    return not all(only_when_true(answers, f"{number}.2", f"{number}.1") for number in (1, 2, 3, 4))


def _limitation_missing(filled: Filled) -> bool:
    return filled.answers.truth("1.1") is True and not filled.answers.asked("2")


def _absences_wrong(filled: Filled) -> bool:
    parts = filled.answers.parts("6.2")
    if len(filled.answers.of("6")) > _MOST_ABSENCES or not all(map(is_calendar_period, parts)):
        return True
    return longest_overlap([make_period(1, *period_days(part), None) for part in parts]) > 0


def _quantities_wrong(filled: Filled) -> bool:
    hours = [_within(part, *_WEEKLY_HOURS) for part in filled.answers.parts("2.3")]
    absences = [_within(part, *_ABSENCE_PER_CENT) for part in filled.answers.parts("6.1")]
    return not all(hours + absences)


def _within(part: Part, unit: str, least: int, most: int) -> bool:
    try:
        return part.leaves.get("unit") == unit and least <= float(part.leaves.get("value", "")) <= most
    except ValueError:
        return False


AF00213_CONDITIONS = (
    WHOLE_TABLE,
    Condition(
        1,
        "En beskrivning (1.2–4.2) finns när, och bara när, frågan är besvarad med ja.",
        "A description (1.2–4.2) stands exactly when the question is answered with true.",
        _descriptions_wrong,
    ),
    Condition(
        2,
        "Aktivitetsbegränsning (2) besvaras när en funktionsnedsättning finns (1.1).",
        "Activity limitation (2) is answered when there is an impairment (1.1).",
        _limitation_missing,
    ),
)

AF00251_CONDITIONS = (
    WHOLE_TABLE,
    Condition(
        1,
        "Annan grund (1.3) beskrivs när, och bara när, grunden är ANNAT.",
        "Another basis (1.3) is described exactly when the basis is ANNAT.",
        lambda filled: not only_with(filled.answers, "1", "1.3", "1.1", "ANNAT"),
    ),
    Condition(
        2,
        "Timmar (2.3) anges när, och bara när, omfattningen är DELTID.",
        "Hours (2.3) stand exactly when the extent is DELTID.",
        lambda filled: not only_with(filled.answers, "2", "2.3", "2.2", "DELTID"),
    ),
    Condition(
        3,
        "Högst fyra frånvaroperioder (6), med start före slut, som inte överlappar.",
        "At most four periods of absence (6), each starting before its end, that do not overlap.",
        _absences_wrong,
    ),
    Condition(
        4,
        "Anpassning (7.2) beskrivs när, och bara när, 7.1 är ja.",
        "The adaptation (7.2) is described exactly when 7.1 is true.",
        lambda filled: not only_when_true(filled.answers, "7.2", "7.1"),
    ),
    Condition(
        5,
        "Anpassning vid återgång (8.2) beskrivs när, och bara när, prognosen är ATERGA_MED_ANPASSNING.",
        "The adaptation on return (8.2) is described exactly when the prognosis is ATERGA_MED_ANPASSNING.",
        lambda filled: not only_with(filled.answers, "8", "8.2", "8.1", "ATERGA_MED_ANPASSNING"),
    ),
    Condition(
        6,
        "Frånvaron (6.1) är 1–100 procent och deltiden (2.3) 1–39 timmar i veckan.",
        "The absence (6.1) is 1–100 per cent and the part time (2.3) 1–39 hours a week.",
        _quantities_wrong,
    ),
)
