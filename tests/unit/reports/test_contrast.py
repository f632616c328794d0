"""Women against men: made of the two figures that are shown, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.unit.dashboards.results import count, result
from warehouse.reports.contrast import contrasted
from warehouse.reports.figures import Cell, CellRules, Figure, Parts, Status, shown
from warehouse.reports.layout import table_of
from warehouse.reports.result import SexView, View
from warehouse.texts import result_texts

SV = result_texts("sv")


def _contrast(sexes: SexView, women: Cell, men: Cell) -> Cell:
    return contrasted(sexes, (Cell(0), women, men))[3]


def test_each_view_but_the_contrasts_leaves_the_figures_alone() -> None:
    cells = CellRules().counts(count(3, 2))
    for sexes in SexView:
        assert contrasted(sexes, cells)[:3] == cells
        assert len(contrasted(sexes, cells)) == (4 if sexes.is_contrast else 3)


def test_the_difference_is_women_minus_men_and_the_ratio_women_to_men() -> None:
    assert _contrast(SexView.DIFFERENCE, Cell(3), Cell(8)).value == -5
    assert _contrast(SexView.RATIO, Cell(1), Cell(8)).value == Decimal("0.13")
    assert shown(_contrast(SexView.RATIO, Cell(3), Cell(2)), "sv") == "1,50"


@pytest.mark.parametrize("sexes", [SexView.DIFFERENCE, SexView.RATIO])
def test_what_is_made_of_a_protected_figure_is_protected(sexes: SexView) -> None:
    hidden = Cell(None, Status.PROTECTED)
    assert _contrast(sexes, hidden, Cell(8)).status is Status.PROTECTED
    assert _contrast(sexes, Cell(8), hidden).status is Status.PROTECTED


def test_a_ratio_to_nobody_is_missing_and_no_zero() -> None:
    assert _contrast(SexView.RATIO, Cell(8), Cell(0)) == Cell(None, Status.UNAVAILABLE, Figure.MEASURE)
    assert _contrast(SexView.RATIO, Cell(0), Cell(8)).value == 0
    of_nothing = Cell(0, None, Figure.SHARE, Parts(0, 0))
    assert _contrast(SexView.DIFFERENCE, of_nothing, of_nothing).status is Status.UNAVAILABLE


def test_the_table_has_the_contrast_beside_what_it_is_made_of() -> None:
    by_degree = result("cases_by_degree", View.TIME_SERIES, [[count(5, 3), count(1, 2)]])
    table = table_of(replace(by_degree, sexes=SexView.DIFFERENCE), SV)
    assert [head for head, _ in table.group_heads()][1:] == [group.label.sv for group in by_degree.table.groups]
    assert [span for _, span in table.group_heads()] == [1, 4, 4]
    assert [cell.value for cell in table.rows[0].cells] == [11, 8, 5, 3, 2, 3, 1, 2, -1]
    total = table_of(replace(result("cases_total", View.CROSS_SECTION, [[count(3, 2)]]), sexes=SexView.RATIO), SV)
    assert [column.head for column in total.columns][3] == "Kvot kvinnor/män"
    assert total.rows[0].cells[3].value == Decimal("1.50")
