"""Rule F-7: a document is read within its time limit."""

from __future__ import annotations

import time
from typing import Final

from pipelines.documents.rules.rule import Reason, Text

REASON: Final = Reason(
    "too_slow",
    Text("Läsningen tog för lång tid", "Reading took too long"),
    Text(
        "Dokumentet hann inte läsas inom tidsgränsen.",
        "The document could not be read within the time limit.",
    ),
    Text(
        "Läs in det igen när maskinen är mindre belastad. Händer det på nytt, kontrollera dokumentet.",
        "Replay it when the machine is less busy. If it happens again, look at the document.",
    ),
)


class Deadline:
    """The time limit of one document."""

    __slots__ = ("_ends",)

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def check(self) -> None:
        """Raise `UnreadableError` when the time is up."""
        if time.monotonic() > self._ends:
            raise REASON.refusal()
