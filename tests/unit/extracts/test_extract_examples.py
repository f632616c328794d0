"""The figures that the rules about single orders (statistics 14.2 to 14.8) tell, through the stored descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.rows import Row
from tests.unit.extracts.small_core import extract, leave, rows_of, write_core
from warehouse.extracts.orders import find_description
from warehouse.extracts.result import ExtractResult

IN_2018 = date(2018, 8, 23)


def made(folder: Path, name: str, rows: Sequence[Row], *, as_of: date = IN_2018, **given: Any) -> ExtractResult:
    threshold = given.pop("threshold", 1)
    births = given.pop("births", None)
    core = write_core(folder, rows, as_of=as_of, births=births)
    return extract(core, find_description(name), threshold=threshold, **given)


def test_the_length_spans_rows_outside_the_year(tmp_path: Path) -> None:
    """14.2: 2 + 365 + 15 = 382 days."""
    rows = [
        leave("w1", "2014-12-28", "2014-12-29", "F410"),
        leave("w1", "2015-01-01", "2015-12-31", "F410"),
        leave("w1", "2016-01-01", "2016-01-15", "F410"),
    ]
    result = made(tmp_path, "extract_nbhw_cases", rows, as_of=date(2016, 6, 6))
    assert rows_of(result) == [("F410", "women", "01", 382)]


def test_a_case_that_starts_with_the_diagnosis_stands_under_its_last(tmp_path: Path) -> None:
    """14.2, form "start": C50 first, another diagnosis last, 30 + 13 = 43 days."""
    rows = [leave("w1", "2017-01-01", "2017-01-30", "C50"), leave("w1", "2017-02-01", "2017-02-13", "F321")]
    given = {"diagnoses": ("C50",), "starts_with_diagnosis": True}
    assert rows_of(made(tmp_path, "extract_nbhw_cases", rows, **given)) == [("F32", "women", "01", 43)]


@pytest.mark.parametrize("as_of", [date(2018, 1, 20), date(2018, 1, 21)])
def test_a_case_that_can_still_be_extended_is_not_told(tmp_path: Path, as_of: date) -> None:
    """14.2: the end is earlier than today minus five days."""
    rows = [leave("w1", "2017-12-01", "2018-01-15", "F33")]
    told = rows_of(made(tmp_path, "extract_nbhw_cases", rows, as_of=as_of))
    assert told == ([] if as_of == date(2018, 1, 20) else [("F33", "women", "01", 46)])


def test_a_certificate_over_new_year_counts_its_patient_in_both_years(tmp_path: Path) -> None:
    """14.4: age is calendar year minus birth year; the cut-off is per provider, group and sex."""
    rows = [
        leave("w1", "2016-12-20", "2017-01-10", "G933"),
        leave("w2", "2016-05-01", "2016-05-10", "G933"),
        leave("m1", "2016-05-01", "2016-05-10", "G933"),
    ]
    births = {"w1": date(1986, 12, 31), "w2": date(1986, 1, 1), "m1": date(1986, 1, 1)}
    result = made(tmp_path, "extract_mecfs_patients", rows, births=births, threshold=2)
    counted = [row for row in rows_of(result) if row[-1]]
    assert counted == [("2016", "women", "18-30", 2)]
    assert result.sections[0].left_out == 2


def test_the_summary_of_ended_cases_with_me_cfs(tmp_path: Path) -> None:
    """14.5: one of three cases has more than one category, 0.33; equal other categories in falling code order."""
    rows = [
        leave("w1", "2017-01-01", "2017-01-30", "F32"),
        leave("w1", "2017-01-31", "2017-02-05", "J20"),
        leave("w1", "2017-02-06", "2017-02-13", "G933"),
        leave("w2", "2017-02-01", "2017-02-10", "G933"),
        leave("w3", "2017-02-01", "2017-02-13", "G933"),
        leave("w4", "2017-02-01", "2017-02-13", "G933"),
        leave("w4", "2017-02-14", "2017-02-15", "F32"),
        leave("w5", "2017-12-31", "2018-01-01", "G933"),
    ]
    births = {person: date(1970, 1, 1) for person in ("w1", "w2", "w3")}
    result = made(tmp_path, "extract_mecfs_cases", rows, births=births)
    assert rows_of(result, 0) == [("women", "41-50", 3, 13.0, 11.5, 28.5)]
    assert rows_of(result, 1) == [(0.33,)]
    assert [row[:3] for row in rows_of(result, 2)] == [(1, "J20", 1), (2, "F32", 1)]


def test_long_cases_by_their_last_category(tmp_path: Path) -> None:
    """14.7: equal numbers stand in falling code order, G93 before F43; a case that goes on does not count."""
    rows = [
        leave("w1", "2017-01-01", "2017-08-01", "G933"),
        leave("w2", "2016-01-01", "2017-02-01", "F43"),
        leave("w3", "2017-07-01", "2018-01-01", "F43"),
    ]
    result = made(tmp_path, "extract_case_length", rows)
    assert {row[0]: row[1] for row in rows_of(result, 0) if row[1]} == {"181-365": 1, "366-": 1}
    assert rows_of(result, 1) == [("181-", 1, "G93", 1, 50.0, 2), ("181-", 2, "F43", 1, 50.0, 2)]


@pytest.mark.parametrize(
    ("length", "label"), [(90, "1-90"), (180, "91-180"), (181, "180-365"), (365, "180-365"), (366, "365<")]
)
def test_the_length_groups_of_cases_on_the_25th(tmp_path: Path, length: int, label: str) -> None:
    """14.8: certified days from the start of the case to and including the 25th."""
    start = date.fromordinal(date(2018, 3, 25).toordinal() - length + 1)
    rows = [leave("w1", start.isoformat(), "2018-04-10")]
    section = made(tmp_path, "extract_skane", rows, sections=("ongoing_cases_on_25th",)).sections[0]
    named = section.named("sv")
    of_month = named[(named["period"] == "2018-03") & (named["length"] != "ALL")]
    assert set(of_month["length_name"]) == {label}


def test_mean_ages_are_truncated(tmp_path: Path) -> None:
    """14.8: of new cases at their start, of ongoing cases on the last day of the interval."""
    rows = [leave("w1", "2018-03-01", "2018-03-10"), leave("w2", "2018-03-01", "2018-03-10")]
    births = {"w1": date(1980, 6, 1), "w2": date(1978, 1, 1)}
    new = made(tmp_path, "extract_skane", rows, births=births, sections=("mean_age_new_cases",))
    assert rows_of(new)[0] == ("U1", "2018", "both", 38.0)
    (tmp_path / "again").mkdir()
    ongoing = made(tmp_path / "again", "extract_skane", rows, births=births, sections=("mean_age_ongoing_cases",))
    assert rows_of(ongoing)[0] == ("U1", "2018", "both", 39.0)
