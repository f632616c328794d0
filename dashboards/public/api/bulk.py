"""Whole tables as files without limit of cells, and a feed of the versions of each table (dashboards 19.3 and 19.5)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from flask import Flask, Response, request

from dashboards.public.api import feed
from dashboards.public.api.blueprint import open_to_all
from dashboards.public.api.call import Call, Service, language_of, table
from dashboards.public.api.configuration import LICENCE
from dashboards.public.api.documentation import DATA
from dashboards.public.api.history import reason
from dashboards.public.api.parameters import LanguageQuery, VersionPattern, read_query
from dashboards.public.api.problems import ProblemError, problem_answer
from dashboards.public.api.table_of_tables import WHOLE_TABLES
from dashboards.serving.readers import CurrentReader
from warehouse.errors import DamagedDataError, NotReadyError
from warehouse.opendata.cube import Cube
from warehouse.opendata.parquet import write_parquet, write_table_csv
from warehouse.reports.national import NationalStatistics

_MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "atom": feed.MEDIA_TYPE}
_FILES_IN_MEMORY = 4
"""How many whole tables each process keeps as files."""


class BulkQuery(LanguageQuery):
    """A whole table: language and version."""

    version: VersionPattern | None = None


class _KeptFiles:
    """The files last asked for, made one at a time. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, ...], bytes] = OrderedDict()

    def get(self, key: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
        """The file of `key`, made when it is not kept."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
                while len(self._kept) > _FILES_IN_MEMORY:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]


def add_whole_tables(server: Flask, readers: CurrentReader[NationalStatistics], service: Service) -> None:
    """Serve `/data/tables/<id>.csv`, `.parquet` and `.atom` on `server`."""
    files = _KeptFiles()

    def whole_table(id: str, extension: str) -> Response:
        try:
            with readers.reading() as (_, statistics):
                call: Call[BulkQuery, None] = Call(service, statistics, id, read_query(BulkQuery, request.args), None)
                return open_to_all(_feed(call) if extension == "atom" else _file(call, extension, files))
        except ProblemError as problem:
            return open_to_all(problem_answer(problem, language_of(request.args.get("lang"))))
        except (NotReadyError, DamagedDataError):
            return open_to_all(problem_answer(ProblemError("not_ready"), language_of(request.args.get("lang"))))

    names = ", ".join(_MEDIA_TYPES)
    server.add_url_rule(f"{WHOLE_TABLES}/<id>.<any({names}):extension>", "whole_table", whole_table)


def _file(call: Call[BulkQuery, None], extension: str, files: _KeptFiles) -> Response:
    cube = call.cube(call.id, call.query.version)
    language = call.query.lang
    key = (cube.release, cube.id, extension, language)
    answer = Response(files.get(key, lambda: _content(cube, extension, language)), mimetype=_MEDIA_TYPES[extension])
    answer.headers["Content-Disposition"] = f'attachment; filename="{cube.id}.{extension}"'
    answer.headers["Content-Language"] = language
    return answer


def _content(cube: Cube, extension: str, language: str) -> bytes:
    if extension == "csv":
        return write_table_csv(cube)
    return write_parquet(cube, language, licence=LICENCE)


def _feed(call: Call[BulkQuery, None]) -> Response:
    """The versions of a table, newest first."""
    language, one = call.query.lang, table(call.id)
    known = [
        (version.version, version.published, reason(version, is_first=not at, language=language))
        for at, version in enumerate(call.service.versions_of(one.id))
    ]
    site = request.url_root.rstrip("/")
    address, product = f"{site}{WHOLE_TABLES}/{one.id}.atom", call.service.identity.product_name
    content = feed.table_feed(one, known, feed.Place(address, f"{site}{DATA}", product, language))
    return Response(content, mimetype=feed.MEDIA_TYPE)
