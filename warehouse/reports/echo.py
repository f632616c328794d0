"""What a result says beside its figures: filters in force, units included, notes (statistics 10.3 and 10.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from warehouse import diagnoses
from warehouse import reference_tables as reference
from warehouse.identity import normalise_hsa_id
from warehouse.reports import tidy
from warehouse.reports.dimension import Attribute
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.period import Month, Window
from warehouse.reports.register import EffectiveUnits, Provider, Unit, display_names
from warehouse.reports.registry import Filter, ReportDefinition
from warehouse.reports.result import Loss, Message, Series
from warehouse.reports.selection import Selection
from warehouse.reports.visible import VisibleRows, known_choices, visible_rows


@dataclass(frozen=True, slots=True)
class Reach:
    """What a scope and a selection reach together."""

    provider: Provider | None
    units: EffectiveUnits
    selection: Selection

    @property
    def seen(self) -> VisibleRows | None:
        """The rows within reach; None when there are none."""
        if self.provider is None or self.units.numbers == ():
            return None
        return visible_rows((self.provider.number,), self.units.numbers, self.selection)

    def reached(self, available: tuple[Unit, ...]) -> tuple[Unit, ...]:
        """The units chosen; without a choice the available ones take its place (statistics 10.3)."""
        return self.units.chosen if self.selection.units else available


def region_reach(available: Iterable[Unit], selection: Selection) -> Reach:
    """What the units of a region's list and a selection reach together (statistics 8.3)."""
    kept = known_choices(selection)
    wanted = {normalise_hsa_id(unit_id) for unit_id in kept.units}
    chosen = tuple(unit for unit in available if normalise_hsa_id(unit.id) in wanted)
    return Reach(None, EffectiveUnits(None, chosen), kept)


def notes(report: ReportDefinition, table: Series, window: Window, day: date) -> tuple[str, ...]:
    """Ids of the texts that stand with a result, for what can be told from its window and table."""
    running = ("running_month",) if window.last >= Month.of(day) else ()
    return (*report.notes, *notes_on_sums(table), *running)


def notes_on_sums(table: Series) -> tuple[str, ...]:
    """Ids of the texts about groups that add up to another number than where each is counted once (dashboards 5)."""
    lost = ("groups_lose",) if tidy.loses_in_groups(table) else ()
    return (*lost, *(("overlap",) if tidy.overlaps(table) else ()))


def notes_on_cuts(report: ReportDefinition, loss: Loss) -> tuple[str, ...]:
    """Ids of the texts about the threshold; in a share providers with few supplements are left out (statistics 6.2)."""
    return (
        "threshold",
        *(("threshold_share",) if report.dimension.attribute is Attribute.COMPLETED_TYPE else ()),
        *(("protected",) if loss.cells else ()),
    )


def note_on_coverage(window: Window, complete: date | None) -> tuple[str, ...]:
    """The note that the window begins before all counties are covered."""
    return ("coverage",) if complete is not None and window.first_day < complete else ()


def interval_ignored(selection: Selection, window: Window) -> tuple[Message, ...]:
    """FI-008 when an overview leaves an interval of one's own aside (statistics 7.2)."""
    if not selection.has_interval:
        return ()
    return (Message("FI-008", "info", {"first": str(window.first), "last": str(window.last)}),)


def echo(reach: Reach, applicable: frozenset[Filter]) -> dict[str, tuple[str, ...]]:
    """The filters in force, by dimension; a dimension without choice is left out."""
    selection = reach.selection
    chosen: dict[Filter, Sequence[str]] = {
        Filter.UNITS: [unit.id for unit in reach.units.chosen],
        Filter.DIAGNOSES: selection.diagnoses,
        Filter.AGES: selection.ages,
        Filter.LENGTHS: selection.lengths,
        Filter.TYPES: selection.types,
    }
    return {name.value: tuple(values) for name, values in chosen.items() if values and name in applicable}


def is_filtered(reach: Reach, available: Sequence[Unit], *, own_interval: bool) -> bool:
    """Whether a filter is active: another interval than the default, or a choice that is not all (statistics 10.9)."""
    selection = reach.selection
    some_units = bool(selection.units) and len(reach.units.chosen) != len(available)
    others = echo(reach, frozenset(Filter) - {Filter.UNITS}).keys() - all_chosen(reach, available)
    return own_interval or some_units or bool(others)


def all_chosen(reach: Reach, available: Sequence[Unit]) -> frozenset[str]:
    """The filters in which every value was chosen; no choice of units is all of them (statistics 10.3 and 10.9)."""
    selection = reach.selection
    everything: dict[Filter, tuple[int, int]] = {
        Filter.UNITS: (len(reach.units.chosen or available), len(available)),
        Filter.AGES: (len(selection.ages), len(dimension("age_group").keys)),
        Filter.LENGTHS: (len(selection.lengths), len(dimension("length").keys)),
        Filter.TYPES: (len(selection.types), len(reference.certificate_filter_types())),
    }
    found = {name.value for name, (chosen, of) in everything.items() if chosen and chosen == of}
    if set(selection.diagnoses) == {node.id for node in diagnoses.children()}:
        found.add(Filter.DIAGNOSES.value)
    return frozenset(found)


def unit_ids(reach: Reach, available: Sequence[Unit]) -> tuple[str, ...]:
    """Ids of the units chosen; without a choice the available units take its place (statistics 10.3)."""
    return tuple(sorted(unit.id for unit in reach.units.chosen or available))


def unit_names(effective: EffectiveUnits, available: Sequence[Unit]) -> tuple[str, ...]:
    """Names of the units included; none for a whole provider without unit filter."""
    if effective.numbers is None and not effective.chosen:
        return ()
    return display_names(effective.chosen or available)
