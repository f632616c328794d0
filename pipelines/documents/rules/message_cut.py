"""Rule: a message that fills its column in the store to the brim is not taken for a whole one."""

from __future__ import annotations

import re
from typing import Final

from pipelines.documents.rules.rule import Reason, Text

REASON: Final = Reason(
    "message_cut",
    Text("Avhugget meddelande", "Message cut short"),
    Text(
        "Meddelandet slutar vid 64 KiB, som är så mycket som källans tabell rymmer.",
        "The message ends at 64 KiB, which is as much as the table of the source holds.",
    ),
    Text(
        "Hämta meddelandet från kön eller tjänsten i stället. Det räknas när det har kommit därifrån.",
        "Fetch the message from the queue or the service instead. It counts once it has come from there.",
    ),
)

_COLUMN_BYTES = range(65_530, 65_537)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?SendMessageTo(?:Care|Recipient)[\s>]")
_ROOT_WITHIN = 8192


def check(text: bytes) -> None:
    """Raise `UnreadableError` when an unreadable document is a message cut off at the size of its column."""
    if len(text) in _COLUMN_BYTES and _ROOT.search(text, 0, _ROOT_WITHIN):
        raise REASON.refusal()
