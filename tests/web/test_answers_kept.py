"""A second visitor gets the answer that was made for the first, and everything that is not the answer is made anew."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dashboards.components.address import Address
from dashboards.components.page import Page
from dashboards.public.app import create_public_app
from dashboards.public.pages import PublicPages
from tests.web.conftest import IDENTITY
from warehouse.storage import DataDirectory, Zone

PAGE = "/nationell/aldersgrupp?fran=2026-01"
DATA = "/api/v2/tables/SF01/data"


@pytest.fixture
def client(data: DataDirectory) -> FlaskClient:
    return create_public_app(data.zone(Zone.PUBLIC), IDENTITY).test_client()


def test_a_page_is_made_once(data: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    make = PublicPages.page

    def noting(pages: PublicPages, address: Address) -> Page:
        made.append(address.url)
        return make(pages, address)

    monkeypatch.setattr(PublicPages, "page", noting)
    client = create_public_app(data.zone(Zone.PUBLIC), IDENTITY).test_client()
    first, second = client.get(PAGE), client.get(PAGE)
    assert second.data == first.data
    assert second.headers == first.headers
    assert made == [PAGE]
    packed = client.get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert client.get(PAGE).headers.get("Content-Encoding") is None


def test_what_may_be_framed_elsewhere_may_be_the_second_time_too(client: FlaskClient) -> None:
    first, second = (client.get("/embed/aldersgrupp") for _ in range(2))
    assert first.status_code == 200
    assert "frame-ancestors *" in first.headers["Content-Security-Policy"]
    again = client.get("/embed/aldersgrupp", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    for answer in (second, again):
        assert answer.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors 'none'" in client.get(PAGE).headers["Content-Security-Policy"]


def test_calls_are_counted_all_the_same(client: FlaskClient) -> None:
    first, second = client.get(DATA), client.get(DATA)
    assert second.get_json() == first.get_json()
    left = [int(answer.headers["X-RateLimit-Remaining"]) for answer in (first, second)]
    assert left[1] == left[0] - 1
    assert second.headers["Access-Control-Allow-Origin"] == "*"
    assert client.head(DATA).headers["ETag"] == first.headers["ETag"]
