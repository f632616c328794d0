"""From the address of a report to what it asks for: form, chart, months and filters (dashboards 3.1, 14, 15)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboards.components import address as parameters
from dashboards.components.address import Address
from dashboards.components.chart import ChartKind, kinds_of
from dashboards.components.controls import FORM_NAMES
from dashboards.components.messages import message_text
from dashboards.components.texts import Texts
from warehouse.reports import interval
from warehouse.reports.measured import Measure
from warehouse.reports.options import DEFAULT_OPTIONS, Options
from warehouse.reports.period import Month, Window
from warehouse.reports.registry import ReportDefinition
from warehouse.reports.result import Level, Message, SexView, View
from warehouse.reports.selection import Selection

YES = "ja"
LONGEST_ROLLING = 240
_ROLLING = re.compile(r"^senaste-(\d{1,3})$")


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What is asked for. `window` is always set; `selection` has no interval of its own.

    `faults` says which parameters are unusable and why; the same stands in `messages`. `options` are the choices of
    single reports.
    """

    definition: ReportDefinition
    view: View
    kind: ChartKind
    window: Window
    selection: Selection
    messages: tuple[Message, ...] = ()
    faults: Mapping[str, Message] = field(default_factory=dict)
    options: Options = DEFAULT_OPTIONS

    def kind_for(self, address: Address, measure: Measure, sexes: SexView = SexView.EACH) -> ChartKind:
        """The kind of chart that an address asks for, where the report has it in the measure; else the default."""
        offered = kinds_of(self.definition, self.view, measure, sexes)
        chosen = address.get(parameters.CHART)
        return next((kind for kind in offered if kind == chosen), offered[0])

    def fault_texts(self, texts: Texts) -> dict[str, str]:
        """What is wrong with each parameter, in words."""
        return {name: message_text(fault, texts) for name, fault in self.faults.items()}


def read_request(address: Address, definition: ReportDefinition, level: Level, as_of: date) -> ReportRequest:
    """Read an address. Values that mean nothing fall back to the report's default; months are told about."""
    view = _view(address, definition, level)
    kind = _kind(address, definition, view)
    default = _default_window(address, definition, view, as_of, level)
    selection = Selection.from_query({name: list(values) for name, values in address.query.items()})
    faults = _faults(address)
    if faults:
        messages = tuple({message.id: message for message in faults.values()}.values())
        return ReportRequest(definition, view, kind, default, selection.without_interval(), messages, faults)
    resolved = interval.resolve(selection, default, interval.latest_month(level, as_of))
    return ReportRequest(
        definition, view, kind, resolved.window, resolved.selection.without_interval(), resolved.messages
    )


def _view(address: Address, definition: ReportDefinition, level: Level) -> View:
    chosen = address.get(parameters.FORM)
    offered = definition.levels[level]
    return next((view for view in offered if FORM_NAMES[view] == chosen), offered[0])


def _kind(address: Address, definition: ReportDefinition, view: View) -> ChartKind:
    chosen = address.get(parameters.CHART)
    offered = kinds_of(definition, view)
    return next((kind for kind in offered if kind == chosen), offered[0])


def _default_window(address: Address, definition: ReportDefinition, view: View, as_of: date, level: Level) -> Window:
    """Finished months, unless the running one is asked for where it may be shown (dashboards 15)."""
    last = Month.of(as_of).plus(-1)
    if level is not Level.NATIONAL and address.get(parameters.RUNNING) == YES:
        last = Month.of(as_of)
    rolling = _ROLLING.match(address.get("period") or "")
    months = int(rolling.group(1)) if rolling else 0
    return Window.ending(last, months if 1 <= months <= LONGEST_ROLLING else definition.months[view])


def _faults(address: Address) -> dict[str, Message]:
    """What is wrong with the two months, by parameter (messages FI-005 to FI-007)."""
    first, last = address.get(parameters.FIRST), address.get(parameters.LAST)
    if first is None and last is None:
        return {}
    if first is None or last is None:
        return {parameters.FIRST if first is None else parameters.LAST: Message("FI-007", "error")}
    months = {name: _month(text) for name, text in ((parameters.FIRST, first), (parameters.LAST, last))}
    unreadable = {
        name: Message("FI-005", "error", {"value": (address.get(name) or "")[:20]})
        for name, month in months.items()
        if month is None
    }
    if unreadable:
        return unreadable
    start, end = months[parameters.FIRST], months[parameters.LAST]
    if start is not None and end is not None and start > end:
        return {parameters.FIRST: Message("FI-006", "error")}
    return {}


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except ValueError:
        return None
