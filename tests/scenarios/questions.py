"""An expectation as the question that a user would put to the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.scenarios.documents import unit_key
from tests.scenarios.world import World
from warehouse.identity import normalise_hsa_id
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import Selection

USERS = {
    "user1": ("enhet1",),
    "user2": ("enhet1", "enhet2"),
    "user3": ("enhet3",),
    "user4": ("enhet2",),
    "user5_vg1": ("enhet1", "enhet2", "enhet3", "enhet4"),
    "user5_vg3": ("enhet1", "enhet2", "enhet3", "enhet4"),
    "user6": ("enhet4",),
    "user8": (),
}
"""Units of each user's assignments, over all providers."""

PROVIDER_OF_UNIT = {"enhet1": "fvg1", "enhet2": "fvg1", "enhet3": "fvg3", "enhet4": "fvg3"}
LEVELS = ("chapters", "blocks", "categories", "codes")


@dataclass(frozen=True)
class Question:
    """What is asked: for whom, with which choices."""

    scope: AccessScope
    selection: Selection
    as_process_leader: bool


def question(step: dict[str, Any]) -> Question:
    """The question behind one expectation of provider or region level."""
    provider, leader = step["provider"] or "", bool(step["process_leader"])
    own = [unit for unit in USERS.get(step["user"] or "", ()) if PROVIDER_OF_UNIT[unit] == provider]
    normalised = normalise_hsa_id(provider)
    if leader:
        scope = AccessScope.whole_provider(normalised)
    elif own:
        scope = AccessScope.of_units(normalised, frozenset(normalise_hsa_id(unit) for unit in own))
    else:
        scope = AccessScope.nothing()
    return Question(scope, _selection(step["filters"]), leader)


def region_scope(world: World, asked: Question) -> RegionScope | None:
    """The list of the region whose provider the user has access to; None without such a list."""
    for provider, listed in world.region_lists.items():
        if normalise_hsa_id(provider) == asked.scope.provider_id and listed:
            own = frozenset() if asked.as_process_leader else asked.scope.units or frozenset()
            return RegionScope(listed, own, world.region_dates[provider])
    return None


def diagnosis_ids(chosen: dict[str, list[str]]) -> tuple[str, ...]:
    """Chosen nodes of all levels as ids."""
    plain = [node for level in LEVELS for node in chosen.get(level, ())]
    return (*plain, *(f"UNKNOWN_CODE_WITHIN:{category}" for category in chosen.get("unknown_code_within", ())))


def _selection(filters: dict[str, Any]) -> Selection:
    first, last = filters.get("from"), filters.get("to")
    if filters.keys() & {"interval_blank", "interval_malformed", "interval_reversed"}:
        first, last = first or "", last or ""
    return Selection(
        units=tuple(unit_key(unit) for unit in filters.get("units", ())),
        diagnoses=diagnosis_ids(filters.get("diagnoses", {})),
        ages=(*filters.get("age_groups", ()), *filters.get("age_groups_unrecognised", ())),
        lengths=(*filters.get("case_lengths", ()), *filters.get("case_lengths_unrecognised", ())),
        types=tuple(filters.get("certificate_types", ())),
        first=first,
        last=last,
    )
