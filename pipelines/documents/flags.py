"""Every quality flag that the readers set, with a sentence for people.

Flags exclude nothing by themselves. Form rules and diagnosis rules have a number after a colon or hyphen; the
conditions of the forms are described beside their tests (`pipelines.documents.form_rules`).
"""

from __future__ import annotations

from typing import Final

from pipelines.documents.diagnosis import MIXED_CODE_SYSTEMS, SEX_CONTRADICTS_DIAGNOSIS
from pipelines.documents.form_rules import CONDITIONS_BY_FORM
from pipelines.documents.leaves import TIME_AMBIGUOUS, TIME_NONEXISTENT
from pipelines.documents.messages import MESSAGE_RULES
from pipelines.documents.periods import (
    DEGREE_REPEATED,
    DEGREE_UNKNOWN,
    END_BEFORE_START,
    PERIOD_UNREADABLE,
    PERIODS_OVERLAP,
)
from pipelines.documents.quality import UNKNOWN_CODE, UNKNOWN_QUESTION, VERSION_UNKNOWN
from pipelines.quarantine.reasons import Text
from warehouse.identity import BIRTH_IMPROBABLE, CHECK_DIGIT, PERSON_ID_UNREADABLE

FLAGS: Final[dict[str, Text]] = {
    PERIOD_UNREADABLE: Text(
        "Periodens start eller slut saknas eller är ingen kalenderdag; perioden räknas inte.",
        "Start or end of the period is missing or no calendar day; the period does not count.",
    ),
    END_BEFORE_START: Text("Perioden slutar före sin start.", "The period ends before it starts."),
    DEGREE_UNKNOWN: Text("Graden står inte i kodlistan.", "The degree is not in the code list."),
    PERIODS_OVERLAP: Text("Två perioder har minst två dagar gemensamt.", "Two periods share at least two days."),
    DEGREE_REPEATED: Text("Två perioder har samma grad.", "Two periods have the same degree."),
    "diagnosis_form:D1": Text("Diagnoskoden skrivs med punkt.", "The diagnosis code is written with a dot."),
    "diagnosis_form:D2": Text("Diagnoskoden har inte 3–5 tecken.", "The diagnosis code does not have 3–5 characters."),
    "diagnosis_form:D3": Text(
        "Diagnoskoden är inte en bokstav, två siffror och därefter bokstäver, siffror eller bindestreck.",
        "The diagnosis code is not a letter, two digits and then letters, digits or hyphens.",
    ),
    "diagnosis_form:D4": Text(
        "En kod som börjar med F, eller Z73, har färre än fyra tecken.",
        "A code that begins with F, or Z73, has fewer than four characters.",
    ),
    "diagnosis_form:D7": Text(
        "Diagnosens kodsystem är varken ICD-10-SE eller KSH97-P.",
        "The code system of the diagnosis is neither ICD-10-SE nor KSH97-P.",
    ),
    MIXED_CODE_SYSTEMS: Text(
        "Diagnoserna hör till olika kodsystem.", "The diagnoses belong to different code systems."
    ),
    SEX_CONTRADICTS_DIAGNOSIS: Text(
        "Graviditetsdiagnos för en man enligt personnumret.", "Pregnancy diagnosis of a man by the person id."
    ),
    UNKNOWN_QUESTION: Text(
        "Dokumentet har frågor eller delsvar som blanketten inte har.",
        "The document has questions or answers that the form does not have.",
    ),
    UNKNOWN_CODE: Text("Ett svar har en kod utanför kodlistan.", "An answer has a code outside its code list."),
    VERSION_UNKNOWN: Text("Blankettens version är okänd.", "The version of the form is unknown."),
    TIME_AMBIGUOUS: Text(
        "Klockslaget inträffar två gånger när sommartiden slutar; det första används.",
        "The time of day occurs twice when summer time ends; the first is used.",
    ),
    TIME_NONEXISTENT: Text(
        "Klockslaget finns inte när sommartiden börjar; det flyttas en timme framåt.",
        "The time of day does not exist when summer time begins; it is moved one hour forward.",
    ),
    PERSON_ID_UNREADABLE: Text(
        "Person-id:t är varken personnummer eller samordningsnummer; kön och ålder är okända.",
        "The person id is neither a personal nor a coordination number; sex and age are unknown.",
    ),
    CHECK_DIGIT: Text("Personnumrets kontrollsiffra stämmer inte.", "The check digit of the person id is wrong."),
    BIRTH_IMPROBABLE: Text(
        "Födelsedatumet ligger före 1840-05-06 eller i framtiden.",
        "The birth date lies before 1840-05-06 or in the future.",
    ),
}
"""Every flag but those of the form rules."""


def form_rule_texts() -> dict[str, Text]:
    """Every flag of a form rule, and what a document that keeps the rule looks like."""
    texts = {
        f"form_rule:{form_id}-{condition.number}": Text(condition.sv, condition.en)
        for form_id, conditions in CONDITIONS_BY_FORM.items()
        for condition in conditions
    }
    texts |= {f"form_rule:MESSAGE-{rule.number}": Text(rule.sv, rule.en) for rule in MESSAGE_RULES}
    return texts


def as_markdown() -> str:
    """All flags as a table for `docs/quarantine-reasons.md`."""
    rows = [f"| `{flag}` | {text.sv} | {text.en} |" for flag, text in (FLAGS | form_rule_texts()).items()]
    return "\n".join(["| Flagga / flag | Betyder | Means |", "|---|---|---|", *rows]) + "\n"
