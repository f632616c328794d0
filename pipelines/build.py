"""The build in progress: its version, its day and its inputs, kept beside the workspace from first step to last.

A base build makes everything from everything. A delta build makes only what events since the base in force have
touched, and can do so as long as nothing else has changed: see `base_for_delta`.
"""

from __future__ import annotations

import hmac
import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipelines.documents.record import PARSER_VERSION
from pipelines.landing.file_readings import readings
from pipelines.landing.landing import Landing
from pipelines.landing.ledger import Segment
from pipelines.staging.stage import Staging
from warehouse.errors import NotReadyError
from warehouse.keys import key
from warehouse.releases import DELTA, Release, ReleaseStore, new_version
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone, remove_tree, write_json

DELTA_ZONES = (Zone.RESTRICTED, Zone.CARE)
"""The zones that follow the events of the day; national figures are made by the base alone (rule O-5)."""


@dataclass(frozen=True, slots=True)
class Build:
    """What one build makes its release from. `as_of` counts as today (rule V-14); `data_time` is when it began.

    `landed` is a digest of the segments up to `last_segment`, `basis` one of all that decides beside the events;
    `begun` are seconds since 1970.
    """

    version: str
    as_of: str
    data_time: str
    segments: int
    events: int
    code_revision: str
    last_segment: int
    landed: str
    basis: str
    begun: float

    @property
    def inputs(self) -> dict[str, Any]:
        """What the manifest says of the inputs; `base` is what a later delta on this build compares itself with."""
        base = {"last_segment": self.last_segment, "landed": self.landed, "basis": self.basis, "begun": self.begun}
        return {
            "segments": self.segments,
            "events": self.events,
            "last_segment": self.last_segment,
            "base": base,
        }

    @property
    def today(self) -> date:
        return date.fromisoformat(self.as_of)


def begin(data: DataDirectory, settings: Settings, landing: Landing) -> Build:
    """Start a base build with an empty workspace; what an interrupted build left is thrown away."""
    remove_tree(data.work)
    return _begin(data.work, data, settings, landing)


def begin_delta(data: DataDirectory, settings: Settings, landing: Landing) -> Build:
    """Start a delta build with an empty workspace of its own; a base build that waits to be published stays."""
    remove_tree(delta_folder(data))
    return _begin(delta_folder(data), data, settings, landing)


def _begin(folder: Path, data: DataDirectory, settings: Settings, landing: Landing) -> Build:
    now = datetime.now(UTC)
    segments = landing.ledger.segments()
    build = Build(
        version=new_version(now),
        as_of=settings.day().isoformat(),
        data_time=now.isoformat(timespec="seconds"),
        segments=len(segments),
        events=sum(segment.events for segment in segments),
        code_revision=_code_revision(),
        last_segment=max((segment.number for segment in segments), default=0),
        landed=_landed(segments),
        basis=_basis(data, settings, landing),
        begun=now.timestamp(),
    )
    write_json(_path(folder), asdict(build))
    return build


def current(data: DataDirectory) -> Build:
    """The base build begun last. Raises NotReadyError when none has begun."""
    return _read(data.work)


def current_delta(data: DataDirectory) -> Build:
    """The delta build begun last. Raises NotReadyError when none has begun."""
    return _read(delta_folder(data))


def delta_folder(data: DataDirectory) -> Path:
    """The workspace of delta builds."""
    return data.work / DELTA


def base_for_delta(data: DataDirectory, settings: Settings, landing: Landing) -> dict[Zone, Release] | None:
    """The releases in force of the restricted and the care zone, when a delta on their base can be made.

    None when a base build is needed: nothing published, zones on different bases, another day, other code, settings
    or reference files, events removed from landing by an erasure, or documents of the base read again since.
    """
    stores = {zone: ReleaseStore(data.zone(zone)) for zone in DELTA_ZONES}
    if any(store.current_version() is None for store in stores.values()):
        return None
    releases = {zone: store.current() for zone, store in stores.items()}
    inputs = [release.manifest.get("inputs", {}).get("base") for release in releases.values()]
    if len({release.base_version for release in releases.values()}) > 1 or None in inputs:
        return None
    known = inputs[0]
    segments = [segment for segment in landing.ledger.segments() if segment.number <= known["last_segment"]]
    if _landed(segments) != known["landed"] or _basis(data, settings, landing) != known["basis"]:
        return None
    staging = Staging(data.staging)
    if any(staging.staged_at(segment.number) > known["begun"] for segment in segments):
        return None
    return releases


def covered(data: DataDirectory) -> int:
    """The last segment whose events are in the releases in force of both zones; 0 when nothing is published."""
    stores = [ReleaseStore(data.zone(zone)) for zone in DELTA_ZONES]
    if any(store.current_version() is None for store in stores):
        return 0
    return min(int(store.current().manifest.get("inputs", {}).get("last_segment", 0)) for store in stores)


def _landed(segments: Sequence[Segment]) -> str:
    return sha256("\n".join(f"{segment.number} {segment.sha256}" for segment in segments).encode()).hexdigest()


def _basis(data: DataDirectory, settings: Settings, landing: Landing) -> str:
    decisive = [
        settings.day().isoformat(),
        settings.unknown_units.value,
        PARSER_VERSION,
        _code_revision(),
        *sorted(str(reading) for file in landing.ledger.files() for reading in readings(landing.ledger, file.kind)),
    ]
    return hmac.digest(key(settings.person_key, data, "person"), "\n".join(decisive).encode(), sha256).hex()


def _read(folder: Path) -> Build:
    try:
        return Build(**json.loads(_path(folder).read_text()))
    except FileNotFoundError:
        raise NotReadyError("No build has begun; run `intyg build` first.") from None


def _path(folder: Path) -> Path:
    return folder / "build.json"


@cache
def _code_revision() -> str:
    """The revision of the code, `unknown` outside a checkout."""
    done = subprocess.run(
        ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short=12", "HEAD"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"
