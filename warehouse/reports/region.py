"""Region figures: each provider's part counted, cut below the threshold, then summed (statistics 8.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from warehouse.disclosure import is_protected, stated_loss
from warehouse.identity import normalise_hsa_id
from warehouse.reports import registry, tidy
from warehouse.reports.cells import Cells, CountedCells
from warehouse.reports.counting import DIVISOR, Asked, Counting, LaidOut
from warehouse.reports.dimension import TOTAL_KEY
from warehouse.reports.period import Window
from warehouse.reports.register import Unit
from warehouse.reports.result import ZERO, Count, Level, Loss, Series
from warehouse.reports.selection import Selection
from warehouse.reports.visible import VisibleRows, visible_rows

SUPPLEMENTED = "completed_type"
PER_LISTED = "cases_per_1000_listed_by_unit"


@dataclass(frozen=True, slots=True)
class RegionUnits:
    """The care units that a question reaches, the listed patients by normalised id, and the threshold in force."""

    units: tuple[Unit, ...]
    listed: Mapping[str, int | None]
    threshold: int

    def with_listed_patients(self) -> RegionUnits:
        """Only the units whose number of listed patients is known and more than 0."""
        return replace(self, units=tuple(unit for unit in self.units if self.patients(unit.id)))

    def patients(self, unit_id: str) -> int:
        """The listed patients of a unit; 0 where the list gives none."""
        return self.listed.get(normalise_hsa_id(unit_id)) or 0


@dataclass(slots=True)
class _Taken:
    """What the threshold has taken away, and from how many providers."""

    amount: int = 0
    providers: set[int] = field(default_factory=set)


def count_region(counting: Counting, asked: Asked, selection: Selection, region: RegionUnits) -> tuple[LaidOut, Loss]:
    """Table, chart and divisor of a region report, and what the threshold took away from the table."""
    shown = region.with_listed_patients() if asked.report.id == PER_LISTED else region
    summed, taken = CountedCells(), _Taken()
    counted = counting.count(asked, rows_of_region(region.units, selection), selection)
    for provider_no, reached in counted.items():
        cells = _of_units(reached, shown.units) if asked.report.id == PER_LISTED else reached
        kept = _cut(asked, cells, region.threshold)
        _add(summed, kept)
        lost = _sum(cells, asked.dimension.id) - _sum(kept, asked.dimension.id)
        if lost:
            taken.amount += lost
            taken.providers.add(provider_no)
    laid_out = counting.laid_out(asked, summed, shown.units, once=asked.report.id != PER_LISTED)
    amount = stated_loss(taken.amount, len(taken.providers), region.threshold) if taken.amount else 0
    loss = Loss(tidy.protected_cells(laid_out.table), amount)
    if asked.report.id != PER_LISTED:
        return laid_out, loss
    return replace(laid_out, divisor=_patients(laid_out.table, region)), loss


def rows_of_region(units: Iterable[Unit], selection: Selection) -> VisibleRows:
    """What the question sees of all the providers. A unit number is one provider's alone (the model `unit`)."""
    providers = {unit.provider_no for unit in units}
    return visible_rows(tuple(sorted(providers)), tuple(unit.number for unit in units), selection)


def listed_patients(region: RegionUnits) -> tuple[RegionUnits, dict[str, int]]:
    """The region's units with listed patients, and the patients by the key of a unit or of the total."""
    kept = region.with_listed_patients()
    by_unit = {unit.id: region.patients(unit.id) for unit in kept.units}
    return kept, {TOTAL_KEY: sum(by_unit.values()), **by_unit}


def count_region_overview(
    counting: Counting, windows: tuple[Window, ...], selection: Selection, region: RegionUnits
) -> CountedCells:
    """The cells of an overview, windows by index: each provider's cut by themselves, then summed."""
    summed = CountedCells()
    seen = rows_of_region(region.units, selection)
    for cells in counting.overview(registry.box_dimensions(Level.REGION), seen, windows, selection).values():
        _add(summed, _cut_boxes(cells, region.threshold))
    return summed


def _sum(cells: CountedCells, name: str) -> int:
    return sum(count.total for (of, _), row in cells.cells.items() if of == name for count in row.values())


def _patients(table: Series, region: RegionUnits) -> Series:
    row = tuple(Count(0, 0, region.patients(group.key)) for group in table.groups)
    return Series(table.groups, (row,) * len(table.values), (sum(row, ZERO),) * len(table.values))


def _of_units(cells: CountedCells, units: Iterable[Unit]) -> CountedCells:
    """The cells of some units; the cases are those of all units of the list, whose rows stay visible (rule 8.3)."""
    numbers = {str(unit.number) for unit in units}
    return CountedCells(
        {at: {key: count for key, count in row.items() if key in numbers} for at, row in cells.cells.items()}
    )


def _add(summed: CountedCells, cells: CountedCells) -> None:
    for (name, period), row in cells.cells.items():
        for key, count in row.items():
            summed.add(name, period, key, count)


def _cut(asked: Asked, cells: CountedCells, threshold: int) -> CountedCells:
    """One provider's cells after the threshold; the certificates sent go with the supplemented ones (rule 6.2)."""
    own = asked.dimension.id
    kept = CountedCells()
    for (name, period), row in cells.cells.items():
        if name == DIVISOR:
            kept.cells[name, period] = sent_with_supplemented(row, cells.of(own, period), threshold)
            continue
        whole = asked.report.id == PER_LISTED
        kept.cells[name, period] = {
            key: (_whole if whole else cut_by_sex)(count, threshold) for key, count in row.items()
        }
    return kept


def _cut_boxes(cells: CountedCells, threshold: int) -> CountedCells:
    kept = CountedCells()
    for (name, period), row in cells.cells.items():
        if name == DIVISOR:
            supplemented = cells.of(SUPPLEMENTED, period)
            kept.cells[name, period] = sent_with_supplemented(row, supplemented, threshold)
        else:
            kept.cells[name, period] = {key: cut_by_sex(count, threshold) for key, count in row.items()}
    return kept


def cut_by_sex(count: Count, threshold: int) -> Count:
    """A provider's cell after the threshold: women, men and unknown sex each by itself (rule 6.2)."""
    women, men, unknown = (number if number >= threshold else 0 for number in (count.women, count.men, count.unknown))
    return Count(
        women,
        men,
        women + men + unknown,
        is_protected(count.women, threshold),
        is_protected(count.men, threshold),
        is_protected(count.unknown, threshold),
    )


def _whole(count: Count, threshold: int) -> Count:
    """The rate per listed patients is cut by a unit's total alone (decision 7)."""
    if count.total >= threshold:
        return count
    return Count(0, 0, 0, count.women > 0, count.men > 0)


def sent_with_supplemented(sent: Cells, supplemented: Cells, threshold: int) -> dict[str, Count]:
    """Certificates sent of the types and sexes whose supplemented ones reach the threshold (rule 6.2)."""
    found = {}
    for key, count in sent.items():
        part = supplemented.get(key, ZERO)
        women = count.women if part.women >= threshold else 0
        men = count.men if part.men >= threshold else 0
        unknown = count.unknown if part.unknown >= threshold else 0
        found[key] = Count(women, men, women + men + unknown)
    return found
