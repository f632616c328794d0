"""The PDF file of a report: tagged, searchable, and whole."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest

from dashboards.components.address import Address
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import texts
from dashboards.downloads import pdf_file
from dashboards.downloads.report_file import ReportFile, report_file
from tests.oracle.facts import write_care_database, write_national_database
from tests.web.sample_data import AS_OF, sample_rows
from warehouse import formats
from warehouse.reports.figures import shown
from warehouse.reports.national import NationalStatistics
from warehouse.reports.result import View

ADDRESS = "https://statistik.example.org/nationell/aldersgrupp"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> ReportFile:
    folder = tmp_path_factory.mktemp("pdf")
    care = write_care_database(folder / "care.duckdb", sample_rows(), AS_OF)
    statistics = NationalStatistics(write_national_database(folder / "national.duckdb", care, AS_OF))
    return report_file(
        statistics.report("cases_by_age_group", View.TIME_SERIES),
        texts("sv"),
        SiteIdentity("Intygsinsikt", "Exempelmyndigheten", "1.0", 5),
        address=ADDRESS,
        created=datetime(2026, 11, 23, 23, 30, tzinfo=UTC),
        view=Address("/nationell/aldersgrupp"),
    )


def test_it_holds_every_number_and_what_is_to_be_known(file: ReportFile) -> None:
    read = _read(file)
    text = " ".join("\n".join(page.extract_text() for page in read.pages).split())
    for told in (file.level, file.title, file.period, ADDRESS, "2026-11-24", f"Sida 1 av {len(read.pages)}"):
        assert told in text
    numbers = {shown(cell, "sv") for row in file.table.rows for cell in row.cells}
    assert ".." in numbers
    assert all(" ".join(number.split()) in text for number in numbers)


def test_it_is_tagged_and_names_language_and_title(file: ReportFile) -> None:
    root = _read(file).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert "/StructTreeRoot" in root
    assert (_read(file).metadata or {}).get("/Title") == f"{file.title}, {file.period}"


def test_the_chart_is_a_figure_with_an_alternative_text(file: ReportFile) -> None:
    assert file.picture is not None
    (figure,) = [
        node for node in _structure(_read(file).trailer["/Root"]["/StructTreeRoot"]) if node["/S"] == "/Figure"
    ]
    assert file.picture.alternative in str(figure["/Alt"])
    text = " ".join("\n".join(page.extract_text() for page in _read(file).pages).split())
    assert " ".join(file.picture.alternative.split()) in text
    assert all(series.name in text for series in file.picture.model.legend)


def _structure(node: Any) -> Iterator[Any]:
    """Every element of the document's structure."""
    below = node.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        found = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from _structure(found)


def test_names_are_written_as_text(file: ReportFile) -> None:
    text = pdf_file.document(replace(file, title="<img src=file:///etc/passwd>"))
    assert "<img src=file" not in text
    assert text.count("<img") == 1


def _read(file: ReportFile) -> pypdf.PdfReader:
    try:
        return pypdf.PdfReader(io.BytesIO(pdf_file.write_pdf(file)))
    except pdf_file.PdfUnavailableError:
        pytest.skip("the libraries that set text (libpango) are not here")


def test_a_machine_without_the_libraries_is_told(
    file: ReportFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    with pytest.raises(pdf_file.PdfUnavailableError):
        pdf_file.write_pdf(file)


def test_a_table_that_is_too_large_is_cut_and_the_document_says_so(file: ReportFile) -> None:
    row, columns = file.table.rows[0], file.table.columns * 40
    wide = replace(file.table, columns=columns, rows=(replace(row, cells=row.cells * 40),) * 400)
    part = pdf_file.printed(wide)
    assert (len(part.columns), len(part.rows)) == (60, 50)
    assert all(len(row.cells) == 60 for row in part.rows)
    told = pdf_file.document(replace(file, table=wide))
    assert f"Här står 50 av 400 rader och 60 av {formats.number(len(columns), 'sv')} kolumner." in told
    assert pdf_file.printed(file.table) == file.table
    assert "för stor för ett PDF-dokument" not in pdf_file.document(file)
