"""Rule F-3: a document is known by the namespace and local name of its root."""

from __future__ import annotations

import re
from typing import Final

from pipelines.documents.rules.rule import Reason, Text

REASON: Final = Reason(
    "unknown_root",
    Text("Okänd sorts dokument", "Unknown kind of document"),
    Text(
        "Dokumentets rotelement hör inte till någon av de dokumentformer som plattformen läser.",
        "The document's root element belongs to none of the forms that the platform reads.",
    ),
    Text(
        "Är det ett utkast eller något annat än ett intyg, ge upp posten. Är det en ny form behöver den en läsare.",
        "If it is a draft or no certificate, give the item up. If it is a new form, it needs a reader.",
    ),
)

_SHOWN_ROOT = re.compile(r"\{(urn:[A-Za-z0-9:.-]{1,160})\}([A-Za-z]{1,64})")
_LONG_NUMBER = re.compile(r"[0-9]{5}")


def shown(tag: str) -> str:
    """The root's name for people, when it can be nothing but a name."""
    match = _SHOWN_ROOT.fullmatch(tag)
    return f"{match[2]} in {match[1]}" if match and not _LONG_NUMBER.search(match[1]) else ""
