"""The public site: given the path of the public zone and nothing else."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from flask import Flask, Response, abort, request

from dashboards.components.address import Address
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import texts
from dashboards.downloads.answer import EXTENSIONS, OPEN_EXTENSIONS, file_answer, open_file_answer, overview_answer
from dashboards.public.api.announcements import add_announcements
from dashboards.public.api.blueprint import add_open_api
from dashboards.public.api.bulk import add_whole_tables
from dashboards.public.api.call import Service
from dashboards.public.api.configuration import DEFAULT_CONFIGURATION, ApiConfiguration
from dashboards.public.api.limits import NewQueries
from dashboards.public.api.saved_queries import SavedQueries
from dashboards.public.county_map.files import EXTENSIONS as MAP_EXTENSIONS
from dashboards.public.county_map.files import map_file_answer
from dashboards.public.embed import add_embed
from dashboards.public.made_answers import limit_made_answers
from dashboards.public.pages import BASE, MAP, OVERVIEW, PublicPages
from dashboards.public.pinned import GONE
from dashboards.public.table_builder.saving import add_saving
from dashboards.serving.freshness import keep_by_release
from dashboards.serving.headers import protect
from dashboards.serving.http_server import WARM_UP
from dashboards.serving.kept import KeptReleases
from dashboards.serving.own_host import OwnHost
from dashboards.serving.readers import CurrentReader, ReleaseGoneError
from dashboards.serving.site import Site
from warehouse.errors import DamagedDataError, NotReadyError
from warehouse.opendata.cube import Cube
from warehouse.opendata.definitions import TABLES, Kind
from warehouse.opendata.tables import cube_of
from warehouse.opendata.versions import TableVersions
from warehouse.releases import Release, ReleaseStore
from warehouse.reports.national import NationalStatistics
from warehouse.reports.registry import NotOfferedError, UnknownReportError

DATABASE = "national.duckdb"
HEALTH = "/halsa"
TABLE_VERSIONS = "table-versions"
"""Where the versions of the tables are kept, beside the saved queries."""


def create_public_app(
    public_zone: Path, identity: SiteIdentity, api: ApiConfiguration = DEFAULT_CONFIGURATION
) -> Flask:
    """The public site as a WSGI application. It reads `public_zone` only and sets no cookie.

    It writes nothing but the queries that users of the open API save, where `api` says.
    """
    store = ReleaseStore(public_zone)
    readers = CurrentReader(store, _open)
    service = _service(readers, identity, api)
    pages = PublicPages(readers, identity, service)
    server = Flask("dashboards.public", static_folder=None)
    server.config.update(SESSION_COOKIE_SECURE=False)
    # Before the proxies are believed: they are asked first, and what they say of the host is looked at as well.
    server.wsgi_app = OwnHost(server.wsgi_app, api.public_address, api.hosts)  # type: ignore[method-assign]
    _add_files(server, pages)
    _add_map_files(server, pages)
    _add_health(server, readers)
    limiter = add_open_api(server, readers, service)
    add_saving(server, readers, service, limiter)
    add_whole_tables(server, readers, service)
    add_announcements(server, readers, store, identity)
    Site(server, identity.product_name, pages.page, pages.error)
    answered_before = keep_by_release(server, readers.version)
    add_embed(server, pages, protect(server))
    # Last of what goes before an answer is made: what is kept is given with the headers of its own address.
    server.before_request(answered_before)
    server.before_request(limit_made_answers(api))
    server.extensions[WARM_UP] = lambda: _warm_up(server, readers)
    return server


def _warm_up(server: Flask, readers: CurrentReader[NationalStatistics]) -> None:
    """Read the release and make one page of it; the largest tables are made while the first visitors are answered."""
    server.test_client().get("/")
    Thread(target=_make_largest_tables, args=(readers,), daemon=True).start()


def _make_largest_tables(readers: CurrentReader[NationalStatistics]) -> None:
    try:
        with readers.reading() as (_, statistics):
            for one in TABLES:
                if one.kind is Kind.DIAGNOSES:
                    cube_of(statistics, one.id)
    except (NotReadyError, DamagedDataError):
        return


def _service(readers: CurrentReader[NationalStatistics], identity: SiteIdentity, api: ApiConfiguration) -> Service:
    """What the open API needs besides the release in force: saved queries, and the releases that are kept."""
    kept = KeptReleases(readers)
    folder = api.saved_queries / TABLE_VERSIONS if api.saved_queries else None

    def read(release: Release, table_id: str) -> Cube | None:
        statistics = kept.reader(release.version)
        return cube_of(statistics, table_id) if statistics else None

    versions = TableVersions(folder, read)
    saved = SavedQueries(api.saved_queries, api.most_saved_queries, api.most_saved_bytes)
    return Service(api, identity, saved, NewQueries(api), kept, versions)


def _open(release: Release) -> NationalStatistics:
    return NationalStatistics(release.file(DATABASE))


def _add_files(server: Flask, pages: PublicPages) -> None:
    names = ", ".join(f'"{extension}"' for extension in (*EXTENSIONS, *OPEN_EXTENSIONS))

    def national_file(extension: str, **_report: str) -> Response:
        view = Address.parse(request.path.removesuffix(f".{extension}"), request.args.to_dict(flat=False))
        try:
            result = pages.result(view)
        except (UnknownReportError, NotOfferedError):
            abort(404)
        except ReleaseGoneError:
            return _gone(view)
        except NotReadyError:
            abort(503)
        answer = open_file_answer if extension in OPEN_EXTENSIONS else file_answer
        return answer(result, view, extension, pages.identity)

    def overview_file() -> Response:
        view = Address.parse(request.path.removesuffix(".pdf"), request.args.to_dict(flat=False))
        try:
            return overview_answer(pages.overview(view), view, pages.identity)
        except ReleaseGoneError:
            return _gone(view)
        except NotReadyError:
            abort(503)

    for prefix in ("", "/en"):
        server.add_url_rule(f"{prefix}{OVERVIEW}.pdf", f"overview_file{prefix}", overview_file)
        rule = f"{prefix}{BASE}/<path:report>.<any({names}):extension>"
        server.add_url_rule(rule, f"national_file{prefix}", national_file)


def _add_map_files(server: Flask, pages: PublicPages) -> None:
    names = ", ".join(f'"{extension}"' for extension in MAP_EXTENSIONS)

    def map_file(extension: str) -> Response:
        view = Address.parse(request.path.removesuffix(f".{extension}"), request.args.to_dict(flat=False))
        try:
            figures = pages.map_figures(view)
        except ReleaseGoneError:
            return _gone(view)
        except NotReadyError:
            abort(503)
        return map_file_answer(figures, view, extension, pages.identity)

    for prefix in ("", "/en"):
        server.add_url_rule(f"{prefix}{MAP}.<any({names}):extension>", f"map_file{prefix}", map_file)


def _gone(view: Address) -> Response:
    """The answer to a file of a data version that is not kept."""
    told = texts(view.language)("pinned.gone_file")
    return Response(told, status=GONE, content_type="text/plain; charset=utf-8")


def _add_health(server: Flask, readers: CurrentReader[NationalStatistics]) -> None:
    def health() -> Response:
        """200 with the data version, 503 while nothing is published."""
        version = readers.version()
        return Response(f"{version or 'nothing published'}\n", status=200 if version else 503, mimetype="text/plain")

    server.add_url_rule(HEALTH, "health", health)
