"""The logged-in site. Until a real log-in is connected it runs in demonstrations only."""

from __future__ import annotations

import secrets
from datetime import date

from flask import Flask, Response, abort, redirect, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from dashboards.care.acknowledgement import NOT_TICKED, TEXT_VERSION, TICKED
from dashboards.care.cases import CasesPages
from dashboards.care.frame import STATISTICS
from dashboards.care.guard import ACKNOWLEDGE, HEALTH, LOG_IN, LOG_OUT, RETURN, require_login
from dashboards.care.login_page import FAILED, LOGGED_OUT, USER, login_page
from dashboards.care.login_session import COOKIE, IDLE_LIMIT, current_user, log_in, log_out
from dashboards.care.pages import CarePages
from dashboards.care.policy import Area
from dashboards.care.recording import Recorder
from dashboards.care.statistics import StatisticsPages
from dashboards.care.users import load_demo_users
from dashboards.components.address import Address
from dashboards.components.page import SiteIdentity
from dashboards.downloads.answer import EXTENSIONS
from dashboards.serving.headers import protect
from dashboards.serving.http_server import WARM_UP
from dashboards.serving.readers import CurrentReader
from dashboards.serving.site import Site, document_without_scripts
from rehab.ongoing import OngoingCases
from rehab.person_register import PersonRegisterFile
from warehouse.application.acknowledgements import acknowledge
from warehouse.application.audit import AuditLog, AuditUnavailableError, SystemIdentity
from warehouse.application.database import ApplicationDatabase
from warehouse.application.opening import open_application_database
from warehouse.errors import NotReadyError, UserError
from warehouse.releases import Release, ReleaseStore
from warehouse.reports.engine import CareStatistics
from warehouse.reports.registry import NotOfferedError, UnknownReportError
from warehouse.settings import Mode, Settings
from warehouse.storage import DataDirectory, Zone

CARE_DATABASE, REHAB_DATABASE = "care.duckdb", "rehab.duckdb"
PERSON_REGISTER = "person_register.jsonl"
SYSTEM_ID = "INTYGSINSIKT-DEMO"


def create_care_app(data: DataDirectory, settings: Settings, identity: SiteIdentity) -> Flask:
    """The logged-in site as a WSGI application.

    Raises UserError outside demonstrations, NotReadyError without demonstration users, and
    ApplicationDatabaseError when the application database cannot be used.
    """
    if settings.mode is not Mode.DEMO:
        raise UserError(
            "The logged-in site has only a demonstration log-in; it starts when the setting INTYG_MODE is demo."
        )
    users = load_demo_users(data.source)
    database = open_application_database(data, settings)
    recorder = Recorder(AuditLog(database, SystemIdentity(SYSTEM_ID, identity.product_name)))
    statistics = StatisticsPages(_care_readers(data), identity, recorder)
    cases = CasesPages(_rehab_readers(data), identity, recorder, database, lambda: _today(settings))
    pages = CarePages(users, identity, statistics, cases)
    server = Flask("dashboards.care", static_folder=None)
    _configure(server, settings)
    require_login(server, users)
    CSRFProtect(server)
    _add_login(server, pages)
    _add_acknowledgement(server, pages, database)
    _add_files(server, pages)
    server.add_url_rule(HEALTH, "health", lambda: Response("up\n", mimetype="text/plain"))
    Site(server, identity.product_name, pages.page, pages.error)
    protect(server)
    server.extensions[WARM_UP] = lambda: _warm_up(statistics, cases)
    return server


def _warm_up(statistics: StatisticsPages, cases: CasesPages) -> None:
    """Open the releases, where they are published."""
    for readers in (statistics.readers, cases.readers):
        if readers.version() is not None:
            with readers.reading():
                pass


def _care_readers(data: DataDirectory) -> CurrentReader[CareStatistics]:
    def open_reader(release: Release) -> CareStatistics:
        return CareStatistics(release.file(CARE_DATABASE))

    return CurrentReader(ReleaseStore(data.zone(Zone.CARE)), open_reader, CareStatistics.close)


def _rehab_readers(data: DataDirectory) -> CurrentReader[OngoingCases]:
    register = PersonRegisterFile(data.source / PERSON_REGISTER)

    def open_reader(release: Release) -> OngoingCases:
        return OngoingCases(release.file(REHAB_DATABASE), register)

    return CurrentReader(ReleaseStore(data.zone(Zone.RESTRICTED)), open_reader, OngoingCases.close)


def _today(settings: Settings) -> date:
    return settings.day()


def _configure(server: Flask, settings: Settings) -> None:
    key = settings.session_key
    server.secret_key = key.get_secret_value() if key else secrets.token_hex(32)
    server.config.update(
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=False,  # demonstrations run without TLS
        PERMANENT_SESSION_LIFETIME=IDLE_LIMIT,
        WTF_CSRF_TIME_LIMIT=None,
    )


def _add_login(server: Flask, pages: CarePages) -> None:
    def show() -> AnyResponse:
        if current_user(pages.users):
            return redirect(_wanted(request.args.get(RETURN)))
        address = Address.parse(request.path, request.args.to_dict(flat=False))
        page = login_page(address, pages.identity, pages.users.values())
        return Response(document_without_scripts(page), mimetype="text/html")

    def enter() -> AnyResponse:
        user = pages.users.get(request.form.get(USER, ""))
        if user is None:
            return redirect(Address.parse(request.path).having(**{FAILED: "ja"}).url)
        log_in(user)
        return redirect(_wanted(request.form.get(RETURN)))

    def leave() -> AnyResponse:
        log_out()
        return redirect(Address(LOG_IN).having(**{LOGGED_OUT: "ja"}).url)

    for path in (LOG_IN, f"/en{LOG_IN}"):
        server.add_url_rule(path, f"show {path}", show, methods=["GET"])
        server.add_url_rule(path, f"enter {path}", enter, methods=["POST"])
    server.add_url_rule(LOG_OUT, "leave", leave, methods=["POST"])


def _wanted(url: str | None) -> str:
    """A page of this site to go on to; anything else leads to the start page."""
    if not url or not url.startswith("/") or url.startswith(("//", "/\\")):
        return "/"
    path, _, query = url.partition("?")
    return Address.parse(path, query).url


def _add_acknowledgement(server: Flask, pages: CarePages, database: ApplicationDatabase) -> None:
    def receive() -> AnyResponse:
        user = pages.user()
        pages.require(user, Area.ONGOING_CASES)
        wanted = _wanted(request.form.get(RETURN))
        if not request.form.get(TICKED):
            path, _, query = wanted.partition("?")
            return redirect(Address.parse(path, query).having(**{NOT_TICKED: "ja"}).url)
        acknowledge(database, user.hsa_id, TEXT_VERSION)
        return redirect(wanted)

    server.add_url_rule(ACKNOWLEDGE, "acknowledge", receive, methods=["POST"])


def _add_files(server: Flask, pages: CarePages) -> None:
    names = ", ".join(f'"{extension}"' for extension in EXTENSIONS)

    def provider_file(slug: str, extension: str) -> Response:
        user = pages.user()
        pages.require(user, Area.STATISTICS)
        view = Address.parse(request.path.removesuffix(f".{extension}"), request.args.to_dict(flat=False))
        try:
            return pages.statistics.file(view, slug, extension, user)
        except (UnknownReportError, NotOfferedError):
            abort(404)
        except (NotReadyError, AuditUnavailableError):
            abort(503)

    for prefix in ("", "/en"):
        rule = f"{prefix}{STATISTICS}/<slug>.<any({names}):extension>"
        server.add_url_rule(rule, f"provider_file{prefix}", provider_file)
