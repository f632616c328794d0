"""Charts: one scale for a pair, gaps for protected values, the unfinished month, and nothing that calls out."""

from __future__ import annotations

import pytest

from dashboards.components import colours
from dashboards.components.chart import KINDS, ChartKind, chart_of, figures, graph, marked_points, short_name
from dashboards.components.texts import texts
from tests.unit.dashboards.results import count, result
from warehouse.reports.period import Month
from warehouse.reports.result import Level, View

SV = texts("sv")
NOTHING: frozenset[str] = frozenset()


def test_a_pair_has_women_left_and_men_right_on_one_scale() -> None:
    made = result("cases_by_degree", View.TIME_SERIES, [[count(100, 20), count(5, 1)]])
    model = chart_of(made, ChartKind.LINES, SV)
    assert [panel.heading for panel in model.panels] == ["Antal sjukfall för kvinnor", "Antal sjukfall för män"]
    left, right = figures(model, NOTHING, SV)
    assert left["layout"]["yaxis"]["range"] == right["layout"]["yaxis"]["range"]
    assert left["layout"]["yaxis"]["range"][0] == 0
    assert left["layout"]["yaxis"]["range"][1] >= 100
    assert [trace["y"] for trace in right["data"]] == [[20], [1]]


def test_stacked_areas_of_a_pair_have_the_scale_of_the_highest_stack() -> None:
    made = result(
        "cases_by_degree", View.TIME_SERIES, [[count(100, 20), count(50, 10)], [count(0, 5, "w"), count(1, 1)]]
    )
    model = chart_of(made, ChartKind.AREAS, SV)
    left, right = figures(model, NOTHING, SV)
    assert left["layout"]["yaxis"]["range"] == right["layout"]["yaxis"]["range"]
    assert 150 <= left["layout"]["yaxis"]["range"][1] < 180
    assert {trace["mode"] for trace in left["data"]} == {"lines"}
    left, _ = figures(model, frozenset({"25"}), SV)
    assert 50 <= left["layout"]["yaxis"]["range"][1] < 60


def test_the_scale_follows_the_series_that_are_shown() -> None:
    made = result("cases_by_degree", View.TIME_SERIES, [[count(100, 20), count(5, 1)]])
    model = chart_of(made, ChartKind.LINES, SV)
    left, _ = figures(model, frozenset({"25"}), SV)
    assert 5 <= left["layout"]["yaxis"]["range"][1] < 10
    assert [trace["visible"] for trace in left["data"]] == [False, True]


def test_the_total_report_has_three_lines() -> None:
    model = chart_of(result("cases_total", View.TIME_SERIES, [[count(3, 2)]] * 8), ChartKind.LINES, SV)
    assert [series.key for series in model.legend] == ["total", "women", "men"]
    assert model.legend[0].values == (5,) * 8


@pytest.mark.parametrize("kind", [ChartKind.AREAS, ChartKind.PERCENT_AREAS, ChartKind.STACKED_COLUMNS])
def test_a_stack_leaves_the_total_out(kind: ChartKind) -> None:
    view = next(view for view, kinds in KINDS.items() if kind in kinds)
    model = chart_of(result("cases_total", view, [[count(3, 2)]]), kind, SV)
    assert [series.key for series in model.legend] == ["women", "men"]


def test_a_protected_value_is_a_gap_and_not_a_zero() -> None:
    made = result("cases_total", View.TIME_SERIES, [[count(0, 7, "w")], [count(6, 7)], [count(0, 0)]])
    women = chart_of(made, ChartKind.LINES, SV).legend[1]
    assert women.values == (None, 6, 0)


def test_of_many_groups_the_seven_largest_are_shown_at_first() -> None:
    values = [[count(number, 0) for number in range(1, 13)]]
    model = chart_of(result("cases_by_age_group", View.TIME_SERIES, values), ChartKind.LINES, SV)
    hidden = model.hidden_at_first()
    assert {series.key for series in model.legend[:5]} == hidden
    *largest, rest = [series for series in model.legend if series.key not in hidden]
    assert len(largest) == 7
    assert rest.name == "Övriga 5 grupper"
    assert rest.values == (1 + 2 + 3 + 4 + 5,)


def test_the_unfinished_month_is_dotted_with_hollow_markers() -> None:
    values = [[count(number, 1)] for number in (5, 6, 2)]
    made = result("cases_total", View.TIME_SERIES, values, level=Level.PROVIDER, last=Month(2026, 11))
    (figure,) = figures(chart_of(made, ChartKind.LINES, SV), NOTHING, SV)
    solid, dotted = figure["data"][0], figure["data"][3]
    assert solid["y"] == [6, 7, None]
    assert dotted["y"] == [7, 3]
    assert dotted["line"]["dash"] == "dot"
    assert dotted["marker"]["symbol"].endswith("open")
    assert "preliminär" in dotted["name"]


def test_series_differ_by_more_than_colour() -> None:
    values = [[count(1, 1)] * 4] * 8
    lines, _ = figures(chart_of(result("cases_by_degree", View.TIME_SERIES, values), ChartKind.LINES, SV), NOTHING, SV)
    assert len({trace["line"]["dash"] for trace in lines["data"]}) == 4
    (bars,) = figures(
        chart_of(result("cases_total", View.CROSS_SECTION, [[count(1, 1)]]), ChartKind.COLUMNS, SV), NOTHING, SV
    )
    assert len({trace["marker"]["pattern"]["shape"] for trace in bars["data"]}) == 3


def test_labels_stand_at_the_last_value_that_is_known() -> None:
    values = [[count(10, 1), count(20, 1)]] * 7 + [[count(10, 1), count(0, 1, "w")]]
    figure, _ = figures(chart_of(result("cases_by_degree", View.TIME_SERIES, values), ChartKind.LINES, SV), NOTHING, SV)
    assert [note["y"] for note in figure["layout"]["annotations"]] == [10, 20]


def test_only_points_that_gaps_leave_alone_are_marked() -> None:
    assert marked_points((1, 2, None, 4, None, 6, 7, 8)) == {3}
    assert marked_points((1, None, 3)) == {0, 2}
    assert marked_points((1,) * 7) == frozenset()


def test_series_with_the_same_colour_have_another_mark() -> None:
    looks = [(index % colours.COLOURS, colours.mark_at(colours.DASHES, index)) for index in range(36)]
    assert len(set(looks)) == len(looks)


def test_no_chart_offers_to_send_data_anywhere() -> None:
    component = graph("chart", {"data": [], "layout": {}})
    assert component.config["displayModeBar"] is False
    assert component.config["showSendToCloud"] is False
    assert component.config["plotlyServerURL"] == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("A00-E90, G00-L99, N00-N99 Somatiska sjukdomar", "Somatiska sjukdomar"),
        ("F00-F99 Psykiska sjukdomar", "Psykiska sjukdomar"),
        ("Under 15 dagar", "Under 15 dagar"),
        ("F00-F99 " + "x" * 40, "x" * 29 + "…"),
    ],
)
def test_names_are_cut_to_fit(name: str, short: str) -> None:
    assert short_name(name) == short
