"""After an erasure no byte below the data directory holds a trace, and figures are as if it never was (X-17)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from pipelines.erasure.ordering import erase
from pipelines.erasure.orders import new_order
from pipelines.erasure.redelivery import refused
from pipelines.landing.landing import Landing
from pipelines.publication.databases import CORE_TABLES
from pipelines.running import run_groups
from pipelines.sources import store_tables as store
from tests.integration.erasure.data_search import files_with
from tests.integration.erasure.marked_store import (
    ANOTHER_PERSON,
    DOOMED,
    ENDING,
    MESSAGE,
    NEWER,
    OLDER,
    PERSON,
    STAYING,
    TEXT,
    TRACES,
    MarkedStore,
)
from tests.integration.small_store import PERSON_KEY
from warehouse.application.audit import Activity, Actor, AuditLog, Level, PersonResource, ResourceKind, SystemIdentity
from warehouse.application.models import AuditEventRow, AuditResourceRow
from warehouse.application.opening import open_application_database
from warehouse.identity import Pseudonymiser
from warehouse.releases import ReleaseStore
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory, Zone

ORDER = "2026-17"
ORDERED, CONFIRMED = "Handläggare Exempel", "Chef Exempel"


def traces(settings: Settings) -> dict[str, list[str]]:
    """The files that hold a trace of the marked certificate, by trace; the person's pseudonym is one."""
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


def _core(settings: Settings) -> Path:
    return ReleaseStore(DataDirectory(settings.data).zone(Zone.RESTRICTED)).current().path / "core"


def _assert_equal_core(erased: Path, never: Path) -> None:
    for name in CORE_TABLES:
        kept, wanted = (pq.read_table(folder / f"{name}.parquet") for folder in (erased, never))
        columns = [column for column in wanted.column_names if column != "recording_number"]
        assert kept.select(columns).equals(wanted.select(columns)), name


def test_no_byte_holds_a_trace_and_figures_are_as_if_it_never_was(
    marked: MarkedStore, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _access(settings, PERSON)
    _access(settings, ANOTHER_PERSON)
    assert set(traces(settings)) >= {DOOMED, PERSON, TEXT, MESSAGE}, "the search would not find anything"
    assert pq.read_table(_core(settings) / "relation.parquet").num_rows > 0

    receipt = erase(settings, new_order(ORDER, CONFIRMED, ORDERED, certificates=[DOOMED]))

    assert traces(settings) == {}
    assert (receipt.order_number, receipt.certificates, receipt.figures_from) == (ORDER, 1, "2026-09-01")
    assert receipt.done_at
    certificates = pq.read_table(_core(settings) / "certificate.parquet")["certificate_id"].to_pylist()
    assert {NEWER, OLDER} <= set(certificates)
    assert len(certificates) == STAYING + len(ENDING)

    clean = MarkedStore(tmp_path / "clean", holds_doomed=False)
    monkeypatch.setenv("INTYG_STORE_URL", clean.small.url)
    never = load_settings(data=tmp_path / "never")
    clean.run(never)
    _assert_equal_core(_core(settings), _core(never))

    database = open_application_database(DataDirectory(settings.data), settings)
    with database.reading() as session:
        persons = session.scalars(sa.select(AuditResourceRow.patient_id).order_by(AuditResourceRow.resource_no)).all()
        logged = session.scalars(sa.select(AuditEventRow).where(AuditEventRow.activity == Activity.DELETE)).one()
        assert (logged.user_id, logged.person_count) == (ORDERED, 1)
        assert f"order {ORDER}, confirmed by {CONFIRMED}: 1 certificates" in str(logged.filter_text)
    database.close()
    assert persons == [f"order {ORDER}", ANOTHER_PERSON]


def test_a_person_goes_whole_and_a_redelivery_is_refused_and_counted(marked: MarkedStore, settings: Settings) -> None:
    erase(settings, new_order(ORDER, CONFIRMED, ORDERED, persons=["19800101-2386"]))
    assert traces(settings) == {}
    with marked.small.engine.begin() as connection:
        documents = sa.select(store.original_certificate.c.DOCUMENT).filter_by(CERTIFICATE_ID=DOOMED)
        payload = connection.scalars(documents).first()
        row = {"RECEIVED": datetime(2026, 11, 1), "DOCUMENT": payload, "CERTIFICATE_ID": DOOMED}  # noqa: DTZ001
        connection.execute(sa.insert(store.original_certificate).values(row))
    marked.small.state(DOOMED, "SENT", "TRANSP", datetime(2026, 11, 1))  # noqa: DTZ001
    folder = settings.data.parent / "folder"
    folder.mkdir()
    (folder / "again.xml").write_bytes(payload or b"")
    (folder / "broken.xml").write_bytes(f"<broken>{DOOMED}".encode())
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("INTYG_DOCUMENTS", str(folder))
        environment.setenv("INTYG_QUIET_SECONDS", "0")
        run_groups(settings.data)
    assert traces(settings) == {}
    landing = Landing(DataDirectory(settings.data).landing)
    counted = refused(landing)
    landing.close()
    assert counted["folder"] == 2
    assert counted["store"] >= 2
