"""The information pages and every link of the public site, asked for over plain HTTP in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask

from dashboards.components.texts import LANGUAGES, texts
from dashboards.public.api.configuration import BASE as API
from dashboards.public.app import create_public_app
from dashboards.public.information import methods, paths
from tests.web.conftest import IDENTITY, Served, Visitor
from tests.web.test_every_page import RULES, WIDTHS
from warehouse.releases import ReleaseStore
from warehouse.storage import DataDirectory, Zone

INFORMATION = (*paths.PAGES, *(f"{paths.METHODS}/{slug}" for slug in methods.BY_SLUG))
SEEN_BY_AXE = (
    *(path for path in paths.PAGES if path != paths.METHODS),
    paths.METHODS,
    f"{paths.METHODS}/aldersstandardiserat",
)
FILE = re.compile(r"\.[a-z0-9-]+$")
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


class _Links(HTMLParser):
    """The links of a document and the places that links can lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.add(str(given["href"]))
        if given.get("id"):
            self.places.add(str(given["id"]))


def _served(document: str) -> str:
    """What the server wrote of the page, without the data of its scripts."""
    return document.split('<div id="react-entry-point">', maxsplit=1)[0]


def _in(language: str, path: str) -> str:
    return path if language == "sv" else f"/{language}{path}"


def _heading(document: str) -> str:
    found = HEADING.findall(_served(document))
    assert len(found) == 1
    return unescape(re.sub("<[^>]+>", "", found[0]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", INFORMATION)
def test_an_information_page_is_complete(public_app: Flask, path: str, language: str) -> None:
    answer = public_app.test_client().get(_in(language, path))
    assert answer.status_code == 200
    served = _served(answer.text)
    heading = _heading(answer.text)
    assert f"<title>{heading} | Intygsinsikt</title>" in unescape(served)
    assert f'<html lang="{language}">' in served
    assert re.search(r"information\.[a-z_]+\.", served) is None
    assert re.search(r"{[a-z_]+}", served.split("<main")[1]) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", paths.PAGES)
def test_headings_differ_between_languages_and_are_those_of_the_menu(
    public_app: Flask, path: str, language: str
) -> None:
    heading = _heading(public_app.test_client().get(_in(language, path)).text)
    assert heading == texts(language)(f"information.{paths.PAGES[path]}.title")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "other"), [("/", "/nationell/oversikt"), ("/nationell/oversikt", "/")])
def test_start_page_and_overview_say_what_they_are_for(public_app: Flask, path: str, other: str, language: str) -> None:
    served = _served(public_app.test_client().get(_in(language, path)).text)
    purpose = texts(language)(f"overview.purpose.{'start' if path == '/' else 'overview'}")
    assert unescape(served).count(purpose.partition(". ")[0]) == 1
    main = served[served.index("<main") : served.index("</main>")]
    assert f'href="{_in(language, other).rstrip("/") or "/"}"' in main


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_has_findings_and_the_overview_page_has_none(public_app: Flask, language: str) -> None:
    client = public_app.test_client()
    title = texts(language)("information.findings.title")
    start, overview = (_served(client.get(_in(language, path)).text) for path in ("/", "/nationell/oversikt"))
    assert title in start
    assert start.count("<h3>") >= 3
    assert title not in overview


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", paths.FAULTS)
def test_faults_have_their_status_and_words(public_app: Flask, path: str, language: str) -> None:
    answer = public_app.test_client().get(_in(language, path))
    status, name = paths.FAULTS[path]
    assert answer.status_code == status
    assert _heading(answer.text) == texts(language)(f"error.{name}.title")


@pytest.mark.parametrize("path", ["/om/finns-inte", "/om/metod/finns-inte", "/om/metod/", "/fel/annat"])
def test_other_addresses_below_are_not_found_and_give_three_tips(public_app: Flask, path: str) -> None:
    answer = public_app.test_client().get(path)
    assert answer.status_code == 404
    assert _served(answer.text).split("<main")[1].split("</main>")[0].count("<li>") == 3


def test_before_the_first_publication_the_information_pages_are_there(tmp_path: Path) -> None:
    client = create_public_app(tmp_path / "public", IDENTITY).test_client()
    for path in INFORMATION:
        assert client.get(path).status_code == 200, path
    assert texts("sv")("information.status.waiting") in _served(client.get(paths.STATUS).text)
    assert client.get("/").status_code == 503


def test_the_status_page_names_the_release(public_app: Flask) -> None:
    client = public_app.test_client()
    version = client.get("/halsa").text.strip()
    assert version in _served(client.get(paths.STATUS).text)
    assert version in _served(client.get(paths.PUBLICATION).text)


def test_the_status_page_counts_what_is_published(tmp_path: Path, data: DataDirectory) -> None:
    zone = ReleaseStore(tmp_path)
    made = ReleaseStore(data.zone(Zone.PUBLIC)).current()
    with zone.building(made.version) as built:
        (built / "national.duckdb").hardlink_to(made.file("national.duckdb"))
        zone.finish(built, made.version, {"as_of": made.manifest["as_of"], "rows": {"national_cell": 12345}})
    zone.put_in_force(made.version)
    page = create_public_app(tmp_path, IDENTITY).test_client().get(f"/en{paths.STATUS}").text
    assert "12,345" in _served(page)


def _is_call(path: str) -> bool:
    """Calls of the open API are limited in number, and tested where the API is."""
    return path.startswith(f"{API}/")


def _pages(client: object, start: str) -> Iterator[tuple[str, str]]:
    """Every page that can be reached by links from `start`, views of one page by its address without parameters."""
    waiting, known = [start], {start}
    while waiting:
        path = waiting.pop()
        answer = client.get(path)  # type: ignore[attr-defined]
        assert answer.status_code == 200, path
        yield path, _served(answer.text)
        parsed = _Links()
        parsed.feed(_served(answer.text))
        for link in sorted(parsed.links):
            target = urldefrag(link).url.split("?")[0]
            if link.startswith("/") and target not in known and not _is_call(target) and not FILE.search(target):
                known.add(target)
                waiting.append(target)


def _parsed(client: object, start: str) -> dict[str, _Links]:
    """Links and places of every page that can be reached, by its path."""
    parsed = {}
    for path, document in _pages(client, start):
        parsed[path] = _Links()
        parsed[path].feed(document)
    return parsed


@pytest.mark.parametrize("start", ["/", "/en"])
def test_every_link_leads_to_a_page_and_a_place_that_exist(public_app: Flask, start: str) -> None:
    """A crawler over the whole site: pages, and the places within pages."""
    parsed = _parsed(public_app.test_client(), start)
    broken = set()
    for path, page in parsed.items():
        for link in page.links:
            target, place = urldefrag(link)
            bare = target.split("?")[0] or path
            if place and bare in parsed and place not in parsed[bare].places:
                broken.add((path, link))
    assert broken == set()
    assert {_in("sv" if start == "/" else "en", path) for path in INFORMATION} <= set(parsed)


def _files(client: object, start: str) -> list[str]:
    """Every file that a page links to."""
    links = {urldefrag(link).url.split("?")[0] for page in _parsed(client, start).values() for link in page.links}
    return sorted(link for link in links if link.startswith("/") and FILE.search(link) and not _is_call(link))


def test_a_file_of_each_format_that_pages_link_to_is_there(public_app: Flask) -> None:
    client = public_app.test_client()
    for file in {PurePosixPath(path).suffix: path for path in _files(client, "/")}.values():
        assert client.get(file).status_code == 200, file


@pytest.mark.nightly
@pytest.mark.parametrize("start", ["/", "/en"])
def test_every_file_that_a_page_links_to_is_there(public_app: Flask, start: str) -> None:
    client = public_app.test_client()
    for file in _files(client, start):
        assert client.get(file).status_code == 200, file


@pytest.mark.web
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_information_pages_are_accessible(public_site: Served, visit: Visitor, language: str, width: int) -> None:
    visitor = visit(public_site, width)
    for number, path in enumerate(SEEN_BY_AXE):
        go = visitor.open if number % 6 == 0 else visitor.move
        go(_in(language, path))
        violations = Axe().run(visitor.page, options=RULES).response["violations"]
        assert [(found["id"], [node["html"][:160] for node in found["nodes"]][:3]) for found in violations] == [], path
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width, path
    visitor.assert_clean()
