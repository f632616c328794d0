"""The page of the open data with its samples, which are run; the feed of releases; the entry of the catalogue."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from lxml import etree
from lxml.html import fromstring
from werkzeug.serving import make_server

from dashboards.public.api import samples
from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.api.problems import STATUSES
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY
from tests.web.sample_data import VERSION
from warehouse.opendata.tables import tables
from warehouse.storage import DataDirectory, Zone

ATOM = "{http://www.w3.org/2005/Atom}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DCAT = "{http://www.w3.org/ns/dcat#}"
_LAST_MONTH = "valueCodes[Tid]=top(1)&valueCodes[Kon]=1,2&valueCodes[ContentsCode]=*"
TERMS = "{http://purl.org/dc/terms/}"


@pytest.fixture(scope="module")
def client(data: DataDirectory) -> FlaskClient:
    return create_public_app(data.zone(Zone.PUBLIC), IDENTITY).test_client()


@pytest.fixture(scope="module")
def site(data: DataDirectory) -> Iterator[str]:
    app = create_public_app(data.zone(Zone.PUBLIC), IDENTITY, ApiConfiguration(calls=1_000))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_names_every_table_and_every_link_answers(data: DataDirectory, prefix: str) -> None:
    app = create_public_app(data.zone(Zone.PUBLIC), IDENTITY, ApiConfiguration(calls=1_000))
    client = app.test_client()
    answer = client.get(f"{prefix}/data")
    assert answer.status_code == 200
    page = etree.HTML(answer.get_data(as_text=True))
    links = [link.get("href") or "" for link in page.iter("a")]
    for one in tables():
        assert any(f"/tables/{one.id}/metadata" in link for link in links)
    offered = [link for link in links if "/tables/SF01" in link or link.startswith("/data/releases")]
    offered += [link for link in links if link.endswith(("openapi.json", "dcat.rdf"))]
    assert len(offered) >= 11
    assert {client.get(link).status_code for link in offered} == {200}


def test_the_sample_for_the_command_line_runs(site: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("there is no curl")
    done = subprocess.run(["sh", "-c", samples.curl(site)], check=True, capture_output=True, timeout=60)
    rows = done.stdout.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert len(rows[0].split('","')) > 12


def test_the_sample_in_python_runs(site: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", samples.python(site)], check=True, capture_output=True, text=True, timeout=60
    )
    assert "[1, 2, 1, 12]" in done.stdout


def test_the_sample_in_r_runs(site: str) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("there is no R; install it (Debian: apt-get install r-base-core)")
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", samples.r(site)], check=True, capture_output=True, text=True, timeout=60
    )
    shape, *_, last = done.stdout.strip().splitlines()
    assert shape.split() == ["[1]", "2", "15"]
    with urlopen(f"{site}/api/v2/tables/SF01/data?{_LAST_MONTH}") as answer:
        assert int(last) == sum(json.load(answer)["value"])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_feed_tells_the_release_in_force(client: FlaskClient, language: str) -> None:
    answer = client.get(f"/data/releases.atom?lang={language}")
    assert answer.mimetype == "application/atom+xml"
    feed = etree.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    assert all(feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}summary", "").split()[-1] for entry in entries] == [VERSION]


def test_the_catalogue_entry_holds_every_table_with_what_the_profile_demands(client: FlaskClient) -> None:
    answer = client.get("/data/dcat.rdf")
    assert answer.mimetype == "application/rdf+xml"
    entry = etree.fromstring(answer.data)
    catalogue = entry.find(f"{DCAT}Catalog")
    assert catalogue is not None
    sets = entry.findall(f"{DCAT}Dataset")
    assert {one.findtext(f"{TERMS}identifier") for one in sets} == {one.id for one in tables()}
    named = {one.get(f"{RDF}resource") for one in catalogue.findall(f"{DCAT}dataset")}
    assert named == {one.get(f"{RDF}about") for one in sets}
    for one in (catalogue, *sets):
        assert len(one.findall(f"{TERMS}title")) == len(one.findall(f"{TERMS}description")) == 2
        assert one.find(f"{TERMS}publisher") is not None
    for one in entry.findall(f"{DCAT}Distribution"):
        assert one.find(f"{DCAT}accessURL") is not None
        assert one.find(f"{TERMS}license") is not None
    whole = [one.get(f"{RDF}resource") or "" for one in entry.iter(f"{DCAT}downloadURL")]
    assert len(whole) == 2 * len(tables())
    assert {client.get(place).status_code for place in whole if "/SF06." in place} == {200}


def test_without_a_release_there_is_neither_feed_nor_entry(tmp_path: Path) -> None:
    client = create_public_app(tmp_path, IDENTITY).test_client()
    assert client.get("/data/releases.atom").status_code == 503
    assert client.get("/data/dcat.rdf").status_code == 503


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_advice_holds_no_placeholders(client: FlaskClient, language: str) -> None:
    page = fromstring(client.get("/data" if language == "sv" else "/en/data").text)
    rows = page.xpath("//table[contains(@class, 'problems')]//tbody/tr")
    advice = [row.xpath("string(td[last()])") for row in rows]
    assert len(advice) == len(STATUSES)
    assert [text for text in advice if "{" in text or not text.strip()] == []
