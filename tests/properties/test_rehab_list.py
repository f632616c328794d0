"""The case list read from a real mart against the naive oracle, on generated histories and for every kind of scope."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.certificates import SickLeaveCertificate
from rehab.ongoing import OngoingCases
from rehab.parameters import EngineParameters
from rehab.person_register import RegisteredPerson
from rehab.scope import Reach, RehabScope, Role
from tests.unit.rehab import naive_engine
from tests.unit.rehab.generated import PERSONS, TODAY, gaps, histories, recents
from tests.unit.rehab.mart_source import CARE_UNIT, OTHER_SUB_UNIT, PROVIDER, SUB_UNIT, Source

History = list[SickLeaveCertificate]
UNITS = {"care-unit": CARE_UNIT, "sub-unit-1": SUB_UNIT, "sub-unit-2": OTHER_SUB_UNIT}
SUB_UNITS = frozenset({SUB_UNIT, OTHER_SUB_UNIT})

every_unit = st.sampled_from([frozenset({CARE_UNIT}) | SUB_UNITS, frozenset({SUB_UNIT}), frozenset({OTHER_SUB_UNIT})])
scopes = st.builds(
    RehabScope,
    user_id=st.sampled_from(["DOCTOR-1", "DOCTOR-2"]),
    role=st.sampled_from([Role.COORDINATOR, Role.DOCTOR]),
    provider_id=st.just(PROVIDER),
    care_unit_id=st.just(CARE_UNIT),
    units=every_unit,
    is_doctor=st.just(True),
    logging_acknowledged=st.just(True),
)


class EverybodyOpen:
    def look_up(self, person_ids: Collection[str]) -> Mapping[str, RegisteredPerson | None]:
        return {person_id: RegisteredPerson(False, False) for person_id in person_ids}


def expected(history: History, scope: RehabScope, gap: int, recent: int) -> dict[str, tuple[int, int, str]]:
    """Person to days, number of certificates and anchor's unit, by the wording of the rules."""

    def reached(certificate: SickLeaveCertificate) -> bool:
        return certificate.unit_id in scope.units and (
            scope.reach is Reach.ALL or certificate.doctor_id == scope.user_id
        )

    def listed_by(certificate: SickLeaveCertificate) -> bool:
        ago = (TODAY - certificate.end).days
        return TODAY in naive_engine.days_of([certificate]) or 1 <= ago <= recent

    found = {}
    for person in PERSONS:
        own = [certificate for certificate in history if certificate.person_id == person]
        case = naive_engine.case_at(own, TODAY, gap, recent)
        if case is None:
            continue
        anchor = naive_engine.anchor(case, TODAY)
        ended = max(certificate.end for certificate in case) < TODAY
        paused = not ended and TODAY not in naive_engine.days_of(case)
        selected = any(reached(certificate) and listed_by(certificate) for certificate in own)
        if (selected or (paused and reached(anchor))) and (
            scope.reach is Reach.ALL or anchor.doctor_id == scope.user_id
        ):
            found[person] = (len(naive_engine.days_of(case)), len(case), anchor.unit_id)
    return found


@settings(max_examples=60)
@given(histories(PERSONS, most=10), st.lists(scopes, min_size=3, max_size=3), gaps, recents)
def test_the_list_is_what_the_rules_say(history: History, asked: list[RehabScope], gap: int, recent: int) -> None:
    placed = [replace(own, unit_id=UNITS[own.unit_id], doctor_id=(own.doctor_id or "").upper()) for own in history]
    source = Source()
    for certificate in placed:
        source.add_certificate(certificate)
    with tempfile.TemporaryDirectory() as folder:
        ongoing = OngoingCases(source.write(Path(folder) / "rehab.duckdb"), EverybodyOpen())
        lists = [ongoing.cases(scope, TODAY, EngineParameters(gap, recent)) for scope in asked]
        ongoing.close()
    for scope, cases in zip(asked, lists, strict=True):
        shown = {case.person_id: (case.days, case.certificates, case.unit_id) for case in cases}
        assert shown == expected(placed, scope, gap, recent)
        assert [case.start for case in cases] == sorted((case.start for case in cases), reverse=True)
