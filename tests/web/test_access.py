"""Without log-in nothing, on every path; with it, one's own and nothing else; everything about persons logged first."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from dashboards.care.app import create_care_app
from dashboards.care.guard import OPEN_PATHS
from dashboards.components.page import SiteIdentity
from dashboards.public.app import create_public_app
from tests.web.login import client_of
from tests.web.sample_data import AS_OF
from warehouse.application.opening import APPLICATION_DATABASE
from warehouse.errors import UserError
from warehouse.reports import registry
from warehouse.reports.result import Level
from warehouse.settings import Mode, Settings
from warehouse.storage import DataDirectory

IDENTITY = SiteIdentity("Intygsinsikt", "Testmiljö", "0.0.0", 5)
PERSON_NUMBER = re.compile(r"\b(19|20)\d{6}-?\d{4}\b")

UNLISTED = (
    "/",
    "/verksamhet/oversikt",
    "/verksamhet/diagnosgrupp?form=tvarsnitt",
    "/verksamhet/sjukfall-totalt.csv",
    "/verksamhet/sjukfall-totalt.xlsx",
    "/pagaende-sjukfall",
    "/en/pagaende-sjukfall",
    "/om",
    "/_dash-layout",
    "/_dash-dependencies",
    "/assets/charts.js",
    "/assets/../dashboards/care/app.py",
    "/finns-inte",
    "//verksamhet/oversikt",
    "/%2e%2e/verksamhet/oversikt",
)


def _paths(app: Flask) -> list[str]:
    """Every rule of the application with its placeholders filled in, and paths that no rule names."""
    filled = [re.sub(r"<[^>]*>", "sjukfall-totalt", rule.rule) for rule in app.url_map.iter_rules()]
    return sorted({*filled, *UNLISTED} - OPEN_PATHS)


def test_without_log_in_every_path_gives_nothing(care_app: Flask) -> None:
    client = care_app.test_client()
    for path in _paths(care_app):
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
            answer = client.open(path, method=method)
            assert answer.status_code in {301, 302, 308, 400, 401, 404, 405}, (method, path, answer.status_code)
            if answer.status_code in {301, 302, 308}:
                assert "/logga-in" in answer.headers["Location"], (method, path)
            assert "sjukfall" not in answer.text.replace("till-sida", "").lower() or "/logga-in" in answer.text, path


def test_dash_answers_nothing_without_log_in(care_app: Flask) -> None:
    client = care_app.test_client()
    for path in ("/_dash-layout", "/_dash-dependencies", "/_favicon.ico", "/_dash-component-suites/dash/deps/x.js"):
        assert client.get(path).status_code == 401
    update = {"output": "x.children", "outputs": {"id": "x", "property": "children"}, "inputs": []}
    assert client.post("/_dash-update-component", json=update).status_code in {400, 401}


def test_a_made_up_session_opens_nothing(care_app: Flask) -> None:
    client = care_app.test_client()
    client.set_cookie("intygsinsikt_session", "eyJ1c2VyIjoicHJvY2Vzc2xlZGFyZSJ9.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert client.get("/verksamhet/oversikt").status_code == 302
    assert client.get("/_dash-layout").status_code == 401


def test_log_in_without_the_forms_proof_is_refused(care_app: Flask) -> None:
    client = care_app.test_client()
    assert client.post("/logga-in", data={"anvandare": "processledare"}).status_code == 400
    assert client.get("/verksamhet/oversikt").status_code == 302


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(care_app: Flask) -> None:
    client = client_of(care_app, "processledare")
    cookie = client.get_cookie("intygsinsikt_session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_after_log_in_an_address_of_another_site_leads_home(care_app: Flask) -> None:
    client = client_of(care_app, "processledare")
    for elsewhere in ("//example.org/", "https://example.org/", "/\\example.org"):
        answer = client.get("/logga-in", query_string={"till-sida": elsewhere})
        assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("user", ["processledare", "verksamhetschef", "delprocessledare"])
def test_statistics_roles_see_no_persons(care_app: Flask, user: str) -> None:
    client = client_of(care_app, user, acknowledge=True)
    answer = client.get("/pagaende-sjukfall")
    assert answer.status_code == 403
    assert not PERSON_NUMBER.search(answer.text)


@pytest.mark.parametrize("user", ["rehabkoordinator", "lakare"])
def test_rehab_roles_see_no_statistics(care_app: Flask, user: str) -> None:
    client = client_of(care_app, user)
    assert client.get("/verksamhet/sjukfall-totalt").status_code == 403
    assert client.get("/verksamhet/sjukfall-totalt.csv").status_code == 403


def test_no_parameter_widens_what_a_head_of_unit_sees(care_app: Flask) -> None:
    client = client_of(care_app, "verksamhetschef")
    own = client.get("/verksamhet/sjukfall-totalt.csv").get_data()
    for widened in ("?vg=P9", "?enhetsniva=enhet", "?provider=P9", "?anvandare=processledare"):
        assert client.get(f"/verksamhet/sjukfall-totalt.csv{widened}").get_data() == own
    foreign = client.get("/verksamhet/sjukfall-totalt.csv?enhet=NOT-MINE").text.splitlines()[1:]
    assert all(set(line.split(";")[2::2]) <= {"0"} for line in foreign)


def test_persons_are_not_shown_before_logging_is_acknowledged(care_app: Flask) -> None:
    client = client_of(care_app, "lakare")
    assert not PERSON_NUMBER.search(client.get("/pagaende-sjukfall").text)


def _events(data: DataDirectory) -> int:
    engine = sa.create_engine(f"sqlite:///{data.application / APPLICATION_DATABASE}")
    with engine.connect() as connection:
        events = connection.scalar(sa.text("SELECT count(*) FROM audit_event"))
    engine.dispose()
    return int(events or 0)


def test_every_showing_of_persons_and_figures_is_logged(care_app: Flask, data: DataDirectory) -> None:
    coordinator = client_of(care_app, "rehabkoordinator", acknowledge=True)
    before = _events(data)
    assert PERSON_NUMBER.search(coordinator.get("/pagaende-sjukfall").text)
    after_persons = _events(data)
    assert after_persons > before
    client_of(care_app, "processledare").get("/verksamhet/sjukfall-totalt.csv")
    assert _events(data) > after_persons


def test_when_the_log_cannot_be_written_nothing_is_shown(
    data: DataDirectory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'application.sqlite'}"
    monkeypatch.setenv("INTYG_APPLICATION_URL", url)
    app = create_care_app(data, Settings(mode=Mode.DEMO, data=data.root, today=AS_OF), IDENTITY)
    client = client_of(app, "rehabkoordinator", acknowledge=True)
    assert PERSON_NUMBER.search(client.get("/pagaende-sjukfall").text)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE audit_event RENAME TO audit_event_out_of_reach"))
    engine.dispose()
    answer = client.get("/pagaende-sjukfall")
    assert answer.status_code == 503
    assert not PERSON_NUMBER.search(answer.text)


def test_the_logged_in_site_refuses_to_start_outside_demonstrations(data: DataDirectory) -> None:
    with pytest.raises(UserError, match="INTYG_MODE"):
        create_care_app(data, Settings(mode=Mode.PRODUCTION, data=data.root, today=date(2026, 11, 23)), IDENTITY)


def test_the_public_site_sets_no_cookie_and_names_no_unit(public_app: Flask, data: DataDirectory) -> None:
    client = public_app.test_client()
    for path in ("/", "/en", "/om", *(f"/nationell/{report.slug}" for report in registry.reports(Level.NATIONAL))):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Set-Cookie" not in answer.headers
        assert not PERSON_NUMBER.search(answer.text)


def test_before_the_first_publication_there_is_a_kind_answer(tmp_path: Path) -> None:
    answer = create_public_app(tmp_path / "public", IDENTITY).test_client().get("/")
    assert answer.status_code == 503
    assert "<h1" in answer.text
