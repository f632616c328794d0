"""The ranked table of the map: every county with its place, numbers and rates."""

from __future__ import annotations

from dashboards.components.texts import Texts
from dashboards.public.county_map.figures import Cells, CountyFigures
from warehouse import formats
from warehouse.reports import measures, registry
from warehouse.reports.counties import RATE
from warehouse.reports.definitions import Figure
from warehouse.reports.known_dimensions import ALL_COUNTIES
from warehouse.reports.measured import Measure
from warehouse.reports.result import Group
from warehouse.reports.table import Column, ReportTable, Row


def county_table(figures: CountyFigures, texts: Texts) -> ReportTable:
    """The sum of all counties, then the counties from the highest value; those without a value last, by name.

    Columns: place, what the map shows, and then cases, inhabitants, and every other rate and change that is offered.
    """
    columns = _columns(figures, texts)
    cells = [cells for _, cells in columns]
    rows = []
    for group in _order(figures):
        values = (figures.rank(group.key), *(of_column[group.key] for of_column in cells))
        name = group.label.in_language(texts.language)
        rows.append(Row(group.key, name, values, fixed=group.key == ALL_COUNTIES.key))
    title = figures.result.title.in_language(texts.language)
    caption = f"{title}, {formats.period(figures.result.window, texts.language)}"
    head = registry.report(RATE).dimension.name.in_language(texts.language)
    place = Column("place", texts("map.place"))
    return ReportTable(caption, head, "county", (place, *(column for column, _ in columns)), tuple(rows))


def _order(figures: CountyFigures) -> list[Group]:
    ranked = figures.ranked()
    known = {group.key for group in ranked}
    others = [group for group in figures.result.table.groups if group.key not in known | {ALL_COUNTIES.key}]
    return [ALL_COUNTIES, *ranked, *others]


def _columns(figures: CountyFigures, texts: Texts) -> list[tuple[Column, Cells]]:
    heads = registry.report(RATE).heads
    counted, divided = (label.in_language(texts.language) for label in (heads.counted, heads.divided_by) if label)
    found = [
        (Column("cases", counted), figures.cells[Measure.COUNT]),
        (Column("inhabitants", divided), figures.inhabitants),
    ]
    for measure, cells in figures.cells.items():
        if measure is not Measure.COUNT:
            label = measures.definition(measure).label.in_language(texts.language)
            found.append((Column(measure.value, label, figure=Figure.MEASURE), cells))
    shown = figures.request.measure
    return sorted(found, key=lambda of_one: of_one[0].name != ("cases" if shown is Measure.COUNT else shown.value))
