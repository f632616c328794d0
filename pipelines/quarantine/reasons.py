"""Why something is in quarantine: one table of reasons, for pages, commands and `docs/quarantine-reasons.md`."""

from __future__ import annotations

from typing import Final

from pipelines.documents import rules
from pipelines.documents.rules.rule import Reason, Text

REASONS: Final[dict[str, Reason]] = {reason.code: reason for reason in rules.REASONS}
"""Every reason by its code, in the order in which people read them."""

_NOT_IN_TABLE = Reason(
    "",
    Text("Okänd orsak", "Unknown reason"),
    Text(
        "Orsaken kommer från en annan version av plattformen.",
        "The reason comes from another version of the platform.",
    ),
    Text("Läs in posten igen.", "Replay the item."),
)


def describe(code: str) -> Reason:
    """The reason of a code; one that says so for a code that this version does not have."""
    return REASONS.get(code) or _NOT_IN_TABLE._replace(code=code)


def as_markdown() -> str:
    """The table of reasons for `docs/quarantine-reasons.md`: a section a code, Swedish before English."""
    sections = [
        f"### `{code}` – {reason.title.en}\n\n"
        f"**{reason.title.sv}.** {reason.meaning.sv} {reason.remedy.sv}\n\n"
        f"{reason.meaning.en} {reason.remedy.en}\n"
        for code, reason in REASONS.items()
    ]
    return "\n".join(sections)
