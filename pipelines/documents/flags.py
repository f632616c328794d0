"""Every quality flag that the readers, staging and the core models set, with a sentence for people.

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
    PERIODS_OVERLAP,
)
from pipelines.documents.quality import UNKNOWN_CODE, UNKNOWN_QUESTION, VERSION_UNKNOWN
from pipelines.documents.rules import CERTIFICATE_FLAGS, PERIOD_FLAGS
from pipelines.documents.rules.rule import Text

FLAGS: Final[dict[str, Text]] = {
    **{flag.code: flag.text for flag in (*PERIOD_FLAGS, *CERTIFICATE_FLAGS)},
    PERIODS_OVERLAP: Text("Två perioder har minst två dagar gemensamt.", "Two periods share at least two days."),
    DEGREE_REPEATED: Text("Två perioder har samma grad.", "Two periods have the same degree."),
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
    "hint_differs": Text(
        "Källan anger ett annat intygs-id än dokumentet; dokumentets gäller.",
        "The source gives another certificate id than the document; the document's holds.",
    ),
    "hsa_pending": Text(
        "Katalogen känner inte enheten; intyget räknas med okänd enhet tills den gör det.",
        "The directory does not know the unit; the certificate counts with an unknown unit until it does.",
    ),
    "hsa_id_shape": Text(
        "Ett HSA-id ser inte ut som HSA-id brukar göra.", "An HSA id does not look like HSA ids usually do."
    ),
    "geo_missing": Text(
        "Enheten är okänd och utelämnas enligt inställningen; perioden räknas inte.",
        "The unit is unknown and left out by the setting; the period does not count.",
    ),
    "provider_missing": Text(
        "Vårdgivare saknas; perioden räknas inte.", "The care provider is missing; the period does not count."
    ),
    "unit_missing": Text("Enhet saknas; perioden räknas inte.", "The unit is missing; the period does not count."),
    "age_missing": Text(
        "Födelsedatum saknas; perioden räknas inte.", "The birth date is missing; the period does not count."
    ),
    "born_after_start": Text(
        "Födelsedatumet ligger efter periodens start; perioden räknas inte.",
        "The birth date lies after the start of the period; the period does not count.",
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
