"""What a report page says about its figures leads to the method, the open table, and a call that answers."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as parser

from dashboards.components.controls import FORM_NAMES
from warehouse.reports import registry
from warehouse.reports.result import Level

NATIONAL = [
    f"/nationell/{report.slug}?form={FORM_NAMES[view]}&fran=2025-01&till=2025-12&diagnos=F43,M54"
    for report in registry.reports(Level.NATIONAL)
    for view in report.levels[Level.NATIONAL]
]


@pytest.fixture
def client(public_app: Flask, request: pytest.FixtureRequest) -> FlaskClient:
    """A client of its own address for each test: one alone may not call as often as all of them do."""
    made = public_app.test_client()
    made.environ_base["REMOTE_ADDR"] = f"192.0.2.{sum(request.node.name.encode()) % 250 + 1}"
    return made


def _links(client: FlaskClient, address: str) -> dict[str, Any]:
    page = parser.fromstring(client.get(address).text)
    rows = page.xpath("//dl[contains(@class, 'facts')]/div[dd/a]")
    return {row.findtext("dt"): row.find("dd/a") for row in rows}


@pytest.mark.parametrize("address", [*NATIONAL, "/nationell/lan?form=tidsserie&lan=01,12", "/nationell/median"])
def test_the_call_for_a_view_answers(client: FlaskClient, address: str) -> None:
    links = _links(client, address)
    assert client.get(links["Metod"].get("href")).status_code == 200
    assert client.get(links["Öppen tabell"].get("href")).status_code == 200
    call = links["API-anrop för vyn"]
    assert call.text.startswith("Vyns tal ur ")
    answer = client.get(call.get("href"))
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["value"]


def test_the_call_asks_for_the_counties_that_are_shown(client: FlaskClient) -> None:
    call = _links(client, "/nationell/lan?form=tidsserie&lan=01,12")["API-anrop för vyn"].get("href")
    index = client.get(call).get_json()["dimension"]["Region"]["category"]["index"]
    assert sorted(index) == ["00", "01", "12"]


def test_a_period_that_no_open_table_holds_has_no_call(client: FlaskClient) -> None:
    links = _links(client, "/nationell/aldersgrupp?form=tvarsnitt")
    assert "Öppen tabell" in links
    assert "API-anrop för vyn" not in links
