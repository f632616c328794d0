"""An overview as plain records and as a document; what `intyg report overview` gives (statistics 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from warehouse import formats
from warehouse.reports.figures import SEXES, is_cut
from warehouse.reports.overview import Change, OverviewBox, OverviewResult, OverviewRow
from warehouse.reports.result import Count
from warehouse.texts import LANGUAGES, result_texts

Record = dict[str, Any]

COLUMNS = (
    "box",
    "group",
    "label_sv",
    "label_en",
    "total",
    "women",
    "men",
    "previous_total",
    "change",
    "change_unit",
    "share",
    "rate",
    "previous_rate",
    "population",
)
"""What is told of every group of a box; values that a box does not have, or that are protected, are None."""


def overview_records(result: OverviewResult, box_id: str | None = None, *, plain_zero: bool = False) -> list[Record]:
    """One record per box and group, after one of the whole box whose group is None; of one box when named."""
    boxes = [box for box in result.boxes if box_id in {None, box.key}]
    return [record for box in boxes for record in _of_box(box, plain_zero)]


def _of_box(box: OverviewBox, plain_zero: bool) -> Iterator[Record]:
    texts = {"label_sv": box.title.sv, "label_en": box.title.en}
    counts = _counts(box.total, box.previous_total, plain_zero)
    yield _filled({"box": box.key, **texts, **counts, **_change(box.change)})
    for row in box.rows:
        yield _of_row(box, row, plain_zero)


def _of_row(box: OverviewBox, row: OverviewRow, plain_zero: bool) -> Record:
    return _filled(
        {
            "box": box.key,
            "group": row.group.key,
            "label_sv": row.group.label.sv,
            "label_en": row.group.label.en,
            **_counts(row.count, row.previous, plain_zero),
            **_change(row.change),
            "share": row.share,
            "rate": row.rate,
            "previous_rate": row.previous_rate,
            "population": row.population,
        }
    )


def _filled(given: Record) -> Record:
    return {name: given.get(name) for name in COLUMNS}


def _counts(count: Count, previous: Count, plain_zero: bool) -> Record:
    shown = {sex: _shown(count, sex, plain_zero) for sex in SEXES}
    return {**shown, "previous_total": _shown(previous, "total", plain_zero)}


def _shown(count: Count, sex: str, plain_zero: bool) -> int | None:
    """A number; None for what is protected and of which nothing is left."""
    number: int = getattr(count, sex)
    return None if is_cut(count, sex) and not number and not plain_zero else number


def _change(change: Change | None) -> Record:
    """The change against the year before; None where there is nothing to compare with."""
    if change is None or not change.comparable:
        return {}
    return {"change": change.value, "change_unit": "points" if change.in_points else "per_cent"}


def overview_document(result: OverviewResult, box_id: str | None = None, *, plain_zero: bool = False) -> Record:
    """The overview with what it says of itself; texts in both languages."""
    windows = {"period": result.window, "compared_with": result.previous_window}
    return {
        "report": box_id or "overview",
        "level": result.level.value,
        **{
            name: {
                "first": str(window.first),
                "last": str(window.last),
                **{language: formats.period(window, language) for language in LANGUAGES},
            }
            for name, window in windows.items()
        },
        "provider": result.provider_name,
        "filters": {name: list(values) for name, values in result.filters.items()},
        "as_of": result.as_of.isoformat(),
        "release": result.release,
        "data_time": result.data_time.isoformat(),
        "messages": [asdict(message) | _message_texts(result, message.id) for message in result.messages],
        "boxes": overview_records(result, box_id, plain_zero=plain_zero),
    }


def _message_texts(result: OverviewResult, message_id: str) -> Record:
    window = {"first": str(result.window.first), "last": str(result.window.last)}
    values = next(message.values for message in result.messages if message.id == message_id)
    return {language: result_texts(language)(f"message.{message_id}", **{**window, **values}) for language in LANGUAGES}
