"""Files: the same figures as the page, read back by other programs, with what they are."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest

from dashboards.components.page import SiteIdentity
from dashboards.components.texts import texts
from dashboards.downloads.csv_file import write_csv, write_csv_metadata
from dashboards.downloads.report_file import ReportFile, report_file
from dashboards.downloads.xlsx_file import write_xlsx
from tests.unit.dashboards.results import count, result
from warehouse.reports.layout import table_of
from warehouse.reports.result import Level, ReportResult, View

IDENTITY = SiteIdentity("Intygsinsikt", "Region Exempel", "1.0", 5)
ADDRESS = "https://statistik.example/nationell/sjukskrivningsgrad?form=tidsserie"
CREATED = datetime(2026, 11, 23, 13, 5, 9, tzinfo=UTC)
MADE = (
    result("cases_total", View.TIME_SERIES, [[count(1200, 340)], [count(0, 7, "w")]]),
    result("cases_by_degree", View.TIME_SERIES, [[count(1, 2), count(0, 0, "wm")], [count(5, 6), count(7, 8)]]),
    result("cases_by_degree", View.CROSS_SECTION, [[count(5, 5), count(5, 5)]], distinct=[count(7, 6)]),
)


def _file(made: ReportResult, language: str = "sv") -> ReportFile:
    return report_file(made, texts(language), IDENTITY, address=ADDRESS, created=CREATED)


@pytest.mark.parametrize("made", MADE, ids=lambda made: f"{made.report_id}-{made.view}")
def test_csv_reads_back_as_the_table(made: ReportResult) -> None:
    content = write_csv(_file(made)).decode("utf-8-sig")
    head, *lines = list(csv.reader(io.StringIO(content), delimiter=";"))
    table = table_of(made, texts("sv"))
    assert head[:2] == [table.row_name, f"{table.row_name}_label"]
    assert head[2::2] == [column.name for column in table.columns]
    assert len(set(head)) == len(head)
    assert [line[:2] for line in lines] == [[row.key, row.header] for row in table.rows]
    for line, row in zip(lines, table.rows, strict=True):
        assert [int(text) if text else None for text in line[2::2]] == [cell.value for cell in row.cells]
        assert line[3::2] == [str(cell.status or "") for cell in row.cells]


def test_the_description_of_a_csv_file_names_its_columns() -> None:
    file = _file(MADE[1])
    described = json.loads(write_csv_metadata(file, "https://statistik.example/x.csv"))
    head = next(csv.reader(io.StringIO(write_csv(file).decode("utf-8-sig")), delimiter=";"))
    assert [column["name"] for column in described["tableSchema"]["columns"]] == head
    assert described["url"] == "https://statistik.example/x.csv"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("made", MADE, ids=lambda made: f"{made.report_id}-{made.view}")
def test_xlsx_reads_back_as_the_table(made: ReportResult, language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(_file(made, language))))
    sheet = book.worksheets[0]
    table = table_of(made, texts(language))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    body = rows[-len(table.rows) :]
    assert [row[0] for row in body] == [row.header for row in table.rows]
    shown = [[cell.value if cell.value is not None else str(cell.status) for cell in row.cells] for row in table.rows]
    assert [row[1:] for row in body] == shown
    last_head = rows[-len(table.rows) - 1]
    assert [head for head in last_head[1:] if head] == [
        column.head for column in table.columns if column.above or not table.has_group_heads
    ]
    assert rows[0][0] == texts(language)("level.national")
    assert rows[1][0] == table.caption


def test_files_say_what_they_hold() -> None:
    made = replace(MADE[0], filters={"units": ("U1",)}, unit_names=("Vårdcentralen",), units_in_force=("U1",))
    facts = dict(_file(made).facts)
    assert facts["Adress"] == ADDRESS
    assert facts["Dataversion"] == MADE[0].release
    assert facts["Period"] == "september–oktober 2026"
    assert facts["Urval"] == "Valda enheter: Vårdcentralen"
    assert "under 5" in facts["Små tal"]
    assert facts["Skapad"] == "2026-11-23 14:05"
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(_file(MADE[0]))))
    written = {row[0].value: row[1].value for row in book["om"].iter_rows()}
    assert written["Adress"] == ADDRESS


def test_a_provider_file_has_no_threshold() -> None:
    made = result("cases_total", View.TIME_SERIES, [[count(1, 1)]], level=Level.PROVIDER)
    facts = dict(_file(made).facts)
    assert "Små tal" not in facts
    assert facts["Vårdgivare"] == "Region Exempel"


def test_file_names_are_plain() -> None:
    assert _file(MADE[1]).stem == "Nationellstatistik_Sjukskrivningsgrad_261123_140509"
    age = result("cases_by_age_group", View.CROSS_SECTION, [[count(1, 1)]], level=Level.PROVIDER)
    assert _file(age).stem == "Verksamhetsstatistik_Aldersgrupp_261123_140509"
