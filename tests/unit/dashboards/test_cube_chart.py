"""The chart of a made table: what runs along it, what its series are, and what it is in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dashboards.components.chart_model import ChartKind, ChartModel
from dashboards.components.texts import texts
from dashboards.public.table_builder.cube_chart import NotDrawn, chart_of_cube, chart_summary
from warehouse.opendata.cube import CONTENTS, REGION, SEX, TIME, Category, Cube, Role, Unit, Value, Variable
from warehouse.reports.result import Label


def _variable(code: str, codes: tuple[str, ...], role: Role | None = None) -> Variable:
    unit = Unit(Label("procent", "per cent"), 1) if role is Role.METRIC else None
    return Variable(code, Label(code, code), tuple(Category(one, Label(one, one), unit=unit) for one in codes), role)


def _cube(values: list[Value], status: dict[int, str] | None = None, **codes: tuple[str, ...]) -> Cube:
    variables = (
        _variable(REGION, codes.get("region", ("00",)), Role.GEO),
        _variable(SEX, codes.get("sex", ("1",))),
        _variable(CONTENTS, codes.get("contents", ("Andel",)), Role.METRIC),
        _variable(TIME, codes.get("time", ("2026M01",)), Role.TIME),
    )
    now = datetime.now(UTC)
    return Cube("T1", Label("t", "t"), variables, values, status or {}, (), Label("k", "s"), now, "r", "SF")


SWEDISH = texts("sv")


def _drawn(cube: Cube) -> ChartModel:
    model = chart_of_cube(cube, SWEDISH)
    assert isinstance(model, ChartModel)
    return model


def test_time_runs_along_lines_whatever_the_order_of_the_variables() -> None:
    cube = _cube([1, 2, 3, None], {3: "..", 1: "p"}, sex=("1", "2"), time=("2026M01", "2026M02"))
    for order in ([REGION, SEX, CONTENTS, TIME], [TIME, CONTENTS, SEX, REGION]):
        model = _drawn(cube.pivoted(order))
        assert model.kind is ChartKind.LINES
        assert model.categories == ("jan\xa02026", "feb\xa02026")
        assert [(one.key, one.values) for one in model.panels[0].series] == [("1", (1, 2)), ("2", (3, None))]
        assert model.preliminary == frozenset({1})
        assert (model.decimals, model.suffix) == (1, "\xa0%")


def test_the_longer_of_two_variables_runs_along_columns() -> None:
    model = _drawn(_cube([1, 2, 3, 4, 5, 6], sex=("1", "2"), region=("01", "03", "04")))
    assert model.kind is ChartKind.COLUMNS
    assert model.categories == ("01", "03", "04")
    assert [one.values for one in model.panels[0].series] == [(1, 3, 5), (2, 4, 6)]


@pytest.mark.parametrize(
    ("cube", "reason"),
    [
        (_cube([1]), "single"),
        (_cube([None, None], sex=("1", "2")), "nothing"),
        (_cube([1, 2], contents=("A", "B")), "contents"),
        (_cube([1] * 8, sex=("1", "2"), region=("01", "03"), time=("2026M01", "2026M02")), "shape"),
        (_cube([1] * 152, region=tuple(map(str, range(76))), time=("2026M01", "2026M02")), "many"),
        (_cube([1] * 61, region=tuple(map(str, range(61)))), "columns"),
    ],
)
def test_other_shapes_have_no_chart(cube: Cube, reason: str) -> None:
    found = chart_of_cube(cube, SWEDISH)
    assert isinstance(found, NotDrawn)
    assert found.reason == reason


def test_a_chart_in_words_names_its_highest_and_lowest_value() -> None:
    model = _drawn(_cube([1, 20, 3.5, None], {3: ".."}, sex=("1", "2"), time=("2026M01", "2026M02")))
    assert chart_summary(model, SWEDISH) == (
        "Andel, 00: högst är 20,0\xa0% (1, feb\xa02026) och lägst 1,0\xa0% (1, jan\xa02026)."
    )
    same = _drawn(_cube([4, 4], time=("2026M01", "2026M02")))
    assert chart_summary(same, SWEDISH) == "Andel, 00, 1: alla värden är 4,0\xa0%."
