"""Access scopes: which facts of the care zone a caller can reach (statistics rules 3.5, 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, slots=True)
class AccessScope:
    """The facts one user can reach at one provider; a required argument of every question to the care zone.

    `provider_id` and `units` are normalised HSA ids. `units` is `None` for a process leader, who sees every row of
    the provider; otherwise a row is visible when its unit or its care unit is among them. An empty set sees nothing.
    """

    provider_id: str
    units: frozenset[str] | None

    @classmethod
    def whole_provider(cls, provider_id: str) -> Self:
        """The scope of a process leader (processledare)."""
        return cls(provider_id, None)

    @classmethod
    def of_units(cls, provider_id: str, units: frozenset[str]) -> Self:
        """The scope of a user with assignments at `units` of the provider."""
        return cls(provider_id, units)

    @classmethod
    def nothing(cls) -> Self:
        """The scope of somebody without access: sees nothing."""
        return cls("", frozenset())


@dataclass(frozen=True, slots=True)
class RegionScope:
    """The care units of a region's list, of any provider; a required argument of every region report (statistics 8).

    `listed` holds the number of listed patients by normalised HSA id, None where the list gives none. `own_units` are
    the reader's own, which unit reports mark; empty for a process leader. `list_date` is the day of the list.
    """

    listed: Mapping[str, int | None]
    own_units: frozenset[str] = frozenset()
    list_date: date | None = None
