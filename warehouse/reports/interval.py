"""From the interval a reader asked for to the window that is shown, and what to tell about it (statistics 10.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.reports.period import EARLIEST, Month, Window
from warehouse.reports.registry import OVERVIEW_MONTHS, ReportDefinition
from warehouse.reports.result import Level, Message, View
from warehouse.reports.selection import EVERYTHING, Selection


@dataclass(frozen=True, slots=True)
class ResolvedInterval:
    """The window to show, the selection that is left in force, and the messages about the interval."""

    window: Window
    selection: Selection
    messages: tuple[Message, ...] = ()


def latest_month(level: Level, as_of: date) -> Month:
    """The last month that can be shown: nationally the last completed one, else the running month."""
    running = Month.of(as_of)
    return running.plus(-1) if level is Level.NATIONAL else running


def default_window(report: ReportDefinition, level: Level, view: View, as_of: date) -> Window:
    """The window of a report without own interval (statistics 1.3)."""
    of_region = level is Level.REGION and view is View.CROSS_SECTION
    months = report.region_section_months if of_region else report.months[view]
    return Window.ending(latest_month(level, as_of), months)


def overview_windows(as_of: date) -> tuple[Window, Window]:
    """The last three completed months and the same months a year before, on every level (statistics 7)."""
    window = Window.ending(Month.of(as_of).plus(-1), OVERVIEW_MONTHS)
    return window, window.a_year_before()


def _month(text: str | None) -> Month | None:
    """Read `YYYY-MM`, or a date whose month counts; None when unreadable."""
    try:
        return Month.of(date.fromisoformat(text or "")) if len(text or "") == 10 else Month.parse(text or "")
    except ValueError:
        return None


def clip(asked: Window, latest: Month) -> tuple[Window | None, tuple[Message, ...]]:
    """`asked` within the months that have statistics, and the message about what was done to it.

    The window is None when nothing of it is left: wholly too early (FI-004) or wholly in the future (FI-009).
    """
    limits = {"earliest": str(EARLIEST), "latest": str(latest)}
    if asked.last < EARLIEST:
        return None, (Message("FI-004", "warning", limits),)
    if asked.first > latest:
        return None, (Message("FI-009", "warning", limits),)
    early, late = asked.first < EARLIEST, asked.last > latest
    if not (early or late):
        return asked, ()
    window = Window(max(asked.first, EARLIEST), min(asked.last, latest))
    told = "FI-003" if early and late else "FI-001" if early else "FI-002"
    return window, (Message(told, "info", limits),)


def resolve(selection: Selection, default: Window, latest: Month) -> ResolvedInterval:
    """The window of a selection.

    An interval that cannot be used drops the whole selection, not only the interval, and the default window is
    shown with a warning; an interval that reaches outside the months with statistics is clipped and told.
    """
    if not selection.has_interval:
        return ResolvedInterval(default, selection)
    first, last = _month(selection.first), _month(selection.last)
    if first is None or last is None or last < first:
        return ResolvedInterval(default, EVERYTHING, (Message("FI-013", "warning"),))
    window, told = clip(Window(first, last), latest)
    if window is None:
        return ResolvedInterval(default, EVERYTHING, told)
    return ResolvedInterval(window, selection, told)
