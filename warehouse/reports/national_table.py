"""The published cells of a release in memory: kept as columns, read series by series, answered in a millisecond."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.reports.cells import Cells
from warehouse.reports.period import Month, Window
from warehouse.reports.published import WITHIN
from warehouse.reports.result import Count
from warehouse.reports.secondary import SeriesKey, protected

_SERIES_IN_MEMORY = 1024
"""How many series are kept as counts; the diagnoses below other diagnoses are too many to keep them all."""

_COUNTS = "women, men, unknown_sex, women_protected, men_protected, unknown_protected"


class _Series:
    """Rows of a published table, each series in one run of them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: str, values: str) -> None:
        keys = "report_id, view, series, window_first, window_last"
        rows = connection.table(table).select(f"{keys}, {values}").order(keys).to_arrow_table()
        runs = connection.execute(
            f"SELECT report_id, view, series, count(*) FROM {table} GROUP BY ALL ORDER BY ALL"  # noqa: S608
        ).fetchall()
        self._rows: pa.Table = rows.drop_columns(["report_id", "view", "series"]).combine_chunks()
        ends = accumulate((run[3] for run in runs), initial=0)
        self._runs: dict[SeriesKey, tuple[int, int]] = {
            (report_id, view, series): (start, end - start)
            for (report_id, view, series, _), (start, end) in zip(runs, pairwise(ends), strict=True)
        }

    @property
    def keys(self) -> Iterable[SeriesKey]:
        return self._runs.keys()

    def of(self, key: SeriesKey) -> list[tuple[Window, tuple[Any, ...]]]:
        """The rows of a series: the window of each, and its other values."""
        run = self._runs.get(key)
        if run is None:
            return []
        columns = [column.to_pylist() for column in self._rows.slice(*run).columns]
        windows = [Window(Month.of(first), Month.of(last)) for first, last in zip(columns[0], columns[1], strict=True)]
        return list(zip(windows, zip(*columns[2:], strict=True), strict=True))


class NationalCells:
    """The tables `national_cell` and `national_loss` of one public release, as they may be shown.

    With a `threshold` above 0 cells are protected secondarily (`warehouse.reports.secondary`).
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, threshold: int) -> None:
        self._threshold = threshold
        self._cells = _Series(connection, "national_cell", f"group_key, {_COUNTS}")
        self._losses = _Series(connection, "national_loss", "amount")
        self._counts = lru_cache(maxsize=_SERIES_IN_MEMORY)(self._read_counts)
        self._shown = lru_cache(maxsize=_SERIES_IN_MEMORY)(self._protect)
        self._amounts = lru_cache(maxsize=_SERIES_IN_MEMORY)(self._read_amounts)
        for key in self._cells.keys:
            if key[0] != WITHIN:
                self._shown(key)

    def of(self, report_id: str, view: str, series: str, window: Window) -> Cells:
        """The cells of one period; empty when nothing was counted in it."""
        return self._at(window, (report_id, view, series))

    def stated_loss(self, report_id: str, view: str, series: str, window: Window) -> int | None:
        """What the threshold took away in one period, as it may be stated (`warehouse.disclosure.stated_loss`)."""
        return self._amounts((report_id, view, series)).get(window)

    def _protect(self, key: SeriesKey) -> Mapping[Window, Cells]:
        counts = self._counts(key)
        if not self._threshold:
            return counts
        return {
            window: protected(key, cells, partial(self._at, window), self._threshold)
            for window, cells in counts.items()
        }

    def _at(self, window: Window, key: SeriesKey) -> Cells:
        return self._shown(key).get(window, {})

    def _read_counts(self, key: SeriesKey) -> Mapping[Window, dict[str, Count]]:
        found: dict[Window, dict[str, Count]] = {}
        for window, (group_key, women, men, unknown, *cut) in self._cells.of(key):
            found.setdefault(window, {})[group_key] = Count(women, men, women + men + unknown, *cut)
        return found

    def _read_amounts(self, key: SeriesKey) -> Mapping[Window, int]:
        return {window: amount for window, (amount,) in self._losses.of(key)}
