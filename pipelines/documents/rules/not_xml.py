"""Rule: a document that is not JSON is well-formed XML."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipelines.documents.rules.rule import ASK_SENDER, Reason, Text

REASON: Final = Reason(
    "not_xml",
    Text("Inte läsbar XML", "Not readable XML"),
    Text(
        "Dokumentet är varken JSON eller giltig XML. Platsen för första felet visas.",
        "The document is neither JSON nor well-formed XML. The place of the first fault is shown.",
    ),
    ASK_SENDER,
)


def place(error: etree.XMLSyntaxError) -> str:
    """Where the first fault is. The parser's own message quotes the document; the position does not."""
    line, column = error.position
    return f"line {line}, column {column}"
