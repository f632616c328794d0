"""The files in open formats beside each national report, and the PDF file of every report."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import jsonstat_validator
import pyarrow.parquet as pq
import pypdf
import pytest
from flask import Flask

OPEN = ("json", "px", "parquet")


def test_the_page_links_to_every_file(public_app: Flask) -> None:
    page = public_app.test_client().get("/nationell/aldersgrupp").text
    for extension in ("pdf", "xlsx", "csv", *OPEN):
        assert f"/nationell/aldersgrupp.{extension}" in page


def test_the_files_hold_the_same_figures(public_app: Flask) -> None:
    client = public_app.test_client()
    told = json.loads(client.get("/nationell/aldersgrupp.json").data)
    assert jsonstat_validator.validate_jsonstat(told)
    columns = pq.read_table(io.BytesIO(client.get("/nationell/aldersgrupp.parquet").data)).to_pydict()
    assert columns["Sjukfall"] == told["value"]
    written = client.get("/nationell/aldersgrupp.px").data.decode().rpartition("DATA=")[2].strip().rstrip(";").split()
    assert [None if number.startswith('"') else int(number) for number in written] == told["value"]


@pytest.mark.parametrize("extension", OPEN)
def test_their_names_are_those_of_all_files(public_app: Flask, extension: str) -> None:
    answer = public_app.test_client().get(f"/en/nationell/aldersgrupp.{extension}")
    assert answer.status_code == 200
    name = answer.headers["Content-Disposition"].partition("filename=")[2].strip('"')
    level, menu, day, time = name.removesuffix(f".{extension}").rsplit("_", 3)
    assert (level, menu) == ("Nationalstatistics", "Agegroup")
    assert (day + time).isdigit()


def test_the_pdf_file_is_a_document_or_says_why_not(public_app: Flask) -> None:
    answer = public_app.test_client().get("/nationell/aldersgrupp.pdf")
    if answer.status_code == 503:
        pytest.skip(answer.text)
    read = pypdf.PdfReader(io.BytesIO(answer.data))
    assert "Antal sjukfall" in read.pages[0].extract_text()


@pytest.mark.parametrize(
    ("path", "heading"), [("/nationell", "Fördelning diagnosgrupper"), ("/en/nationell", "Distribution")]
)
def test_the_overview_is_a_document_with_named_drawings(public_app: Flask, path: str, heading: str) -> None:
    assert f'href="{path}/oversikt.pdf"' in public_app.test_client().get(f"{path}/oversikt").text
    answer = public_app.test_client().get(f"{path}/oversikt.pdf")
    if answer.status_code == 503:
        pytest.skip(answer.text)
    assert answer.headers["Content-Disposition"].endswith('.pdf"')
    read = pypdf.PdfReader(io.BytesIO(answer.data))
    text = " ".join("\n".join(page.extract_text() for page in read.pages).split())
    assert heading in text
    assert "20261123T020000Z-0001" in text
    assert f"http://localhost{path}/oversikt" in text
    named = [figure for figure in _figures(read.trailer["/Root"]["/StructTreeRoot"]) if "/Alt" in figure]
    assert len(named) >= 3


def test_a_chart_of_many_columns_stands_upright_before_a_table_that_lies(public_app: Flask) -> None:
    answer = public_app.test_client().get("/nationell/lan.pdf")
    if answer.status_code == 503:
        pytest.skip(answer.text)
    first, second, *_ = (page.mediabox for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)
    assert first.height > first.width
    assert second.width > second.height


def _figures(node: Any) -> Iterator[Any]:
    """Every figure of a document's structure."""
    below = node.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        found = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(found, dict) and "/S" in found:
            if found["/S"] == "/Figure":
                yield found
            yield from _figures(found)
