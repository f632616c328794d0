"""The menu `Spara som`: the files of a view, tables first, then pictures of its chart (dashboards 11.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.native import wild
from dashboards.components.texts import Texts
from dashboards.pictures.picture import PART
from warehouse.reports.result import Level

FILE_FORMATS = ("pdf", "xlsx", "csv")
OPEN_FORMATS = ("json", "px", "parquet")
"""Of national reports alone (dashboards 11.1)."""
PICTURE_FORMATS = ("png", "svg")


def save_menu(level: Level, pictures: Sequence[str | None], address: Address, texts: Texts) -> Component:
    """The files of a view as links, open on request. `pictures` are the parts of the chart that have one of their own.

    Links to pictures follow the legend: they are marked with `data-view` for the scripts that tell them.
    """
    formats = (*FILE_FORMATS, *(OPEN_FORMATS if level is Level.NATIONAL else ()))
    tables = [_file(texts(f"file.{extension}"), address.file(extension)) for extension in formats]
    return html.Details(
        [
            html.Summary(texts("file.label")),
            html.Ul([*tables, *_pictures(pictures, address, texts)], className="files"),
        ],
        className="tool",
    )


def _pictures(parts: Sequence[str | None], address: Address, texts: Texts) -> Iterator[Component]:
    for part in parts:
        name = texts(f"picture.menu_{part}" if part else "picture.menu")
        for extension in PICTURE_FORMATS:
            label = texts("picture.format", name=name, format=extension.upper())
            yield _file(label, address.file(extension).having(**{PART: part}))


def _file(text: str, address: Address) -> Component:
    link = html.A(text, href=address.url, download="", className="button", **wild(data_view=""))
    return html.Li(link)
