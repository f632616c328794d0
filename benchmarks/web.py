"""Measures the sites as a visitor meets them: bytes of a first visit, time to the first chart, time of an answer.

Run with `python -m benchmarks.web` while a demonstration is served; CHROMIUM names the
browser when it is not `chromium` on the path.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import time
import urllib.parse
import urllib.request
from typing import Any

from playwright.sync_api import sync_playwright

REPORT = "/nationell/diagnosgrupp"
CHART_LIBRARY = "plotly"
VISITS, ANSWERS = 5, 200
SLUGS = (
    "diagnosgrupp",
    "diagnosgrupp?form=tvarsnitt",
    "sjukfall-totalt",
    "aldersgrupp?form=tidsserie",
    "sjukskrivningslangd",
)


def first_visit(browser: Any, address: str) -> dict[str, float]:
    """A first visit with an empty cache: compressed bytes, and seconds to the table and to the first drawn chart."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on(
        "Network.responseReceived", lambda event: addresses.update({event["requestId"]: event["response"]["url"]})
    )
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    started = time.perf_counter()
    page.goto(address + REPORT)
    page.wait_for_selector("table tbody tr", timeout=30_000)
    table = time.perf_counter() - started
    page.wait_for_selector("#page .js-plotly-plot .main-svg", timeout=30_000)
    chart = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    library = sum(size for request, size in sizes.items() if CHART_LIBRARY in addresses.get(request, ""))
    context.close()
    return {
        "kb_total": sum(sizes.values()) / 1000,
        "kb_before_chart_library": (sum(sizes.values()) - library) / 1000,
        "table_s": table,
        "chart_s": chart,
    }


def answers(opener: urllib.request.OpenerDirector, address: str, views: tuple[str, ...]) -> dict[str, float]:
    """Milliseconds of the answer that a move to a report page waits for, one after another over loopback."""
    taken = []
    for number in range(ANSWERS):
        started = time.perf_counter()
        with opener.open(f"{address}/_page{views[number % len(views)]}") as answer:
            answer.read()
        taken.append((time.perf_counter() - started) * 1000)
    return {"p50_ms": statistics.median(taken), "p95_ms": statistics.quantiles(taken, n=20)[18], "max_ms": max(taken)}


def logged_in(address: str, user: str) -> urllib.request.OpenerDirector:
    """A visitor of the logged-in site of a demonstration."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(f"{address}/logga-in") as page:
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
    assert token is not None, "the log-in page has no form"
    form = urllib.parse.urlencode({"anvandare": user, "csrf_token": token.group(1)}).encode()
    opener.open(f"{address}/logga-in", form).close()
    return opener


def main() -> None:
    """Measure both sites of a running demonstration and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--public", default="http://127.0.0.1:8050")
    parser.add_argument("--care", default="http://127.0.0.1:8051")
    given = parser.parse_args()
    try:
        urllib.request.urlopen(given.public).close()
    except OSError:
        print("The pages were not measured: nothing is served. Start `make demo` in another window, and measure again.")
        return
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=arguments
        )
        visits = [first_visit(browser, given.public) for _ in range(VISITS)]
        browser.close()
    medians = {name: round(statistics.median(visit[name] for visit in visits), 2) for name in visits[0]}
    public = answers(urllib.request.build_opener(), given.public, tuple(f"/nationell/{slug}" for slug in SLUGS))
    leader = logged_in(given.care, "processledare")
    provider = answers(leader, given.care, tuple(f"/verksamhet/{slug}" for slug in SLUGS))
    figures = {"first_visit": medians, "national_report": public, "provider_report": provider}
    print(json.dumps(figures, indent=1, default=float))


if __name__ == "__main__":
    main()
