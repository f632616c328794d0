"""Counted cells: what a query gave, by dimension and period, ready to be laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from warehouse.reports.result import ZERO, Count

Cells = Mapping[str, Count]
"""Group key → count, for one period of one dimension. A group without a case may be missing."""


@dataclass(slots=True)
class CountedCells:
    """Cells by (dimension id, period index)."""

    cells: dict[tuple[str, int], dict[str, Count]] = field(default_factory=dict)

    def add(self, dimension_id: str, period: int, group_key: str, count: Count) -> None:
        """Add a count to a cell."""
        at = self.cells.setdefault((dimension_id, period), {})
        known = at.get(group_key)
        at[group_key] = count if known is None else known + count

    def of(self, dimension_id: str, period: int = 0) -> Cells:
        """The cells of one dimension and period; empty when nothing was counted."""
        return self.cells.get((dimension_id, period), {})

    def periods(self, dimension_id: str, number: int) -> list[Cells]:
        """The cells of one dimension in each of `number` periods."""
        return [self.of(dimension_id, period) for period in range(number)]


def total(cells: Cells) -> Count:
    """The plain sum over groups."""
    return sum(cells.values(), ZERO)


ProviderCells = dict[int, CountedCells]
"""Provider number → its own cells. A provider without a case may be missing."""


def counted(rows: Iterable[tuple[str, int, int, str, int, int]]) -> ProviderCells:
    """Cells from rows of (dimension id, provider number, period, group key, women, men)."""
    found: ProviderCells = {}
    for dimension_id, provider_no, period, group_key, women, men in rows:
        cells = found.setdefault(provider_no, CountedCells())
        cells.add(dimension_id, period, group_key, Count(women, men, women + men))
    return found
