"""The build in progress: its version, its day and its inputs, kept beside the workspace from first step to last."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.landing.landing import Landing
from warehouse.errors import NotReadyError
from warehouse.releases import new_version
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, remove_tree, write_json


@dataclass(frozen=True, slots=True)
class Build:
    """What one build makes its release from. `as_of` counts as today (rule V-14); `data_time` is when it began."""

    version: str
    as_of: str
    data_time: str
    segments: int
    events: int
    code_revision: str

    @property
    def today(self) -> date:
        return date.fromisoformat(self.as_of)


def begin(data: DataDirectory, settings: Settings, landing: Landing) -> Build:
    """Start a build with an empty workspace; what an interrupted build left is thrown away."""
    remove_tree(data.work)
    now = datetime.now(UTC)
    segments = landing.ledger.segments()
    build = Build(
        version=new_version(now),
        as_of=settings.day().isoformat(),
        data_time=now.isoformat(timespec="seconds"),
        segments=len(segments),
        events=sum(segment.events for segment in segments),
        code_revision=_code_revision(),
    )
    write_json(_path(data), asdict(build))
    return build


def current(data: DataDirectory) -> Build:
    """The build begun last. Raises NotReadyError when none has begun."""
    try:
        return Build(**json.loads(_path(data).read_text()))
    except FileNotFoundError:
        raise NotReadyError("No build has begun; run `intyg build` first.") from None


def _path(data: DataDirectory) -> Path:
    return data.work / "build.json"


def _code_revision() -> str:
    """The revision of the code, `unknown` outside a checkout."""
    done = subprocess.run(
        ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short=12", "HEAD"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"
