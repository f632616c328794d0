"""Divisions by ranges of a number, for reports that bring groups of their own."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse import reference_tables as reference
from warehouse.reports.dimension import Attribute, Bounds, Dimension
from warehouse.reports.result import Group, Label


@dataclass(frozen=True, slots=True)
class Range:
    """A group of numbers from `low` to `high`, both included; `high` None = no upper bound."""

    key: str
    label: Label
    low: int
    high: int | None = None


def ranges(dimension_id: str, name: Label, attribute: Attribute, *groups: Range) -> Dimension:
    """A division by ranges of a number, in the order given and with the reference colours in order."""
    colours = reference.palette()
    return Dimension(
        dimension_id,
        name,
        attribute,
        tuple(Group(one.key, one.label, colours[at % len(colours)]) for at, one in enumerate(groups)),
        {one.key: Bounds(one.low, one.high) for one in groups},
    )
