"""The overview: boxes of the last three completed months against the same months a year before (statistics 7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from warehouse.reports.period import Window
from warehouse.reports.result import Count, Group, Label, Level, Message


class BoxLook(StrEnum):
    """How a box is drawn."""

    SHARES = "shares"
    DONUT = "donut"
    COLUMNS = "columns"
    FIGURES = "figures"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Change:
    """A change against the previous window, by the rounding rule of its box (statistics 7.5).

    `value` is in whole per cent, or in percentage points where the box compares shares. It is 0 when there is
    nothing to compare with (`comparable` is then False and pages show a dash).
    """

    value: int
    comparable: bool
    in_points: bool = False


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One group of a box: its cases now and then.

    `share` is whole per cent of the total (sex box only). `rate` and `previous_rate` are cases per 1000 inhabitants
    (county box only; None without population), `population` the inhabitants they were divided by.
    """

    group: Group
    count: Count
    previous: Count
    change: Change | None = None
    share: int | None = None
    rate: float | None = None
    previous_rate: float | None = None
    population: int | None = None


@dataclass(frozen=True, slots=True)
class OverviewBox:
    """One box. `key` is its report id (`overview_degree`), `links_to` the id of the report it opens.

    `total` and `previous_total` are what the box counts altogether (all cases, or the long cases), with `change`.
    """

    key: str
    title: Label
    look: BoxLook
    links_to: str
    rows: tuple[OverviewRow, ...]
    total: Count
    previous_total: Count
    change: Change | None = None

    def row(self, group_key: str) -> OverviewRow:
        """The row of a group; raises KeyError when the box has no such group."""
        for row in self.rows:
            if row.group.key == group_key:
                return row
        raise KeyError(group_key)


@dataclass(frozen=True, slots=True)
class OverviewResult:
    """All boxes of one level for one window and the window a year before."""

    level: Level
    window: Window
    previous_window: Window
    boxes: tuple[OverviewBox, ...]
    release: str
    data_time: datetime
    as_of: date
    messages: tuple[Message, ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    provider_name: str | None = None
    unit_names: tuple[str, ...] = ()

    def box(self, key: str) -> OverviewBox:
        """The box with `key`; raises KeyError when the level has no such box."""
        for box in self.boxes:
            if box.key == key:
                return box
        raise KeyError(key)

    @property
    def is_empty(self) -> bool:
        """True when there is no case in the window; the page then says so (statistics 7.2)."""
        return self.box("overview_sex_share").total.total == 0
