"""What a hostile visitor sends to the public process has no effect on what others get, and breaks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pydantic import ValidationError

from dashboards.public.api import samples
from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY
from tests.web.own_process import OwnProcess, own_process
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone

TABLE = "/api/v2/tables/SF01?lang=en"
EVIL = "/evil.example"


@pytest.fixture(scope="module")
def process(data: DataDirectory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnProcess]:
    queries: Path = tmp_path_factory.mktemp("queries")
    with own_process(data.zone(Zone.PUBLIC), queries) as running:
        yield running


@pytest.mark.parametrize("path", [TABLE, "/data", "/nationell/aldersgrupp"])
def test_a_visitor_cannot_put_a_prefix_before_the_links_of_others(process: OwnProcess, path: str) -> None:
    """Several times, for two workers answer and each keeps its own answers."""
    for _ in range(6):
        assert process.ask(EVIL + path, {"SCRIPT_NAME": EVIL}).status == 404
        answer = process.ask(path, {"SCRIPT_NAME": "", "X-Forwarded-Prefix": EVIL})
        assert answer.status == 200
        assert "evil.example" not in answer.text
        assert "evil.example" not in process.ask(path).text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Ssl": "on"},
        {"X-Forwarded-Protocol": "ssl"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example;proto=https"},
    ],
)
def test_without_a_proxy_nobody_is_believed_about_protocol_and_host(
    process: OwnProcess, headers: dict[str, str]
) -> None:
    own = process.ask(TABLE).text
    assert process.url in own
    assert process.ask(TABLE, headers).text == own


BAD_HOSTS = (
    "a b",
    "user@evil.example",
    "evil.example/x?y=",
    "",
    "xn--99999999",
    "-a.example",
    "a:99999",
    "[::g]",
    "a..b",
)


@pytest.mark.parametrize("host", BAD_HOSTS)
def test_what_is_no_host_is_refused(process: OwnProcess, host: str) -> None:
    answer = process.ask("/nationell/aldersgrupp", {"Host": host})
    assert answer.status == 400
    if answer.headers["Content-Type"].startswith("text/plain"):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8050", "127.0.0.1", "[::1]:8050", "xn--sjukfrskring-mcb3w.se"]
)
def test_without_a_setting_every_well_formed_host_is_answered(process: OwnProcess, host: str) -> None:
    answer = process.ask("/nationell/aldersgrupp", {"Host": host})
    assert answer.status == 200
    shown = host.replace("xn--sjukfrskring-mcb3w", "sjukförsäkring")
    assert f'content="http://{shown}/nationell/aldersgrupp"' in answer.text


@pytest.fixture(scope="module")
def addressed(data: DataDirectory) -> FlaskClient:
    told = ApiConfiguration(public_address="https://statistik.example/", hosts=("old.example",), trusted_proxies=1)
    return create_public_app(data.zone(Zone.PUBLIC), IDENTITY, told).test_client()


@pytest.mark.parametrize("host", ["statistik.example", "OLD.example:443", "127.0.0.1:8050", "localhost", "10.0.0.7"])
def test_a_public_address_stands_in_links_whatever_a_request_says(addressed: FlaskClient, host: str) -> None:
    for path in ("/nationell/aldersgrupp", "/api/v2/tables/SF01", "/data", "/data/releases.atom"):
        answer = addressed.get(path, headers={"Host": host, "X-Forwarded-Proto": "http"})
        assert answer.status_code == 200
        assert f"//{host}/" not in answer.text.replace("https://statistik.example", "")
    page = addressed.get("/nationell/aldersgrupp", headers={"Host": host})
    assert 'content="https://statistik.example/nationell/aldersgrupp"' in page.text


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}])
def test_with_a_public_address_other_hosts_are_refused(addressed: FlaskClient, headers: dict[str, str]) -> None:
    assert addressed.get("/nationell/aldersgrupp", headers=headers).status_code == 400


@pytest.mark.parametrize("address", ["statistik.example", "https://statistik.example/path", "https://a b"])
def test_a_public_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        Settings(public_address=address)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/_dash-component-suites/dash/..%2f..%2f", 404),
        ("GET", "/_dash-component-suites/none/none.js", 404),
        ("POST", "/_dash-update-component", 405),
    ],
)
def test_addresses_of_the_framework_that_there_are_not(
    process: OwnProcess, method: str, path: str, status: int
) -> None:
    body = b"[]" if method == "POST" else b""
    assert process.ask(path, {"Content-Type": "application/json"}, method, body).status == status


def test_many_who_want_pdf_files_at_once_leave_room_for_others(process: OwnProcess) -> None:
    """Each worker makes one at a time and lets one wait; nobody gets anything but a file or a time to come back."""
    paths = [f"/nationell/diagnosgrupp.pdf?form=tidsserie&period=senaste-{60 + number}" for number in range(10)]
    with ThreadPoolExecutor(len(paths)) as asking:
        answers = list(asking.map(process.ask, paths))
    assert {answer.status for answer in answers} == {200, 503}
    for answer in answers:
        if answer.status == 503:
            assert int(answer.headers["Retry-After"]) > 0
            assert "PDF" in answer.text
        else:
            assert answer.body.startswith(b"%PDF")


def test_samples_for_the_command_line_are_quoted_for_it() -> None:
    site = "http://a'$(id)'b"
    assert samples.curl(site).endswith("outputFormat=csv'")
    assert "'http://a'\"'\"'$(id)'\"'\"'b/api/" in samples.curl(site)
    compile(samples.python('http://a"+quit()+"'), "sample", "exec")
