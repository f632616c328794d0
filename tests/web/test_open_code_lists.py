"""Aggregations in the API: larger values with the values that each stands for (dashboards 19.2)."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY
from warehouse.storage import DataDirectory, Zone

BASE = "/api/v2"
LATEST = {"variableCode": "Tid", "valueCodes": ["TOP(1)"]}
CASES = {"variableCode": "ContentsCode", "valueCodes": ["Sjukfall"]}


@pytest.fixture(scope="module")
def client(data: DataDirectory) -> FlaskClient:
    return create_public_app(data.zone(Zone.PUBLIC), IDENTITY, ApiConfiguration(calls=1_000_000)).test_client()


def _data(client: FlaskClient, table: str, *selection: dict[str, Any]) -> Any:
    answer = client.post(f"{BASE}/tables/{table}/data", json={"selection": list(selection)})
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def _by_code(told: Any, variable: str) -> dict[str, Any]:
    return dict(zip(told["dimension"][variable]["category"]["index"], told["value"], strict=True))


def test_metadata_name_aggregations_and_they_tell_what_they_stand_for(client: FlaskClient) -> None:
    told = client.get(f"{BASE}/tables/SF03/metadata").get_json()["dimension"]["Alder"]["extension"]
    known = {one["id"]: one["type"] for one in told["codelists"]}
    assert known["agg_SF03_Alder_coarse"] == "Aggregation"
    assert told["codeLists"] == told["codelists"]
    ages = client.get(f"{BASE}/codelists/agg_sf03_alder_coarse?lang=en").get_json()
    assert (ages["type"], ages["elimination"]) == ("Aggregation", False)
    assert {one["code"]: one["valueMap"] for one in ages["values"]}["21-30"] == ["21-25", "26-30"]
    counties = client.get(f"{BASE}/codelists/agg_SF01_Region_country").get_json()
    assert [one["code"] for one in counties["values"]] == ["00"]
    assert len(counties["values"][0]["valueMap"]) == 22


def test_ages_are_added_up_and_say_so(client: FlaskClient) -> None:
    larger = {"variableCode": "Alder", "codelist": "agg_SF03_Alder_coarse", "valueCodes": ["*"]}
    told = _data(client, "SF03", larger, LATEST, CASES)
    single = _by_code(_data(client, "SF03", {"variableCode": "Alder", "valueCodes": ["*"]}, LATEST, CASES), "Alder")
    found = _by_code(told, "Alder")
    assert list(found) == ["0-20", "21-30", "31-40", "41-50", "51-60", "61-"]
    parts = [single["31-35"], single["36-40"]]
    assert found["31-40"] == (None if None in parts else sum(parts))
    assert any("summan av de publicerade" in note for note in told["note"])
    assert told["dimension"]["Alder"]["extension"]["elimination"] is False


def test_one_larger_age_by_get_and_as_metadata(client: FlaskClient) -> None:
    asked = "codelist[Alder]=agg_SF03_Alder_coarse"
    query = f"{asked}&valueCodes[Alder]=41-*&valueCodes[Tid]=TOP(2)&valueCodes[ContentsCode]=*"
    told = client.get(f"{BASE}/tables/SF03/data?{query}").get_json()
    assert list(told["dimension"]["Alder"]["category"]["index"]) == ["41-50"]
    metadata = client.get(f"{BASE}/tables/SF03/metadata?{asked}").get_json()
    assert len(metadata["dimension"]["Alder"]["category"]["index"]) == 6
    px = client.get(f"{BASE}/tables/SF03/data?{query}&outputFormat=px")
    assert px.status_code == 200


def test_larger_values_that_are_published_keep_their_own_figures(client: FlaskClient) -> None:
    country = {"variableCode": "Region", "codelist": "agg_SF01_Region_country", "valueCodes": ["*"]}
    every = {"variableCode": "Region", "valueCodes": ["00"]}
    assert (
        _data(client, "SF01", country, LATEST, CASES)["value"] == _data(client, "SF01", every, LATEST, CASES)["value"]
    )
    # Some clients write the name of the list in two words.
    written = {"variableCode": "Region", "codeList": "agg_SF01_Region_country", "valueCodes": ["*"]}
    assert _data(client, "SF01", written, LATEST, CASES)["id"] == ["Region", "ContentsCode", "Tid"]


def test_values_that_an_aggregation_does_not_have(client: FlaskClient) -> None:
    query = "codelist[Alder]=agg_SF03_Alder_coarse&valueCodes[Alder]=21-25&valueCodes[Tid]=*&valueCodes[ContentsCode]=*"
    answer = client.get(f"{BASE}/tables/SF03/data?{query}")
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (400, "unknown_values")
