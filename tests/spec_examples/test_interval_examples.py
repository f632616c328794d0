"""The messages of the worked example on unusable and clipped intervals (E90)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.oracle.facts import write_care_database
from tests.spec_examples.filter_examples import CHOSEN, DEFAULT, FOUR_CASES, INTERVALS
from tests.spec_examples.notation import rows
from warehouse.reports.engine import CareStatistics
from warehouse.reports.result import View
from warehouse.reports.scope import AccessScope
from warehouse.reports.selection import Selection

TODAY = date(2014, 12, 6)


@pytest.fixture(scope="module")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> CareStatistics:
    path = tmp_path_factory.mktemp("intervals") / "care.duckdb"
    return CareStatistics(write_care_database(path, rows(2014, FOUR_CASES), TODAY))


@pytest.mark.parametrize("interval", INTERVALS)
def test_e90_what_is_said_about_the_interval(statistics: CareStatistics, interval: str) -> None:
    result = statistics.report(
        "cases_by_unit",
        View.CROSS_SECTION,
        AccessScope.of_units("P1", frozenset({"u1", "u2"})),
        Selection.from_query(f"{CHOSEN}&{interval}"),
    )
    unusable = INTERVALS[interval] == DEFAULT
    clipped = interval.startswith("fran=2013-09")
    assert [message.id for message in result.messages] == ["FI-013"] * unusable + ["FI-001"] * clipped
    assert (result.filters == {}) == unusable
    if unusable:
        assert (str(result.window.first), str(result.window.last)) == ("2014-01", "2014-12")
    if clipped:
        assert str(result.window.first) == "2013-10"
