"""Addresses of pages: language, path and query, and how one leads to another (dashboards 3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Self
from urllib.parse import parse_qs, quote, urlencode

from dashboards.components.texts import DEFAULT_LANGUAGE, LANGUAGES

Query = Mapping[str, tuple[str, ...]]

FORM = "form"
CHART = "diagram"
FIRST = "fran"
LAST = "till"
UNIT = "enhet"
PROVIDER = "vg"
RUNNING = "pagaende"
HIDDEN = "dolj"
SORT = "sortera"
PERIOD = "period"
MEASURE = "matt"
DIAGNOSES = "diagnos"
DIAGNOSIS_LEVEL = "niva-diagnos"
COUNTIES = "lan"
DIVIDE = "fordela"
VERSION = "version"
"""Pins a page to one data version."""
SEX = "kon"
COMPARE = "jamfor"

CARRIED = frozenset(
    {FIRST, LAST, PERIOD, UNIT, PROVIDER, RUNNING, DIAGNOSES, DIAGNOSIS_LEVEL, MEASURE, COUNTIES, "alder", "langd"}
    | {"intygstyp", SEX, COMPARE}
)
"""Parameters that mean the same on every report and follow along from one to the next."""


@dataclass(frozen=True, slots=True)
class Address:
    """One page in one language.

    `path` has no language prefix (`/nationell/diagnosgrupp`); Swedish addresses have none, English ones start with
    `/en`. `query` holds the parameters as given, values in order.
    """

    path: str
    language: str = DEFAULT_LANGUAGE
    query: Query = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def parse(cls, path: str, query: str | Mapping[str, Sequence[str]] = "") -> Self:
        """Read a request's path and query."""
        language, rest = _split_language(path)
        given = parse_qs(query) if isinstance(query, str) else query
        return cls(rest, language, MappingProxyType({name: tuple(values) for name, values in given.items()}))

    def get(self, name: str) -> str | None:
        """The first value of a parameter, or None when it is absent or blank."""
        return next((value.strip() for value in self.query.get(name, ()) if value.strip()), None)

    @property
    def url(self) -> str:
        """The address as a link within the site."""
        prefix = "" if self.language == DEFAULT_LANGUAGE else f"/{self.language}"
        path = prefix if self.path == "/" and prefix else f"{prefix}{self.path}"
        pairs = [(name, value) for name, values in self.query.items() for value in values]
        return quote(path, safe="/.,-~") + (f"?{urlencode(pairs, safe=',-:')}" if pairs else "")

    def in_language(self, language: str) -> Self:
        """The same place in another language."""
        return replace(self, language=language)

    def having(self, **parameters: str | None) -> Self:
        """The same page with some parameters set, or removed when None."""
        query = {name: values for name, values in self.query.items() if name not in parameters}
        query.update({name: (value,) for name, value in parameters.items() if value is not None})
        return replace(self, query=MappingProxyType(query))

    def to(self, path: str, keep: Iterable[str] = CARRIED) -> Self:
        """Another page in the same language, taking along the parameters in `keep`."""
        kept = {name: values for name, values in self.query.items() if name in set(keep)}
        return replace(self, path=path, query=MappingProxyType(kept))

    def file(self, extension: str) -> Self:
        """The address of this view as a file."""
        return replace(self, path=f"{self.path}.{extension}")


def _split_language(path: str) -> tuple[str, str]:
    first, _, rest = path.lstrip("/").partition("/")
    if first in LANGUAGES and first != DEFAULT_LANGUAGE:
        return first, f"/{rest}"
    return DEFAULT_LANGUAGE, path or "/"
