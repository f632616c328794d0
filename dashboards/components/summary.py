"""What a report says in words: the key line above it and the summary of its chart (dashboards 4, 20.2)."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.chart_values import chart_values
from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.reports import measures, registry
from warehouse.reports.definitions import Figure
from warehouse.reports.dimension import Attribute
from warehouse.reports.figures import Cell, CellRules, Status, measured_cells, shown
from warehouse.reports.known_dimensions import ALL_COUNTIES
from warehouse.reports.measured import LENGTHS, Measure, MeasuredValue
from warehouse.reports.period import Month
from warehouse.reports.result import Count, Group, Label, ReportResult, View

MONTHS_OF_YEAR = 12
_Known = tuple[Group, Cell]
"""A group with its value."""

_CHOSEN_DIAGNOSES = frozenset({Attribute.WITHIN, Attribute.COMPARED})


def key_line(result: ReportResult, texts: Texts, changed: ReportResult | None = None) -> html.P | None:
    """The newest month, or the whole window, against the same a year before; None without a figure.

    `changed` is the whole of the same report, where the result has only its parts, measured as the change in per cent
    since a year before.
    """
    period = _last_period(result)
    if period is None:
        return None
    if _shows_sex_shares(result):
        return _key_of_sexes(result, period, texts)
    source = changed or result
    figure = headline(result, period) or headline(source, period, as_count=True)
    if figure is None or (figure.value is None and figure.status is not Status.PROTECTED):
        return None
    parts: list[Component] = [
        html.Span(_when(result, period, texts), className="key-label"),
        html.Strong(shown(figure, texts.language)),
        html.Span(_unit_of(result, figure, texts), className="key-unit"),
    ]
    told = _change(source, period, texts) if figure.figure is Figure.COUNT else None
    if told:
        parts.append(html.Span(told, className="key-change"))
    compared = _benchmark(result, period, texts)
    if compared:
        parts.append(html.Span(compared, className="key-change"))
    count = count_of(source, period)
    if figure.figure is Figure.COUNT and result.view is View.CROSS_SECTION and count is not None and count.total:
        parts.append(html.Span(texts("key.sexes", **_shares(count, texts)), className="key-change"))
    return html.P(_spaced(parts), className="key-line")


def _shows_sex_shares(result: ReportResult) -> bool:
    return result.measured is None and registry.report(result.report_id).figure is Figure.SEX_SHARE


def _key_of_sexes(result: ReportResult, period: int, texts: Texts) -> html.P | None:
    """Women's and men's shares of all cases of a period, in the form in which the report has those of counties."""
    count = count_of(result, period)
    if count is None or not count.women + count.men:
        return None
    number = formats.number(count.total, texts.language)
    parts: list[Component] = [
        html.Span(_when(result, period, texts), className="key-label"),
        html.Strong(texts("key.of_sexes", **_shares(count, texts))),
        html.Span(texts("key.of_all_counties", number=number, unit=unit(result, texts)), className="key-unit"),
    ]
    return html.P(_spaced(parts), className="key-line")


def _benchmark(result: ReportResult, period: int, texts: Texts) -> str | None:
    """The figure of the same month a year before; that of all counties is the key figure of a county report itself."""
    if result.before is None or not result.months:
        return None
    month = result.months[period].plus(-MONTHS_OF_YEAR)
    months = result.before.months
    whole = headline(result.before, months.index(month)) if month in months else None
    return None if whole is None else texts("key.year_before", value=_plain(whole, texts))


def _last_period(result: ReportResult) -> int | None:
    """The newest finished month, or the window of a cross-section."""
    if result.view is View.CROSS_SECTION:
        return 0
    return len(finished(result)) - 1 if finished(result) else None


def _when(result: ReportResult, period: int, texts: Texts) -> str:
    if result.view is View.CROSS_SECTION:
        return texts("key.in_window")
    return texts("key.in_month", month=formats.month_name(result.months[period], texts.language))


def headline(result: ReportResult, period: int, *, as_count: bool = False) -> Cell | None:
    """The figure of a whole period: its measure, its share, or its number; None where only parts are known."""
    if result.measured is not None and not as_count:
        whole = _whole_measure(result, period)
        return measured_cells(whole, measure=result.measured.measure)[0] if whole else None
    count = count_of(result, period)
    if count is None:
        return None
    figure = registry.report(result.report_id).figure
    if result.divisor is not None and (figure is Figure.SHARE or (figure is Figure.RATE and not as_count)):
        return CellRules(figure).cells(count, result.divisor.row_totals[period])[0]
    return CellRules().counts(count)[0]


def count_of(result: ReportResult, period: int) -> Count | None:
    """What was counted in a period, each case once; None when only groups that may overlap are known."""
    table = result.table
    if table.groups and table.groups[0].key == ALL_COUNTIES.key:
        return table.values[period][0]
    if table.distinct:
        return table.distinct[period]
    overlapping = registry.report(result.report_id).dimension.attribute in _CHOSEN_DIAGNOSES
    return None if overlapping and len(table.groups) != 1 else table.row_totals[period]


def _unit_of(result: ReportResult, figure: Cell, texts: Texts) -> str:
    if figure.figure is Figure.MEASURE and result.measured is not None:
        definition = measures.definition(result.measured.measure)
        of_length = f"key.length.{definition.measure}"
        if of_length in texts:
            return texts(of_length)
        return f"– {_text(definition.label, texts)} ({_text(definition.unit, texts)})"
    if figure.figure is Figure.RATE:
        return texts(f"key.{result.report_id}")
    return texts("key.of_certificates") if figure.figure is Figure.SHARE else unit(result, texts)


def _text(label: Label, texts: Texts) -> str:
    return label.in_language(texts.language)


def _change(source: ReportResult, period: int, texts: Texts) -> str | None:
    """The change since the same period a year before, as it was measured or as the months of the result give it."""
    before = source.window.a_year_before()
    when = formats.period(before, texts.language)
    if source.view is View.TIME_SERIES:
        when = formats.month_name(source.months[period].plus(-MONTHS_OF_YEAR), texts.language)
    if source.measured is not None:
        value = _whole_measure(source, period)
        count = count_of(source, period)
        if source.measured.measure is not Measure.CHANGE_PER_CENT or value is None or value.total is None:
            return None
        if value.total_incomparable:
            return texts("key.incomparable", unit=unit(source, texts)) if count and count.total else None
        if not value.total:
            return texts("key.hardly", month=when)
        return texts("key.change", change=formats.signed_percent(float(value.total), texts.language), month=when)
    totals = {month: count_of(source, at) for at, month in enumerate(source.months)}
    now, then = (totals.get(source.months[period].plus(-back)) if totals else None for back in (0, MONTHS_OF_YEAR))
    if not now or not then or not then.total:
        return None
    change = 100 * (now.total - then.total) / then.total
    return texts("key.change", change=formats.signed_percent(change, texts.language, 1), month=when)


def _whole_measure(source: ReportResult, period: int) -> MeasuredValue | None:
    """The measure of all cases of a period; None where only that of groups is known."""
    if source.measured is None:
        return None
    if source.table.groups and source.table.groups[0].key == ALL_COUNTIES.key:
        return source.measured.values[period][0]
    if source.measured.overall is not None:
        return source.measured.overall[period]
    return source.measured.values[period][0] if len(source.table.groups) == 1 else None


def _spaced(parts: Sequence[Component]) -> list[Component | str]:
    return [piece for part in parts for piece in (part, " ")][:-1]


def chart_summary(result: ReportResult, texts: Texts) -> str:
    """One to three sentences that say what the chart shows."""
    period = _last_period(result)
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
        return _text(one[0].label, texts)
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
        highest_value=_plain(known[highest], texts),
        lowest=formats.month_name(lowest, texts.language),
        lowest_value=_plain(known[lowest], texts),
    )


def _plain(cell: Cell, texts: Texts) -> str:
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
    last = totals.get(months[-1])
    sexes = ""
    if last is not None and last.women + last.men:
        sexes = f" {texts('summary.sexes', month=_month(months[-1], texts), **_shares(last, texts))}"
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
    group_name = _text(group.label, texts)
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
    given = {"when": _period_name(result, period, texts), "highest_value": _plain(highest[1], texts)}
    if len(known) == 1 and len(values.groups) > 1:
        return texts("summary.only_value", group=_text(highest[0].label, texts), **given)
    if len(known) == 1:
        return texts("summary.value", noun=_noun(result, texts), **given)
    return texts(
        "summary.women_shares" if of_women else "summary.values",
        highest=_named(highest, known, result, texts),
        lowest=_named(lowest, known, result, texts),
        lowest_value=_plain(lowest[1], texts),
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


def _shares(count: Count, texts: Texts) -> dict[str, str]:
    known = count.women + count.men
    women = round(100 * count.women / known) if known else 0
    return {
        "women": formats.percent(women, texts.language),
        "men": formats.percent(100 - women if known else 0, texts.language),
    }
