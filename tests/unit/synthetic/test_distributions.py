"""Draws against the parameters they follow (rule G-8)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from pipelines.synthetic.case_draws import CaseDraws
from pipelines.synthetic.cases import CasePlanner
from pipelines.synthetic.organisation_maker import make_organisation
from pipelines.synthetic.persons import Persons
from pipelines.synthetic.plan import PlannedCase
from pipelines.synthetic.settings import load_groups, load_parameters, load_size
from pipelines.synthetic.streams import Streams
from pipelines.synthetic.work_calendar import WorkCalendar
from tests.unit.synthetic.chi_square import too_unlikely

TODAY = date(2026, 11, 23)
DRAWS = 20_000
CASES = 6_000


def _draws(seed: int) -> CaseDraws:
    return CaseDraws(Streams(seed)["cases"], load_parameters())


@pytest.fixture(scope="module")
def cases() -> list[PlannedCase]:
    """Cases that start in a month two years before today, planned with a seed of their own."""
    parameters, streams = load_parameters(), Streams(20_261_123)
    size = load_size("demo")
    organisation = make_organisation(streams, parameters, size, TODAY)
    calendar = WorkCalendar(parameters, TODAY, size.months)
    persons = Persons(streams["persons"], parameters, on_new=None)
    planner = CasePlanner(streams, parameters, organisation, persons, calendar)
    planned = [planner.plan(calendar.months[number % 12]) for number in range(CASES)]
    return [case for case in planned if case is not None]


def test_gaps_before_renewals(seed: int) -> None:
    draws = _draws(seed)
    names = {0: "none", 1: "one_day", -1: "overlap", -2: "overlap", -3: "overlap"}
    counts = Counter(
        names.get(gap, "two_to_five" if gap <= 5 else "six_to_fourteen") for gap in (draws.gap() for _ in range(DRAWS))
    )
    assert too_unlikely(counts, load_parameters().table("cases.renewal_gap_percent")) is None


@pytest.mark.parametrize("degree", [100, 75, 50, 25])
def test_degrees_at_renewal(degree: int, seed: int) -> None:
    draws = _draws(seed)
    counts = Counter(draws.next_degree(degree) for _ in range(DRAWS))
    assert too_unlikely(counts, load_parameters().table(f"cases.degree_at_renewal_{degree}")) is None


@pytest.mark.parametrize("psychiatric", [False, True])
def test_degrees_at_the_start(psychiatric: bool, seed: int) -> None:
    draws = _draws(seed)
    counts = Counter(draws.first_degree(psychiatric=psychiatric) for _ in range(DRAWS))
    name = f"cases.degree_at_start{'_psychiatric' if psychiatric else ''}"
    assert too_unlikely(counts, load_parameters().table(name)) is None


def test_numbers_of_by_diagnoses(seed: int) -> None:
    draws = _draws(seed)
    counts = Counter(len(draws.diagnoses("M other", 1)) - 1 for _ in range(DRAWS))
    percent = load_parameters().table("cases.by_diagnoses_percent")
    shares = {0: 100 - percent["one"] - percent["two"], 1: percent["one"], 2: percent["two"]}
    assert too_unlikely(counts, shares) is None


def test_stepped_certificates_have_each_degree_once_in_order_without_overlap(seed: int) -> None:
    draws, joints, stepped = _draws(seed), Counter[str](), 0
    start = date(2026, 1, 5)
    for number in range(DRAWS):
        degree = (100, 75, 50, 25)[number % 4]
        periods = draws.periods(start, 28, degree)
        stepped += len(periods) > 1
        assert periods[0].start == start
        assert periods[-1].end == start + timedelta(days=27)
        assert len({period.degree for period in periods}) == len(periods) <= 4
        for before, after in pairwise(periods):
            between = (after.start - before.end).days - 1
            assert -1 <= between <= 3, "at most one shared day"
            assert after.start <= after.end
            joints["shared_day" if between < 0 else "gap" if between else "contiguous"] += 1
    parameters = load_parameters()
    assert too_unlikely(joints, parameters.table("cases.step_joint_percent")) is None
    share = parameters.number("cases.stepped_percent", "certificates") / 100
    assert too_unlikely({True: stepped, False: DRAWS - stepped}, {True: share, False: 1 - share}) is None


def test_diagnosis_groups_and_sex_of_new_cases(cases: list[PlannedCase]) -> None:
    groups = load_groups()
    first = [(case.certificates[0].diagnoses[0].group, case.person.sex) for case in cases]
    counts = Counter(group for group, _ in first)
    assert too_unlikely(counts, {name: group.percent for name, group in groups.items()}) is None
    for name, group in groups.items():
        women = sum(sex == 2 for drawn, sex in first if drawn == name)
        if group.percent_women == 100:
            assert women == counts[name]
        else:
            expected = {2: group.percent_women, 1: 100 - group.percent_women}
            assert too_unlikely({2: women, 1: counts[name] - women}, expected) is None


def test_weekdays_of_signing(cases: list[PlannedCase]) -> None:
    counts = Counter(case.certificates[0].signed_at.weekday() for case in cases)
    assert max(counts, key=lambda weekday: counts[weekday]) == 0
    shares = {number: count / len(cases) for number, count in counts.items()}
    wanted = load_parameters().table("cases.signing_by_weekday")
    for weekday, percent in wanted.items():
        assert shares.get(weekday, 0) == pytest.approx(percent / 100, abs=0.02)


def test_starts_against_the_signing_day(cases: list[PlannedCase]) -> None:
    offsets = [(case.start - case.certificates[0].signed_at.date()).days for case in cases]
    counts = Counter(
        "same_day" if not days else "future" if days > 0 else "within_week" if days >= -7 else "earlier"
        for days in offsets
    )
    assert too_unlikely(counts, load_parameters().table("cases.first_start_percent")) is None


def test_few_cases_last_beyond_a_year_and_none_beyond_two(cases: list[PlannedCase]) -> None:
    whole = [case for case in cases if not case.certificates[0].disease_carrier]
    days = sorted((max(one.end for one in case.certificates) - case.start).days + 1 for case in whole)
    assert days[0] >= 1
    assert days[-1] <= 730 + 3 * 14
    beyond = sum(length > 365 for length in days) / len(days)
    assert 0.015 < beyond < 0.045


def test_renewals_follow_their_parameters(cases: list[PlannedCase]) -> None:
    pairs = [(before, after) for case in cases for before, after in pairwise(case.certificates)]
    assert len(pairs) > 3_000
    units = Counter(
        "same"
        if before.unit is after.unit
        else "same_provider"
        if before.unit.provider is after.unit.provider
        else "other_provider"
        for before, after in pairs
    )
    wanted = load_parameters().table("cases.renewal_unit_percent")
    for where, percent in wanted.items():
        assert units[where] / len(pairs) == pytest.approx(percent / 100, abs=0.025)
    same = [after for before, after in pairs if before.unit.provider is after.unit.provider]
    extended = sum(after.relation is not None and after.relation[0] == "FRLANG" for after in same)
    assert extended / len(same) == pytest.approx(0.7, abs=0.03)
    assert all(before.signed_at < after.signed_at for before, after in pairs)


@pytest.mark.parametrize("gap", [5, 6])
def test_a_boundary_case_has_exactly_the_gap_asked_for(gap: int) -> None:
    parameters, streams, size = load_parameters(), Streams(5), load_size("tiny")
    organisation = make_organisation(streams, parameters, size, TODAY)
    calendar = WorkCalendar(parameters, TODAY, size.months)
    planner = CasePlanner(streams, parameters, organisation, Persons(streams["persons"], parameters, None), calendar)
    for month in calendar.months[:12]:
        case = planner.plan(month, gap)
        assert case is not None
        first, second = case.certificates[:2]
        assert (second.periods[0].start - first.end).days - 1 == gap
        assert first.unit is second.unit
        assert first.exempt
        assert second.exempt


def test_months_add_up_and_follow_the_season() -> None:
    calendar = WorkCalendar(load_parameters(), TODAY, 30)
    shared = calendar.share_out(50_000, calendar.months)
    assert sum(shared) == 50_000
    by_month = {month.first: count for month, count in zip(calendar.months, shared, strict=True)}
    assert by_month[date(2025, 7, 1)] < 0.75 * by_month[date(2025, 3, 1)]
    assert calendar.first == date(2024, 5, 23)
    assert calendar.months[-1].last == date(2026, 11, 22)
    assert len(calendar.warm_up) == 13
