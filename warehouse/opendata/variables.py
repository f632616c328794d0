"""The variables of the public tables: their codes, names and categories in both languages (dashboards 19.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from warehouse import diagnoses, formats
from warehouse import reference_tables as reference
from warehouse.opendata.cube import CONTENTS, REGION, SEX, TIME, Category, Role, Variable
from warehouse.opendata.definitions import Division, Kind, TableDefinition
from warehouse.opendata.figures import COUNTRY, UNKNOWN_COUNTY, divided_diagnoses, regions, tables_with_losses
from warehouse.opendata.points import Content
from warehouse.reports import registry
from warehouse.reports.definitions import Family
from warehouse.reports.dimension import TOTAL_KEY, Dimension
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.period import Window
from warehouse.reports.result import Group, Label, View

BOTH_SEXES, MEN, WOMEN = "1+2", "1", "2"

_EVERYTHING = {
    Family.CASES: Label("Samtliga sjukfall, vart och ett en gång", "All cases, each counted once"),
    Family.CERTIFICATES: Label("Samtliga intyg", "All certificates"),
    Family.MESSAGES: Label("Samtliga", "All"),
}
_GROUP, _CHAPTER = "group", "chapter"
_NAMED_IN_SWEDISH = Label(
    "Kapitel och avsnitt har på engelska namnen i WHO:s ICD-10. Kategorierna har bara svenska namn, de i ICD-10-SE.",
    "Chapters and blocks have the English titles of WHO's ICD-10. Categories have Swedish names only, from ICD-10-SE.",
)


def sexes() -> Variable:
    """Everybody, men and women; everybody includes those of unknown sex."""
    names = {row.key: Label(row.label_sv, row.label_en) for row in reference.code_rows("sexes")}
    note = Label("Totalt räknar även dem vars kön är okänt.", "The total also counts those whose sex is unknown.")
    categories = (
        Category(BOTH_SEXES, Label("Totalt", "Total"), note),
        Category(MEN, names["men"]),
        Category(WOMEN, names["women"]),
    )
    return Variable(SEX, Label("kön", "sex"), categories, elimination=BOTH_SEXES)


def region_variable(table: TableDefinition) -> Variable:
    """The country, and the counties where the table has them."""
    return region_categories(regions(table))


def region_categories(codes: Sequence[str]) -> Variable:
    """The region variable with some codes."""
    names = {group.key: group.label for group in dimension("county").groups if group.key != COUNTRY} | {
        COUNTRY: Label("Riket", "The country"),
        UNKNOWN_COUNTY: dimension("county").group(COUNTRY).label,
    }
    below = tuple(code for code in codes if code != COUNTRY)
    categories = tuple(
        Category(code, names[code], children=below if code == COUNTRY else (), level=_region_level(code))
        for code in codes
    )
    elimination = COUNTRY if COUNTRY in codes else None
    return Variable(REGION, Label("region", "region"), categories, Role.GEO, elimination)


def _region_level(code: str) -> str:
    return "country" if code == COUNTRY else "county"


def contents_variable(contents: Sequence[Content]) -> Variable:
    """What is measured, with units and decimals."""
    categories = tuple(Category(content.code, content.label, unit=content.unit) for content in contents)
    return Variable(CONTENTS, Label("tabellinnehåll", "contents"), categories, Role.METRIC)


def periods_variable(periods: Sequence[Window], view: View) -> Variable:
    """Months as `2020M01`, calendar years as `2020`, any other window as `2019M11-2020M10`."""
    is_months = view is View.TIME_SERIES
    label = Label("månad", "month") if is_months else Label("period", "period")
    if not is_months and all(_is_year(period) for period in periods):
        label = Label("år", "year")
    categories = tuple(Category(period_code(period), _period_name(period)) for period in periods)
    return Variable(TIME, label, categories, Role.TIME)


def period_code(period: Window) -> str:
    """The code of a month, a calendar year or another window."""
    if _is_year(period):
        return f"{period.first.year:04}"
    first, last = (f"{month.year:04}M{month.number:02}" for month in (period.first, period.last))
    return first if first == last else f"{first}-{last}"


def _is_year(period: Window) -> bool:
    return period.first.number == 1 and len(period) == 12


def _period_name(period: Window) -> Label:
    if _is_year(period):
        return Label(period_code(period), period_code(period))
    return Label(formats.period(period, "sv"), formats.period(period, "en"))


def division_variable(table: TableDefinition, division: Division) -> Variable:
    """The groups of a table below everything together, which stands for them all."""
    if table.kind is Kind.LOSSES:
        categories = tuple(Category(one.id, one.label) for one in tables_with_losses())
        return Variable(division.code, division.label, categories)
    if table.kind is Kind.DROPPED:
        categories = tuple(
            Category(row.key, Label(row.label_sv, row.label_en)) for row in reference.code_rows("drop_reasons")
        )
        return Variable(division.code, division.label, categories)
    if table.kind is Kind.DIAGNOSES:
        categories = _diagnosis_categories()
        return Variable(division.code, division.label, categories, elimination=TOTAL_KEY, note=_NAMED_IN_SWEDISH)
    report = registry.report(table.reports[0])
    return grouped(division, report.dimension, report.family)


def grouped(division: Division, groups: Dimension, family: Family) -> Variable:
    """The groups of a dimension below everything together."""
    return listed_groups(division, groups.groups, everything(family))


def listed_groups(division: Division, groups: Sequence[Group], total: Label | None) -> Variable:
    """Some groups, below everything together where that has a name."""
    categories = tuple(Category(group.key, group.label, level=_GROUP) for group in groups)
    if total is None:
        return Variable(division.code, division.label, categories)
    top = Category(TOTAL_KEY, total, children=tuple(one.code for one in categories), level="total")
    return Variable(division.code, division.label, (top, *categories), elimination=TOTAL_KEY)


def everything(family: Family) -> Label:
    """What everything together is called."""
    return _EVERYTHING[family]


def _diagnosis_categories() -> tuple[Category, ...]:
    """All cases, the merged groups, then every chapter with its blocks and their categories.

    A group that is one chapter stands once, as the chapter.
    """
    chapters = {group.key: group.label for group in dimension("chapter").groups}
    members: dict[str, list[str]] = {}
    for chapter, group in reference.chapter_groups().items():
        members.setdefault(group, []).append(chapter)
    merged = [
        Category(group.key, group.label, children=tuple(members.get(group.key, ())), level=_GROUP)
        for group in dimension("diagnosis_group").groups
        if group.key not in chapters
    ]
    of_no_group = [key for key in chapters if not any(key in one.children for one in merged)]
    below = (*(one.code for one in merged), *of_no_group)
    top = Category(TOTAL_KEY, _EVERYTHING[Family.CASES], children=below, level="total")
    return (top, *merged, *(_top(key, label) for key, label in chapters.items()), *_below_chapters())


def _top(key: str, label: Label) -> Category:
    node = diagnoses.find(key)
    below = tuple(child.id for child in diagnoses.children(key)) if node and key != diagnoses.UNKNOWN_KEY else ()
    return Category(key, label, children=below, level=_CHAPTER)


def _below_chapters() -> Iterator[Category]:
    for parent in divided_diagnoses():
        for child in diagnoses.children(parent.id):
            below: tuple[str, ...] = ()
            if child.level is diagnoses.DiagnosisLevel.BLOCK:
                below = tuple(one.id for one in diagnoses.children(child.id))
            yield Category(child.id, Label(child.label, child.label_en), children=below, level=child.level.value)
