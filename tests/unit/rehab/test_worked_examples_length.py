"""Worked examples A (length in net days) and B (values of one certificate)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import accumulate

import pytest

from rehab import parity as parity_mode
from rehab.cases import CaseState
from rehab.certificates import SickLeaveCertificate
from rehab.engine import net_days, patient_cases, unit_cases
from rehab.intervals import covered_days, days_in, merged
from tests.unit.rehab.notation import certificates, day, period

Length = Callable[[Iterable[SickLeaveCertificate]], int]

A2 = "[02-01..02-10] s:02-01 [02-12..02-20] s:02-12"

UNIT_MODE_LENGTHS = {
    "A2": (A2, 19),
    "A3": ("[02-01..02-10] s:02-01 [02-12..02-20] s:01-30", 19),
    "A4": (A2 + " [02-21..02-25] s:02-20", 24),
    "A6": (A2 + " [02-21..02-25] s:02-11", 24),
    "A7": ("[02-12..02-20] s:02-12 [02-12..02-25] s:02-11", 14),
    "A8": ("[02-12..02-20] [02-15..02-25]", 14),
    "A10": ("[02-01..02-05] [02-08..02-12] [02-15..02-19]", 15),
    "A11": ("[02-15..02-19] [02-22..02-26] [02-29..03-04]", 15),
    "A12": ("[02-01..02-05] [02-15..02-19] [02-29..03-04]", 5),
    "A13": ("[02-01..02-05] [02-08..02-26] s:02-07 [02-15..02-19] s:02-14 [02-29..03-04]", 29),
    "A14": ("[02-01..02-05] [02-15..02-19] s:02-14 [02-17..02-28] [02-29..03-04]", 19),
}


@pytest.mark.parametrize("parity", [False, True], ids=["default", "parity"])
@pytest.mark.parametrize(("written", "days"), UNIT_MODE_LENGTHS.values(), ids=UNIT_MODE_LENGTHS.keys())
def test_length_of_the_case_on_16_february(written: str, days: int, parity: bool) -> None:
    (case,) = unit_cases(certificates(written), day("02-16"), gap=5, parity=parity).values()
    assert case.days == days


def test_a9_nothing_active_today() -> None:
    written = certificates("[02-01..02-14] [02-18..02-25]")
    assert unit_cases(written, day("02-16"), gap=5, parity=True) == {}
    assert parity_mode.length(written, day=day("02-16")) == 0
    (case,) = unit_cases(written, day("02-16"), gap=5).values()
    assert (case.state, case.days) == (CaseState.PAUSE, 22)


@pytest.mark.parametrize("length", [net_days, parity_mode.length], ids=["default", "parity"])
def test_a1_no_certificates(length: Length) -> None:
    assert length([]) == 0


def test_a5_gap_11() -> None:
    written = certificates("[02-01..02-10] [02-12..02-20] [03-01..03-05]")
    assert parity_mode.length(written, gap=11) == 24
    ((case,),) = patient_cases(written, day("03-05"), gap=11).values()
    assert case.days == 24


@pytest.mark.parametrize("length", [net_days, parity_mode.length], ids=["default", "parity"])
@pytest.mark.parametrize("written", ["[02-12..02-20 + 02-21..02-26 + 02-26..03-19]", "[02-12..03-19]"])
def test_a15_periods_of_one_certificate(written: str, length: Length) -> None:
    assert length(certificates(written)) == 37


@pytest.mark.parametrize("length", [net_days, parity_mode.length], ids=["default", "parity"])
def test_a16_overlaps_are_counted_once(length: Length) -> None:
    added = ["[01-20..02-10]", " [02-02..02-10]", " [01-25..02-12 + 02-20..03-10]", " [01-02..03-08]"]
    assert [length(certificates(written)) for written in accumulate(added)] == [22, 22, 44, 69]


@pytest.mark.parametrize(
    ("written", "gap", "parity_days", "default_days"),
    [
        pytest.param("[02-01..02-10] [02-11..02-20]", 0, 20, [20], id="A17 gap 0"),
        pytest.param("[02-01..02-10] [02-11..02-20]", 1, 20, [20], id="A17 gap 1"),
        pytest.param("[02-01..02-10] [02-11..02-20]", 2, 20, [20], id="A17 gap 2"),
        pytest.param("[02-01..02-10] [02-12..02-20]", 0, 9, [9, 10], id="A18 gap 0"),
        pytest.param("[02-01..02-10] [02-12..02-20]", 1, 19, [19], id="A18 gap 1"),
        pytest.param("[02-01..02-10] [02-12..02-20]", 2, 19, [19], id="A18 gap 2"),
        pytest.param("[02-01..02-10] [02-16..02-20]", 4, 5, [5, 10], id="A19 gap 4"),
        pytest.param("[02-01..02-10] [02-16..02-20]", 5, 15, [15], id="A19 gap 5"),
        pytest.param("[02-01..02-10] [02-16..02-20]", 6, 15, [15], id="A19 gap 6"),
    ],
)
def test_the_gap_decides_what_is_counted(written: str, gap: int, parity_days: int, default_days: list[int]) -> None:
    assert parity_mode.length(certificates(written), gap=gap) == parity_days
    (cases,) = patient_cases(certificates(written), day("02-20"), gap).values()
    assert [case.days for case in cases] == default_days


def test_a20_intervals_that_share_a_day_become_one() -> None:
    assert merged([(day("01-01"), day("01-20")), (day("01-20"), day("02-10"))]) == [(day("01-01"), day("02-10"))]


def test_a21_adjacent_intervals_stay_two_and_add_up() -> None:
    adjacent = [(day("01-01"), day("01-20")), (day("01-21"), day("02-10"))]
    assert merged(adjacent) == adjacent
    assert covered_days(adjacent) == 41


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [("01-01", "01-01", 1), ("01-01", "01-31", 31), ("02-28", "03-01", 3), ("01-28", "02-01", 5)],
    ids=["A22 one day", "A22 a month", "A22 leap year", "A22 over a month's end"],
)
def test_days_of_an_interval(first: str, last: str, days: int) -> None:
    assert days_in((day(first), day(last))) == days


@pytest.mark.parametrize(
    ("written", "on", "start", "end", "active"),
    [
        pytest.param("[02-01..02-10]", "02-16", "02-01", "02-10", False, id="B1"),
        pytest.param("[02-12..02-20]", "02-16", "02-12", "02-20", True, id="B2"),
        pytest.param("[02-01..02-10 + 02-11..02-20@50]", "02-16", "02-01", "02-20", True, id="B3"),
        pytest.param("[02-01..02-10 + 02-21..02-25]", "02-16", "02-01", "02-25", False, id="B4"),
        pytest.param("[02-01..02-10 + 02-12..02-20 + 02-21..02-28]", "02-16", "02-01", "02-28", True, id="B5"),
        pytest.param("[02-11..02-15 + 02-17..02-22 + 02-23..02-28]", "02-16", "02-11", "02-28", False, id="B6 16th"),
        pytest.param("[02-11..02-15 + 02-17..02-22 + 02-23..02-28]", "02-22", "02-11", "02-28", True, id="B6 22nd"),
        pytest.param("[02-11..02-15 + 02-17..02-22 + 02-23..02-28]", "02-23", "02-11", "02-28", True, id="B6 23rd"),
    ],
)
def test_one_certificate(written: str, on: str, start: str, end: str, active: bool) -> None:
    (certificate,) = certificates(written)
    assert (certificate.start, certificate.end, certificate.is_active(day(on))) == (day(start), day(end), active)


def test_b4_is_a_pause_at_case_level() -> None:
    (case,) = unit_cases(certificates("[02-01..02-10 + 02-21..02-25]"), day("02-16"), gap=5).values()
    assert case.state is CaseState.PAUSE


@pytest.mark.parametrize(
    ("recent", "on", "expected"),
    [(0, "02-11", False), (1, "02-11", True), (1, "02-12", False), (3, "02-13", True), (3, "02-14", False)],
)
def test_recently_ended_is_one_to_recent_days_ago(recent: int, on: str, expected: bool) -> None:
    (certificate,) = certificates("[02-01..02-10]")
    assert certificate.is_recently_ended(day(on), recent) is expected


def test_a_certificate_that_covers_the_day_has_not_ended() -> None:
    (certificate,) = certificates("[02-01..02-10]")
    assert not certificate.is_recently_ended(day("02-10"), 14)


def test_degrees_stand_in_time_order_and_the_later_start_decides() -> None:
    (certificate,) = certificates("[02-10..02-20@50 + 02-01..02-12@100 + 02-21..02-25@50]")
    assert certificate.degrees == (100, 50, 50)
    assert [certificate.degree_on(day(on)) for on in ("02-09", "02-11", "02-21", "02-26")] == [100, 50, 50, 0]


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends no earlier"):
        period("02-10..02-09")


def test_an_undated_length_restarts_where_a_dated_one_stops() -> None:
    written = certificates("[02-01..02-10] [02-20..02-22]")
    assert parity_mode.length(written) == 3
    assert parity_mode.length(written, day=date(2016, 2, 5)) == 10
