"""Aggregations: the values of a variable gathered into fewer, larger ones (dashboards 19.2).

A larger value that is published itself keeps its own figures, in which each case counts once. Others are added up, and
only where that is right: counts of groups that no case shares. A sum with a protected part is protected, and what is no
count has no sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from warehouse.opendata.cube import (
    IMPOSSIBLE,
    PRELIMINARY,
    REGION,
    Category,
    Cube,
    Note,
    Role,
    Value,
    Variable,
)
from warehouse.opendata.definitions import DIVISIONS
from warehouse.reports.dimension import TOTAL_KEY, Attribute, Bounds
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.result import Label

_DIAGNOSES = DIVISIONS[Attribute.CHAPTER].code
_AGES = DIVISIONS[Attribute.AGE].code
_COUNT_UNITS = frozenset({"Flow"})
"""How contents are measured that may be added up; levels, means and shares may not."""

ADDED_UP = Note(
    Label(
        "Sammanslagna värden är summan av de publicerade. En summa visas inte om någon av delarna är skyddad.",
        "Values put together are the sum of those published. A sum is not shown when one of its parts is protected.",
    ),
    mandatory=True,
)


@dataclass(frozen=True, slots=True)
class Aggregation:
    """A list of larger values of one variable. `parts` are the codes that each of `categories` stands for.

    `is_summed` is false when the larger values are values of the variable themselves.
    """

    name: str
    categories: tuple[Category, ...]
    parts: Mapping[str, tuple[str, ...]]
    is_summed: bool = False


def aggregations(variable: Variable) -> Iterator[Aggregation]:
    """The aggregations of a variable; none of most."""
    if variable.code == REGION and variable.elimination and len(variable.categories) > 1:
        yield _published(variable, "country", [variable.elimination])
    if variable.code == _DIAGNOSES and variable.elimination:
        for level in ("group", "chapter"):
            of_level = [one.code for one in variable.categories if one.level == level]
            yield _published(variable, level, _top(variable) if level == "group" else of_level)
    if variable.code == _AGES:
        yield from _coarser_ages(variable)


def _top(variable: Variable) -> Sequence[str]:
    """The diagnosis groups: right below everything together."""
    return variable.category(TOTAL_KEY).children


def _published(variable: Variable, name: str, codes: Sequence[str]) -> Aggregation:
    known = {one.code: one for one in variable.categories}
    parts = {code: tuple(_leaves(code, known)) for code in codes}
    return Aggregation(name, tuple(known[code] for code in codes), parts)


def _leaves(code: str, known: Mapping[str, Category]) -> Iterator[str]:
    """The smallest values below a value, or the value itself."""
    below = known[code].children
    if not below:
        yield code
    for child in below:
        yield from _leaves(child, known)


def _coarser_ages(variable: Variable) -> Iterator[Aggregation]:
    """The age groups of the overview, where they are made of those of the table."""
    fine, coarse = dimension("age_group").bounds, dimension("overview_age_group")
    parts = {}
    for group in coarse.groups:
        outer = coarse.bounds[group.key]
        parts[group.key] = tuple(code for code in variable.codes if code in fine and _is_within(fine[code], outer))
    if all(parts.values()) and sum(len(codes) for codes in parts.values()) == len(fine):
        categories = tuple(Category(group.key, group.label, level="group") for group in coarse.groups)
        yield Aggregation("coarse", categories, parts, is_summed=True)


def _is_within(inner: Bounds, outer: Bounds) -> bool:
    ends_within = outer.high is None or (inner.high is not None and inner.high <= outer.high)
    return outer.holds(inner.low) and ends_within


def added_up(cube: Cube, code: str, chosen: Sequence[str], aggregation: Aggregation) -> Cube:
    """The cube with the values of one variable put together into those of `aggregation` that are chosen, by code.

    Raises UnknownCodeError.
    """
    order = [variable.code for variable in cube.variables]
    fewest = cube.select({code: list(dict.fromkeys(part for one in chosen for part in aggregation.parts[one]))})
    turned = fewest.pivoted([code, *(one for one in order if one != code)])
    cells = turned.strides[0]
    starts = {part: at * cells for at, part in enumerate(turned.variables[0].codes)}
    is_count = _counts(turned)
    values: list[Value] = []
    status: dict[int, str] = {}
    for one in chosen:
        for cell in range(cells):
            places = [starts[part] + cell for part in aggregation.parts[one]]
            value, sign = _sum(turned, places) if is_count(cell) else (None, IMPOSSIBLE)
            if sign:
                status[len(values)] = sign
            values.append(value)
    known = {one.code: one for one in aggregation.categories}
    variable = replace(turned.variables[0], categories=tuple(known[one] for one in chosen), elimination=None)
    notes = (*(note for note in cube.notes if note.mandatory), ADDED_UP, *(n for n in cube.notes if not n.mandatory))
    made = replace(turned, variables=(variable, *turned.variables[1:]), values=values, status=status, notes=notes)
    return made.pivoted(order)


def _sum(cube: Cube, places: Sequence[int]) -> tuple[Value, str | None]:
    signs = [cube.status.get(place) for place in places]
    lacking = next((sign for sign in signs if sign not in {None, PRELIMINARY}), None)
    if lacking:
        return None, lacking
    return sum(cube.values[place] or 0 for place in places), PRELIMINARY if PRELIMINARY in signs else None


def _counts(cube: Cube) -> Callable[[int], bool]:
    """Whether the cell at a place within one value of the first variable is a count."""
    at = next((at for at, one in enumerate(cube.variables) if one.role is Role.METRIC), None)
    if at is None:
        return lambda _cell: True
    stride = cube.strides[at]
    units = [one.unit for one in cube.variables[at].categories]
    each = [bool(unit and unit.measuring in _COUNT_UNITS and not unit.decimals) for unit in units]
    return lambda cell: each[cell // stride % len(each)]
