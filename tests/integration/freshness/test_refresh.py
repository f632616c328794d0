"""From the store to both readers by `intyg refresh`, and what the rest of the platform makes of delta releases."""

from __future__ import annotations

import pytest

from pipelines import operations
from pipelines.build import base_for_delta, covered
from pipelines.erasure.ordering import erase
from pipelines.erasure.orders import new_order
from pipelines.landing.landing import Landing
from rehab.mart import RehabMart
from tests.integration.freshness.published_store import OTHER, THIRD, TODAY, certificate
from tests.integration.small_store import SmallStore
from warehouse.releases import BASE, DELTA, Release, ReleaseStore
from warehouse.reports.engine import CareStatistics
from warehouse.reports.result import View
from warehouse.reports.scope import AccessScope
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory, Zone


def _current(settings: Settings, zone: Zone) -> Release:
    return ReleaseStore(DataDirectory(settings.data).zone(zone)).current()


def _ongoing(settings: Settings) -> set[str]:
    """The certificates that put somebody in the unit's list of ongoing cases."""
    mart = RehabMart(_current(settings, Zone.RESTRICTED).file("rehab.duckdb"))
    try:
        found = mart.selection("U1", "P1", TODAY, TODAY)
        return {candidate.certificate.certificate_id for candidate in found}
    finally:
        mart.close()


def _cases_in_november(settings: Settings) -> int:
    with CareStatistics(_current(settings, Zone.CARE).file("care.duckdb")) as statistics:
        result = statistics.report("cases_total", View.TIME_SERIES, AccessScope("P1", None))
    return result.table.row_totals[-1].total


def _freshness(settings: Settings) -> dict[str, str]:
    (section,) = [section for section in operations.status(settings) if section.title == "Freshness"]
    return {row[0]: row[1] for row in section.rows}


def _versions(settings: Settings) -> dict[Zone, str]:
    return {zone: _current(settings, zone).version for zone in Zone}


def _takes_a_delta(settings: Settings) -> bool:
    data = DataDirectory(settings.data)
    landing = Landing(data.landing)
    try:
        return base_for_delta(data, settings, landing) is not None
    finally:
        landing.close()


def test_a_new_certificate_is_in_both_readers_and_not_in_the_national_figures(
    settings: Settings, small: SmallStore
) -> None:
    before = _versions(settings)
    cases = _cases_in_november(settings)
    small.certificate(certificate("third", THIRD))
    operations.refresh(settings)
    after = _versions(settings)
    assert _ongoing(settings) == {"first", "second", "third"}
    assert _cases_in_november(settings) == cases + 1
    assert after[Zone.CARE] == after[Zone.RESTRICTED] != before[Zone.CARE]
    assert after[Zone.PUBLIC] == before[Zone.PUBLIC]
    assert _current(settings, Zone.CARE).kind == DELTA
    assert _current(settings, Zone.CARE).base_version == before[Zone.CARE]


def test_a_revocation_and_a_replacement_across_persons_arrive(settings: Settings, small: SmallStore) -> None:
    small.certificate(certificate("newer", OTHER, relations=(("ERSATT", "first"),)))
    operations.refresh(settings)
    assert _ongoing(settings) == {"second", "newer"}
    small.revoke("newer")
    operations.refresh(settings)
    assert _ongoing(settings) == {"first", "second"}
    small.revoke("second")
    operations.refresh(settings)
    assert _ongoing(settings) == {"first"}


def test_nothing_new_makes_no_release(settings: Settings) -> None:
    before = _versions(settings)
    assert operations.refresh(settings) == "Nothing new."
    assert _versions(settings) == before


def test_status_tells_how_long_the_last_event_took_and_that_none_waits(settings: Settings, small: SmallStore) -> None:
    small.certificate(certificate("third", THIRD))
    operations.refresh(settings)
    lines = _freshness(settings)
    assert lines["Oldest event not yet in a release"] == "none waits"
    assert lines["Last event, from landing to release"].endswith(")")


def test_an_event_that_is_landed_and_not_released_waits(settings: Settings, small: SmallStore) -> None:
    small.certificate(certificate("third", THIRD))
    operations.ingest(settings, None)
    assert _freshness(settings)["Oldest event not yet in a release"].endswith(" s")


def test_rolling_back_goes_from_delta_to_delta_to_base_in_all_zones(settings: Settings, small: SmallStore) -> None:
    base = _versions(settings)
    small.certificate(certificate("third", THIRD))
    operations.refresh(settings)
    one = _versions(settings)
    small.revoke("third")
    operations.refresh(settings)
    operations.roll_back(settings, None)
    assert _versions(settings) == one
    assert "third" in _ongoing(settings)
    operations.roll_back(settings, None)
    assert _versions(settings) == base
    assert _ongoing(settings) == {"first", "second"}
    operations.roll_back(settings, one[Zone.CARE])
    assert _versions(settings) == one


def test_a_new_base_takes_the_place_of_base_and_deltas(settings: Settings, small: SmallStore) -> None:
    small.certificate(certificate("third", THIRD))
    operations.refresh(settings)
    operations.run(settings)
    assert _current(settings, Zone.CARE).kind == BASE
    assert "third" in _ongoing(settings)
    store = ReleaseStore(DataDirectory(settings.data).zone(Zone.CARE))
    assert {store.get(version).kind for version in store.versions()} == {BASE}
    operations.verify(settings)


def test_deltas_do_not_push_out_bases_and_verify(settings: Settings, small: SmallStore) -> None:
    keeping_one = load_settings(data=settings.data, kept_releases=1)
    store = ReleaseStore(DataDirectory(settings.data).zone(Zone.CARE))
    base = _current(settings, Zone.CARE).version
    for number in range(2):
        small.certificate(certificate(f"more-{number}", THIRD, f"2026-12-{1 + number:02}"))
        operations.refresh(keeping_one)
        store.retain(keeping_one.kept_releases)
    assert store.versions() == [base, _current(settings, Zone.CARE).version]
    operations.verify(settings)


def test_another_day_needs_a_base(settings: Settings, small: SmallStore, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _takes_a_delta(settings)
    monkeypatch.setenv("INTYG_TODAY", "2026-11-24")
    tomorrow = load_settings(data=settings.data)
    assert not _takes_a_delta(tomorrow)
    small.certificate(certificate("third", THIRD))
    assert operations.refresh(tomorrow).startswith("A whole build was needed")
    assert _current(tomorrow, Zone.CARE).kind == BASE
    assert "third" in _ongoing(tomorrow)


def test_another_directory_file_needs_a_base(settings: Settings) -> None:
    data = DataDirectory(settings.data)
    small = SmallStore(settings.data / "other")
    small.unit("U1", "P9")
    landing = Landing(data.landing)
    try:
        landing.land_file("hsa_lookups", small.lookups())
    finally:
        landing.close()
    assert not _takes_a_delta(settings)


def test_an_erasure_needs_a_base_and_leaves_no_delta(settings: Settings, small: SmallStore) -> None:
    small.certificate(certificate("third", THIRD))
    operations.refresh(settings)
    erase(settings, new_order("order-1", "Somebody Else", "Somebody", certificates=["third"]))
    store = ReleaseStore(DataDirectory(settings.data).zone(Zone.RESTRICTED))
    assert [store.get(version).kind for version in store.versions()] == [BASE]
    assert _ongoing(settings) == {"first", "second"}
    assert covered(DataDirectory(settings.data)) > 0
