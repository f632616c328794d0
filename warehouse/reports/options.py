"""What a report can be asked for beside its filters: chosen diagnoses, kind of unit, the reader's own permission."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of single reports; what a report does not know of has no effect.

    `node` is the diagnosis whose children are counted, `nodes` those that are compared. `care_units` lists care units,
    else sub-units (statistics 4.3.8). `doctor_messages` says that the reader has asked to see messages per doctor
    (statistics 11.4).
    """

    node: str | None = None
    nodes: tuple[str, ...] = ()
    care_units: bool = True
    doctor_messages: bool = False


DEFAULT_OPTIONS = Options()
