"""Uploads of a region's list: the file is written as a region would write it, and read by the product."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from tests.scenarios.world import World
from warehouse.reports.region_list import RegionListError, read_region_list

Step = dict[str, Any]
TITLES = ("Vårdenhetsnamn", "HSA-id", "Antal listade patienter")


def upload(world: World, step: Step) -> dict[str, Any]:
    """What became of an upload: `ok`, else the first fault and its row. An accepted list replaces the former one."""
    file = step["file"]
    content = _spreadsheet(file["rows"] or []) if file["format"] == "xlsx" else b"%PDF-1.7"
    try:
        read = read_region_list(file["name"], content)
    except RegionListError as refused:
        first = refused.faults[0]
        return {"ok": False, "error": first.kind.value} | ({} if first.row is None else {"row": first.row})
    world.region_lists[step["provider"]] = dict(read.listed)
    world.region_dates[step["provider"]] = world.today
    return {"ok": True}


def _spreadsheet(rows: list[dict[str, Any]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(TITLES)
    for row in rows:
        for column, name in enumerate(("unit_name", "unit_id", "listed_patients"), start=1):
            sheet.cell(row["sheet_row"], column, row[name])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
