"""Records tell the same numbers as the table, whatever they show and whatever is protected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dashboards.results import result
from warehouse.reports import registry
from warehouse.reports.document import metadata
from warehouse.reports.layout import table_of
from warehouse.reports.measured import Measure, MeasuredSeries, MeasuredValue
from warehouse.reports.records import SCHEMA, Record, as_arrow, records
from warehouse.reports.result import Count, ReportResult, Series, View
from warehouse.texts import result_texts

SV = result_texts("sv")
REPORTS = ("cases_by_degree", "complement_share", "case_sex_share_by_county", "cases_by_county")
GROUPS = 3
numbers = st.integers(0, 50)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """A count, some of unknown sex, any sex protected."""
    women, men, unknown = draw(numbers), draw(numbers), draw(st.integers(0, 3))
    return Count(women, men, women + men + unknown, draw(st.booleans()), draw(st.booleans()))


rows_of_counts = st.lists(st.tuples(*[counts()] * GROUPS), min_size=1, max_size=3)


def made(report_id: str, view: View, rows: list[tuple[Count, ...]], divisors: list[tuple[Count, ...]]) -> ReportResult:
    """A result whose divisors are at least what is divided, as parts and wholes are."""
    shown = rows if view is View.TIME_SERIES else rows[:1]
    found = result(report_id, view, shown)
    sums = [
        tuple(replace(part, women=part.women + more.women, men=part.men + more.men, total=part.total + more.total)
              for part, more in zip(row, divisors[at % len(divisors)], strict=True))
        for at, row in enumerate(shown)
    ]  # fmt: skip
    below = Series(found.table.groups, tuple(sums), tuple(sum(row, Count(0, 0, 0)) for row in sums))
    return found if report_id == "cases_by_degree" else replace(found, divisor=below)


def told(found: list[Record], group: str, month: str) -> list[tuple[object, object]]:
    """Value and status of one group's numbers, as records give them."""
    return [(one.value, one.status) for one in found if (one.group, one.first) == (group, month)]


@pytest.mark.parametrize("report_id", REPORTS)
@given(rows=rows_of_counts, divisors=rows_of_counts, plain_zero=st.booleans())
def test_months_by_groups(
    report_id: str, rows: list[tuple[Count, ...]], divisors: list[tuple[Count, ...]], plain_zero: bool
) -> None:
    made_up = made(report_id, View.TIME_SERIES, rows, divisors)
    found = list(records(made_up, plain_zero=plain_zero))
    for row in table_of(made_up, SV, plain_zero=plain_zero).rows:
        for at, group in enumerate(made_up.table.groups):
            cells = row.cells[1 + 3 * at : 4 + 3 * at]
            values = [float(cell.value) if isinstance(cell.value, Decimal) else cell.value for cell in cells]
            statuses = [cell.status.name.lower() if cell.status else None for cell in cells]
            assert told(found, group.key, row.key) == list(zip(values, statuses, strict=True))
    assert not plain_zero or all(one.status != "protected" for one in found)


@pytest.mark.parametrize("report_id", REPORTS)
@given(rows=rows_of_counts, divisors=rows_of_counts)
def test_a_protected_number_of_which_nothing_is_left_is_never_a_zero(
    report_id: str, rows: list[tuple[Count, ...]], divisors: list[tuple[Count, ...]]
) -> None:
    made_up = made(report_id, View.CROSS_SECTION, rows, divisors)
    for one in records(made_up):
        assert not (one.cut and one.value == 0 and one.numerator in {None, 0} and one.count == 0)
        assert (one.value is None) == (one.status in {"protected", "unavailable"})


@given(rows=rows_of_counts, divisors=rows_of_counts)
def test_shares_and_rates_always_have_their_parts(
    rows: list[tuple[Count, ...]], divisors: list[tuple[Count, ...]]
) -> None:
    for report_id in REPORTS:
        parts = registry.report(report_id).figure.has_parts
        for one in records(made(report_id, View.CROSS_SECTION, rows, divisors)):
            whole_number = report_id == "case_sex_share_by_county" and one.sex == "total"
            of_nothing = one.denominator == 0 and one.status == "unavailable"
            assert (one.denominator is not None) == (
                parts and not whole_number and (one.value is not None or of_nothing)
            )


def test_arrow_has_the_documented_columns_and_metadata() -> None:
    made_up = made("complement_share", View.TIME_SERIES, [(Count(2, 1, 3),) * GROUPS], [(Count(1, 1, 2),) * GROUPS])
    table = as_arrow(made_up, metadata(made_up))
    assert table.schema.equals(SCHEMA, check_metadata=False)
    first = table.to_pylist()[0]
    assert (first["first_day"], first["last_day"]) == (date(2026, 10, 1), date(2026, 10, 31))
    assert (first["value"], first["numerator"], first["denominator"]) == (60.0, 3, 5)
    assert (table.schema.metadata or {})[b"report"] == b"complement_share"


def test_a_measure_stands_in_the_place_of_the_number_and_beside_it() -> None:
    plain = result("cases_by_degree", View.CROSS_SECTION, [[Count(2, 1, 3), Count(0, 0, 0)]], distinct=[Count(2, 1, 3)])
    days = MeasuredValue(Decimal("10.00"), Decimal("30.50"), Decimal("20.00"))
    series = MeasuredSeries(Measure.MEDIAN_LENGTH, ((days, MeasuredValue()),), (days,))
    made_up = replace(plain, measured=series)
    found = [(one.kind, one.group, one.sex, one.value, one.count) for one in records(made_up)]
    assert found[:3] == [
        ("group", "25", "total", 20.0, 3),
        ("group", "25", "women", 10.0, 2),
        ("group", "25", "men", 30.5, 1),
    ]
    assert found[3] == ("group", "50", "total", None, 0)
    assert found[-3:][0] == ("each_once", None, "total", 20.0, 3)
    table = table_of(made_up, SV)
    assert [head for head, _ in table.group_heads()] == ["Sjukskrivningslängd, median", "Antal sjukfall"]
    assert "Sjukskrivningslängd, median" in table.caption
    assert metadata(made_up)["figure"] == "measure"
