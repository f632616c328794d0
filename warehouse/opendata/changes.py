"""What differs between two releases of a public table, and which part of its version that moves (dashboards 19.5).

Only published cubes are compared, so nothing is told that the two releases do not tell themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from warehouse.opendata.cube import PRELIMINARY, Cube, Value, Variable
from warehouse.reports.result import Label


class Step(StrEnum):
    """What moves in a version: something was removed, renamed or redefined; added; corrected; or nothing."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A category that came or went; without code it is the whole variable."""

    variable: str
    code: str | None
    label: Label


@dataclass(frozen=True, slots=True)
class RenamedValue:
    """A category, or without code a variable, that is called something else."""

    variable: str
    code: str | None
    before: Label
    after: Label


@dataclass(frozen=True, slots=True)
class LargestChange:
    """The cell whose value differs most: its code of each variable, and both values."""

    codes: tuple[tuple[str, str], ...]
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class CubeChanges:
    """How one cube became another. `compared` cells are in both; `changed` are those that tell something else.

    A cell also tells something else when it is protected in one of them alone; to be no longer preliminary is no
    change. `largest` is None when no number became another number.
    """

    added: tuple[ChangedValue, ...] = ()
    removed: tuple[ChangedValue, ...] = ()
    renamed: tuple[RenamedValue, ...] = ()
    compared: int = 0
    changed: int = 0
    largest: LargestChange | None = None

    @property
    def step(self) -> Step:
        """Which part of the version moves."""
        if self.removed or self.renamed:
            return Step.MAJOR
        if self.added:
            return Step.MINOR
        return Step.PATCH if self.changed else Step.NONE


def compare(before: Cube, after: Cube) -> CubeChanges:
    """How `before` became `after`, two releases of one table; cells are compared when the variables are the same."""
    old, new = ({variable.code: variable for variable in cube.variables} for cube in (before, after))
    shared = [(old[code], new[code]) for code in old if code in new]
    added = [ChangedValue(code, None, one.label) for code, one in new.items() if code not in old]
    removed = [ChangedValue(code, None, one.label) for code, one in old.items() if code not in new]
    same_variables = not added and not removed
    renamed: list[RenamedValue] = []
    for earlier, later in shared:
        added += _missing(later, earlier)
        removed += _missing(earlier, later)
        renamed += _renamed(earlier, later)
    compared, changed, largest = _cells(before, after) if same_variables else (0, 0, None)
    return CubeChanges(tuple(added), tuple(removed), tuple(renamed), compared, changed, largest)


def _missing(of: Variable, other: Variable) -> list[ChangedValue]:
    known = set(other.codes)
    return [ChangedValue(of.code, one.code, one.label) for one in of.categories if one.code not in known]


def _renamed(earlier: Variable, later: Variable) -> Iterator[RenamedValue]:
    if earlier.label != later.label:
        yield RenamedValue(earlier.code, None, earlier.label, later.label)
    names = {one.code: one.label for one in earlier.categories}
    for one in later.categories:
        before = names.get(one.code, one.label)
        if before != one.label:
            yield RenamedValue(later.code, one.code, before, one.label)


def _cells(before: Cube, after: Cube) -> tuple[int, int, LargestChange | None]:
    """How many cells are in both and how many changed, and the largest change."""
    order = [variable.code for variable in before.variables]
    shared = {code: _shared_codes(before.variable(code), after.variable(code)) for code in order}
    old, new = before.select(shared), after.pivoted(order).select(shared)
    places = [place for place, same in enumerate(map(_same_value, old.values, new.values)) if not same]
    of_status = {place for place in old.status.keys() | new.status.keys() if _reason(old, place) != _reason(new, place)}
    return old.size, len(of_status.union(places)), _largest(old, new, places)


def _shared_codes(earlier: Variable, later: Variable) -> Sequence[str]:
    known = set(later.codes)
    return [code for code in earlier.codes if code in known]


def _same_value(before: Value, after: Value) -> bool:
    return before == after


def _reason(cube: Cube, place: int) -> str | None:
    """Why a cell has no value."""
    sign = cube.status.get(place)
    return None if sign == PRELIMINARY else sign


def _largest(old: Cube, new: Cube, places: Sequence[int]) -> LargestChange | None:
    sizes = {
        place: abs(after - before)
        for place in places
        if (before := old.values[place]) is not None and (after := new.values[place]) is not None
    }
    if not sizes:
        return None
    place = max(sizes, key=lambda one: (sizes[one], -one))
    return LargestChange(_codes(old, place), old.values[place], new.values[place])


def _codes(cube: Cube, place: int) -> tuple[tuple[str, str], ...]:
    found = []
    for variable, stride in zip(cube.variables, cube.strides, strict=True):
        found.append((variable.code, variable.codes[place // stride % len(variable.codes)]))
    return tuple(found)
