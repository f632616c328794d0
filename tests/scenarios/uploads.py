"""A region's upload as the file that a user gives, and what the product makes of it."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from warehouse.reports.region_list import RegionList, RegionListError, read_region_list

Step = dict[str, Any]
Values = dict[str, Any]

TITLES = ("Vårdenhetsnamn", "HSA-id", "Antal listade patienter")
NO_SPREADSHEET = b"%PDF-1.7\n"


def read_upload(file: dict[str, Any]) -> tuple[RegionList | None, Values]:
    """The list that the product reads, None when it refuses the file; and the outcome as an expectation names it.

    Of several faults the first is told.
    """
    try:
        found = read_region_list(file["name"], _content(file))
    except RegionListError as error:
        first = error.faults[0]
        return None, {"ok": False, "error": first.kind.value, "row": first.row}
    return found, {"ok": True, "error": None, "row": None}


def _content(file: dict[str, Any]) -> bytes:
    if file["format"] != "xlsx":
        return NO_SPREADSHEET
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(TITLES)
    for row in file["rows"] or ():
        for column, name in enumerate(("unit_name", "unit_id", "listed_patients"), start=1):
            sheet.cell(row["sheet_row"], column, row[name])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
