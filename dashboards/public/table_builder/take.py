"""What can be taken of a made table: files in the pivot shown, call, link, and facts about it (dashboards 19.6)."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components.native import Native, node, wild
from dashboards.components.texts import Texts
from dashboards.public.api.configuration import BASE
from dashboards.public.table_builder.query import data_address, selection_of
from dashboards.public.table_builder.saving import save_form
from dashboards.public.table_builder.state import Read, state_address
from warehouse import formats
from warehouse.opendata.cube import Cube

FILES = {
    "CSV": "csv",
    "Excel": "xlsx",
    "PX": "px",
    "JSON-stat": "json-stat2",
    "Parquet": "parquet",
    "HTML": "html",
}
_WITH_TITLE = frozenset({"xlsx", "html"})


def take_panel(cube: Cube, read: Read, host: str, can_save: bool, texts: Texts) -> Component:
    """The panel `Hämta, spara och länka`; `host` begins the addresses of the site.

    `can_save` is whether there is a place where queries are kept.
    """
    head = "hamta"
    return html.Section(
        [
            html.H2(texts("builder.take.head"), id=head),
            *_files(read, texts),
            *_saving(read, can_save, texts),
            html.Dl([*_copied(read, host, texts), *_facts(cube, texts)], className="facts shared-facts"),
        ],
        className="panel",
        **wild(aria_labelledby=head),
    )


def _saving(read: Read, can_save: bool, texts: Texts) -> list[Component]:
    head = html.H3(texts("builder.take.save"))
    return [head, Native(save_form(read, texts)) if can_save else html.P(texts("builder.take.no_save"))]


def _files(read: Read, texts: Texts) -> list[Component]:
    """Links to the API's own files; none when the call is too long for an address."""
    links = []
    for name, form in FILES.items():
        title = {"outputFormatParams": "IncludeTitle"} if form in _WITH_TITLE else {}
        href = data_address(read, texts.language, outputFormat=form, **title)
        if href is not None:
            download = f"{read.state.table_id}.html" if form == "html" else ""
            links.append(html.Li(html.A(name, href=href, download=download, className="button")))
    return [html.P(texts("builder.take.files")), html.Ul(links, className="files")] if links else []


def _copied(read: Read, host: str, texts: Texts) -> list[Component]:
    link = host + state_address(read, texts.language).url
    call = data_address(read, texts.language)
    rows = [_row("link", html.Code(link, id="kopia-lank", **wild(data_view="")), "kopia-lank", texts)]
    if call is not None:
        rows.append(_row("call", html.Code(host + call, id="kopia-anrop"), "kopia-anrop", texts))
        return rows
    address = f"{host}{BASE}/tables/{read.state.table_id}/data?lang={texts.language}"
    body = selection_of(read).model_dump_json(by_alias=True, indent=1, exclude_none=True)
    sample = node(
        "pre",
        node("code", body, id="kopia-anrop"),
        class_="sample",
        tabindex=0,
        role="region",
        aria_label=texts("builder.take.call"),
    )
    told = html.P(texts("builder.take.long_call", address=address))
    return [*rows, _row("call", html.Div([told, Native(sample)]), "kopia-anrop", texts)]


def _row(name: str, told: Component, place: str, texts: Texts) -> Component:
    button = html.Button(
        texts(f"builder.take.copy_{name}"),
        type="button",
        className="copy",
        **wild(data_told=texts("share.copied"), data_copies=place),
    )
    return html.Div([html.Dt(texts(f"builder.take.{name}")), html.Dd([told, " ", button])])


def _facts(cube: Cube, texts: Texts) -> list[Component]:
    label = f"{cube.id} {cube.label.in_language(texts.language)}"
    metadata = f"{BASE}/tables/{cube.id}/metadata?lang={texts.language}"
    facts: dict[str, Component | str] = {
        "table": html.A(label, href=metadata),
        "source": cube.source.in_language(texts.language),
        "updated": formats.moment(cube.updated),
        "release": cube.release,
    }
    return [html.Div([html.Dt(texts(f"builder.take.{name}")), html.Dd(fact)]) for name, fact in facts.items()]
