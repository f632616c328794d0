"""A report's file as an answer to a request."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import Response, request

from dashboards.components.address import Address
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import LANGUAGES, Texts, texts
from dashboards.downloads import csv_file, overview_pdf, pdf_file, xlsx_file
from dashboards.downloads.report_file import ReportFile, file_stem, report_file
from dashboards.downloads.turns import BusyError, Turns
from dashboards.pictures.picture import MEN, PART, PICTURE_PARAMETERS, WOMEN, Picture, picture_of
from warehouse.opendata import jsonstat, parquet, px
from warehouse.opendata.result_cube import cube_of_result
from warehouse.reports.overview import OverviewResult
from warehouse.reports.result import Label, ReportResult

PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
EXTENSIONS = ("csv", "xlsx", "pdf", "csv-metadata.json", *PICTURES)
"""Files of reports on every level."""
OPEN_EXTENSIONS = ("json", "px", "parquet")
"""Files of national reports beside these: JSON-stat, PX and Parquet."""

PDF_TURNS = Turns()
"""A PDF file takes a second or more to make, and a process makes one at a time."""
BUSY_SECONDS = 10
"""When to come back for a PDF file that could not be made now."""


def file_answer(result: ReportResult, view: Address, extension: str, identity: SiteIdentity) -> Response:
    """The file of one view. `extension` is one of `EXTENSIONS`; a CSV file names its description in a header.

    A PDF file is answered by 503 and a sentence where the machine lacks the libraries that set text, a picture by 404
    and a sentence where the view has no chart. A PDF file is also answered by 503 while others are being made.
    """
    host = request.host_url.rstrip("/")
    created = datetime.now(UTC)
    if extension in PICTURES:
        return _picture_answer(result, view, extension, identity, created)
    file = report_file(result, texts(view.language), identity, address=host + view.url, created=created, view=view)
    if extension == "xlsx":
        return _attachment(xlsx_file.write_xlsx(file), xlsx_file.MIME_TYPE, f"{file.stem}.xlsx")
    if extension == "pdf":
        return _pdf_answer(file)
    csv_address = host + view.file("csv").url
    if extension == "csv-metadata.json":
        return _attachment(csv_file.write_csv_metadata(file, csv_address), "application/json", f"{file.stem}.json")
    answer = _attachment(csv_file.write_csv(file), csv_file.MIME_TYPE, f"{file.stem}.csv")
    description = host + view.file("csv-metadata.json").url
    answer.headers["Link"] = f'<{description}>; rel="describedby"; type="application/csvm+json"'
    return answer


def open_file_answer(result: ReportResult, view: Address, extension: str, identity: SiteIdentity) -> Response:
    """A national result in an open format, `extension` of `OPEN_EXTENSIONS`; raises ValueError for other levels."""
    created = datetime.now(UTC)
    catalogue = texts(view.language)
    source = Label(*(texts(language)("about.source.text", operator=identity.operator) for language in LANGUAGES))
    cube = replace(cube_of_result(result), source=source)
    name = f"{file_stem(result, catalogue, created)}.{extension}"
    if extension == "px":
        content = px.write_px(cube, view.language, contact=identity.operator, created=created)
        return _attachment(content, px.MIME_TYPE, name)
    if extension == "parquet":
        return _attachment(parquet.write_parquet(cube, view.language), parquet.MIME_TYPE, name)
    content = jsonstat.write_jsonstat(cube, view.language, contact=identity.operator)
    return _attachment(content, jsonstat.MIME_TYPE, name)


def _picture_answer(
    result: ReportResult, view: Address, extension: str, identity: SiteIdentity, created: datetime
) -> Response:
    catalogue = texts(view.language)
    shown = view.having(**dict.fromkeys(PICTURE_PARAMETERS))
    address = request.host_url.rstrip("/") + shown.url
    picture = picture_of(result, view, catalogue, identity, address=address, created=created)
    if picture is None:
        return Response(catalogue("picture.none"), status=404, content_type="text/plain; charset=utf-8")
    sex = (
        {WOMEN: "women", MEN: "men"}.get(view.get(PART) or "")
        if len(picture.panels) < len(picture.model.panels)
        else None
    )
    part = catalogue(f"sex.{sex}").lower() if sex else None
    name = f"{file_stem(result, catalogue, created, part)}.{extension}"
    return _attachment(drawn(picture, extension), PICTURES[extension], name)


def drawn(picture: Picture, extension: str) -> bytes:
    """A picture as PNG or SVG. The first one loads the drawing library, which takes about a second."""
    from dashboards.pictures import sheet  # noqa: PLC0415

    return sheet.write_png(picture) if extension == "png" else sheet.write_svg(picture)


def overview_answer(result: OverviewResult, view: Address, identity: SiteIdentity) -> Response:
    """The PDF file of an overview, or 503 and a sentence where the machine lacks the libraries that set text."""
    host, created, catalogue = request.host_url.rstrip("/"), datetime.now(UTC), texts(view.language)
    try:
        with PDF_TURNS.one():
            content = overview_pdf.write_overview_pdf(result, view, catalogue, identity, host=host, created=created)
    except BusyError:
        return _busy(catalogue)
    except pdf_file.PdfUnavailableError:
        return _without_pdf(catalogue)
    name = f"{overview_pdf.overview_stem(result, catalogue, created)}.pdf"
    return _attachment(content, pdf_file.MIME_TYPE, name)


def _without_pdf(catalogue: Texts) -> Response:
    return Response(catalogue("file.pdf_unavailable"), status=503, content_type="text/plain; charset=utf-8")


def _busy(catalogue: Texts) -> Response:
    told = Response(catalogue("file.pdf_busy"), status=503, content_type="text/plain; charset=utf-8")
    told.headers["Retry-After"] = str(BUSY_SECONDS)
    return told


def _pdf_answer(file: ReportFile) -> Response:
    try:
        with PDF_TURNS.one():
            content = pdf_file.write_pdf(file)
    except BusyError:
        return _busy(file.texts)
    except pdf_file.PdfUnavailableError:
        return _without_pdf(file.texts)
    return _attachment(content, pdf_file.MIME_TYPE, f"{file.stem}.pdf")


def _attachment(content: bytes, mime_type: str, name: str) -> Response:
    answer = Response(content, content_type=f"{mime_type}; charset=utf-8" if "text" in mime_type else mime_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
