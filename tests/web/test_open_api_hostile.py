"""Calls that are made to cost much or to break something are answered cheaply, in words (dashboards 19.3)."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from lxml import etree

from dashboards.public.api.configuration import EXPRESSIONS, QUERY_BYTES, ApiConfiguration
from dashboards.public.api.queries import MOST_STORED_CELLS
from dashboards.public.app import create_public_app
from dashboards.public.table_builder.pivot import COLUMNS_OF_PART
from tests.web.conftest import IDENTITY
from warehouse.storage import DataDirectory, Zone

BASE = "/api/v2"
DATA = f"{BASE}/tables/SF01/data"
QUERIES = f"{BASE}/savedqueries"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where queries are saved."""
    return tmp_path_factory.mktemp("queries")


@pytest.fixture(scope="module")
def client(data: DataDirectory, kept: Path) -> FlaskClient:
    configuration = ApiConfiguration(calls=1_000_000, saved_queries=kept)
    return create_public_app(data.zone(Zone.PUBLIC), IDENTITY, configuration).test_client()


def _selection(**values: list[str]) -> dict[str, Any]:
    of_all = {"Tid": ["TOP(2)"], "ContentsCode": ["*"]} | values
    return {"selection": [{"variableCode": code, "valueCodes": codes} for code, codes in of_all.items()]}


def test_a_deeply_nested_body_is_refused(client: FlaskClient) -> None:
    answer = client.post(DATA, data="[" * 200_000, content_type="application/json")
    assert answer.status_code == 400
    assert json.loads(answer.data)["code"] == "bad_body"


def test_many_unknown_values_are_told_by_the_first_and_a_number(client: FlaskClient) -> None:
    unknown = [f"nej-{at}-{'å' * 50}" for at in range(1_900)]
    answer = client.post(DATA, json=_selection(Kon=["1", *unknown]))
    assert answer.status_code == 200
    warnings = json.loads(answer.headers["X-Warnings"])
    assert [one["code"] for one in warnings] == ["unknown_value"] * 10 + ["more_unknown_values"]
    assert warnings[0]["value"] == f"nej-0-{'å' * 34}…"
    assert warnings[-1]["count"] == 1_890
    assert answer.get_json()["extension"]["intygsinsikt"]["warnings"] == warnings
    assert len(answer.headers["X-Warnings"]) < 4_096


def test_a_refusal_does_not_repeat_all_of_a_large_call(client: FlaskClient) -> None:
    answer = client.post(DATA, json=_selection(Kon=[f"nej-{at}" for at in range(4_900)]))
    told = json.loads(answer.data)
    assert (answer.status_code, told["code"]) == (400, "unknown_values")
    assert told["detail"].endswith("nej-8, nej-9, ….")


def test_a_report_without_groups_is_a_file_without_rows(client: FlaskClient) -> None:
    answer = client.get("/nationell/jamfor-diagnoser.parquet")
    assert answer.status_code == 200
    assert pq.read_table(io.BytesIO(answer.data)).num_rows == 0
    for extension in ("json", "px", "csv", "xlsx", "pdf"):
        assert client.get(f"/nationell/jamfor-diagnoser.{extension}").status_code == 200


def test_a_call_has_some_hundred_expressions_at_most(client: FlaskClient) -> None:
    patterns = [f"*{at:05}?????*" for at in range(201)]
    answer = client.post(f"{DATA}?lang=en", json=_selection(Kon=["1", *patterns]))
    told = json.loads(answer.data)
    # Two more are those of the periods and of the contents.
    assert (answer.status_code, told["code"]) == (400, "too_many_expressions")
    assert (told["allowed"], told["requested"], told["path"]) == (EXPRESSIONS, 203, "SF01")
    assert told["detail"].startswith("The selection has 203 expressions")
    assert "use a code list" in told["hint"]
    assert client.post(DATA, json=_selection(Kon=["1", *patterns[:198]])).status_code == 200
    ranges = [f"from(202{at % 10}M{at:03})" for at in range(201)]
    assert json.loads(client.post(DATA, json=_selection(Tid=ranges)).data)["code"] == "too_many_expressions"
    assert client.post(DATA, json=_selection(Kon=["1"] * 5_000)).status_code == 200


def test_queries_saved_before_have_the_limit_when_they_are_run(client: FlaskClient, kept: Path) -> None:
    query_id = _saved(client, _selection(Kon=["1"]))
    place = next(kept.rglob(f"{query_id}.json"))
    query = json.loads(place.read_bytes())
    query["selection"]["selection"][2]["valueCodes"] = [f"*{at}*" for at in range(3_000)]
    place.write_text(json.dumps(query))
    told = json.loads(client.get(f"{QUERIES}/{query_id}/data").data)
    assert (told["status"], told["code"]) == (400, "too_many_expressions")
    page = client.get(f"/s/{query_id}?visa=senaste")
    assert page.status_code == 200
    assert "Urvalet har 3002 uttryck" in page.text


def test_the_page_of_a_saved_query_shows_a_part_of_a_wide_result(client: FlaskClient) -> None:
    whole = _selection(Diagnos=["*"], Kon=["*"], Tid=["top(6)"])
    heading = ["Diagnos", "Kon", "Tid", "ContentsCode"]
    query = {"tableId": "SF02", "selection": whole | {"placement": {"heading": heading, "stub": []}}}
    query_id = client.post(QUERIES, json=query).get_json()["id"]
    values = client.get(f"{QUERIES}/{query_id}/data").get_json()["value"]
    width = len(values)
    assert width > MOST_STORED_CELLS
    page = etree.HTML(client.get(f"/en/s/{query_id}").text)
    table = page.findall(".//main//table")[-1]
    assert len(table.findall("thead//th")) == len(table.findall("tbody//td")) == COLUMNS_OF_PART
    text = " ".join("".join(page.find(".//main").itertext()).split())
    assert f"1 of 1 rows and {COLUMNS_OF_PART} of {width:,} columns." in text
    assert page.xpath("//a[contains(., 'whole result')]/@href") == [
        f"{QUERIES}/{query_id}/data?lang=en&outputFormat=csv"
    ]


def test_a_cut_row_of_the_page_holds_its_own_figures(client: FlaskClient) -> None:
    selection = _selection(Diagnos=["*"], Kon=["*"], Tid=["top(2)"], ContentsCode=["*"])
    placement = {"heading": ["Diagnos"], "stub": ["Kon", "Tid", "ContentsCode"]}
    query = {"tableId": "SF02", "selection": selection | {"placement": placement}}
    query_id = client.post(QUERIES, json=query).get_json()["id"]
    told = client.get(f"{QUERIES}/{query_id}/data").get_json()
    width = told["size"][-1]
    assert width > COLUMNS_OF_PART
    table = etree.HTML(client.get(f"/en/s/{query_id}").text).findall(".//main//table")[-1]
    second = [cell.text for cell in table.findall("tbody/tr")[1].findall("td")]
    values, signs = told["value"], told.get("status", {})
    expected = [_shown(values[at], signs.get(str(at))) for at in range(width, width + COLUMNS_OF_PART)]
    assert second == expected


def _refused(client: FlaskClient, selection: dict[str, Any], table: str = "SF01") -> dict[str, Any]:
    answer = client.post(QUERIES, json={"tableId": table, "selection": selection})
    told: dict[str, Any] = json.loads(answer.data)
    assert answer.status_code == told["status"]
    return told


def test_a_query_with_values_that_there_are_not_is_not_saved(client: FlaskClient, kept: Path) -> None:
    before = sorted(kept.rglob("*.json"))
    told = _refused(client, _selection(Kon=["1", *(f"nej-{at}-{'x' * 180}" for at in range(4_000))]))
    assert (told["status"], told["code"], told["path"], told["requested"]) == (400, "unknown_values", "Kon", 4_000)
    assert sorted(kept.rglob("*.json")) == before


def test_a_query_that_is_too_large_is_not_saved(client: FlaskClient) -> None:
    told = _refused(client, _selection(Kon=["1"] * 10_000))
    assert (told["status"], told["code"], told["allowed"]) == (413, "too_large_query", QUERY_BYTES)
    assert told["requested"] > QUERY_BYTES


def test_a_query_that_can_never_be_placed_is_not_saved(client: FlaskClient) -> None:
    large = _selection(Diagnos=["*"], Kon=["*"], Tid=["top(6)"]) | {"placement": {"stub": ["Region"], "heading": []}}
    told = _refused(client, large, "SF02")
    assert (told["status"], told["code"], told["path"]) == (400, "unknown_variable", "Region")


def test_a_client_saves_some_new_queries_in_a_while(data: DataDirectory, tmp_path: Path) -> None:
    configuration = ApiConfiguration(calls=1_000_000, saved_queries=tmp_path, new_queries=2, new_queries_seconds=3_600)
    client = create_public_app(data.zone(Zone.PUBLIC), IDENTITY, configuration).test_client()
    for sex in ("1", "1", "1", "2"):
        _saved(client, _selection(Kon=[sex]))
    answer = client.post(QUERIES, json={"tableId": "SF01", "selection": _selection(Kon=["1+2"])})
    told = json.loads(answer.data)
    assert (answer.status_code, told["code"], told["allowed"]) == (429, "too_many_saves", 2)
    assert 3_500 < int(answer.headers["Retry-After"]) <= 3_601
    _saved(client, _selection(Kon=["1"]))
    table = "tabell=SF01&Kon=1"
    sent_back = client.post("/data/egen-tabell/spara", data={"urval": table})
    assert "sparad=nej" in sent_back.location


def _shown(value: float | None, sign: str | None) -> str | None:
    return " ".join(filter(None, ("" if value is None else f"{value:,}", sign))) or None


def _saved(client: FlaskClient, selection: dict[str, Any], table: str = "SF01") -> str:
    answer = client.post(QUERIES, json={"tableId": table, "selection": selection})
    assert answer.status_code == 201, answer.text
    query_id: str = answer.get_json()["id"]
    return query_id
