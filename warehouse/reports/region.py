"""Region figures: each provider's part counted by itself, cut below the threshold, then summed (statistics 8.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from warehouse.disclosure import is_protected
from warehouse.identity import normalise_hsa_id
from warehouse.reports import listing
from warehouse.reports.cells import Cells, CountedCells
from warehouse.reports.counting import DIVISOR, Asked, Counting, LaidOut
from warehouse.reports.dimension import TOTAL_KEY
from warehouse.reports.register import Unit
from warehouse.reports.result import ZERO, Count, Series
from warehouse.reports.selection import Selection
from warehouse.reports.visible import VisibleRows, visible_rows

PER_LISTED = "cases_per_1000_listed_by_unit"


@dataclass(frozen=True, slots=True)
class RegionUnits:
    """The care units that a question reaches, the listed patients by normalised id, and the threshold in force."""

    units: tuple[Unit, ...]
    listed: Mapping[str, int | None]
    threshold: int


def count_region(counting: Counting, asked: Asked, selection: Selection, region: RegionUnits) -> LaidOut:
    """Table, chart and divisor of a region report."""
    summed = CountedCells()
    shown = region.units
    if asked.report.id == PER_LISTED:
        shown = tuple(unit for unit in shown if _listed_patients(unit, region))
    for seen in parts_of_region(shown, selection):
        cells = counting.count(asked, seen, selection)
        _add(summed, _cut(asked, cells, region.threshold))
    laid_out = counting.laid_out(asked, summed, shown, once=False)
    if asked.report.id != PER_LISTED:
        return laid_out
    return replace(laid_out, divisor=_patients(laid_out.table, region))


def parts_of_region(units: Sequence[Unit], selection: Selection) -> tuple[VisibleRows, ...]:
    """What the question sees of each provider by itself."""
    return tuple(
        visible_rows(provider_no, tuple(unit.number for unit in units if unit.provider_no == provider_no), selection)
        for provider_no in sorted({unit.provider_no for unit in units})
    )


def listed_patients(region: RegionUnits) -> tuple[RegionUnits, dict[str, int]]:
    """The region's units with listed patients, and the patients by the key of a unit or of the total."""
    units = tuple(unit for unit in region.units if _listed_patients(unit, region))
    by_unit = {unit.id: _listed_patients(unit, region) for unit in units}
    return replace(region, units=units), {TOTAL_KEY: sum(by_unit.values()), **by_unit}


def _listed_patients(unit: Unit, region: RegionUnits) -> int:
    return region.listed.get(normalise_hsa_id(unit.id)) or 0


def _patients(table: Series, region: RegionUnits) -> Series:
    numbers = [region.listed.get(normalise_hsa_id(group.key)) or 0 for group in table.groups]
    row = tuple(Count(0, 0, number) for number in numbers)
    return Series(table.groups, (row,), (sum(row, ZERO),))


def _add(summed: CountedCells, cells: CountedCells) -> None:
    for (name, period), row in cells.cells.items():
        for key, count in row.items():
            summed.add(name, period, key, count)


def _cut(asked: Asked, cells: CountedCells, threshold: int) -> CountedCells:
    """One provider's cells after the threshold; the certificates sent go with the supplemented ones (rule 6.2)."""
    own = asked.dimension.id
    kept = CountedCells()
    for period in range(asked.periods):
        counted = cells.of(own, period)
        for key, count in counted.items():
            after = _whole(count, threshold) if asked.report.id == PER_LISTED else _by_sex(count, threshold)
            if after.total or not listing.is_listed(asked.dimension):
                kept.add(own, period, key, after)
        for key, count in _sent(cells.of(DIVISOR, period), counted, threshold).items():
            kept.add(DIVISOR, period, key, count)
    return kept


def _by_sex(count: Count, threshold: int) -> Count:
    women = count.women if count.women >= threshold else 0
    men = count.men if count.men >= threshold else 0
    return Count(women, men, women + men, is_protected(count.women, threshold), is_protected(count.men, threshold))


def _whole(count: Count, threshold: int) -> Count:
    """The rate per listed patients is cut by a unit's total alone (decision 7)."""
    return count if count.total >= threshold else ZERO


def _sent(sent: Cells, completed: Cells, threshold: int) -> dict[str, Count]:
    found = {}
    for key, count in sent.items():
        part = completed.get(key, ZERO)
        women = count.women if part.women >= threshold else 0
        men = count.men if part.men >= threshold else 0
        found[key] = Count(women, men, women + men)
    return found
