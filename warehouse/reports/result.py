"""The tidy result of a report, from which charts, tables, files and the API are all made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from warehouse.reports.measured import MeasuredSeries
from warehouse.reports.period import Month, Window


class Level(StrEnum):
    """Whose facts a report shows."""

    NATIONAL = "national"
    PROVIDER = "provider"
    REGION = "region"


class View(StrEnum):
    """One value per month (tidsserie) or one for the whole window (tvärsnitt)."""

    TIME_SERIES = "time_series"
    CROSS_SECTION = "cross_section"


class SexView(StrEnum):
    """Which sexes a reader looks at; the value is that of the address parameter `kon` (dashboards 6, 10).

    `DIFFERENCE` is women minus men and `RATIO` women divided by men, each beside the figures it is made of.
    """

    EACH = "alla"
    TOTAL = "totalt"
    WOMEN = "kvinnor"
    MEN = "man"
    DIFFERENCE = "skillnad"
    RATIO = "kvot"

    @property
    def is_contrast(self) -> bool:
        """True for what sets women against men."""
        return self in {SexView.DIFFERENCE, SexView.RATIO}


@dataclass(frozen=True, slots=True)
class Label:
    """A text in both languages of the product."""

    sv: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.sv


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a report's dimension. `key` is neutral (`61-90`, `F00-F99`); `colour` a reference hex value.

    `comparison_label` is another service's Swedish wording for the group where ours differs (decision 24).
    """

    key: str
    label: Label
    colour: str | None = None
    comparison_label: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A count by sex. `total` is women + men (+ unknown sex, which has no column of its own).

    On the national and region levels a sex is *protected* when the threshold took away at least one provider's count;
    its value is then the sum of what is left and is presented as protected, never as a plain 0, when nothing is left.
    Unknown sex is cut by itself like the others, and then protects the total.
    """

    women: int
    men: int
    total: int
    women_protected: bool = False
    men_protected: bool = False
    unknown_protected: bool = False

    @property
    def unknown(self) -> int:
        """The part of the total whose sex is unknown."""
        return self.total - self.women - self.men

    @property
    def is_protected(self) -> bool:
        """True when something was taken away from the total."""
        return self.women_protected or self.men_protected or self.unknown_protected

    def __add__(self, other: Count) -> Count:
        if self is ZERO:
            return other
        if other is ZERO:
            return self
        return Count(
            self.women + other.women,
            self.men + other.men,
            self.total + other.total,
            self.women_protected or other.women_protected,
            self.men_protected or other.men_protected,
            self.unknown_protected or other.unknown_protected,
        )


ZERO = Count(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Message:
    """A message that belongs to a result: its id (`FI-001`, `R-002` …) and the values its text needs."""

    id: str
    severity: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of one set of groups: `values[period][group]`, and per period the sum and the distinct count.

    `row_totals[period]` is the plain sum over the groups; `distinct[period]` counts each case once and is `None`
    where it was not computed.
    """

    groups: tuple[Group, ...]
    values: tuple[tuple[Count, ...], ...]
    row_totals: tuple[Count, ...]
    distinct: tuple[Count, ...] | None = None

    def of(self, group_key: str, period: int = 0) -> Count:
        """The count of one group; raises KeyError when the report has no such group."""
        for index, group in enumerate(self.groups):
            if group.key == group_key:
                return self.values[period][index]
        raise KeyError(group_key)


@dataclass(frozen=True, slots=True)
class Loss:
    """What the threshold took away from the table of a result (statistics 6.2, dashboards 22).

    `cells` is the number of protected cells of the table, each sex by itself. `amount` is what all of them lost
    together, rounded; None where stating it could disclose what single providers counted
    (`warehouse.disclosure.stated_loss`).
    """

    cells: int
    amount: int | None


@dataclass(frozen=True, slots=True)
class ReportResult:
    """One report for one level, view, selection and window.

    `months` has one entry per period of a time series and is empty for a cross-section, whose only period is the
    whole `window`. `table` holds the groups of the table, `chart` those of the chart where they differ (diagnosis
    groups). `divisor` has the groups of the table and holds what their counts are divided by, where the report shows
    shares or rates: certificates sent, inhabitants, listed patients. Notes are ids of texts (`threshold`, `overlap`,
    `running_month` …). `units_in_force` are the ids of the units chosen, or of all available without a choice.
    `all_chosen` names the filters that leave nothing out, `list_date` is the day of a region's unit list, `marked` are
    the keys of the reader's own units in a region report, `covered_from` the day from which all counties of a region
    report are complete. `measured` holds another measure than the number of the table's cells, where one was asked for
    (docs/measures.md). `threshold` is the one in force, or None, and `loss` what it took away. `is_new` says that the
    service that this one takes over from has no such form of the report. `sexes` says which sexes the chart shows, and
    which contrast of them the table has beside them; `against_country` that counties are set against the country;
    `before` is the same report of the same months a year before, where a time series is set against it.
    """

    report_id: str
    title: Label
    level: Level
    view: View
    window: Window
    months: tuple[Month, ...]
    table: Series
    chart: Series
    release: str
    data_time: datetime
    as_of: date
    notes: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    provider_name: str | None = None
    unit_names: tuple[str, ...] = ()
    units_in_force: tuple[str, ...] = ()
    divisor: Series | None = None
    all_chosen: frozenset[str] = frozenset()
    list_date: date | None = None
    marked: frozenset[str] = frozenset()
    measured: MeasuredSeries | None = None
    threshold: int | None = None
    covered_from: date | None = None
    loss: Loss | None = None
    is_new: bool = False
    sexes: SexView = SexView.EACH
    against_country: bool = False
    before: ReportResult | None = None

    @property
    def share_lost(self) -> float | None:
        """How much of the total the threshold took away, in per cent; None where it may not be stated."""
        if self.loss is None or self.loss.amount is None:
            return None
        whole = self.loss.amount + sum(total.total for total in self.table.row_totals)
        if whole:
            return 100 * self.loss.amount / whole
        return None if self.loss.cells else 0.0
