"""What the landed triggers say is to be fetched from the certificate service (rule C2-4)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.landing.landing import Landing

TRIGGER_SOURCE = "trigger"
SIGNED, MESSAGE_SENT = "certificate-signed", "message-sent"
COLUMNS = ["action", "certificate_id", "message_id"]


@dataclass(frozen=True, slots=True)
class Hints:
    """Ids of new certificates, of certificates that were sent or revoked, and of messages, from the segments of landing
    up to `until`."""

    until: int
    signed: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    messages: set[str] = field(default_factory=set)


class HintBook:
    """The triggers that are landed below `directory`. A trigger is a hint only: what is fetched is the proof."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def last(self) -> int:
        """The number of the newest segment with triggers; 0 when there is none."""
        with closing(Landing(self._directory)) as landing:
            return max(_segments(landing, 0), default=0)

    def after(self, segment: int) -> Hints:
        """What the triggers in segments above `segment` say."""
        with closing(Landing(self._directory)) as landing:
            numbers = _segments(landing, segment)
            hints = Hints(max(numbers, default=segment))
            for number in numbers:
                for rows in landing.read_segment(number, COLUMNS):
                    _add(hints, rows.to_pylist())
        return hints


def _segments(landing: Landing, above: int) -> list[int]:
    return [
        segment.number
        for segment in landing.ledger.segments()
        if segment.source.split("/")[0] == TRIGGER_SOURCE and segment.number > above
    ]


def _add(hints: Hints, rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        if row["action"] == MESSAGE_SENT:
            if row["message_id"]:
                hints.messages.add(row["message_id"])
        elif row["certificate_id"]:
            (hints.signed if row["action"] == SIGNED else hints.changed).add(row["certificate_id"])
