"""Finding the row and column of an expectation in a result, by the rules of the scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from warehouse.reports.overview import OverviewBox, OverviewResult, OverviewRow
from warehouse.reports.period import Month
from warehouse.reports.result import ZERO, Count, Group, Message, ReportResult, Series, View
from warehouse.reports.shares import per_thousand, percentage, rounded_percentage

Step = dict[str, Any]
Values = dict[str, Any]

ABSENT = -1
OF_TOPICS = {"messages_per_unit", "messages_per_doctor"}
MESSAGES = {
    "FI-001": ("interval_start_clamped",),
    "FI-002": ("interval_end_clamped",),
    "FI-003": ("interval_start_clamped", "interval_end_clamped"),
    "FI-004": ("interval_too_early",),
    "FI-008": ("overview_ignores_interval",),
    "FI-009": ("interval_in_future",),
    "FI-010": ("filter_gives_no_data",),
    "FI-011": ("diagnosis_choice_conflicts_with_filter",),
    "FI-013": ("filter_could_not_be_applied",),
    "R-001": ("too_much_data",),
    "R-002": ("no_data_for_provider",),
}


def named(group: Group) -> str:
    """The name by which another service knows a group."""
    return group.comparison_label or group.label.sv


def position(groups: Sequence[Group], row: dict[str, Any]) -> int | None:
    """Which group a row means: by its neutral key, else the first whose name contains the label."""
    key = str(row.get("group", row.get("county", "")))
    keyed = next((at for at, group in enumerate(groups) if group.key == key), None)
    if keyed is not None and "unit" not in row and "doctor" not in row:
        return keyed
    wanted = row.get("unit") or row.get("doctor") or row.get("county_label") or row.get("group_label")
    if wanted is None:
        return 0 if len(groups) == 1 else None
    return next((at for at, group in enumerate(groups) if wanted in named(group)), None)


def in_report(step: Step, result: ReportResult) -> Values:
    """The values of a time series or cross-section."""
    series = result.chart if step["chart"] else result.table
    row = step["row"]
    said = _about(result, step)
    period = _period(result, row)
    at = _of_topic(series, row) if step["report"] in OF_TOPICS else position(series.groups, row)
    columns = [name for name in step["expected"] if name not in said]
    if period is None or at is None:
        return said | dict.fromkeys(columns, ABSENT)
    place = Place(series, period, at)
    return said | {name: _value(step, result, place, name) for name in columns}


@dataclass(frozen=True)
class Place:
    """One cell of a series."""

    series: Series
    period: int
    at: int


def _period(result: ReportResult, row: dict[str, Any]) -> int | None:
    if result.view is View.CROSS_SECTION:
        return 0
    month = Month(row["year"], row["month"])
    return result.months.index(month) if month in result.months else None


def _of_topic(series: Series, row: dict[str, Any]) -> int | None:
    """Groups of two parts: a unit or doctor, and a topic."""
    wanted = row.get("unit") or row.get("doctor") or ""
    for at, group in enumerate(series.groups):
        name, _, topic = group.key.rpartition(":")
        if topic == row["group"] and (wanted in named(group) or wanted in name):
            return at
    return None


def _value(step: Step, result: ReportResult, place: Place, column: str) -> Any:
    series, period, at = place.series, place.period, place.at
    if column == "color":
        return series.groups[at].colour
    if column == "group_list":
        return [named(group) for group in series.groups]
    members = _members(step, result, series, at) if column == "total" else [at]
    if column == "marked":
        return series.groups[at].key in result.marked
    count = _sum(series, period, members)
    parts = None if result.divisor is None else _sum(result.divisor, period, members)
    sex = "total" if column in {"group_total", "cases_per_1000_listed"} else column
    return _as_shown(step, count, parts, sex)


def _members(step: Step, result: ReportResult, series: Series, at: int) -> Sequence[int]:
    """The groups of which a column of totals is the sum: the whole row of a table of months."""
    if step["report"] in OF_TOPICS:
        owner = series.groups[at].key.rpartition(":")[0]
        return [other for other, group in enumerate(series.groups) if group.key.rpartition(":")[0] == owner]
    by_months = result.view is View.TIME_SERIES and not step["chart"]
    return range(len(series.groups)) if by_months else [at]


def _sum(series: Series, period: int, members: Sequence[int]) -> Count:
    return sum((series.values[period][at] for at in members), ZERO)


def _as_shown(step: Step, count: Count, parts: Count | None, sex: str) -> Any:
    """A number as the report shows it: plain, or as a share or rate of what it is divided by."""
    number: int = getattr(count, sex)
    whole: int = 0 if parts is None else getattr(parts, sex)
    if step["report"] == "complement_share":
        share = percentage(number, whole)
        return share if step["chart"] else f"{share}%"
    if step["report"] == "cases_per_1000_listed_by_unit":
        return rate_text(number, whole)
    if step["report"] == "case_sex_share_by_county" and sex != "total" and not step["chart"]:
        return f"{rounded_percentage(number, count.total)} % ({number})"
    if step["report"] == "cases_by_county":
        kind = step["row"].get("column_group", "cases")
        unknown = "-" if not whole else None
        return number if kind == "cases" else unknown or (whole if kind == "population" else rate_text(number, whole))
    return number


def rate_text(number: int, whole: int) -> str:
    """A rate per thousand with a decimal comma; a dash when there is nothing to divide by."""
    rate = per_thousand(number, whole)
    return "-" if rate is None else f"{rate:.2f}".replace(".", ",")


def _about(result: ReportResult, step: Step) -> Values:
    """What an expectation says of the report as a whole."""
    row_less = [name for name in step["expected"] if name in _WHOLE_REPORT or name.startswith(("all_", "filtered_"))]
    return {name: _of_report(result, step, name) for name in row_less}


_WHOLE_REPORT = {"messages", "file_upload_date"}


def _of_report(result: ReportResult, step: Step, name: str) -> Any:
    if name == "messages":
        return _messages(result.messages, step["expected"][name])
    if name == "file_upload_date":
        return result.list_date.isoformat() if result.list_date else None
    kind = _DIMENSIONS[name.removeprefix("all_").removesuffix("_selected").removeprefix("filtered_")]
    if name.startswith("all_"):
        return kind in result.all_chosen
    if kind == "units":
        return [one.casefold() for one in result.units_in_force]
    return list(result.filters.get(kind, ()))


_DIMENSIONS = {
    "units": "units",
    "diagnoses": "diagnoses",
    "age_groups": "ages",
    "case_lengths": "lengths",
    "certificate_types": "types",
}


def _messages(found: Sequence[Message], expected: Any) -> Any:
    """Messages by their neutral ids, each with no more about it than the expectation says."""
    said = [name for message in found for name in MESSAGES[message.id]]
    if not said:
        return None
    wanted = {one["id"]: one for one in expected or ()}
    return [wanted.get(name, {"id": name}) for name in said]


def in_overview(step: Step, result: OverviewResult) -> Values:
    """The values of one row of an overview box."""
    box = result.box(step["report"])
    found: Values = {}
    for column in step["expected"]:
        found[column] = (
            _messages(result.messages, step["expected"][column])
            if column == "messages"
            else _of_field(box, step["row"]["field"])
            if column == "value"
            else _of_row(box, step["row"], column)
        )
    return found


def _of_field(box: OverviewBox, field: str) -> Any:
    if field in {"men_percent", "women_percent"}:
        return box.row(field.removesuffix("_percent")).share
    return box.total.total


def _of_row(box: OverviewBox, row: dict[str, Any], column: str) -> Any:
    at = position([one.group for one in box.rows], row)
    if at is None:
        return ABSENT
    found: OverviewRow = box.rows[at]
    if column == "color":
        return found.group.colour
    if column == "change_percent":
        return found.change.value if found.change else None
    if column == "share_percent":
        return found.share
    return found.count.total if found.rate is None else found.rate
