"""Worked examples C (choosing and chaining), D (cases), E (patient mode) and K (where the modes differ)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rehab.cases import CaseState, UnitCase
from rehab.certificates import SickLeaveCertificate
from rehab.engine import contributes, day_in_case, patient_cases, unit_cases
from rehab.length_intervals import intervals_of
from rehab.parity import extend_left, extend_right
from tests.unit.rehab.notation import certificates, day, ids

BOTH_MODES = pytest.mark.parametrize("parity", [False, True], ids=["default", "parity"])


def one_case(written: str, today: str, *, parity: bool, gap: int = 5, recent: int = 0, year: int = 2016) -> UnitCase:
    found = unit_cases(certificates(written, year), day(today, year), gap, recent, parity=parity)
    (case,) = found.values()
    return case


def as_row(case: UnitCase, year_of: int = 2016) -> tuple[str, str, int, int]:
    """Start, end, number of certificates and days, as the tables of the examples write them."""
    assert case.start.year == case.end.year == year_of
    return f"{case.start:%m-%d}", f"{case.end:%m-%d}", len(case.certificates), case.days


@BOTH_MODES
def test_c1_and_c2_seven_persons_one_of_them_without_an_active_certificate(parity: bool) -> None:
    own = {
        "1": "[02-01..02-10] [02-12..02-20]",
        "2": "[02-12..02-20] s:02-12 [02-12..02-25] s:02-11 [02-10..02-18] s:02-01",
        "3": "[02-16..02-16]",
        "4": "[01-01..02-28] [02-01..02-20]",
        "5": "[02-01..02-10] [02-01..02-15]",
        "6": "[02-15..02-17] [02-16..02-18] [02-17..02-19]",
        "7": "[01-20..02-16] [02-10..02-19] [02-17..02-28]",
    }
    written = [
        replace(certificate, certificate_id=f"{person}-{certificate.certificate_id}")
        for person, text in own.items()
        for certificate in certificates(text, person=person)
    ]
    assert len(written) == 16
    assert len(patient_cases(written, day("02-16"), 5, parity=parity)) == 7
    found = unit_cases(written, day("02-16"), 5, parity=parity)
    assert sorted(found) == ["1", "2", "3", "4", "6", "7"]
    assert all(case.anchor.is_active(day("02-16")) for case in found.values())


@BOTH_MODES
@pytest.mark.parametrize(
    ("written", "anchor"),
    [
        pytest.param("[02-12..02-20] s:02-12 [02-12..02-25] s:02-11", "1", id="C3"),
        pytest.param("[02-12..02-20] s:02-12 [02-15..02-25] s:02-15", "2", id="C4"),
    ],
)
def test_the_certificate_signed_last_is_the_active_one(written: str, anchor: str, parity: bool) -> None:
    assert one_case(written, "02-16", parity=parity).anchor.certificate_id == anchor


RIGHT_FROM_31_JANUARY = {
    "C5": ("[02-01..02-05] [02-08..02-12] [02-15..02-19]", "1 2 3"),
    "C6": ("[02-01..02-05] [02-08..02-12] [02-22..02-26]", "1 2"),
    "C7": ("[02-08..02-12] [02-15..02-19]", ""),
    "C8": ("[02-01..02-05] [02-04..02-19] [02-08..02-12]", "1 2 3"),
    "C9": ("[01-27..02-05] [02-08..02-12] [02-22..02-26] [01-25..02-14]", "4 1 2"),
    "C10": ("[01-27..02-12] [02-08..02-19] [02-29..03-04]", "1 2"),
}
LEFT_FROM_8_FEBRUARY = {
    "C11": ("[01-18..01-22] [01-25..01-29] [02-01..02-05]", "1 2 3"),
    "C12": ("[01-11..01-15] [01-25..01-29] [02-01..02-05]", "2 3"),
    "C13": ("[01-18..01-22] [01-25..01-29]", ""),
    "C14": ("[01-18..01-22] [02-01..02-05] [01-25..02-02]", "1 3 2"),
    "C15": ("[01-18..02-05] [01-25..01-29]", "2 1"),
}


def in_end_order(text: str) -> list[SickLeaveCertificate]:
    return sorted(certificates(text), key=lambda certificate: certificate.end)


@pytest.mark.parametrize(("text", "accepted"), RIGHT_FROM_31_JANUARY.values(), ids=RIGHT_FROM_31_JANUARY.keys())
def test_extending_to_the_right(text: str, accepted: str) -> None:
    assert ids(extend_right(in_end_order(text), day("01-31"), 5)) == accepted


@pytest.mark.parametrize(("text", "accepted"), LEFT_FROM_8_FEBRUARY.values(), ids=LEFT_FROM_8_FEBRUARY.keys())
def test_extending_to_the_left(text: str, accepted: str) -> None:
    assert ids(extend_left(in_end_order(text), day("02-08"), 5)) == accepted


def beside(text: str, anchor: str) -> list[SickLeaveCertificate]:
    """The certificates of `text` and, with id `anchor`, one that stands where the extension step begins."""
    (at,) = certificates(anchor)
    return [*certificates(text), replace(at, certificate_id="anchor")]


@pytest.mark.parametrize(("text", "accepted"), RIGHT_FROM_31_JANUARY.values(), ids=RIGHT_FROM_31_JANUARY.keys())
def test_default_mode_selects_the_same_to_the_right(text: str, accepted: str) -> None:
    case = unit_cases(beside(text, "[01-31..01-31]"), day("01-31"), 5).popitem()[1]
    assert set(ids(case.certificates).split()) == {*accepted.split(), "anchor"}


@pytest.mark.parametrize(("text", "accepted"), LEFT_FROM_8_FEBRUARY.values(), ids=LEFT_FROM_8_FEBRUARY.keys())
def test_default_mode_selects_the_same_to_the_left(text: str, accepted: str) -> None:
    case = unit_cases(beside(text, "[02-08..02-08]"), day("02-08"), 5).popitem()[1]
    assert set(ids(case.certificates).split()) == {*accepted.split(), "anchor"}


@pytest.mark.parametrize(
    ("written", "anchor", "default_order", "parity_order"),
    [
        pytest.param(
            "[01-25..01-29] [02-01..02-19] s:01-30 [02-08..02-12] s:02-08 [02-22..02-26]",
            "3",
            "1 2 3 4",
            "1 3 2 4",
            id="C16",
        ),
        pytest.param(
            "[02-01..02-05] [02-03..02-26] s:02-01 [02-08..02-12] s:02-08 [02-11..02-17] s:02-10 "
            "[02-22..02-26] s:02-21",
            "3",
            "1 2 3 4 5",
            "1 3 2 4 5",
            id="C17",
        ),
        pytest.param("[01-25..01-29] [02-08..02-12] [02-22..02-26]", "2", "2", "2", id="C18"),
    ],
)
def test_a_whole_case_on_10_february(written: str, anchor: str, default_order: str, parity_order: str) -> None:
    default, parity = (one_case(written, "02-10", parity=mode) for mode in (False, True))
    assert default.anchor.certificate_id == parity.anchor.certificate_id == anchor
    assert (ids(default.certificates), ids(parity.certificates)) == (default_order, parity_order)


D9 = "[02-01..02-05] [02-15..02-19] s:02-14 [02-17..02-28] [02-29..03-04]"


@BOTH_MODES
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("[02-01..02-10] s:02-01 [02-12..02-20] s:02-12", ("02-01", "02-20", 2, 19), id="D1"),
        pytest.param(
            "[02-01..02-10] s:02-01 [02-12..02-20] s:02-12 [02-21..02-25] s:02-20", ("02-01", "02-25", 3, 24), id="D2"
        ),
        pytest.param("[02-12..02-20] s:02-12 [02-12..02-25] s:02-11", ("02-12", "02-25", 2, 14), id="D3"),
        pytest.param("[02-01..02-05] [02-08..02-12] [02-15..02-19]", ("02-01", "02-19", 3, 15), id="D5"),
        pytest.param("[02-15..02-19] [02-22..02-26] [02-29..03-04]", ("02-15", "03-04", 3, 15), id="D6"),
        pytest.param("[02-01..02-05] [02-15..02-19] [02-29..03-04]", ("02-15", "02-19", 1, 5), id="D7"),
        pytest.param(
            "[02-01..02-05] [02-08..02-26] s:02-07 [02-15..02-19] s:02-14 [02-29..03-04]",
            ("02-01", "03-04", 4, 29),
            id="D8",
        ),
        pytest.param(D9, ("02-15", "03-04", 3, 19), id="D9"),
    ],
)
def test_cases_on_16_february(written: str, expected: tuple[str, str, int, int], parity: bool) -> None:
    assert as_row(one_case(written, "02-16", parity=parity)) == expected


def test_d4_no_case_in_parity_mode_and_a_pause_by_default() -> None:
    written = "[02-01..02-14] [02-18..02-25]"
    assert unit_cases(certificates(written), day("02-16"), 5, parity=True) == {}
    case = one_case(written, "02-16", parity=False)
    assert (case.state, as_row(case)) == (CaseState.PAUSE, ("02-01", "02-25", 2, 22))


@BOTH_MODES
def test_d10_the_same_person_in_patient_mode(parity: bool) -> None:
    (cases,) = patient_cases(certificates(D9), day("02-16"), 5, parity=parity).values()
    assert [(f"{case.start:%m-%d}", f"{case.end:%m-%d}", case.days) for case in cases] == [
        ("02-15", "03-04", 19),
        ("02-01", "02-05", 5),
    ]
    assert [ids(case.certificates) for case in cases] == ["4 3 2", "1"]


@BOTH_MODES
@pytest.mark.parametrize(
    ("gap", "number"),
    [(0, 4), (1, 3), (2, 2), (3, 2), (9, 2), (10, 1), (11, 1), (-1, 0)],
    ids=["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8"],
)
def test_number_of_cases_in_patient_mode(gap: int, number: int, parity: bool) -> None:
    written = certificates("[03-01..03-05] [03-08..03-12] [03-23..03-27] [03-29..04-05] [04-06..04-15]")
    found = patient_cases(written, day("04-15"), gap, parity=parity)
    assert sum(len(cases) for cases in found.values()) == number


@BOTH_MODES
def test_e8_no_certificates_or_a_negative_gap(parity: bool) -> None:
    assert patient_cases([], day("04-15"), 5, parity=parity) == {}
    assert unit_cases([], day("04-15"), 5, parity=parity) == {}
    assert unit_cases(certificates("[04-01..04-20]"), day("04-15"), -1, parity=parity) == {}


@pytest.mark.parametrize(
    ("written", "today", "parity", "anchor", "expected"),
    [
        pytest.param(
            "[03-01..03-12] s:03-01 [03-05..05-31] s:02-25 [03-10..03-20] s:02-26 [06-01..06-30] s:03-02",
            "03-10",
            True,
            "1",
            ("03-01", "05-31", 3, 92),
            id="K1 parity",
        ),
        pytest.param(
            "[03-01..03-12] s:03-01 [03-05..05-31] s:02-25 [03-10..03-20] s:02-26 [06-01..06-30] s:03-02",
            "03-10",
            False,
            "1",
            ("03-01", "06-30", 4, 122),
            id="K1 default",
        ),
        pytest.param(
            "[01-01..01-31] [02-01..03-05] [03-01..03-04] [03-02..03-08] [03-09..03-31]",
            "03-10",
            True,
            "5",
            ("02-01", "03-31", 4, 59),
            id="K3 parity",
        ),
        pytest.param(
            "[01-01..01-31] [02-01..03-05] [03-01..03-04] [03-02..03-08] [03-09..03-31]",
            "03-10",
            False,
            "5",
            ("01-01", "03-31", 5, 90),
            id="K3 default",
        ),
    ],
)
def test_where_the_modes_chain_differently(
    written: str, today: str, parity: bool, anchor: str, expected: tuple[str, str, int, int]
) -> None:
    case = one_case(written, today, parity=parity, year=2026)
    assert case.anchor.certificate_id == anchor
    assert as_row(case, 2026) == expected


def test_k2_a_nested_certificate_splits_the_parity_patient_mode_only() -> None:
    text = "[01-01..06-30] [02-01..02-10] [07-01..07-31]"
    (parity_cases,) = patient_cases(certificates(text, 2026), day("2026-07-31"), 5, parity=True).values()
    (default_cases,) = patient_cases(certificates(text, 2026), day("2026-07-31"), 5).values()
    assert len(parity_cases) == 2
    assert [case.days for case in default_cases] == [212]
    assert [one_case(text, "03-01", parity=mode, year=2026).days for mode in (False, True)] == [212, 212]


@pytest.mark.parametrize(
    ("gap", "parity", "anchor", "expected"),
    [
        pytest.param(0, True, "1", ("02-01", "03-01", 1, 29), id="K4 parity"),
        pytest.param(0, False, "2", ("03-05", "03-09", 1, 5), id="K4 default"),
        pytest.param(5, True, "1", ("02-01", "03-09", 2, 34), id="K5 parity"),
        pytest.param(5, False, "2", ("02-01", "03-09", 2, 34), id="K5 default"),
    ],
)
def test_the_recently_closed_case(gap: int, parity: bool, anchor: str, expected: tuple[str, str, int, int]) -> None:
    case = one_case("[02-01..03-01] [03-05..03-09]", "03-12", parity=parity, gap=gap, recent=14, year=2026)
    assert case.state is CaseState.RECENTLY_CLOSED
    assert (case.anchor.certificate_id, as_row(case, 2026)) == (anchor, expected)
    assert case.active_degree == 0
    assert case.days_left == (case.end - day("03-12", 2026)).days < 0


@BOTH_MODES
@pytest.mark.parametrize(("recent", "today", "listed"), [(0, "03-10", False), (3, "03-12", True), (3, "03-13", False)])
def test_a_case_stays_for_as_many_days_as_are_chosen(recent: int, today: str, listed: bool, parity: bool) -> None:
    found = unit_cases(certificates("[03-01..03-09]"), day(today), 5, recent, parity=parity)
    assert bool(found) is listed


def test_k6_two_certificates_of_the_same_dates() -> None:
    text = "[03-01..03-31] s:03-01 [03-01..03-31] s:03-05"
    parity, default = (one_case(text, "03-10", parity=mode, year=2026) for mode in (True, False))
    assert (parity.anchor.certificate_id, ids(parity.certificates), parity.days) == ("2", "2 2", 31)
    assert (default.anchor.certificate_id, ids(default.certificates), default.days) == ("2", "1 2", 31)


def test_k7_a_hole_inside_one_certificate() -> None:
    text = "[03-01..03-08 + 03-12..03-31@50]"
    assert unit_cases(certificates(text, 2026), day("03-10", 2026), 5, parity=True) == {}
    case = one_case(text, "03-10", parity=False, year=2026)
    assert as_row(case, 2026) == ("03-01", "03-31", 1, 28)
    assert (case.state, case.active_degree, case.degrees) == (CaseState.PAUSE, 0, (100, 50))


@pytest.mark.parametrize(("parity", "expected"), [(True, False), (False, True)], ids=["K8 parity", "K8 default"])
def test_a_case_that_ends_today(parity: bool, expected: bool) -> None:
    assert contributes(day("03-10"), day("03-10"), parity=parity) is expected
    assert contributes(day("03-11"), day("03-10"), parity=parity)
    assert not contributes(day("03-09"), day("03-10"), parity=parity)


@pytest.mark.parametrize(("parity", "first"), [(True, 0), (False, 1)], ids=["K9 parity", "K9 default"])
def test_day_number_in_the_case(parity: bool, first: int) -> None:
    assert day_in_case(day("03-10"), day("03-10"), parity=parity) == first
    assert day_in_case(day("03-10"), day("03-20"), parity=parity) == first + 10


@pytest.mark.parametrize(
    ("days", "parity", "keys"),
    [
        pytest.param(365, True, ["181-365", "365-730"], id="K10 parity 365"),
        pytest.param(730, True, ["365-730", "730-"], id="K10 parity 730"),
        pytest.param(365, False, ["181-365"], id="K10 default 365"),
        pytest.param(730, False, ["366-730"], id="K10 default 730"),
        pytest.param(731, False, ["731-"], id="K10 default 731"),
        pytest.param(0, False, ["0-14"], id="K10 default 0"),
    ],
)
def test_length_intervals(days: int, parity: bool, keys: list[str]) -> None:
    assert [interval.key for interval in intervals_of(days, parity=parity)] == keys
