"""Release assets: one per zone; each seals what was built and moves the zone's pointer."""

from __future__ import annotations

import dagster as dg

from pipelines import build as builds
from pipelines.assets.platform import Platform
from pipelines.assets.statistics import care_facts, core_tables, national_cells, rehab_certificates
from pipelines.freshness import note_release
from pipelines.progress import step
from pipelines.publication.databases import database_counts
from pipelines.publication.releasing import release_zone
from warehouse.storage import Zone

GROUP = "release"


def _publish(platform: Platform, zone: Zone) -> dg.MaterializeResult[None]:
    data, settings = platform.directory, platform.settings
    with step("Publishing") as running:
        build, before = builds.current(data), builds.covered(data)
        rows = database_counts(data, settings, zone)
        release = release_zone(data, settings, build, zone, rows)
        if zone is Zone.CARE:
            with platform.landing() as landing:
                note_release(data, landing, before, build.version)
        running.advance(1)
    return dg.MaterializeResult(
        metadata={"version": release.version, "as_of": build.as_of, "rows": dg.MetadataValue.json(rows)}
    )


@dg.asset(key_prefix=GROUP, group_name=GROUP, kinds={"release"}, pool="writer", deps=[core_tables, rehab_certificates])
def restricted(platform: Platform) -> dg.MaterializeResult[None]:
    """The restricted zone's release: core tables and the rehab mart."""
    return _publish(platform, Zone.RESTRICTED)


@dg.asset(
    key_prefix=GROUP,
    group_name=GROUP,
    kinds={"release"},
    pool="writer",
    # The national cells are made from the care database, which moves away when it is released.
    deps=[care_facts, national_cells, restricted],
)
def care(platform: Platform) -> dg.MaterializeResult[None]:
    """The care zone's release: pseudonymised facts and cases."""
    return _publish(platform, Zone.CARE)


@dg.asset(key_prefix=GROUP, group_name=GROUP, kinds={"release"}, pool="writer", deps=[national_cells, care])
def public(platform: Platform) -> dg.MaterializeResult[None]:
    """The public zone's release: disclosure-controlled aggregates only."""
    return _publish(platform, Zone.PUBLIC)
