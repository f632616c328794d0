"""Rule: an event says what has happened, or carries a document."""

from __future__ import annotations

from typing import Final

from pipelines.documents.rules.rule import Reason, Text

REASON: Final = Reason(
    "unknown_event",
    Text("Okänd händelse", "Unknown event"),
    Text(
        "Händelsen är av en sort som plattformen inte känner, och den har inget dokument med sig.",
        "The event is of a kind that the platform does not know, and it carries no document.",
    ),
    Text(
        "Fråga den som äger källan vad sorten betyder. Den finns kvar och läses om när plattformen har lärt sig den.",
        "Ask whoever owns the source what the kind means. It is kept, and read again when the platform has learnt it.",
    ),
)
