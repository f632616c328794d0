"""A cube: values by coded dimensions, from which every open format and the API are made (dashboards 19.1 and 19.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import product
from math import prod

from warehouse.reports.result import Label

TIME, REGION, SEX, CONTENTS = "Tid", "Region", "Kon", "ContentsCode"
"""Codes of the variables that tables share; `time` is accepted for the first by the API."""

PROTECTED, IMPOSSIBLE, NOT_AVAILABLE, PRELIMINARY = "..", ".", "...", "p"
"""Why a cell holds no value, or what is to be known about the value it holds (dashboards 22.3)."""

Value = int | float | None


class UnknownCodeError(LookupError):
    """A cube has no variable, or a variable no category, with the code asked for."""


class Role(StrEnum):
    """What a variable is, where it is more than a classification; the values are those of JSON-stat."""

    TIME = "time"
    GEO = "geo"
    METRIC = "metric"


@dataclass(frozen=True, slots=True)
class Unit:
    """What the values of a category of the metric variable are counted in. `measuring` is Flow, Stock or Average.

    Values have at most `decimals` decimals and are shown with as many.
    """

    label: Label
    decimals: int = 0
    measuring: str = "Flow"


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a variable. `children` are the codes that it is divided into, `level` names its place in a tree.

    `unit` is given for the categories of the metric variable alone.
    """

    code: str
    label: Label
    note: Label | None = None
    children: tuple[str, ...] = ()
    level: str | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """One dimension. `elimination` is the code that stands for all of them when the variable is left out.

    A variable without such a code is mandatory: its values are never summed.
    """

    code: str
    label: Label
    categories: tuple[Category, ...]
    role: Role | None = None
    elimination: str | None = None
    note: Label | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(category.code for category in self.categories)

    def category(self, code: str) -> Category:
        """The category with `code`; raises UnknownCodeError."""
        for category in self.categories:
            if category.code == code:
                return category
        raise UnknownCodeError(f"{self.code} has no value {code!r}")

    def keeping(self, codes: Sequence[str]) -> Variable:
        """The variable with some of its categories, in the order given; raises UnknownCodeError.

        A code that is left out is nobody's child, and stands for nothing.
        """
        kept = frozenset(codes)
        known = {category.code: category for category in self.categories}
        missing = [code for code in codes if code not in known]
        if missing:
            raise UnknownCodeError(f"{self.code} has no value {missing[0]!r}")
        categories = tuple(
            replace(known[code], children=tuple(child for child in known[code].children if child in kept))
            for code in codes
        )
        return replace(self, categories=categories, elimination=self.elimination if self.elimination in kept else None)


@dataclass(frozen=True, slots=True)
class Note:
    """A note about a whole table; a mandatory one stands in every form of it (dashboards 19.7)."""

    text: Label
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Cube:
    """Values of all combinations of the variables' categories, in row-major order: the last variable runs fastest.

    `status` gives the sign of a cell by its place in `values`: `..` protected, `.` impossible, `...` not available
    (each without a value) and `p` preliminary (with one). `updated` has its zone, `release` is the data version,
    `subject` the code of the subject area.
    """

    id: str
    label: Label
    variables: tuple[Variable, ...]
    values: Sequence[Value]
    status: Mapping[int, str]
    notes: tuple[Note, ...]
    source: Label
    updated: datetime
    release: str
    subject: str
    tags: tuple[str, ...] = ()
    description: Label | None = None
    next_update: datetime | None = None
    threshold: int | None = None
    heading: tuple[str, ...] = field(default=(TIME,))

    def __post_init__(self) -> None:
        if len(self.values) != self.size:
            raise ValueError(f"{self.id} has {len(self.values)} values for {self.size} cells")

    @property
    def shape(self) -> tuple[int, ...]:
        """How many categories each variable has."""
        return tuple(len(variable.categories) for variable in self.variables)

    @property
    def size(self) -> int:
        """The number of cells."""
        return prod(self.shape)

    @property
    def strides(self) -> tuple[int, ...]:
        """How far apart neighbours along each variable stand in `values`."""
        return tuple(prod(self.shape[at + 1 :]) for at in range(len(self.shape)))

    @property
    def metric(self) -> Variable | None:
        """The variable that tells what is measured."""
        return next((variable for variable in self.variables if variable.role is Role.METRIC), None)

    @property
    def time(self) -> Variable | None:
        """The variable that tells when."""
        return next((variable for variable in self.variables if variable.role is Role.TIME), None)

    @property
    def decimals(self) -> int:
        """The most decimals that any value has."""
        units = [category.unit for category in self.metric.categories if category.unit] if self.metric else []
        return max((unit.decimals for unit in units), default=0)

    def variable(self, code: str) -> Variable:
        """The variable with `code`; raises UnknownCodeError."""
        for variable in self.variables:
            if variable.code == code:
                return variable
        raise UnknownCodeError(f"{self.id} has no variable {code!r}")

    def position(self, codes: Mapping[str, str]) -> int:
        """The place of one cell, given a code for every variable; raises UnknownCodeError."""
        for code in codes:
            self.variable(code)
        place = 0
        for variable, stride in zip(self.variables, self.strides, strict=True):
            if variable.code not in codes:
                raise UnknownCodeError(f"{self.id} needs a value for {variable.code}")
            wanted = codes[variable.code]
            if wanted not in variable.codes:
                raise UnknownCodeError(f"{variable.code} has no value {wanted!r}")
            place += variable.codes.index(wanted) * stride
        return place

    def cells(self) -> Iterator[tuple[tuple[str, ...], Value, str | None]]:
        """Every cell in order: the code of each variable, value and status."""
        combinations = product(*(variable.codes for variable in self.variables))
        for place, (codes, value) in enumerate(zip(combinations, self.values, strict=True)):
            yield codes, value, self.status.get(place)

    def select(self, chosen: Mapping[str, Sequence[str]]) -> Cube:
        """The cube of some categories, in the order given; a variable that is not mentioned keeps all of them.

        Raises UnknownCodeError.
        """
        for code in chosen:
            self.variable(code)
        kept = tuple(
            variable.keeping(chosen[variable.code]) if variable.code in chosen else variable
            for variable in self.variables
        )
        offsets = []
        for variable, of, stride in zip(self.variables, kept, self.strides, strict=True):
            places = {code: at * stride for at, code in enumerate(variable.codes)}
            offsets.append([places[code] for code in of.codes])
        return self._rearranged(kept, offsets)

    def pivoted(self, order: Sequence[str]) -> Cube:
        """The same cells with the variables in another order; raises ValueError unless each is named once."""
        if sorted(order) != sorted(variable.code for variable in self.variables):
            raise ValueError("every variable is named once")
        at = {variable.code: place for place, variable in enumerate(self.variables)}
        moved = tuple(self.variables[at[code]] for code in order)
        strides = [self.strides[at[code]] for code in order]
        offsets = [
            [step * stride for step in range(len(variable.categories))]
            for variable, stride in zip(moved, strides, strict=True)
        ]
        return self._rearranged(moved, offsets)

    def without(self, code: str) -> Cube:
        """The cube without a variable that has one category alone; raises UnknownCodeError and ValueError."""
        gone = self.variable(code)
        if len(gone.categories) != 1:
            raise ValueError(f"{code} has several values")
        return replace(
            self,
            variables=tuple(variable for variable in self.variables if variable.code != code),
            heading=tuple(one for one in self.heading if one != code),
        )

    def _rearranged(self, variables: tuple[Variable, ...], offsets: Sequence[Sequence[int]]) -> Cube:
        """The cells at the sums of one offset of each variable, in order."""
        places = [0]
        for steps in offsets:
            places = [place + step for place in places for step in steps]
        status = {at: self.status[place] for at, place in enumerate(places) if place in self.status}
        return replace(self, variables=variables, values=[self.values[place] for place in places], status=status)
