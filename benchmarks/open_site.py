"""Measures the public process as it runs in operation: two workers over one release, on a slow line and under load.

One command: `python -m benchmarks.open_site --zone data/demo/public`. It starts the process, visits it with a browser
on a line of 1.6 Mbit/s and 150 ms, asks for pages and for data one after another and many at once, and prints the
figures as JSON. The browser and the load come from the same machine, which is part of what the figures say.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import cycle
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.web import CHART_LIBRARY
from dashboards.components.page import SiteIdentity
from dashboards.serving.http_server import WORKERS
from dashboards.serving.sockets import listen
from warehouse.errors import NotReadyError
from warehouse.releases import ReleaseStore

BITS_A_SECOND, LATENCY_MS = 1_600_000, 150
READY_SECONDS = 0.3
VISITS, ANSWERS, LOAD_SECONDS, CONNECTIONS = 5, 300, 10, 8
REPORT = "/nationell/diagnosgrupp"
PAGES = ("/", REPORT, "/nationell/sjukfall-totalt", "/nationell/aldersgrupp?form=tidsserie", "/nationell/lan")
MOVES = tuple(f"/_page{page}" for page in PAGES)
REPORT_DATA = tuple(
    f"/api/v2/tables/{table}/data?valueCodes[Tid]=top(18)&valueCodes[ContentsCode]=*"
    for table in ("SF01", "SF03", "IN01")
)
TEN_THOUSAND_CELLS = (
    "/api/v2/tables/SF01/data?valueCodes[Region]=*&valueCodes[Kon]=*&valueCodes[ContentsCode]=*&valueCodes[Tid]=top(145)",
)
HEADERS = {"Accept-Encoding": "br, gzip", "Connection": "keep-alive"}
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def serving(zone: Path) -> Iterator[int]:
    """The public process over a zone; gives its port. The limit of calls is raised, for all calls have one address."""
    opened = listen("127.0.0.1", 0)
    descriptor = opened.fileno()
    api = json.dumps({"calls": 10_000_000})
    command = [sys.executable, "-m", "dashboards.public", "--zone", str(zone), "--descriptor", str(descriptor)]
    told = ["--identity", json.dumps(asdict(SiteIdentity("Intygsinsikt", "", "", 5))), "--api", api]
    with subprocess.Popen([*command, *told], stdin=subprocess.PIPE, pass_fds=[descriptor]) as process:
        try:
            port: int = opened.getsockname()[1]
            opened.close()
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=120).close()
            yield port
        finally:
            process.terminate()


def answer_times(port: int, paths: Sequence[str], number: int = ANSWERS, *, new: bool = False) -> dict[str, float]:
    """Milliseconds of answers, one after another on one connection, each address asked for before.

    `new` asks for every answer under an address of its own, so that it is made and not taken from those kept.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for path in (*paths, *paths):
        _ask(connection, path)
    taken = []
    for at, path in zip(range(number), cycle(paths), strict=False):
        started = time.perf_counter()
        _ask(connection, _numbered(path, at) if new else path)
        taken.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(taken, n=20)
    return {"p50_ms": round(statistics.median(taken), 1), "p95_ms": round(cuts[18], 1), "max_ms": round(max(taken), 1)}


def _numbered(path: str, number: int) -> str:
    """The address with a parameter that no page and no call knows."""
    return f"{path}{'&' if '?' in path else '?'}nr={number}"


def answers_a_second(port: int, paths: Sequence[str], *, new: bool = False) -> float:
    """Answers a second with some connections at once, asked by this process on the same machine; `new` as above."""
    deadline = time.perf_counter() + LOAD_SECONDS
    counted: list[int] = []

    def ask(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        number = 0
        start = first % len(paths)
        for path in cycle((*paths[start:], *paths[:start])):
            if time.perf_counter() > deadline:
                break
            _ask(connection, _numbered(path, 10_000 * (first + 1) + number) if new else path)
            number += 1
        counted.append(number)

    threads = [Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(sum(counted) / LOAD_SECONDS, 1)


def _ask(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path, headers=HEADERS)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")
    return content


class Visitor:
    """A browser with an empty cache that keeps what it fetched; `slow` puts it on the slow line."""

    def __init__(self, browser: Any, site: str, *, slow: bool) -> None:
        self._context = browser.new_context(viewport={"width": 390, "height": 844})
        self._site, self._slow = site, slow

    def visit(self, path: str) -> dict[str, float]:
        """Seconds until heading, table and chart are seen, and kilobytes over the line with and without the library."""
        page = self._context.new_page()
        session = self._context.new_cdp_session(page)
        session.send("Network.enable")
        if self._slow:
            line = {"offline": False, "latency": LATENCY_MS, "uploadThroughput": BITS_A_SECOND / 8}
            session.send("Network.emulateNetworkConditions", {**line, "downloadThroughput": BITS_A_SECOND / 8})
        addresses: dict[str, str] = {}
        sizes: dict[str, float] = {}
        session.on(
            "Network.responseReceived", lambda told: addresses.update({told["requestId"]: told["response"]["url"]})
        )
        session.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}))
        started = time.perf_counter()
        page.goto(self._site + path, wait_until="commit")
        seen = {}
        for name, selector in (("text_s", "h1"), ("table_s", "table tbody tr"), ("chart_s", "#page .main-svg")):
            page.wait_for_selector(selector, timeout=60_000)
            seen[name] = time.perf_counter() - started
        page.wait_for_load_state("networkidle")
        library = sum(size for request, size in sizes.items() if CHART_LIBRARY in addresses.get(request, ""))
        page.close()
        whole = sum(sizes.values())
        return {**seen, "kb": whole / 1000, "kb_before_chart_library": (whole - library) / 1000}

    def close(self) -> None:
        """Forget everything."""
        self._context.close()


def visits(site: str) -> dict[str, dict[str, float]]:
    """Medians of first and repeated visits to a report page on the slow line, and of first ones on a quick one."""
    found: dict[str, list[dict[str, float]]] = {"first_slow": [], "repeat_slow": [], "first_quick": []}
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        for _ in range(VISITS):
            slow, quick = Visitor(browser, site, slow=True), Visitor(browser, site, slow=False)
            found["first_slow"].append(slow.visit(REPORT))
            found["repeat_slow"].append(slow.visit(REPORT))
            found["first_quick"].append(quick.visit(REPORT))
            slow.close()
            quick.close()
        browser.close()
    return {name: _medians(of) for name, of in found.items()}


def _medians(found: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in found), 2) for name in found[0]}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zone", type=Path, default=Path("data/demo/public"))
    parser.add_argument("--without-browser", action="store_true")
    given = parser.parse_args()
    try:
        release = ReleaseStore(given.zone.resolve()).current()
    except NotReadyError:
        print("Nothing was measured: the zone holds no release. Run `make demo` first, or name another with --zone.")
        return
    measures: dict[str, Callable[[int], Any]] = {
        "page_made": lambda port: answer_times(port, PAGES, new=True),
        "move_made": lambda port: answer_times(port, MOVES, new=True),
        "report_data_made": lambda port: answer_times(port, REPORT_DATA, new=True),
        "ten_thousand_cells_made": lambda port: answer_times(port, TEN_THOUSAND_CELLS, 100, new=True),
        "page": lambda port: answer_times(port, PAGES),
        "move": lambda port: answer_times(port, MOVES),
        "report_data": lambda port: answer_times(port, REPORT_DATA),
        "ten_thousand_cells": lambda port: answer_times(port, TEN_THOUSAND_CELLS, 100),
        "moves_made_a_second": lambda port: answers_a_second(port, MOVES, new=True),
        "report_data_made_a_second": lambda port: answers_a_second(port, REPORT_DATA, new=True),
        "pages_a_second": lambda port: answers_a_second(port, PAGES),
        "moves_a_second": lambda port: answers_a_second(port, MOVES),
        "report_data_a_second": lambda port: answers_a_second(port, REPORT_DATA),
    }
    figures: dict[str, Any] = {"release": release.version, "workers": WORKERS, "connections": CONNECTIONS}
    with serving(given.zone.resolve()) as port:
        figures["first_use_of_largest_table_s"] = _first_use(port)
        _wait_until_ready(port)
        for name, measure in measures.items():
            figures[name] = measure(port)
        if not given.without_browser:
            figures |= visits(f"http://127.0.0.1:{port}")
    print(json.dumps(figures, indent=1))


def _first_use(port: int) -> float:
    """Seconds of the first call for the table with the most cells, whose figures a worker makes once a release."""
    started = time.perf_counter()
    _ask(http.client.HTTPConnection("127.0.0.1", port), "/api/v2/tables/SF02/data")
    return round(time.perf_counter() - started, 2)


def _wait_until_ready(port: int) -> None:
    """Wait until every worker has made the largest table, which it begins when it starts."""
    quick = 0
    while quick < 4 * WORKERS:
        quick = quick + 1 if _first_use(port) < READY_SECONDS else 0
        time.sleep(READY_SECONDS)


if __name__ == "__main__":
    main()
