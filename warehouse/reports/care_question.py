"""A report asked for in the care zone, and what its result says whoever asked (statistics 10.2, 10.3, 10.9 and 12).

Provider and region reports have this in common; `warehouse.reports.engine` counts the cells and adds what belongs to
one level alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.reports import measures, registry
from warehouse.reports.counting import Asked, LaidOut, told_of
from warehouse.reports.echo import Reach, all_chosen, echo, is_filtered, notes, unit_ids, unit_names
from warehouse.reports.interval import ResolvedInterval, default_window, latest_month, resolve
from warehouse.reports.options import Options
from warehouse.reports.period import Window
from warehouse.reports.register import Unit
from warehouse.reports.release import Release
from warehouse.reports.result import Level, ReportResult, View
from warehouse.reports.selection import Selection


@dataclass(frozen=True, slots=True)
class CareQuestion:
    """One report of one level on the day `day`. `preselected` is the window that is shown without an own interval."""

    asked: Asked
    level: Level
    day: date
    preselected: Window
    interval: ResolvedInterval

    @property
    def selection(self) -> Selection:
        """The selection that is left in force."""
        return self.interval.selection

    def result(self, shown: LaidOut, release: Release, reach: Reach, available: tuple[Unit, ...]) -> ReportResult:
        """What was counted, with the window, the notes, the messages and the filters in force.

        `available` are the units that the reader can choose among, `reach` what scope and selection reach of them.
        """
        report, window = self.asked.report, self.interval.window
        filtered = is_filtered(reach, available, own_interval=window != self.preselected)
        return ReportResult(
            report_id=report.id,
            title=self.asked.title,
            level=self.level,
            view=self.asked.view,
            window=window,
            months=self.asked.months,
            table=shown.table,
            chart=shown.chart,
            divisor=shown.divisor,
            release=release.version,
            data_time=release.data_time,
            as_of=self.day,
            notes=notes(report, shown.table, window, self.day),
            messages=(*self.interval.messages, *told_of(self.asked, shown, reach.selection, filtered=filtered)),
            filters=echo(reach, report.filters),
            unit_names=unit_names(reach.units, available),
            units_in_force=unit_ids(reach, available),
            all_chosen=all_chosen(reach, available),
            is_new=report.is_new(self.level, self.asked.view),
        )


def ask(
    level: Level,
    report_id: str,
    view: View,
    selection: Selection,
    *,
    day: date,
    options: Options,
    preselected: Window | None = None,
) -> CareQuestion:
    """The question for a report; without `preselected` its default window stands in (statistics 1.3).

    Region figures are cut below the threshold (statistics 8.3). Raises UnknownReportError, NotOfferedError,
    MeasureNotOfferedError, and UnknownNodeError when `options` name no diagnosis that has children.
    """
    report = registry.report(report_id)
    report.require(level, view)
    measures.require(options.measure, report, level)
    window = preselected or default_window(report, level, view, day)
    interval = resolve(selection, window, latest_month(level, day))
    asked = Asked(report, view, interval.window, options, is_cut=level is Level.REGION)
    return CareQuestion(asked, level, day, window, interval)
