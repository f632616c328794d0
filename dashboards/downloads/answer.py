"""A report's file as an answer to a request."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, request

from dashboards.components.address import Address
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import texts
from dashboards.downloads import csv_file, xlsx_file
from dashboards.downloads.report_file import report_file
from warehouse.reports.result import ReportResult

EXTENSIONS = ("csv", "xlsx", "csv-metadata.json")


def file_answer(result: ReportResult, view: Address, extension: str, identity: SiteIdentity) -> Response:
    """The file of one view. `extension` is one of `EXTENSIONS`; a CSV file names its description in a header."""
    host = request.host_url.rstrip("/")
    created = datetime.now(UTC)
    file = report_file(result, texts(view.language), identity, address=host + view.url, created=created)
    if extension == "xlsx":
        return _attachment(xlsx_file.write_xlsx(file), xlsx_file.MIME_TYPE, f"{file.stem}.xlsx")
    csv_address = host + view.file("csv").url
    if extension == "csv-metadata.json":
        return _attachment(csv_file.write_csv_metadata(file, csv_address), "application/json", f"{file.stem}.json")
    answer = _attachment(csv_file.write_csv(file), csv_file.MIME_TYPE, f"{file.stem}.csv")
    description = host + view.file("csv-metadata.json").url
    answer.headers["Link"] = f'<{description}>; rel="describedby"; type="application/csvm+json"'
    return answer


def _attachment(content: bytes, mime_type: str, name: str) -> Response:
    answer = Response(content, content_type=f"{mime_type}; charset=utf-8" if "text" in mime_type else mime_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
