"""The list of ongoing sick-leave cases of a unit (rehab rules 3.8 and 7.1).

A list is made in steps: *selection* finds the patients whose certificates at the chosen unit put them in the list, the
*person filter* leaves out those the user may not see, *building* makes each patient's case from all certificates of
the care unit with its sub-units, and a doctor keeps the cases whose anchor that doctor signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from rehab.case_rows import OngoingCase, case_row, doctor_names
from rehab.cases import CaseState, UnitCase
from rehab.certificates import SickLeaveCertificate
from rehab.engine import unit_cases
from rehab.mart import Candidate, MartRow, PersonIdType, RehabMart
from rehab.parameters import EngineParameters
from rehab.person_filter import shown_name
from rehab.person_register import PersonRegister, PersonRegisterNotConnected, RegisteredPerson, answers_for
from rehab.scope import AcknowledgementMissingError, Reach, RehabScope

SELECTION_GAP = 0
"""The gap of the selection phase, which only picks one certificate per patient."""


@dataclass(frozen=True, slots=True)
class CaseList:
    """The case list of one scope on one day, latest start first.

    `unreadable` is the number of patients left out because their id cannot be read. `data_time` is when the data were
    read from their source, in UTC without offset; None for a scope that sees nothing.
    """

    cases: tuple[OngoingCase, ...]
    unreadable: int
    as_of: date
    parameters: EngineParameters
    data_time: datetime | None


class OngoingCases:
    """The ongoing cases of one restricted release.

    `path` is the release's `rehab.duckdb`. Without a person register nothing can be answered (rule 12.3).
    """

    def __init__(self, path: Path, register: PersonRegister | None = None) -> None:
        self._mart = RehabMart(path)
        self._register = register or PersonRegisterNotConnected()

    def close(self) -> None:
        """Close the release's file; the object cannot be used afterwards."""
        self._mart.close()

    def sub_units(self, care_unit_id: str) -> dict[str, str]:
        """Id and name of the sub-units of a care unit that have issued certificates."""
        names = self._mart.unit_names(care_unit_id)
        return {unit_id: name for unit_id, name in names.items() if unit_id != care_unit_id}

    def cases(self, scope: RehabScope, as_of: date, parameters: EngineParameters) -> list[OngoingCase]:
        """The cases of `case_list`."""
        return list(self.case_list(scope, as_of, parameters).cases)

    def case_list(self, scope: RehabScope, as_of: date, parameters: EngineParameters) -> CaseList:
        """The cases that the user can reach, ongoing on `as_of` or ended at most `parameters.recent` days before.

        Raises AcknowledgementMissingError before the user has acknowledged logging, and
        PersonRegisterUnavailableError when the person register does not answer for everybody.
        """
        if not scope.units:
            return CaseList((), 0, as_of, parameters, None)
        if not scope.logging_acknowledged:
            raise AcknowledgementMissingError("Access is logged; acknowledge that before persons are shown.")
        selected = self._selected(scope, as_of, parameters)
        readable = [own.certificate for own in selected if own.person_id_type is not PersonIdType.UNREADABLE]
        persons = answers_for([own.person_id for own in readable], self._register)
        passed = [own.person_id for own in readable if shown_name(persons[own.person_id], scope, own.doctor_id)]
        rows = self._building(scope, passed)
        cases = unit_cases(_certificates(rows.values()), as_of, parameters.gap, parameters.recent).values()
        kept = [case for case in cases if scope.reach is Reach.ALL or scope.is_signer(case.anchor.doctor_id)]
        shown = self._shown(kept, rows, persons, scope)
        return CaseList(shown, len(selected) - len(readable), as_of, parameters, self._mart.data_time())

    def _selected(self, scope: RehabScope, as_of: date, parameters: EngineParameters) -> list[Candidate]:
        """The certificates that put their patients in the list, one per patient."""
        earliest_end = as_of - timedelta(days=parameters.recent)
        latest_start = as_of + timedelta(days=parameters.gap)
        candidates = self._mart.selection(scope.care_unit_id, scope.provider_id, earliest_end, latest_start)
        reached = [
            certificate
            for certificate, _ in candidates
            if scope.reaches(certificate.unit_id, certificate.doctor_id)
            and (certificate.is_active(as_of) or certificate.is_recently_ended(as_of, parameters.recent))
        ]
        cases = unit_cases(reached, as_of, SELECTION_GAP, parameters.recent)
        others = [certificate for certificate, _ in candidates if certificate.person_id not in cases]
        id_types = {certificate.person_id: id_type for certificate, id_type in candidates}
        anchors = [*(case.anchor for case in cases.values()), *self._paused(others, scope, as_of, parameters.gap)]
        return [Candidate(anchor, id_types[anchor.person_id]) for anchor in anchors]

    def _paused(
        self, certificates: list[SickLeaveCertificate], scope: RehabScope, as_of: date, gap: int
    ) -> list[SickLeaveCertificate]:
        """The anchors of patients in a pause, where the user reaches the anchor (rule 3.8, own rule).

        `certificates` are those that the selection found for patients who are not selected otherwise.
        """
        active = {own.person_id for own in certificates if own.is_active(as_of)}
        possible = {own.person_id for own in certificates if own.end >= as_of} - active
        if not possible:
            return []
        built = _certificates(self._building(scope, possible).values())
        paused = (case for case in unit_cases(built, as_of, gap).values() if case.state is CaseState.PAUSE)
        return [case.anchor for case in paused if scope.reaches(case.anchor.unit_id, case.anchor.doctor_id)]

    def _building(self, scope: RehabScope, person_ids: Iterable[str]) -> dict[str, MartRow]:
        return _by_id(self._mart.building(scope.care_unit_id, scope.provider_id, set(person_ids)))

    def _shown(
        self,
        cases: list[UnitCase],
        rows: Mapping[str, MartRow],
        persons: Mapping[str, RegisteredPerson | None],
        scope: RehabScope,
    ) -> tuple[OngoingCase, ...]:
        doctor_ids = {case.anchor.doctor_id for case in cases}
        doctors = doctor_names(doctor_ids, self._mart.doctors([own for own in doctor_ids if own]))
        unit_names = self._mart.unit_names(scope.care_unit_id)
        shown = []
        for case in cases:
            # Asked again: the built case's anchor can be a colleague's although the user signed the selected one.
            name = shown_name(persons[case.anchor.person_id], scope, case.anchor.doctor_id)
            if name is not None:
                shown.append(case_row(case, rows, name, doctors, unit_names))
        return tuple(sorted(shown, key=lambda case: (-case.start.toordinal(), case.person_id)))


def _certificates(rows: Iterable[MartRow]) -> list[SickLeaveCertificate]:
    return [row.certificate for row in rows]


def _by_id(rows: Iterable[MartRow]) -> dict[str, MartRow]:
    return {row.certificate.certificate_id: row for row in rows}
