"""The box of sick-leave certificates with a completion (statistics 7.2, 7.5, E106)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.spec_examples.notation import rows
from tests.unit.reports.small_facts import Signed, write_care
from warehouse.reports.engine import CareStatistics
from warehouse.reports.overview import Change, OverviewBox
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import EVERYTHING, Selection

TODAY = date(2015, 5, 6)
UNITS = "A(k) 2015-02-01..2015-02-02 u1"
NOW, THEN = date(2015, 4, 30), date(2014, 2, 1)
CERTIFICATES = (
    *[Signed("u1", NOW, subjects=("KOMPLT",))] * 3,
    Signed("u1", NOW, subjects=("AVSTMN",)),
    *[Signed("u1", THEN, subjects=("KOMPLT", "KOMPLT"))] * 2,
    Signed("u1", THEN),
    Signed("u1", THEN, sent=False, subjects=("KOMPLT",)),
    Signed("u1", NOW, "FK7263", subjects=("KOMPLT",)),
    Signed("u1", NOW, "LUSE", subjects=("KOMPLT",)),
)


def box(
    folder: Path, certificates: tuple[Signed, ...] = CERTIFICATES, selection: Selection = EVERYTHING
) -> OverviewBox:
    with CareStatistics(write_care(folder / "care.duckdb", rows(2015, UNITS), certificates, TODAY)) as statistics:
        return statistics.overview(AccessScope.whole_provider("P1"), selection).box("overview_complement_share")


def test_shares_are_truncated_and_compared_in_points(tmp_path: Path) -> None:
    found = box(tmp_path)
    with_completion, without = found.rows
    assert (with_completion.share, without.share) == (75, 25)
    assert with_completion.change == Change(9, comparable=True, in_points=True)
    assert without.change == Change(-9, comparable=True, in_points=True)
    assert (found.total.total, found.previous_total.total) == (4, 3)
    assert (with_completion.count.total, with_completion.previous.total) == (3, 2)
    assert (without.count.total, without.previous.total) == (1, 1)


def test_without_certificates_sent_there_is_nothing_to_divide(tmp_path: Path) -> None:
    for found in (box(tmp_path, ()), box(tmp_path, selection=Selection(types=("LUSE",)))):
        assert found.total.total == 0
        assert found.rows[0].share == 0
        assert found.rows[0].change == Change(0, comparable=False, in_points=True)


def test_a_region_leaves_out_providers_with_few_supplements(tmp_path: Path) -> None:
    care = write_care(tmp_path / "care.duckdb", rows(2015, UNITS), CERTIFICATES, TODAY)
    with CareStatistics(care) as statistics:
        shown = statistics.region_overview(RegionScope({"U1": None}), as_of=TODAY, threshold=3)
    found = shown.box("overview_complement_share")
    assert (found.total.total, found.previous_total.total) == (4, 0)
    assert found.rows[0].share == 75
    assert shown.box("overview_sex_share").total.women_protected
