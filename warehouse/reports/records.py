"""A result as tidy records, one per period, group and sex: for Parquet, for data frames, and in documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum

import pyarrow as pa

from warehouse.reports import registry
from warehouse.reports.figures import SEXES, Cell, CellRules, Status, is_cut, measured_cells
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Count, Group, ReportResult, Series


class Kind(StrEnum):
    """What a record holds: a group, the plain sum over the groups, or each case once."""

    GROUP = "group"
    ROW_SUM = "row_sum"
    EACH_ONCE = "each_once"


@dataclass(frozen=True, slots=True)
class Record:
    """One number of a result.

    `first` and `last` are the months of the period, `group` is a key and None for sums. `value` is None when it is
    not shown, and `status` says why; `cut` tells that the threshold took something away. `count` is what was counted,
    beside a measure or share; `numerator` and `denominator` are given for shares and rates (statistics 4.5.4, 7.5).
    """

    first: str
    last: str
    kind: str
    group: str | None
    sex: str
    value: int | float | None
    status: str | None
    cut: bool
    count: int | None
    numerator: int | None
    denominator: int | None


SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("report", "level", "view")),
        *((name, pa.date32()) for name in ("first_day", "last_day")),
        *((name, pa.string()) for name in ("kind", "group", "label_sv", "label_en", "sex")),
        ("value", pa.float64()),
        ("status", pa.string()),
        ("cut", pa.bool_()),
        ("count", pa.int64()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
    ]
)
"""Columns of the table of records; one row per period, group and sex."""


def records(result: ReportResult, series: Series | None = None, *, plain_zero: bool = False) -> Iterator[Record]:
    """The records of the result's table, or of its chart when given as `series`, by period and group.

    Sums stand after the groups of their period. `plain_zero` gives protected counts as a plain 0.
    """
    chosen = series or result.table
    if not chosen.groups:
        return
    rules = CellRules(registry.report(result.report_id).figure, plain_zero)
    own = chosen is result.table
    for period, window in enumerate(_periods(result)):
        status = Status.PRELIMINARY if window.last >= Month.of(result.as_of) else None
        for at, group in enumerate(chosen.groups):
            count = chosen.values[period][at]
            if own and result.measured:
                cells = measured_cells(result.measured.values[period][at], status)
            else:
                divisor = result.divisor.values[period][at] if own and result.divisor else None
                cells = rules.cells(count, divisor, status)
            yield from _by_sex(window, (Kind.GROUP, group.key), cells, count, rules)
        yield from _sums(result, chosen, period, rules=rules, status=status)


def _sums(
    result: ReportResult, series: Series, period: int, *, rules: CellRules, status: Status | None
) -> Iterator[Record]:
    """The sum over the groups, and each case once; of a measure the value over all cases."""
    window = _periods(result)[period]
    once = series.distinct[period] if series.distinct is not None else None
    if series is result.table and result.measured:
        if result.measured.overall:
            named, count = (Kind.EACH_ONCE, once) if once else (Kind.ROW_SUM, series.row_totals[period])
            cells = measured_cells(result.measured.overall[period], status)
            yield from _by_sex(window, (named, None), cells, count or series.row_totals[period], rules)
        return
    divisor = result.divisor.row_totals[period] if series is result.table and result.divisor else None
    total = series.row_totals[period]
    yield from _by_sex(window, (Kind.ROW_SUM, None), rules.cells(total, divisor, status), total, rules)
    if once is not None:
        yield from _by_sex(window, (Kind.EACH_ONCE, None), rules.counts(once, status), once, rules)


def _periods(result: ReportResult) -> list[Window]:
    return [Window(month, month) for month in result.months] or [result.window]


def _by_sex(
    window: Window, named: tuple[Kind, str | None], cells: Sequence[Cell], count: Count, rules: CellRules
) -> Iterator[Record]:
    """Total, women and men of one count, as `cells` show them."""
    for sex, cell, counted in zip(SEXES, cells, rules.counts(count), strict=True):
        yield Record(
            first=str(window.first),
            last=str(window.last),
            kind=named[0].value,
            group=named[1],
            sex=sex,
            value=float(cell.value) if isinstance(cell.value, Decimal) else cell.value,
            status=cell.status.name.lower() if cell.status else None,
            cut=is_cut(count, sex),
            count=None if counted.value is None else int(counted.value),
            numerator=cell.parts.numerator if cell.parts else None,
            denominator=cell.parts.denominator if cell.parts else None,
        )


def as_arrow(result: ReportResult, metadata: dict[str, object] | None = None, *, plain_zero: bool = False) -> pa.Table:
    """The records as an Arrow table with the columns of `SCHEMA`; `metadata` becomes the table's key-value metadata."""
    labels: dict[str | None, Group] = {group.key: group for group in result.table.groups}
    rows = [_row(result, record, labels.get(record.group)) for record in records(result, plain_zero=plain_zero)]
    told = {key: value if isinstance(value, str) else _as_text(value) for key, value in (metadata or {}).items()}
    return pa.Table.from_pylist(rows, schema=SCHEMA.with_metadata(told))


def _as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _row(result: ReportResult, record: Record, group: Group | None) -> dict[str, object]:
    given = asdict(record)
    first, last = Month.parse(given.pop("first")), Month.parse(given.pop("last"))
    return given | {
        "report": result.report_id,
        "level": result.level.value,
        "view": result.view.value,
        "first_day": first.first_day,
        "last_day": last.last_day,
        "label_sv": group.label.sv if group else None,
        "label_en": group.label.en if group else None,
    }
