"""What a report can be asked for beside its filters: chosen diagnoses, kind of unit, measure, own permission."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.reports.measured import Measure


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of single reports; what a report does not know of has no effect.

    `node` is the diagnosis whose children are counted, `nodes` those that are compared. `care_units` lists care units,
    else sub-units (statistics 4.3.8). `doctor_messages` says that the reader has asked to see messages per doctor
    (statistics 11.4). `measure` is what is told of each cell beside its number (docs/measures.md).
    """

    node: str | None = None
    nodes: tuple[str, ...] = ()
    care_units: bool = True
    doctor_messages: bool = False
    measure: Measure = Measure.COUNT


DEFAULT_OPTIONS = Options()
