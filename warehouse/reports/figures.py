"""What a cell shows of what was counted: the number itself, or a share or rate with both its parts.

Shares and rates follow statistics 4.5.4, 7.5, 8.3 and 9, protection of small numbers dashboards 22.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from warehouse import formats
from warehouse.reports.definitions import Figure
from warehouse.reports.measured import LENGTHS, Measure, MeasuredValue
from warehouse.reports.result import Count
from warehouse.reports.shares import per_thousand, percentage, rounded_percentage

NO_BREAK = "\N{NO-BREAK SPACE}"
SEXES = ("total", "women", "men")
"""The numbers of every cell, in the order of their columns (statistics 4.1)."""


class Status(StrEnum):
    """Why a value is not a plain number; the value is the sign that stands for it (dashboards 22, statistics 9)."""

    PROTECTED = ".."
    PRELIMINARY = "p"
    UNAVAILABLE = "…"
    INCOMPARABLE = "–"

    @property
    def in_files(self) -> str:
        """The sign as files and the open API write it: `...` for what is not available (dashboards 22)."""
        return "..." if self is Status.UNAVAILABLE else self.value


@dataclass(frozen=True, slots=True)
class Parts:
    """What a share or rate was computed from."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: None when it is not shown. `figure` says how it is written, `parts` what it was computed from.

    `measure` is what it measures where that decides how it is written: changes have a sign.
    """

    value: int | Decimal | None
    status: Status | None = None
    figure: Figure = Figure.COUNT
    parts: Parts | None = None
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class CellRules:
    """How the cells of one report are made. `plain_zero` shows what is protected as a plain 0."""

    figure: Figure = Figure.COUNT
    plain_zero: bool = False

    def counts(self, count: Count, status: Status | None = None) -> tuple[Cell, Cell, Cell]:
        """Total, women and men as plain numbers. A protected count of which nothing is left is never shown as 0."""
        total, women, men = (self._count(count, sex, status) for sex in SEXES)
        return total, women, men

    def cells(self, count: Count, divisor: Count | None, status: Status | None = None) -> tuple[Cell, Cell, Cell]:
        """Total, women and men as the report shows them; `divisor` is what shares and rates are divided by."""
        if self.figure is Figure.COUNT:
            return self.counts(count, status)
        total, women, men = (self._ratio(count, divisor or count, sex, status) for sex in SEXES)
        return total, women, men

    def _count(self, count: Count, sex: str, status: Status | None) -> Cell:
        value: int = getattr(count, sex)
        return self._protected() if self._hidden(count, sex) else Cell(value, status)

    def _ratio(self, count: Count, divisor: Count, sex: str, status: Status | None) -> Cell:
        if self.figure is Figure.SEX_SHARE:
            if sex == "total":
                return self._count(count, sex, status)
            divisor = Count(count.total, count.total, count.total)
        parts = Parts(getattr(count, sex), getattr(divisor, sex))
        if self._hidden(count, sex):
            return self._protected()
        if parts.denominator == 0 and not self.plain_zero:
            # Nobody has counted the inhabitants; of certificates it is known that there were none.
            known = None if self.figure is Figure.RATE else parts
            return Cell(None, Status.UNAVAILABLE, self.figure, known)
        value = _COMPUTED[self.figure](parts.numerator, parts.denominator)
        return Cell(value, status, self.figure, parts)

    def _hidden(self, count: Count, sex: str) -> bool:
        return not self.plain_zero and is_cut(count, sex) and getattr(count, sex) == 0

    def _protected(self) -> Cell:
        return Cell(None, Status.PROTECTED, self.figure)


_COMPUTED: dict[Figure, Callable[[int, int], int | Decimal | None]] = {
    Figure.SHARE: percentage,
    Figure.SEX_SHARE: rounded_percentage,
    Figure.RATE: per_thousand,
}


def measured_cells(
    value: MeasuredValue, status: Status | None = None, *, measure: Measure | None = None
) -> tuple[Cell, Cell, Cell]:
    """Total, women and men of another measure than the number; there is never a plain 0 for what is not known.

    With `measure` the cells are those that readers meet: lengths in whole days, with one decimal where they are not
    whole. Without it they have all decimals.
    """
    total, women, men = (_measured(value, sex, status, measure) for sex in SEXES)
    return total, women, men


def _measured(value: MeasuredValue, sex: str, status: Status | None, measure: Measure | None) -> Cell:
    number: Decimal | None = getattr(value, sex)
    if getattr(value, f"{sex}_incomparable"):
        return Cell(None, Status.INCOMPARABLE, Figure.MEASURE)
    if number is not None:
        shown_number = _in_days(number) if measure in LENGTHS else number
        return Cell(shown_number, status, Figure.MEASURE, measure=measure)
    hidden = {"women": value.women_protected, "men": value.men_protected}.get(sex, value.is_protected)
    return Cell(None, Status.PROTECTED if hidden else Status.UNAVAILABLE, Figure.MEASURE)


def _in_days(number: Decimal) -> Decimal:
    """Whole days, or one decimal where they are not whole."""
    whole = number.to_integral_value()
    return whole if number == whole else number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def is_cut(count: Count, sex: str) -> bool:
    """Whether the threshold took something from a number; from a total when from women, men or unknown sex."""
    if sex == "total":
        return count.is_protected
    return count.women_protected if sex == "women" else count.men_protected


def decimals_of(value: Decimal) -> int:
    """How many decimals a number is given with."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def shown(cell: Cell, language: str) -> str:
    """A cell as it is read: `1 234`, `1 234 p`, `..`, `66 % (2/3)`, `54 % (1 234)` or `9,09`."""
    if cell.value is None:
        return str(cell.status or "")
    text = _written(cell, cell.value, language)
    return f"{text}{NO_BREAK}{cell.status}" if cell.status else text


def _written(cell: Cell, value: int | Decimal, language: str) -> str:
    if cell.measure is Measure.CHANGE_PER_CENT:
        return formats.signed_percent(float(value), language, decimals_of(Decimal(value)))
    if cell.measure is Measure.CHANGE:
        return formats.signed(float(value), language)
    if isinstance(value, Decimal):
        return formats.number(float(value), language, decimals=decimals_of(value)).replace("-", formats.MINUS)
    if cell.parts is None:
        return formats.number(int(value), language).replace("-", formats.MINUS)
    numerator, denominator = (formats.number(part, language) for part in (cell.parts.numerator, cell.parts.denominator))
    of = numerator if cell.figure is Figure.SEX_SHARE else f"{numerator}/{denominator}"
    return f"{formats.percent(int(value), language)}{NO_BREAK}({of})"
