"""One call to the API: what it asks for, and the release that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote

from flask import Response, request
from pydantic import BaseModel

from dashboards.components.page import SiteIdentity
from dashboards.public.api.configuration import BASE, ApiConfiguration
from dashboards.public.api.models import Link, Model
from dashboards.public.api.problems import ProblemError
from dashboards.public.api.saved_queries import SavedQueries
from warehouse.opendata.cube import Cube
from warehouse.opendata.definitions import TABLES, TableDefinition
from warehouse.opendata.tables import cube_of
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


@dataclass(frozen=True, slots=True)
class Call(Generic[Q, B]):
    """One call: the id in its path, its parameters, its body, and the release in force."""

    service: Service
    statistics: NationalStatistics
    id: str
    query: Q
    body: B

    def cube(self, table_id: str) -> Cube:
        """A table of the release. Raises ProblemError when there is none of that id."""
        return cube_of(self.statistics, table(table_id).id)


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
