"""What a rule about documents is: a reason that sets a document aside, or a flag that excludes nothing by itself."""

from __future__ import annotations

from typing import Final, NamedTuple

from pipelines.documents.rejection import UnreadableError


class Text(NamedTuple):
    """One text in Swedish and English."""

    sv: str
    en: str


class Reason(NamedTuple):
    """Why a document is set aside: a code, a title, what it means, and what to do about it."""

    code: str
    title: Text
    meaning: Text
    remedy: Text

    def refusal(self, detail: str = "") -> UnreadableError:
        """The error that sets a document aside for this reason. `detail` names a part of it, never a value."""
        return UnreadableError(self.code, detail)


class Flag(NamedTuple):
    """What is odd about a document that is read all the same: a code, and what it means."""

    code: str
    text: Text


ASK_SENDER: Final = Text(
    "Be den som äger källan att leverera dokumentet på nytt, och läs sedan in det igen.",
    "Ask whoever owns the source to deliver the document again, then replay it.",
)
ASK_ABOUT_PART: Final = Text(
    "Ta reda på i källan varför uppgiften saknas. Ett dokument utan den kan inte räknas, så ge annars upp posten.",
    "Find out in the source why the part is missing. A document without it cannot count; else give the item up.",
)
LOOK_FOR_ATTACK: Final = Text(
    "Intyg ser aldrig ut så. Kontrollera källan innan något mer hämtas därifrån, och läs inte in dokumentet igen.",
    "Certificates never look like this. Check the source before more is fetched from it, and do not replay it.",
)
