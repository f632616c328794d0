"""What the care engine promises beside its figures: scopes, hardening, messages, notes and the echo of filters."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.oracle.facts import write_care_database
from tests.spec_examples.notation import rows
from warehouse.reports.engine import CareStatistics
from warehouse.reports.period import Month, Window
from warehouse.reports.registry import NotOfferedError, UnknownReportError
from warehouse.reports.release import open_release
from warehouse.reports.result import Count, View
from warehouse.reports.scope import AccessScope
from warehouse.reports.selection import EVERYTHING, Selection

TODAY = date(2014, 11, 6)
LEADER = AccessScope.whole_provider("P1")
FACTS = """
    A(k) 2014-09-01..2014-10-30 u1 F32
    A(k) 2014-10-31..2014-11-30 u1 M54
    B(m) 2014-10-01..2014-10-14 u2 A00
    C(m) 2014-10-01..2014-10-14 u3 A00
"""


@pytest.fixture
def care(tmp_path: Path) -> Iterator[CareStatistics]:
    names = {"P1": "Vårdgivare ett", "u1": "Norra", "u2": "norra"}
    path = write_care_database(tmp_path / "care.duckdb", rows(2014, FACTS), TODAY, names=names)
    with CareStatistics(path) as statistics:
        yield statistics


def total(statistics: CareStatistics, scope: AccessScope, selection: Selection = EVERYTHING) -> int:
    return statistics.report("cases_total", View.CROSS_SECTION, scope, selection).table.of("TOTAL").total


@pytest.mark.parametrize(
    "scope",
    [
        AccessScope.nothing(),
        AccessScope.whole_provider(""),
        AccessScope.whole_provider("P2"),
        AccessScope.of_units("P1", frozenset()),
        AccessScope.of_units("P1", frozenset({"u3"})),
        AccessScope.of_units("P1", frozenset({"nowhere"})),
    ],
    ids=str,
)
def test_a_scope_without_reach_sees_nothing(care: CareStatistics, scope: AccessScope) -> None:
    for view in View:
        result = care.report("cases_by_diagnosis_group", view, scope)
        assert all(count == Count(0, 0, 0) for row in result.table.values for count in row)
        assert [message.id for message in result.messages] == ["R-002"]
    assert care.overview(scope).is_empty


def test_a_provider_is_never_mixed_with_another(care: CareStatistics) -> None:
    assert total(care, LEADER) == 2
    assert total(care, AccessScope.whole_provider("P3")) == 1


def test_ids_are_compared_without_case_and_white_space(care: CareStatistics) -> None:
    assert total(care, AccessScope.of_units(" p1", frozenset({"U1 "}))) == 1
    assert total(care, LEADER, Selection(units=(" U2",))) == 1


def test_all_units_chosen_is_no_filter(care: CareStatistics) -> None:
    chosen = care.report("cases_total", View.CROSS_SECTION, LEADER, Selection(units=("u1", "u2")))
    assert chosen.table == care.report("cases_total", View.CROSS_SECTION, LEADER).table


def test_a_choice_outside_the_users_units_selects_nothing(care: CareStatistics) -> None:
    own = AccessScope.of_units("P1", frozenset({"u1"}))
    assert total(care, own, Selection(units=("u2",))) == 0
    assert total(care, own, Selection(units=("u1", "u2"))) == 1


def test_the_result_names_what_it_is_about(care: CareStatistics) -> None:
    result = care.report("cases_by_age_group", View.CROSS_SECTION, LEADER)
    assert result.provider_name == "Vårdgivare ett"
    assert result.unit_names == ()
    assert (result.release, result.as_of) == ("test", TODAY)
    chosen = care.report("cases_by_age_group", View.CROSS_SECTION, LEADER, Selection(units=("u2", "u1", "u3")))
    assert chosen.unit_names == ("Norra u1", "norra u2")
    assert chosen.filters == {"units": ("u1", "u2")}
    assert care.report("cases_total", View.CROSS_SECTION, AccessScope.of_units("P1", frozenset({"u2"}))).unit_names == (
        "norra",
    )


def test_the_echo_holds_what_was_chosen_and_applies(care: CareStatistics) -> None:
    chosen = Selection(diagnoses=("F00-F99", "X-X"), ages=("36-40", "old"), lengths=("31-60",), types=("LUSE",))
    result = care.report("cases_total", View.CROSS_SECTION, LEADER, chosen)
    assert result.filters == {"diagnoses": ("F00-F99",), "ages": ("36-40",), "lengths": ("31-60",)}
    assert "types" in care.overview(LEADER, chosen).filters


def test_values_that_are_no_filter_values_have_no_effect(care: CareStatistics) -> None:
    assert total(care, LEADER, Selection(diagnoses=("nothing",), ages=("old",), lengths=("long",))) == 2


def test_an_emptying_filter_is_told(care: CareStatistics) -> None:
    result = care.report("cases_total", View.TIME_SERIES, LEADER, Selection(diagnoses=("O00-O99",)))
    assert [message.id for message in result.messages] == ["FI-010"]


def test_the_running_month_is_noted(care: CareStatistics) -> None:
    assert "running_month" in care.report("cases_total", View.TIME_SERIES, LEADER).notes
    finished = Window.ending(Month(2014, 10), 12)
    result = care.report("cases_total", View.TIME_SERIES, LEADER, window=finished)
    assert result.window == finished
    assert "running_month" not in result.notes


def test_an_interval_goes_before_a_preselected_window(care: CareStatistics) -> None:
    chosen = Selection(first="2014-10", last="2014-10")
    result = care.report("cases_total", View.TIME_SERIES, LEADER, chosen, window=Window.ending(Month(2014, 9), 3))
    assert [str(month) for month in result.months] == ["2014-10"]


def test_overlap_is_told_from_the_data(care: CareStatistics) -> None:
    result = care.report("cases_by_diagnosis_group", View.CROSS_SECTION, LEADER)
    assert "overlap" in result.notes
    assert result.table.row_totals[0].total == 3
    assert result.table.distinct is not None
    assert result.table.distinct[0].total == 2
    assert "overlap" not in care.report("cases_by_degree", View.CROSS_SECTION, LEADER).notes


def test_much_data_is_hinted_at(care: CareStatistics) -> None:
    def told(report: str, months: int) -> bool:
        window = Window.ending(Month(2014, 11), months)
        result = care.report(report, View.TIME_SERIES, LEADER, window=window)
        return "R-001" in {message.id for message in result.messages}

    assert [told("cases_total", 99), told("cases_total", 100)] == [False, True]
    assert [told("cases_by_degree", 49), told("cases_by_degree", 50)] == [False, True]


def test_the_unknown_diagnosis_is_shown_only_when_there_is_one(tmp_path: Path, care: CareStatistics) -> None:
    without = care.report("cases_by_diagnosis_group", View.TIME_SERIES, LEADER)
    assert len(without.table.groups) == 22
    assert len(without.chart.groups) == 7
    path = write_care_database(tmp_path / "other.duckdb", rows(2014, "A(k) 09-01..10-30 u1 P99"), TODAY)
    with CareStatistics(path) as other:
        within = other.report("cases_by_diagnosis_group", View.TIME_SERIES, LEADER)
    assert within.table.groups[-1].label.sv == "Utan giltig ICD-10 kod"
    assert len(within.chart.groups) == 8


def test_unknown_reports_are_refused(care: CareStatistics) -> None:
    with pytest.raises(UnknownReportError):
        care.report("overview_degree", View.CROSS_SECTION, LEADER)
    with pytest.raises(NotOfferedError):
        care.report("cases_total", "map", LEADER)  # type: ignore[arg-type]


def test_many_threads_may_ask_at_once(care: CareStatistics) -> None:
    expected = {view: care.report("cases_by_degree", view, LEADER) for view in View}
    with ThreadPoolExecutor(8) as pool:
        asked = [(view, pool.submit(care.report, "cases_by_degree", view, LEADER)) for view in [*View] * 20]
        assert all(answer.result() == expected[view] for view, answer in asked)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY provider TO '/tmp/provider.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "SET enable_external_access = true",
        "DELETE FROM provider",
        "CREATE TABLE mine AS SELECT 1 AS one",
    ],
)
def test_an_open_release_reads_and_writes_nothing_else(tmp_path: Path, statement: str) -> None:
    path = write_care_database(tmp_path / "care.duckdb", rows(2014, FACTS), TODAY)
    connection = open_release(path)
    try:
        with pytest.raises(duckdb.Error):
            connection.execute(statement)
    finally:
        connection.close()


def test_a_file_that_is_no_release_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error):
        CareStatistics(tmp_path / "missing.duckdb")
    with duckdb.connect(str(tmp_path / "empty.duckdb")):
        pass
    with pytest.raises(duckdb.Error):
        CareStatistics(tmp_path / "empty.duckdb")
