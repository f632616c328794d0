"""After every delta, readers see what a base made from the same landing would show them (rules O-3, O-5, Y-1)."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines import build as builds
from pipelines.core.delta import Touched, build_delta
from pipelines.core.steps import CoreContext, in_order, run
from pipelines.core.workspace import Workspace
from pipelines.landing.events import RawEvent
from pipelines.landing.landing import Batch, Landing
from pipelines.publication.databases import export_core, make_care, make_rehab
from pipelines.publication.delta_databases import make_delta_databases
from pipelines.publication.releasing import release_delta, release_zone
from pipelines.staging.stage import Staging
from tests.integration.freshness.random_day import RandomDay
from tests.integration.freshness.visible_content import care_content, column_types, rehab_content
from tests.integration.small_store import PERSON_KEY, Pipeline, SmallStore
from warehouse.releases import ReleaseStore
from warehouse.storage import Zone

TODAY = date(2026, 11, 23)


class Warehouse(Pipeline):
    """A data directory that takes in events, and makes bases and deltas of them."""

    def directory(self, folder: Path) -> None:
        small = SmallStore(folder)
        small.unit("U1", "P1")
        small.unit("U2", "P1", care_unit_id="U1")
        small.unit("U3", "P2", county="14")
        with self.landing() as landing:
            landing.land_file("hsa_lookups", small.lookups())

    def landing(self) -> closing[Landing]:
        return closing(Landing(self.data.landing))

    def take_in(self, events: list[RawEvent]) -> None:
        with self.landing() as landing:
            landing.land(Batch(events, "store/random"))
            Staging(self.data.staging).stage_missing(landing)

    def context(self, connection: duckdb.DuckDBPyConnection, landing: Landing, build: builds.Build) -> CoreContext:
        return CoreContext(connection, landing, Staging(self.data.staging), self.settings, build, PERSON_KEY)

    def make_base(self) -> builds.Build:
        """Make care and rehab databases of everything in the work directory, without publishing them."""
        with self.landing() as landing:
            build = builds.begin(self.data, self.settings, landing)
            with Workspace(self.data, self.settings).open() as connection:
                context = self.context(connection, landing, build)
                for name in in_order():
                    run(name, context)
                export_core(connection, self.data)
                make_care(connection, self.data, self.settings, build)
                make_rehab(connection, self.data, self.settings, build)
        return build

    def publish_base(self) -> None:
        build = self.make_base()
        for zone in builds.DELTA_ZONES:
            release_zone(self.data, self.settings, build, zone, {})

    def publish_delta(self) -> Touched:
        with self.landing() as landing:
            bases = builds.base_for_delta(self.data, self.settings, landing)
            assert bases is not None, "a base build is needed"
            build = builds.begin_delta(self.data, self.settings, landing)
            with Workspace(self.data, self.settings, builds.delta_folder(self.data)).open() as connection:
                context = self.context(connection, landing, build)
                touched = build_delta(context, bases[Zone.RESTRICTED], bases[Zone.CARE])
                make_delta_databases(connection, self.data, self.settings, build, bases)
            release_delta(self.data, self.settings, build, bases)
        return touched

    def current(self, zone: Zone, name: str) -> Path:
        return ReleaseStore(self.data.zone(zone)).current().file(name)


def _assert_equal(warehouse: Warehouse) -> None:
    """What the release in force shows is what a base shows that is made now, and stays unpublished."""
    warehouse.make_base()
    care, rehab = warehouse.current(Zone.CARE, "care.duckdb"), warehouse.current(Zone.RESTRICTED, "rehab.duckdb")
    made_care, made_rehab = warehouse.data.work / "care.duckdb", warehouse.data.work / "rehab.duckdb"
    assert care_content(care) == care_content(made_care)
    assert rehab_content(rehab) == rehab_content(made_rehab)
    assert column_types(care) == column_types(made_care)
    assert column_types(rehab) == column_types(made_rehab)


def _holds_after_each_delta(folder: Path, seed: int, deltas: int) -> None:
    day = RandomDay(seed)
    warehouse = Warehouse(folder / "data", TODAY)
    warehouse.directory(folder / "store")
    warehouse.take_in(day.events(30))
    warehouse.publish_base()
    for _ in range(deltas):
        warehouse.take_in(day.events(4))
        warehouse.publish_delta()
        _assert_equal(warehouse)


@pytest.mark.parametrize("number", range(2))
def test_a_delta_shows_what_a_base_would(tmp_path: Path, seed: int, number: int) -> None:
    _holds_after_each_delta(tmp_path, seed + number, deltas=2)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("number", range(100, 200))
def test_a_delta_shows_what_a_base_would_over_many_days(tmp_path: Path, seed: int, number: int) -> None:
    _holds_after_each_delta(tmp_path, seed + number, deltas=4)
