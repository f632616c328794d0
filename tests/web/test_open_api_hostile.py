"""Calls that are made to cost much or to break something are answered cheaply, in words (dashboards 19.3)."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY
from warehouse.storage import DataDirectory, Zone

BASE = "/api/v2"
DATA = f"{BASE}/tables/SF01/data"


@pytest.fixture(scope="module")
def client(data: DataDirectory, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    place: Path = tmp_path_factory.mktemp("queries")
    configuration = ApiConfiguration(calls=1_000_000, saved_queries=place)
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
