"""Rule: a document holds no character that XML forbids, neither as it is nor as a reference."""

from __future__ import annotations

import json
import re
from typing import Final

from lxml import etree

from pipelines.documents.rules.rule import ASK_SENDER, Reason, Text

REASON: Final = Reason(
    "control_character",
    Text("Otillåtet tecken", "Character that is not allowed"),
    Text(
        "Dokumentet har ett styrtecken eller ett annat tecken som inte får finnas i XML eller JSON. Platsen visas.",
        "The document holds a control character, or another one that XML or JSON does not allow. The place is shown.",
    ),
    ASK_SENDER,
)
_FORBIDDEN_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# JSON can escape characters that no XML document and no database text can hold.
_FORBIDDEN_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_JSON_MESSAGE = "Invalid control character"


def is_xml_fault(text: bytes, error: etree.XMLSyntaxError) -> bool:
    """Whether a forbidden character is why the document is no XML."""
    return (
        getattr(error, "code", None) == etree.ErrorTypes.ERR_INVALID_CHAR or _FORBIDDEN_BYTES.search(text) is not None
    )


def is_json_fault(error: json.JSONDecodeError) -> bool:
    """Whether a forbidden character is why the document is no JSON."""
    return error.msg.startswith(_JSON_MESSAGE)


def is_in(text: str) -> bool:
    """Whether a text, escapes resolved, holds a forbidden character."""
    return _FORBIDDEN_CHARACTERS.search(text) is not None
