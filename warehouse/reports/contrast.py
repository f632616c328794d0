"""Women against men: their difference and their ratio, made of the two figures that are shown (dashboards 6)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from warehouse.reports.definitions import Figure
from warehouse.reports.figures import Cell, Status
from warehouse.reports.result import SexView

HUNDREDTH = Decimal("0.01")


def contrasted(sexes: SexView, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Total, women and men, followed by what sets women against men where `sexes` asks for it."""
    return (*cells, _contrast(sexes, cells[1], cells[2])) if sexes.is_contrast and len(cells) == 3 else tuple(cells)


def _contrast(sexes: SexView, women: Cell, men: Cell) -> Cell:
    """Women minus men, or women divided by men with two decimals.

    It is protected or missing when one of the two is; a share of nothing is missing, and so is a ratio to none.
    """
    if women.value is None or men.value is None:
        return Cell(None, men.status if women.value is not None else women.status, Figure.MEASURE)
    if _of_nothing(women) or _of_nothing(men):
        return Cell(None, Status.UNAVAILABLE, Figure.MEASURE)
    if sexes is SexView.DIFFERENCE:
        return Cell(women.value - men.value, women.status, Figure.MEASURE)
    if not men.value:
        return Cell(None, Status.UNAVAILABLE, Figure.MEASURE)
    ratio = (Decimal(women.value) / Decimal(men.value)).quantize(HUNDREDTH, ROUND_HALF_UP)
    return Cell(ratio, women.status, Figure.MEASURE)


def _of_nothing(cell: Cell) -> bool:
    return cell.parts is not None and cell.parts.denominator == 0
