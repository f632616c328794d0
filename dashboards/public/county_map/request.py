"""From the address of the map to what it asks for: measure, sex, and a published period or a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dashboards.components import address as parameters
from dashboards.components.address import Address
from dashboards.components.measure_names import MEASURE_NAMES
from warehouse.reports.counties import RATE
from warehouse.reports.interval import clip
from warehouse.reports.measured import Measure
from warehouse.reports.menu import COUNTY_MAP
from warehouse.reports.national import NationalStatistics
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Message, SexView, View

MONTH = "manad"
SEXES: Mapping[SexView, str] = MappingProxyType({SexView.TOTAL: "total", SexView.WOMEN: "women", SexView.MEN: "men"})
"""What the map can show of the sexes: one at a time, or both together; and the name of the figures."""


@dataclass(frozen=True, slots=True)
class MapRequest:
    """What is asked for. `offered` are the measures that the release holds; a time series is one month."""

    measure: Measure
    offered: tuple[Measure, ...]
    sex: str
    view: View
    window: Window
    messages: tuple[Message, ...] = ()

    @property
    def month(self) -> Month | None:
        """The month shown; None for a published period."""
        return self.window.last if self.view is View.TIME_SERIES else None


def map_request(address: Address, reader: NationalStatistics) -> MapRequest:
    """Read an address. What cannot be used falls back to the default, and is told."""
    view, window, told = _period(address, reader)
    offered = _offered(view, reader)
    measure, lacking = _measure(address, offered)
    return MapRequest(measure, offered, _sex(address), view, window, (*told, *lacking))


def beside_report(window: Window, measure: Measure, sexes: SexView, reader: NationalStatistics) -> MapRequest:
    """The map that stands on the county report: its period, and its measure and sex where these have a map.

    The report's numbers as they stand are rates, so the map is that of the default.
    """
    offered = _offered(View.CROSS_SECTION, reader)
    chosen = measure if measure in offered and measure is not Measure.COUNT else offered[0]
    return MapRequest(chosen, offered, SEXES.get(sexes, "total"), View.CROSS_SECTION, window)


def _offered(view: View, reader: NationalStatistics) -> tuple[Measure, ...]:
    known = reader.measures(RATE, view)
    return tuple(one for one in COUNTY_MAP.measures if one in known)


def _sex(address: Address) -> str:
    named = address.get(parameters.SEX)
    return next((sex for view, sex in SEXES.items() if view == named), "total")


def _measure(address: Address, offered: tuple[Measure, ...]) -> tuple[Measure, tuple[Message, ...]]:
    named = address.get(parameters.MEASURE)
    if named is None:
        return offered[0], ()
    found = next((one for one in offered if MEASURE_NAMES[one] == named), None)
    return (offered[0], (Message("FI-015", "info"),)) if found is None else (found, ())


def _period(address: Address, reader: NationalStatistics) -> tuple[View, Window, tuple[Message, ...]]:
    named = address.get(MONTH)
    default = reader.windows[0]
    if named is not None:
        try:
            month = Month.parse(named)
        except ValueError:
            return View.CROSS_SECTION, default, (Message("FI-005", "error", {"value": named[:20]}),)
        shown, told = clip(Window(month, month), reader.months.last)
        return (View.CROSS_SECTION, default, told) if shown is None else (View.TIME_SERIES, shown, told)
    first, last = address.get(parameters.FIRST), address.get(parameters.LAST)
    if first is None and last is None:
        return View.CROSS_SECTION, default, ()
    asked = next((one for one in reader.windows if (str(one.first), str(one.last)) == (first, last)), None)
    if asked is None:
        return View.CROSS_SECTION, default, (Message("FI-014", "info"),)
    return View.CROSS_SECTION, asked, ()
