"""A result as a document of plain values, complete with what it says of itself; what `--format json` writes.

Its parts are described in `docs/report-results.md`. Texts are given in both languages, as `{"sv": …, "en": …}`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from warehouse import formats
from warehouse.reports import measures, registry
from warehouse.reports.definitions import Figure
from warehouse.reports.description import (
    FilterEcho,
    coverage_text,
    definitions,
    filter_echoes,
    loss_text,
    message_texts,
    note_texts,
    threshold_text,
)
from warehouse.reports.records import records
from warehouse.reports.result import Group, ReportResult
from warehouse.texts import LANGUAGES, Texts, result_texts

Document = dict[str, Any]


def document(result: ReportResult, *, plain_zero: bool = False) -> Document:
    """Everything a result holds: metadata, groups, and the records of table and chart."""
    return {
        **metadata(result),
        "groups": [_group(group, result) for group in result.table.groups],
        "table": [asdict(record) for record in records(result, plain_zero=plain_zero)],
        "chart_groups": [_group(group, result) for group in result.chart.groups],
        "chart": _chart(result, plain_zero),
    }


def metadata(result: ReportResult) -> Document:
    """What a result says of itself: title, period, filters, notes, messages, definitions, release and data time."""
    report = registry.report(result.report_id)
    return {
        "report": result.report_id,
        "level": result.level.value,
        "view": result.view.value,
        "new_form": result.is_new,
        "figure": (Figure.MEASURE if result.measured else report.figure).value,
        "measure": _measure(result),
        "title": asdict(result.title),
        "level_name": _in_both(lambda texts: texts(f"level.{result.level}")),
        "period": {
            "first": str(result.window.first),
            "last": str(result.window.last),
            **_in_both(lambda texts: formats.period(result.window, texts.language)),
        },
        "dimension": {"id": report.dimension.id, **asdict(report.dimension.name)},
        "provider": result.provider_name,
        "filters": _filters(result),
        "list_date": result.list_date.isoformat() if result.list_date else None,
        "as_of": result.as_of.isoformat(),
        "release": result.release,
        "data_time": result.data_time.isoformat(),
        "definitions": _in_both(lambda texts: list(definitions(result, texts))),
        "coverage": _in_both(lambda texts: coverage_text(result, texts)),
        "covered_from": result.covered_from.isoformat() if result.covered_from else None,
        "threshold": _threshold(result),
        "loss": _loss(result),
        "notes": _by_id(result.notes, lambda texts: note_texts(result, texts)),
        "messages": _messages(result),
    }


def _measure(result: ReportResult) -> Document | None:
    """Which measure stands in place of the number, where one was asked for."""
    if result.measured is None:
        return None
    of = measures.definition(result.measured.measure)
    return {
        "id": of.measure.value,
        **asdict(of.label),
        "unit": asdict(of.unit),
        "decimals": of.decimals,
        "meaning": asdict(of.meaning),
    }


def _chart(result: ReportResult, plain_zero: bool) -> list[Document]:
    return [asdict(record) for record in records(result, result.chart, plain_zero=plain_zero)]


def _in_both(text: Callable[[Texts], Any]) -> Document:
    return {language: text(result_texts(language)) for language in LANGUAGES}


def _group(group: Group, result: ReportResult) -> Document:
    return {
        "key": group.key,
        **asdict(group.label),
        "colour": group.colour,
        "marked": group.key in result.marked,
    }


def _filters(result: ReportResult) -> list[Document]:
    echoes = {language: filter_echoes(result, result_texts(language)) for language in LANGUAGES}
    return [_filter(*both) for both in zip(echoes["sv"], echoes["en"], strict=True)]


def _filter(swedish: FilterEcho, english: FilterEcho) -> Document:
    return {
        "dimension": swedish.dimension,
        "everything": swedish.everything,
        "keys": list(swedish.keys),
        "sv": {"head": swedish.head, "names": list(swedish.names)},
        "en": {"head": english.head, "names": list(english.names)},
    }


def _threshold(result: ReportResult) -> Document | None:
    if result.threshold is None:
        return None
    return {"value": result.threshold, **_in_both(lambda texts: threshold_text(result, texts))}


def _loss(result: ReportResult) -> Document | None:
    if result.loss is None:
        return None
    return {**asdict(result.loss), **_in_both(lambda texts: loss_text(result, texts))}


def _by_id(ids: tuple[str, ...], told: Callable[[Texts], dict[str, str]]) -> list[Document]:
    both = _in_both(told)
    return [{"id": one, **{language: both[language][one] for language in LANGUAGES}} for one in ids]


def _messages(result: ReportResult) -> list[Document]:
    ids = tuple(message.id for message in result.messages)
    severities = {message.id: message.severity for message in result.messages}
    told = _by_id(ids, lambda texts: message_texts(result, texts))
    return [{**message, "severity": severities[message["id"]]} for message in told]
