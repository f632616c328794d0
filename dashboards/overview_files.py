"""An overview on the command line: its records as a table on the terminal and in files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from rich.markup import escape
from rich.table import Table

from dashboards.components.texts import texts
from dashboards.downloads.csv_file import BYTE_ORDER_MARK, DECIMAL_MARKS, SEPARATOR
from warehouse import formats
from warehouse.reports.figures import Status
from warehouse.reports.overview import OverviewResult
from warehouse.reports.overview_records import COLUMNS, Record, overview_document, overview_records

_NUMBERS = ("total", "women", "men", "previous_total", "population")
_RATES = ("rate", "previous_rate")
_TYPES = {name: pa.int64() for name in (*_NUMBERS, "change", "share")} | {name: pa.float64() for name in _RATES}


@dataclass(frozen=True, slots=True)
class GivenOverview:
    """An overview on its way out; of one box when `box_id` names it."""

    result: OverviewResult
    box_id: str | None
    language: str
    plain_zero: bool

    @property
    def records(self) -> list[Record]:
        return overview_records(self.result, self.box_id, plain_zero=self.plain_zero)

    def written(self, form: str) -> bytes:
        """The overview in one of the formats of files."""
        writers = {"csv": self._csv, "json": self._json, "xlsx": self._xlsx, "parquet": self._parquet}
        return writers[form]()

    def table(self) -> Table:
        """Boxes below each other with their groups, for a terminal."""
        catalogue = texts(self.language)
        period = formats.period(self.result.window, self.language)
        before = formats.period(self.result.previous_window, self.language)
        heads = [catalogue(f"sex.{sex}") for sex in ("total", "women", "men")]
        table = Table("", *heads, before, catalogue("overview.change.head"), title=period, title_justify="left")
        for record in self.records:
            label = escape(record[f"label_{self.language}"])
            numbers = (self._shown(record[name]) for name in ("total", "women", "men", "previous_total"))
            table.add_row(f"  {label}" if record["group"] else f"[bold]{label}", *numbers, self._change(record))
        return table

    def _shown(self, number: int | None) -> str:
        return str(Status.PROTECTED) if number is None else formats.number(number, self.language)

    def _change(self, record: Record) -> str:
        if record["change"] is None:
            return str(Status.INCOMPARABLE)
        if record["change_unit"] == "points":
            signed = formats.signed(record["change"], self.language)
            return texts(self.language)("overview.points", change=signed)
        return formats.signed_percent(record["change"], self.language)

    def _json(self) -> bytes:
        made = overview_document(self.result, self.box_id, plain_zero=self.plain_zero)
        return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()

    def _csv(self) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=SEPARATOR, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        mark = DECIMAL_MARKS[self.language]
        writer.writerows([_field(record[name], mark) for name in COLUMNS] for record in self.records)
        return (BYTE_ORDER_MARK + text.getvalue()).encode()

    def _parquet(self) -> bytes:
        schema = pa.schema([(name, _TYPES.get(name, pa.string())) for name in COLUMNS])
        about = overview_document(self.result, self.box_id, plain_zero=self.plain_zero)
        told = {name: json.dumps(value, ensure_ascii=False) for name, value in about.items() if name != "boxes"}
        content = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(self.records, schema=schema.with_metadata(told)), content)
        return content.getvalue()

    def _xlsx(self) -> bytes:
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
            sheet = book.add_worksheet(texts(self.language)("file.sheet.table"))
            sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
            for row, record in enumerate(self.records, start=1):
                sheet.write_row(row, 0, [record[name] for name in COLUMNS])
        return content.getvalue()


def _field(value: Any, mark: str) -> str | int:
    """One field of a CSV file: text, a whole number, or a number with decimals in the language's way."""
    if value is None:
        return ""
    return str(value).replace(".", mark) if isinstance(value, float) else value
