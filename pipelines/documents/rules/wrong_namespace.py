"""Rule F-3: a root of a known name stands in a namespace where it is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipelines.documents.rules.rule import Reason, Text

REASON: Final = Reason(
    "wrong_namespace",
    Text("Fel namnrymd", "Wrong namespace"),
    Text(
        "Rotelementet heter som i ett intyg eller meddelande, men står i en namnrymd som plattformen inte läser, "
        "till exempel en annan version av kontraktet.",
        "The root element is named as in a certificate or message, but stands in a namespace that the platform does "
        "not read, for example another version of the contract.",
    ),
    Text(
        "Kontrollera källan. Är det en version av kontraktet som ska läsas behöver den en läsare, och läs sedan in "
        "dokumentet igen.",
        "Check the source. If it is a version of the contract that is to be read, it needs a reader; then replay it.",
    ),
)


def is_broken(tag: str, known_tags: Iterable[str]) -> bool:
    """Whether the root has the local name of a known one, in another namespace or none."""
    name = tag.rpartition("}")[2]
    return any(known.endswith(f"}}{name}") for known in known_tags)
