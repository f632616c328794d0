"""Logging in, with a browser and without one."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import Visit

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def log_in(visit: Visit, user: str, *, acknowledge: bool = False) -> None:
    """Choose a user on the log-in page, and agree that access is logged where that is asked and wanted."""
    page = visit.page
    page.goto(f"{visit.home}/logga-in")
    page.click(f"form:has(input[value={user}]) button")
    visit.settle()
    if acknowledge and page.locator("#page #godkanner").count():
        page.check("#page #godkanner")
        page.click("#page main button[type=submit]")
        page.wait_for_selector("#page main h1")


def client_of(app: Flask, user: str, *, acknowledge: bool = False) -> FlaskClient:
    """A client that is logged in as `user`."""
    client = app.test_client()
    entered = client.post("/logga-in", data={"anvandare": user, "csrf_token": token(client, "/logga-in")})
    assert entered.status_code == 302, entered.text
    if acknowledge:
        page = client.get("/pagaende-sjukfall").text
        if "godkanner" in page:
            found = TOKEN.search(page)
            assert found is not None
            form = {"csrf_token": found.group(1), "godkanner": "ja", "till-sida": "/pagaende-sjukfall"}
            assert client.post("/bekrafta-loggning", data=form).status_code == 302
    return client


def token(client: FlaskClient, path: str) -> str:
    """The proof that a form on a page carries."""
    found = TOKEN.search(client.get(path).text)
    assert found is not None, f"{path} has no form"
    return found.group(1)
