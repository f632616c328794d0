"""One call to the API: what it asks for, and the release that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote

from flask import Response, request
from pydantic import BaseModel

from dashboards.components.page import SiteIdentity
from dashboards.public.api.configuration import BASE, ApiConfiguration
from dashboards.public.api.limits import NewQueries
from dashboards.public.api.models import Link, Model
from dashboards.public.api.problems import ProblemError
from dashboards.public.api.saved_queries import SavedQueries
from dashboards.serving.kept import KeptReleases
from warehouse.opendata.cube import Cube
from warehouse.opendata.definitions import TABLES, TableDefinition
from warehouse.opendata.tables import cube_of
from warehouse.opendata.versions import TableVersion, TableVersions, matching
from warehouse.reports.national import NationalStatistics
from warehouse.texts import LANGUAGES

Q = TypeVar("Q", bound=BaseModel)
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Service:
    """What all calls share."""

    configuration: ApiConfiguration
    identity: SiteIdentity
    saved_queries: SavedQueries
    new_queries: NewQueries
    kept: KeptReleases[NationalStatistics]
    versions: TableVersions

    def versions_of(self, table_id: str) -> list[TableVersion]:
        """The versions of a table until the release in force, oldest first."""
        return self.versions.of(table_id, self.kept.releases())


@dataclass(frozen=True, slots=True)
class Call(Generic[Q, B]):
    """One call: the id in its path, its parameters, its body, and the release in force."""

    service: Service
    statistics: NationalStatistics
    id: str
    query: Q
    body: B
    part: str = ""
    """What the path names below the id, such as a version."""

    def cube(self, table_id: str, version: str | None = None) -> Cube:
        """A table of the release in force, or the newest that is kept of a version. Raises ProblemError."""
        found = table(table_id).id
        return cube_of(self._of_version(found, version) if version else self.statistics, found)

    def _of_version(self, table_id: str, pattern: str) -> NationalStatistics:
        releases = {one.version for one in self.service.kept.releases()}
        kept = [one for one in self.service.versions_of(table_id) if not releases.isdisjoint(one.releases)]
        named = matching(kept, pattern)
        if named is None:
            raise ProblemError("unknown_version", pattern, values={"table": table_id})
        found = self.service.kept.reader(max(one for one in named.releases if one in releases))
        if found is None:
            raise ProblemError("unknown_version", pattern, values={"table": table_id})
        return found


def table(table_id: str) -> TableDefinition:
    """A table of the catalogue, by its id without regard to case. Raises ProblemError."""
    for one in TABLES:
        if one.id.casefold() == table_id.casefold():
            return one
    raise ProblemError("unknown_table", table_id)


def language_of(asked: str | None) -> str:
    """A language of the service, for answers to calls whose parameters cannot be read."""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def link(rel: str, language: str, path: str, **parameters: str) -> Link:
    """A link to a path of the API, with the language first among its parameters."""
    given = {"lang": language, **parameters}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in given.items())
    return Link(rel=rel, hreflang=language, href=f"{root()}{path}?{query}")


def root() -> str:
    """The address of the API as the caller reached it."""
    return f"{request.url_root.rstrip('/')}{BASE}"


def answer(content: Model, status: int = 200) -> Response:
    """An answer of JSON."""
    return Response(content.model_dump_json(by_alias=True), status, mimetype="application/json")
