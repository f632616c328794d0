"""FK7804 2.0 (läkarintyg för sjukpenning in the newer model), AG7804 2.0 shares its shape."""

from __future__ import annotations

from pipelines.documents.form_rules.condition import Condition, Filled, instances
from pipelines.documents.form_rules.table import WHOLE_TABLE

_MOST_MONTHS = 99


def _basis_wrong(filled: Filled) -> bool:
    return any(answer.has("1.3") and answer.code("1.1") != "ANNAT" for answer in filled.answers.of("1"))


def _prognosis_wrong(filled: Filled) -> bool:
    answers = filled.answers
    prognoses = answers.codes("39.1")
    return (answers.has("39.2") and "PROGNOS_OKLAR" not in prognoses) or (
        answers.has("39.4") and ("ATER_X_ANTAL_MANADER" not in prognoses or not _months_in_range(filled))
    )


def _months_in_range(filled: Filled) -> bool:
    months = [part.text for part in filled.answers.parts("39.4")]
    return all(text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= _MOST_MONTHS for text in months)


CONDITIONS = (
    WHOLE_TABLE,
    Condition(
        1,
        "Annan grund (1.3) beskrivs bara när grunden är ANNAT.",
        "Another basis (1.3) is described only when the basis is ANNAT.",
        _basis_wrong,
    ),
    Condition(
        2,
        "Motivering (39.2) hör till oklar prognos, och antal månader (39.4) är 1–99 vid återgång efter månader.",
        "A ground (39.2) belongs to an unclear prognosis, and months (39.4) are 1–99 with a return after months.",
        _prognosis_wrong,
    ),
    Condition(
        3,
        "Frågorna 28 och 32 är numrerade med instans.",
        "Questions 28 and 32 are numbered with instans.",
        lambda filled: not instances(filled.answers, "28", "32"),
    ),
)
