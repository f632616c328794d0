"""Statistics of the care zone: reports and overview for what one access scope can reach (statistics 3-5, 7.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from warehouse.disclosure import DEFAULT_THRESHOLD
from warehouse.identity import normalise_hsa_id
from warehouse.reports import listing, registry
from warehouse.reports.boxes import BoxFacts, build_boxes
from warehouse.reports.care_question import ask
from warehouse.reports.cells import CountedCells, ProviderCells, total
from warehouse.reports.counties import laid_out_by_county
from warehouse.reports.counting import Asked, Counting, LaidOut, empty_message
from warehouse.reports.coverage import covered_from
from warehouse.reports.dimension import Attribute
from warehouse.reports.echo import (
    Reach,
    echo,
    interval_ignored,
    is_filtered,
    note_on_coverage,
    notes_on_cuts,
    region_reach,
    unit_names,
)
from warehouse.reports.interval import overview_windows
from warehouse.reports.measured import Measure, MeasuredSeries
from warehouse.reports.measuring import Measured, measure, measure_per_listed
from warehouse.reports.options import DEFAULT_OPTIONS, Options
from warehouse.reports.overview import OverviewResult
from warehouse.reports.period import Window
from warehouse.reports.population import Population
from warehouse.reports.region import RegionUnits, count_region, count_region_overview, listed_patients, rows_of_region
from warehouse.reports.register import Provider, Register, Unit
from warehouse.reports.registry import Filter, RefusedReportError, ReportDefinition
from warehouse.reports.release import Release, open_release, read_release
from warehouse.reports.result import Level, ReportResult, Series, View
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import EVERYTHING, Selection
from warehouse.reports.visible import known_choices


class CareStatistics:
    """Reads one care release (`care.duckdb`), read-only and without access to anything outside the file.

    Safe to share between threads: every question runs on a cursor of its own.
    Raises duckdb.Error when the file is missing or no release.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_release(path)
        self.release: Release = read_release(self._connection)
        self._register = Register.read(self._connection)
        self._population = Population.read(self._connection)
        self._counting = Counting(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the release; questions after this fail."""
        self._connection.close()

    def provider(self, scope: AccessScope) -> Provider | None:
        """The provider of a scope, or None when it has no facts in this release."""
        return self._register.provider(scope)

    def provider_name(self, scope: AccessScope) -> str | None:
        """The name of the provider of a scope, as the directory knows it (statistics 11.1); None when nobody does."""
        return self._register.provider_name(scope)

    def units(self, scope: AccessScope) -> tuple[Unit, ...]:
        """The units that the scope can choose among in the unit filter (statistics 11.3)."""
        return self._register.available(scope)

    def report(
        self,
        report_id: str,
        view: View,
        scope: AccessScope,
        selection: Selection = EVERYTHING,
        as_of: date | None = None,
        *,
        window: Window | None = None,
        options: Options = DEFAULT_OPTIONS,
    ) -> ReportResult:
        """One report for what `scope` can reach.

        `as_of` is today (the release's day unless given) and decides the default window. `window` is what a page
        preselects in its place; an interval in the selection goes before both. Raises UnknownReportError,
        NotOfferedError, RefusedReportError, UnknownNodeError when `options` name no diagnosis that has children, and
        MeasureNotOfferedError.
        """
        question = ask(
            Level.PROVIDER,
            report_id,
            view,
            selection,
            day=as_of or self.release.as_of,
            options=options,
            preselected=window,
        )
        asked = question.asked
        _allow(asked.report, options)
        reach = self._reach(scope, question.selection)
        available = self.units(scope)
        listed = self._listed_units(scope, reach)
        seen = reach.seen
        if seen is not None and listing.lists_sub_units(asked.dimension):
            seen = replace(seen, units=tuple(unit.number for unit in listed if not unit.is_care_unit))

        def laid_out(of: Asked) -> LaidOut:
            cells = {} if seen is None else self._counting.count(of, seen, reach.selection)
            return self._laid_out(of, _of_one(cells), listed)

        shown = laid_out(asked)
        measured = Measured(seen, listed)
        return replace(
            question.result(shown, self.release, reach, available),
            provider_name=reach.provider.name if reach.provider else None,
            measured=measure(self._counting, asked, shown.table, measured, lambda of: laid_out(of).table),
        )

    def region_report(
        self,
        report_id: str,
        view: View,
        scope: RegionScope,
        selection: Selection = EVERYTHING,
        as_of: date | None = None,
        *,
        threshold: int = DEFAULT_THRESHOLD,
        options: Options = DEFAULT_OPTIONS,
    ) -> ReportResult:
        """One report for the care units of a region's list, cut below `threshold` per provider (statistics 8.3).

        The caller raises a configured threshold to the lowest allowed. Raises UnknownReportError, NotOfferedError,
        UnknownNodeError and MeasureNotOfferedError.
        """
        question = ask(Level.REGION, report_id, view, selection, day=as_of or self.release.as_of, options=options)
        asked = question.asked
        available = self._register.of_region(scope)
        reach = region_reach(available, question.selection)
        units = reach.reached(available)
        region = RegionUnits(units, scope.listed, threshold)
        shown, loss = count_region(self._counting, asked, reach.selection, region)
        complete = covered_from(unit.county for unit in units)
        result = question.result(shown, self.release, reach, available)
        return replace(
            result,
            notes=(
                *notes_on_cuts(asked.report, loss),
                *result.notes,
                *note_on_coverage(asked.window, complete),
            ),
            list_date=scope.list_date,
            marked=frozenset(unit.id for unit in units if normalise_hsa_id(unit.id) in scope.own_units),
            threshold=threshold,
            covered_from=complete,
            measured=self._measured_of_region(asked, reach.selection, region, shown.table),
            loss=loss,
        )

    def overview(
        self, scope: AccessScope, selection: Selection = EVERYTHING, as_of: date | None = None
    ) -> OverviewResult:
        """The overview for what `scope` can reach: always the last three completed months (statistics 7.2)."""
        day = as_of or self.release.as_of
        reach = self._reach(scope, selection.without_interval())
        cells: ProviderCells = {}
        if reach.seen is not None:
            boxes = registry.box_dimensions(Level.PROVIDER)
            cells = self._counting.overview(boxes, reach.seen, overview_windows(day), reach.selection)
        result = self._overview(Level.PROVIDER, day, _of_one(cells), reach, self.units(scope), selection=selection)
        return replace(result, provider_name=reach.provider.name if reach.provider else None)

    def region_overview(
        self,
        scope: RegionScope,
        selection: Selection = EVERYTHING,
        as_of: date | None = None,
        *,
        threshold: int = DEFAULT_THRESHOLD,
    ) -> OverviewResult:
        """The overview of a region's care units: the boxes of a provider, cut below `threshold` per provider."""
        day = as_of or self.release.as_of
        available = self._register.of_region(scope)
        reach = region_reach(available, selection.without_interval())
        region = RegionUnits(reach.reached(available), scope.listed, threshold)
        cells = count_region_overview(self._counting, overview_windows(day), reach.selection, region)
        return self._overview(Level.REGION, day, cells, reach, available, selection=selection)

    def _overview(
        self,
        level: Level,
        day: date,
        cells: CountedCells,
        reach: Reach,
        available: tuple[Unit, ...],
        *,
        selection: Selection,
    ) -> OverviewResult:
        """The boxes of what was counted, with the messages and the filters in force."""
        window, previous_window = overview_windows(day)
        empty = total(cells.of("total")).total == 0
        filtered = is_filtered(reach, available, own_interval=False)
        return OverviewResult(
            level=level,
            window=window,
            previous_window=previous_window,
            boxes=build_boxes(level, BoxFacts(cells)),
            release=self.release.version,
            data_time=self.release.data_time,
            as_of=day,
            messages=(*interval_ignored(selection, window), *empty_message(empty, filtered)),
            filters=echo(reach, frozenset(Filter)),
            unit_names=unit_names(reach.units, available),
        )

    def _measured_of_region(
        self, asked: Asked, selection: Selection, region: RegionUnits, table: Series
    ) -> MeasuredSeries | None:
        if asked.options.measure is Measure.PER_1000_LISTED:
            with_listing, patients = listed_patients(region)
            if listing.is_listed(asked.dimension):
                return measure_per_listed(table, table, patients)
            at_listing, _ = count_region(self._counting, asked, selection, with_listing)
            return measure_per_listed(table, at_listing.table, patients)
        measured = Measured(rows_of_region(region.units, selection), region.units, region.threshold)

        def table_of(of: Asked) -> Series:
            return count_region(self._counting, of, selection, region)[0].table

        return measure(self._counting, asked, table, measured, table_of)

    def _laid_out(self, asked: Asked, cells: CountedCells, units: Sequence[Unit]) -> LaidOut:
        if asked.dimension.attribute is Attribute.COUNTY:
            return laid_out_by_county(asked, cells.periods(asked.dimension.id, asked.periods), self._population)
        return self._counting.laid_out(asked, cells, units)

    def _reach(self, scope: AccessScope, selection: Selection) -> Reach:
        kept = known_choices(selection)
        return Reach(self._register.provider(scope), self._register.effective(scope, kept.units), kept)

    def _listed_units(self, scope: AccessScope, reach: Reach) -> list[Unit]:
        """The units that a report by unit lists: the user's, within the filter; a care unit with its sub-units."""
        available = self.units(scope)
        if not reach.selection.units:
            return list(available)
        chosen = {unit.number for unit in reach.units.chosen}
        return [unit for unit in available if unit.number in chosen or unit.care_unit_no in chosen]


def _of_one(cells: ProviderCells) -> CountedCells:
    """The cells of the one provider of a scope; none when nothing of it was counted."""
    return next(iter(cells.values()), CountedCells())


def _allow(report: ReportDefinition, options: Options) -> None:
    """Messages per doctor are shown to a reader who has asked to see them, and to nobody else (statistics 11.4)."""
    if report.id == "messages_per_doctor" and not options.doctor_messages:
        raise RefusedReportError(f"{report.id} is shown only to a reader who has asked for it")
