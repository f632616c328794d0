"""Rule C-7: a fault of a reader sets one document aside and stops nothing."""

from __future__ import annotations

from typing import Final

from pipelines.documents.rules.rule import Reason, Text

REASON: Final = Reason(
    "reader_failed",
    Text("Fel i läsaren", "Fault in the reader"),
    Text(
        "Läsaren klarade inte dokumentet. Felet ligger hos plattformen, inte hos avsändaren.",
        "The reader could not cope with the document. The fault is the platform's, not the sender's.",
    ),
    Text(
        "Anmäl felet. Läs in dokumentet igen när läsaren är rättad.",
        "Report the fault. Replay the document when the reader is mended.",
    ),
)
