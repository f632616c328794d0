"""Rule V-10: a period does not end before it starts; one that does drops out alone."""

from __future__ import annotations

from datetime import date
from typing import Final

from pipelines.documents.rules.rule import Flag, Text

FLAG: Final = Flag("end_before_start", Text("Perioden slutar före sin start.", "The period ends before it starts."))


def is_broken(start: date | None, end: date | None) -> bool:
    """Whether both days are there, in the wrong order."""
    return start is not None and end is not None and end < start
