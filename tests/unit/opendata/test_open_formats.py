"""Every file of a cube, read back by a library that is not ours, holds the cube cell by cell."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from pathlib import Path
from typing import Any

import jsonstat_validator
import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import html
from pyaxis import pyaxis
from pyjstat import pyjstat

from tests.unit.opendata.cubes import cubes
from warehouse.opendata.cube import CONTENTS, REGION, TIME, Cube, Value
from warehouse.opendata.flat import FlatForm, Shown, write_csv, write_html, write_xlsx
from warehouse.opendata.jsonstat import dataset, write_jsonstat
from warehouse.opendata.parquet import write_parquet
from warehouse.opendata.px import write_px
from warehouse.opendata.tables import cube_of
from warehouse.reports.national import NationalStatistics

EXAMPLES = hypothesis_settings(max_examples=40)
TABLES = ("SF01", "SF03A", "SF08A", "SF12A", "ME02A", "KV02A")
Cells = list[tuple[tuple[str, ...], Value, str | None]]


@EXAMPLES
@given(cubes(), st.sampled_from(["sv", "en"]))
def test_jsonstat(cube: Cube, language: str) -> None:
    check_jsonstat(cube, language)


@EXAMPLES
@given(cubes(), st.sampled_from(["sv", "en"]))
def test_px(tmp_path_factory: pytest.TempPathFactory, cube: Cube, language: str) -> None:
    check_px(cube, language, tmp_path_factory.mktemp("px"))


@EXAMPLES
@given(cubes())
def test_parquet(cube: Cube) -> None:
    check_parquet(cube)


@EXAMPLES
@given(cubes(), st.sampled_from([",", ";", "\t", " "]), st.booleans())
def test_csv(cube: Cube, separator: str, title: bool) -> None:
    written = write_csv(cube, FlatForm("sv", Shown.CODES, title=title, separator=separator)).decode()
    rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=separator))
    if title:
        assert rows.pop(0) == [cube.label.sv]
    check_rows(cube, rows[0], [[*row[:2], *map(_sign_or_number, row[2:])] for row in rows[1:]])


@EXAMPLES
@given(cubes())
def test_xlsx(cube: Cube) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(cube, FlatForm(shown=Shown.CODES, title=True))))[cube.id]
    assert sheet["A1"].value == cube.label.sv
    times = len(cube.variable(TIME).codes)
    rows = [list(row)[: 2 + times] for row in sheet.iter_rows(min_row=3)]
    told = [[*(cell.value for cell in row[:2]), *map(_xlsx_cell, row[2:])] for row in rows[1 : 1 + cube.size // times]]
    check_rows(cube, [str(cell.value) for cell in rows[0]], told)


@EXAMPLES
@given(cubes())
def test_html(cube: Cube) -> None:
    page = html.fromstring(write_html(cube, FlatForm(shown=Shown.CODES, title=True)).decode())
    rows = [[str(cell.xpath("string()")) for cell in row] for row in page.iter("tr")]
    assert page.findtext(".//caption") == cube.label.sv
    check_rows(cube, rows[0], [[*row[:2], *map(_sign_or_number, row[2:])] for row in rows[1:]])


@pytest.mark.parametrize("table_id", TABLES)
def test_every_format_of_a_public_table(statistics: NationalStatistics, tmp_path: Path, table_id: str) -> None:
    cube = cube_of(statistics, table_id)
    latest = {TIME: cube.variable(TIME).codes[-3:]}
    check_jsonstat(cube.select(latest), "sv")
    check_px(cube.select(latest), "en", tmp_path)
    check_parquet(cube.select(latest))


def test_texts_and_codes_can_stand_together(statistics: NationalStatistics) -> None:
    cube = cube_of(statistics, "SF01A")
    texts, both = (
        write_csv(cube, FlatForm("en", shown)).decode().splitlines() for shown in (Shown.TEXTS, Shown.CODES_AND_TEXTS)
    )
    assert texts[0].startswith('"region","sex","contents","2014"')
    assert texts[1].startswith('"The country","Total","Number of cases",')
    assert both[1].startswith('"00 The country","1+2 Total","Sjukfall Number of cases",')


def test_parquet_tells_title_version_and_licence(statistics: NationalStatistics) -> None:
    cube = cube_of(statistics, "SF01A")
    facts = pq.read_schema(io.BytesIO(write_parquet(cube, "sv", licence="CC0-1.0"))).metadata
    assert facts[b"title"].decode() == cube.label.sv
    assert facts[b"version"].decode() == cube.release
    assert facts[b"licence"] == b"CC0-1.0"


def check_jsonstat(cube: Cube, language: str) -> None:
    written = write_jsonstat(cube, language).decode()
    assert jsonstat_validator.validate_jsonstat(json.loads(written))
    assert jsonstat_validator.validate_jsonstat(dataset(cube, language))
    frame = pyjstat.Dataset.read(written).write("dataframe", naming="id")
    names = [variable.code for variable in cube.variables]
    status = json.loads(written).get("status", {})
    found: Cells = [
        (tuple(row[name] for name in names), _value(row["value"]), status.get(str(at)))
        for at, row in enumerate(frame.to_dict("records"))
    ]
    assert found == list(cube.cells())


def check_px(cube: Cube, language: str, folder: Path) -> None:
    """Signs are read from the text: the reader turns all of them into nothing."""
    file = folder / "cube.px"
    file.write_bytes(write_px(cube, "sv", contact="statistik@example.org"))
    assert all(len(line) < 256 for line in file.read_text().split("DATA=")[0].splitlines())
    read = pyaxis.parse(str(file), "utf-8", lang=language, sd_values=r'^"never"$', null_values=r'^"never"$')
    frame, facts = read["DATA"], read["METADATA"]
    placed = cube.pivoted([*(code for code in names_of(cube) if code != TIME), TIME])
    labels = [variable.label.in_language(language) for variable in placed.variables]
    assert list(frame.columns) == [*labels, "DATA"]
    codes = [facts[f"CODES({label})"] for label in labels]
    assert codes == [list(variable.codes) for variable in placed.variables]
    notes = {tuple(re.findall('"(.*?)"', key)) for key in _cell_notes(file.read_text())}
    found = [_px_cell(str(text)) for text in frame["DATA"]]
    expected = [(value, sign) for _, value, sign in placed.cells()]
    assert [cell[0] for cell in found] == [value for value, _ in expected]
    assert [cell[1] for cell in found] == [None if sign == "p" else sign for _, sign in expected]
    assert notes == {codes for codes, _, sign in placed.cells() if sign == "p"}
    metric = placed.metric
    assert metric is not None
    for category in metric.categories:
        label = category.label.in_language(language)
        assert category.unit is not None
        assert facts[f"PRECISION({metric.label.in_language(language)},{label})"] == str(category.unit.decimals)
        assert facts[f"UNITS({label})"] == [category.unit.label.in_language(language)]
        assert facts[f"LAST-UPDATED({label})"] == [cube.updated.strftime("%Y%m%d %H:%M")]
    mandatory = "#".join(note.text.in_language(language) for note in cube.notes if note.mandatory)
    assert "".join("".join(facts.get("NOTEX", [])).split()) == "".join(mandatory.replace('"', "'").split())
    assert facts["SOURCE"] == [cube.source.in_language(language)]


def check_parquet(cube: Cube) -> None:
    rows = pq.read_table(io.BytesIO(write_parquet(cube, "sv"))).to_pylist()
    keys = [variable for variable in cube.variables if variable is not cube.metric]
    found = {
        (*(row[variable.code] for variable in keys), measure): (row[measure], row[f"{measure}_status"])
        for row in rows
        for measure in cube.variable(CONTENTS).codes
    }
    order = [names_of(cube).index(variable.code) for variable in keys]
    metric = names_of(cube).index(CONTENTS)
    assert found == {
        (*(codes[at] for at in order), codes[metric]): (value, sign) for codes, value, sign in cube.cells()
    }
    for variable in keys:
        labels = {row[variable.code]: row[f"{variable.code}_label"] for row in rows}
        assert labels == {category.code: category.label.sv for category in variable.categories}


def check_rows(cube: Cube, heads: list[str], rows: list[list[Any]]) -> None:
    """The rows of a flat table of region and contents by time, written in codes."""
    assert heads == [REGION, CONTENTS, *cube.variable(TIME).codes]
    found = [((row[0], row[1], time), *cell) for row in rows for time, cell in zip(heads[2:], row[2:], strict=True)]
    assert found == list(cube.cells())


def names_of(cube: Cube) -> list[str]:
    return [variable.code for variable in cube.variables]


def _value(value: float | None) -> Value:
    return None if value is None or math.isnan(value) else value


def _sign_or_number(text: str) -> tuple[Value, str | None]:
    number, _, sign = text.partition(" ")
    return (None, number) if set(number) == {"."} else (float(number), sign or None)


def _xlsx_cell(cell: Any) -> tuple[Value, str | None]:
    if isinstance(cell.value, str):
        return None, cell.value
    return cell.value, "p" if "p" in cell.number_format else None


def _px_cell(text: str) -> tuple[Value, str | None]:
    return (None, text.strip('"')) if text.startswith('"') else (float(text), None)


def _cell_notes(text: str) -> list[str]:
    return re.findall(r'DATANOTECELL\((.*?)\)="p"', text)
