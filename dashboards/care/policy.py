"""Who may see what, decided in one place (dashboards 18, statistics 11, rehab 2); what is not listed is refused."""

from __future__ import annotations

from enum import StrEnum

from dashboards.care.users import CareUser, Role
from warehouse.reports.scope import AccessScope


class Area(StrEnum):
    """A part of the logged-in site."""

    STATISTICS = "statistics"
    ONGOING_CASES = "ongoing_cases"
    ABOUT = "about"


_ALLOWED: dict[Area, frozenset[Role]] = {
    Area.STATISTICS: frozenset({Role.PROCESS_LEADER, Role.PART_PROCESS_LEADER, Role.HEAD_OF_UNIT}),
    Area.ONGOING_CASES: frozenset({Role.COORDINATOR, Role.DOCTOR}),
    Area.ABOUT: frozenset(Role),
}


def may_see(user: CareUser, area: Area) -> bool:
    """Whether the user's role includes the area."""
    return user.role in _ALLOWED.get(area, frozenset())


def access_scope(user: CareUser) -> AccessScope:
    """The facts the user can reach in statistics, from the user's own record alone."""
    if not may_see(user, Area.STATISTICS):
        return AccessScope.nothing()
    if user.role is Role.PROCESS_LEADER:
        return AccessScope.whole_provider(user.provider_id)
    return AccessScope.of_units(user.provider_id, frozenset(unit.id for unit in user.units))
