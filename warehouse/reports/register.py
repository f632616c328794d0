"""Providers and units of a care release, and what a scope and a unit filter mean in them (statistics 10.3, 11.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

import duckdb

from warehouse.identity import normalise_hsa_id
from warehouse.reports.scope import AccessScope, RegionScope


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the register. A care unit has itself as care unit; all other units are sub-units."""

    number: int
    id: str
    name: str
    provider_no: int
    care_unit_no: int
    is_care_unit: bool
    county: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Provider:
    """One care provider."""

    number: int
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class EffectiveUnits:
    """The units a question reaches: `numbers` None means every row of the provider.

    `chosen` are the units of the filter that the user may choose, empty without unit filter.
    """

    numbers: tuple[int, ...] | None
    chosen: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """The providers and units of one release, found by HSA id without regard to case.

    A unit that has moved is a unit of each of its providers, so units are found by provider number and id.
    """

    providers: dict[str, Provider] = field(default_factory=dict)
    units: dict[tuple[int, str], Unit] = field(default_factory=dict)
    units_of_provider: dict[int, list[Unit]] = field(default_factory=dict)
    units_of_care_unit: dict[int, list[Unit]] = field(default_factory=dict)
    provider_names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: duckdb.DuckDBPyConnection) -> Self:
        """Read the dimension tables of a care release."""
        register = cls()
        for number, provider_id, name in connection.execute(
            "SELECT provider_no, provider_id, name FROM provider"
        ).fetchall():
            register.providers[normalise_hsa_id(provider_id)] = Provider(number, provider_id, name or provider_id)
        for provider_id, name in connection.execute(_names_in_directory(connection)).fetchall():
            register.provider_names[normalise_hsa_id(provider_id)] = name
        for row in connection.execute(
            "SELECT unit_no, unit_id, name, provider_no, care_unit_no, is_care_unit, county, municipality "
            "FROM unit ORDER BY unit_no"
        ).fetchall():
            unit = Unit(*row)
            register.units[unit.provider_no, normalise_hsa_id(unit.id)] = unit
            register.units_of_provider.setdefault(unit.provider_no, []).append(unit)
            register.units_of_care_unit.setdefault(unit.care_unit_no, []).append(unit)
        return register

    def provider(self, scope: AccessScope) -> Provider | None:
        """The provider of a scope; None when it has no facts."""
        return self.providers.get(normalise_hsa_id(scope.provider_id))

    def provider_name(self, scope: AccessScope) -> str | None:
        """The name of the provider of a scope, also of one that has no facts; None when nobody knows it."""
        provider = self.provider(scope)
        return provider.name if provider else self.provider_names.get(normalise_hsa_id(scope.provider_id))

    def available(self, scope: AccessScope) -> tuple[Unit, ...]:
        """The units a user can choose among (rule 11.3): all of the provider, or the own units with sub-units."""
        provider = self.provider(scope)
        if provider is None:
            return ()
        if scope.units is None:
            return tuple(self.units_of_provider.get(provider.number, ()))
        keys = [(provider.number, normalise_hsa_id(id_)) for id_ in scope.units]
        own = [self.units[key] for key in keys if key in self.units]
        below = [unit for care_unit in own for unit in self.units_of_care_unit.get(care_unit.number, ())]
        return tuple({unit.number: unit for unit in sorted([*own, *below], key=lambda u: u.number)}.values())

    def of_region(self, scope: RegionScope) -> tuple[Unit, ...]:
        """The care units of a region's list; an id that is no care unit of the register is passed over (rule 8.3)."""
        listed = (unit for (_, unit_id), unit in self.units.items() if unit_id in scope.listed)
        return tuple(unit for unit in listed if unit.is_care_unit)

    def effective(self, scope: AccessScope, chosen_ids: Iterable[str]) -> EffectiveUnits:
        """What scope and unit filter reach together.

        Ids outside the user's units are ignored; a choice of which nothing is left selects nothing. Without a choice
        the available units take its place, and for a process leader, or when all are chosen, that is everything the
        user can reach.
        """
        available = self.available(scope)
        wanted = {normalise_hsa_id(unit) for unit in chosen_ids}
        chosen = tuple(unit for unit in available if normalise_hsa_id(unit.id) in wanted)
        everything = scope.units is None and (not wanted or len(chosen) == len(available))
        if everything:
            return EffectiveUnits(None, chosen)
        reached = chosen if wanted else available
        return EffectiveUnits(tuple(sorted(unit.number for unit in reached)), chosen)


def _names_in_directory(connection: duckdb.DuckDBPyConnection) -> str:
    """Names that the directory knows; releases of earlier versions do not hold them."""
    known = connection.execute(
        "SELECT 1 FROM information_schema.tables WHERE table_name = 'directory_provider'"
    ).fetchone()
    names = "SELECT provider_id, name FROM directory_provider WHERE name IS NOT NULL"
    return names if known else "SELECT NULL, NULL WHERE FALSE"


def display_names(units: Iterable[Unit]) -> tuple[str, ...]:
    """Unit names sorted; equal names get the HSA id added, a unit without name shows its id (rule 10.9)."""
    named = {unit.id: unit.name or unit.id for unit in units}
    folded = [name.casefold() for name in named.values()]
    return tuple(sorted(f"{name} {id_}" if folded.count(name.casefold()) > 1 else name for id_, name in named.items()))
