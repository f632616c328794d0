"""What a hostile visitor sends to the public process has no effect on what others get, and breaks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.public.api import samples
from tests.web.own_process import OwnProcess, own_process
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


def test_samples_for_the_command_line_are_quoted_for_it() -> None:
    site = "http://a'$(id)'b"
    assert samples.curl(site).endswith("outputFormat=csv'")
    assert "'http://a'\"'\"'$(id)'\"'\"'b/api/" in samples.curl(site)
    compile(samples.python('http://a"+quit()+"'), "sample", "exec")
