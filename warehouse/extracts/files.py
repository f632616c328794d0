"""An extract as a file or on the terminal; every form says what protects the figures."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from warehouse.extracts.result import ExtractResult, SectionResult
from warehouse.reports.result import Label
from warehouse.terminal import print_whole

SEPARATOR = ";"
BYTE_ORDER_MARK = "\ufeff"
ABOUT_SUFFIX = "-metadata.json"
LONGEST_SHEET_NAME = 31

_HEADS = {
    "id": Label("Uttag", "Extract"),
    "title": Label("Titel", "Title"),
    "protection": Label("Skydd", "Protection"),
    "threshold": Label("Tröskelvärde", "Threshold"),
    "left_out": Label("Borttaget av tröskelvärdet", "Taken away by the threshold"),
    "parameters": Label("Parametrar", "Parameters"),
    "order": Label("Beställning", "Order"),
    "ordered_by": Label("Beställare", "Ordered by"),
    "as_of": Label("Uppgifter till och med", "Facts as of"),
    "release": Label("Utgåva", "Release"),
    "created": Label("Skapat", "Created"),
}
_ABOUT_SHEET = Label("om", "about")


@dataclass(frozen=True, slots=True)
class Order:
    """The order that an extract is made for: its number, and who gave it."""

    number: str
    ordered_by: str


def about(result: ExtractResult, order: Order, language: str) -> dict[str, str]:
    """What must stand beside the figures, by neutral names, in order; nothing about persons."""
    cut = {section.id: section.left_out for section in result.sections if section.left_out is not None}
    return {
        "id": result.id,
        "title": result.title.in_language(language),
        "protection": result.protection.in_language(language),
        "threshold": "–" if result.threshold is None else str(result.threshold),
        "left_out": ", ".join(f"{name}: {number}" for name, number in cut.items()) or "–",
        "parameters": result.parameters or "–",
        "order": order.number,
        "ordered_by": order.ordered_by,
        "as_of": result.as_of.isoformat(),
        "release": result.release,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def write_csv(result: ExtractResult, order: Order, language: str) -> bytes:
    """All sections as one table, UTF-8 with `;`; `write_about` goes into a file beside it."""
    del order
    text = io.StringIO()
    result.table(language).to_csv(text, sep=SEPARATOR, index=False, lineterminator="\r\n")
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def write_about(result: ExtractResult, order: Order, language: str) -> bytes:
    """What must stand beside the figures, as a JSON object."""
    return (json.dumps(about(result, order, language), ensure_ascii=False, indent=1) + "\n").encode()


def write_xlsx(result: ExtractResult, order: Order, language: str) -> bytes:
    """A sheet for each section, and one that says what they are. No text is taken for a formula."""
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(content, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        for number, section in enumerate(result.sections, start=1):
            name = f"{number} {section.id}"[:LONGEST_SHEET_NAME]
            section.named(language).to_excel(book, sheet_name=name, index=False)
        facts = about(result, order, language)
        heads = [_HEADS[name].in_language(language) for name in facts]
        table = pd.DataFrame({"name": heads, "text": list(facts.values())})
        table.to_excel(book, sheet_name=_ABOUT_SHEET.in_language(language), index=False, header=False)
    return content.getvalue()


def write_parquet(result: ExtractResult, order: Order, language: str) -> bytes:
    """All sections as one table; what stands beside it is the metadata of its schema."""
    table = pa.Table.from_pandas(result.table(language), preserve_index=False)
    facts = {f"intyg.{name}": text for name, text in about(result, order, language).items()}
    content = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(facts), content)
    return content.getvalue()


def write_json(result: ExtractResult, order: Order, language: str) -> bytes:
    """One object: what stands beside the figures, and the sections with their rows."""
    sections = [
        {
            "id": section.id,
            "title": section.title.in_language(language),
            "left_out": section.left_out,
            "rows": _rows(section, language),
        }
        for section in result.sections
    ]
    whole = {**about(result, order, language), "sections": sections}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _rows(section: SectionResult, language: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(section.named(language).to_json(orient="records"))
    return rows


WRITERS: dict[str, Callable[[ExtractResult, Order, str], bytes]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
    "json": write_json,
}
TABLE, CSV = "table", "csv"
FORMATS = (*WRITERS, TABLE)


def print_tables(result: ExtractResult, order: Order, language: str) -> None:
    """Print every section, and above them what protects the figures."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for name, text in about(result, order, language).items():
        console.print(f"{_HEADS[name].in_language(language)}: {text}")
    for section in result.sections:
        frame = section.named(language)
        table = Table(title=section.title.in_language(language), title_justify="left")
        for column in frame.columns:
            numeric = pd.api.types.is_numeric_dtype(frame[column])
            table.add_column(column, justify="right" if numeric else "left", no_wrap=True)
        for row in frame.itertuples(index=False):
            table.add_row(*("" if pd.isna(value) else str(value) for value in row))
        print_whole(table)
