"""The page of the open data: the tables with their files, how to begin, samples, limits and problems."""

from __future__ import annotations

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.native import Native, node
from dashboards.components.prose import prose
from dashboards.components.texts import Texts
from dashboards.public.api import samples
from dashboards.public.api.configuration import BASE, LICENCE, ApiConfiguration
from dashboards.public.api.problems import STATUSES
from warehouse import formats
from warehouse.opendata.definitions import SUBJECTS, TABLES, TableDefinition

DATA = "/data"
DCAT = f"{DATA}/dcat.rdf"
FEED = f"{DATA}/releases.atom"
REVIEWED = date(2026, 11, 23)
"""When the page was last read through against the service."""

WHOLE_TABLES = f"{DATA}/tables"
_WHOLE = {"csv": "CSV", "parquet": "Parquet", "atom": "Atom"}
_FILES = {"JSON-stat": "json-stat2", "CSV": "csv", "XLSX": "xlsx", "PX": "px", "Parquet": "parquet"}


def documentation_page(limits: ApiConfiguration, site: str, texts: Texts) -> list[Component]:
    """The content of the page; `site` is the address that the samples call."""
    values = {
        "licence": LICENCE,
        "address": f"{site}{BASE}",
        "cells": formats.number(limits.max_cells, texts.language),
        "calls": limits.calls,
        "seconds": limits.seconds,
    }
    main: list[Component] = [
        html.H1(texts("api.page.title"), tabIndex="-1"),
        html.P(texts("api.page.intro", **values), className="intro"),
        html.H2(texts("builder.data.head"), id="egen-tabell"),
        *prose(texts("builder.data.text"), Address(DATA, texts.language)),
        html.H2(texts("api.page.tables")),
        *_tables(texts),
        html.H2(texts("api.page.start")),
        html.P(texts("api.page.start_text", **values)),
        *_samples(site, texts),
    ]
    for section in ("choosing", "codelists", "saved", "versions", "limits", "signs"):
        main += [html.H2(texts(f"api.page.{section}")), html.P(texts(f"api.page.{section}_text", **values))]
    main += [
        html.H2(texts("api.page.problems"), id="problem"),
        html.P(texts("api.page.problems_text")),
        _problems(texts),
        html.H2(texts("api.page.more")),
        _links(texts),
        html.P(texts("api.page.reviewed", day=formats.iso_date(REVIEWED)), className="quiet"),
    ]
    return [html.Div(main, className="prose")]


def _tables(texts: Texts) -> list[Component]:
    """A list of the tables for each subject area, each with its files."""
    content: list[Component] = []
    for subject, label in SUBJECTS.items():
        content.append(html.H3(label.in_language(texts.language)))
        content.append(html.Ul([_table(one, texts) for one in TABLES if one.subject == subject], className="tables"))
    return content


def _table(one: TableDefinition, texts: Texts) -> Component:
    place = f"{BASE}/tables/{one.id}"
    label = one.label.in_language(texts.language)
    content: list[Component | str] = [html.A(f"{one.id} {label}", href=f"{place}/metadata?lang={texts.language}"), ": "]
    for name, form in _FILES.items():
        href = f"{place}/data?lang={texts.language}&outputFormat={form}"
        said = html.Span(f" ({one.id})", className="visually-hidden")
        content += [html.A([name, said], href=href), " "]
    whole = f"{WHOLE_TABLES}/{one.id}"
    content.append(f"({texts('api.page.whole')}: ")
    for extension, name in _WHOLE.items():
        said = html.Span(f" ({one.id})", className="visually-hidden")
        content += [html.A([name, said], href=f"{whole}.{extension}?lang={texts.language}"), " "]
    return html.Li([*content[:-1], ")"])


def _samples(site: str, texts: Texts) -> list[Component]:
    content: list[Component] = []
    for name, code in (("curl", samples.curl(site)), ("python", samples.python(site)), ("r", samples.r(site))):
        head = texts(f"api.page.example_{name}")
        content.append(html.H3(head))
        shown = node("pre", node("code", code), tabindex=0, role="region", aria_label=head, class_="sample")
        content.append(Native(shown))
    return content


def _problems(texts: Texts) -> Component:
    heads = [texts(f"api.page.{name}") for name in ("status", "code", "advice")]
    head = node("thead", node("tr", *(node("th", name, scope="col") for name in heads)))
    rows = []
    for code, status in STATUSES.items():
        hint = texts.entries[f"api.problem.{code}.hint"]
        rows.append(node("tr", node("td", str(status)), node("th", code, scope="row"), node("td", hint)))
    caption = node("caption", texts("api.page.problems"), class_="visually-hidden")
    grid = node("table", caption, head, node("tbody", *rows))
    return Native(
        node("div", grid, class_="table-scroll", role="region", tabindex=0, aria_label=texts("api.page.problems"))
    )


def _links(texts: Texts) -> Component:
    targets = {"openapi": f"{BASE}/openapi.json", "dcat": DCAT, "atom": f"{FEED}?lang={texts.language}"}
    return html.Ul([html.Li(html.A(texts(f"api.page.{name}"), href=href)) for name, href in targets.items()])
