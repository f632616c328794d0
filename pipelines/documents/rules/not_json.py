"""Rule: a document that begins with a brace is a JSON object."""

from __future__ import annotations

import json
from typing import Final

from pipelines.documents.rules.rule import ASK_SENDER, Reason, Text

REASON: Final = Reason(
    "not_json",
    Text("Inte läsbar JSON", "Not readable JSON"),
    Text(
        "Dokumentet börjar som ett äldre intyg i JSON men går inte att tolka.",
        "The document begins like an older certificate in JSON but cannot be parsed.",
    ),
    ASK_SENDER,
)


def place(error: json.JSONDecodeError) -> str:
    """Where the first fault is."""
    return f"line {error.lineno}, column {error.colno}"
