"""A second visitor gets the answer that was made for the first, and everything that is not the answer is made anew."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from dashboards.components.address import Address
from dashboards.components.page import Page
from dashboards.public.app import create_public_app
from dashboards.public.pages import PublicPages
from dashboards.serving import freshness
from dashboards.serving.kept_answers import KeptAnswers
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


@pytest.mark.parametrize(
    ("accepted", "used"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate, br;q=1.0", "br"),
        ("gzip;q=0.9, br;q=0.1, x-1", "gzip"),
        ("x-2, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, gzip;q=0", None),
        ("x-3", None),
        ("", None),
    ],
)
def test_an_answer_is_packed_as_the_visitor_can_unpack_it(client: FlaskClient, accepted: str, used: str | None) -> None:
    for _ in range(2):
        answer = client.get(PAGE, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == used
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_ways_to_write_what_one_can_unpack_take_no_room(data: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    stores: list[KeptAnswers] = []

    def noted() -> KeptAnswers:
        stores.append(KeptAnswers())
        return stores[-1]

    monkeypatch.setattr(freshness, "KeptAnswers", noted)
    client = create_public_app(data.zone(Zone.PUBLIC), IDENTITY).test_client()
    for number in range(50):
        client.get(PAGE, headers={"Accept-Encoding": f"br, gzip, x-{number}"})
        client.get(PAGE, headers={"Accept-Encoding": f"gzip, br;q=0, x-{number}"})
        client.get(PAGE, headers={"Accept-Encoding": f"x-{number}"})
    assert [len(store) for store in stores] == [3]


def test_a_kept_file_still_names_its_description(client: FlaskClient) -> None:
    first, second = (client.get("/nationell/aldersgrupp.csv") for _ in range(2))
    assert 'rel="describedby"' in first.headers["Link"]
    assert second.headers["Link"] == first.headers["Link"]


def test_what_depends_on_the_day_is_made_anew_on_the_next(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/api/v2/tables?pastDays=30"
    tags = []
    for day in (date(2026, 11, 23), date(2026, 11, 24)):
        monkeypatch.setattr(freshness, "swedish_day", lambda day=day: day)
        tags.append(client.get(path).headers["ETag"])
    assert tags[0] != tags[1]
    assert client.get(path, headers={"If-None-Match": tags[0]}).status_code == 200
    assert client.get(path, headers={"If-None-Match": tags[1]}).status_code == 304
