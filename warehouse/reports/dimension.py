"""What a dimension is: that which a report divides its cases by, and into which groups (statistics section 5).

The dimensions there are stand in `warehouse.reports.known_dimensions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from warehouse.reports.result import Group, Label

TOTAL_KEY = "TOTAL"
AGE_SEPARATOR = ":"
"""Stands between county and age where both make a group."""
UNKNOWN_DIAGNOSIS_KEY = "NO_VALID_ICD10"


class Attribute(StrEnum):
    """What of a case in a period is looked at; also the name of its column in the case models (statistics 3.4)."""

    NONE = "none"
    CHAPTER = "chapter"
    DIAGNOSIS_GROUP = "diagnosis_group"
    DEGREE = "degree"
    AGE = "age"
    DAYS = "days"
    COUNTY = "county"
    COUNTY_AGE = "county_age"
    CERTIFICATES = "certificates"
    UNIT = "unit"
    CARE_UNIT = "care_unit"
    DOCTOR = "doctor"
    DOCTOR_AGE_SEX = "doctor_age_sex"
    DOCTOR_TITLE = "doctor_title"
    WITHIN = "within"
    COMPARED = "compared"
    CERTIFICATE_TYPE = "certificate_type"
    ISSUED = "issued"
    COMPLETED_TYPE = "completed_type"
    SENT_TYPE = "sent_type"
    TOPIC = "topic"
    RECEIVED = "received"
    QUESTION = "question"
    UNIT_TOPIC = "unit_topic"
    CARE_UNIT_TOPIC = "care_unit_topic"
    DOCTOR_TOPIC = "doctor_topic"

    @property
    def is_of_doctor(self) -> bool:
        """True when each distinct doctor of a case counts, by what is latest known of that doctor."""
        return self in {Attribute.DOCTOR, Attribute.DOCTOR_AGE_SEX, Attribute.DOCTOR_TITLE}

    @property
    def has_keys(self) -> bool:
        """True when a row has any number of groups at once, none included."""
        listed = {Attribute.UNIT, Attribute.CARE_UNIT, Attribute.WITHIN, Attribute.COMPARED}
        return self.is_of_doctor or self in listed

    @property
    def takes_each_value(self) -> bool:
        """True when a cross-section counts a case once for each distinct value of its visible rows."""
        return self.has_keys or self in {Attribute.CHAPTER, Attribute.DIAGNOSIS_GROUP, Attribute.DEGREE}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a group of numbers holds, from `low` to `high`, both included; `high` None = no upper bound."""

    low: int
    high: int | None

    def holds(self, number: int) -> bool:
        """Whether `number` lies between them."""
        return self.low <= number and (self.high is None or number <= self.high)


@dataclass(frozen=True, slots=True)
class NodeMatch:
    """Rows whose `level` is `value`; with `child_level` each child is a group, else the node itself is one.

    `key` is the group of the node, or of rows in it whose child is unknown. `without` names a level that must be
    unknown (`Okänd kod inom` a category).
    """

    level: str
    value: str | None
    key: str
    child_level: str | None = None
    without: str | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A division of cases into groups.

    Groups are either ranges of a number (`bounds`) or single values: then the key of a group is the value
    itself, and a value that is missing or no group belongs to `unknown_key`. Divisions by units, doctors and chosen
    diagnoses have no groups of their own until something has been counted (`warehouse.reports.listing`); `nodes` are
    the chosen diagnoses. Groups stand in a result without a case too, but those in `only_when_not_zero` are left out
    when zero in every period.
    """

    id: str
    name: Label
    attribute: Attribute
    groups: tuple[Group, ...]
    bounds: Mapping[str, Bounds] = field(default_factory=dict)
    unknown_key: str | None = None
    only_when_not_zero: frozenset[str] = frozenset()
    nodes: tuple[NodeMatch, ...] = ()

    def group(self, key: str) -> Group:
        """The group with `key`; raises KeyError when there is none."""
        for group in self.groups:
            if group.key == key:
                return group
        raise KeyError(key)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(group.key for group in self.groups)
