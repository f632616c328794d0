"""What the national level publishes: which months, which windows, and which cells each report and box needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from warehouse.reports import registry
from warehouse.reports.counties import RATE as COUNTY_RATE
from warehouse.reports.dimension import Attribute, Dimension
from warehouse.reports.interval import latest_month, overview_windows
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.period import EARLIEST, Month, Window
from warehouse.reports.result import Level, View

OVERVIEW = "overview"
TABLE, CHART, DIVISOR = "table", "chart", "divisor"
BY_AGE = "by_age"
"""The series of counties by age group, which age-standardised numbers are made of."""
EXISTING = "existing"
"""The series that names the certificate types of which any certificate exists."""

WITHIN = "cases_within_diagnosis"
"""The report whose series are the diagnoses that are divided: chapters, blocks and categories."""


@dataclass(frozen=True, slots=True)
class PublishedCells:
    """One set of cells: the counts of a report or box, in one view, by one dimension."""

    report_id: str
    view: str
    series: str
    dimension: Dimension


def published_months(as_of: date) -> Window:
    """The months of national time series: from 2013-10, or the default window where that starts earlier."""
    last = latest_month(Level.NATIONAL, as_of)
    earliest = Window.ending(last, registry.DEFAULT_MONTHS[View.TIME_SERIES]).first
    return Window(min(EARLIEST, earliest), last)


def published_windows(as_of: date) -> tuple[Window, ...]:
    """The windows of national cross-sections: the last twelve completed months first, then every full calendar year."""
    last = latest_month(Level.NATIONAL, as_of)
    years = range(EARLIEST.year + 1, last.year + 1)
    full_years = [Window(Month(year, 1), Month(year, 12)) for year in years if Month(year, 12) <= last]
    default = Window.ending(last, registry.DEFAULT_MONTHS[View.CROSS_SECTION])
    return tuple(dict.fromkeys([default, *full_years]))


def windows_by_view(as_of: date) -> dict[str, tuple[Window, ...]]:
    """All windows that are counted as a whole, by view: also the year before the default, which changes are from."""
    default, *years = published_windows(as_of)
    sections = dict.fromkeys([default, *years, default.a_year_before()])
    return {View.CROSS_SECTION.value: tuple(sections), OVERVIEW: overview_windows(as_of)}


def published_cells() -> tuple[PublishedCells, ...]:
    """Everything that is counted for the national level by groups known beforehand.

    The chart of a time series is summed from the cut cells of its table (statistics 6.2); in a cross-section, where
    a case counts once per merged group, the merged cells are counted and cut themselves. The diagnoses below each
    diagnosis follow from the tree (`warehouse.reports.national_groups`), and the comparison of diagnoses reads them.
    """
    found = []
    for report in registry.every_report(Level.NATIONAL):
        if report.dimension.attribute in {Attribute.WITHIN, Attribute.COMPARED}:
            continue
        for view in report.levels[Level.NATIONAL]:
            if report.dimension.attribute is Attribute.COMPLETED_TYPE:
                sent = replace(report.dimension, attribute=Attribute.SENT_TYPE)
                found.append(PublishedCells(report.id, view.value, DIVISOR, sent))
            found.append(PublishedCells(report.id, view.value, TABLE, report.dimension))
            if view is View.CROSS_SECTION and report.id == COUNTY_RATE:
                found.append(PublishedCells(report.id, view.value, BY_AGE, dimension("county_age")))
            if view is View.CROSS_SECTION and report.chart_dimension_id:
                found.append(PublishedCells(report.id, view.value, CHART, report.chart_dimension))
    found += [
        PublishedCells(box.id, OVERVIEW, TABLE, dimension(box.dimension_id)) for box in registry.boxes(Level.NATIONAL)
    ]
    return tuple(found)
