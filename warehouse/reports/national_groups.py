"""Which national cells a counted value belongs to: groups of single values, and members of sets (statistics 6.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from warehouse.diagnoses import UNKNOWN_CODE_PREFIX
from warehouse.reference_tables import chapter_groups, code_rows
from warehouse.reports.certificate_groups import undivided_groups
from warehouse.reports.dimension import AGE_SEPARATOR, Attribute, Dimension
from warehouse.reports.fact_query import question_groups
from warehouse.reports.known_dimensions import dimension as plain
from warehouse.reports.known_dimensions import doctor_age_sex_key
from warehouse.reports.published import OVERVIEW, WITHIN, PublishedCells, published_cells
from warehouse.reports.result import View

DIAGNOSIS, DOCTOR_TITLES, DEGREES, CHAPTERS = "diagnosis", "doctor_titles", "degrees", "chapters"
BLOCK, CATEGORY, CODE = "block", "category", "code"
"""Attributes of counted values that are no attributes of reports; the models of `sql/national` name them."""

_BY_MONTH = {
    Attribute.CHAPTER: DIAGNOSIS,
    Attribute.DOCTOR_TITLE: DOCTOR_TITLES,
    Attribute.ISSUED: Attribute.CERTIFICATE_TYPE.value,
    Attribute.RECEIVED: Attribute.TOPIC.value,
}
_IN_WINDOW = {
    **_BY_MONTH,
    Attribute.CHAPTER: CHAPTERS,
    Attribute.DIAGNOSIS_GROUP: CHAPTERS,
    Attribute.DEGREE: DEGREES,
}
"""Under which attribute the values of a report's attribute are counted, where it is not its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a diagnosis stands in the tree; '' where it is unknown."""

    chapter: str
    block: str
    category: str
    code: str

    @property
    def child_of_chapter(self) -> tuple[str, str] | None:
        return (self.chapter, self.block) if self.block else None

    @property
    def child_of_block(self) -> tuple[str, str] | None:
        return (self.block, self.category) if self.category else None

    @property
    def child_of_category(self) -> tuple[str, str] | None:
        return (self.category, self.code or UNKNOWN_CODE_PREFIX + self.category) if self.category else None


@dataclass(frozen=True, slots=True)
class Numbered:
    """What the numbers that stand for diagnoses and chapters mean while cases are counted.

    `places` by diagnosis number, `chapters` by their bit; '' is unknown.
    """

    places: Mapping[str, Place]
    chapters: Mapping[int, str]

    def chapters_in(self, bits: int) -> list[str]:
        """The chapters of a set."""
        return [chapter for bit, chapter in self.chapters.items() if bits & bit]


Cell = tuple[str, str, str, str]
"""Report, view, series and group."""


@dataclass(slots=True)
class CellNumbers:
    """Numbers of cells, given out as values are met."""

    numbered: Numbered
    numbers: dict[Cell, int] = field(default_factory=dict)
    _blocks: dict[str, str] = field(default_factory=dict)
    _categories: dict[str, str] = field(default_factory=dict)
    _published: Mapping[tuple[str, str], tuple[PublishedCells, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._published = _published_by_attribute()
        self._blocks = {place.block: place.chapter for place in self.numbered.places.values() if place.block}
        self._categories = {place.category: place.block for place in self.numbered.places.values() if place.category}

    def of(self, view: str, attribute: str, value: str) -> list[int]:
        """The numbers of all cells that a value of an attribute belongs to in a view."""
        cells = [*self._of_groups(view, attribute, value), *self._of_diagnoses(view, attribute, value)]
        return [self.numbers.setdefault(cell, len(self.numbers)) for cell in cells]

    def _of_groups(self, view: str, attribute: str, value: str) -> Iterator[Cell]:
        for cells in self._published.get((view, attribute), ()):
            for key in _groups(cells.dimension, attribute, value, self.numbered):
                yield cells.report_id, view, cells.series, key

    def _of_diagnoses(self, view: str, attribute: str, value: str) -> Iterator[Cell]:
        """The diagnosis below each one above it: parent and child (statistics 4.3.6)."""
        if view == OVERVIEW:
            return
        for pair in self._children(attribute, value):
            if pair is not None:
                yield WITHIN, view, *pair

    def _children(self, attribute: str, value: str) -> Iterable[tuple[str, str] | None]:
        if attribute == DIAGNOSIS:
            place = self.numbered.places[value]
            return place.child_of_chapter, place.child_of_block, place.child_of_category
        if attribute == CODE:
            return (self.numbered.places[value].child_of_category,)
        if attribute == BLOCK and value:
            return ((self._blocks[value], value),)
        if attribute == CATEGORY and value:
            return ((self._categories[value], value),)
        return ()


def _published_by_attribute() -> Mapping[tuple[str, str], tuple[PublishedCells, ...]]:
    found: dict[tuple[str, str], list[PublishedCells]] = {}
    for cells in published_cells():
        own = cells.dimension.attribute
        counted = (_BY_MONTH if cells.view == View.TIME_SERIES else _IN_WINDOW).get(own, own.value)
        found.setdefault((cells.view, counted), []).append(cells)
    return {at: tuple(several) for at, several in found.items()}


def lowest_of_groups() -> Mapping[str, list[int]]:
    """The lowest numbers of all groups of ages, lengths and doctors' ages, by the table that gives numbers theirs."""
    found: dict[str, set[int]] = {"age_floor": {0}, "days_floor": {0}}
    names = {Attribute.AGE: "age_floor", Attribute.DAYS: "days_floor"}
    for cells in published_cells():
        if cells.dimension.attribute in names:
            found[names[cells.dimension.attribute]] |= {bounds.low for bounds in cells.dimension.bounds.values()}
    found["doctor_age_floor"] = {row.low or 0 for row in code_rows("doctor_age_groups")}
    return {name: sorted(lows) for name, lows in found.items()}


def _groups(dimension: Dimension, attribute: str, value: str, numbered: Numbered) -> list[str]:
    """The groups of a value in a dimension, a set of values in those of all its members; a doctor's in any number."""
    if attribute == DOCTOR_TITLES:
        return value.split(",")
    if dimension.attribute is Attribute.DOCTOR_AGE_SEX:
        sex, _, age = value.partition(":")
        return [doctor_age_sex_key(int(sex), int(age))]
    if attribute == DEGREES:
        return [degree for degree in dimension.keys if int(value) & 1 << int(degree) // 25]
    if attribute == CHAPTERS:
        merged = (_group(dimension, chapter) for chapter in numbered.chapters_in(int(value)))
        return [key for key in dict.fromkeys(merged) if key is not None]
    if attribute == Attribute.COUNTY_AGE:
        county, years = value.split(AGE_SEPARATOR)
        return [f"{_group(plain('county'), county)}{AGE_SEPARATOR}{_group(plain('age_group'), years)}"]
    if attribute == DIAGNOSIS:
        value = numbered.places[value].chapter
    key = _group(dimension, value)
    return [] if key is None else [key]


def _group(dimension: Dimension, value: str) -> str | None:
    """The group of a value; None when the dimension has none for it (a case that is not long)."""
    if dimension.attribute in {Attribute.NONE, Attribute.RECEIVED}:
        return dimension.keys[0]
    if dimension.attribute is Attribute.ISSUED:
        return dimension.keys[0] if value in undivided_groups() else None
    if dimension.attribute is Attribute.QUESTION:
        return question_groups().get(value)
    if dimension.attribute is Attribute.DIAGNOSIS_GROUP:
        return chapter_groups().get(value, dimension.unknown_key)
    if dimension.bounds:
        number = int(value)
        return next((key for key, bounds in dimension.bounds.items() if bounds.holds(number)), None)
    return value if value in dimension.keys else dimension.unknown_key
