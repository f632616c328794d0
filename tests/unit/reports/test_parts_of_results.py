"""Counties as readers meet them: by name in the Swedish alphabet, and each with its own figures."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.dashboards.results import count, result
from warehouse.reports.known_dimensions import ALL_COUNTIES, dimension
from warehouse.reports.parts import counties_by_name, with_counties_by_name
from warehouse.reports.result import ReportResult, View

NAMES = (
    "Blekinge Dalarnas Gotlands Gävleborgs Hallands Jämtlands Jönköpings Kalmar Kronobergs Norrbottens Skåne "
    "Stockholms Södermanlands Uppsala Värmlands Västerbottens Västernorrlands Västmanlands Västra_Götalands "
    "Örebro Östergötlands"
).replace("_", "\N{NO-BREAK SPACE}")


def _by_county() -> ReportResult:
    """Each county with its number as the cases of women, below a sum."""
    groups = (ALL_COUNTIES, *dimension("county").groups)
    made = result("cases_by_county", View.CROSS_SECTION, [[count(1, 1)]])
    values = tuple(count(int(group.key) if group.key.isdigit() else 999, 0) for group in groups)
    series = replace(made.table, groups=groups, values=(values,))
    return replace(made, table=series, chart=series, divisor=series)


def test_counties_stand_in_the_order_of_the_alphabet() -> None:
    first, *names, last = [group.label.sv for group in with_counties_by_name(_by_county()).table.groups]
    assert (first, last) == ("Samtliga län", "Okänt län")
    expected = [name.replace("\N{NO-BREAK SPACE}", " ") + " län" for name in NAMES.split(" ")]
    assert names == expected


def test_every_county_keeps_its_figures_in_table_chart_and_divisor() -> None:
    made = with_counties_by_name(_by_county())
    for series in (made.table, made.chart, made.divisor):
        assert series is not None
        for group, value in zip(series.groups, series.values[0], strict=True):
            assert value.women == (int(group.key) if group.key.isdigit() else 999)


def test_groups_of_other_kinds_keep_their_order() -> None:
    by_degree = result("cases_by_degree", View.CROSS_SECTION, [[count(1, 1)] * 4])
    assert with_counties_by_name(by_degree) is by_degree
    assert [group.key for group in counties_by_name(dimension("county").groups)][-1] == "00"
