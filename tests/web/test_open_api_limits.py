"""How many calls a client may make, and who counts as one client."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone

CONFIG = "/api/v2/config"
CALLS = 30


def _client(data: DataDirectory, proxies: int = 0) -> FlaskClient:
    configuration = ApiConfiguration(calls=CALLS, trusted_proxies=proxies)
    return create_public_app(data.zone(Zone.PUBLIC), IDENTITY, configuration).test_client()


def _statuses(client: FlaskClient, number: int, address: str = "192.0.2.1", **headers: str) -> list[int]:
    place = {"REMOTE_ADDR": address}
    return [client.get(CONFIG, environ_base=place, headers=headers).status_code for _ in range(number)]


def test_the_promised_number_of_calls_is_answered_and_the_next_one_refused(data: DataDirectory) -> None:
    client = _client(data)
    left = []
    for _ in range(CALLS):
        answer = client.get(CONFIG)
        assert answer.status_code == 200
        assert answer.headers["X-RateLimit-Limit"] == str(CALLS)
        assert "Retry-After" not in answer.headers
        left.append(int(answer.headers["X-RateLimit-Remaining"]))
    assert left == list(reversed(range(CALLS)))
    refused = client.get(f"{CONFIG}?lang=en")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 11
    told = refused.get_json(force=True)
    assert (told["code"], told["allowed"]) == ("too_many_calls", CALLS)
    assert told["detail"] == "There were too many calls in a short time: at most 30 in 10 seconds."
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


def test_pages_and_questions_of_browsers_are_not_counted(data: DataDirectory) -> None:
    client = _client(data)
    for _ in range(CALLS + 5):
        assert client.options(CONFIG).status_code == 204
        assert client.get("/halsa").status_code == 200
    assert client.get(CONFIG).headers["X-RateLimit-Remaining"] == str(CALLS - 1)


def test_each_client_counts_by_itself(data: DataDirectory) -> None:
    client = _client(data)
    assert set(_statuses(client, CALLS)) == {200}
    assert _statuses(client, 1) == [429]
    assert _statuses(client, 1, "192.0.2.2") == [200]


def test_a_network_of_ipv6_is_one_client(data: DataDirectory) -> None:
    client = _client(data)
    assert set(_statuses(client, CALLS, "2001:db8:0:1::1")) == {200}
    assert _statuses(client, 1, "2001:db8:0:1::2") == [429]
    assert _statuses(client, 1, "2001:db8:0:2::1") == [200]


def test_a_client_cannot_pretend_to_be_others(data: DataDirectory) -> None:
    client = _client(data)
    given = [_statuses(client, 1, **{"X-Forwarded-For": f"198.51.100.{one}"}) for one in range(CALLS + 1)]
    assert given[-1] == [429]


def test_behind_a_trusted_proxy_the_client_is_whom_it_names(data: DataDirectory) -> None:
    client = _client(data, proxies=1)
    assert set(_statuses(client, CALLS, **{"X-Forwarded-For": "203.0.113.9, 198.51.100.1"})) == {200}
    assert _statuses(client, 1, **{"X-Forwarded-For": "203.0.113.10, 198.51.100.1"}) == [429]
    assert _statuses(client, 1, **{"X-Forwarded-For": "198.51.100.2"}) == [200]


@pytest.mark.parametrize("given", [{"api_cells": 99_999}, {"api_calls": 29}])
def test_limits_cannot_be_set_below_what_is_promised(given: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="greater than or equal"):
        Settings(**given)  # type: ignore[arg-type]
