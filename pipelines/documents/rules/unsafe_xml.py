"""Rule F-7: no document type declaration, and so no entities and nothing from outside the document."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipelines.documents.rules.rule import LOOK_FOR_ATTACK, Reason, Text

REASON: Final = Reason(
    "unsafe_xml",
    Text("Otillåten XML", "XML that is not allowed"),
    Text(
        "Dokumentet har en dokumenttypsdeklaration, som kan användas för att angripa den som läser det.",
        "The document has a document type declaration, which can be used to attack whoever reads it.",
    ),
    LOOK_FOR_ATTACK,
)

# Possessive, so that a prolog of many comments cannot be read in more than one way.
_DOCTYPE_IN_PROLOG = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)


def check_prolog(text: bytes) -> None:
    """Raise `UnreadableError` for a document type declaration before the root, ahead of all parsing."""
    if b"<!DOCTYPE" in text and _DOCTYPE_IN_PROLOG.match(text):
        raise REASON.refusal()


def check_parsed(root: etree._Element) -> None:
    """Raise `UnreadableError` when the parser has met a declaration all the same."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise REASON.refusal()
