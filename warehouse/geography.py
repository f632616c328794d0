"""County and municipality of a unit, from what the directory says (statistics 2.6, ingestion H-3)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from warehouse.reference_tables import rows

UNKNOWN_COUNTY = "00"
UNKNOWN_MUNICIPALITY = "0000"


class Place(NamedTuple):
    """Two-digit county and four-digit municipality, `00` and `0000` where unknown."""

    county: str
    municipality: str


def place(county: str | None, municipality: str | None) -> Place:
    """Read the directory's county and municipality codes.

    A municipality of four digits stands by itself, one of two digits is prefixed with the county, an empty one gives
    the county alone; a code that is too long or no number is unknown. Codes that are in no list are unknown too.
    """
    county_code = _number(county, longest=2)
    municipality_code = _number(municipality, longest=4) if municipality else ""
    if len(municipality_code) == 4:
        whole = municipality_code
    elif len(municipality_code) == 2:
        whole = county_code + municipality_code
    else:
        whole = county_code
    known_county = whole[:2] if whole[:2] in _codes("counties") else UNKNOWN_COUNTY
    return Place(known_county, whole if whole in _codes("municipalities") else UNKNOWN_MUNICIPALITY)


def _number(text: str | None, longest: int) -> str:
    code = (text or "").strip()
    return code if code.isascii() and code.isdigit() and len(code) <= longest else UNKNOWN_COUNTY


@cache
def _codes(name: str) -> frozenset[str]:
    return frozenset(row["code"] for row in rows(name))
