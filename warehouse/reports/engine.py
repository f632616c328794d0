"""Statistics of the care zone: reports and overview for what one access scope can reach (statistics 3-5, 7.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from warehouse import diagnoses
from warehouse import reference_tables as reference
from warehouse.disclosure import DEFAULT_THRESHOLD
from warehouse.identity import normalise_hsa_id
from warehouse.reports import measures, registry, tidy
from warehouse.reports.boxes import BoxFacts, build_boxes
from warehouse.reports.case_query import CaseQuestion
from warehouse.reports.cells import CountedCells, total
from warehouse.reports.counting import Asked, Counting, LaidOut, content_messages, empty_message
from warehouse.reports.dimension import dimension
from warehouse.reports.interval import default_window, latest_month, overview_windows, resolve
from warehouse.reports.measured import Measure, MeasuredSeries
from warehouse.reports.measuring import Measured, measure, measure_per_listed
from warehouse.reports.options import DEFAULT_OPTIONS, Options
from warehouse.reports.overview import OverviewResult
from warehouse.reports.period import Month, Window
from warehouse.reports.region import RegionUnits, count_region, listed_patients, parts_of_region
from warehouse.reports.register import EffectiveUnits, Provider, Register, Unit, display_names
from warehouse.reports.registry import Filter, RefusedReportError, ReportDefinition
from warehouse.reports.release import Release, open_release, read_release
from warehouse.reports.result import Level, Message, ReportResult, Series, View
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import EVERYTHING, Selection
from warehouse.reports.visible import VisibleRows, known_choices, visible_rows


class CareStatistics:
    """Reads one care release (`care.duckdb`), read-only and without access to anything outside the file.

    Safe to share between threads: every question runs on a cursor of its own.
    Raises duckdb.Error when the file is missing or no release.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_release(path)
        self.release: Release = read_release(self._connection)
        self._register = Register.read(self._connection)
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
        NotOfferedError, RefusedReportError, and UnknownNodeError when `options` name no diagnosis that has children,
        and MeasureNotOfferedError.
        """
        report = registry.report(report_id)
        report.require(Level.PROVIDER, view)
        measures.require(options.measure, report, Level.PROVIDER)
        _allow(report, options)
        day = as_of or self.release.as_of
        preselected = window or default_window(report, Level.PROVIDER, view, day)
        interval = resolve(selection, preselected, latest_month(Level.PROVIDER, day))
        reach = self._reach(scope, interval.selection)
        asked = Asked(report, view, interval.window, options)
        seen = _seen(reach)
        listed = self._listed_units(scope, reach)

        def laid_out(of: Asked) -> LaidOut:
            cells = CountedCells() if seen is None else self._counting.count(of, seen, reach.selection)
            return self._counting.laid_out(of, cells, listed)

        shown = laid_out(asked)
        parts = Measured((seen,) if seen else (), listed)
        measured = measure(self._counting, asked, shown.table, parts, lambda of: laid_out(of).table)
        rows = asked.periods if asked.by_month else len(shown.table.groups)
        return ReportResult(
            report_id=report.id,
            title=asked.title,
            level=Level.PROVIDER,
            view=view,
            window=interval.window,
            months=asked.months,
            table=shown.table,
            chart=shown.chart,
            release=self.release.version,
            data_time=self.release.data_time,
            as_of=day,
            notes=_notes(report, shown.table, interval.window, day),
            messages=(
                *interval.messages,
                *content_messages(asked, shown.chart, reach.selection),
                *tidy.size_message(report, view, rows),
            ),
            filters=_echo(reach, report.filters),
            provider_name=reach.provider.name if reach.provider else None,
            unit_names=_unit_names(reach.units, self.units(scope)),
            divisor=shown.divisor,
            units_in_force=_unit_ids(reach, self.units(scope)),
            all_chosen=_all_chosen(reach, self.units(scope)),
            measured=measured,
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

        The caller raises a configured threshold to the lowest allowed. Raises UnknownReportError and NotOfferedError.
        """
        report = registry.report(report_id)
        report.require(Level.REGION, view)
        measures.require(options.measure, report, Level.REGION)
        day = as_of or self.release.as_of
        interval = resolve(selection, default_window(report, Level.REGION, view, day), latest_month(Level.REGION, day))
        asked = Asked(report, view, interval.window, options)
        kept = known_choices(interval.selection)
        available = self._register.of_region(scope)
        wanted = {normalise_hsa_id(unit_id) for unit_id in kept.units}
        chosen = tuple(unit for unit in available if normalise_hsa_id(unit.id) in wanted)
        units = chosen if wanted else available
        region = RegionUnits(units, scope.listed, threshold)
        shown = count_region(self._counting, asked, kept, region)
        reach = _Reach(None, EffectiveUnits(tuple(unit.number for unit in units), chosen), kept)
        return ReportResult(
            report_id=report.id,
            title=asked.title,
            level=Level.REGION,
            view=view,
            window=interval.window,
            months=asked.months,
            table=shown.table,
            chart=shown.chart,
            release=self.release.version,
            data_time=self.release.data_time,
            as_of=day,
            notes=("threshold", *_notes(report, shown.table, interval.window, day)),
            messages=(*interval.messages, *content_messages(asked, shown.chart, kept)),
            filters=_echo(reach, report.filters),
            unit_names=display_names(chosen),
            divisor=shown.divisor,
            units_in_force=_unit_ids(reach, available),
            all_chosen=_all_chosen(reach, available),
            list_date=scope.list_date,
            marked=frozenset(unit.id for unit in units if normalise_hsa_id(unit.id) in scope.own_units),
            measured=self._measured_of_region(asked, kept, region, shown.table),
            threshold=threshold,
        )

    def overview(
        self, scope: AccessScope, selection: Selection = EVERYTHING, as_of: date | None = None
    ) -> OverviewResult:
        """The overview for what `scope` can reach: always the last three completed months (statistics 7.2)."""
        day = as_of or self.release.as_of
        windows = overview_windows(day)
        reach = self._reach(scope, selection.without_interval())
        wanted = {box.dimension_id for box in registry.boxes(Level.PROVIDER)}
        dimensions = tuple(dimension(dimension_id) for dimension_id in sorted(wanted))
        cells = CountedCells()
        seen = _seen(reach)
        if seen is not None:
            cells = self._counting.cases(CaseQuestion(seen, windows, False, dimensions))
        empty = total(cells.of("total")).total == 0
        return OverviewResult(
            level=Level.PROVIDER,
            window=windows[0],
            previous_window=windows[1],
            boxes=build_boxes(Level.PROVIDER, BoxFacts(cells)),
            release=self.release.version,
            data_time=self.release.data_time,
            as_of=day,
            messages=(*_interval_ignored(selection, windows[0]), *empty_message(empty, bool(reach.selection))),
            filters=_echo(reach, frozenset(Filter)),
            provider_name=reach.provider.name if reach.provider else None,
            unit_names=_unit_names(reach.units, self.units(scope)),
        )

    def _measured_of_region(
        self, asked: Asked, selection: Selection, region: RegionUnits, table: Series
    ) -> MeasuredSeries | None:
        if asked.options.measure is Measure.PER_1000_LISTED:
            with_listing, patients = listed_patients(region)
            at_listing = count_region(self._counting, asked, selection, with_listing).table
            return measure_per_listed(table, at_listing, patients)
        parts = Measured(parts_of_region(region.units, selection), region.units, region.threshold)

        def table_of(of: Asked) -> Series:
            return count_region(self._counting, of, selection, region).table

        return measure(self._counting, asked, table, parts, table_of)

    def _reach(self, scope: AccessScope, selection: Selection) -> _Reach:
        kept = known_choices(selection)
        return _Reach(self._register.provider(scope), self._register.effective(scope, kept.units), kept)

    def _listed_units(self, scope: AccessScope, reach: _Reach) -> list[Unit]:
        """The units that a report by unit lists: the user's, within the filter; a care unit with its sub-units."""
        available = self.units(scope)
        chosen = {unit.number for unit in reach.units.chosen}
        return [unit for unit in available if not chosen or unit.number in chosen or unit.care_unit_no in chosen]


def _allow(report: ReportDefinition, options: Options) -> None:
    """Messages per doctor are shown to a reader who has asked to see them, and to nobody else (statistics 11.4)."""
    if report.id == "messages_per_doctor" and not options.doctor_messages:
        raise RefusedReportError(f"{report.id} is shown only to a reader who has asked for it")


@dataclass(frozen=True, slots=True)
class _Reach:
    """What a scope and a selection reach together."""

    provider: Provider | None
    units: EffectiveUnits
    selection: Selection


def _seen(reach: _Reach) -> VisibleRows | None:
    """The rows within reach; None when there are none."""
    if reach.provider is None or reach.units.numbers == ():
        return None
    return visible_rows(reach.provider.number, reach.units.numbers, reach.selection)


def _notes(report: ReportDefinition, table: Series, window: Window, day: date) -> tuple[str, ...]:
    overlap = ("overlap",) if tidy.overlaps(table) else ()
    running = ("running_month",) if window.last >= Month.of(day) else ()
    return (*report.notes, *overlap, *running)


def _interval_ignored(selection: Selection, window: Window) -> tuple[Message, ...]:
    if not selection.has_interval:
        return ()
    return (Message("FI-008", "info", {"first": str(window.first), "last": str(window.last)}),)


def _echo(reach: _Reach, applicable: frozenset[Filter]) -> dict[str, tuple[str, ...]]:
    """The filters in force, by dimension; a dimension without choice is left out."""
    selection = reach.selection
    chosen: dict[Filter, Sequence[str]] = {
        Filter.UNITS: [unit.id for unit in reach.units.chosen],
        Filter.DIAGNOSES: selection.diagnoses,
        Filter.AGES: selection.ages,
        Filter.LENGTHS: selection.lengths,
        Filter.TYPES: selection.types,
    }
    return {name.value: tuple(values) for name, values in chosen.items() if values and name in applicable}


def _all_chosen(reach: _Reach, available: Sequence[Unit]) -> frozenset[str]:
    """The filters in which every value was chosen; no choice of units is all of them (statistics 10.3 and 10.9)."""
    selection = reach.selection
    everything: dict[Filter, tuple[int, int]] = {
        Filter.UNITS: (len(reach.units.chosen or available), len(available)),
        Filter.AGES: (len(selection.ages), len(dimension("age_group").keys)),
        Filter.LENGTHS: (len(selection.lengths), len(dimension("length").keys)),
        Filter.TYPES: (len(selection.types), len(reference.certificate_filter_types())),
    }
    found = {name.value for name, (chosen, of) in everything.items() if chosen and chosen == of}
    if set(selection.diagnoses) == {node.id for node in diagnoses.children()}:
        found.add(Filter.DIAGNOSES.value)
    return frozenset(found)


def _unit_ids(reach: _Reach, available: Sequence[Unit]) -> tuple[str, ...]:
    """Ids of the units chosen; without a choice the available units take its place (statistics 10.3)."""
    return tuple(sorted(unit.id for unit in reach.units.chosen or available))


def _unit_names(effective: EffectiveUnits, available: Sequence[Unit]) -> tuple[str, ...]:
    """Names of the units included; none for a whole provider without unit filter."""
    if effective.numbers is None and not effective.chosen:
        return ()
    return display_names(effective.chosen or available)
