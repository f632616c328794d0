"""What the certificate service does wrong, and what becomes of the rest."""

from __future__ import annotations

import base64
import logging
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from pipelines.landing.events import EventType
from pipelines.sources.service import ServiceSource
from pipelines.sources.service_client import CallLimits
from tests.integration.service.conftest import HASTY, PROVIDER, document
from tests.integration.service.test_service_reading import read
from tests.servers.certificate_service import (
    CertificateService,
    as_items,
    cut,
    garbled,
    half,
    nested,
    silent,
    status,
)
from warehouse.errors import SourceUnavailableError, UserError

Open = Callable[..., ServiceSource]


def _created(source: ServiceSource) -> list[str | None]:
    return [event.certificate_id for event in read(source) if event.event_type is EventType.CREATED]


def _hold(service: CertificateService, *names: str, provider: str = PROVIDER) -> None:
    for name in names:
        service.hold(provider, name, document(name))


@pytest.mark.parametrize("route", ["total", "export"])
@pytest.mark.parametrize("fault", [status(500), status(503), status(429), cut, half, garbled, nested])
def test_what_goes_wrong_three_times_is_asked_for_again(
    service: CertificateService, open_source: Open, route: str, fault: Any
) -> None:
    _hold(service, "c1", "c2")
    service.fail(route, fault, fault, fault)
    source = open_source()
    assert _created(source) == ["c1", "c2"]
    assert source.left_out == {}


def test_a_page_shorter_than_it_says_is_asked_for_again(service: CertificateService, open_source: Open) -> None:
    _hold(service, "c1", "c2")
    service.too_few = 1

    def mend(_: int) -> None:
        service.too_few = max(service.too_few - service.calls["export"] // 2, 0)

    service.before_page = mend
    assert _created(open_source()) == ["c1", "c2"]
    assert service.calls["export"] == 3, "one page cut, the same again, and an empty one"


def test_a_silent_service_is_unavailable(service: CertificateService, open_source: Open) -> None:
    service.fail("total", *[silent(service)] * 2)
    with pytest.raises(SourceUnavailableError, match="does not answer"):
        read(open_source(limits=CallLimits(pause_seconds=0.001, silent_seconds=0.05, attempts=2)))


def test_an_answer_that_trickles_in_is_given_up(service: CertificateService, open_source: Open) -> None:
    _hold(service, "c1")
    with pytest.raises(SourceUnavailableError, match="does not answer"):
        read(open_source(limits=CallLimits(pause_seconds=0.001, whole_seconds=0, attempts=2)))


def test_a_service_that_is_away_is_said_to_be_so(service: CertificateService) -> None:
    source = ServiceSource("http://127.0.0.1:1/base", lambda: [PROVIDER], limits=HASTY)
    with pytest.raises(SourceUnavailableError) as caught:
        read(source)
    assert PROVIDER not in str(caught.value)
    assert caught.value.__cause__ is None
    source.close()


@pytest.mark.parametrize("code", [401, 403, 302, 400])
def test_a_refusal_is_not_tried_again(service: CertificateService, open_source: Open, code: int) -> None:
    service.fail("total", status(code))
    with pytest.raises(SourceUnavailableError, match=str(code)):
        read(open_source())
    assert service.calls["total"] == 1


def test_one_provider_that_cannot_be_answered_about_keeps_no_other_waiting(
    service: CertificateService, open_source: Open, caplog: pytest.LogCaptureFixture
) -> None:
    _hold(service, "c1", provider="P1")
    _hold(service, "c2", provider="P2")
    service.fail("total", *[status(500)] * HASTY.attempts)
    created: list[str | None] = []
    with caplog.at_level(logging.DEBUG), pytest.raises(SourceUnavailableError) as caught:
        for batch in open_source(("P1", "P2")).batches(lambda _: {}):
            created.extend(event.certificate_id for event in batch.events)
    assert created == ["c2"]
    assert "1 care providers" in str(caught.value)
    assert "P1" not in str(caught.value) + caplog.text


def test_a_service_out_of_order_is_left_in_peace(service: CertificateService, open_source: Open) -> None:
    service.fail("total", *[status(500)] * 1000)
    with pytest.raises(SourceUnavailableError):
        read(open_source(tuple(f"P{number}" for number in range(50)), gaps=lambda: ["c1"]))
    assert service.calls["total"] == 3 * HASTY.attempts
    assert service.calls["xml"] == 0


def test_a_busy_service_lets_a_trigger_wait(service: CertificateService, open_source: Open) -> None:
    _hold(service, "c1")
    service.fail("xml", *[status(500)] * HASTY.attempts)
    with pytest.raises(SourceUnavailableError) as caught:
        open_source().fetch(["c1"])
    assert "c1" not in str(caught.value)


def test_a_gap_that_cannot_be_answered_keeps_no_other_waiting(service: CertificateService, open_source: Open) -> None:
    _hold(service, "c1", "c2", provider="ELSEWHERE")
    service.fail("xml", *[status(500)] * HASTY.attempts)
    source = open_source(gaps=lambda: ["c1", "c2"])
    assert _created(source) == ["c2"]
    assert source.left_out == {"unanswered": 1}


@pytest.mark.parametrize(
    ("xml", "landed"),
    [
        ("not Base64!", b"not Base64!"),
        (None, b""),
        (17, b""),
        ("", b""),
        ("\ud800", b"?"),
        (base64.b64encode(b"\xff\xfe").decode(), b"\xff\xfe"),
    ],
)
def test_one_bad_document_stays_alone(
    service: CertificateService, open_source: Open, xml: object, landed: bytes
) -> None:
    _hold(service, "c1")
    service.hold(PROVIDER, "bad", b"", xml=xml)
    _hold(service, "c2")
    events = [event for event in read(open_source()) if event.event_type is EventType.CREATED]
    assert [event.certificate_id for event in events] == ["c1", "bad", "c2"]
    assert events[1].payload == landed


@pytest.mark.parametrize("item", [None, "text", 17, ["c1"], {}, {"certificateId": 17, "recipient": 1}])
def test_an_item_that_is_no_document_is_landed_beside_the_others(
    service: CertificateService, open_source: Open, item: Any
) -> None:
    _hold(service, "c1", "c2")
    service.held[PROVIDER].insert(1, item)
    assert _created(open_source()) == ["c1", None, "c2"]


def test_a_broken_envelope_leaves_the_document_whole(service: CertificateService, open_source: Open) -> None:
    service.hold(PROVIDER, "c1", document("c1"), recipient="FKASSA", careProvider=None)["revoked"] = "yes"
    created, revoked = read(open_source())
    assert created.payload == document("c1")
    assert (revoked.event_type, revoked.source_time) == (EventType.REVOKED, None)


def test_without_an_id_the_states_carry_the_document_that_has_it(
    service: CertificateService, open_source: Open
) -> None:
    service.hold(PROVIDER, "c1", document("c1"), sent="2026-09-02T08:00:00", revoked="2026-09-03T09:00:00")
    del service.held[PROVIDER][0]["certificateId"]
    events = read(open_source())
    assert {event.event_type for event in events} == {EventType.CREATED, EventType.SENT, EventType.REVOKED}
    assert {event.payload for event in events} == {document("c1")}


def test_a_document_above_the_limit_is_cut_so_that_it_is_refused(
    service: CertificateService, open_source: Open
) -> None:
    service.hold(PROVIDER, "large", b"<" + b"a" * (17 * 1024 * 1024))
    _hold(service, "c1")
    large, small = read(open_source())
    assert len(large.payload) == 16 * 1024 * 1024 + 1
    assert small.certificate_id == "c1"


def test_a_page_above_the_limit_is_read_in_halves(service: CertificateService, open_source: Open) -> None:
    names = [f"c{number:03}" for number in range(100)]
    _hold(service, *names)
    service.hold(PROVIDER, "larger than any answer may be", b"<" + b"a" * 200_000)
    _hold(service, "last")
    source = open_source(limits=CallLimits(pause_seconds=0.001, answer_bytes=150_000))
    assert _created(source)[: len(names) + 1] == [*names, "last"]
    assert source.left_out["too_large"] >= 1


def test_a_page_that_never_can_be_read_is_read_in_halves(service: CertificateService, open_source: Open) -> None:
    """The service fails to write one certificate as JSON, whatever page it is on."""
    names = [f"c{number:03}" for number in range(20)]
    _hold(service, *names)
    held = service.held[PROVIDER]

    def page_with_the_bad_one(response: Any) -> Any:
        return garbled(response) if b'"c007"' in response.get_data() else response

    service.fail("export", *[page_with_the_bad_one] * 1000)
    source = open_source()
    assert set(_created(source)) == {item["certificateId"] for item in held} - {"c007"}
    assert source.left_out["not_json"] >= 1


def test_an_export_that_never_turns_the_page_is_given_up(service: CertificateService, open_source: Open) -> None:
    item = service.hold(PROVIDER, "c1", document("c1"))
    service.fail("export", *[as_items([item])] * 1000)
    with pytest.raises(SourceUnavailableError, match="1 care providers"):
        read(open_source())
    assert service.calls["export"] == 2


@pytest.mark.parametrize("odd", ["", ".", "..", "\x00", "%2e%2e", "?#", "a" * 100_000])
def test_an_odd_id_leads_to_nothing_else(service: CertificateService, open_source: Open, odd: str) -> None:
    """Such an id can stand in any event; it asks for nothing else, and the next id is asked for."""
    _hold(service, "c1", provider="ELSEWHERE")
    source = open_source(gaps=lambda: [odd, "c1"])
    assert _created(source) == ["c1"]
    assert service.calls.keys() <= {"total", "export", "xml"}


@pytest.mark.parametrize("address", ["", "service", "ftp://service", "http://"])
def test_a_wrong_address_is_a_mistake_of_the_user(address: str) -> None:
    with pytest.raises(UserError, match="must begin with"):
        ServiceSource(address, lambda: [])


def test_a_certificate_file_that_cannot_be_read_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "client.pem").write_text("nothing of the kind")
    for name in ("client.pem", "absent.pem"):
        with pytest.raises(UserError, match="client certificate"):
            ServiceSource("https://service", lambda: [], certificate=tmp_path / name)


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """A PEM file with key and certificate that vouches for itself as 127.0.0.1; server, client and authority in one."""
    if not which("openssl"):
        pytest.skip("there is no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    both = tmp_path / "both.pem"
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both


def test_a_service_that_asks_for_a_client_certificate_gets_it(authority: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    demanding = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(authority))
    demanding.verify_mode = ssl.CERT_REQUIRED
    demanding.load_cert_chain(authority)
    service = CertificateService()
    _hold(service, "c1")
    with service.running(demanding):
        known = ServiceSource(service.url, lambda: [PROVIDER], certificate=authority, limits=HASTY)
        assert _created(known) == ["c1"]
        stranger = ServiceSource(service.url, lambda: [PROVIDER], limits=HASTY)
        with pytest.raises(SourceUnavailableError, match="does not answer"):
            read(stranger)
        known.close()
        stranger.close()
