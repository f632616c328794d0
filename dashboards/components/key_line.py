"""The key line above a report: the newest month or the whole window, in the measure that is shown (dashboards 4)."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.summary import count_of, last_period, plain, shares, text_of, unit
from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.reports import measures, registry
from warehouse.reports.definitions import Figure
from warehouse.reports.figures import Cell, CellRules, Status, measured_cells, shown
from warehouse.reports.known_dimensions import ALL_COUNTIES
from warehouse.reports.measured import Measure, MeasuredValue
from warehouse.reports.result import ReportResult, View

MONTHS_OF_YEAR = 12


def key_line(result: ReportResult, texts: Texts, changed: ReportResult | None = None) -> html.P | None:
    """The newest month, or the whole window, against the same a year before; None without a figure.

    `changed` is the whole of the same report, where the result has only its parts, measured as the change since a year
    before.
    """
    period = last_period(result)
    if period is None:
        return None
    if _shows_sexshares(result):
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
        parts.append(html.Span(texts("key.sexes", **shares(count, texts)), className="key-change"))
    return html.P(_spaced(parts), className="key-line")


def _shows_sexshares(result: ReportResult) -> bool:
    return result.measured is None and registry.report(result.report_id).figure is Figure.SEX_SHARE


def _key_of_sexes(result: ReportResult, period: int, texts: Texts) -> html.P | None:
    """Women's and men's shares of all cases of a period, in the form in which the report has those of counties."""
    count = count_of(result, period)
    if count is None or not count.women + count.men:
        return None
    number = formats.number(count.total, texts.language)
    parts: list[Component] = [
        html.Span(_when(result, period, texts), className="key-label"),
        html.Strong(texts("key.of_sexes", **shares(count, texts))),
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
    return None if whole is None else texts("key.year_before", value=plain(whole, texts))


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


def _unit_of(result: ReportResult, figure: Cell, texts: Texts) -> str:
    if figure.figure is Figure.MEASURE and result.measured is not None:
        definition = measures.definition(result.measured.measure)
        of_length = f"key.length.{definition.measure}"
        if of_length in texts:
            return texts(of_length)
        return f"– {text_of(definition.label, texts)} ({text_of(definition.unit, texts)})"
    if figure.figure is Figure.RATE:
        return texts(f"key.{result.report_id}")
    return texts("key.of_certificates") if figure.figure is Figure.SHARE else unit(result, texts)


def _change(source: ReportResult, period: int, texts: Texts) -> str | None:
    """The change since the same period a year before, as it was measured or as the months of the result give it."""
    before = source.window.a_year_before()
    when = formats.period(before, texts.language)
    if source.view is View.TIME_SERIES:
        when = formats.month_name(source.months[period].plus(-MONTHS_OF_YEAR), texts.language)
    if source.measured is not None:
        value = _whole_measure(source, period)
        count = count_of(source, period)
        if source.measured.measure is not Measure.CHANGE or value is None or value.total is None or count is None:
            return None
        before_it = count.total - int(value.total)
        if not before_it:
            return texts("key.incomparable", unit=unit(source, texts)) if count.total else None
        return texts("key.change", change=_in_per_cent(count.total, before_it, texts), month=when)
    totals = {month: count_of(source, at) for at, month in enumerate(source.months)}
    now, then = (totals.get(source.months[period].plus(-back)) if totals else None for back in (0, MONTHS_OF_YEAR))
    if not now or not then or not then.total:
        return None
    return texts("key.change", change=_in_per_cent(now.total, then.total, texts), month=when)


def _in_per_cent(now: int, then: int, texts: Texts) -> str:
    """The change with one decimal: whole per cent would tell of many real changes as none."""
    return formats.signed_percent(round(100 * (now - then) / then, 1), texts.language, 1)


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
