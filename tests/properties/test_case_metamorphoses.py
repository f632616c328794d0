"""What must not change in any report on cases when the facts change in a known way.

Nothing here knows the right figures: an answer is compared with another answer of the product. Each statement is
tried on small histories, which shrink to few lines, and on hundreds of persons at once.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.oracle.facts import write_care_database, write_national_database
from tests.oracle.rows import Row
from tests.properties.answers import (
    Answers,
    Name,
    changed,
    everything,
    national_answers,
    provider_answers,
    region_answers,
    without,
)
from tests.properties.histories import (
    Written,
    a_share_of_the_examples,
    batch,
    random_histories,
    rows_of,
)
from warehouse.identity import normalise_hsa_id
from warehouse.reports.engine import CareStatistics
from warehouse.reports.national import NationalStatistics
from warehouse.reports.period import Month, Window
from warehouse.reports.registry import Family
from warehouse.reports.result import View
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import EVERYTHING, Selection

AS_OF = date(2016, 3, 15)
WINDOW = Window(Month(2015, 3), Month(2015, 8))
PUBLISHED = Window(Month(2015, 3), Month(2016, 2))
"""The last twelve months completed on AS_OF: the default cross-section of the national level."""

CASES = (Family.CASES,)
FEWER = a_share_of_the_examples(20)
PERSONS = 300
OF_LENGTH = ("cases_by_length", "long_cases", "certificates_per_case")

SCOPES = (
    AccessScope.whole_provider("P1"),
    AccessScope.of_units("P1", frozenset({"u1"})),
    AccessScope.of_units("P1", frozenset({"s1", "u2"})),
    AccessScope.whole_provider("P2"),
)
REGION = RegionScope({normalise_hsa_id(unit): 1000 for unit in ("u1", "u2", "v1")})
ROW_FILTERS = tuple(
    Selection.from_query(query) for query in ("", "enhet=u1", "diagnos=F00-F99", "enhet=s2,u1&diagnos=M00-M99,F40-F48")
)
LENGTH_FILTERS = tuple(Selection.from_query(query) for query in ("langd=0-14,91-180", "diagnos=F00-F99&langd=15-30"))
Question = tuple[AccessScope, Selection]
Check = Callable[[Sequence[Row], random.Random, Sequence[Question]], None]


def of_providers(rows: Sequence[Row], questions: Sequence[Question], window: Window = WINDOW) -> list[Answers]:
    """The answers to each question."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_care_database(Path(folder) / "care.duckdb", rows, AS_OF)
        with CareStatistics(path) as statistics:
            return [provider_answers(statistics, CASES, scope, window, chosen) for scope, chosen in questions]


def of_the_nation(rows: Sequence[Row], threshold: int = 3) -> Answers:
    """The published answers."""
    with tempfile.TemporaryDirectory() as folder:
        care = write_care_database(Path(folder) / "care.duckdb", rows, AS_OF)
        path = write_national_database(Path(folder) / "national.duckdb", care, AS_OF, threshold)
        return national_answers(NationalStatistics.compatible(path), CASES, PUBLISHED, PUBLISHED)


def of_a_region(rows: Sequence[Row], threshold: int = 3) -> Answers:
    """The answers to a region whose list has care units of both providers.

    Without the rate per listed patients, whose cells are cut by what both sexes are together (statistics 8.3).
    """
    with tempfile.TemporaryDirectory() as folder:
        path = write_care_database(Path(folder) / "care.duckdb", rows, AS_OF)
        with CareStatistics(path) as statistics:
            shown = Selection(first=str(WINDOW.first), last=str(WINDOW.last))
            answers = region_answers(statistics, CASES, REGION, shown, threshold)
            return without(answers, "cases_per_1000_listed_by_unit")


def unchanged(before: Sequence[Answers], after: Sequence[Answers], *but: str) -> None:
    """All answers are the same, those of the reports named in `but` left out."""
    for one, other in zip(before, after, strict=True):
        assert changed(without(one, *but), without(other, *but)) == []


def many_rows(chance: random.Random) -> list[Row]:
    return rows_of(random_histories(chance, PERSONS))


def _another_for_each(rows: Sequence[Row], chance: random.Random, dates: Callable[[], tuple[date, date]]) -> list[Row]:
    """The rows and one more certificate for each person, written as somebody else's at the same provider was."""
    persons = {(row.person, row.provider): row for row in rows}
    added = []
    for number, ((person, provider), own) in enumerate(sorted(persons.items())):
        like = chance.choice([row for row in rows if row.provider == provider])
        start, end = dates()
        new = replace(like, certificate=f"another-{number}", order=10_000 + number, person=person, sex=own.sex)
        added.append(replace(new, start=start, end=end, revoked=False))
    return [*rows, *added]


def with_later(rows: Sequence[Row], chance: random.Random, window: Window) -> list[Row]:
    """One more certificate for each person, that starts after the window."""

    def dates() -> tuple[date, date]:
        start = window.last_day + timedelta(days=chance.randint(1, 12))
        return start, start + timedelta(days=chance.randint(0, 60))

    return _another_for_each(rows, chance, dates)


def with_earlier(rows: Sequence[Row], chance: random.Random, window: Window) -> list[Row]:
    """One more certificate for each person, that ends before the window."""

    def dates() -> tuple[date, date]:
        end = window.first_day - timedelta(days=chance.randint(1, 12))
        return end - timedelta(days=chance.randint(0, 60)), end

    return _another_for_each(rows, chance, dates)


def _parted(row: Row, day: date, younger: int) -> list[Row]:
    """Two certificates in place of one: the second starts on `day`."""
    first = replace(row, certificate=f"{row.certificate}-1", end=day - timedelta(days=1), age=row.age - younger)
    return [first, replace(row, certificate=f"{row.certificate}-2", order=row.order + 1, start=day)]


def split(rows: Sequence[Row], chance: random.Random, *, gently: bool) -> list[Row]:
    """Certificates of one period parted in two, with the same signing, unit, doctor, diagnosis and degree.

    The first part may end before the patient's birthday. Order numbers are doubled, so that there is one between two.
    `gently` parts a certificate in the month it starts in, when no other of the same patient and provider starts during
    its first part. Otherwise the second part may start after a period that the whole touched: its days no longer
    count there (statistics 3.6); or it may become the last row of a case where another was (3.4).
    """
    apart = [replace(row, order=2 * row.order) for row in rows]
    certificates = [row.certificate for row in apart]
    found: list[Row] = []
    for row in apart:
        last = min(row.end, Month.of(row.start).last_day) if gently else row.end
        if certificates.count(row.certificate) > 1 or row.start == last:
            found.append(row)
            continue
        day = row.start + timedelta(days=chance.randint(1, (last - row.start).days))
        others = [other for other in apart if (other.person, other.provider) == (row.person, row.provider)]
        disturbed = any(other is not row and row.start <= other.start <= day for other in others)
        found += [row] if gently and disturbed else _parted(row, day, chance.randint(0, 1))
    return found


def of_any_split(answers: Answers) -> dict[Name, object]:
    """What stays however certificates are parted: the numbers of cases, and all distinct values of a case."""
    one_group_each = {"cases_total", "cases_by_age_group", "cases_by_length", "certificates_per_case"}
    distinct_values = {
        "cases_by_diagnosis_group", "cases_by_degree", "cases_by_unit", "cases_by_unit/sub-units", "cases_by_doctor",
        "cases_within_diagnosis", "cases_compare_diagnoses",
    }  # fmt: skip
    numbers: dict[Name, object] = {
        key: answer.row_totals for key, answer in answers.items() if key[0] in one_group_each
    }
    values: dict[Name, object] = {
        key: answer for key, answer in answers.items() if key[0] in distinct_values and key[1] is View.CROSS_SECTION
    }
    return {**numbers, **values}


def check_later(rows: Sequence[Row], chance: random.Random, questions: Sequence[Question]) -> None:
    more = with_later(rows, chance, WINDOW)
    unchanged(of_providers(rows, questions), of_providers(more, questions))


def check_earlier(rows: Sequence[Row], chance: random.Random, questions: Sequence[Question]) -> None:
    before, after = of_providers(rows, questions), of_providers(with_earlier(rows, chance, WINDOW), questions)
    unchanged(before, after, *OF_LENGTH)
    for name in (("cases_by_length", view) for view in View):
        for one, other in zip(before, after, strict=True):
            assert one[name].row_totals == other[name].row_totals


def check_gentle_split(rows: Sequence[Row], chance: random.Random, questions: Sequence[Question]) -> None:
    after = of_providers(split(rows, chance, gently=True), questions)
    unchanged(of_providers(rows, questions), after, "certificates_per_case")


def check_any_split(rows: Sequence[Row], chance: random.Random, questions: Sequence[Question]) -> None:
    after = of_providers(split(rows, chance, gently=False), questions)
    assert [of_any_split(one) for one in of_providers(rows, questions)] == [of_any_split(one) for one in after]


def check_order_of_arrival(rows: Sequence[Row], chance: random.Random, questions: Sequence[Question]) -> None:
    unchanged(of_providers(rows, questions), of_providers(chance.sample(rows, len(rows)), questions))


ALL_FILTERS = (*ROW_FILTERS, *LENGTH_FILTERS)
CHECKS: tuple[tuple[Check, Sequence[Selection]], ...] = (
    (check_later, ALL_FILTERS),
    (check_earlier, ROW_FILTERS),
    (check_gentle_split, ALL_FILTERS),
    (check_any_split, ROW_FILTERS),
    (check_order_of_arrival, ALL_FILTERS),
)
"""Each statement, and the filters under which it holds: what a length filter keeps changes with the length."""


@pytest.mark.parametrize(("check", "filters"), CHECKS, ids=lambda value: getattr(value, "__name__", ""))
@given(histories=batch, chance=st.randoms(use_true_random=False))
@FEWER
def test_statement_holds_for_small_histories(
    check: Check, filters: Sequence[Selection], histories: list[list[Written]], chance: random.Random
) -> None:
    rows = rows_of(histories)
    assume(any(not row.revoked for row in rows))
    check(rows, chance, [(chance.choice(SCOPES), chance.choice(filters))])


@pytest.mark.parametrize(("check", "filters"), CHECKS, ids=lambda value: getattr(value, "__name__", ""))
def test_statement_holds_for_hundreds_of_persons(seed: int, check: Check, filters: Sequence[Selection]) -> None:
    chance = random.Random(seed)
    print(f"seed {seed}")
    others = [(chance.choice(SCOPES), chance.choice(filters)) for _ in range(2)]
    check(many_rows(chance), chance, [(SCOPES[0], EVERYTHING), *others])


def test_what_is_done_to_the_facts_is_felt(seed: int) -> None:
    """The certificates added and parted do reach the figures that are left out above, and no others."""
    chance = random.Random(seed)
    rows = many_rows(chance)

    def answers(given_rows: Sequence[Row], window: Window = WINDOW) -> Answers:
        return of_providers(given_rows, [(SCOPES[0], EVERYTHING)], window)[0]

    before = answers(rows)
    assert {name for name, _ in changed(before, answers(with_earlier(rows, chance, WINDOW)))} == set(OF_LENGTH)
    gentle, any_day = (split(rows, chance, gently=gently) for gently in (True, False))
    assert {name for name, _ in changed(before, answers(gentle))} == {"certificates_per_case"}
    assert {"certificates_per_case", "cases_by_age_group"} <= {name for name, _ in changed(before, answers(any_day))}
    longer = Window(WINDOW.first, WINDOW.last.plus(1))
    moved = changed(answers(rows, longer), answers(with_later(rows, chance, WINDOW), longer))
    assert ("cases_total", View.TIME_SERIES) in moved


def test_the_nation_is_unmoved_too(seed: int) -> None:
    """The published figures: after all published months, before them, parted, and in another order."""
    chance = random.Random(seed)
    print(f"seed {seed}")
    rows = many_rows(chance)
    before = of_the_nation(rows)
    unchanged([before], [of_the_nation(with_later(rows, chance, PUBLISHED))])
    unchanged([before], [of_the_nation(with_earlier(rows, chance, PUBLISHED))], *OF_LENGTH)
    unchanged([before], [of_the_nation(split(rows, chance, gently=True))], "certificates_per_case")
    unchanged([before], [of_the_nation(chance.sample(rows, len(rows)))])


def test_women_and_men_are_counted_each_by_themselves(seed: int) -> None:
    """A release of the women alone has the women's figures and nothing else; women and men are everybody."""
    chance = random.Random(seed)
    print(f"seed {seed}")
    rows = many_rows(chance)
    questions = [(SCOPES[0], EVERYTHING), *((chance.choice(SCOPES), chance.choice(ALL_FILTERS)) for _ in range(2))]

    def on_every_level(of: Sequence[Row]) -> list[Answers]:
        return [*of_providers(of, questions), of_a_region(of), of_the_nation(of)]

    everybody = on_every_level(rows)
    of_women = on_every_level([row for row in rows if row.sex == 2])
    of_men = on_every_level([row for row in rows if row.sex == 1])
    assert all(answers["cases_total", View.CROSS_SECTION].table[0] for answers in (everybody[0], *everybody[-2:]))
    for whole, part, other in zip(everybody, of_women, of_men, strict=True):
        for name, answer in whole.items():
            for at, cells in enumerate(answer.table):
                assert cells == _joined(part[name].table[at], other[name].table[at]), name
            for at, cells in enumerate(answer.chart):
                if name[0] != "cases_within_diagnosis":  # whose chart shows the largest children of everybody
                    assert cells == _joined(part[name].chart[at], other[name].chart[at]), name


def _joined(
    women: dict[str, tuple[int, int, int]], men: dict[str, tuple[int, int, int]]
) -> dict[str, tuple[int, int, int]]:
    """Cells of the women's and of the men's release side by side."""
    counts = {key: (women.get(key, (0, 0, 0))[2], men.get(key, (0, 0, 0))[2]) for key in {**women, **men}}
    return {key: (of_women, of_men, of_women + of_men) for key, (of_women, of_men) in counts.items()}


def test_a_filter_that_selects_everything_is_no_filter(seed: int) -> None:
    chance = random.Random(seed)
    print(f"seed {seed}")
    rows = many_rows(chance)
    with tempfile.TemporaryDirectory() as folder:
        path = write_care_database(Path(folder) / "care.duckdb", rows, AS_OF)
        with CareStatistics(path) as statistics:
            for scope in (SCOPES[0], SCOPES[2]):
                plain = provider_answers(statistics, CASES, scope, WINDOW)
                for chosen in everything(tuple(unit.id for unit in statistics.units(scope))):
                    assert changed(plain, provider_answers(statistics, CASES, scope, WINDOW, chosen)) == [], chosen
