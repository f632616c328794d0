"""Rule F-8: the two breaches of a form's own rules for which the whole document is set aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipelines.documents.leaves import has_day_form
from pipelines.documents.rules.rule import Reason, Text

REASON: Final = Reason(
    "form_refused",
    Text("Blankettens regler avvisar intyget", "Refused by the form's rules"),
    Text(
        "En period har ett datum som inte skrivs år-månad-dag, eller så saknar ett läkarintyg för sjukpenning "
        "beskrivningen av funktionsnedsättning. Källan borde inte ha tagit emot intyget.",
        "A period has a date not written year-month-day, or a certificate for sickness benefit lacks the "
        "description of impairment. The source should not have accepted the certificate.",
    ),
    Text(
        "Jämför med källan. Står det likadant där ska intyget inte räknas, och posten kan ges upp.",
        "Compare with the source. If it stands so there too, the certificate shall not count: give the item up.",
    ),
)


def check_date_form(days: Iterable[str | None], answer: str) -> None:
    """Raise `UnreadableError` when a day of the answer is not written yyyy-MM-dd, calendar day or not."""
    if any(day is not None and not has_day_form(day) for day in days):
        raise REASON.refusal(f"answer {answer}")


def check_text(says_something: bool, answer: str) -> None:
    """Raise `UnreadableError` when an answer that the form demands says nothing."""
    if not says_something:
        raise REASON.refusal(f"answer {answer}")
