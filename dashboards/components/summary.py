"""What a report's chart shows in words (dashboards 20.2)."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.components.chart_values import chart_values
from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.reports import registry
from warehouse.reports.definitions import Figure
from warehouse.reports.dimension import Attribute
from warehouse.reports.figures import Cell, CellRules, shown
from warehouse.reports.known_dimensions import ALL_COUNTIES
from warehouse.reports.measured import LENGTHS
from warehouse.reports.period import Month
from warehouse.reports.result import Count, Group, Label, ReportResult, View

_Known = tuple[Group, Cell]
"""A group with its value."""

_CHOSEN_DIAGNOSES = frozenset({Attribute.WITHIN, Attribute.COMPARED})


def last_period(result: ReportResult) -> int | None:
    """The newest finished month, or the window of a cross-section."""
    if result.view is View.CROSS_SECTION:
        return 0
    return len(finished(result)) - 1 if finished(result) else None


def count_of(result: ReportResult, period: int) -> Count | None:
    """What was counted in a period, each case once; None when only groups that may overlap are known."""
    table = result.table
    if table.groups and table.groups[0].key == ALL_COUNTIES.key:
        return table.values[period][0]
    if table.distinct:
        return table.distinct[period]
    overlapping = registry.report(result.report_id).dimension.attribute in _CHOSEN_DIAGNOSES
    return None if overlapping and len(table.groups) != 1 else table.row_totals[period]


def text_of(label: Label, texts: Texts) -> str:
    """A label in the language of the texts."""
    return label.in_language(texts.language)


def chart_summary(result: ReportResult, texts: Texts) -> str:
    """One to three sentences that say what the chart shows."""
    period = last_period(result)
    if period is None or not result.table.groups:
        return texts("summary.nothing")
    by_month = result.view is View.TIME_SERIES
    if result.sexes.is_contrast:
        return _contrast_in_words(result, period, texts)
    if result.measured is None and registry.report(result.report_id).figure is Figure.COUNT:
        of_all = by_month and count_of(result, period) is not None
        return _months_in_words(result, texts) if of_all else _groups_in_words(result, texts, period)
    if by_month and len(result.table.groups) == 1:
        return _months_of_value_in_words(result, texts)
    return _extremes_in_words(result, period, texts)


def _contrast_in_words(result: ReportResult, period: int, texts: Texts) -> str:
    """Women against men in the newest month or the whole window: the only value, or the highest and the lowest."""
    values = chart_values(result, texts)
    known = [
        (group, cells[3])
        for group, cells in zip(values.groups, values.cells[period], strict=True)
        if cells[3].value is not None and _is_told(group, result)
    ]
    if not known:
        return texts("summary.nothing")
    highest, lowest = max(known, key=_value), min(known, key=_value)
    when = _period_name(result, period, texts)
    said = f"summary.{result.sexes}" + ("_single" if len(known) == 1 else "")
    return texts(
        said,
        when=when,
        highest=_named(highest, known, result, texts),
        highest_value=shown(highest[1], texts.language),
        lowest=_named(lowest, known, result, texts),
        lowest_value=shown(lowest[1], texts.language),
    )


def _is_told(group: Group, result: ReportResult) -> bool:
    """Whether a group can be called the highest: not the sum of all counties, and not the unknown one."""
    dimension = registry.report(result.report_id).dimension
    left_out = {ALL_COUNTIES.key, dimension.unknown_key} if dimension.attribute is Attribute.COUNTY else set()
    return group.key not in left_out


def _noun(result: ReportResult, texts: Texts) -> str:
    """What has the value, as the subject of a sentence."""
    own = f"summary.noun.{result.measured.measure}" if result.measured else ""
    return texts(own if own in texts else "summary.noun.value")


def _period_name(result: ReportResult, period: int, texts: Texts) -> str:
    """The month, or the whole window."""
    if result.view is View.TIME_SERIES:
        return formats.month_name(result.months[period], texts.language)
    return formats.period(result.window, texts.language)


def _named(one: _Known, known: Sequence[_Known], result: ReportResult, texts: Texts) -> str:
    """The group of a value, or how many groups share it."""
    sharing = sum(_value(other) == _value(one) for other in known)
    if sharing == 1:
        return text_of(one[0].label, texts)
    is_of_counties = registry.report(result.report_id).dimension.attribute is Attribute.COUNTY
    return texts("summary.several_counties" if is_of_counties else "summary.several", number=sharing)


def _months_of_value_in_words(result: ReportResult, texts: Texts) -> str:
    """The months with the highest and the lowest value of a single number."""
    cells = chart_values(result, texts).cells
    months = finished(result)
    known = {month: cells[at][0][0] for at, month in enumerate(months) if cells[at][0][0].value is not None}
    if not known:
        return texts("summary.nothing")
    highest = max(known, key=lambda month: float(known[month].value or 0))
    lowest = min(known, key=lambda month: float(known[month].value or 0))
    return texts(
        "summary.value_months",
        noun=_noun(result, texts),
        highest=formats.month_name(highest, texts.language),
        highest_value=plain(known[highest], texts),
        lowest=formats.month_name(lowest, texts.language),
        lowest_value=plain(known[lowest], texts),
    )


def plain(cell: Cell, texts: Texts) -> str:
    """A cell without what it was computed from."""
    if cell.parts is not None and isinstance(cell.value, int):
        return formats.percent(cell.value, texts.language)
    in_words = shown(cell, texts.language)
    return texts("summary.days", days=in_words) if cell.measure in LENGTHS else in_words


def _months_in_words(result: ReportResult, texts: Texts) -> str:
    months = finished(result)
    counts = dict(zip(months, (count_of(result, at) for at in range(len(months))), strict=True))
    totals = {month: count for month, count in counts.items() if count is not None}
    if not any(count.total for count in totals.values()):
        return texts("summary.nothing")
    highest = max(totals, key=lambda month: totals[month].total)
    lowest = min(totals, key=lambda month: totals[month].total)
    if len(totals) == 1:
        (month,) = totals
        return texts(
            "summary.one_month", month=_month(month, texts), unit=unit(result, texts), **_figures(totals[month], texts)
        )
    last = totals.get(months[-1])
    sexes = ""
    if last is not None and last.women + last.men:
        sexes = f" {texts('summary.sexes', month=_month(months[-1], texts), **shares(last, texts))}"
    said = texts(
        "summary.months",
        unit=unit(result, texts),
        highest=formats.month_name(highest, texts.language),
        highest_count=shown(CellRules().counts(totals[highest])[0], texts.language),
        lowest=formats.month_name(lowest, texts.language),
        lowest_count=shown(CellRules().counts(totals[lowest])[0], texts.language),
    )
    return said + sexes


def _month(month: Month, texts: Texts) -> str:
    return formats.month_name(month, texts.language)


def _groups_in_words(result: ReportResult, texts: Texts, period: int) -> str:
    counts = list(zip(result.chart.groups, result.chart.values[period], strict=True))
    if not any(count.total for _, count in counts):
        return texts("summary.nothing")
    group, count = max(counts, key=lambda pair: pair[1].total)
    if len(counts) == 1 and result.view is View.CROSS_SECTION:
        return texts("summary.single", unit=unit(result, texts), **_figures(count, texts))
    said = "summary.groups" if result.view is View.CROSS_SECTION else "summary.groups_of_month"
    month = formats.month_name(result.months[period], texts.language) if result.months else ""
    group_name = text_of(group.label, texts)
    return texts(said, group=group_name, month=month, unit=unit(result, texts), **_figures(count, texts))


def _extremes_in_words(result: ReportResult, period: int, texts: Texts) -> str:
    """The groups with the highest and the lowest value of a period; the sum of all counties is no group."""
    values = chart_values(result, texts)
    of_women = result.measured is None and registry.report(result.report_id).figure is Figure.SEX_SHARE
    known = [
        (group, cells[1 if of_women else 0])
        for group, cells in zip(values.groups, values.cells[period], strict=True)
        if _is_told(group, result) and cells[1 if of_women else 0].value is not None
    ]
    if not known:
        return texts("summary.nothing")
    highest, lowest = max(known, key=_value), min(known, key=_value)
    given = {"when": _period_name(result, period, texts), "highest_value": plain(highest[1], texts)}
    if len(known) == 1 and len(values.groups) > 1:
        return texts("summary.only_value", group=text_of(highest[0].label, texts), **given)
    if len(known) == 1:
        return texts("summary.value", noun=_noun(result, texts), **given)
    return texts(
        "summary.women_shares" if of_women else "summary.values",
        highest=_named(highest, known, result, texts),
        lowest=_named(lowest, known, result, texts),
        lowest_value=plain(lowest[1], texts),
        **given,
    )


def _value(pair: tuple[Group, Cell]) -> float:
    return float(pair[1].value or 0)


def finished(result: ReportResult) -> list[Month]:
    """The months of a time series that were over when the data were read."""
    running = Month.of(result.as_of)
    return [month for month in result.months if month < running]


def unit(result: ReportResult, texts: Texts) -> str:
    """What is counted, as a noun in the plural."""
    definition = registry.report(result.report_id)
    own = f"unit.{definition.id}"
    return texts(own if own in texts else f"unit.{definition.family}")


def _figures(count: Count, texts: Texts) -> dict[str, str]:
    cells = CellRules().counts(count)
    return dict(zip(("total", "women", "men"), (shown(cell, texts.language) for cell in cells), strict=True))


def shares(count: Count, texts: Texts) -> dict[str, str]:
    """Women's and men's shares of those whose sex is known, as written."""
    known = count.women + count.men
    women = round(100 * count.women / known) if known else 0
    return {
        "women": formats.percent(women, texts.language),
        "men": formats.percent(100 - women if known else 0, texts.language),
    }
