"""National figures: cells per provider, cut below the threshold and summed, read from the release.

Statistics 6 and 7.1. `build_national_cells` belongs to the build, `NationalStatistics` to the readers of the public
zone; they meet in the tables `national_cell`, `national_loss` and `national_measure`. What certificates do not count
is published beside them, in `dropped_certificate`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path

from warehouse import diagnoses
from warehouse.diagnoses import UNKNOWN_KEY, DiagnosisLevel
from warehouse.reports import measures, registry, tidy
from warehouse.reports.boxes import BEFORE, NOW, BoxFacts, build_boxes
from warehouse.reports.cells import Cells, CountedCells, total
from warehouse.reports.counties import RATE, laid_out_by_county
from warehouse.reports.counting import Asked, LaidOut, largest, told_of_size, told_without_choice
from warehouse.reports.definitions import Family
from warehouse.reports.dimension import AGE_SEPARATOR, Attribute
from warehouse.reports.dropped import DroppedCertificates, read_dropped
from warehouse.reports.echo import notes_on_cuts, notes_on_sums
from warehouse.reports.interval import clip, default_window, latest_month, overview_windows
from warehouse.reports.listing import existing_types
from warehouse.reports.measured import Measure, MeasuredSeries
from warehouse.reports.measures import WHOLE_WINDOWS_ALONE, MeasureNotOfferedError
from warehouse.reports.measuring import measure_change
from warehouse.reports.national_cells import NationalTables, build_national_cells
from warehouse.reports.national_measures import EVERYBODY, People, age_standardised, per_inhabitants
from warehouse.reports.national_table import NationalCells
from warehouse.reports.options import DEFAULT_OPTIONS, Options
from warehouse.reports.overview import OverviewResult
from warehouse.reports.period import Window
from warehouse.reports.population import Population
from warehouse.reports.publication_measures import (
    MADE_AT_PUBLICATION,
    PublishedMeasures,
    published_value,
    read_measures,
)
from warehouse.reports.published import (
    BY_AGE,
    CHART,
    DIVISOR,
    EXISTING,
    OVERVIEW,
    TABLE,
    WITHIN,
    published_months,
    published_windows,
)
from warehouse.reports.registry import ReportDefinition
from warehouse.reports.release import Release, open_release, read_release
from warehouse.reports.result import ZERO, Count, Level, Loss, Message, ReportResult, Series, View

__all__ = ["NationalStatistics", "NationalTables", "build_national_cells"]


_ALL_OF = {"messages_by_subject": "messages_undivided"}
"""Reports whose groups are parts of the single number of another one."""

_REPORTS_KEPT = 256
"""Results last asked for: pages, files and tables ask for the same ones, and a release never changes."""


class NationalStatistics:
    """Reads one public release (`national.duckdb`) into memory; answers from there, safe to share between threads.

    Figures are those that may be shown: besides the threshold of the release, small numbers that a whole and its other
    parts would give away are hidden. Raises duckdb.Error when the file is missing or no release.
    """

    @classmethod
    def compatible(cls, path: Path) -> NationalStatistics:
        """Figures by the threshold alone, as the service that this one takes over from has them (dashboards 22.2)."""
        return cls(path, is_compatible=True)

    def __init__(self, path: Path, *, is_compatible: bool = False) -> None:
        connection = open_release(path)
        try:
            self.release: Release = read_release(connection)
            self._cells = NationalCells(connection, 0 if is_compatible else self.release.threshold or 0)
            self._people = People.read(connection)
            self._measures: PublishedMeasures = read_measures(connection)
            self.dropped: DroppedCertificates = read_dropped(connection)
        finally:
            connection.close()
        self._kept = lru_cache(maxsize=_REPORTS_KEPT)(self._report)

    @property
    def population(self) -> Population:
        """Inhabitants of the counties."""
        return self._people.of_counties

    @property
    def months(self) -> Window:
        """The months of which time series are published."""
        return published_months(self.release.as_of)

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of which cross-sections are published, the default first."""
        return published_windows(self.release.as_of)

    def measures(self, report_id: str, view: View) -> tuple[Measure, ...]:
        """The measures that a report can be asked for in a view, of what this release holds of the population."""
        report = registry.report(report_id)
        lacking = set()
        if not self.population.by_year:
            lacking |= {Measure.PER_1000_INHABITANTS, Measure.AGE_STANDARDISED}
        if not self._people.by_age.by_year:
            lacking |= {Measure.AGE_STANDARDISED}
            if report.dimension.attribute is Attribute.AGE:
                lacking |= {Measure.PER_1000_INHABITANTS}
        if view is View.TIME_SERIES and report.dimension.attribute is Attribute.COUNTY:
            lacking |= {Measure.AGE_STANDARDISED}
        return tuple(one for one in measures.offered(report, Level.NATIONAL) if one not in lacking)

    def report(
        self, report_id: str, view: View, window: Window | None = None, *, options: Options = DEFAULT_OPTIONS
    ) -> ReportResult:
        """One national report for `window`, or for the default window.

        A time series is clipped to the months published; a cross-section exists for `windows` only. What cannot be
        shown as asked gives the default window and a message. Raises UnknownReportError, NotOfferedError,
        UnknownNodeError and MeasureNotOfferedError.
        """
        return self._kept(report_id, view, window, options)

    def _report(self, report_id: str, view: View, window: Window | None, options: Options) -> ReportResult:
        report = registry.report(report_id)
        report.require(Level.NATIONAL, view)
        measures.require(options.measure, report, Level.NATIONAL)
        shown, messages = self._window(report, view, window)
        asked = Asked(report, view, shown, options, is_cut=True)
        laid_out = self._laid_out(asked)
        table = laid_out.table
        loss = self._loss(asked, laid_out)
        return ReportResult(
            report_id=report.id,
            title=asked.title,
            level=Level.NATIONAL,
            view=view,
            window=shown,
            months=asked.months,
            table=table,
            chart=laid_out.chart,
            release=self.release.version,
            data_time=self.release.data_time,
            as_of=self.release.as_of,
            notes=(*report.notes, *notes_on_cuts(report, loss), *notes_on_sums(table), *_notes_on_counties(report)),
            messages=(*messages, *told_without_choice(asked), *told_of_size(asked, table)),
            divisor=laid_out.divisor,
            threshold=self.release.threshold,
            measured=self._measured(asked, table),
            loss=loss,
            is_new=report.is_new(Level.NATIONAL, view),
        )

    def overview(self) -> OverviewResult:
        """The national overview of the last three completed months (statistics 7.1)."""
        windows = overview_windows(self.release.as_of)
        cells = CountedCells()
        for box in registry.boxes(Level.NATIONAL):
            for period in (NOW, BEFORE):
                cells.cells[box.dimension_id, period] = dict(self._of(box.id, OVERVIEW, TABLE, windows[period]))
        people = [
            {county: count.total for county, count in self.population.inhabitants(window).items()} for window in windows
        ]
        return OverviewResult(
            level=Level.NATIONAL,
            window=windows[NOW],
            previous_window=windows[BEFORE],
            boxes=build_boxes(Level.NATIONAL, BoxFacts(cells, (people[NOW], people[BEFORE]))),
            release=self.release.version,
            data_time=self.release.data_time,
            as_of=self.release.as_of,
        )

    def _of(self, report_id: str, view: str, series: str, window: Window) -> Cells:
        return self._cells.of(report_id, view, series, window)

    def _window(self, report: ReportDefinition, view: View, asked: Window | None) -> tuple[Window, tuple[Message, ...]]:
        default = default_window(report, Level.NATIONAL, view, self.release.as_of)
        if asked is None or asked == default:
            return default, ()
        if view is View.CROSS_SECTION:
            return (asked, ()) if asked in self.windows else (default, (Message("FI-013", "warning"),))
        clipped, messages = clip(asked, latest_month(Level.NATIONAL, self.release.as_of))
        return clipped or default, messages

    def _laid_out(self, asked: Asked) -> LaidOut:
        """Table, chart and divisor."""
        shown = asked.dimension
        if shown.attribute is Attribute.COUNTY:
            return laid_out_by_county(asked, self._rows(asked, TABLE), self.population)
        if shown.attribute is Attribute.WITHIN:
            table = tidy.series(shown, self._rows(asked, asked.options.node or ""), self._once_within(asked))
            return LaidOut(table, largest(table))
        if shown.attribute is Attribute.COMPARED:
            table = tidy.series(shown, self._compared(asked), None)
            return LaidOut(table, table)
        return self._cases(asked) if asked.report.family is Family.CASES else self._facts(asked)

    def _rows(self, asked: Asked, series: str) -> list[Cells]:
        return [self._of(asked.report.id, asked.view.value, series, period) for period in asked.windows]

    def _cases(self, asked: Asked) -> LaidOut:
        """Cases by groups; each case once is the published number of cases of the same period."""
        report, view = asked.report, asked.view
        rows = self._rows(asked, TABLE)
        once = [total(row) for row in rows]
        if asked.counts_each_once:
            once = [total(self._of("cases_total", view.value, TABLE, period)) for period in asked.windows]
        merged = rows
        if tidy.merges_in_chart(report):
            merged = [tidy.merged_chapters(row) for row in rows] if asked.by_month else self._rows(asked, CHART)
        return LaidOut(tidy.series(report.dimension, rows, once), tidy.series(report.chart_dimension, merged, once))

    def _measured(self, asked: Asked, table: Series) -> MeasuredSeries | None:
        """Another measure than the number of the table's cells, where one was asked for."""
        if asked.options.measure is Measure.COUNT:
            return None
        if asked.options.measure is Measure.PER_1000_INHABITANTS:
            return per_inhabitants(asked.dimension, table, asked.windows, self._people)
        if asked.options.measure is Measure.AGE_STANDARDISED:
            if asked.by_month and asked.dimension.attribute is Attribute.COUNTY:
                raise MeasureNotOfferedError(WHOLE_WINDOWS_ALONE)
            return age_standardised(table, asked.windows, partial(self._by_age, asked.view.value), self._people)
        if asked.options.measure in MADE_AT_PUBLICATION:
            return self._made_at_publication(asked)
        return measure_change(asked, table, lambda of: self._laid_out(of).table)

    def _made_at_publication(self, asked: Asked) -> MeasuredSeries:
        measure = asked.options.measure
        values = tuple(published_value(self._measures, asked.view, one, measure) for one in asked.windows)
        return MeasuredSeries(measure, tuple((value,) for value in values), values)

    def _by_age(self, view: str, group_key: str, period: Window) -> Cells:
        """The cases by age group of a county or of the country."""
        if group_key in EVERYBODY:
            return self._of("cases_by_age_group", view, TABLE, period)
        own = group_key + AGE_SEPARATOR
        cells = self._of(RATE, view, BY_AGE, period)
        return {key.removeprefix(own): count for key, count in cells.items() if key.startswith(own)}

    def _facts(self, asked: Asked) -> LaidOut:
        """Certificates and messages; of a share also what it is divided by."""
        shown = asked.dimension
        if shown.attribute is Attribute.CERTIFICATE_TYPE:
            exist = self._of(asked.report.id, View.TIME_SERIES.value, EXISTING, self.months)
            shown = existing_types(shown, exist.keys())
        table = tidy.series(shown, self._rows(asked, TABLE), self._facts_once(asked))
        if shown.attribute is not Attribute.COMPLETED_TYPE:
            return LaidOut(table, table)
        return LaidOut(table, table, tidy.series(shown, self._rows(asked, DIVISOR), None))

    def _facts_once(self, asked: Asked) -> Sequence[Count] | None:
        """The published number of messages whatever their subject; None where nothing is published undivided.

        The undivided certificates are those of a few types only, so they are no total of the certificates by type.
        """
        undivided = _ALL_OF.get(asked.report.id)
        if undivided is None:
            return None
        return [total(self._of(undivided, asked.view.value, TABLE, period)) for period in asked.windows]

    def _once_within(self, asked: Asked) -> Sequence[Count]:
        """The published number of cases with the diagnosis that is divided."""
        return [self._of_diagnosis(asked.options.node or "", asked.view, period) for period in asked.windows]

    def _compared(self, asked: Asked) -> Sequence[Cells]:
        """The chosen diagnoses."""
        return [
            {key: self._of_diagnosis(key, asked.view, period) for key in asked.dimension.keys}
            for period in asked.windows
        ]

    def _of_diagnosis(self, key: str, view: View, period: Window) -> Count:
        """The cases of one diagnosis, from where its parent is divided (statistics 4.3.7)."""
        node = diagnoses.node(key)
        of_chapters = node.level is DiagnosisLevel.CHAPTER or key == UNKNOWN_KEY
        source = ("cases_by_diagnosis_group", TABLE) if of_chapters else (WITHIN, node.parent or "")
        report_id, series = source
        return self._of(report_id, view.value, series, period).get(key, ZERO)

    def _loss(self, asked: Asked, laid_out: LaidOut) -> Loss:
        """What the threshold took away from the table; the amount is stated when that of every period may be."""
        cells = tidy.protected_cells(laid_out.table)
        if not cells:
            return Loss(0, 0)
        series = (asked.options.node or "") if asked.dimension.attribute is Attribute.WITHIN else TABLE
        amounts = [
            self._cells.stated_loss(asked.report.id, asked.view.value, series, period)
            for period, row in zip(asked.windows, laid_out.table.values, strict=True)
            if any(count.is_protected for count in row)
        ]
        stated = [amount for amount in amounts if amount is not None]
        return Loss(cells, sum(stated) if len(stated) == len(amounts) else None)


def _notes_on_counties(report: ReportDefinition) -> tuple[str, ...]:
    """Why the counties can add up to less than the country has in other reports."""
    return ("counties_lose",) if report.dimension.attribute is Attribute.COUNTY else ()
