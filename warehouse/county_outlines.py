"""The outlines of the counties, ready to be drawn: kept in the project, asked of nobody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from warehouse.reference_tables import REFERENCE

FILE = REFERENCE / "county_outlines.json"


@dataclass(frozen=True, slots=True)
class CountyOutlines:
    """SVG path data by county code, on a plane of `width` × `height` units with its origin in the north-west.

    `source` and `licence` say where the geometry is from and what is known of the right to use it.
    """

    width: int
    height: int
    paths: Mapping[str, str]
    source: str
    licence: str


@cache
def county_outlines() -> CountyOutlines:
    """The outlines of all counties, simplified and projected to SWEREF 99 TM."""
    made = json.loads(FILE.read_text(encoding="utf-8"))
    paths = MappingProxyType(dict(made["outlines"]))
    return CountyOutlines(made["width"], made["height"], paths, made["source"], made["licence"])
