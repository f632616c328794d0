"""The files in open formats beside each national report, and the PDF file of every report."""

from __future__ import annotations

import io
import json

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
