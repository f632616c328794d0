"""Rule L-4: documents of one certificate say the same. They are compared when facts are built."""

from __future__ import annotations

from typing import Final

from pipelines.documents.rules.rule import Reason, Text

REASON: Final = Reason(
    "conflict",
    Text("Samma intyg med olika innehåll", "Same certificate, different content"),
    Text(
        "Flera dokument har samma id men olika innehåll. Ett av dem räknas, detta är ett av de andra.",
        "Several documents have the same id but different content. One of them counts, this is one of the others.",
    ),
    Text(
        "Fråga den som äger källan vilket dokument som gäller. Dokument ska aldrig ändras i efterhand.",
        "Ask whoever owns the source which document is right. Documents shall never change afterwards.",
    ),
)
