"""Releases after the first: one that corrects a number, and one with a further month."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import duckdb

from tests.web.sample_data import AS_OF, VERSION
from warehouse.releases import ReleaseStore
from warehouse.storage import DataDirectory, Zone

CORRECTED, FURTHER_MONTH = "20261124T020000Z-0002", "20261223T020000Z-0003"
CORRECTED_MONTH = date(2026, 8, 1)
MORE_WOMEN = 40
_CORRECTION = """UPDATE national_cell SET women = women + $more
WHERE report_id = 'cases_total' AND view = 'time_series' AND window_first = $month"""


def later_releases(data: DataDirectory, zone: Path) -> ReleaseStore:
    """A copy of the public zone in `zone`, with both later releases, the last in force."""
    shutil.copytree(data.zone(Zone.PUBLIC), zone)
    store = ReleaseStore(zone)
    first = store.get(VERSION).file("national.duckdb")
    _publish(store, CORRECTED, first, AS_OF)
    _publish(store, FURTHER_MONTH, first, date(2026, 12, 23))
    return store


def _publish(store: ReleaseStore, version: str, former: Path, as_of: date) -> None:
    with store.building(version) as built:
        path = built / former.name
        shutil.copy(former, path)
        with duckdb.connect(str(path)) as connection:
            connection.execute(_CORRECTION, {"more": MORE_WOMEN, "month": CORRECTED_MONTH})
            connection.execute(
                "UPDATE release SET version = $version, as_of = $as_of", {"version": version, "as_of": as_of}
            )
        store.finish(built, version, {"as_of": as_of.isoformat()})
    store.put_in_force(version)
