"""From the certificate service through landing to staged rows, with the settings and assets that everybody uses."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.assets.landing import land_all
from pipelines.control.service_totals import ServiceTotals, compare_totals
from pipelines.erasure import Tombstones
from pipelines.landing.landing import Landing, LandingCounts
from pipelines.reconciliation.service import ServiceComparison, compare_with_service
from pipelines.running import run_groups
from pipelines.sources.configured import configured_sources
from pipelines.sources.service import ServiceSource
from pipelines.sources.service_answers import Totals
from pipelines.sources.service_known import Known
from pipelines.staging.stage import Staging
from pipelines.synthetic.documents import MessageDocument, write_message
from tests.integration.service.conftest import PROVIDER, document
from tests.servers.certificate_service import CertificateService, status
from warehouse.errors import SourceUnavailableError
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory


class Platform:
    """Landing and staging below a directory, fed by the service that the settings name."""

    def __init__(self, root: Path, service: CertificateService, **more: str) -> None:
        self.settings: Settings = load_settings(data=root, service_url=service.url, service_providers=PROVIDER, **more)
        self.data = DataDirectory(root)
        self.staging = Staging(self.data.staging)

    def ingest(self) -> LandingCounts:
        with closing(Landing(self.data.landing)) as landing:
            with closing(configured_sources(self.settings)["service"]()) as source:
                counts = land_all(source, landing, Tombstones(landing, self.data))
            self.staging.stage_missing(landing)
        return counts

    def rows(self, table: str) -> list[dict[str, Any]]:
        paths = sorted(self.staging.directory.glob(f"*/{table}.parquet"))
        return [row for path in paths for row in pq.read_table(path).to_pylist()]


@pytest.fixture
def platform(tmp_path: Path, service: CertificateService) -> Platform:
    return Platform(tmp_path, service)


def test_documents_and_states_become_rows(platform: Platform, service: CertificateService) -> None:
    service.hold(PROVIDER, "c1", document("c1"), sent="2026-09-02T08:00:00", revoked="2026-09-03T07:00:00Z")
    service.hold(PROVIDER, "c2", document("c2"), revoked="no time at all")
    assert platform.ingest().landed == 5
    documents = platform.rows("certificate_document")
    assert {(row["certificate_id"], row["type_id"], row["source_rank"]) for row in documents} == {
        ("c1", "LISJP", 0),
        ("c2", "LISJP", 0),
    }
    states = {
        (row["certificate_id"], row["event_type"]): row["event_time"] for row in platform.rows("certificate_event")
    }
    assert str(states["c1", "sent"]) == "2026-09-02 08:00:00"
    assert str(states["c1", "revoked"]) == "2026-09-03 09:00:00"
    assert states["c2", "revoked"] is None
    assert platform.rows("quarantine") == []


def test_what_is_landed_is_not_read_again_until_there_is_more(platform: Platform, service: CertificateService) -> None:
    for number in range(100):
        service.hold(PROVIDER, f"c{number}", document(f"c{number}"))
    assert platform.ingest().landed == 100
    pages = service.calls["export"]
    assert platform.ingest().offered == 0
    assert service.calls["export"] == pages
    service.held[PROVIDER][7]["revoked"] = {"revokedAt": "2026-09-03T09:00:00"}
    assert platform.ingest().landed == 1
    assert platform.ingest().offered == 0


def test_one_bad_document_alone_is_quarantined(platform: Platform, service: CertificateService) -> None:
    service.hold(PROVIDER, "c1", document("c1"))
    service.hold(PROVIDER, "no-base64", b"", xml="no Base64!")
    service.hold(PROVIDER, "latin", "<å/>".encode("latin-1"))
    service.hold(PROVIDER, "none", b"", xml=None)
    service.held[PROVIDER].append("no document")
    platform.ingest()
    assert [row["certificate_id"] for row in platform.rows("certificate_document")] == ["c1"]
    assert sorted(row["reason"] for row in platform.rows("quarantine")) == [
        "empty_document",
        "not_xml",
        "not_xml",
        "wrong_encoding",
    ]
    assert platform.ingest().offered == 0, "what is in quarantine is landed, so the totals agree"


def test_a_message_about_an_unknown_certificate_brings_its_document(
    platform: Platform, service: CertificateService
) -> None:
    service.hold("A-PROVIDER-NOBODY-KNOWS", "c1", document("c1", "A-PROVIDER-NOBODY-KNOWS"))
    folder = platform.data.root / "documents"
    folder.mkdir()
    message = MessageDocument("m1", "to_care", "c1", "198001012386", "KOMPLT", "2026-09-05T08:00:00")
    (folder / "message.xml").write_bytes(write_message(message))
    with closing(Landing(platform.data.landing)) as landing:
        reading = load_settings(data=platform.data.root, documents=folder, quiet_seconds=0)
        with closing(configured_sources(reading)["folder"]()) as source:
            land_all(source, landing, Tombstones(landing, platform.data))
        platform.staging.stage_missing(landing)
    assert Known(platform.settings).gaps() == ["c1"]
    assert platform.ingest().landed == 1
    assert Known(platform.settings).gaps() == []
    assert "A-PROVIDER-NOBODY-KNOWS" in Known(platform.settings).providers()


def test_a_reading_that_was_cut_short_is_caught_up_with(platform: Platform, service: CertificateService) -> None:
    for number in range(100):
        service.hold(PROVIDER, f"c{number}", document(f"c{number}"))
    service.fail("export", lambda response: response, *[status(401)])
    with pytest.raises(SourceUnavailableError):
        platform.ingest()
    platform.ingest()
    assert {row["certificate_id"] for row in platform.rows("certificate_document")} == {f"c{n}" for n in range(100)}
    assert Known(platform.settings).held() == {PROVIDER: Totals(100, 0)}


def test_a_certificate_lost_from_landing_is_read_again(platform: Platform, service: CertificateService) -> None:
    service.hold(PROVIDER, "c1", document("c1"))
    service.hold(PROVIDER, "c2", document("c2"))
    platform.ingest()
    with closing(Landing(platform.data.landing)) as landing:
        (segment,) = landing.ledger.segments()
        (rows,) = landing.read_segment(segment.number, ["event_key", "certificate_id"])
        lost = next(row["event_key"] for row in rows.to_pylist() if row["certificate_id"] == "c1")
        landing.without(segment.number, {lost})
        assert compare_totals(landing, Known(platform.settings)) == ServiceTotals(providers=1, differing=1, missing=1)
    assert platform.ingest().landed == 1
    with closing(Landing(platform.data.landing)) as landing:
        assert compare_totals(landing, Known(platform.settings)) == ServiceTotals(providers=1)


def test_what_the_service_has_erased_is_seen(platform: Platform, service: CertificateService) -> None:
    service.hold(PROVIDER, "c1", document("c1"))
    service.hold(PROVIDER, "c2", document("c2"))
    platform.ingest()
    del service.held[PROVIDER][0]
    assert platform.ingest().landed == 0
    with closing(Landing(platform.data.landing)) as landing:
        assert compare_totals(landing, Known(platform.settings)) == ServiceTotals(providers=1, differing=1, vanished=1)


def test_care_providers_of_the_directory_are_known(platform: Platform, service: CertificateService) -> None:
    service.hold("TSTNMT-VARDGIVARE-2", "c1", document("c1"))
    unit = {"kind": "unit", "id": "TSTNMT-ENHET-2", "namn": "Enhet", "vgid": "TSTNMT-VARDGIVARE-2"}
    provider = {"kind": "provider", "id": "tstnmt-vardgivare-3", "namn": "Vårdgivare"}
    with closing(Landing(platform.data.landing)) as landing:
        landing.land_file("hsa_lookups", f"{json.dumps(unit)}\n{json.dumps(provider)}\n".encode())
    assert Known(platform.settings).providers() == {PROVIDER, "TSTNMT-VARDGIVARE-2", "TSTNMT-VARDGIVARE-3"}
    assert platform.ingest().landed == 1


def test_the_assets_read_the_configured_service(
    tmp_path: Path, service: CertificateService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTYG_SERVICE_URL", service.url)
    monkeypatch.setenv("INTYG_SERVICE_PROVIDERS", f" {PROVIDER.lower()}, ANOTHER")
    service.hold(PROVIDER, "c1", document("c1"))
    run_groups(tmp_path, ("landing", "staging"))
    with closing(Landing(DataDirectory(tmp_path).landing)) as landing:
        (state,) = landing.ledger.source_states()
        content = b"".join(path.read_bytes() for path in landing.directory.glob("ledger.sqlite*"))
    assert state.source == "service"
    assert state.failure is None
    assert PROVIDER.encode() not in content


def _compare(platform: Platform) -> ServiceComparison:
    with closing(configured_sources(platform.settings)["service"]()) as source:
        assert isinstance(source, ServiceSource)
        return compare_with_service(platform.settings, source)


def test_what_is_twice_gone_from_the_service_is_a_candidate_for_erasure(
    platform: Platform, service: CertificateService
) -> None:
    for number in range(5):
        service.hold(PROVIDER, f"c{number}", document(f"c{number}"))
    platform.ingest()
    assert _compare(platform) == ServiceComparison(here=5, differing=0, gone=0, candidates=0)
    service.held["MOVED-TO-ANOTHER"] = [service.held[PROVIDER].pop()]
    service.held[PROVIDER].pop(0)
    assert _compare(platform) == ServiceComparison(here=5, differing=1, gone=1, candidates=0)
    assert _compare(platform) == ServiceComparison(here=5, differing=1, gone=1, candidates=1)


def test_a_comparison_that_is_not_answered_whole_notes_nothing(platform: Platform, service: CertificateService) -> None:
    for number in range(2):
        service.hold(PROVIDER, f"c{number}", document(f"c{number}"))
    platform.ingest()
    del service.held[PROVIDER][0]
    service.fail("exists", *[status(500)] * 8)
    for _ in range(2):
        with pytest.raises(SourceUnavailableError, match="could not answer everything"):
            _compare(platform)
    assert _compare(platform).candidates == 0
