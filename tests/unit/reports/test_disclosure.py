"""The threshold (statistics 6.2) and how protected cells are marked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.oracle.facts import write_care_database, write_national_database
from tests.spec_examples.notation import rows
from warehouse.disclosure import effective_threshold, is_protected
from warehouse.reports.national import NationalStatistics
from warehouse.reports.result import Count, View


@pytest.mark.parametrize(("configured", "in_force"), [(0, 3), (2, 3), (3, 3), (5, 5), (9, 9)])
def test_no_configuration_gets_below_three(configured: int, in_force: int) -> None:
    assert effective_threshold(configured) == in_force
    assert effective_threshold(configured, allow_low=True) == configured


def test_a_negative_threshold_is_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        effective_threshold(-1)


def test_true_zeros_are_not_protected() -> None:
    assert [is_protected(count, 5) for count in (0, 1, 4, 5)] == [False, True, True, False]


def national(folder: Path, facts: str, threshold: int = 5) -> NationalStatistics:
    care = write_care_database(folder / "care.duckdb", rows(2013, facts), date(2013, 11, 6))
    return NationalStatistics.compatible(
        write_national_database(folder / "national.duckdb", care, date(2013, 11, 6), threshold)
    )


def persons(number: int, sex: str, unit: str, code: str = "F40") -> str:
    return "\n".join(f"{unit}x{sex}{code}{n}({sex}) 02-01..02-14 {unit} {code}" for n in range(number))


def test_a_cut_cell_is_marked_for_the_sex_it_was_cut_for(tmp_path: Path) -> None:
    facts = "\n".join(
        (persons(5, "k", "u1"), persons(4, "k", "u3"), persons(6, "m", "u1"), persons(2, "m", "u1", "M54"))
    )
    result = national(tmp_path, facts).report("cases_by_diagnosis_group", View.TIME_SERIES)
    february = next(at for at, month in enumerate(result.months) if str(month) == "2013-02")
    assert result.table.of("F00-F99", february) == Count(5, 6, 11, women_protected=True)
    assert result.table.of("M00-M99", february) == Count(0, 0, 0, men_protected=True)
    assert result.table.of("A00-B99", february) == Count(0, 0, 0)
    assert result.chart.of("M00-M99", february) == Count(0, 0, 0, men_protected=True)
    assert {"threshold", "protected"} <= set(result.notes)


def test_women_and_men_are_cut_by_themselves_and_the_total_is_their_sum(tmp_path: Path) -> None:
    facts = "\n".join((persons(4, "k", "u1"), persons(4, "m", "u1"), persons(6, "k", "u3"), persons(4, "m", "u3")))
    result = national(tmp_path, facts).report("cases_total", View.CROSS_SECTION)
    assert result.table.of("TOTAL") == Count(6, 0, 6, women_protected=True, men_protected=True)


def test_nothing_is_cut_without_need(tmp_path: Path) -> None:
    result = national(tmp_path, persons(5, "k", "u1")).report("cases_total", View.CROSS_SECTION)
    assert result.table.of("TOTAL") == Count(5, 0, 5)
    assert "protected" not in result.notes


def test_no_facts_give_empty_structures(tmp_path: Path) -> None:
    statistics = national(tmp_path, "A(k) 02-01..02-14 u1 revoked")
    result = statistics.report("cases_by_degree", View.TIME_SERIES)
    assert len(result.months) == 18
    assert all(total == Count(0, 0, 0) for total in result.table.row_totals)
    assert statistics.overview().is_empty
