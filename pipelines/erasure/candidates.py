"""Certificates that ought to be erased and wait for a person's decision (rules X-6, X-14 to X-16).

They come from two sides: a care provider whose certificates remain although all were said to be erased, and ids that a
source no longer has. The ids lie in the restricted zone and leave it when they are erased.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipelines.erasure.orders import folder
from pipelines.landing.ledger import now
from warehouse.storage import DataDirectory, write_json

NIGHTS = 2
"""Complete comparisons in a row that an id must be missing in."""

LARGEST_NUMBER = 500
LARGEST_SHARE = 0.001


@dataclass(slots=True)
class Candidates:
    """What waits. `remaining` is by care provider; `missing` is by source, each id with the nights it was missing.

    `alarm` is by source: how many ids vanished at once, when that was too many to act on.
    """

    remaining: dict[str, list[str]] = field(default_factory=dict)
    missing: dict[str, dict[str, int]] = field(default_factory=dict)
    alarm: dict[str, int] = field(default_factory=dict)
    changed_at: str | None = None

    def absent(self, source: str) -> list[str]:
        """Ids that were missing from a source often enough to be erased; none while there is an alarm."""
        if source in self.alarm:
            return []
        return sorted(one for one, nights in self.missing.get(source, {}).items() if nights >= NIGHTS)

    def sentences(self) -> list[str]:
        """What waits, in numbers; the ids stand in the restricted zone."""
        lines = [
            f"Care provider {provider}: {len(ids)} certificates remain although all were said to be erased."
            for provider, ids in sorted(self.remaining.items())
        ]
        for source in sorted(self.missing.keys() | self.alarm.keys()):
            if source in self.alarm:
                lines.append(
                    f"Source {source}: ALARM, {self.alarm[source]} certificates vanished at once; nothing is done."
                )
            elif absent := self.absent(source):
                lines.append(f"Source {source}: {len(absent)} certificates are no longer there.")
        return lines or ["Nothing waits for a decision."]


def read_candidates(data: DataDirectory) -> Candidates:
    """What waits now."""
    try:
        return Candidates(**json.loads(_path(data).read_text()))
    except FileNotFoundError:
        return Candidates()


def note_remaining(data: DataDirectory, provider: str, certificates: Collection[str]) -> None:
    """Note what remains of a care provider whose certificates were all said to be erased; none ends the waiting."""
    candidates = read_candidates(data)
    candidates.remaining.pop(provider, None)
    if certificates:
        candidates.remaining[provider] = sorted(certificates)
    _write(data, candidates)


def note_comparison(data: DataDirectory, source: str, ours: Collection[str], theirs: Collection[str]) -> list[str]:
    """Note a complete comparison of the ids of one source; returns the ids that became candidates.

    `ours` are the certificates that came from this source and that we have, `theirs` all that it holds now. A
    comparison that was interrupted or contradicts the source's totals must not be noted (rule X-16). When more than 500
    ids, or more than one in a thousand, vanish at once, nothing is done and the alarm is raised (rule X-15); a single
    id raises none.
    """
    candidates = read_candidates(data)
    before = candidates.missing.get(source, {})
    gone = set(ours) - set(theirs)
    vanished = len(gone - before.keys())
    if vanished > LARGEST_NUMBER or (vanished > 1 and vanished > LARGEST_SHARE * len(ours)):
        candidates.alarm[source] = vanished
        _write(data, candidates)
        return []
    candidates.alarm.pop(source, None)
    candidates.missing[source] = {one: before.get(one, 0) + 1 for one in sorted(gone)}
    _write(data, candidates)
    return candidates.absent(source)


def forget(data: DataDirectory, certificates: Iterable[str], providers: Iterable[str]) -> None:
    """Let go of what has been erased."""
    if not _path(data).exists():
        return
    erased, ended = set(certificates), set(providers)
    candidates = read_candidates(data)
    candidates.remaining = {
        provider: [one for one in ids if one not in erased]
        for provider, ids in candidates.remaining.items()
        if provider not in ended and not erased.issuperset(ids)
    }
    candidates.missing = {
        source: {one: nights for one, nights in ids.items() if one not in erased}
        for source, ids in candidates.missing.items()
    }
    _write(data, candidates)


def _path(data: DataDirectory) -> Path:
    return folder(data).parent / "candidates.json"


def _write(data: DataDirectory, candidates: Candidates) -> None:
    candidates.changed_at = now()
    write_json(_path(data), asdict(candidates))
