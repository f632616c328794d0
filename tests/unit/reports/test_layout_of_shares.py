"""Tables of shares, rates and pairs: shapes T3 to T6 (dashboards 5, statistics 4.5.4, 8.3 and 9)."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.dashboards.results import count, result
from warehouse.reports.definitions import Figure
from warehouse.reports.figures import Status, shown
from warehouse.reports.layout import table_of
from warehouse.reports.result import Count, Group, Label, Level, ReportResult, Series, View
from warehouse.reports.table import ReportTable
from warehouse.texts import result_texts

SV, EN = result_texts("sv"), result_texts("en")
NB = "\N{NO-BREAK SPACE}"


def divided(made: ReportResult, *divisors: Count) -> ReportResult:
    """A result of one period whose groups are divided by `divisors`."""
    series = Series(made.table.groups, (divisors,), (sum(divisors, Count(0, 0, 0)),))
    return replace(made, divisor=series)


def listed(made: ReportResult, *groups: tuple[str, str]) -> ReportResult:
    """A result whose groups are called as said."""
    named = tuple(Group(key, Label(name, name)) for key, name in groups)
    return replace(made, table=replace(made.table, groups=named))


def texts_of(table: ReportTable) -> list[list[str]]:
    return [[shown(cell, "sv").replace(NB, " ") for cell in row.cells] for row in table.rows]


def test_a_share_by_month_sums_its_parts() -> None:
    made = result("complement_share", View.TIME_SERIES, [[count(2, 1), count(0, 1)]])
    table = table_of(divided(made, count(3, 2), count(5, 5)), SV)
    assert table.columns[0].head == "Total andel som fått komplettering, alla intygstyper inkluderade"
    assert {column.figure for column in table.columns} == {Figure.SHARE}
    assert texts_of(table) == [
        ["26 % (4/15)", "60 % (3/5)", "66 % (2/3)", "50 % (1/2)", "10 % (1/10)", "0 % (0/5)", "20 % (1/5)"]
    ]


def test_a_share_as_cross_section_has_its_own_heads() -> None:
    made = result("complement_share", View.CROSS_SECTION, [[count(2, 1)]])
    table = table_of(divided(made, count(3, 3)), SV)
    assert [column.head for column in table.columns] == [
        "Andel intyg totalt",
        "Andel intyg för kvinnor",
        "Andel intyg för män",
    ]
    assert texts_of(table) == [["50 % (3/6)", "66 % (2/3)", "33 % (1/3)"]]


def test_counties_have_cases_inhabitants_and_rates() -> None:
    made = divided(
        result("cases_by_county", View.CROSS_SECTION, [[count(2, 2), count(1, 0)]]), count(1000, 500), count(0, 0)
    )
    table = table_of(made, SV)
    assert [head for head, _ in table.group_heads()] == [
        "Antal sjukfall",
        "Antal invånare",
        "Antal sjukfall per 1000 invånare",
    ]
    assert texts_of(table) == [
        ["4", "2", "2", "1 500", "1 000", "500", "2,67", "2,00", "4,00"],
        ["1", "1", "0", "…", "…", "…", "…", "…", "…"],
    ]
    assert table.statuses == {Status.UNAVAILABLE}


def test_a_county_whose_cases_are_protected_shows_neither_cases_nor_rate() -> None:
    made = divided(result("cases_by_county", View.CROSS_SECTION, [[count(0, 8, "w")]]), count(1000, 500))
    assert texts_of(table_of(made, SV))[0][1::3] == ["..", "1 000", ".."]
    assert texts_of(table_of(made, SV, plain_zero=True))[0][1::3] == ["0", "1 000", "0,00"]


def test_sexes_by_county_are_shares_with_numbers() -> None:
    made = result("case_sex_share_by_county", View.CROSS_SECTION, [[count(3, 1), count(0, 0)]])
    assert texts_of(table_of(made, SV)) == [["4", "75 % (3)", "25 % (1)"], ["0", "…", "…"]]


def test_listed_patients_have_no_sex() -> None:
    made = result("cases_per_1000_listed_by_unit", View.CROSS_SECTION, [[count(1, 0)]], level=Level.REGION)
    made = divided(listed(made, ("U1", "Norra")), Count(0, 0, 110))
    table = table_of(replace(made, marked=frozenset({"U1"})), SV)
    assert [column.head for column in table.columns] == [
        "Antal sjukfall",
        "Antal listningar i arbetsför ålder",
        "Antal sjukfall per 1000 listningar",
    ]
    assert texts_of(table) == [["1", "110", "9,09"]]
    assert (table.rows[0].header, table.rows[0].marked) == ("Norra (egen)", True)


def test_units_stand_in_rows_and_subjects_in_columns() -> None:
    made = result(
        "messages_per_unit", View.CROSS_SECTION, [[count(2, 0), count(0, 1), count(1, 1)]], level=Level.PROVIDER
    )
    named = listed(
        made,
        ("U1:AVSTMN", "Norra : Avstämningsmöte"),
        ("U1:KOMPLT", "Norra : Komplettering"),
        ("U2:KOMPLT", "Södra : Komplettering"),
    )
    table = table_of(named, SV)
    assert list(table.group_heads()) == [(None, 1), ("Avstämningsmöte", 3), ("Komplettering", 3)]
    assert [(row.key, row.header) for row in table.rows] == [("U1", "Norra"), ("U2", "Södra")]
    assert texts_of(table) == [["3", "2", "2", "0", "1", "0", "1"], ["2", "0", "0", "0", "2", "1", "1"]]


def test_both_languages_have_the_same_shape() -> None:
    made = divided(result("cases_by_county", View.CROSS_SECTION, [[count(2, 2)]]), count(1000, 500))
    swedish, english = table_of(made, SV), table_of(made, EN)
    assert [column.name for column in swedish.columns] == [column.name for column in english.columns]
    assert swedish.caption != english.caption
