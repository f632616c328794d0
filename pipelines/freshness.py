"""How fresh the releases are: the age of the oldest event that is in none yet, and how long the last took (O-3)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.build import covered
from pipelines.landing.landing import Landing
from warehouse.storage import DataDirectory, Zone, write_json


@dataclass(frozen=True, slots=True)
class Delay:
    """Seconds from landing to release, of the oldest and the newest event that a release was the first to hold."""

    version: str
    released_at: str
    oldest_seconds: float
    newest_seconds: float


def oldest_waiting(data: DataDirectory, landing: Landing) -> float | None:
    """Age in seconds of the oldest landed event that the releases in force do not hold; None when they hold all."""
    times = landing.ledger.landed_after(covered(data))
    return _seconds_since(times[0], datetime.now(UTC)) if times else None


def note_release(data: DataDirectory, landing: Landing, covered_before: int, version: str) -> float:
    """Measure and keep how long the events took that a new release is the first to hold.

    `covered_before` is the last segment that the releases before it held. Returns the seconds of the oldest event, 0
    when the release holds no new one.
    """
    now = datetime.now(UTC)
    waiting = len(landing.ledger.landed_after(covered(data)))
    landed = landing.ledger.landed_after(covered_before)
    times = landed[: len(landed) - waiting]
    if not times:
        return 0.0
    delay = Delay(
        version, now.isoformat(timespec="seconds"), _seconds_since(times[0], now), _seconds_since(times[-1], now)
    )
    write_json(_path(data), asdict(delay))
    return delay.oldest_seconds


def last_delay(data: DataDirectory) -> Delay | None:
    """What was measured at the last release with new events; None before the first."""
    try:
        return Delay(**json.loads(_path(data).read_text()))
    except FileNotFoundError:
        return None


def freshness_rows(data: DataDirectory, landing: Landing) -> list[tuple[str, str]]:
    """Lines of the status page."""
    waiting, delay = oldest_waiting(data, landing), last_delay(data)
    rows = [("Oldest event not yet in a release", "none waits" if waiting is None else f"{waiting:.0f} s")]
    if delay:
        rows.append(("Last event, from landing to release", f"{delay.newest_seconds:.0f} s ({delay.released_at})"))
    return rows


def _seconds_since(time: str, now: datetime) -> float:
    return max((now - datetime.fromisoformat(time)).total_seconds(), 0.0)


def _path(data: DataDirectory) -> Path:
    return data.zone(Zone.RESTRICTED) / "freshness.json"
