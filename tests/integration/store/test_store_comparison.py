"""The nightly comparison with the store: what the change feed cannot find (rules L-8, L-9 and 12.3)."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest
import sqlalchemy as sa

from pipelines import operations
from pipelines.erasure.candidates import read_candidates
from pipelines.reconciliation.store import RECORD, StoreComparison, compare_with_store
from pipelines.sources import store_feed
from pipelines.sources import store_tables as store
from pipelines.sources.store import StoreReading
from pipelines.sources.store_connection import ReadingLimits
from pipelines.synthetic.documents import write_document
from tests.integration.store.conftest import OpenStore
from tests.integration.store.stores import RECEIVED, Intake, StoreAt, add_certificate, certificate
from warehouse.errors import CheckFailedError, SourceUnavailableError
from warehouse.settings import load_settings
from warehouse.storage import Zone

pytestmark = pytest.mark.xdist_group("databases")


def _compare(small: StoreAt, intake: Intake, reading: StoreReading | None = None) -> StoreComparison:
    with closing(intake.source(small, reading)) as source:
        return compare_with_store(intake.pipeline.settings, source)


def _remove(small: StoreAt, *numbers: int) -> None:
    """What the store's own erasure leaves: nothing."""
    with small.engine.begin() as connection:
        for number in numbers:
            identity = certificate(number).certificate_id
            for table in (store.original_certificate, store.certificate_state, store.certificate_metadata):
                connection.execute(sa.delete(table).where(identity == table.c.CERTIFICATE_ID))
            connection.execute(sa.delete(store.certificate).where(identity == store.certificate.c.ID))


def _candidates(intake: Intake) -> list[str]:
    return read_candidates(intake.pipeline.data).absent("store")


def test_a_row_that_came_after_every_limit_is_fetched(
    small: StoreAt, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_feed, "OVERLAP_KEYS", 0)
    with small.open_registration(certificate(1)):
        small.register(certificate(2))
        intake.read(small)
        intake.later(hours=60)
        intake.read(small)
    assert intake.read(small).landed == 0
    comparison = _compare(small, intake)
    assert (comparison.complete, comparison.lacking, comparison.fetched) == (True, 1, 1)
    assert intake.certificates() == ["certificate-001", "certificate-002"]
    again = _compare(small, intake)
    assert (again.in_store, again.here, again.lacking) == (2, 2, 0)


def test_revocations_are_found_whatever_their_sign_and_time(small: StoreAt, intake: Intake) -> None:
    for number in range(1, 4):
        small.register(certificate(number))
    intake.read(small)
    ages_ago = RECEIVED - timedelta(days=400)
    small.state("certificate-001", "CANCELLED", time=ages_ago)
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
        "TEST_CERTIFICATE": False,
    }
    small.add(
        store.sjukfall_cert, copy | {"ID": "newer-1", "DELETED": True}, copy | {"ID": "newer-2", "DELETED": False}
    )
    with small.engine.begin() as connection:
        connection.execute(
            sa.update(store.certificate_metadata).filter_by(CERTIFICATE_ID="certificate-002").values(IS_REVOKED=True)
        )
    comparison = _compare(small, intake)
    assert comparison.revocations_found == comparison.revoked_in_store == 3
    assert (comparison.marked_without_state, comparison.state_without_mark, comparison.copies_not_here) == (1, 1, 2)
    revoked = intake.landed("certificate_id", "event_type", source="store/revocation-marks")
    assert revoked == [(one, "revoked") for one in ("certificate-001", "certificate-002", "newer-1")]
    assert _compare(small, intake).revocations_found == 0


def test_what_is_missing_two_nights_in_a_row_waits_for_a_decision(small: StoreAt, intake: Intake) -> None:
    for number in range(1, 4):
        small.register(certificate(number))
    intake.read(small)
    _remove(small, 2)
    first = _compare(small, intake)
    assert (first.complete, first.missing_in_store, first.candidates) == (True, 1, 0)
    assert _compare(small, intake).candidates == 1
    assert _candidates(intake) == ["certificate-002"]
    small.register(certificate(2))
    assert _compare(small, intake).candidates == 0
    assert _candidates(intake) == []


def test_when_much_vanishes_at_once_nothing_is_done(open_store: OpenStore, intake: Intake) -> None:
    small = open_store("sqlite")
    for number in range(1, 6):
        small.register(certificate(number))
    intake.read(small)
    _remove(small, 1, 2)
    for _ in range(3):
        comparison = _compare(small, intake)
        assert (comparison.alarm, comparison.candidates) == (2, 0)
    assert _candidates(intake) == []
    assert len(intake.certificates()) == 5


def test_certificates_without_a_document_and_test_certificates_are_counted(small: StoreAt, intake: Intake) -> None:
    small.register(certificate(1))
    with small.engine.begin() as connection:
        add_certificate(connection, certificate(2))
    small.register(certificate(3))
    with small.engine.begin() as connection:
        connection.execute(sa.update(store.certificate).filter_by(ID="certificate-003").values(TEST_CERTIFICATE=True))
    assert intake.read(small).left_out["test_certificate"] == 1
    comparison = _compare(small, intake)
    assert (comparison.without_document, comparison.test_certificates, comparison.lacking) == (1, 1, 0)
    small.keys += 1
    row = {"ID": small.keys, "RECEIVED": RECEIVED, "DOCUMENT": write_document(certificate(2))}
    small.add(store.original_certificate, row | {"CERTIFICATE_ID": "certificate-002"})
    comparison = _compare(small, intake)
    assert (comparison.without_document, comparison.fetched) == (0, 1)


def test_an_interrupted_comparison_notes_nothing_as_absent(small: StoreAt, intake: Intake) -> None:
    small.register(certificate(1))
    intake.read(small)
    _remove(small, 1)
    _compare(small, intake)
    few = StoreReading(limits=ReadingLimits(statements=3))
    with pytest.raises(SourceUnavailableError, match="more statements"):
        _compare(small, intake, few)
    assert _candidates(intake) == []
    assert read_candidates(intake.pipeline.data).missing == {"store": {"certificate-001": 1}}


def test_the_command_compares_and_stages_and_stops_at_an_alarm(
    open_store: OpenStore, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = open_store("sqlite")
    for number in range(1, 4):
        small.register(certificate(number))
    monkeypatch.setenv("INTYG_STORE_URL", small.url)
    settings = load_settings(data=intake.pipeline.root)
    assert "not complete" in operations.ingest(settings, None)[0]
    lines = operations.reconcile(settings)
    assert "Certificates in the store: 3, of them here: 3" in lines
    assert not any("certificate-00" in line for line in lines)
    assert "certificate-00" not in (intake.pipeline.data.zone(Zone.RESTRICTED) / RECORD).read_text()
    _remove(small, 1, 2)
    with pytest.raises(CheckFailedError, match="vanished"):
        operations.reconcile(settings)
