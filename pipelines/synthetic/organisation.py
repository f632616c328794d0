"""Care providers, units and doctors of the synthetic store: nothing in them can be real (rules G-4, G-6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from pipelines.synthetic.streams import Stream, Weighted

PUBLIC_SERIES = "2999"
PRIVATE_SERIES = "5999"
"""Beginnings of organisation numbers that are never given out; the check digit is wrong on top of it."""

HSA_PREFIX = "TSTNMT"

UNKNOWN_COUNTY = "00"
UNKNOWN_MUNICIPALITY = "0000"

KINDS = ("primary", "hospital", "psychiatry", "occupational", "rehabilitation")


@dataclass(slots=True, eq=False)
class Provider:
    """A care provider. `weight` is its share of all certificates."""

    id: str
    organisation_number: str
    name: str
    county: str
    management: str
    is_region: bool
    weight: float
    start: date
    units: list[Unit] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Doctor:
    """A doctor as the directory knows him or her; `titles` may be empty."""

    id: str
    given_name: str
    surname: str
    sex: int
    age: int
    titles: tuple[str, ...]
    protected: bool
    workload: float

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.surname}"


@dataclass(slots=True, eq=False)
class Unit:
    """A unit that issues certificates. `care_unit` is the unit above it, None when it is a care unit itself.

    `county_written` and `municipality_written` are what the directory says; `county` and `municipality` what that
    means by rule H-3. `known_to_directory` is False for units that only documents know.
    """

    id: str
    name: str
    provider: Provider
    kind: str
    care_unit: Unit | None
    county_written: str
    municipality_written: str
    county: str
    municipality: str
    business_codes: tuple[str, ...]
    unit_types: tuple[str, ...]
    care_types: tuple[str, ...]
    start: date
    weight: float
    has_coordinator: bool
    new_model_from: datetime | None
    known_to_directory: bool = True
    doctors: list[Doctor] = field(default_factory=list)

    @property
    def managing_unit(self) -> Unit:
        return self.care_unit or self


@dataclass(slots=True)
class Organisation:
    """All providers, the largest first, and how certificates are shared out among their units."""

    providers: list[Provider]
    units: list[Unit]
    doctors: list[Doctor]
    _by_class: dict[bool, Weighted[Unit]] = field(default_factory=dict)
    _by_provider: dict[str, Weighted[Unit]] = field(default_factory=dict)
    _by_workload: dict[Unit, Weighted[Doctor]] = field(default_factory=dict)

    def prepare(self, percent: dict[str, float], percent_psychiatric: dict[str, float]) -> None:
        """Work out the weights of the draws from the shares by kind of unit, for other and psychiatric diagnoses."""
        for psychiatric, shares in ((False, _without(percent, percent_psychiatric)), (True, percent_psychiatric)):
            weights: dict[Unit, float] = {}
            for provider in self.providers:
                weights |= _unit_weights(provider, shares)
            self._by_class[psychiatric] = Weighted(weights)
        for provider in self.providers:
            self._by_provider[provider.id] = Weighted(_unit_weights(provider, percent))
        for unit in self.units:
            self._by_workload[unit] = Weighted({doctor: doctor.workload for doctor in unit.doctors})

    def draw_unit(self, stream: Stream, *, psychiatric: bool) -> Unit:
        return stream.draw(self._by_class[psychiatric])

    def draw_doctor(self, stream: Stream, unit: Unit) -> Doctor:
        return stream.draw(self._by_workload[unit])

    def other_unit(self, stream: Stream, unit: Unit) -> Unit:
        """Another unit of the same provider, or the same one when it has no other."""
        for _ in range(8):
            other = stream.draw(self._by_provider[unit.provider.id])
            if other is not unit:
                return other
        return unit

    def unit_of_other_provider(self, stream: Stream, unit: Unit) -> Unit:
        for _ in range(64):
            other = self.draw_unit(stream, psychiatric=False)
            if other.provider is not unit.provider:
                return other
        return unit


def _without(percent: dict[str, float], percent_psychiatric: dict[str, float]) -> dict[str, float]:
    """Shares by kind for the other diagnoses, so that both together give `percent` (a third is psychiatric)."""
    return {kind: max((3 * percent[kind] - percent_psychiatric[kind]) / 2, 0.2) for kind in KINDS}


def _unit_weights(provider: Provider, shares: dict[str, float]) -> dict[Unit, float]:
    by_kind: dict[str, float] = {}
    for unit in provider.units:
        by_kind[unit.kind] = by_kind.get(unit.kind, 0) + unit.weight
    total = sum(shares[kind] for kind in by_kind)
    return {
        unit: provider.weight * shares[unit.kind] / total * unit.weight / by_kind[unit.kind] for unit in provider.units
    }


def normalised(hsa_id: str) -> str:
    """An HSA-id as it is compared: without white space, in upper case (rule H-1)."""
    return "".join(hsa_id.split()).upper()


def organisation_number(series: str, serial: int) -> str:
    """Ten digits of a series that is never given out, with a wrong check digit."""
    nine = f"{series}{serial:05d}"
    total = 0
    for position, digit in enumerate(nine):
        product = int(digit) * (2 - position % 2)
        total += product // 10 + product % 10
    return nine + str((-total % 10 + 1) % 10)
