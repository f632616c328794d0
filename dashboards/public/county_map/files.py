"""The map as files: its table as CSV and Excel, its picture as PNG and SVG."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import Response, request

from dashboards.components.address import Address
from dashboards.components.choropleth import Choropleth
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import Texts, texts
from dashboards.downloads import csv_file, xlsx_file
from dashboards.downloads.report_file import ReportFile, named_stem, report_file
from dashboards.public.county_map.figures import CountyFigures
from dashboards.public.county_map.page import county_map
from dashboards.public.county_map.picture import write_svg
from dashboards.public.county_map.table import county_table
from dashboards.public.county_map.words import summary
from warehouse.reports.menu import COUNTY_MAP

PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
EXTENSIONS = ("csv", "csv-metadata.json", "xlsx", *PICTURES)


def map_file_answer(figures: CountyFigures, view: Address, extension: str, identity: SiteIdentity) -> Response:
    """One file of the map; `extension` is one of `EXTENSIONS`."""
    catalogue = texts(view.language)
    host = request.host_url.rstrip("/")
    file = map_file(figures, catalogue, identity, host + view.url, datetime.now(UTC))
    if extension == "xlsx":
        return _attachment(xlsx_file.write_xlsx(file), xlsx_file.MIME_TYPE, f"{file.stem}.xlsx")
    if extension in PICTURES:
        told = (summary(figures, catalogue), _source(file, figures, catalogue))
        content = _picture(county_map(figures, catalogue, None), told, extension, catalogue)
        return _attachment(content, PICTURES[extension], f"{file.stem}.{extension}")
    csv_address = host + view.file("csv").url
    if extension == "csv-metadata.json":
        return _attachment(csv_file.write_csv_metadata(file, csv_address), "application/json", f"{file.stem}.json")
    answer = _attachment(csv_file.write_csv(file), f"{csv_file.MIME_TYPE}; charset=utf-8", f"{file.stem}.csv")
    description = host + view.file("csv-metadata.json").url
    answer.headers["Link"] = f'<{description}>; rel="describedby"; type="application/csvm+json"'
    return answer


def _picture(shown: Choropleth, told: tuple[str, str], extension: str, catalogue: Texts) -> bytes:
    """The map with what is `told` of it, in words and of its source. The first PNG loads the drawing library."""
    if extension == "svg":
        return write_svg(shown, *told, catalogue)
    from dashboards.public.county_map.raster import write_png  # noqa: PLC0415

    return write_png(shown, *told, catalogue)


def map_file(
    figures: CountyFigures, catalogue: Texts, identity: SiteIdentity, address: str, created: datetime
) -> ReportFile:
    """The table of the map ready to be written, with the facts of the county report and those of the geometry."""
    file = report_file(figures.result, catalogue, identity, address=address, created=created)
    geometry = (catalogue("map.about.head"), catalogue("map.about.text"))
    name = COUNTY_MAP.menu.in_language(catalogue.language)
    return replace(
        file,
        table=county_table(figures, catalogue),
        facts=(*file.facts, geometry),
        stem=named_stem(file.level, name, created),
    )


def _source(file: ReportFile, figures: CountyFigures, catalogue: Texts) -> str:
    return catalogue("map.picture.source", release=figures.result.release, day=file.day)


def _attachment(content: bytes, mime_type: str, name: str) -> Response:
    answer = Response(content, content_type=mime_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
