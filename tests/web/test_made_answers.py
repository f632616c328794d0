"""How many costly answers a visitor may have made: no reader notices, and nobody keeps the site busy alone."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from dashboards.public.made_answers import is_costly
from tests.web.conftest import IDENTITY
from warehouse.storage import DataDirectory, Zone

FILE = "/nationell/aldersgrupp.csv"


@pytest.fixture
def client(data: DataDirectory) -> FlaskClient:
    return create_public_app(data.zone(Zone.PUBLIC), IDENTITY, ApiConfiguration(calls=2, seconds=600)).test_client()


def test_more_than_a_visitor_reads_is_refused_with_the_time_to_wait(client: FlaskClient) -> None:
    asked = [f"{FILE}?period=senaste-{months}" for months in range(1, 5)]
    assert [client.get(path).status_code for path in asked] == [200] * 4
    for path in (f"{FILE}?period=senaste-9", "/embed/aldersgrupp", "/s/none", "/_page/en/data/egen-tabell"):
        refused = client.get(path)
        assert refused.status_code == 429, path
        assert 0 < int(refused.headers["Retry-After"]) <= 601
    assert "För många anrop" in client.get("/s/none").text
    assert client.get(asked[0]).status_code == 200, "what is kept is given to anybody"
    assert client.get("/nationell/aldersgrupp").status_code == 200, "pages are not counted"
    assert client.get(FILE, environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 200, "each counts by itself"


def test_an_ordinary_visitor_is_never_refused(data: DataDirectory) -> None:
    client = create_public_app(data.zone(Zone.PUBLIC), IDENTITY).test_client()
    answers = [client.get(f"{FILE}?period=senaste-{months}").status_code for months in range(1, 61)]
    assert answers == [200] * 60


@pytest.mark.parametrize(
    ("path", "costly"),
    [
        ("/nationell/karta.png", True),
        ("/en/nationell/oversikt.pdf", True),
        ("/en/embed/lan", True),
        ("/_page/en/s/abc", True),
        ("/data/egen-tabell", True),
        ("/nationell/lan", False),
        ("/api/v2/tables", False),
        ("/assets/site.css", False),
        ("/data/releases.atom", False),
    ],
)
def test_what_is_costly(path: str, costly: bool) -> None:
    assert is_costly(path) is costly
