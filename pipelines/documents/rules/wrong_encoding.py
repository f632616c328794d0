"""Rule C1-5: a document is UTF-8, whatever its declaration says."""

from __future__ import annotations

from typing import Final

from pipelines.documents.rules.rule import ASK_SENDER, Reason, Text

REASON: Final = Reason(
    "wrong_encoding",
    Text("Fel teckenkodning", "Wrong encoding"),
    Text(
        "Dokumentet är inte skrivet i UTF-8, som är den enda tillåtna teckenkodningen.",
        "The document is not written in UTF-8, the only encoding that is accepted.",
    ),
    ASK_SENDER,
)

_OTHER_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")


def check_beginning(payload: bytes) -> None:
    """Raise `UnreadableError` when the first bytes are those of UTF-16 or UTF-32."""
    if payload.startswith(_OTHER_UNICODE_MARKS):
        raise REASON.refusal()


def is_utf8(text: bytes) -> bool:
    """Whether every byte is part of a character in UTF-8."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
