"""The time zone of every calendar day in the platform (ingestion 1: days are days in Europe/Stockholm)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")


def swedish_day(moment: datetime | None = None) -> date:
    """The day in Sweden at `moment`, which has an offset; now when not given."""
    return (moment or datetime.now(UTC)).astimezone(STOCKHOLM).date()
