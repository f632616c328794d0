"""After an erasure no byte below the data directory holds a trace, and figures are as if it never was (X-17)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from pipelines.erasure.ordering import erase
from pipelines.erasure.orders import Order, new_order
from pipelines.publication.databases import CORE_TABLES
from pipelines.running import run_groups
from pipelines.sources import store_tables as store
from tests.integration.erasure.data_search import files_with
from tests.integration.erasure.marked_store import (
    ANOTHER_PERSON,
    DOOMED,
    MESSAGE,
    NEWER,
    OLDER,
    PERSON,
    TEXT,
    TRACES,
    MarkedStore,
)
from tests.integration.small_store import PERSON_KEY
from warehouse.application.audit import (
    Activity,
    Actor,
    AuditLog,
    Level,
    PersonResource,
    ResourceKind,
    SystemIdentity,
)
from warehouse.application.models import AuditEventRow, AuditResourceRow
from warehouse.application.opening import open_application_database
from warehouse.identity import Pseudonymiser
from warehouse.releases import ReleaseStore
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory, Zone

ORDER = "2026-17"


def _order(**what: list[str]) -> Order:
    return new_order(ORDER, "Chef Exempel", "Handläggare Exempel", **what)


def _traces(settings: Settings) -> dict[str, list[str]]:
    token = Pseudonymiser(PERSON_KEY, "care").token("person", PERSON)
    found = {trace: files_with(settings.data, trace) for trace in (*TRACES, token)}
    return {trace: files for trace, files in found.items() if files}


def _access(settings: Settings, patient_id: str) -> None:
    database = open_application_database(DataDirectory(settings.data), settings)
    actor = Actor("session", "HSA-1", "Läkare", "Uppdrag", "U1", "Enhet", "P1", "Vårdgivare")
    person = PersonResource(patient_id, "U1", "Enhet", "P1", "Vårdgivare")
    AuditLog(database, SystemIdentity("SYSTEM", "Product")).record_persons(
        actor, Activity.READ, Level.LIST, ResourceKind.CASE, [person]
    )
    database.close()


@pytest.mark.parametrize("what", [{"certificates": [DOOMED]}, {"persons": [PERSON]}, {"persons": ["19800101-2386"]}])
def test_no_byte_holds_a_trace(marked: MarkedStore, settings: Settings, what: dict[str, list[str]]) -> None:
    run_groups(settings.data)
    _access(settings, PERSON)
    assert set(_traces(settings)) >= {DOOMED, PERSON, TEXT, MESSAGE}, "the search would not find anything"

    receipt = erase(settings, _order(**what))

    assert _traces(settings) == {}
    assert receipt.done_at
    assert receipt.certificates == 1
    assert receipt.figures_from == "2026-09-01"
    run_groups(settings.data)
    assert _traces(settings) == {}, "what the store still holds came back"


def test_figures_equal_those_of_a_store_that_never_held_it(
    marked: MarkedStore, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase(settings, _order(certificates=[DOOMED]))
    clean = MarkedStore(tmp_path / "clean", holds_doomed=False)
    monkeypatch.setenv("INTYG_STORE_URL", clean.small.url)
    never = load_settings(data=tmp_path / "never")
    clean.run(never)
    erased, expected = (
        ReleaseStore(DataDirectory(one.data).zone(Zone.RESTRICTED)).current().path / "core" for one in (settings, never)
    )
    for name in CORE_TABLES:
        tables = [pq.read_table(folder / f"{name}.parquet") for folder in (erased, expected)]
        kept, wanted = (
            table.drop_columns([column for column in table.column_names if column == "recording_number"])
            for table in tables
        )
        assert kept.equals(wanted), name
    assert pq.read_table(erased / "certificate.parquet").num_rows == 8


def test_the_log_of_accesses_keeps_everything_but_the_person(marked: MarkedStore, settings: Settings) -> None:
    _access(settings, PERSON)
    _access(settings, ANOTHER_PERSON)
    erase(settings, _order(certificates=[DOOMED]))
    database = open_application_database(DataDirectory(settings.data), settings)
    with database.reading() as session:
        persons = session.scalars(sa.select(AuditResourceRow.patient_id).order_by(AuditResourceRow.resource_no)).all()
        logged = session.scalars(sa.select(AuditEventRow).where(AuditEventRow.activity == Activity.DELETE)).one()
        assert (logged.user_id, logged.person_count) == ("Handläggare Exempel", 1)
        assert "order 2026-17, confirmed by Chef Exempel: 1 certificates" in str(logged.filter_text)
    database.close()
    assert persons == [f"order {ORDER}", ANOTHER_PERSON]


def test_a_certificate_that_replaced_or_was_replaced_stays(marked: MarkedStore, settings: Settings) -> None:
    erase(settings, _order(certificates=[DOOMED]))
    core = ReleaseStore(DataDirectory(settings.data).zone(Zone.RESTRICTED)).current().path / "core"
    certificates = pq.read_table(core / "certificate.parquet")["certificate_id"].to_pylist()
    assert {NEWER, OLDER} <= set(certificates)
    assert pq.read_table(core / "relation.parquet").num_rows == 0


def test_a_person_who_keeps_another_certificate_stays_in_the_log(marked: MarkedStore, settings: Settings) -> None:
    _access(settings, ANOTHER_PERSON)
    receipt = erase(settings, _order(certificates=["other-certificate-1"]))
    assert receipt.events_removed == 1
    assert files_with(settings.data, "other-certificate-1") == []
    assert files_with(settings.data / "application", ANOTHER_PERSON)


def test_a_redelivery_by_the_store_is_refused_and_counted(
    marked: MarkedStore, settings: Settings, tmp_path: Path
) -> None:
    erase(settings, _order(certificates=[DOOMED]))
    with marked.small.engine.begin() as connection:
        documents = sa.select(store.original_certificate.c.DOCUMENT).filter_by(CERTIFICATE_ID=DOOMED)
        payload = connection.scalars(documents).first()
        row = {"RECEIVED": datetime.now(UTC), "DOCUMENT": payload, "CERTIFICATE_ID": DOOMED}
        connection.execute(sa.insert(store.original_certificate).values(row))
    marked.small.state(DOOMED, "SENT", "TRANSP", datetime(2026, 11, 1))  # noqa: DTZ001
    run_groups(settings.data)
    assert _traces(settings) == {}
