"""Clients for PxWebApi 2 that others have made work against the running site as they are (dashboards 19.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from threading import Thread
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from pxstatspy import OutputFormat, OutputFormatParam, PxAPI, PxAPIConfig
from pxweb import PxApi
from werkzeug.serving import make_server

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY
from warehouse.opendata.definitions import SUBJECTS
from warehouse.opendata.tables import tables
from warehouse.storage import DataDirectory, Zone

MANY_CALLS = 1_000
FEW_CELLS = 2_000
"""A limit under which a client has to divide its question about a whole table."""

Rows = dict[tuple[str, ...], Any]
"""The value of each combination of codes."""


@contextmanager
def _serving(data: DataDirectory, configuration: ApiConfiguration) -> Iterator[str]:
    app = create_public_app(data.zone(Zone.PUBLIC), IDENTITY, configuration)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/api/v2"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def service(data: DataDirectory) -> Iterator[str]:
    """The address of the API."""
    with _serving(data, ApiConfiguration(calls=MANY_CALLS)) as address:
        yield address


@pytest.fixture(scope="module")
def narrow_service(data: DataDirectory) -> Iterator[str]:
    """The address of an API that answers few cells at a time."""
    with _serving(data, ApiConfiguration(calls=MANY_CALLS, max_cells=FEW_CELLS)) as address:
        yield address


def _own(service: str, table_id: str, **chosen: str) -> Rows:
    """Our own JSON-stat answer, row by row."""
    given = {f"valueCodes[{name}]": codes for name, codes in chosen.items()}
    with urlopen(f"{service}/tables/{table_id}/data?{urlencode(given)}") as answer:
        told = json.load(answer)
    codes = [list(told["dimension"][name]["category"]["index"]) for name in told["id"]]
    return dict(zip(product(*codes), told["value"], strict=True))


def _rows(found: list[dict[str, Any]]) -> Rows:
    """The rows of pxwebpy: dimensions in order, the value last."""
    return {tuple(value for name, value in row.items() if name != "value"): row["value"] for row in found}


def test_pxwebpy_lists_and_searches_tables(service: str) -> None:
    api = PxApi(service, language="en")
    assert api.get_config()["maxDataCells"] == 100_000
    assert [one["id"] for one in api.all_tables()] == [one.id for one in tables()]
    assert {one["id"] for one in api.search("diagnosis", past_days=36_500, page_size=5)["tables"]} == {"SF02", "SF02A"}
    assert {path["id"] for path in api.get_paths()} == set(SUBJECTS)
    assert {one["id"] for one in api.tables_on_path("ME")} == {one.id for one in tables() if one.subject == "ME"}


def test_pxwebpy_reads_metadata_and_code_lists(service: str) -> None:
    api = PxApi(service)
    variables = api.get_table_variables("SF01")
    assert list(variables) == ["Region", "Kon", "ContentsCode", "Tid"]
    assert variables["Region"]["elimination"]
    lists = {one["id"] for one in variables["Region"]["codelists"]}
    assert "vs_SF01_Region_county" in lists
    counties = [value["code"] for value in api.get_code_list("vs_SF01_Region_county")["values"]]
    assert set(counties) == set(variables["Region"]["category"]["label"]) - {"00"}


def test_pxwebpy_fetches_what_is_selected(service: str) -> None:
    api = PxApi(service, language="en")
    chosen = {"Region": ["*"], "Kon": "1+2", "ContentsCode": ["Sjuk*"], "Tid": ["2025M1*", "2026M10"]}
    found = _rows(api.get_table_data("SF01", chosen, show="code"))
    expected = _own(service, "SF01", Region="*", Kon="1+2", ContentsCode="*", Tid="2025M1*,2026M10")
    assert found == expected
    assert len(found) == 23 * 4
    labels = api.get_table_data("SF01")[0]
    assert labels["region"] == "The country"


def test_pxwebpy_fetches_by_a_code_list(service: str) -> None:
    chosen: dict[str, list[str] | str] = {"Region": ["*"], "ContentsCode": ["*"], "Tid": ["2026M10"]}
    found = PxApi(service).get_table_data("SF01", chosen, {"Region": "vs_SF01_Region_county"}, show="code")
    expected = _own(service, "SF01", Region="*", ContentsCode="*", Tid="2026M10")
    assert _rows(found) == {codes: value for codes, value in expected.items() if codes[0] != "00"}


def test_pxwebpy_fetches_a_whole_table_in_parts(service: str, narrow_service: str) -> None:
    expected = _own(service, "SF01", Region="*", Kon="*", ContentsCode="*", Tid="*")
    assert len(expected) > 2 * FEW_CELLS
    assert _rows(PxApi(narrow_service).get_table_data_all("SF01", show="code")) == expected


@pytest.fixture
def pxstatspy(service: str) -> Any:
    return PxAPI(PxAPIConfig(base_url=service, language="sv"))


def test_pxstatspy_lists_tables_and_reads_metadata(pxstatspy: Any) -> None:
    assert pxstatspy.max_data_cells == 100_000
    found = pxstatspy.find_tables_as_dataframe(query="diagnos", include_discontinued=True)
    assert set(found["id"]) <= {one.id for one in tables()}
    everything = pxstatspy.find_tables_as_dataframe(all_pages=True)
    assert list(everything["id"]) == [one.id for one in tables()]
    told = pxstatspy.get_table_metadata("SF01", output_format="json-stat2")
    assert told["id"] == ["Region", "Kon", "ContentsCode", "Tid"]
    pxstatspy.find_tables(query="diagnos")
    pxstatspy.print_table_variables("SF01", "*")
    assert pxstatspy.get_table_by_id("SF01")["id"] == "SF01"


def test_pxstatspy_fetches_what_is_selected(pxstatspy: Any, service: str) -> None:
    chosen = {"Region": ["*"], "Kon": ["1", "2"], "ContentsCode": ["Sjukfall"], "Tid": ["2026M*"]}
    expected = _own(service, "SF01", Region="*", Kon="1,2", ContentsCode="Sjukfall", Tid="2026M*")
    assert _frame(pxstatspy.get_data_as_dataframe("SF01", chosen, OutputFormatParam.USE_CODES)) == expected
    csv = pxstatspy.get_table_data("SF01", chosen, output_format=OutputFormat.CSV, heading=["Tid"])
    assert len(csv.splitlines()) == 1 + 23 * 2
    selection = {"selection": [{"variableCode": name, "valueCodes": codes} for name, codes in chosen.items()]}
    assert pxstatspy.get_table_data_post("SF01", selection)["value"] == list(expected.values())


def test_pxstatspy_fetches_a_whole_table_in_parts(service: str, narrow_service: str) -> None:
    api = PxAPI(PxAPIConfig(base_url=narrow_service, language="sv"))
    chosen = {name: ["*"] for name in ("Region", "Kon", "ContentsCode", "Tid")}
    expected = _own(service, "SF01", Region="*", Kon="*", ContentsCode="*", Tid="*")
    assert _frame(api.get_data_as_dataframe("SF01", chosen, OutputFormatParam.USE_CODES)) == expected


def _frame(found: Any) -> Rows:
    """The rows of pxstatspy: region as code and name, sex, month, and a column for the only measure."""
    return {
        (row.region_code, row.kön, "Sjukfall", row.månad): None if row.Sjukfall != row.Sjukfall else row.Sjukfall
        for row in found.itertuples()
    }
