"""Who may see what: every role against every area, and the scope that follows."""

from __future__ import annotations

import pytest

from dashboards.care.policy import Area, access_scope, may_see
from dashboards.care.users import CareUser, Role, UserUnit
from warehouse.reports.result import Label
from warehouse.reports.scope import AccessScope

UNITS = (UserUnit("SE1-A", "A"), UserUnit("SE1-B", "B"))
MATRIX = {
    (Role.PROCESS_LEADER, Area.STATISTICS): True,
    (Role.PROCESS_LEADER, Area.ONGOING_CASES): False,
    (Role.PART_PROCESS_LEADER, Area.STATISTICS): True,
    (Role.PART_PROCESS_LEADER, Area.ONGOING_CASES): False,
    (Role.HEAD_OF_UNIT, Area.STATISTICS): True,
    (Role.HEAD_OF_UNIT, Area.ONGOING_CASES): False,
    (Role.COORDINATOR, Area.STATISTICS): False,
    (Role.COORDINATOR, Area.ONGOING_CASES): True,
    (Role.DOCTOR, Area.STATISTICS): False,
    (Role.DOCTOR, Area.ONGOING_CASES): True,
    **{(role, Area.ABOUT): True for role in Role},
}


def _user(role: Role) -> CareUser:
    return CareUser("u", "SE1-U", "U", role, Label("u", "u"), "SE1", "Provider", UNITS)


def test_the_matrix_is_whole() -> None:
    assert set(MATRIX) == {(role, area) for role in Role for area in Area}


@pytest.mark.parametrize(("role", "area"), MATRIX)
def test_who_may_see_what(role: Role, area: Area) -> None:
    assert may_see(_user(role), area) is MATRIX[role, area]


def test_scopes_follow_the_role() -> None:
    assert access_scope(_user(Role.PROCESS_LEADER)) == AccessScope.whole_provider("SE1")
    own = AccessScope.of_units("SE1", frozenset({"SE1-A", "SE1-B"}))
    assert access_scope(_user(Role.PART_PROCESS_LEADER)) == access_scope(_user(Role.HEAD_OF_UNIT)) == own
    assert access_scope(_user(Role.DOCTOR)) == access_scope(_user(Role.COORDINATOR)) == AccessScope.nothing()
