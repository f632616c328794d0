"""A part of a table as it is placed: heads above heads, names beside names, and the cells between (dashboards 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import prod

from warehouse.opendata.cube import Category, Cube, Value, Variable

ROWS_OF_PART, COLUMNS_OF_PART = 100, 60


@dataclass(frozen=True, slots=True)
class Head:
    """One head: what it names, over how many columns it stands, and its place among the columns of the whole table."""

    category: Category
    span: int
    column: int


@dataclass(frozen=True, slots=True)
class PivotCell:
    """One cell: its value, its sign, and how many decimals it is written with."""

    value: Value
    sign: str | None
    decimals: int


@dataclass(frozen=True, slots=True)
class Pivot:
    """A cube laid out in the rows of its stub and the columns of its heading; rows and columns count from 0."""

    cube: Cube

    @property
    def stub(self) -> tuple[Variable, ...]:
        return tuple(one for one in self.cube.variables if one.code not in self.cube.heading)

    @property
    def heading(self) -> tuple[Variable, ...]:
        return tuple(one for one in self.cube.variables if one.code in self.cube.heading)

    @property
    def named(self) -> tuple[int, ...]:
        """The places in the stub of the variables that rows are named by: those with several values, else the last."""
        several = tuple(at for at, one in enumerate(self.stub) if len(one.categories) > 1)
        return several or tuple(range(len(self.stub)))[-1:]

    @property
    def same(self) -> tuple[Variable, ...]:
        """The variables of the stub with one value, which is that of every row."""
        return tuple(one for at, one in enumerate(self.stub) if at not in self.named)

    @property
    def rows(self) -> int:
        return prod(len(one.categories) for one in self.stub)

    @property
    def columns(self) -> int:
        return prod(len(one.categories) for one in self.heading)

    @property
    def upper_heads(self) -> int:
        """How many heads stand in the upper header row, that of the first column among them."""
        return 1 + (len(self.heading[0].categories) if self.heading else 1)

    def head_rows(self, columns: range) -> Iterator[list[Head]]:
        """The header rows over some columns, the upper first; a head spans the columns that it stands over."""
        for level, variable in enumerate(self.heading):
            stride = prod(len(one.categories) for one in self.heading[level + 1 :])
            row = []
            for place, of_head in groupby(columns, key=lambda column: column // stride):
                under = list(of_head)
                row.append(Head(variable.categories[place % len(variable.categories)], len(under), under[0]))
            yield row

    def names(self, row: int) -> Iterator[Category]:
        """What a row is called, by the variables that name rows."""
        for level in self.named:
            variable = self.stub[level]
            stride = prod(len(one.categories) for one in self.stub[level + 1 :])
            yield variable.categories[row // stride % len(variable.categories)]

    def cells(self, row: int, columns: range) -> Iterator[PivotCell]:
        """The cells of a row in some columns."""
        decimals = _decimals(self.cube)
        for column in columns:
            place = row * self.columns + column
            yield PivotCell(self.cube.values[place], self.cube.status.get(place), decimals(place))


def _decimals(cube: Cube) -> Callable[[int], int]:
    """The number of decimals of the cell at a place."""
    metric = cube.metric
    if metric is None:
        return lambda _place: cube.decimals
    each = [one.unit.decimals if one.unit else 0 for one in metric.categories]
    stride = cube.strides[[one.code for one in cube.variables].index(metric.code)]
    return lambda place: each[place // stride % len(each)]


def part(number: int, size: int, page: int) -> range:
    """The places of a page, from 1, of so many; of a page that there is not, the last one."""
    first = min((page - 1) * size, max(0, (number - 1) // size * size))
    return range(first, min(number, first + size))


def signs_of(cells: Sequence[PivotCell]) -> list[str]:
    """The signs that occur, in alphabetical order."""
    return sorted({cell.sign for cell in cells if cell.sign})
