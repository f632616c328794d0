"""From when the figures are complete: certificate types by month, counties by day (dashboards 3.6, ingestion 17.2).

And how many certificates were read, and how many of them do not count (dashboards 19.1, KV01).
"""

from __future__ import annotations

from functools import lru_cache

from dash.development.base_component import Component

from dashboards.components.texts import Texts
from dashboards.public.information.article import simple_table
from warehouse import formats, reference_tables
from warehouse.formats import alphabetical
from warehouse.reports.dropped import DroppedCertificates
from warehouse.reports.figures import Status
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.national import NationalStatistics
from warehouse.reports.period import Month, Window
from warehouse.reports.result import ReportResult, View

Span = tuple[Month, Month] | None


@lru_cache(maxsize=4)
def spans(reader: NationalStatistics) -> tuple[tuple[str, Span], ...]:
    """Every certificate type with its first and last month of published certificates; None without any."""
    result = reader.report("certificates_total", View.TIME_SERIES, window=reader.months)
    return tuple((key, _span(result, key)) for key in dimension("certificate_type").keys)


def _span(result: ReportResult, key: str) -> Span:
    place = next((number for number, group in enumerate(result.table.groups) if group.key == key), None)
    if place is None:
        return None
    pairs = zip(result.months, result.table.values, strict=True)
    months = [month for month, row in pairs if row[place].total]
    return (months[0], months[-1]) if months else None


def types_table(reader: NationalStatistics, texts: Texts) -> Component:
    """The months of every certificate type."""
    labels = {group.key: group.label for group in dimension("certificate_type").groups}
    rows = [(labels[key].in_language(texts.language), *_months(span, texts)) for key, span in spans(reader)]
    heads = [texts(f"information.coverage.{name}") for name in ("type", "first", "last")]
    return simple_table(texts("information.coverage.types_caption"), heads, rows, texts)


def _months(span: Span, texts: Texts) -> tuple[str, str]:
    if span is None:
        return (texts("information.coverage.none"), texts("information.coverage.none"))
    first, last = (formats.month_name(month, texts.language) for month in span)
    return first, last


def dropped_table(reader: NationalStatistics, texts: Texts) -> Component:
    """How many certificates of the last twelve completed months were read, and how many do not count, by reason."""
    year = reader.windows[0]
    rows = [
        (row.label_en if texts.language == "en" else row.label_sv, *_dropped(reader.dropped, year, row.key, texts))
        for row in reference_tables.code_rows("drop_reasons")
    ]
    heads = [texts(f"information.coverage.{name}") for name in ("reason", "certificates", "share")]
    caption = texts("information.coverage.dropped_caption", period=formats.period(year, texts.language))
    return simple_table(caption, heads, rows, texts, frozenset({1, 2}))


def _dropped(dropped: DroppedCertificates, window: Window, reason: str, texts: Texts) -> tuple[str, str]:
    if not dropped.is_told:
        unknown = texts("information.coverage.unknown")
        return unknown, unknown
    counted, share = dropped.of(window, reason), dropped.share(window, reason)
    return (
        Status.PROTECTED if counted.is_protected else formats.number(counted.certificates, texts.language),
        Status.PROTECTED if share is None else formats.percent(share, texts.language, 1),
    )


def counties_table(texts: Texts) -> Component:
    """The day on which each journal system of each county went into production, counties by name."""
    names = {row.key: row for row in reference_tables.code_rows("counties")}
    joined = sorted(
        reference_tables.rows("production_dates"),
        key=lambda row: (alphabetical(names[row["county"]].label_sv), row["in_production"]),
    )
    rows = [
        (
            names[row["county"]].label_en if texts.language == "en" else names[row["county"]].label_sv,
            row["journal_system"],
            row["in_production"],
        )
        for row in joined
    ]
    heads = [texts(f"information.coverage.{name}") for name in ("county", "system", "joined")]
    return simple_table(texts("information.coverage.counties_caption"), heads, rows, texts)
