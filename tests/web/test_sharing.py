"""Taking a view elsewhere: pictures, frames on other sites, previews of links, and links pinned to a data version."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lxml import html as parser
from PIL import Image
from werkzeug.serving import make_server

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY, MANY, Served, Visitor
from tests.web.login import client_of
from tests.web.sample_data import AS_OF, NEWER_VERSION, VERSION
from tests.web.test_every_page import FIRST_ROWS, RULES
from warehouse.releases import ReleaseStore
from warehouse.storage import DataDirectory, Zone

REPORT = "/nationell/sjukskrivningsgrad"
GONE_VERSION = "20261001T020000Z-0000"


@pytest.fixture(scope="module")
def two_releases(data: DataDirectory, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A public site with an earlier release and a newer one in force."""
    made = ReleaseStore(data.zone(Zone.PUBLIC)).current().file("national.duckdb")
    store = ReleaseStore(tmp_path_factory.mktemp("zone"))
    for version in (VERSION, NEWER_VERSION):
        with store.building(version) as built:
            _copy(made, built / "national.duckdb", version)
            store.finish(built, version, {"as_of": AS_OF.isoformat()})
        store.put_in_force(version)
    return create_public_app(store.zone, IDENTITY, ApiConfiguration(calls=MANY))


def _copy(made: Path, to: Path, version: str) -> None:
    shutil.copy(made, to)
    to.chmod(0o644)
    with duckdb.connect(str(to)) as connection:
        connection.execute("UPDATE release SET version = ?", [version])


def _page(app: Flask, path: str) -> Any:
    return parser.fromstring(app.test_client().get(path).text)


@pytest.mark.parametrize("extension", ["png", "svg"])
@pytest.mark.parametrize(
    ("query", "name"), [("", ""), ("?bild=kvinnor", "_kvinnor"), ("?bild=man", "_man"), ("?form=tvarsnitt", "")]
)
def test_a_report_has_pictures_named_as_the_files(public_app: Flask, extension: str, query: str, name: str) -> None:
    answer = public_app.test_client().get(f"{REPORT}.{extension}{query}")
    assert answer.status_code == 200
    assert answer.mimetype == {"png": "image/png", "svg": "image/svg+xml"}[extension]
    assert f"Nationellstatistik_Sjukskrivningsgrad{name}_2" in answer.headers["Content-Disposition"]


def test_the_menu_offers_every_picture(public_app: Flask) -> None:
    links = _page(public_app, f"{REPORT}?dolj=100").xpath("//a[@download]/@href")
    for extension in ("png", "svg"):
        for part in ("kvinnor", "man"):
            assert f"{REPORT}.{extension}?dolj=100&bild={part}" in links
    single = _page(public_app, "/en/nationell/sjukfall-totalt").xpath("//a[@download]/@href")
    assert "/en/nationell/sjukfall-totalt.png" in single


def test_a_view_without_chart_has_no_picture_and_says_so(public_app: Flask) -> None:
    answer = public_app.test_client().get("/nationell/jamfor-diagnoser.png")
    assert answer.status_code == 404
    assert "diagram" in answer.text
    assert not [link for link in _page(public_app, "/nationell/jamfor-diagnoser").xpath("//a/@href") if ".png" in link]


@pytest.mark.parametrize(("path", "shown"), [("/embed", "figure"), ("/en/embed", "figure"), ("/embed", "table")])
def test_a_view_may_be_framed_and_needs_nothing(public_app: Flask, path: str, shown: str) -> None:
    query = "?visa=tabell" if shown == "table" else ""
    answer = public_app.test_client().get(f"{path}/sjukskrivningsgrad{query}")
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    page = parser.fromstring(answer.text)
    assert page.xpath(f"count(//{shown})") == 1 + (shown == "figure" and 0)
    assert page.xpath("//script | //link | //*[@src]") == []
    (back,) = page.xpath("//footer//a/@href")
    assert back == f"http://localhost{path.removesuffix('/embed')}{REPORT}"
    text = page.text_content()
    assert VERSION in text
    assert IDENTITY.operator in text
    assert page.xpath("string(//h1)") in page.xpath("string(//title)")


def test_the_chart_of_a_frame_has_an_alternative(public_app: Flask) -> None:
    page = _page(public_app, "/embed/sjukskrivningsgrad")
    (drawing,) = page.xpath("//figure/svg")
    assert drawing.get("role") == "img"
    assert page.xpath("string(//figure/svg/desc)")
    assert page.xpath("count(//details//table//tbody/tr)") == 18


@pytest.mark.parametrize("path", ["/", REPORT, f"{REPORT}.svg", "/om", "/finns-inte"])
def test_no_other_page_may_be_framed(public_app: Flask, path: str) -> None:
    headers = public_app.test_client().get(path).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


def test_an_unknown_view_for_frames_is_not_found(public_app: Flask) -> None:
    answer = public_app.test_client().get("/embed/finns-inte")
    assert answer.status_code == 404
    assert parser.fromstring(answer.text).xpath("//script | //link") == []


@pytest.mark.parametrize("path", ["/", "/nationell/oversikt", REPORT, "/en/nationell/lan", "/nationell/median"])
def test_links_have_previews(public_app: Flask, path: str) -> None:
    page = _page(public_app, path)
    told = {meta.get("property") or meta.get("name"): meta.get("content") for meta in page.xpath("//meta[@content]")}
    assert told["og:url"] == f"http://localhost{path}"
    assert told["og:title"]
    assert told["og:description"] == told["twitter:description"]
    assert told["twitter:card"] == "summary_large_image"
    picture = public_app.test_client().get(told["og:image"].removeprefix("http://localhost"))
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.size == (int(told["og:image:width"]), int(told["og:image:height"])) == (1200, 630)


def test_what_is_shared_stands_on_the_page(public_app: Flask) -> None:
    page = _page(public_app, f"/en{REPORT}?dolj=100")
    shared = {code.get("id"): code.text_content() for code in page.xpath("//code[starts-with(@id, 'dela-')]")}
    assert set(shared) == {f"dela-{name}" for name in ("link", "permanent", "citation", "embed")}
    assert shared["dela-link"] == f"http://localhost/en{REPORT}?dolj=100"
    assert shared["dela-permanent"] == f"http://localhost/en{REPORT}?dolj=100&version={VERSION}"
    assert shared["dela-permanent"] in shared["dela-citation"]
    (frame,) = parser.fromstring(f"<div>{shared['dela-embed']}</div>").xpath("//iframe")
    assert public_app.test_client().get(frame.get("src").removeprefix("http://localhost")).status_code == 200


def test_a_pinned_page_and_its_files_come_from_their_release(two_releases: Flask) -> None:
    page = _page(two_releases, f"{REPORT}?version={VERSION}")
    (notice,) = page.xpath("//*[@data-pinned]")
    assert VERSION in notice.text_content()
    assert "nyare uppgifter" in notice.text_content()
    assert notice.xpath(".//a/@href") == [REPORT]
    assert page.xpath("string(//code[@id='dela-link'])") == f"http://localhost{REPORT}"
    files = {
        link.rpartition("/")[2].partition(".")[2].partition("?")[0]: link for link in page.xpath("//a[@download]/@href")
    }
    for extension in ("json", "csv-metadata.json", "svg"):
        link = files.get(extension, f"{REPORT}.{extension}?version={VERSION}")
        content = two_releases.test_client().get(link).text
        assert VERSION in content
        assert NEWER_VERSION not in content
    assert NEWER_VERSION in two_releases.test_client().get(f"{REPORT}.svg").text


def test_a_page_pinned_to_the_newest_release_says_so(two_releases: Flask) -> None:
    page = _page(two_releases, f"/en{REPORT}?version={NEWER_VERSION}")
    assert "latest" in page.xpath("string(//*[@data-pinned])")
    assert not _page(two_releases, REPORT).xpath("//*[@data-pinned]")


def test_the_overview_can_be_pinned(two_releases: Flask) -> None:
    assert VERSION in _page(two_releases, f"/?version={VERSION}").xpath("string(//*[@data-pinned])")


@pytest.mark.parametrize("path", [REPORT, "/nationell/oversikt"])
def test_a_release_that_is_gone_is_told_with_the_way_to_the_newest(two_releases: Flask, path: str) -> None:
    answer = two_releases.test_client().get(f"{path}?version={GONE_VERSION}")
    assert answer.status_code == 410
    page = parser.fromstring(answer.text)
    assert GONE_VERSION in page.xpath("string(//main)")
    assert path in page.xpath("//main//a/@href")


@pytest.mark.parametrize("extension", ["csv", "png", "json"])
def test_files_of_a_release_that_is_gone_are_gone(two_releases: Flask, extension: str) -> None:
    answer = two_releases.test_client().get(f"{REPORT}.{extension}?version={GONE_VERSION}")
    assert answer.status_code == 410


@pytest.mark.parametrize("version", ["..", "../..", "<b>", "%00"])
def test_what_is_no_version_is_gone_and_not_repeated(two_releases: Flask, version: str) -> None:
    answer = two_releases.test_client().get(REPORT, query_string={"version": version})
    assert answer.status_code == 410
    assert "<b>" not in answer.text


def test_users_have_pictures_and_a_link_and_nothing_for_frames(care_app: Flask) -> None:
    client = client_of(care_app, "processledare")
    with Image.open(io.BytesIO(client.get("/verksamhet/sjukfall-totalt.png?bredd=800").data)) as image:
        assert image.width == 800
    page = parser.fromstring(client.get("/verksamhet/sjukfall-totalt").text)
    assert page.xpath("//code[starts-with(@id, 'dela-')]/text()") == ["http://localhost/verksamhet/sjukfall-totalt"]
    assert client.get("/embed/sjukfall-totalt").status_code in {403, 404}
    assert not page.xpath("//meta[@property]")


@pytest.mark.web
def test_texts_and_the_table_are_copied_and_told(public_site: Served, visit: Visitor) -> None:
    visited = visit(public_site, permissions=["clipboard-read", "clipboard-write"])
    page = visited.open(REPORT)
    page.click("#page summary:has-text('Dela')")
    page.click("#page button[data-copies='dela-link']")
    page.wait_for_function("() => document.querySelector('#page [data-copied]').textContent === 'Kopierat.'")
    assert page.evaluate("navigator.clipboard.readText()") == public_site.url + REPORT
    page.click("#page button[data-copies-table]")
    page.wait_for_function("() => document.querySelector('#page [data-copied]').textContent.startsWith('Tabellen')")
    lines = page.evaluate("navigator.clipboard.readText()").rstrip("\n").split("\n")
    table = page.locator("#page table.report-table")
    assert len(lines) == 1 + table.locator("tr").count()
    assert len({line.count("\t") for line in lines[1:]}) == 1
    shown = table.locator("tbody tr").last.locator("th, td").all_inner_texts()
    assert lines[-1].split("\t")[1:] == [text.replace("\N{NO-BREAK SPACE}", "") for text in shown[1:]]
    visited.assert_clean()


@pytest.mark.web
def test_pictures_and_links_follow_the_legend(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site).open(REPORT)
    page.click("#page summary:has-text('Spara som')")
    page.uncheck("#page input[data-series='100']")
    page.wait_for_function("() => document.querySelector('#page a[href*=\".png\"]').href.includes('dolj=100')")
    page.click("#page summary:has-text('Dela')")
    assert "dolj=100" in page.locator("#page #dela-embed").inner_text()


@pytest.mark.web
def test_a_frame_on_another_site_shows_the_chart(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site, java_script_enabled=False).page
    other = Flask("other_site")
    frame = f'<iframe src="{public_site.url}/embed/sjukskrivningsgrad" width="640" height="700"></iframe>'
    other.add_url_rule("/", "article", lambda: frame)
    server = make_server("127.0.0.1", 0, other)
    Thread(target=server.serve_forever, daemon=True).start()
    page.goto(f"http://127.0.0.1:{server.port}/")
    shown = page.frame_locator("iframe")
    shown.locator("figure svg").wait_for()
    assert shown.locator("h1").count() == 1
    server.shutdown()


@pytest.mark.web
def test_what_can_be_taken_away_is_accessible(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site, width=360).open(REPORT)
    page.click("#page summary:has-text('Spara som')")
    page.click("#page summary:has-text('Dela')")
    opened = Axe().run(page, FIRST_ROWS, RULES).response["violations"]
    page.goto(f"{public_site.url}/embed/sjukskrivningsgrad")
    page.click("summary")
    framed = Axe().run(page, FIRST_ROWS, RULES).response["violations"]
    assert [found["id"] for found in (*opened, *framed)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
