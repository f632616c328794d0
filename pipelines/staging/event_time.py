"""The time of an event, out of the text that its source gave."""

from __future__ import annotations

from datetime import datetime

from warehouse.swedish_time import STOCKHOLM


def event_time(text: str | None) -> datetime | None:
    """The Swedish local time without offset, to the second, or None where the text is no time.

    A time with an offset is put into Swedish time (rule T-1). A revocation or sending whose time cannot be read still
    counts; its time is unknown (rule E-2).
    """
    try:
        time = datetime.fromisoformat(text) if text else None
        local = time.astimezone(STOCKHOLM) if time and time.tzinfo else time
    except (ValueError, OverflowError):
        return None
    return local.replace(tzinfo=None, microsecond=0) if local else None
