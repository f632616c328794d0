"""Writing accesses to the audit log before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.care.login_session import session_name
from dashboards.care.users import CareUser, Role, UserUnit
from rehab.case_rows import OngoingCase
from warehouse.application.audit import Activity, Actor, AuditLog, Level, PersonResource, ResourceKind

_TITLES = {Role.DOCTOR: "Läkare", Role.COORDINATOR: "Rehabkoordinator"}
"""Titles as the national log writes them; other roles are logged by their own name."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Records what one user sees. Every method raises AuditUnavailableError when it cannot; then nothing is shown."""

    log: AuditLog

    def report(self, user: CareUser, activity: Activity, report_id: str, filter_text: str) -> None:
        """One access to figures of the user's provider."""
        self.log.record_report(_actor(user, None), activity, report_id, filter_text)

    def cases(self, user: CareUser, unit: UserUnit, care_unit: UserUnit, cases: Sequence[OngoingCase]) -> None:
        """One display of the case list of `unit`; the cases belong to its care unit."""
        persons = [
            PersonResource(case.person_id, care_unit.id, care_unit.name, user.provider_id, user.provider_name)
            for case in cases
        ]
        self.log.record_persons(_actor(user, unit), Activity.READ, Level.LIST, ResourceKind.CASE, persons)


def _actor(user: CareUser, unit: UserUnit | None) -> Actor:
    return Actor(
        session_id=session_name(),
        user_id=user.hsa_id,
        title=_TITLES.get(user.role, user.role.value),
        assignment=user.description.sv,
        unit_id=unit.id if unit else "",
        unit_name=unit.name if unit else "",
        provider_id=user.provider_id,
        provider_name=user.provider_name,
    )
