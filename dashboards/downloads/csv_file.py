"""CSV: one line per table row, machine names in the head, an empty cell with a status where a value is not shown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dashboards.downloads.report_file import ReportFile
from warehouse.reports.definitions import Figure
from warehouse.reports.figures import Cell
from warehouse.reports.table import Column

SEPARATOR = ";"
MIME_TYPE = "text/csv"
BYTE_ORDER_MARK = "\ufeff"
"""Lets spreadsheets see that the file is UTF-8."""
DECIMAL_MARKS = {"sv": ",", "en": "."}


def write_csv(file: ReportFile) -> bytes:
    """UTF-8 with `;` between quoted fields. Each value column is followed by its status: `..`, `p`, `...` or empty.

    A share or rate is followed by its numerator and denominator too (statistics 4.5.4, 7.5).
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=SEPARATOR, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([column["name"] for column in _described(file)])
    mark = DECIMAL_MARKS[file.texts.language]
    for row in file.table.rows:
        line: list[str | int] = [row.key, row.header]
        for column, cell in zip(file.table.columns, row.cells, strict=True):
            line += _fields(column, cell, mark)
        writer.writerow(line)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def write_csv_metadata(file: ReportFile, csv_address: str) -> bytes:
    """What stands about the figures, and what each column holds, as a CSV on the Web description."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": file.texts.language}],
        "url": csv_address,
        "dc:title": f"{file.title}, {file.period}",
        "dialect": {"delimiter": SEPARATOR, "encoding": "utf-8", "header": True, "quoteChar": '"'},
        "tableSchema": {"columns": list(_described(file)), "primaryKey": file.table.row_name},
        "rdfs:comment": [{"head": head, "text": text} for head, text in file.facts],
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode()


def _fields(column: Column, cell: Cell, mark: str) -> list[str | int]:
    value: str | int = "" if cell.value is None else _written(cell.value, mark)
    fields: list[str | int] = [value, cell.status.in_files if cell.status else ""]
    if column.figure.has_parts:
        fields += [cell.parts.numerator, cell.parts.denominator] if cell.parts else ["", ""]
    return fields


def _written(value: int | Decimal, mark: str) -> str | int:
    return value if isinstance(value, int) else str(value).replace(".", mark)


def _described(file: ReportFile) -> Iterator[dict[str, Any]]:
    table = file.table
    yield {"name": table.row_name, "titles": table.row_head, "datatype": "string"}
    yield {"name": f"{table.row_name}_label", "titles": table.row_head, "datatype": "string"}
    number = {"base": "decimal", "format": {"decimalChar": DECIMAL_MARKS[file.texts.language]}}
    for column in table.columns:
        yield {
            "name": column.name,
            "titles": column.title,
            "datatype": number if column.figure in {Figure.RATE, Figure.MEASURE} else "integer",
        }
        yield {"name": f"{column.name}_status", "titles": column.title, "datatype": "string"}
        if column.figure.has_parts:
            for part in ("numerator", "denominator"):
                title = f"{column.title}, {file.texts(f'file.part.{part}')}"
                yield {"name": f"{column.name}_{part}", "titles": title, "datatype": "integer"}
