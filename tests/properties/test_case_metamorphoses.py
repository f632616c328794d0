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
from tests.properties.answers import Answers, changed, everything, national_answers, provider_answers, without
from tests.properties.histories import (
    Written,
    a_share_of_the_examples,
    batch,
    random_histories,
    rows_of,
)
from warehouse.reports.engine import CareStatistics
from warehouse.reports.national import NationalStatistics
from warehouse.reports.period import Month, Window
from warehouse.reports.registry import Family
from warehouse.reports.result import View
from warehouse.reports.scope import AccessScope
from warehouse.reports.selection import Selection

AS_OF = date(2016, 3, 15)
WINDOW = Window(Month(2015, 3), Month(2015, 8))
PUBLISHED = Window(Month(2015, 3), Month(2016, 2))
"""The last twelve months completed on AS_OF: the default cross-section of the national level."""

CASES = (Family.CASES,)
FEWER = a_share_of_the_examples(12)
PERSONS = 400
OF_LENGTH = ("cases_by_length", "long_cases", "certificates_per_case")
OF_AGE = ("cases_by_age_group",)

SCOPES = (
    AccessScope.whole_provider("P1"),
    AccessScope.of_units("P1", frozenset({"u1"})),
    AccessScope.of_units("P1", frozenset({"s1", "u2"})),
    AccessScope.whole_provider("P2"),
)
ROW_FILTERS = tuple(
    Selection.from_query(query) for query in ("", "enhet=u1", "diagnos=F00-F99", "enhet=s2,u1&diagnos=M00-M99,F40-F48")
)
LENGTH_FILTERS = tuple(Selection.from_query(query) for query in ("", "langd=0-14,91-180", "diagnos=F00-F99&langd=15-30"))
Question = tuple[AccessScope, Selection]


def asked(chance: random.Random, selections: Sequence[Selection], number: int) -> list[Question]:
    """Some of the questions; the first is about a whole provider without filter."""
    return [(SCOPES[0], Selection()), *((chance.choice(SCOPES), chance.choice(selections)) for _ in range(number - 1))]


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
        return national_answers(NationalStatistics(path), CASES, PUBLISHED, PUBLISHED)


def unchanged(before: Sequence[Answers], after: Sequence[Answers], *but: str) -> None:
    """All answers are the same, those of the reports named in `but` left out."""
    for one, other in zip(before, after, strict=True):
        assert changed(without(one, *but), without(other, *but)) == []


def some_rows(histories: list[list[Written]]) -> list[Row]:
    rows = rows_of(histories)
    assume(any(not row.revoked for row in rows))
    return rows


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


def split(rows: Sequence[Row], chance: random.Random, *, alone: bool) -> list[Row]:
    """Certificates of one period parted in two, with the same signing, unit, doctor, diagnosis and degree.

    The first part may end before the patient's birthday. With `alone`, only certificates are parted during whose first
    part no other of the same patient and provider starts. Order numbers are doubled, so that there is one between two.
    """
    apart = [replace(row, order=2 * row.order) for row in rows]
    certificates = [row.certificate for row in apart]
    found: list[Row] = []
    for row in apart:
        if certificates.count(row.certificate) > 1 or row.start == row.end:
            found.append(row)
            continue
        day = row.start + timedelta(days=chance.randint(1, (row.end - row.start).days))
        others = [other for other in apart if (other.person, other.provider) == (row.person, row.provider)]
        disturbed = any(other is not row and row.start <= other.start <= day for other in others)
        found += [row] if alone and disturbed else _parted(row, day, chance.randint(0, 1))
    return found


def numbers_of_cases(answers: Answers) -> dict[object, object]:
    """The sum over the groups of reports in which each case has one group."""
    single = (*OF_LENGTH, *OF_AGE, "cases_total")
    return {name: answer.row_totals for name, answer in answers.items() if name[0] in single}


def kept_by_any_split(answers: Answers) -> Answers:
    """Reports in which only what a case has at all is counted, or how long it is."""
    sets = ("cases_by_diagnosis_group", "cases_by_degree", "cases_by_unit", "cases_by_unit/sub-units", "cases_by_doctor")
    nodes = ("cases_within_diagnosis", "cases_compare_diagnoses")
    return {
        (name, view): answer
        for (name, view), answer in answers.items()
        if name in {"cases_total", "cases_by_length", "long_cases"}
        or (name in {*sets, *nodes} and view is View.CROSS_SECTION)
    }


def check_later(rows: Sequence[Row], chance: random.Random, questions: Sequence[Question]) -> None:
    more = with_later(rows, chance, WINDOW)
    unchanged(of_providers(rows, questions), of_providers(more, questions))


def check_earlier(rows: Sequence[Row], chance: random.Random, questions: Sequence[Question]) -> None:
    before, after = of_providers(rows, questions), of_providers(with_earlier(rows, chance, WINDOW), questions)
    unchanged(before, after, *OF_LENGTH)
    for name in (("cases_by_length", view) for view in View):
        for one, other in zip(before, after, strict=True):
            assert one[name].row_totals == other[name].row_totals


def check_split(rows: Sequence[Row], chance: random.Random, questions: Sequence[Question]) -> None:
    before = of_providers(rows, questions)
    unchanged(before, of_providers(split(rows, chance, alone=True), questions), *OF_AGE, "certificates_per_case")
    after = of_providers(split(rows, chance, alone=False), questions)
    unchanged([kept_by_any_split(one) for one in before], [kept_by_any_split(one) for one in after])
    assert [numbers_of_cases(one) for one in before] == [numbers_of_cases(one) for one in after]


@given(batch, st.randoms(use_true_random=False))
@FEWER
def test_a_certificate_after_the_period_changes_nothing(histories: list[list[Written]], chance: random.Random) -> None:
    check_later(some_rows(histories), chance, asked(chance, (*ROW_FILTERS, *LENGTH_FILTERS), 2))


@given(batch, st.randoms(use_true_random=False))
@FEWER
def test_one_before_it_changes_length_and_certificates_alone(
    histories: list[list[Written]], chance: random.Random
) -> None:
    check_earlier(some_rows(histories), chance, asked(chance, ROW_FILTERS, 2))


@given(batch, st.randoms(use_true_random=False))
@FEWER
def test_a_parted_certificate_makes_no_case_and_no_day(histories: list[list[Written]], chance: random.Random) -> None:
    check_split(some_rows(histories), chance, asked(chance, (*ROW_FILTERS, *LENGTH_FILTERS), 2))


@given(batch, st.randoms(use_true_random=False))
@FEWER
def test_the_order_of_arrival_changes_nothing(histories: list[list[Written]], chance: random.Random) -> None:
    rows = some_rows(histories)
    questions = asked(chance, (*ROW_FILTERS, *LENGTH_FILTERS), 2)
    unchanged(of_providers(rows, questions), of_providers(chance.sample(rows, len(rows)), questions))


@pytest.mark.parametrize("check", [check_later, check_earlier, check_split])
def test_the_same_holds_for_hundreds_of_persons(
    seed: int, check: Callable[[Sequence[Row], random.Random, Sequence[Question]], None]
) -> None:
    chance = random.Random(seed)
    print(f"seed {seed}")
    selections = ROW_FILTERS if check is check_earlier else (*ROW_FILTERS, *LENGTH_FILTERS)
    check(many_rows(chance), chance, asked(chance, selections, 4))


def test_what_is_done_to_the_facts_is_felt_where_it_may_be(seed: int) -> None:
    """The certificates added and parted do reach the figures: elsewhere, or in the reports that are left out above."""
    chance = random.Random(seed)
    rows = many_rows(chance)
    questions = asked(chance, ROW_FILTERS, 1)
    (before,) = of_providers(rows, questions)
    (after_earlier,) = of_providers(with_earlier(rows, chance, WINDOW), questions)
    assert {name for name, _ in changed(before, after_earlier)} == set(OF_LENGTH)
    (after_split,) = of_providers(split(rows, chance, alone=True), questions)
    assert {name for name, _ in changed(before, after_split)} == {*OF_AGE, "certificates_per_case"}
    longer = Window(WINDOW.first, WINDOW.last.plus(1))
    (before_longer,) = of_providers(rows, questions, longer)
    (after_longer,) = of_providers(with_later(rows, chance, WINDOW), questions, longer)
    assert ("cases_total", View.TIME_SERIES) in changed(before_longer, after_longer)


def test_the_nation_is_unmoved_too(seed: int) -> None:
    """The published figures: after all published months, before them, parted, and in another order."""
    chance = random.Random(seed)
    print(f"seed {seed}")
    rows = many_rows(chance)
    before = of_the_nation(rows)
    unchanged([before], [of_the_nation(with_later(rows, chance, PUBLISHED))])
    unchanged([before], [of_the_nation(with_earlier(rows, chance, PUBLISHED))], *OF_LENGTH)
    unchanged(
        [before], [of_the_nation(split(rows, chance, alone=True))], *OF_AGE, "certificates_per_case"
    )
    unchanged([before], [of_the_nation(chance.sample(rows, len(rows)))])


def test_women_and_men_are_counted_each_by_themselves(seed: int) -> None:
    """A release of the women alone has the women's figures and nothing else; women and men are everybody."""
    chance = random.Random(seed)
    print(f"seed {seed}")
    rows = many_rows(chance)
    questions = asked(chance, (*ROW_FILTERS, *LENGTH_FILTERS), 3)
    everybody = [*of_providers(rows, questions), of_the_nation(rows)]
    women = [row for row in rows if row.sex == 2]
    men = [row for row in rows if row.sex == 1]
    of_women = [*of_providers(women, questions), of_the_nation(women)]
    of_men = [*of_providers(men, questions), of_the_nation(men)]
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
    return {
        key: (women.get(key, (0, 0, 0))[2], men.get(key, (0, 0, 0))[2])
        + (women.get(key, (0, 0, 0))[2] + men.get(key, (0, 0, 0))[2],)
        for key in {**women, **men}
    }


def test_a_filter_that_selects_everything_is_no_filter(seed: int) -> None:
    chance = random.Random(seed)
    print(f"seed {seed}")
    rows = many_rows(chance)
    with tempfile.TemporaryDirectory() as folder:
        path = write_care_database(Path(folder) / "care.duckdb", rows, AS_OF)
        with CareStatistics(path) as statistics:
            for scope in SCOPES:
                plain = provider_answers(statistics, CASES, scope, WINDOW)
                for chosen in everything(tuple(unit.id for unit in statistics.units(scope))):
                    assert changed(plain, provider_answers(statistics, CASES, scope, WINDOW, chosen)) == [], chosen
