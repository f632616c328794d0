"""The page of a saved query: inspectable whether it can still be answered or not (dashboards 19.4)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from lxml import etree

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY, Served, Visitor, serve
from tests.web.later_releases import FURTHER_MONTH, later_releases
from tests.web.sample_data import VERSION
from tests.web.test_every_page import RULES
from warehouse.releases import ReleaseStore
from warehouse.storage import DataDirectory, remove_tree

BASE = "/api/v2/savedqueries"
LAST_TWO = [
    {"variableCode": "Tid", "valueCodes": ["TOP(2)"]},
    {"variableCode": "Kon", "valueCodes": ["1", "2"]},
    {"variableCode": "ContentsCode", "valueCodes": ["*"]},
]
WRITTEN_OUT = [{"variableCode": "Tid", "valueCodes": ["2026M09", "2026M10"]}, *LAST_TWO[1:]]


@pytest.fixture
def store(data: DataDirectory, tmp_path: Path) -> ReleaseStore:
    """Releases of which the first is in force."""
    store = later_releases(data, tmp_path / "public")
    store.roll_back(VERSION)
    return store


@pytest.fixture
def client(store: ReleaseStore, tmp_path: Path) -> FlaskClient:
    return _client(store, tmp_path)


def _client(store: ReleaseStore, tmp_path: Path) -> FlaskClient:
    configuration = ApiConfiguration(calls=1_000_000, saved_queries=tmp_path / "kept")
    return create_public_app(store.zone, IDENTITY, configuration).test_client()


@pytest.fixture
def site(client: FlaskClient) -> Iterator[Served]:
    yield from serve(client.application)


def _save(client: FlaskClient, selection: list[dict[str, Any]], **further: Any) -> dict[str, Any]:
    query = {"tableId": "SF01", "selection": {"selection": selection}, **further}
    answer = client.post(BASE, json=query)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def _page(client: FlaskClient, path: str, status: int = 200) -> Any:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return etree.HTML(answer.get_data(as_text=True)).find(".//main")


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _columns(page: Any) -> list[str]:
    return [_text(head) for head in page.findall(".//table")[-1].findall("thead//th")]


def test_the_page_shows_what_was_asked_and_the_answer(client: FlaskClient) -> None:
    saved = _save(client, LAST_TWO)
    assert saved["page"].endswith(f"/s/{saved['id']}")
    assert (saved["dataVersion"], saved["timeSelection"]) == (VERSION, "rolling")
    page = _page(client, f"/s/{saved['id']}")
    said = _text(page)
    for expected in (
        "SF01 Sjukfall, totalt",
        VERSION,
        "rullande",
        "TOP(2)",
        "Visa som den var",
        "Visa med senaste data",
    ):
        assert expected in said
    assert _columns(page)[-2:] == ["september 2026", "oktober 2026"]
    values = client.get(f"{BASE}/{saved['id']}/data").get_json()["value"]
    shown = [_text(cell).replace("\xa0", "") for cell in page.findall(".//table")[-1].findall("tbody//td")]
    assert shown == [str(value) for value in values]
    english = _text(_page(client, f"/en/s/{saved['id']}"))
    assert "Saved query: SF01 Cases, total" in english


def test_every_file_of_the_page_answers_and_the_definition_is_the_query(client: FlaskClient) -> None:
    saved = _save(client, LAST_TWO)
    page = _page(client, f"/s/{saved['id']}")
    links = [link.get("href") for link in page.findall(".//ul[@class='files']//a")]
    assert len(links) == 6
    assert {client.get(link).status_code for link in links} == {200}
    told = client.get(links[-1]).get_json()
    assert told["selection"]["selection"][0]["valueCodes"] == ["TOP(2)"]


def test_as_it_was_and_with_the_latest_figures(client: FlaskClient, store: ReleaseStore) -> None:
    saved = _save(client, LAST_TWO)
    fixed = _save(client, LAST_TWO, timeSelection="fixed")
    assert fixed["id"] != saved["id"]
    store.put_in_force(FURTHER_MONTH)
    was = _page(client, f"/s/{saved['id']}?visa=som-den-var")
    assert _columns(was)[-2:] == ["september 2026", "oktober 2026"]
    latest = _page(client, f"/s/{saved['id']}?visa=senaste")
    assert _columns(latest)[-2:] == ["oktober 2026", "november 2026"]
    assert FURTHER_MONTH in _text(latest)
    assert _columns(_page(client, f"/s/{fixed['id']}?visa=senaste"))[-2:] == ["september 2026", "oktober 2026"]


def test_months_that_were_written_out_are_fixed_unless_they_are_to_roll(client: FlaskClient) -> None:
    assert _save(client, WRITTEN_OUT)["timeSelection"] == "fixed"
    rolling = _save(client, WRITTEN_OUT, timeSelection="rolling")
    values = {one["variableCode"]: one["valueCodes"] for one in rolling["selection"]["selection"]}
    assert values["Tid"] == ["TOP(2)"]
    of_default = _save(client, [], timeSelection="fixed")
    values = {one["variableCode"]: one["valueCodes"] for one in of_default["selection"]["selection"]}
    assert len(values["Tid"]) == 18
    assert "Kon" in values


def test_a_query_that_no_longer_runs_shows_what_was_asked_and_the_answer_that_was_kept(
    client: FlaskClient, tmp_path: Path
) -> None:
    saved = _save(client, LAST_TWO)
    place = next(path for path in (tmp_path / "kept").rglob(f"{saved['id']}.json"))
    kept = json.loads(place.read_bytes())
    kept["selection"]["selection"][1]["valueCodes"] = ["3"]
    place.write_text(json.dumps(kept))
    page = _page(client, f"/s/{saved['id']}?visa=senaste")
    assert "kan inte längre besvaras" in _text(page)
    assert "Inget värde av variabeln Kon motsvarar 3." in _text(page)
    assert _columns(page)[-2:] == ["september 2026", "oktober 2026"]
    kept |= {"tableId": "SF77", "result": None}
    place.write_text(json.dumps(kept))
    gone = _text(_page(client, f"/s/{saved['id']}"))
    assert "Det finns ingen tabell SF77." in gone
    assert "TOP(2)" in gone


def test_a_large_result_is_that_of_its_release_while_it_is_kept(
    client: FlaskClient, store: ReleaseStore, tmp_path: Path
) -> None:
    everything = [{"variableCode": code, "valueCodes": ["*"]} for code in ("Region", "Kon", "ContentsCode", "Tid")]
    saved = _save(client, everything, timeSelection="fixed")
    store.put_in_force(FURTHER_MONTH)
    page = _page(client, f"/s/{saved['id']}")
    assert VERSION in _text(page)
    months = next(one["valueCodes"] for one in saved["selection"]["selection"] if one["variableCode"] == "Tid")
    assert months[-1] == "2026M10"
    assert f"av {len(months)} kolumner" in _text(page)
    remove_tree(store.folder / VERSION)
    assert "finns inte kvar" in _text(_page(_client(store, tmp_path), f"/s/{saved['id']}"))


@pytest.mark.web
@pytest.mark.parametrize(("prefix", "width"), [("", 360), ("/en", 1440)])
def test_the_page_is_accessible(site: Served, visit: Visitor, client: FlaskClient, prefix: str, width: int) -> None:
    visited = visit(site, width)
    page = visited.open(f"{prefix}/s/{_save(client, LAST_TWO)['id']}")
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    visited.assert_clean()


def test_a_query_that_nobody_saved(client: FlaskClient) -> None:
    assert client.get("/s/0123456789abcdef0123456789abcdef").status_code == 404
    assert client.get("/s/../../etc/passwd").status_code == 404
    assert client.get("/s/").status_code == 404


def test_pivot_and_appearance_are_kept(client: FlaskClient) -> None:
    placement = {"heading": ["Kon"], "stub": ["Tid"]}
    query = {
        "tableId": "SF01",
        "selection": {"selection": LAST_TWO, "placement": placement},
        "form": "tidsserie",
        "chart": "linje",
        "hidden": ["1"],
    }
    saved = client.post(BASE, json=query).get_json()
    assert (saved["form"], saved["chart"], saved["hidden"]) == ("tidsserie", "linje", ["1"])
    assert _columns(_page(client, f"/s/{saved['id']}"))[-2:] == ["Män", "Kvinnor"]
