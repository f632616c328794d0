"""What charts say in words of counties and of groups without a value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboards.components.summary import chart_summary
from dashboards.components.texts import texts
from tests.unit.dashboards.results import count, result
from warehouse.reports.known_dimensions import ALL_COUNTIES, dimension
from warehouse.reports.result import Count, ReportResult, Series, View

SV = texts("sv")
SHARES = "case_sex_share_by_county"


def _counties(*counts: Count) -> ReportResult:
    """The counties of 01 and 12, and the unknown one, below their sum."""
    made = result(SHARES, View.CROSS_SECTION, [counts])
    named = {group.key: group for group in dimension("county").groups}
    unknown = named[dimension("county").unknown_key or ""]
    groups = (ALL_COUNTIES, named["01"], named["12"], unknown)
    total = sum(counts[1:], counts[0])
    series = Series(groups, ((total, *counts),), (total,))
    return replace(made, table=series, chart=series)


@pytest.mark.parametrize("unknown", [count(9, 0), count(0, 9)])
def test_the_unknown_county_is_neither_highest_nor_lowest(unknown: Count) -> None:
    said = chart_summary(_counties(count(6, 4), count(4, 6), unknown), SV)
    assert "Stockholms län" in said
    assert "Skåne län" in said
    assert "Okänt län" not in said


def test_the_only_county_with_a_value_is_named() -> None:
    said = chart_summary(_counties(count(6, 4), count(0, 0), count(0, 0)), SV)
    assert said.startswith("Bara Stockholms län har ett värde att visa")
    assert "60 %" in said.replace("\N{NO-BREAK SPACE}", " ")
