"""The change feed of the certificate store over real databases: nothing lost, doubled or written (rules L-5 to L-11).

Every case runs over SQLite, PostgreSQL and MariaDB, with an account that may only read.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pipelines.sources import store as store_source
from pipelines.sources import store_feed
from pipelines.sources import store_tables as store
from pipelines.sources.store import StoreReading, StoreSource
from pipelines.sources.store_connection import ReadingLimits, StoreConnection
from pipelines.synthetic.documents import write_document
from tests.integration.small_store import Pipeline
from tests.integration.store.conftest import KINDS, TODAY, OpenStore
from tests.integration.store.stores import PATIENT, RECEIVED, Intake, StoreAt, add_certificate, certificate
from warehouse.errors import SourceUnavailableError, UserError
from warehouse.settings import StoreStream

pytestmark = pytest.mark.xdist_group("databases")


def _relation(key: int) -> dict[str, Any]:
    return {
        "ID": key,
        "FROM_INTYG_ID": f"newer-{key}",
        "TO_INTYG_ID": "older",
        "RELATION_KOD": "FRLANG",
        "CREATED_DATE": RECEIVED,
    }


def _state(number: int, state: str, target: str, **ago: float) -> dict[str, Any]:
    return {
        "CERTIFICATE_ID": f"certificate-{number:03}",
        "TARGET": target,
        "STATE": state,
        "TIMESTAMP": RECEIVED - timedelta(**ago),
    }


def test_the_account_cannot_write(small: StoreAt) -> None:
    connection = StoreConnection(small.url, ReadingLimits())
    with pytest.raises(sa.exc.DBAPIError), connection.engine.begin() as session:
        session.execute(sa.insert(store.ref_certificate_type).values(ID="x"))
    connection.close()


def test_a_session_refuses_to_write_whatever_the_account_may(small: StoreAt) -> None:
    connection = StoreConnection(small.owner_url, ReadingLimits())
    with pytest.raises(sa.exc.DBAPIError), connection.engine.begin() as session:
        session.execute(sa.insert(store.ref_certificate_type).values(ID="x"))
    connection.close()
    with small.engine.connect() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(store.ref_certificate_type)) == 0


def test_a_row_that_is_committed_after_its_successors_is_read(small: StoreAt, intake: Intake) -> None:
    small.register(certificate(1))
    with small.open_registration(certificate(2)):
        small.register(certificate(3))
        intake.read(small)
        assert intake.certificates() == ["certificate-001", "certificate-003"]
        position = intake.position("store/documents")
        assert [(gap.first, gap.last) for gap in position.gaps] == [(2, 2)]
        assert (position.high, position.top) == (1, 3)
    intake.later(minutes=1)
    intake.read(small)
    assert intake.certificates() == ["certificate-001", "certificate-002", "certificate-003"]
    assert intake.position("store/documents").high == 3
    assert intake.read(small).landed == 0


def test_a_gap_that_closes_late_and_far_back_is_read(
    small: StoreAt, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_feed, "OVERLAP_KEYS", 100)
    late, last = 100, 1_000
    small.add(store.relation, *[_relation(key) for key in range(1, 120) if key != late])
    intake.read(small)
    small.add(store.relation, *[_relation(key) for key in range(120, last)])
    intake.later(hours=1)
    intake.read(small)
    assert intake.position("store/relations").high == late - 1
    intake.later(hours=21)
    small.add(store.relation, _relation(late))
    assert intake.read(small).landed == 1
    assert intake.position("store/relations").high == last - 1
    assert len(intake.landed("certificate_id", source="store/relations")) == last - 1


def test_keys_that_were_rolled_back_close_by_age(small: StoreAt, intake: Intake) -> None:
    small.register(certificate(1))
    small.roll_back_registration()
    small.register(certificate(2))
    intake.read(small)
    assert intake.position("store/documents").high == 1
    intake.later(hours=23)
    intake.read(small)
    assert intake.position("store/documents").high == 1
    intake.later(hours=2)
    intake.read(small)
    position = intake.position("store/documents")
    assert (position.high, position.top) == (3, 3)
    assert intake.certificates() == ["certificate-001", "certificate-002"]


def test_states_dated_back_are_read_and_equal_ones_are_counted(small: StoreAt, intake: Intake) -> None:
    small.register(certificate(1))
    small.add(store.certificate_state, _state(1, "RECEIVED", "HSVARD"))
    intake.read(small)
    small.add(
        store.certificate_state, _state(1, "PROCESSED", "FKASSA", days=6), _state(1, "PROCESSED", "FKASSA", days=6)
    )
    small.add(store.certificate_state, _state(1, "SENT", "FKASSA", days=-400))
    intake.read(small)
    small.add(store.certificate_state, _state(1, "CANCELLED", "HSVARD", days=1))
    intake.read(small)
    events = intake.landed("payload", "recipient", "source_key", source="store/states")
    assert events == [
        (b"CANCELLED", "HSVARD", "1"),
        (b"PROCESSED", "FKASSA", "2"),
        (b"RECEIVED", "HSVARD", "1"),
        (b"SENT", "FKASSA", "1"),
    ]


def test_a_first_load_goes_on_where_it_was_interrupted(
    small: StoreAt, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_source, "PAGE", 2)
    for number in range(1, 8):
        small.register(certificate(number))
    intake.read_batches(small, 2)
    assert len(intake.certificates()) == 4
    small.register(certificate(8))
    rest = intake.read(small)
    assert (rest.offered, rest.landed) == (4, 4)
    assert len(intake.certificates()) == 8


def test_a_run_that_has_used_up_its_statements_goes_on_in_the_next(small: StoreAt, intake: Intake) -> None:
    for number in range(1, 4):
        small.register(certificate(number))
        small.add(store.certificate_state, _state(number, "SENT", "FKASSA"))
    reading = StoreReading(limits=ReadingLimits(statements=4))
    first = intake.read(small, reading)
    assert first.left_out["statement_budget_used_up"] == 1
    assert intake.read(small).landed > 0
    assert len(intake.certificates()) == 3
    assert intake.read(small).landed == 0


def _fill_every_stream(small: StoreAt) -> None:
    small.register(certificate(1))
    small.add(store.certificate_state, _state(1, "SENT", "FKASSA"))
    small.add(store.relation, _relation(1))
    small.add(
        store.arende,
        {
            "INTYGS_ID": "certificate-001",
            "MEDDELANDE_ID": "message-1",
            "AMNE": "KOMPLT",
            "LOGISK_ADRESSMOTTAGARE": "X",
            "MEDDELANDE_DATA": "<a>åäö</a>",
            "TIMESTAMP": RECEIVED,
        },
    )
    copy = {
        "CERTIFICATE_TYPE": "lisjp",
        "CIVIC_REGISTRATION_NUMBER": "19800101-2386",
        "CARE_UNIT_ID": "U1",
        "CARE_UNIT_NAME": "",
        "CARE_GIVER_ID": "P1",
        "SIGNING_DOCTOR_ID": "D1",
        "SIGNING_DOCTOR_NAME": "",
        "SIGNING_DATETIME": RECEIVED,
        "DIAGNOSE_CODE": "F430",
        "DELETED": False,
        "TEST_CERTIFICATE": False,
    }
    small.add(store.sjukfall_cert, copy | {"ID": "copy-1"}, copy | {"ID": "copy-2", "TEST_CERTIFICATE": True})
    period = {"CAPACITY_PERCENTAGE": 50, "FROM_DATE": "2026-09-01", "TO_DATE": "2026-09-14"}
    small.add(
        store.sjukfall_cert_work_capacity, period | {"CERTIFICATE_ID": "copy-1"}, period | {"CERTIFICATE_ID": "copy-2"}
    )
    small.add(
        store.reko,
        {
            "STATUS": "REKO_3",
            "PATIENT_ID": PATIENT,
            "STAFF_ID": "S1",
            "STAFF_NAME": "S",
            "CARE_PROVIDER_ID": "P1",
            "CARE_UNIT_ID": "U1",
            "SICK_LEAVE_TIMESTAMP": RECEIVED,
            "REGISTRATION_TIMESTAMP": RECEIVED,
        },
    )
    small.add(store.approved_receiver, {"CERTIFICATE_ID": "certificate-001", "RECEIVER_ID": "FBA", "APPROVED": True})


def test_every_stream_lands_its_events(small: StoreAt, intake: Intake) -> None:
    _fill_every_stream(small)
    counts = intake.read(small)
    assert intake.landed("source", "event_type") == [
        ("store/coordinators", "coordinator"),
        ("store/documents", "created"),
        ("store/messages", "message"),
        ("store/receivers", "receiver"),
        ("store/relations", "relation"),
        ("store/sick-leave-copies", "sick_leave_copy"),
        ("store/states", "sent"),
    ]
    assert counts.left_out["test_certificate"] == 1
    assert intake.read(small).landed == 0


@pytest.mark.parametrize("stream", StoreStream)
def test_a_stream_that_is_switched_off_is_not_read(open_store: OpenStore, intake: Intake, stream: StoreStream) -> None:
    small = open_store("sqlite")
    _fill_every_stream(small)
    intake.read(small, StoreReading(off=frozenset({stream})))
    sources = {source for (source,) in intake.landed("source")}
    assert sources == {f"store/{one}" for one in StoreStream if one is not stream}
    intake.read(small)
    assert len(intake.landed("source")) == len(StoreStream)


def test_a_store_without_a_table_is_refused_unless_its_stream_is_off(small: StoreAt) -> None:
    store.reko.drop(small.engine)
    with pytest.raises(UserError, match="REKO"):
        StoreSource(small.url)
    StoreSource(small.url, StoreReading(off=frozenset({StoreStream.COORDINATORS}))).close()


def test_a_file_that_is_not_there_is_not_made(intake: Intake) -> None:
    missing = intake.pipeline.root / "missing.sqlite"
    with pytest.raises(SourceUnavailableError):
        StoreSource(f"sqlite:///{missing}")
    assert not missing.exists()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "sqlite"])
def test_a_store_that_goes_away_is_caught_up_with(
    open_store: OpenStore, intake: Intake, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(store_source, "PAGE", 2)
    small = open_store(kind)
    assert small.server is not None
    for number in range(1, 6):
        small.register(certificate(number))
    source = intake.source(small)
    batches = source.batches(lambda _: {})
    next(batches)
    small.server.stop()
    try:
        with pytest.raises(SourceUnavailableError) as raised:
            list(batches)
        assert "certificate-00" not in str(raised.value)
    finally:
        source.close()
        small.server.start()
    intake.read(small)
    assert len(intake.certificates()) == 5


def _eventful_history(small: StoreAt, intake: Intake) -> None:
    """Everything that makes reading hard, with readings in between."""
    small.register(certificate(1))
    small.register(certificate(2, diagnosis="M545"), payload=b"\xff\xfe not a document")
    with small.engine.begin() as connection:
        add_certificate(connection, certificate(3))
    small.add(store.certificate_state, _state(3, "CANCELLED", "HSVARD", days=2))
    intake.read(small)
    with small.open_registration(certificate(4, relations=(("ERSATT", "certificate-001"),))):
        small.roll_back_registration()
        small.register(certificate(5, diagnosis="M545"))
        intake.read_batches(small, 1)
        intake.later(hours=1)
        intake.read(small)
    small.keys += 1
    document = certificate(3)
    with small.engine.begin() as connection:
        connection.execute(
            sa.insert(store.original_certificate).values(
                ID=small.keys,
                RECEIVED=RECEIVED,
                DOCUMENT=write_document(document),
                CERTIFICATE_ID=document.certificate_id,
            )
        )
    small.add(store.certificate_state, _state(5, "SENT", "FKASSA", days=5), _state(5, "SENT", "FKASSA", days=5))
    intake.later(hours=1)
    intake.read(small)
    intake.later(hours=30)
    intake.read(small)


def test_the_core_is_the_same_byte_for_byte_whatever_the_database(open_store: OpenStore, tmp_path: Path) -> None:
    cores: dict[str, dict[str, bytes]] = {}
    for kind in KINDS:
        small, intake = open_store(kind), Intake(Pipeline(tmp_path / f"data-{kind}", TODAY))
        _eventful_history(small, intake)
        cores[kind] = intake.core()
        identities = [f"certificate-{number:03}" for number in range(1, 6)]
        assert intake.certificates() == identities
    assert cores["postgresql"] == cores["sqlite"]
    assert cores["mariadb"] == cores["sqlite"]
    at_once = Intake(Pipeline(tmp_path / "data-at-once", TODAY))
    at_once.read(small)
    assert at_once.core() == cores["sqlite"]
