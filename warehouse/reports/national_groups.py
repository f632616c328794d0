"""Which national cells a counted value belongs to: groups of single values, and members of sets (statistics 6.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from warehouse.diagnoses import UNKNOWN_CODE_PREFIX
from warehouse.reference_tables import chapter_groups, code_rows
from warehouse.reports.certificate_groups import undivided_groups
from warehouse.reports.dimension import AGE_SEPARATOR, Attribute, Dimension
from warehouse.reports.fact_query import question_groups
from warehouse.reports.known_dimensions import dimension as plain
from warehouse.reports.known_dimensions import doctor_age_sex_key
from warehouse.reports.published import WITHIN, PublishedCells, published_cells
from warehouse.reports.result import View

DOCTOR_TITLES, DEGREES, CHAPTERS = "doctor_titles", "degrees", "chapters"
"""Attributes of counted values that are no attributes of reports; the models of `sql/national` name them."""

_COUNTED_AS = {
    Attribute.CHAPTER: CHAPTERS,
    Attribute.DIAGNOSIS_GROUP: CHAPTERS,
    Attribute.DEGREE: DEGREES,
    Attribute.DOCTOR_TITLE: DOCTOR_TITLES,
    Attribute.ISSUED: Attribute.CERTIFICATE_TYPE.value,
    Attribute.RECEIVED: Attribute.TOPIC.value,
}
"""Under which attribute the values of a report's attribute are counted, where it is not its own."""

_VIEWS_OF_NODES = (View.TIME_SERIES.value, View.CROSS_SECTION.value)
"""Where diagnoses below diagnoses are published; the overview has none."""


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

    `places` by diagnosis number, `chapters` in the order of their numbers; '' is unknown.
    """

    places: Mapping[int, Place]
    chapters: Sequence[str]


Cell = tuple[str, str, str, str]
"""Report, view, series and group."""


@dataclass(slots=True)
class CellNumbers:
    """Numbers of cells, given out as values are met."""

    numbered: Numbered
    numbers: dict[Cell, int] = field(default_factory=dict)
    _published: Mapping[tuple[str, str], tuple[PublishedCells, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._published = _published_by_attribute()

    def of(self, view: str, attribute: str, value: str) -> list[int]:
        """The numbers of all cells that a value of an attribute belongs to in a view."""
        return [
            self._number(cells.report_id, view, cells.series, key)
            for cells in self._published.get((view, attribute), ())
            for key in _groups(cells.dimension, attribute, value)
        ]

    def of_sets(self) -> Iterator[tuple[str, str, int, int]]:
        """View, attribute, members as bits, and number of each cell that a set belongs to when it has such a member."""
        for (view, attribute), published in self._published.items():
            for cells in published if attribute in {DEGREES, CHAPTERS} else ():
                for key, members in _members(cells.dimension, attribute, self.numbered).items():
                    yield view, attribute, members, self._number(cells.report_id, view, cells.series, key)

    def of_diagnoses(self) -> Iterator[tuple[str, int, int]]:
        """View, number of a diagnosis, and number of a cell: its block, category and code below that above (4.3.6)."""
        for view in _VIEWS_OF_NODES:
            for diagnosis_no, place in self.numbered.places.items():
                for pair in (place.child_of_chapter, place.child_of_block, place.child_of_category):
                    if pair is not None:
                        yield view, diagnosis_no, self._number(WITHIN, view, *pair)

    def _number(self, report_id: str, view: str, series: str, key: str) -> int:
        return self.numbers.setdefault((report_id, view, series, key), len(self.numbers))


def _published_by_attribute() -> Mapping[tuple[str, str], tuple[PublishedCells, ...]]:
    found: dict[tuple[str, str], list[PublishedCells]] = {}
    for cells in published_cells():
        own = cells.dimension.attribute
        counted = _COUNTED_AS.get(own, own.value)
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


def _groups(dimension: Dimension, attribute: str, value: str) -> list[str]:
    """The groups of a value in a dimension; a doctor's titles may have any number."""
    if attribute == DOCTOR_TITLES:
        return value.split(",")
    if dimension.attribute is Attribute.DOCTOR_AGE_SEX:
        sex, _, age = value.partition(":")
        return [doctor_age_sex_key(int(sex), int(age))]
    if attribute == Attribute.COUNTY_AGE:
        county, years = value.split(AGE_SEPARATOR)
        return [f"{_group(plain('county'), county)}{AGE_SEPARATOR}{_group(plain('age_group'), years)}"]
    key = _group(dimension, value)
    return [] if key is None else [key]


def _members(dimension: Dimension, attribute: str, numbered: Numbered) -> dict[str, int]:
    """Each group of a dimension of sets with its members as bits."""
    if attribute == DEGREES:
        return {degree: 1 << int(degree) // 25 for degree in dimension.keys}
    members: dict[str, int] = {}
    for chapter_no, chapter in enumerate(numbered.chapters):
        key = _group(dimension, chapter)
        if key is not None:
            members[key] = members.get(key, 0) | 1 << chapter_no
    return members


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
