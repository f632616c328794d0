"""The case list as pages show it: logged before it is given away (rehab rules 9.1 and 9.3)."""

from __future__ import annotations

from datetime import date

from rehab.ongoing import CaseList, OngoingCases
from rehab.parameters import EngineParameters
from rehab.scope import RehabScope, Role
from warehouse.application.audit import Activity, Actor, AuditLog, Level, PersonResource, ResourceKind

_TITLES = {Role.DOCTOR: "Läkare", Role.DENTIST: "Tandläkare", Role.COORDINATOR: "Rehabkoordinator"}


def user_title(role: Role) -> str:
    """The title that the log gives a user: that of the active role (rule 9.2)."""
    return _TITLES[role]


class AuditedCases:
    """Case lists that are recorded in the audit log, every case of them, before anybody sees them."""

    def __init__(self, ongoing: OngoingCases, log: AuditLog) -> None:
        self._ongoing = ongoing
        self._log = log

    def case_list(
        self,
        scope: RehabScope,
        actor: Actor,
        as_of: date,
        parameters: EngineParameters,
        activity: Activity = Activity.READ,
    ) -> CaseList:
        """The list of `OngoingCases.case_list`, recorded as read, or as printed also for exports.

        `actor` is the scope's user at the chosen unit. Raises what `OngoingCases.case_list` raises, and
        AuditUnavailableError when the access cannot be recorded; then nothing may be shown.
        """
        found = self._ongoing.case_list(scope, as_of, parameters)
        persons = [
            PersonResource(
                patient_id=case.person_id,
                unit_id=case.care_unit_id,
                unit_name=case.care_unit_name,
                provider_id=case.provider_id,
                provider_name=actor.provider_name,
            )
            for case in found.cases
        ]
        self._log.record_persons(actor, activity, Level.LIST, ResourceKind.CASE, persons)
        return found
