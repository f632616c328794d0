"""The audit log on a real database: what a record holds, marks of repetition, append-only, fail closed."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from warehouse.application.audit import (
    Activity,
    Actor,
    AuditLog,
    AuditUnavailableError,
    Level,
    PersonResource,
    ResourceKind,
    SystemIdentity,
)
from warehouse.application.database import (
    ApplicationDatabase,
    ApplicationDatabaseError,
    sqlite_url,
    upgrade,
)
from warehouse.application.models import AuditEventRow, AuditResourceRow

SYSTEM = SystemIdentity("SE-SYSTEM", "Intygsinsikt")
ACTOR = Actor("session-1", "SE-USER", "Läkare", "Vård på enheten", "SE-UNIT", "Enheten", "SE-PROVIDER", "Regionen")
ONE, TWO, THREE = (
    PersonResource(patient_id, "SE-CARE", "Vårdcentralen", "SE-PROVIDER", "Regionen")
    for patient_id in ("19121212-2384", "191312122383", "191212AB-ABCD")
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    upgrade(sqlite_url(tmp_path / "application.db"))
    return tmp_path / "application.db"


@pytest.fixture
def database(file: Path) -> Iterator[ApplicationDatabase]:
    database = ApplicationDatabase(sqlite_url(file))
    yield database
    database.close()


@pytest.fixture
def log(database: ApplicationDatabase) -> AuditLog:
    return AuditLog(database, SYSTEM)


def read(log: AuditLog, *persons: PersonResource, actor: Actor = ACTOR, kind: ResourceKind = ResourceKind.CASE) -> None:
    log.record_persons(actor, Activity.READ, Level.LIST, kind, persons)


def marks(database: ApplicationDatabase) -> list[tuple[str, bool]]:
    with database.reading() as session:
        rows = session.scalars(select(AuditResourceRow).order_by(AuditResourceRow.resource_no))
        return [(row.patient_id, row.first_in_session) for row in rows]


def test_a_record_of_persons_holds_what_the_rules_ask_for(log: AuditLog, database: ApplicationDatabase) -> None:
    before = datetime.now(UTC)
    log.record_persons(ACTOR, Activity.PRINT, Level.DETAIL, ResourceKind.CERTIFICATE, [ONE, THREE])
    after = datetime.now(UTC)
    with database.reading() as session:
        event = session.scalars(select(AuditEventRow)).one()
        assert before <= event.occurred_at <= after
        assert event.occurred_at.tzinfo is UTC
        assert uuid.UUID(event.log_id).version == 4
        assert (event.system_id, event.system_name) == ("SE-SYSTEM", "Intygsinsikt")
        assert (event.user_id, event.user_title, event.user_assignment) == ("SE-USER", "Läkare", "Vård på enheten")
        assert (event.unit_id, event.unit_name) == ("SE-UNIT", "Enheten")
        assert (event.provider_id, event.provider_name) == ("SE-PROVIDER", "Regionen")
        assert (event.activity, event.level, event.purpose) == ("PRINT", "detail", "CARE_TREATMENT")
        assert (event.resource_kind, event.person_count, event.report_id) == ("Intyg", 2, None)
        people = session.scalars(select(AuditResourceRow).order_by(AuditResourceRow.resource_no)).all()
        assert [person.patient_id for person in people] == ["191212122384", "191212AB-ABCD"]
        assert {(person.unit_id, person.provider_name) for person in people} == {("SE-CARE", "Regionen")}
        assert {person.event_no for person in people} == {event.event_no}


def test_a_record_of_figures_holds_user_provider_report_filter_and_time(
    log: AuditLog, database: ApplicationDatabase
) -> None:
    process_leader = replace(ACTOR, unit_id="", unit_name="")
    log.record_report(process_leader, Activity.READ, "cases_total", "kon=women&langd=90-")
    with database.reading() as session:
        event = session.scalars(select(AuditEventRow)).one()
        assert (event.user_id, event.provider_id, event.report_id) == ("SE-USER", "SE-PROVIDER", "cases_total")
        assert (event.filter_text, event.level, event.person_count) == ("kon=women&langd=90-", None, 0)
        assert (event.resource_kind, event.purpose) == ("Statistik", "STATISTICS")
    assert marks(database) == []


def test_no_persons_give_no_record(log: AuditLog, database: ApplicationDatabase) -> None:
    read(log)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(AuditEventRow)) == 0


def test_j11_first_and_repeated_in_the_session(log: AuditLog, database: ApplicationDatabase) -> None:
    read(log, ONE)
    read(log, ONE, TWO, TWO)
    assert marks(database) == [
        ("191212122384", True),
        ("191212122384", False),
        ("191312122383", True),
        ("191312122383", False),
    ]


@pytest.mark.parametrize(
    "other",
    [replace(ACTOR, session_id="session-2"), replace(ACTOR, unit_id="SE-OTHER")],
    ids=["other session", "other unit"],
)
def test_j11_another_session_or_unit_is_first_again(log: AuditLog, database: ApplicationDatabase, other: Actor) -> None:
    read(log, ONE)
    read(log, ONE, actor=other)
    assert [first for _, first in marks(database)] == [True, True]


def test_j11_another_activity_or_kind_is_first_again(log: AuditLog, database: ApplicationDatabase) -> None:
    read(log, ONE)
    read(log, ONE, kind=ResourceKind.CERTIFICATE)
    log.record_persons(ACTOR, Activity.PRINT, Level.LIST, ResourceKind.CASE, [ONE])
    assert [first for _, first in marks(database)] == [True, True, True]


@pytest.mark.parametrize("table", [AuditEventRow, AuditResourceRow])
def test_the_database_refuses_to_change_or_delete_records(
    log: AuditLog, database: ApplicationDatabase, table: type[AuditEventRow] | type[AuditResourceRow]
) -> None:
    read(log, ONE)
    for statement in (delete(table), update(table).values(provider_name="")):
        with pytest.raises(ApplicationDatabaseError), database.writing() as session:
            session.execute(statement)
    assert marks(database) == [("191212122384", True)]


def test_on_return_the_record_is_in_the_file(log: AuditLog, file: Path) -> None:
    read(log, ONE)
    other_process = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    assert other_process.execute("select count(*) from audit_resource").fetchone() == (1,)
    other_process.close()


def test_without_a_store_everything_is_refused() -> None:
    nowhere = AuditLog(None, SYSTEM)
    for record in (
        lambda: read(nowhere, ONE),
        lambda: read(nowhere),
        lambda: nowhere.record_report(ACTOR, Activity.READ, "cases_total", ""),
    ):
        with pytest.raises(AuditUnavailableError):
            record()


def test_a_store_without_tables_is_refused_and_the_message_names_nobody(tmp_path: Path) -> None:
    database = ApplicationDatabase(sqlite_url(tmp_path / "empty.db"))
    with pytest.raises(AuditUnavailableError) as refused:
        read(AuditLog(database, SYSTEM), ONE)
    assert "2384" not in str(refused.value)
    assert refused.value.__suppress_context__
    database.close()


def test_a_record_that_fails_half_way_leaves_nothing(log: AuditLog, file: Path) -> None:
    # A trigger stands in for a full disk: the write fails when the rows are about to be stored.
    connection = sqlite3.connect(file)
    connection.execute(
        "create trigger disk_full before insert on audit_resource begin select raise(abort, 'disk full'); end"
    )
    connection.close()
    with pytest.raises(AuditUnavailableError):
        read(log, ONE)
    connection = sqlite3.connect(file)
    assert connection.execute("select count(*) from audit_event").fetchone() == (0,)
    connection.close()


def test_simultaneous_records_are_all_kept(log: AuditLog, database: ApplicationDatabase) -> None:
    failures: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(5):
                read(log, ONE, TWO)
        except AuditUnavailableError as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = marks(database)
    assert len(found) == 40
    assert sum(first for _, first in found) == 2
