"""Versions of tables, what each changed, whole tables as files, and the feed of each table (dashboards 19.3, 19.5)."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from lxml import etree

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY
from tests.web.later_releases import CORRECTED, FURTHER_MONTH, MORE_WOMEN, later_releases
from tests.web.sample_data import VERSION
from warehouse.opendata.tables import cube_of, tables
from warehouse.releases import ReleaseStore
from warehouse.reports.national import NationalStatistics
from warehouse.storage import DataDirectory, remove_tree

TABLES = "/api/v2/tables"
AUGUST = "valueCodes[Tid]=2026M08&valueCodes[ContentsCode]=*&valueCodes[Kon]=2"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def store(data: DataDirectory, tmp_path_factory: pytest.TempPathFactory) -> ReleaseStore:
    return later_releases(data, tmp_path_factory.mktemp("versions") / "public")


@pytest.fixture(scope="module")
def client(store: ReleaseStore, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return _client(store, tmp_path_factory.mktemp("kept"))


def _client(store: ReleaseStore, kept: Path) -> FlaskClient:
    configuration = ApiConfiguration(calls=1_000_000, saved_queries=kept)
    return create_public_app(store.zone, IDENTITY, configuration).test_client()


def _json(client: FlaskClient, path: str) -> Any:
    answer = client.get(f"{TABLES}/{path}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_a_correction_is_a_patch_and_a_further_month_is_minor(client: FlaskClient) -> None:
    told = _json(client, "sf01/versions?lang=en")
    assert [(one["version"], one["releases"]) for one in told["versions"]] == [
        ("1.1.0", [FURTHER_MONTH]),
        ("1.0.1", [CORRECTED]),
        ("1.0.0", [VERSION]),
    ]
    assert [one["current"] for one in told["versions"]] == [True, False, False]
    for one in told["versions"]:
        assert {client.get(link["href"]).status_code for link in one["links"]} == {200}


def test_a_table_that_tells_the_same_keeps_its_version(client: FlaskClient) -> None:
    told = _json(client, "IN02/versions")
    assert [(one["version"], one["releases"]) for one in told["versions"]] == [
        ("1.1.0", [FURTHER_MONTH]),
        ("1.0.0", [VERSION, CORRECTED]),
    ]


def test_what_a_version_changed(client: FlaskClient) -> None:
    corrected = _json(client, "SF01/versions/1.0.1/changes")
    assert (corrected["kind"], corrected["previousVersion"]) == ("patch", "1.0.0")
    assert corrected["added"] == corrected["removed"] == corrected["renamed"] == []
    assert corrected["changedCells"]["changed"] == 2
    assert corrected["changedCells"]["compared"] > 1_000
    largest = corrected["changedCells"]["largest"]
    assert largest["after"] - largest["before"] == MORE_WOMEN
    assert (largest["codes"]["Region"], largest["codes"]["Tid"]) == ("00", "2026M08")
    further = _json(client, "SF01/versions/1.1.0/changes?lang=en")
    assert [(one["variable"], one["code"], one["label"]) for one in further["added"]] == [
        ("Tid", "2026M11", "November 2026")
    ]
    assert further["kind"] == "minor"
    assert further["reason"]["en"].startswith("New months have been added.")
    assert further["reason"]["sv"].startswith("Nya månader har tillkommit.")
    first = _json(client, "SF01/versions/1.0.0/changes")
    assert (first["kind"], first["previousVersion"]) == ("first", None)


def test_data_and_metadata_of_older_versions(client: FlaskClient) -> None:
    values = {
        version: _json(client, f"SF01/data?{AUGUST}&version={version}")["value"][0]
        for version in ("1.0.0", "1.0.*", "1.0", "*", "1.1.0")
    }
    assert values["1.0.*"] == values["1.0.0"] + MORE_WOMEN
    assert len({values[version] for version in ("1.0.*", "1.0", "*", "1.1.0")}) == 1
    former = _json(client, "SF01/metadata?version=1.0.0")
    assert "2026M11" not in former["dimension"]["Tid"]["category"]["index"]
    assert former["extension"]["intygsinsikt"]["dataVersion"] == VERSION
    posted = client.post(f"{TABLES}/SF01/data?version=1.0.0", json={"selection": []})
    assert posted.get_json()["dimension"]["Tid"]["category"]["index"].keys().isdisjoint({"2026M11"})


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("SF01/data?version=2.*", 404, "unknown_version"),
        ("SF01/data?version=new", 400, "bad_parameter"),
        ("SF01/versions/9.9.9/changes", 404, "unknown_version"),
        ("SF99/versions", 404, "unknown_table"),
        ("SF99/versions/1.0.0/changes", 404, "unknown_table"),
    ],
)
def test_versions_that_there_are_not(client: FlaskClient, path: str, status: int, code: str) -> None:
    answer = client.get(f"{TABLES}/{path}")
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (status, code)


def test_numbers_stay_when_a_release_is_deleted(data: DataDirectory, tmp_path: Path) -> None:
    store = later_releases(data, tmp_path / "public")
    assert len(_json(_client(store, tmp_path / "kept"), "SF06/versions")["versions"]) == 2
    remove_tree(store.folder / VERSION)
    remove_tree(store.folder / CORRECTED)
    told = _json(_client(store, tmp_path / "kept"), "SF06/versions")
    assert [(one["version"], one["available"]) for one in told["versions"]] == [("1.1.0", True), ("1.0.0", False)]
    answer = _client(store, tmp_path / "kept").get(f"{TABLES}/SF06/data?version=1.0.0")
    assert answer.status_code == 404


def test_after_going_back_the_later_versions_are_not_told(data: DataDirectory, tmp_path: Path) -> None:
    store = later_releases(data, tmp_path / "public")
    client = _client(store, tmp_path / "kept")
    assert len(_json(client, "SF06/versions")["versions"]) == 2
    store.roll_back(VERSION)
    assert [one["version"] for one in _json(client, "SF06/versions")["versions"]] == ["1.0.0"]


def test_whole_tables_hold_every_cell(client: FlaskClient, store: ReleaseStore) -> None:
    statistics = NationalStatistics(store.current().file("national.duckdb"))
    cube = cube_of(statistics, "SF04")
    answer = client.get("/data/tables/sf04.csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert len(rows) * len(cube.metric.categories if cube.metric else ()) == cube.size
    place = {"Region": "00", "Grad": "100", "Kon": "2", "Tid": "2026M08"}
    found = next(row for row in rows if place.items() <= row.items())
    assert int(found["Sjukfall"]) == cube.values[cube.position({**place, "ContentsCode": "Sjukfall"})]
    protected = next(row for row in rows if row["Sjukfall_status"] == "..")
    assert protected["Sjukfall"] == ""
    columns = pq.read_table(io.BytesIO(client.get("/data/tables/SF04.parquet?lang=en").data)).to_pydict()
    assert len(columns["Sjukfall"]) == len(rows)
    assert columns["Grad_label"][-1].startswith("100")


def test_a_whole_table_of_an_older_version(client: FlaskClient) -> None:
    former = client.get("/data/tables/SF01.csv?version=1.0.0").get_data(as_text=True)
    assert "2026M10" in former
    assert "2026M11" not in former


def test_an_unchanged_whole_table_need_not_be_sent(client: FlaskClient) -> None:
    first = client.get("/data/tables/SF06.parquet")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get("/data/tables/SF06.parquet", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_whole_tables_that_there_are_not(client: FlaskClient, tmp_path: Path) -> None:
    for path in ("XX01.csv", "SF01.csv?version=7.*"):
        answer = client.get(f"/data/tables/{path}")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    nothing = create_public_app(tmp_path, IDENTITY).test_client()
    assert nothing.get("/data/tables/SF01.csv").status_code == 503


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_feed_of_a_table(client: FlaskClient, language: str) -> None:
    answer = client.get(f"/data/tables/SF01.atom?lang={language}")
    assert answer.mimetype == "application/atom+xml"
    feed = etree.fromstring(answer.data)
    titles = [entry.findtext(f"{ATOM}title", "") for entry in feed.findall(f"{ATOM}entry")]
    assert [title.rsplit(" ", 1)[1] for title in titles] == ["1.1.0", "1.0.1", "1.0.0"]
    assert feed.findtext(f"{ATOM}updated") == feed.find(f"{ATOM}entry/{ATOM}updated").text


def test_the_page_names_the_files_of_every_table(client: FlaskClient) -> None:
    page = client.get("/data").text
    for one in tables():
        for extension in ("csv", "parquet", "atom"):
            assert f"/data/tables/{one.id}.{extension}?lang=sv" in page
