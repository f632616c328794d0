"""Rule: a document holds something."""

from __future__ import annotations

from typing import Final

from pipelines.documents.rules.rule import ASK_SENDER, Reason, Text

REASON: Final = Reason(
    "empty_document",
    Text("Tomt dokument", "Empty document"),
    Text("Dokumentet innehåller ingenting.", "The document holds nothing."),
    ASK_SENDER,
)


def check(text: bytes) -> None:
    """Raise `UnreadableError` when nothing is left of a document without byte-order mark and surrounding blanks."""
    if not text:
        raise REASON.refusal()
