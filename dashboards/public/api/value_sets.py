"""Code lists: value sets, the levels of a variable such as counties, and aggregations, larger values of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dashboards.components.texts import texts
from dashboards.public.api.problems import ProblemError
from warehouse.opendata.aggregation import Aggregation, aggregations
from warehouse.opendata.cube import Category, Cube, Variable

_PREFIX, _AGGREGATION_PREFIX = "vs", "agg"


@dataclass(frozen=True, slots=True)
class ValueSet:
    """Values of a table's variable: those of one level, or with an aggregation larger ones.

    `id` is `vs_<table>_<variable>_<level>` or `agg_<table>_<variable>_<name>`.
    """

    id: str
    variable: Variable
    level: str
    categories: tuple[Category, ...]
    aggregation: Aggregation | None = None

    @property
    def type(self) -> Literal["Aggregation", "Valueset"]:
        """The type as PxWebApi 2 names it."""
        return "Aggregation" if self.aggregation else "Valueset"

    def stands_for(self, code: str) -> tuple[str, ...]:
        """The values of the variable that one of the list stands for."""
        return self.aggregation.parts[code] if self.aggregation else (code,)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(category.code for category in self.categories)

    @property
    def elimination(self) -> str | None:
        """The elimination value of the variable, where it is one of the set."""
        return self.variable.elimination if self.variable.elimination in self.codes else None

    def label(self, language: str) -> str:
        """What the set is called: the variable and the level."""
        text = texts(language)
        key = f"api.{'aggregation' if self.aggregation else 'level'}.{self.level}"
        level = text(key) if key in text else self.level
        return f"{self.variable.label.in_language(language)}: {level}"


def value_sets(cube: Cube, variable: Variable) -> Iterator[ValueSet]:
    """The code lists of a variable: a value set of each level where there are several, and the aggregations."""
    levels = dict.fromkeys(category.level for category in variable.categories if category.level)
    if len(levels) > 1:
        for level in levels:
            categories = tuple(category for category in variable.categories if category.level == level)
            yield ValueSet(f"{_PREFIX}_{cube.id}_{variable.code}_{level}", variable, level, categories)
    for one in aggregations(variable):
        list_id = f"{_AGGREGATION_PREFIX}_{cube.id}_{variable.code}_{one.name}"
        yield ValueSet(list_id, variable, one.name, one.categories, one)


def value_set(cube: Cube, variable: Variable, set_id: str) -> ValueSet:
    """The value set of an id, without regard to case. Raises ProblemError."""
    for one in value_sets(cube, variable):
        if one.id.casefold() == set_id.casefold():
            return one
    raise ProblemError("unknown_codelist", set_id)


def table_of(set_id: str) -> str:
    """The table that a value set belongs to. Raises ProblemError for what is no id of a value set."""
    prefix, _, rest = set_id.partition("_")
    table_id, _, level = rest.partition("_")
    if prefix.casefold() not in {_PREFIX, _AGGREGATION_PREFIX} or not level:
        raise ProblemError("unknown_codelist", set_id)
    return table_id
