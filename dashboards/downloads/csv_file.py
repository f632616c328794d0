"""CSV: one line per table row, machine names in the head, an empty cell with a status where a value is not shown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from dashboards.downloads.report_file import ReportFile

SEPARATOR = ";"
MIME_TYPE = "text/csv"
BYTE_ORDER_MARK = "\ufeff"
"""Lets spreadsheets see that the file is UTF-8."""


def write_csv(file: ReportFile) -> bytes:
    """UTF-8 with `;` between quoted fields. Each value column is followed by its status: `..`, `p` or empty."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=SEPARATOR, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(_head(file))
    for row in file.table.rows:
        line: list[str | int] = [row.key, row.header]
        for cell in row.cells:
            line += ["" if cell.value is None else cell.value, str(cell.status or "")]
        writer.writerow(line)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def write_csv_metadata(file: ReportFile, csv_address: str) -> bytes:
    """What stands about the figures, and what each column holds, as a CSV on the Web description."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": file.texts.language}],
        "url": csv_address,
        "dc:title": f"{file.title}, {file.period}",
        "dialect": {"delimiter": SEPARATOR, "encoding": "utf-8", "header": True, "quoteChar": '"'},
        "tableSchema": {"columns": list(_columns(file)), "primaryKey": file.table.row_name},
        "rdfs:comment": [{"head": head, "text": text} for head, text in file.facts],
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode()


def _head(file: ReportFile) -> list[str]:
    return [column["name"] for column in _columns(file)]


def _columns(file: ReportFile) -> Iterator[dict[str, str]]:
    table = file.table
    yield {"name": table.row_name, "titles": table.row_head, "datatype": "string"}
    yield {"name": f"{table.row_name}_label", "titles": table.row_head, "datatype": "string"}
    for column in table.columns:
        title = f"{column.above}, {column.head}" if column.above else column.head
        yield {"name": column.name, "titles": title, "datatype": "integer"}
        yield {"name": f"{column.name}_status", "titles": title, "datatype": "string"}
