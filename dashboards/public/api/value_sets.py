"""Value sets: the levels of a variable, such as counties or diagnosis chapters, as code lists of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dashboards.components.texts import texts
from dashboards.public.api.problems import ProblemError
from warehouse.opendata.cube import Category, Cube, Variable

_PREFIX = "vs"


@dataclass(frozen=True, slots=True)
class ValueSet:
    """The categories of one level of a table's variable. `id` is `vs_<table>_<variable>_<level>`."""

    id: str
    variable: Variable
    level: str
    categories: tuple[Category, ...]

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
        key = f"api.level.{self.level}"
        level = text(key) if key in text else self.level
        return f"{self.variable.label.in_language(language)}: {level}"


def value_sets(cube: Cube, variable: Variable) -> Iterator[ValueSet]:
    """The value sets of a variable; none when all its values are of one level."""
    levels = dict.fromkeys(category.level for category in variable.categories if category.level)
    if len(levels) > 1:
        for level in levels:
            categories = tuple(category for category in variable.categories if category.level == level)
            yield ValueSet(f"{_PREFIX}_{cube.id}_{variable.code}_{level}", variable, level, categories)


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
    if prefix.casefold() != _PREFIX or not level:
        raise ProblemError("unknown_codelist", set_id)
    return table_id
