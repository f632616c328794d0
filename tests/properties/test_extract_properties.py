"""The extract builder against a naive reading of the rules, over random histories."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import numpy as np

from tests.oracle.rows import Row
from tests.unit.extracts.small_core import described, extract, leave, rows_of, write_core
from warehouse.reports.period import Month

PERSONS = 400
DIAGNOSES = ("F32", "F321", "F33", "F410", "J20", None)
FIRST, LAST = date(2020, 1, 1), date(2020, 12, 31)
DAY = timedelta(days=1)


def histories(seed: int) -> list[Row]:
    """Certificates of a few hundred persons at two providers, many of them close to each other or overlapping."""
    chance = random.Random(seed)
    rows = []
    for number in range(PERSONS):
        sex = chance.choice("wm")
        day = date(2019, 9, 1) + timedelta(days=chance.randrange(400))
        for order in range(chance.randrange(1, 8)):
            day += timedelta(days=chance.randrange(-5, 25))
            end = day + timedelta(days=chance.choice((0, 3, 9, 20, 60)))
            provider = chance.choice(("P1", "P1", "P2"))
            row = leave(
                f"{sex}{number}",
                day.isoformat(),
                end.isoformat(),
                chance.choice(DIAGNOSES),
                provider=provider,
                unit=f"U-{provider}",
                certificate=f"C{number}-{order}",
                order=order,
                county=chance.choice(("01", "06")),
                degree=chance.choice((25, 50, 75, 100)),
            )
            rows.append(row)
    return rows


def naive_cases(rows: Sequence[Row]) -> list[list[Row]]:
    """Cases by the gap rule (statistics 3.2), rows of a case in the order of 3.4."""
    found: list[list[Row]] = []
    ordered = sorted(rows, key=lambda row: (row.provider, row.person, row.start, row.order, row.degree))
    for _, own in groupby(ordered, key=lambda row: (row.provider, row.person)):
        case: list[Row] = []
        for row in own:
            if case and row.start > max(one.end for one in case) + 6 * DAY:
                found.append(case)
                case = []
            case.append(row)
        found.append(case)
    return found


def days(rows: Sequence[Row], until: date = date.max) -> set[date]:
    """The distinct certified days."""
    return {
        row.start + step * DAY
        for row in rows
        for step in range((row.end - row.start).days + 1)
        if row.start + step * DAY <= until
    }


def in_year(case: Sequence[Row]) -> bool:
    return any(row.start <= LAST and row.end >= FIRST for row in case)


def test_listed_cases_of_diagnoses_are_those_of_the_naive_rules(tmp_path: Path, seed: int) -> None:
    rows = histories(seed)
    section = """
    condition: {periods: [{first: 2020-01-01, last: 2020-12-31}]}
    diagnosis: {match: any_row, nodes: [F32, F410, F30-F39]}
    groupings: [[diagnosis, sex, county]]
    one_row_per_case: true
    """
    wanted = {"F32": {"F32", "F321"}, "F410": {"F410"}, "F30-F39": {"F32", "F321", "F33"}}
    expected = [
        (label, "men" if case[-1].sex == 1 else "women", case[-1].county, len(days(case)))
        for label, codes in wanted.items()
        for case in naive_cases([row for row in rows if (row.code or row.category) in codes])
        if in_year(case)
    ]
    found = rows_of(extract(write_core(tmp_path, rows), described(section)))
    assert len(found) > PERSONS / 4
    assert sorted(found) == sorted(expected)


def test_lengths_on_a_day_are_those_of_the_naive_rules(tmp_path: Path, seed: int) -> None:
    rows = histories(seed)
    section = """
    condition: {happening: ongoing, day: 25, periods: [{first: 2020-03-01, last: 2020-03-31, each: month}]}
    groupings: [[period, degree]]
    one_row_per_case: true
    """
    day = date(2020, 3, 25)
    expected = []
    for case in naive_cases(rows):
        touching = [row for row in case if row.start <= day <= row.end]
        if touching:
            expected.append(("2020-03", str(touching[-1].degree), len(days(case, day))))
    found = rows_of(extract(write_core(tmp_path, rows), described(section)))
    assert len(found) > 10
    assert sorted(found) == sorted(expected)


def test_spread_of_ended_cases_is_that_of_the_naive_rules(tmp_path: Path, seed: int) -> None:
    rows = histories(seed)
    section = """
    condition: {happening: ended, periods: [{first: 2020-01-01, last: 2020-12-31}]}
    diagnosis: {match: last, nodes: [F00-F99]}
    measures: [number, lower_quartile, median, upper_quartile, standard_deviation]
    """
    lengths = [
        len(days(case))
        for case in naive_cases(rows)
        if FIRST <= max(row.end for row in case) <= LAST and case[-1].chapter == "F00-F99"
    ]
    quartiles = [round(float(value), 2) for value in np.percentile(lengths, [25, 50, 75])]
    [found] = rows_of(extract(write_core(tmp_path, rows), described(section)))
    assert found[0] == len(lengths) > 50
    assert list(found[1:4]) == quartiles
    assert found[4] == round(float(np.std(lengths)), 2)


def test_first_certificates_are_those_of_the_naive_rules(tmp_path: Path, seed: int) -> None:
    rows = histories(seed)
    section = """
    population: first_certificates
    condition: {happening: started, periods: [{first: 2020-01-01, last: 2020-12-31}]}
    groupings: [[sex, county]]
    one_row_per_case: true
    """
    first = {case[0].certificate: case[0] for case in naive_cases(rows) if FIRST <= case[0].start <= LAST}
    expected = []
    for certificate in first:
        own = sorted((row for row in rows if row.certificate == certificate), key=lambda row: row.start)
        expected.append(("men" if own[-1].sex == 1 else "women", own[-1].county, len(days(own))))
    found = rows_of(extract(write_core(tmp_path, rows), described(section)))
    assert len(found) > PERSONS / 4
    assert sorted(found) == sorted(expected)


def test_patients_after_the_cut_off_are_those_of_the_naive_rules(tmp_path: Path, seed: int) -> None:
    rows = histories(seed)
    section = """
    population: patients
    condition: {periods: [{first: 2019-10-01, last: 2020-12-31, each: month}]}
    diagnosis: {match: any_row, nodes: [F32]}
    groupings: [[period, sex], [period]]
    measures: [number]
    cut_off: [sex]
    """
    threshold = 12
    together = Counter(
        (str(month), "men" if sex == 1 else "women")
        for (provider, month, sex), people in _patients(rows).items()
        for _ in people
        if len(people) >= threshold
    )
    expected = dict(together)
    for (month, _), number in together.items():
        expected[month, "both"] = expected.get((month, "both"), 0) + number
    result = extract(write_core(tmp_path, rows), described(section), threshold=threshold)
    found = {(period, sex): number for period, sex, number in rows_of(result)}
    assert 0 < len(found) < 3 * 15
    assert found == expected
    assert result.sections[0].left_out is not None
    assert result.sections[0].left_out > 0


def _patients(rows: Sequence[Row]) -> dict[tuple[str, Month, int], set[str]]:
    """Patients with the category F32 by provider, month touched and sex."""
    found: dict[tuple[str, Month, int], set[str]] = {}
    for row in rows:
        months = {Month.of(day) for day in days([row]) if date(2019, 10, 1) <= day <= LAST}
        if row.category == "F32":
            for month in months:
                found.setdefault((row.provider, month, row.sex), set()).add(row.person)
    return found
