"""Rule F-8: a period needs two calendar days; one without drops out alone."""

from __future__ import annotations

from datetime import date
from typing import Final

from pipelines.documents.rules.rule import Flag, Text

FLAG: Final = Flag(
    "period_unreadable",
    Text(
        "Periodens start eller slut saknas eller är ingen kalenderdag; perioden räknas inte.",
        "Start or end of the period is missing or no calendar day; the period does not count.",
    ),
)


def is_broken(start: date | None, end: date | None) -> bool:
    """Whether one of the days of a period, as far as they could be read, is missing."""
    return start is None or end is None
