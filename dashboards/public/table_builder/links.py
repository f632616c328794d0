"""Ways into the table builder from what was selected elsewhere: a report's view, or a saved query (dashboards 19.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dashboards.components.address import Address
from dashboards.public.api.call import table
from dashboards.public.api.models import SavedQuery
from dashboards.public.information.paths import BUILDER
from dashboards.public.table_builder.actions import HEADING, STUB
from dashboards.public.table_builder.choice import ALL, BETWEEN, LATEST, NONE
from dashboards.public.table_builder.state import LIST, TABLE
from warehouse.opendata.cube import TIME

_RANGE = re.compile(r"\[?RANGE\(([^,()]+),([^,()]+)\)\]?")
_TOP = re.compile(r"TOP\((\d+)\)", re.IGNORECASE)


def written_selection(table_id: str, chosen: Mapping[str, str], language: str) -> Address:
    """The builder's address of a selection in value expressions: exact codes, `*` and RANGE, by variable."""
    query = {code: (_RANGE.sub(rf"\1{BETWEEN}\2", text).replace("*", ALL),) for code, text in chosen.items()}
    return Address(BUILDER, language, {TABLE: (table_id,), **query})


def saved_selection(query: SavedQuery, result: Mapping[str, Any], language: str) -> Address:
    """The builder's address of a saved query, given its result as JSON-stat: the same values, places and periods."""
    asked = {one.variable_code.casefold(): one for one in query.selection.selection}
    said: dict[str, tuple[str, ...]] = {TABLE: (query.table_id,)}
    for code in table(query.table_id).variable_codes:
        if code not in result["id"]:
            said[code] = (NONE,)
            continue
        one = asked.get(code.casefold())
        if one is not None and one.codelist:
            said[f"{LIST}{code}"] = (one.codelist,)
        newest = _TOP.fullmatch(one.value_codes[0]) if one and code == TIME and len(one.value_codes) == 1 else None
        codes = result["dimension"][code]["category"]["index"]
        said[code] = (f"{LATEST}{newest[1]}" if newest else ",".join(codes),)
    heading = result["extension"]["px"]["heading"]
    stub = [code for code in result["id"] if code not in heading]
    places = {STUB: stub, HEADING: heading}
    return Address(BUILDER, language, said | {name: (",".join(codes) or NONE,) for name, codes in places.items()})
