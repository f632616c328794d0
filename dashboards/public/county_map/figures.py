"""The figures of the map: every measure of every county in one period, as the county report has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboards.components.texts import LANGUAGES, texts
from dashboards.public.county_map.request import MapRequest
from warehouse.geography import UNKNOWN_COUNTY
from warehouse.reports import measures
from warehouse.reports.counties import RATE
from warehouse.reports.definitions import Figure
from warehouse.reports.figures import SEXES, Cell, CellRules, Status, measured_cells
from warehouse.reports.known_dimensions import ALL_COUNTIES
from warehouse.reports.measured import Measure
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.parts import with_counties_by_name
from warehouse.reports.result import ZERO, Count, Group, Label, ReportResult

Cells = Mapping[str, Cell]
"""Cells by county code; the sum of all counties stands among them."""


@dataclass(frozen=True, slots=True)
class CountyFigures:
    """What a request gives. `result` is the county report of the period, under the title of the map.

    `cells` holds the cells of every measure offered, `inhabitants` what rates are divided by, both of the sex asked
    for.
    """

    request: MapRequest
    result: ReportResult
    cells: Mapping[Measure, Cells]
    inhabitants: Cells

    @property
    def shown(self) -> Cells:
        """The cells of the measure asked for."""
        return self.cells[self.request.measure]

    @property
    def counties(self) -> tuple[Group, ...]:
        """The counties without their sum, and without the unknown one: those that lie on a map."""
        left_out = {ALL_COUNTIES.key, UNKNOWN_COUNTY}
        return tuple(group for group in self.result.table.groups if group.key not in left_out)

    def ranked(self) -> list[Group]:
        """The counties with a value, highest first; those of one value by name."""
        known = [group for group in self.counties if self.shown[group.key].value is not None]
        return sorted(known, key=lambda group: self.shown[group.key].value or 0, reverse=True)

    def rank(self, key: str) -> Cell:
        """A county's place from the highest value, shared where values are equal; the reason where it has none."""
        cell = self.shown[key]
        if cell.value is None or key in {ALL_COUNTIES.key, UNKNOWN_COUNTY}:
            return Cell(None, cell.status if cell.value is None and key != ALL_COUNTIES.key else None)
        values = [self.shown[group.key].value or 0 for group in self.ranked()]
        return Cell(1 + sum(value > cell.value for value in values))


def county_figures(request: MapRequest, reader: NationalStatistics) -> CountyFigures:
    """Read the figures of a request."""
    result = with_counties_by_name(reader.report(RATE, request.view, window=request.window))
    counts = result.table.values[0]
    people: Sequence[Count] = result.divisor.values[0] if result.divisor else (ZERO,) * len(counts)
    pairs = list(zip(counts, people, strict=True))
    keys = [group.key for group in result.table.groups]
    at = SEXES.index(request.sex)

    def by_county(cells: Sequence[Cell]) -> Cells:
        return dict(zip(keys, cells, strict=True))

    found = {Measure.COUNT: by_county([CellRules().counts(count)[at] for count in counts])}
    if Measure.PER_1000_INHABITANTS in request.offered:
        rates = CellRules(Figure.RATE)
        found[Measure.PER_1000_INHABITANTS] = by_county([rates.cells(count, whole)[at] for count, whole in pairs])
    for measure in (Measure.AGE_STANDARDISED, Measure.CHANGE_PER_CENT):
        if measure in request.offered:
            values = _measured(request, measure, reader)
            found[measure] = by_county([cells[at] for cells in values])
    inhabitants = by_county([_people(whole, at) for whole in people])
    return CountyFigures(request, replace(result, title=_title(request)), found, inhabitants)


def _measured(request: MapRequest, measure: Measure, reader: NationalStatistics) -> list[tuple[Cell, Cell, Cell]]:
    options = Options(measure=measure)
    result = reader.report(RATE, request.view, window=request.window, options=options)
    measured = with_counties_by_name(result).measured
    return [measured_cells(value, measure=measure) for value in measured.values[0]] if measured else []


def _people(whole: Count, at: int) -> Cell:
    return CellRules().counts(whole)[at] if whole.total else Cell(None, Status.UNAVAILABLE)


def _title(request: MapRequest) -> Label:
    """The title of the table and the files: what is shown, and of whom."""
    swedish, english = (
        texts(language)(
            "map.titled",
            measure=measures.definition(request.measure).label.in_language(language),
            of=texts(language)(f"map.of.{request.sex}"),
        )
        for language in LANGUAGES
    )
    return Label(swedish, english)
