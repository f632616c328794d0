"""Rule F-7: a document is not larger than the limit. Sources read at most one byte more than that."""

from __future__ import annotations

from typing import Final

from pipelines.documents.rules.rule import Reason, Text

REASON: Final = Reason(
    "too_large",
    Text("För stort dokument", "Document too large"),
    Text("Dokumentet är större än gränsen, 16 MiB.", "The document is larger than the limit, 16 MiB."),
    Text(
        "Kontrollera att det är ett intyg. Är det äkta, höj gränsen och läs in det igen.",
        "Check that it is a certificate. If it is genuine, raise the limit and replay it.",
    ),
)


def check(payload: bytes, most_bytes: int) -> None:
    """Raise `UnreadableError` when the document has more bytes than `most_bytes`."""
    if len(payload) > most_bytes:
        raise REASON.refusal()
