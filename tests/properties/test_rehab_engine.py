"""Properties of the case engine's default mode, on generated histories, and its agreement with a naive oracle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from rehab.cases import CaseState, PatientCase, UnitCase
from rehab.certificates import SickLeaveCertificate
from rehab.engine import patient_cases, unit_cases
from tests.unit.rehab import naive_engine
from tests.unit.rehab.generated import PERSONS, TODAY, gaps, histories, recents

History = list[SickLeaveCertificate]
LAST_DAY = date.max


def all_cases(history: History, gap: int) -> list[PatientCase]:
    """Every case of every patient, also those that have not begun."""
    return [case for cases in patient_cases(history, LAST_DAY, gap).values() for case in cases]


def own_case(history: History, gap: int, recent: int) -> UnitCase | None:
    """The unit-mode case of a history of one patient."""
    return next(iter(unit_cases(history, TODAY, gap, recent).values()), None)


@given(histories(PERSONS), gaps, recents, st.randoms())
def test_the_order_of_the_input_does_not_matter(history: History, gap: int, recent: int, random: Random) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert patient_cases(shuffled, TODAY, gap) == patient_cases(history, TODAY, gap)
    assert unit_cases(shuffled, TODAY, gap, recent) == unit_cases(history, TODAY, gap, recent)


@given(histories(PERSONS), gaps, recents)
def test_a_certificate_given_twice_counts_once(history: History, gap: int, recent: int) -> None:
    assert patient_cases(history + history, TODAY, gap) == patient_cases(history, TODAY, gap)
    assert unit_cases(history + history, TODAY, gap, recent) == unit_cases(history, TODAY, gap, recent)


@given(histories(PERSONS), gaps)
def test_the_unit_mode_case_is_the_patient_mode_case_that_holds_today(history: History, gap: int) -> None:
    by_person = patient_cases(history, TODAY, gap)
    holding = {
        person: (case.start, case.end, case.days, frozenset(case.certificates))
        for person, cases in by_person.items()
        for case in cases
        if case.start <= TODAY <= case.end
    }
    found = {
        person: (case.start, case.end, case.days, frozenset(case.certificates))
        for person, case in unit_cases(history, TODAY, gap).items()
    }
    assert found == holding


@given(histories(), gaps)
def test_length_is_the_number_of_covered_days(history: History, gap: int) -> None:
    for case in all_cases(history, gap):
        assert case.days == len(naive_engine.days_of(case.certificates))


@given(histories(), gaps, gaps)
def test_a_larger_gap_never_gives_more_cases(history: History, one: int, other: int) -> None:
    smaller, larger = sorted((one, other))
    assert len(all_cases(history, larger)) <= len(all_cases(history, smaller))


@given(histories(), gaps)
def test_cases_are_those_of_the_oracle(history: History, gap: int) -> None:
    found = all_cases(history, gap)
    assert {frozenset(case.certificates) for case in found} == naive_engine.cases(history, gap)
    assert [case.start for case in found] == sorted((case.start for case in found), reverse=True)
    for case in found:
        starts = [certificate.start for certificate in case.certificates]
        assert starts == sorted(starts, reverse=True)


@given(histories(), gaps, recents)
def test_the_unit_mode_case_and_its_anchor_are_the_oracles(history: History, gap: int, recent: int) -> None:
    case, expected = own_case(history, gap, recent), naive_engine.case_at(history, TODAY, gap, recent)
    assert (case and frozenset(case.certificates)) == expected
    if case is not None and expected is not None:
        assert case.anchor == naive_engine.anchor(expected, TODAY)
        covered = TODAY in naive_engine.days_of(expected)
        ended = case.end < TODAY
        state = CaseState.ONGOING if covered else CaseState.RECENTLY_CLOSED if ended else CaseState.PAUSE
        assert case.state is state
        assert (case.active_degree > 0) is covered
        assert case.days_left == (case.end - TODAY).days
        assert case.days_left >= -recent


@given(histories(), gaps, recents)
def test_a_certificate_that_starts_in_the_future_and_connects_belongs_to_the_case(
    history: History, gap: int, recent: int
) -> None:
    case = own_case(history, gap, recent)
    if case is None:
        return
    outside = [certificate for certificate in history if certificate not in case.certificates]
    assert not [
        (one, other) for one in case.certificates for other in outside if naive_engine.spans_connect(one, other, gap)
    ]


@given(histories(PERSONS), gaps, recents)
def test_patients_do_not_affect_one_another(history: History, gap: int, recent: int) -> None:
    together = unit_cases(history, TODAY, gap, recent)
    apart: dict[str, UnitCase] = {}
    for person in PERSONS:
        apart |= unit_cases([own for own in history if own.person_id == person], TODAY, gap, recent)
    assert together == apart


@given(histories(most=4), gaps)
def test_modes_agree_where_nothing_overlaps_and_nothing_has_a_hole(history: History, gap: int) -> None:
    simple: History = []
    for certificate in sorted(history, key=lambda certificate: certificate.start):
        if not simple or certificate.start > simple[-1].end:
            span = replace(certificate.periods[0], start=certificate.start, end=certificate.end)
            simple.append(replace(certificate, periods=(span,)))
    few_days = min(gap, 5)
    default, parity = (unit_cases(simple, TODAY, few_days, parity=mode) for mode in (False, True))
    paused = {person for person, case in default.items() if case.state is CaseState.PAUSE}
    assert {person: case for person, case in default.items() if person not in paused} == parity
