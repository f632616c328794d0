"""Both sites over one small data directory, served from this process, and a browser to visit them with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from dashboards.care.app import create_care_app
from dashboards.components.page import SiteIdentity
from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.sample_data import AS_OF, make_data_directory
from warehouse.releases import ReleaseStore
from warehouse.reports.national import NationalStatistics
from warehouse.settings import Mode, Settings
from warehouse.storage import DataDirectory, Zone

CHROMIUM_VARIABLE = "CHROMIUM"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
IDENTITY = SiteIdentity("Intygsinsikt", "Testmiljö", "0.0.0", 5)
MANY = 100_000
"""Calls and files that the tests may ask for in ten seconds: all of them come from one address."""
SECOND = 1000
FOLLOW = """path => {
  const link = document.createElement("a");
  link.href = path;
  document.body.append(link);
  link.click();
  link.remove();
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one folder share the sites and the browser, so they run in one process."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("web"))


@dataclass
class Served:
    """A running site."""

    app: Flask
    url: str


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataDirectory:
    """One release in each zone, demonstration users and a person register."""
    return make_data_directory(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def settings(data: DataDirectory) -> Settings:
    return Settings(mode=Mode.DEMO, today=AS_OF, data=data.root)


@pytest.fixture(scope="session")
def public_app(data: DataDirectory) -> Flask:
    return create_public_app(data.zone(Zone.PUBLIC), IDENTITY, ApiConfiguration(calls=MANY))


@pytest.fixture(scope="module")
def client(public_app: Flask) -> FlaskClient:
    """Asks the public site without a browser."""
    return public_app.test_client()


@pytest.fixture(scope="session")
def statistics(data: DataDirectory) -> NationalStatistics:
    """The national figures that the public site shows."""
    return NationalStatistics(ReleaseStore(data.zone(Zone.PUBLIC)).current().file("national.duckdb"))


@pytest.fixture(scope="session")
def care_app(data: DataDirectory, settings: Settings) -> Flask:
    return create_care_app(data, settings, IDENTITY)


@pytest.fixture(scope="session")
def public_site(public_app: Flask) -> Iterator[Served]:
    yield from serve(public_app)


@pytest.fixture(scope="session")
def care_site(care_app: Flask) -> Iterator[Served]:
    yield from serve(care_app)


def serve(app: Flask) -> Iterator[Served]:
    """Answer on a port of this machine as long as the generator lives."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(app, f"http://127.0.0.1:{server.port}")
    server.shutdown()
    thread.join()


def _chromium() -> str:
    named = os.environ.get(CHROMIUM_VARIABLE)
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None or shutil.which(found) is None:
        pytest.skip(
            "there is no Chromium browser; install one (Debian: apt-get install chromium) or say where it is with "
            f"{CHROMIUM_VARIABLE}=/path/to/chromium"
        )
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A running Chromium: $CHROMIUM, or the first one on the path."""
    path = _chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@dataclass
class Visit:
    """A page that remembers what went wrong on it: messages in the console, and requests to other hosts."""

    page: Any
    home: str
    faults: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._note_request)

    def open(self, path: str) -> Any:
        """Go to a path and wait until Dash has taken over and the charts are drawn; returns the page."""
        self.page.goto(self.home + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait for the page's content and charts."""
        self.page.wait_for_selector("#page main h1", timeout=20 * SECOND)
        charts = self.page.locator("#page .chart").count()
        self.page.wait_for_function(
            "count => document.querySelectorAll('#page .js-plotly-plot .main-svg').length >= count",
            arg=charts,
            timeout=20 * SECOND,
        )

    def assert_clean(self) -> None:
        """Nothing in the console, nothing asked of another host."""
        assert self.faults == []
        assert self.foreign == []

    def move(self, path: str) -> Any:
        """Follow a link to `path` from where the page is, without loading everything anew; returns the page."""
        self.page.evaluate(FOLLOW, path)
        self.page.wait_for_selector(f'#page main[data-place="{path}"]', timeout=20 * SECOND)
        self.settle()
        return self.page

    def _note_message(self, message: Any) -> None:
        # On a busy machine the chart library can be ready later than Chromium finds reasonable.
        if message.type in {"error", "warning"} and "preload" not in message.text:
            self.faults.append(message.text)

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.foreign.append(request.url)


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(browser: Any) -> Iterator[Visitor]:
    """Start visits: `visit(site, width=1440)`; further options go to the browser's context."""
    contexts = []

    def start(site: Served, width: int = 1440, height: int = 900, **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="sv-SE", **options)
        contexts.append(context)
        return Visit(context.new_page(), site.url)

    yield start
    for context in contexts:
        context.close()
