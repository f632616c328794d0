"""Refresh assets: between two nightly bases, the facts of what new events have touched, and their release."""

from __future__ import annotations

import dagster as dg

from pipelines import build as builds
from pipelines.assets.platform import Platform
from pipelines.assets.staging import GROUP as STAGING
from pipelines.core.delta import build_delta
from pipelines.core.steps import CoreContext
from pipelines.core.workspace import Workspace
from pipelines.freshness import note_release
from pipelines.progress import step
from pipelines.publication.delta_databases import delta_is_made, make_delta_databases
from pipelines.publication.releasing import release_delta
from pipelines.staging.tables import TABLES
from warehouse.errors import NotReadyError
from warehouse.keys import key
from warehouse.storage import Zone, remove_tree

GROUP = "refresh"


@dg.asset(
    key_prefix=GROUP,
    group_name=GROUP,
    kinds={"duckdb"},
    pool="writer",
    deps=[dg.AssetKey([STAGING, table]) for table in TABLES],
)
def delta(platform: Platform) -> dg.MaterializeResult[None]:
    """All facts of the persons whom events since the base have touched, to stand in place of the base's.

    Nothing is made when the releases in force hold all that is landed. Raises NotReadyError when only a base build
    can bring them up to date.
    """
    data, settings = platform.directory, platform.settings
    with platform.landing() as landing:
        bases = builds.base_for_delta(data, settings, landing)
        if bases is None:
            raise NotReadyError(
                "New events need a whole build this time: run `intyg run`, or wait for the nightly run."
            )
        if not landing.ledger.landed_after(builds.covered(data)):
            remove_tree(builds.delta_folder(data))
            return dg.MaterializeResult(metadata={"dagster/row_count": 0})
        build = builds.begin_delta(data, settings, landing)
        workspace = Workspace(data, settings, builds.delta_folder(data))
        with workspace.open() as connection, step("Bringing facts and cases up to date") as running:
            person_key = key(settings.person_key, data, "person")
            context = CoreContext(connection, landing, platform.staging, settings, build, person_key)
            touched = build_delta(context, bases[Zone.RESTRICTED], bases[Zone.CARE])
            make_delta_databases(connection, data, settings, build, bases)
            running.advance(1)
    return dg.MaterializeResult(
        metadata={"dagster/row_count": touched.certificates, "persons": touched.persons, "version": build.version}
    )


@dg.asset(key_prefix=GROUP, group_name=GROUP, kinds={"release"}, pool="writer", deps=[delta])
def delta_release(platform: Platform) -> dg.MaterializeResult[None]:
    """The delta in force in the restricted and the care zone; national figures wait for the nightly base (O-5)."""
    data, settings = platform.directory, platform.settings
    if not delta_is_made(data):
        return dg.MaterializeResult(metadata={"version": "nothing new"})
    with platform.landing() as landing:
        bases = builds.base_for_delta(data, settings, landing)
        if bases is None:
            raise NotReadyError("Another release has been put in force meanwhile; run `intyg refresh` again.")
        build, before = builds.current_delta(data), builds.covered(data)
        release_delta(data, settings, build, bases)
        delay = note_release(data, landing, before, build.version)
    remove_tree(builds.delta_folder(data))
    return dg.MaterializeResult(metadata={"version": build.version, "seconds_from_landing": delay})
