"""Dimensions: what a report divides its cases by, and into which groups (statistics section 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from warehouse import reference_tables as reference
from warehouse.reports.result import Group, Label

TOTAL_KEY = "TOTAL"
UNKNOWN_DIAGNOSIS_KEY = "NO_VALID_ICD10"
LONG_CASE_DAYS = 90
"""A case is long when its length is more than this many days."""


class Attribute(StrEnum):
    """What of a case in a period is looked at; also the name of its column in the case models (statistics 3.4)."""

    NONE = "none"
    CHAPTER = "chapter"
    DIAGNOSIS_GROUP = "diagnosis_group"
    DEGREE = "degree"
    AGE = "age"
    DAYS = "days"
    COUNTY = "county"

    @property
    def takes_each_value(self) -> bool:
        """True when a cross-section counts a case once for each distinct value of its visible rows."""
        return self in {Attribute.CHAPTER, Attribute.DIAGNOSIS_GROUP, Attribute.DEGREE}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a group of numbers holds, from `low` to `high`, both included; `high` None = no upper bound."""

    low: int
    high: int | None

    def holds(self, number: int) -> bool:
        """Whether `number` lies between them."""
        return self.low <= number and (self.high is None or number <= self.high)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A division of cases into groups.

    Groups are either ranges of a number (`bounds`) or single values: then the key of a group is the value
    itself, and a value that is missing or no group belongs to `unknown_key`. Groups stand in a result without a case
    too, but those in `only_when_not_zero` are left out when zero in every period.
    """

    id: str
    name: Label
    attribute: Attribute
    groups: tuple[Group, ...]
    bounds: Mapping[str, Bounds] = field(default_factory=dict)
    unknown_key: str | None = None
    only_when_not_zero: frozenset[str] = frozenset()

    def group(self, key: str) -> Group:
        """The group with `key`; raises KeyError when there is none."""
        for group in self.groups:
            if group.key == key:
                return group
        raise KeyError(key)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(group.key for group in self.groups)


def _group(row: reference.CodeRow) -> Group:
    return Group(row.key, Label(row.label_sv, row.label_en), row.colour, row.comparison_label)


def _bounds(name: str) -> dict[str, Bounds]:
    return {row.key: Bounds(row.low or 0, row.high) for row in reference.code_rows(name)}


def _listed(name: str) -> tuple[Group, ...]:
    return tuple(_group(row) for row in reference.code_rows(name))


def _total() -> Dimension:
    label = Label("Samtliga sjukfall", "All cases")
    return Dimension("total", Label("Sjukfall", "Cases"), Attribute.NONE, (Group(TOTAL_KEY, label, None, "Totalt"),))


def _long() -> Dimension:
    group = Group("91-", Label("Mer än 90 dagar", "More than 90 days"))
    bounds = {"91-": Bounds(LONG_CASE_DAYS + 1, None)}
    return Dimension("long", Label("Sjukskrivningslängd", "Length"), Attribute.DAYS, (group,), bounds)


def _chapter() -> Dimension:
    unknown = next(group for group in _listed("diagnosis_groups") if group.key == UNKNOWN_DIAGNOSIS_KEY)
    chapters = tuple(
        Group(row.key, Label(f"{row.key} {row.label_sv}", f"{row.key} {row.label_en}"))
        for row in reference.code_rows("icd10_chapters")
    )
    return Dimension(
        "chapter",
        Label("Diagnoskapitel", "Diagnosis chapter"),
        Attribute.CHAPTER,
        (*chapters, unknown),
        unknown_key=UNKNOWN_DIAGNOSIS_KEY,
        only_when_not_zero=frozenset({UNKNOWN_DIAGNOSIS_KEY}),
    )


def _diagnosis_group() -> Dimension:
    return Dimension(
        "diagnosis_group",
        Label("Diagnosgrupp", "Diagnosis group"),
        Attribute.DIAGNOSIS_GROUP,
        _listed("diagnosis_groups"),
        unknown_key=UNKNOWN_DIAGNOSIS_KEY,
        only_when_not_zero=frozenset({UNKNOWN_DIAGNOSIS_KEY}),
    )


def _degree() -> Dimension:
    name = Label("Sjukskrivningsgrad", "Degree of sick leave")
    return Dimension("degree", name, Attribute.DEGREE, _listed("degrees"))


def _age_group() -> Dimension:
    name = Label("Åldersgrupp", "Age group")
    return Dimension("age_group", name, Attribute.AGE, _listed("age_groups"), _bounds("age_groups"))


def _overview_age_group() -> Dimension:
    name = Label("Åldersgrupp", "Age group")
    listed = "overview_age_groups"
    return Dimension("overview_age_group", name, Attribute.AGE, _listed(listed), _bounds(listed))


def _length() -> Dimension:
    name = Label("Sjukskrivningslängd", "Length of sick leave")
    return Dimension("length", name, Attribute.DAYS, _listed("length_groups"), _bounds("length_groups"))


def _county() -> Dimension:
    return Dimension(
        "county",
        Label("Län", "County"),
        Attribute.COUNTY,
        _listed("counties"),
        unknown_key="00",
        only_when_not_zero=frozenset({"00"}),
    )


_MAKERS: dict[str, Callable[[], Dimension]] = {
    "total": _total,
    "long": _long,
    "chapter": _chapter,
    "diagnosis_group": _diagnosis_group,
    "degree": _degree,
    "age_group": _age_group,
    "overview_age_group": _overview_age_group,
    "length": _length,
    "county": _county,
}


@cache
def dimension(dimension_id: str) -> Dimension:
    """The dimension with `dimension_id`; raises KeyError for an unknown one."""
    return _MAKERS[dimension_id]()
