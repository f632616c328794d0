"""Turning what a build made into releases: restricted and care first, the public one last.

Each zone has its own pointer, moved only after its release is complete and verified. A crash between two zones leaves
the later ones with the release before, which is complete in itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.build import Build, delta_folder
from warehouse.errors import NotReadyError
from warehouse.releases import Release, ReleaseStore
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone

CONTENTS: dict[Zone, tuple[str, ...]] = {
    Zone.RESTRICTED: ("core", "rehab.duckdb"),
    Zone.CARE: ("care.duckdb",),
    Zone.PUBLIC: ("national.duckdb",),
}
"""What of the workspace makes the release of each zone."""


def release_zone(data: DataDirectory, settings: Settings, build: Build, zone: Zone, rows: dict[str, int]) -> Release:
    """Seal the zone's part of the build as a release, verify it, put it in force, and drop releases past keeping.

    Raises NotReadyError when the build has not made the zone's part yet.
    """
    store = ReleaseStore(data.zone(zone))
    store.sweep()
    if build.version in store.versions():
        store.put_in_force(build.version)
        return store.get(build.version)
    with store.building(build.version) as aside:
        for name in CONTENTS[zone]:
            _move(data.work / name, aside / name)
        release = store.finish(aside, build.version, _facts(build, zone, rows))
    store.put_in_force(release.version)
    store.retain(settings.kept_releases)
    return release


DELTA_CONTENTS: dict[Zone, tuple[str, ...]] = {
    Zone.RESTRICTED: ("core", "rehab.duckdb"),
    Zone.CARE: ("care.duckdb",),
}
"""What of a delta's workspace makes the release of each zone."""


def release_delta(data: DataDirectory, settings: Settings, build: Build, bases: dict[Zone, Release]) -> None:
    """Seal a delta build as releases of the restricted and the care zone, and put them in force in that order.

    Raises NotReadyError when the delta has not been made.
    """
    for zone, names in DELTA_CONTENTS.items():
        store, base = ReleaseStore(data.zone(zone)), bases[zone]
        store.sweep()
        with store.building(build.version) as aside:
            for name in names:
                _move(delta_folder(data) / name, aside / name)
            facts = _facts(build, zone, {})
            facts["inputs"]["base"] = base.manifest["inputs"]["base"]
            release = store.finish(aside, build.version, facts, base)
        store.put_in_force(release.version)
        store.retain(settings.kept_releases)


def _move(made: Path, place: Path) -> None:
    if not made.exists():
        raise NotReadyError(f"The build has not made {made.name} yet; run `intyg build` first.")
    made.rename(place)


def _facts(build: Build, zone: Zone, rows: dict[str, int]) -> dict[str, Any]:
    """What the manifest says beside the checksums. The public one says nothing of what is inside other zones."""
    facts: dict[str, Any] = {
        "as_of": build.as_of,
        "data_time": build.data_time,
        "code_revision": build.code_revision,
        "rows": rows,
    }
    if zone is not Zone.PUBLIC:
        facts["inputs"] = build.inputs
    return facts
