"""What a report says in words: the key line above it and the summary of its chart (dashboards 4, 20.2)."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.reports import registry
from warehouse.reports.period import Month
from warehouse.reports.result import Count, ReportResult, View

MONTHS_OF_YEAR = 12


def key_line(result: ReportResult, texts: Texts) -> html.P | None:
    """The newest month against the same month a year before, or the total of the window; None without figures."""
    if result.view is View.CROSS_SECTION:
        return _window_line(result, texts)
    months = finished(result)
    if not months:
        return None
    totals = totals_by_month(result)
    last = months[-1]
    count = totals[last]
    parts: list[Component] = [
        html.Span(texts("key.in_month", month=formats.month_name(last, texts.language)), className="key-label"),
        html.Strong(formats.number(count.total, texts.language)),
        html.Span(unit(result, texts), className="key-unit"),
    ]
    before = totals.get(last.plus(-MONTHS_OF_YEAR))
    if before and before.total:
        change = 100 * (count.total - before.total) / before.total
        month = formats.month_name(last.plus(-MONTHS_OF_YEAR), texts.language)
        text = texts("key.change", change=formats.signed_percent(change, texts.language, 1), month=month)
        parts.append(html.Span(text, className="key-change"))
    return html.P(_spaced(parts), className="key-line")


def _window_line(result: ReportResult, texts: Texts) -> html.P | None:
    count = window_total(result)
    if count is None or not count.total:
        return None
    return html.P(
        _spaced(
            [
                html.Span(texts("key.in_window"), className="key-label"),
                html.Strong(formats.number(count.total, texts.language)),
                html.Span(unit(result, texts), className="key-unit"),
                html.Span(texts("key.sexes", **_shares(count, texts)), className="key-change"),
            ]
        ),
        className="key-line",
    )


def _spaced(parts: Sequence[Component]) -> list[Component | str]:
    return [piece for part in parts for piece in (part, " ")][:-1]


def chart_summary(result: ReportResult, texts: Texts) -> str:
    """One to three sentences that say what the chart shows."""
    return _groups_in_words(result, texts) if result.view is View.CROSS_SECTION else _months_in_words(result, texts)


def _months_in_words(result: ReportResult, texts: Texts) -> str:
    months = finished(result)
    totals = totals_by_month(result)
    if not months or not any(totals[month].total for month in months):
        return texts("summary.nothing")
    highest = max(months, key=lambda month: totals[month].total)
    lowest = min(months, key=lambda month: totals[month].total)
    last = totals[months[-1]]
    return texts(
        "summary.months",
        unit=unit(result, texts),
        highest=formats.month_name(highest, texts.language),
        highest_count=formats.number(totals[highest].total, texts.language),
        lowest=formats.month_name(lowest, texts.language),
        lowest_count=formats.number(totals[lowest].total, texts.language),
        last=formats.month_name(months[-1], texts.language),
        **_shares(last, texts),
    )


def _groups_in_words(result: ReportResult, texts: Texts) -> str:
    counts = list(zip(result.chart.groups, result.chart.values[0], strict=True))
    if not any(count.total for _, count in counts):
        return texts("summary.nothing")
    group, count = max(counts, key=lambda pair: pair[1].total)
    if len(counts) == 1:
        return texts("summary.single", unit=unit(result, texts), **_figures(count, texts))
    return texts(
        "summary.groups",
        group=group.label.in_language(texts.language),
        unit=unit(result, texts),
        **_figures(count, texts),
    )


def finished(result: ReportResult) -> list[Month]:
    """The months of a time series that were over when the data were read."""
    running = Month.of(result.as_of)
    return [month for month in result.months if month < running]


def totals_by_month(result: ReportResult) -> dict[Month, Count]:
    """Cases of each month, each once where that is known."""
    series = result.table
    counts = series.distinct or series.row_totals
    return dict(zip(result.months, counts, strict=True))


def window_total(result: ReportResult) -> Count | None:
    """Cases of a cross-section's window, each once; None when only overlapping groups are known."""
    if result.table.distinct:
        return result.table.distinct[0]
    return result.table.row_totals[0] if result.table.row_totals else None


def unit(result: ReportResult, texts: Texts) -> str:
    """What is counted, as a noun in the plural."""
    return texts(f"unit.{registry.report(result.report_id).family}")


def _figures(count: Count, texts: Texts) -> dict[str, str]:
    return {
        "total": formats.number(count.total, texts.language),
        "women": formats.number(count.women, texts.language),
        "men": formats.number(count.men, texts.language),
    }


def _shares(count: Count, texts: Texts) -> dict[str, str]:
    known = count.women + count.men
    women = round(100 * count.women / known) if known else 0
    return {
        "women": formats.percent(women, texts.language),
        "men": formats.percent(100 - women if known else 0, texts.language),
    }
