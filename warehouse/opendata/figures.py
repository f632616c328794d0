"""The figures of a public table, read from the reports of one release: a line of points per region and group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from warehouse import diagnoses
from warehouse.diagnoses import UNKNOWN_KEY, DiagnosisLevel, DiagnosisNode
from warehouse.opendata.contents import AMOUNT_LOST, CERTIFICATES, PROTECTED_CELLS
from warehouse.opendata.cube import NOT_AVAILABLE, PROTECTED
from warehouse.opendata.definitions import TABLES, Kind, TableDefinition
from warehouse.opendata.points import Content, Point, Points, lines
from warehouse.reports.dimension import TOTAL_KEY
from warehouse.reports.dropped import DroppedCertificates, reasons
from warehouse.reports.known_dimensions import ALL_COUNTIES, dimension
from warehouse.reports.measured import Measure
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import DEFAULT_OPTIONS, Options
from warehouse.reports.period import Window
from warehouse.reports.published import WITHIN
from warehouse.reports.result import ReportResult, View

COUNTRY, UNKNOWN_COUNTY = "00", "99"
"""Codes of the whole country and of cases whose county is not known."""

NO_GROUP = ""
"""The group of a table that is not divided."""

GroupLines = Mapping[tuple[str, str], Sequence[Points]]
"""By region and group: the points of each period."""


@dataclass(frozen=True)
class Reading:
    """The reports of one release in one view, each asked for once. `windows` are the calendar years of cross-sections.

    A time series takes all months published.
    """

    statistics: NationalStatistics
    view: View
    found: dict[tuple[str, Options], list[ReportResult]] = field(default_factory=dict)

    @property
    def windows(self) -> tuple[Window, ...]:
        """What is asked for: all months at once, or the calendar years."""
        if self.view is View.TIME_SERIES:
            return (self.statistics.months,)
        return years(self.statistics)

    @property
    def periods(self) -> tuple[Window, ...]:
        """Each period by itself."""
        if self.view is View.TIME_SERIES:
            return tuple(Window(month, month) for month in self.statistics.months)
        return self.windows

    def of(self, report_id: str, options: Options = DEFAULT_OPTIONS) -> list[ReportResult]:
        """The results of a report. Raises MeasureNotOfferedError."""
        key = (report_id, options)
        if key not in self.found:
            asked = [self.statistics.report(report_id, self.view, window, options=options) for window in self.windows]
            self.found[key] = asked
        return self.found[key]


def years(statistics: NationalStatistics) -> tuple[Window, ...]:
    """The calendar years published, the earliest first."""
    full = {one for one in statistics.windows if one.first.number == 1 and len(one) == 12}
    return tuple(sorted(full, key=lambda window: window.first))


def regions(table: TableDefinition) -> tuple[str, ...]:
    """The codes of a table's regions: the country, and the counties where it has them."""
    if table.kind not in {Kind.COUNTIES, Kind.COUNTIES_BELOW_TOTAL}:
        return (COUNTRY,)
    known = sorted(key for key in dimension("county").keys if key != COUNTRY)
    return (COUNTRY, *known, UNKNOWN_COUNTY)


def read(reading: Reading, table: TableDefinition, content: Content) -> GroupLines:
    """The lines of one content of a table. Raises MeasureNotOfferedError where the release lacks it."""
    if table.kind in {Kind.COUNTIES, Kind.COUNTIES_BELOW_TOTAL}:
        return _of_counties(reading, table, content)
    if table.kind is Kind.LOSSES:
        return _losses(reading, content)
    if table.kind is Kind.DROPPED:
        return _dropped(reading, content)
    if table.kind is Kind.DIAGNOSES:
        return dict(_diagnoses(reading, content))
    if table.kind is Kind.UNDIVIDED:
        return _undivided(reading, table.reports[0], content)
    found = lines(reading.of(table.reports[0], Options(measure=content.measure)), content)
    return {(COUNTRY, key): line for key, line in found.items()}


def _of_counties(reading: Reading, table: TableDefinition, content: Content) -> GroupLines:
    if table.kind is Kind.COUNTIES_BELOW_TOTAL:
        return {**_counties(reading, "cases_by_county", content), **_undivided(reading, "cases_total", content)}
    if content.measure is Measure.AGE_STANDARDISED and not _is_annual(reading):
        return _undivided(reading, "cases_total", content)
    return _counties(reading, table.reports[0], content)


def _is_annual(reading: Reading) -> bool:
    return reading.view is View.CROSS_SECTION


def _counties(reading: Reading, report_id: str, content: Content) -> GroupLines:
    """Counties by code; the report's own key for the unknown county is the code of the country here."""
    found = lines(reading.of(report_id, Options(measure=content.measure)), content)
    return {(county_code(key), NO_GROUP): line for key, line in found.items() if key != TOTAL_KEY}


def county_code(key: str) -> str:
    """The code of a report's group of counties: the report's key of the unknown county is that of the country here."""
    return {ALL_COUNTIES.key: COUNTRY, COUNTRY: UNKNOWN_COUNTY}.get(key, key)


def _undivided(reading: Reading, report_id: str, content: Content) -> GroupLines:
    found = lines(reading.of(report_id, Options(measure=content.measure)), content)
    return {(COUNTRY, NO_GROUP): next(iter(found.values()))}


def _diagnoses(reading: Reading, content: Content) -> Iterator[tuple[tuple[str, str], Sequence[Points]]]:
    chapters = reading.of("cases_by_diagnosis_group")
    for of_chart in (True, False):
        for key, line in lines(chapters, content, of_chart=of_chart).items():
            yield (COUNTRY, key), line
    for node in divided_diagnoses():
        for key, line in lines(reading.of(WITHIN, Options(node=node.id)), content).items():
            if key != TOTAL_KEY:
                yield (COUNTRY, key), line


def divided_diagnoses() -> Iterator[DiagnosisNode]:
    """The chapters and blocks, whose parts are published as values of their own: blocks and categories."""
    for chapter in diagnoses.children():
        if chapter.id == UNKNOWN_KEY:
            continue
        yield chapter
        yield from (block for block in diagnoses.children(chapter.id) if block.level is DiagnosisLevel.BLOCK)


def tables_with_losses() -> tuple[TableDefinition, ...]:
    """The tables of months whose protected numbers are told; each stands for the one of years as well."""
    return tuple(one for one in TABLES if not one.kind.is_of_quality and one.view is View.TIME_SERIES)


def _losses(reading: Reading, content: Content) -> GroupLines:
    """What the threshold took from the first report of each table, period by period."""
    found: dict[tuple[str, str], Sequence[Points]] = {}
    by_report: dict[str, list[ReportResult]] = {}
    for table in tables_with_losses():
        report_id = table.reports[0]
        if report_id not in by_report:
            by_report[report_id] = [
                reading.statistics.report(report_id, reading.view, period) for period in reading.periods
            ]
        points = [_lost(result, content) for result in by_report[report_id]]
        found[COUNTRY, table.id] = [(point, point, point) for point in points]
    return found


def _dropped(reading: Reading, content: Content) -> GroupLines:
    """The certificates of each reason; a period of several months is protected when one of them is."""
    found: dict[tuple[str, str], Sequence[Points]] = {}
    for reason in reasons():
        points = [_dropped_in(reading.statistics.dropped, period, reason, content) for period in reading.periods]
        found[COUNTRY, reason] = [(point, point, point) for point in points]
    return found


def _dropped_in(dropped: DroppedCertificates, period: Window, reason: str, content: Content) -> Point:
    if not dropped.is_told:
        return None, NOT_AVAILABLE
    counted, share = dropped.of(period, reason), dropped.share(period, reason)
    if counted.is_protected or share is None:
        return None, PROTECTED
    return (counted.certificates if content is CERTIFICATES else round(share, 2)), None


def _lost(result: ReportResult, content: Content) -> Point:
    if result.loss is None:
        return None, NOT_AVAILABLE
    if content is PROTECTED_CELLS:
        return result.loss.cells, None
    if content is AMOUNT_LOST and result.loss.amount is not None:
        return result.loss.amount, None
    share = result.share_lost
    return (None, NOT_AVAILABLE) if share is None or content is AMOUNT_LOST else (round(share, 1), None)
