"""The scale of a picture's value axis: one for all panels, from 0, over the series that are shown (dashboards 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from dashboards.components.chart import ChartKind, ChartModel
from dashboards.components.chart_model import ChartSeries, Panel
from dashboards.components.value_axis import value_axis
from warehouse import formats

STACKED = frozenset({ChartKind.AREAS, ChartKind.PERCENT_AREAS, ChartKind.STACKED_COLUMNS})


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest and highest value of the axis, and its ticks with their labels."""

    least: float
    most: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]


def shown_series(panel: Panel, hidden: frozenset[str]) -> list[tuple[int, ChartSeries]]:
    """The series of a panel that are drawn, with their places in the legend, which decide their marks."""
    return [(index, series) for index, series in enumerate(panel.series) if series.key not in hidden]


def scale_of(model: ChartModel, hidden: frozenset[str], language: str, intervals: int) -> Scale:
    """The scale of all panels of a chart with about `intervals` steps."""
    percent = model.kind is ChartKind.PERCENT_AREAS
    values = [100.0] if percent else list(_extents(model, hidden))
    axis = value_axis(min(values, default=0.0), max(values, default=0.0), intervals, whole=model.decimals == 0)
    ticks = axis.ticks
    decimals = _decimals(ticks)
    suffix = f"{formats.NO_BREAK_SPACE}%" if percent else model.suffix
    labels = tuple(formats.number(tick, language, decimals).replace("-", formats.MINUS) + suffix for tick in ticks)
    return Scale(axis.least, axis.most, ticks, labels)


def _extents(model: ChartModel, hidden: frozenset[str]) -> Iterator[float]:
    for panel in model.panels:
        columns = [series.values for _, series in shown_series(panel, hidden)]
        if model.kind in STACKED:
            yield from (sum(value or 0.0 for value in of_one) for of_one in zip(*columns, strict=True))
        else:
            yield from (value for column in columns for value in column if value is not None)
        if panel.benchmark:
            yield from (value for value in panel.benchmark.values if value is not None)


def _decimals(ticks: Iterable[float]) -> int:
    """As many decimals as tell the ticks apart."""
    steps = (Decimal(f"{tick:.6f}").normalize().as_tuple().exponent for tick in ticks)
    return max((-step for step in steps if isinstance(step, int) and step < 0), default=0)
