"""A case list is in the audit log before it is shown, or it is not shown at all (rehab rules 9.1 to 9.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from rehab.audited_cases import AuditedCases, user_title
from rehab.ongoing import OngoingCases
from rehab.parameters import EngineParameters
from rehab.person_register import PersonRegisterUnavailableError
from rehab.scope import AcknowledgementMissingError, Role
from tests.unit.rehab.mart_source import CARE_UNIT, PROVIDER, SUB_UNIT, Source
from tests.unit.rehab.test_ongoing import AT_SUB_UNIT, COORDINATOR, DOCTOR, P1, P2, TODAY, EverybodyOpen
from warehouse.application.audit import Activity, Actor, AuditLog, AuditUnavailableError, SystemIdentity
from warehouse.application.database import ApplicationDatabase, sqlite_url, upgrade
from warehouse.application.models import AuditEventRow, AuditResourceRow

SYSTEM = SystemIdentity("SE-SYSTEM", "Intygsinsikt")
ACTOR = Actor(
    session_id="session-1",
    user_id=AT_SUB_UNIT.user_id,
    title=user_title(Role.COORDINATOR),
    assignment="Rehabkoordinering",
    unit_id=SUB_UNIT,
    unit_name="Mottagning A",
    provider_id=PROVIDER,
    provider_name="Region",
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[ApplicationDatabase]:
    url = sqlite_url(tmp_path / "application.db")
    upgrade(url)
    database = ApplicationDatabase(url)
    yield database
    database.close()


@pytest.fixture
def mart(tmp_path: Path) -> Path:
    source = Source()
    source.add("A", P1, "03-01..03-31", unit=SUB_UNIT)
    source.add("B", P2, "03-01..03-31")
    return source.write(tmp_path / "rehab.duckdb")


@pytest.fixture
def ongoing(mart: Path) -> Iterator[OngoingCases]:
    ongoing = OngoingCases(mart, EverybodyOpen())
    yield ongoing
    ongoing.close()


def recorded(database: ApplicationDatabase) -> list[tuple[str, ...]]:
    with database.reading() as session:
        query = select(AuditEventRow, AuditResourceRow).join(
            AuditResourceRow, AuditResourceRow.event_no == AuditEventRow.event_no
        )
        return [
            (
                event.activity,
                event.level or "",
                event.resource_kind,
                event.user_title,
                event.unit_id,
                person.patient_id,
                person.unit_id,
                person.unit_name,
                person.provider_id,
            )
            for event, person in session.execute(query)
        ]


def test_every_case_shown_is_recorded_at_the_care_unit(ongoing: OngoingCases, database: ApplicationDatabase) -> None:
    cases = AuditedCases(ongoing, AuditLog(database, SYSTEM))
    shown = cases.case_list(AT_SUB_UNIT, ACTOR, TODAY, EngineParameters()).cases
    assert [case.person_id for case in shown] == [P1]
    assert recorded(database) == [
        (
            "READ",
            "list",
            "Sjukfall",
            "Rehabkoordinator",
            SUB_UNIT,
            P1.replace("-", ""),
            CARE_UNIT,
            "Vårdcentralen",
            PROVIDER,
        )
    ]


def test_a_print_is_recorded_as_such_each_time(ongoing: OngoingCases, database: ApplicationDatabase) -> None:
    cases = AuditedCases(ongoing, AuditLog(database, SYSTEM))
    for _ in range(2):
        cases.case_list(COORDINATOR, ACTOR, TODAY, EngineParameters(), Activity.PRINT)
    assert [row[0] for row in recorded(database)] == ["PRINT"] * 4


def test_an_empty_list_leaves_no_record(ongoing: OngoingCases, database: ApplicationDatabase) -> None:
    cases = AuditedCases(ongoing, AuditLog(database, SYSTEM))
    assert cases.case_list(replace(DOCTOR, user_id="nobody"), ACTOR, TODAY, EngineParameters()).cases == ()
    assert recorded(database) == []


def test_without_a_log_nothing_is_shown(ongoing: OngoingCases) -> None:
    with pytest.raises(AuditUnavailableError):
        AuditedCases(ongoing, AuditLog(None, SYSTEM)).case_list(COORDINATOR, ACTOR, TODAY, EngineParameters())


def test_with_a_log_that_cannot_be_written_nothing_is_shown(ongoing: OngoingCases, tmp_path: Path) -> None:
    never_upgraded = ApplicationDatabase(sqlite_url(tmp_path / "empty.db"))
    with pytest.raises(AuditUnavailableError) as refused:
        AuditedCases(ongoing, AuditLog(never_upgraded, SYSTEM)).case_list(COORDINATOR, ACTOR, TODAY, EngineParameters())
    assert refused.value.text_id == "audit_unavailable"
    assert P1.replace("-", "") not in str(refused.value)
    never_upgraded.close()


def test_what_is_refused_is_not_recorded(mart: Path, database: ApplicationDatabase) -> None:
    without_register = OngoingCases(mart)
    cases = AuditedCases(without_register, AuditLog(database, SYSTEM))
    with pytest.raises(PersonRegisterUnavailableError):
        cases.case_list(COORDINATOR, ACTOR, TODAY, EngineParameters())
    with pytest.raises(AcknowledgementMissingError):
        cases.case_list(replace(COORDINATOR, logging_acknowledged=False), ACTOR, TODAY, EngineParameters())
    assert recorded(database) == []
    without_register.close()


def test_titles() -> None:
    assert [user_title(role) for role in (Role.DOCTOR, Role.DENTIST, Role.COORDINATOR)] == [
        "Läkare",
        "Tandläkare",
        "Rehabkoordinator",
    ]
