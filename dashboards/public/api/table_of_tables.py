"""The tables of the open data in one table: a row for each, with its files by month and by calendar year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dash.development.base_component import Component

from dashboards.components.native import Native, Node, node
from dashboards.components.stacked_table import stacked
from dashboards.components.table_box import table_box
from dashboards.components.texts import Texts
from dashboards.public.api.configuration import BASE
from warehouse.opendata.definitions import ANNUAL, SUBJECTS, TABLES, TableDefinition

WHOLE_TABLES = "/data/tables"
_FILES: Mapping[str, str] = {"CSV": "csv", "XLSX": "xlsx", "PX": "px", "JSON-stat": "json-stat2", "Parquet": "parquet"}
_WHOLE: Mapping[str, str] = {"CSV": "csv", "Parquet": "parquet", "Atom": "atom"}


def table_of_tables(texts: Texts) -> Component:
    """All tables, by subject area. The id of a table leads to its description, the names of formats to its files."""
    heads = (node("th", texts(f"open_tables.{name}"), scope="col") for name in ("name", "months", "years"))
    caption = node("caption", texts("open_tables.caption"))
    parts = (_subject(code, texts) for code in SUBJECTS)
    grid = node("table", caption, node("thead", node("tr", *heads)), *parts, class_="small-table tables")
    return Native(table_box(stacked(grid), texts, 0, aria_label=texts("open_tables.caption")))


def _subject(code: str, texts: Texts) -> Node:
    head = node("th", SUBJECTS[code].in_language(texts.language), scope="rowgroup", colspan=3, class_="subject")
    rows = (_row(monthly, annual, texts) for monthly, annual in _pairs() if monthly.subject == code)
    return node("tbody", node("tr", head), *rows)


def _pairs() -> Iterator[tuple[TableDefinition, TableDefinition]]:
    """Each table of months with that of calendar years."""
    by_id = {table.id: table for table in TABLES}
    return ((table, by_id[table.id + ANNUAL]) for table in TABLES if table.id + ANNUAL in by_id)


def _row(monthly: TableDefinition, annual: TableDefinition, texts: Texts) -> Node:
    name = node("th", monthly.label.in_language(texts.language), scope="row")
    return node("tr", name, _cell(monthly, "months", texts), _cell(annual, "years", texts))


def _cell(table: TableDefinition, column: str, texts: Texts) -> Node:
    place = f"{BASE}/tables/{table.id}"
    described = node("a", table.id, href=f"{place}/metadata?lang={texts.language}", class_="table-id")
    latest = (
        _link(name, f"{place}/data?lang={texts.language}&outputFormat={form}", table.id)
        for name, form in _FILES.items()
    )
    whole = (
        _link(name, f"{WHOLE_TABLES}/{table.id}.{ending}?lang={texts.language}", table.id)
        for name, ending in _WHOLE.items()
    )
    label = node("span", texts("open_tables.whole"), class_="quiet")
    return node(
        "td",
        node("div", described, *latest, class_="file-links"),
        node("div", label, *whole, class_="file-links"),
        data_head=texts(f"open_tables.{column}"),
    )


def _link(name: str, href: str, table_id: str) -> Node:
    return node("a", name, node("span", f" ({table_id})", class_="visually-hidden"), href=href)
