"""A selection: the filters and the interval a reader has chosen, as a small value (statistics 10.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Self
from urllib.parse import parse_qs, urlencode

_PARAMETERS = {
    "units": "enhet",
    "diagnoses": "diagnos",
    "ages": "alder",
    "lengths": "langd",
    "types": "intygstyp",
}
_FROM, _TO = "fran", "till"


@dataclass(frozen=True, slots=True)
class Selection:
    """What a reader has chosen; an empty dimension restricts nothing.

    `units` are HSA ids (compared without regard to case), `diagnoses` node ids of `warehouse.diagnoses` (`F00-F99`,
    `F40-F48`, `F43`, `F432`), `ages` and `lengths` group keys, `types` keys of the certificate-type filter.
    `first` and `last` are the chosen months as written, so that an unusable interval can be told
    (`warehouse.reports.interval`); both None = no own interval.
    """

    units: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None

    @classmethod
    def from_query(cls, query: str | Mapping[str, Sequence[str]]) -> Self:
        """Read a query string or parsed parameters; values may be repeated or joined with commas.

        Unknown parameters are left alone. Nothing is checked here: values that are no filter values have no effect,
        and an unusable interval is reported by the report itself.
        """
        parameters = parse_qs(query.lstrip("?")) if isinstance(query, str) else query
        chosen = {
            name: tuple(dict.fromkeys(v.strip() for t in parameters.get(p, ()) for v in t.split(",") if v.strip()))
            for name, p in _PARAMETERS.items()
        }
        first, last = (next(iter(parameters.get(name, ())), "").strip() or None for name in (_FROM, _TO))
        return cls(**chosen, first=first, last=last)

    def to_query(self) -> str:
        """The selection as a readable query string without question mark; empty when nothing is chosen."""
        pairs = [
            (parameter, ",".join(getattr(self, name))) for name, parameter in _PARAMETERS.items() if getattr(self, name)
        ]
        pairs += [(name, value) for name, value in ((_FROM, self.first), (_TO, self.last)) if value]
        return urlencode(pairs, safe=",-:")

    @property
    def has_interval(self) -> bool:
        """True when either end of an own interval is given."""
        return self.first is not None or self.last is not None

    def without_interval(self) -> Self:
        """The same filters with the default interval."""
        return replace(self, first=None, last=None)

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))


EVERYTHING = Selection()
"""No filter and the default interval."""
