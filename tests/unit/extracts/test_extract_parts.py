"""Each part of a description (statistics 14.1) over small facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.rows import Row
from tests.unit.extracts.small_core import Header, described, extract, leave, rows_of, write_core
from warehouse.extracts.result import ExtractResult

IN_2020 = "periods: [{first: 2020-01-01, last: 2020-12-31}]"


def told(folder: Path, rows: Sequence[Row], section: str, **more: Any) -> list[tuple[Any, ...]]:
    """The rows of a trial section over the facts."""
    return rows_of(result(folder, rows, section, **more))


def result(
    folder: Path,
    rows: Sequence[Row],
    section: str,
    *,
    threshold: int = 5,
    births: dict[str, date] | None = None,
    headers: Sequence[Header] = (),
    **scope: Any,
) -> ExtractResult:
    core = write_core(folder, rows, births=births, headers=headers)
    return extract(core, described(section, **scope), threshold=threshold)


# Populations


def test_cases_of_all_providers_are_each_one(tmp_path: Path) -> None:
    rows = [
        leave("w1", "2020-03-01", "2020-03-10"),
        leave("w1", "2020-03-16", "2020-03-20"),
        leave("w1", "2020-03-01", "2020-03-10", provider="P2", unit="U2"),
        leave("w1", "2020-06-01", "2020-06-10"),
    ]
    assert told(tmp_path, rows, f"{{condition: {{{IN_2020}}}, measures: [number, patients]}}") == [(3, 1)]


@pytest.mark.parametrize(
    ("scope", "number"),
    [({}, 3), ({"providers": ["P1"]}, 2), ({"units": ["U2"]}, 1), ({"units": ["u1 ", "U3"]}, 2)],
)
def test_the_population_can_be_one_provider_or_some_units(tmp_path: Path, scope: dict[str, Any], number: int) -> None:
    rows = [
        leave("w1", "2020-03-01", "2020-03-10"),
        leave("w2", "2020-03-01", "2020-03-10", unit="U2"),
        leave("w3", "2020-03-01", "2020-03-10", unit="U3", provider="P2"),
    ]
    assert told(tmp_path, rows, f"{{condition: {{{IN_2020}}}, measures: [number]}}", **scope) == [(number,)]


def test_rows_of_another_unit_build_the_case_of_a_chosen_unit(tmp_path: Path) -> None:
    rows = [
        leave("w1", "2020-03-01", "2020-03-10", unit="U2"),
        leave("w1", "2020-03-11", "2020-03-20"),
        leave("w1", "2020-03-21", "2020-03-30", unit="U2"),
    ]
    section = f"{{condition: {{{IN_2020}}}, groupings: [[unit]], measures: [number, mean]}}"
    assert told(tmp_path, rows, section, units=["U1"]) == [("U1", 1, 30.0)]


def test_a_case_counts_at_every_unit_that_has_it_in_the_window(tmp_path: Path) -> None:
    rows = [leave("w1", "2020-03-01", "2020-03-10", unit="U2"), leave("w1", "2020-03-11", "2020-04-20")]
    months = "periods: [{first: 2020-03-01, last: 2020-04-30, each: month}]"
    section = f"{{condition: {{{months}}}, groupings: [[period, unit]], measures: [number]}}"
    assert told(tmp_path, rows, section) == [("2020-03", "U1", 1), ("2020-03", "U2", 1), ("2020-04", "U1", 1)]


def test_private_practitioners_stand_together_without_their_ids(tmp_path: Path) -> None:
    rows = [
        leave("w1", "2020-03-01", "2020-03-10", unit="SE1-WEBCERT1"),
        leave("w1", "2020-03-11", "2020-03-20", unit="SE1-WEBCERT2"),
        leave("w2", "2020-03-11", "2020-03-20", unit="SE1-WEBCERT2"),
    ]
    found = result(tmp_path, rows, f"{{condition: {{{IN_2020}}}, groupings: [[unit]], measures: [number]}}")
    assert rows_of(found) == [("PRIVATE", 2)]
    assert "WEBCERT" not in found.table("sv").to_csv()


def test_a_first_certificate_of_two_cases_counts_once_with_all_its_days(tmp_path: Path) -> None:
    rows = [
        leave("m1", "2020-01-15", "2020-01-19", "M54", certificate="C1"),
        leave("m1", "2020-10-10", "2020-10-19", "M54", certificate="C1"),
        leave("m1", "2020-10-20", "2020-10-29", "M54"),
        leave("m2", "2019-12-30", "2020-01-19", "M54"),
    ]
    section = f"""
    population: first_certificates
    condition: {{happening: started, {IN_2020}}}
    measures: [number, mean]
    """
    assert told(tmp_path, rows, section) == [(1, 15.0)]


def test_a_first_certificate_of_another_unit_is_not_that_of_a_chosen_one(tmp_path: Path) -> None:
    rows = [leave("w1", "2020-03-01", "2020-03-10", unit="U2"), leave("w1", "2020-03-11", "2020-03-20")]
    section = f"{{population: first_certificates, condition: {{happening: started, {IN_2020}}}, measures: [number]}}"
    for number, unit in enumerate(("U1", "U2")):
        folder = tmp_path / unit
        folder.mkdir()
        assert told(folder, rows, section, units=[unit]) == [(number,)]


def test_certificates_are_counted_by_their_periods(tmp_path: Path) -> None:
    rows = [
        leave("w1", "2019-12-01", "2019-12-10", certificate="C1"),
        leave("w1", "2020-01-01", "2020-01-10", certificate="C1"),
        leave("w1", "2019-11-01", "2019-12-31", certificate="C2"),
    ]
    section = f"{{population: certificates, condition: {{{IN_2020}}}, measures: [number, mean]}}"
    assert told(tmp_path, rows, section) == [(1, 20.0)]


def test_headers_are_counted_by_signing_date_and_type(tmp_path: Path) -> None:
    headers = [
        Header("H1", "w1", date(2020, 2, 1), category="F32"),
        Header("H2", "w1", date(2020, 3, 1), "LUAE_NA"),
        Header("H3", "w2", date(2020, 3, 2), revoked=True),
        Header("H4", "x3", date(2020, 3, 2), sex=0),
        Header("H5", "w1", date(2019, 3, 2)),
    ]
    section = f"""
    population: headers
    condition: {{{IN_2020}}}
    certificate_types: [LUSE]
    groupings: [[], [sex]]
    measures: [number, mean_age]
    """
    births = {"w1": date(1980, 12, 31), "x3": date(1990, 1, 1)}
    assert told(tmp_path, [], section, headers=headers, births=births) == [("both", 2, 35.0), ("women", 1, 40.0)]


def test_a_patient_counts_once_per_provider_and_year(tmp_path: Path) -> None:
    rows = [
        leave("w1", "2019-12-20", "2020-01-10", "G933"),
        leave("w1", "2020-05-01", "2020-05-10", "G933"),
        leave("w1", "2020-05-01", "2020-05-10", "G933", provider="P2", unit="U2"),
        leave("w2", "2020-05-01", "2020-05-10", "G93"),
    ]
    section = """
    population: patients
    condition: {periods: [{first: 2019-01-01, last: 2021-12-31, each: year}]}
    diagnosis: {match: any_row, nodes: [G93.3]}
    groupings: [[period]]
    measures: [number]
    zero_rows: true
    """
    assert told(tmp_path, rows, section) == [("2019", 1), ("2020", 2), ("2021", 0)]


# Case conditions

CASES = [
    leave("w1", "2019-12-20", "2020-01-31"),
    leave("w2", "2020-01-01", "2020-12-31"),
    leave("w3", "2020-12-31", "2021-01-10"),
    leave("w4", "2019-01-01", "2019-12-31"),
]


@pytest.mark.parametrize(("happening", "number"), [("started", 2), ("ended", 2), ("touching", 3)])
def test_what_a_case_does_in_the_window(tmp_path: Path, happening: str, number: int) -> None:
    section = f"{{condition: {{happening: {happening}, {IN_2020}}}, measures: [number]}}"
    assert told(tmp_path, CASES, section) == [(number,)]


def test_a_case_goes_on_on_a_day_that_it_certifies_and_counts_days_until_then(tmp_path: Path) -> None:
    rows = [
        leave("w1", "2020-01-20", "2020-01-24"),
        leave("w1", "2020-01-27", "2020-02-26"),
        leave("w2", "2020-01-11", "2020-03-01", degree=50),
    ]
    section = """
    condition: {happening: ongoing, day: 25, periods: [{first: 2020-01-01, last: 2020-02-29, each: month}]}
    groupings: [[period, degree]]
    measures: [number, mean]
    """
    assert told(tmp_path, rows, section) == [
        ("2020-01", "50", 1, 15.0),
        ("2020-02", "50", 1, 46.0),
        ("2020-02", "100", 1, 35.0),
    ]


def test_a_day_that_a_month_lacks_is_its_last(tmp_path: Path) -> None:
    section = """
    condition: {happening: ongoing, day: 31, periods: [{first: 2021-02-01, last: 2021-02-28, each: month}]}
    groupings: [[period]]
    measures: [number]
    """
    rows = [leave("w1", "2021-02-28", "2021-03-02"), leave("w2", "2021-02-20", "2021-02-27")]
    assert told(tmp_path, rows, section) == [("2021-02", 1)]


@pytest.mark.parametrize(("last_day", "number"), [("2021-05-26", 1), ("2021-05-27", 0)])
def test_only_what_no_extension_can_come_to(tmp_path: Path, last_day: str, number: int) -> None:
    section = """
    condition: {ended_days_ago: 5, periods: [{first: 2021-05-01, last: 2021-05-31}]}
    measures: [number]
    """
    assert told(tmp_path, [leave("w1", "2021-05-01", last_day)], section) == [(number,)]


def test_without_dates_the_year_before_the_facts_counts(tmp_path: Path) -> None:
    rows = [leave("w1", "2020-12-31", "2020-12-31"), leave("w2", "2021-01-01", "2021-01-01")]
    assert told(tmp_path, rows, "{groupings: [[period]], measures: [number]}") == [("2020", 1)]


# Diagnosis conditions


def test_only_rows_with_the_diagnosis_build_the_case(tmp_path: Path) -> None:
    """F32 is a category: its codes count. Other rows neither join nor extend (statistics 14.2, normal form)."""
    rows = [
        leave("w1", "2020-03-01", "2020-03-10", "F321"),
        leave("w1", "2020-03-11", "2020-03-20", "J20"),
        leave("w1", "2020-03-21", "2020-03-25", "F32"),
        leave("w1", "2020-03-26", "2020-03-27", "F410"),
    ]
    section = f"""
    condition: {{{IN_2020}}}
    diagnosis: {{match: any_row, nodes: [F32, F410, F411]}}
    groupings: [[diagnosis]]
    one_row_per_case: true
    """
    assert told(tmp_path, rows, section) == [("F32", 5), ("F32", 10), ("F410", 2)]


def test_rows_of_several_diagnoses_that_are_not_told_apart_build_one_case(tmp_path: Path) -> None:
    rows = [leave("w1", "2020-03-01", "2020-03-10", "F321"), leave("w1", "2020-03-11", "2020-03-20", "F410")]
    section = f"""
    condition: {{{IN_2020}}}
    diagnosis: {{match: any_row, shown: last_category, nodes: [F32, F41]}}
    groupings: [[diagnosis]]
    measures: [number, mean]
    """
    assert told(tmp_path, rows, section) == [("F41", 1, 20.0)]


DIAGNOSES = [
    leave("w1", "2020-03-01", "2020-03-10", "C50"),
    leave("w1", "2020-03-11", "2020-03-20", "F321"),
    leave("w2", "2020-03-01", "2020-03-10", "F32"),
    leave("w3", "2020-03-01", "2020-03-10", None),
]


@pytest.mark.parametrize(
    ("match", "nodes", "number"),
    [
        ("first", "C50", 1),
        ("first", "C00-D48", 1),
        ("last", "C50", 0),
        ("last", "F32", 2),
        ("last", "F32+", 2),
        ("last", "=F32", 1),
        ("last", "F32.1", 1),
        ("last", "F00-F99", 2),
        ("last", "F30-F39", 2),
        ("last", "NO_VALID_ICD10", 1),
    ],
)
def test_nodes_of_any_level_match_the_first_or_the_last_diagnosis(
    tmp_path: Path, match: str, nodes: str, number: int
) -> None:
    section = f"{{condition: {{{IN_2020}}}, diagnosis: {{match: {match}, nodes: ['{nodes}']}}, measures: [number]}}"
    assert told(tmp_path, DIAGNOSES, section) == [(number,)]


def test_a_case_that_starts_with_the_diagnosis_is_shown_under_its_last(tmp_path: Path) -> None:
    section = f"""
    condition: {{{IN_2020}}}
    diagnosis: {{match: first, shown: last_category, nodes: [C50, C00-D48]}}
    groupings: [[diagnosis]]
    measures: [number]
    """
    assert told(tmp_path, DIAGNOSES, section) == [("F32", 1)]


def test_a_category_is_spread_into_alone_below_and_codes(tmp_path: Path) -> None:
    section = f"""
    population: first_certificates
    condition: {{happening: started, {IN_2020}}}
    diagnosis: {{spread: true, everything: true, nodes: [F32]}}
    groupings: [[diagnosis]]
    measures: [number]
    zero_rows: true
    """
    rows = [*DIAGNOSES, leave("w4", "2020-05-01", "2020-05-02", "F321")]
    found = dict(told(tmp_path, rows, section))
    assert {key: number for key, number in found.items() if number} == {"ALL": 4, "F32": 1, "F32+": 2, "F321": 1}
    assert {"F320", "F329"} <= set(found)


# Dimensions


def test_ages_are_taken_on_the_day_asked_for(tmp_path: Path) -> None:
    rows = [leave("w1", "2020-06-30", "2020-08-01")]
    for at, age in (("case_start", 39), ("period_end", 40), ("calendar_year", 40)):
        folder = tmp_path / at
        folder.mkdir()
        section = f"{{condition: {{{IN_2020}}}, ages: {{at: {at}}}, measures: [mean_age]}}"
        assert told(folder, rows, section, births={"w1": date(1980, 7, 1)}) == [(float(age),)]


def test_given_groups_divide_and_what_is_in_none_counts_in_the_total(tmp_path: Path) -> None:
    rows = [leave("w1", "2020-03-01", "2020-03-10"), leave("w2", "2020-03-01", "2020-03-31")]
    section = f"""
    condition: {{{IN_2020}}}
    length_groups: {{1-10: Korta, 11-30: Längre}}
    groupings: [[], [length]]
    measures: [number]
    zero_rows: true
    """
    found = result(tmp_path, rows, section)
    assert rows_of(found) == [("ALL", 2), ("1-10", 1), ("11-30", 0)]
    assert list(found.sections[0].named("sv")["length_name"]) == ["Alla", "Korta", "Längre"]


def test_sex_county_and_letter_are_those_of_the_last_row(tmp_path: Path) -> None:
    rows = [
        leave("m1", "2020-03-01", "2020-03-10", "M54", county="01"),
        leave("m1", "2020-03-11", "2020-03-20", "J20", county="06"),
        leave("w1", "2020-03-01", "2020-03-10", "M54", county="01"),
    ]
    section = f"""
    condition: {{{IN_2020}}}
    letters: [M, F]
    groupings: [[sex, county, letter], [letter]]
    measures: [number]
    """
    assert told(tmp_path, rows, section) == [
        ("women", "01", "M", 1),
        ("men", "06", "OTHER", 1),
        ("both", "ALL", "M", 1),
        ("both", "ALL", "OTHER", 1),
    ]


# Measures and rankings

LENGTHS = [leave(f"w{days}", "2020-03-01", f"2020-03-{days:02}") for days in (1, 2, 4, 10)]


def test_quartiles_are_interpolated_and_the_deviation_is_the_populations(tmp_path: Path) -> None:
    section = f"""
    condition: {{{IN_2020}}}
    measures: [number, patients, mean, median, lower_quartile, upper_quartile, standard_deviation]
    """
    assert told(tmp_path, LENGTHS, section) == [(4, 4, 4.25, 3.0, 1.75, 5.5, 3.49)]


def test_values_can_be_truncated(tmp_path: Path) -> None:
    section = f"{{condition: {{{IN_2020}}}, measures: [upper_quartile], decimals: 0, truncated: true}}"
    assert told(tmp_path, LENGTHS, section) == [(5.0,)]


SEVERAL = [
    leave("w1", "2020-03-01", "2020-03-10", "G933"),
    leave("w1", "2020-03-11", "2020-03-12", "F32"),
    leave("w1", "2020-03-13", "2020-03-14", "J20"),
    leave("w1", "2020-03-15", "2020-03-16", "F321"),
    leave("w1", "2020-03-17", "2020-03-18", "G933"),
    leave("w2", "2020-03-01", "2020-03-10", "G933"),
    leave("w3", "2020-03-01", "2020-03-10", "G930"),
]


def test_the_share_with_more_than_one_category(tmp_path: Path) -> None:
    section = f"{{condition: {{{IN_2020}}}, measures: [share_several_categories]}}"
    assert told(tmp_path, SEVERAL, section) == [(0.33,)]


def test_equal_numbers_stand_in_falling_code_order(tmp_path: Path) -> None:
    section = f"{{condition: {{{IN_2020}}}, ranking: {{counted: every, leaving_out: [G93], length: 2}}}}"
    assert told(tmp_path, SEVERAL, section) == [(1, "J20", 1, 33.33, 3), (2, "F32", 1, 33.33, 3)]


def test_a_ranking_of_last_categories_in_each_group(tmp_path: Path) -> None:
    section = f"{{condition: {{{IN_2020}}}, length_groups: [1-10, 11-], groupings: [[length]], ranking: {{}}}}"
    assert told(tmp_path, SEVERAL, section) == [("1-10", 1, "G93", 2, 100.0, 2), ("11-", 1, "G93", 1, 100.0, 1)]


# Options


def test_the_cut_off_is_per_provider_and_group_before_summing(tmp_path: Path) -> None:
    rows = [leave(f"w{number}", "2020-03-01", "2020-03-10") for number in range(3)]
    rows += [leave(f"m{number}", "2020-03-01", "2020-03-20") for number in range(2)]
    rows += [leave(f"m{number}", "2020-03-01", "2020-03-20", provider="P2", unit="U2") for number in range(3)]
    section = f"""
    condition: {{{IN_2020}}}
    groupings: [[sex], []]
    measures: [number, mean]
    cut_off: [sex]
    """
    found = result(tmp_path, rows, section, threshold=3)
    assert rows_of(found) == [("women", 3, 10.0), ("men", 3, 20.0), ("both", 6, 15.0)]
    assert (found.sections[0].left_out, found.threshold) == (2, 3)


def test_no_case_is_shown_as_asked(tmp_path: Path) -> None:
    rows = [leave("w1", "2020-03-01", "2020-03-10")]
    section = f"{{condition: {{{IN_2020}}}, groupings: [[sex]], measures: [number, median], "
    for more, men in (("zero_rows: true", (0, None)), ("zero_rows: true, no_case_value: 0", (0, 0.0))):
        folder = tmp_path / more
        folder.mkdir()
        assert told(folder, rows, f"{section}{more}}}") == [("women", 1, 10.0), ("men", *men)]
    assert told(tmp_path, rows, f"{section[:-2]}}}") == [("women", 1, 10.0)]


def test_nothing_at_all_gives_empty_tables(tmp_path: Path) -> None:
    section = f"{{condition: {{{IN_2020}}}, groupings: [[], [sex]], measures: [number, median]}}"
    assert told(tmp_path, [], section) == [("both", 0, None)]


def test_no_identity_is_in_a_result(tmp_path: Path) -> None:
    rows = [leave("w-person-key", "2020-03-01", "2020-03-10", certificate="certificate-id")]
    section = f"""
    condition: {{{IN_2020}}}
    groupings: [[period, diagnosis, letter, sex, county, age, length, degree, unit]]
    diagnosis: {{nodes: [F32]}}
    letters: [F]
    one_row_per_case: true
    """
    shown = result(tmp_path, rows, section).table("sv").to_csv()
    assert "w-person-key" not in shown
    assert "certificate-id" not in shown
    assert "token" not in shown
