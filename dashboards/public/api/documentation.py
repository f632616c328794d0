"""The page of the open data: the tables with their files, how to begin, samples, limits and problems."""

from __future__ import annotations

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.native import Native, node
from dashboards.components.prose import prose
from dashboards.components.stacked_table import stacked
from dashboards.components.table_box import table_box
from dashboards.components.texts import Texts
from dashboards.public.api import samples
from dashboards.public.api.configuration import BASE, EXPRESSIONS, LICENCE, QUERY_BYTES, ApiConfiguration
from dashboards.public.api.problems import STATUSES
from dashboards.public.api.table_of_tables import table_of_tables
from warehouse import formats

DATA = "/data"
DCAT = f"{DATA}/dcat.rdf"
FEED = f"{DATA}/releases.atom"
REVIEWED = date(2026, 11, 23)
"""When the page was last read through against the service."""


def documentation_page(limits: ApiConfiguration, site: str, texts: Texts) -> list[Component]:
    """The content of the page; `site` is the address that the samples call."""
    values = {
        "licence": LICENCE,
        "address": f"{site}{BASE}",
        "cells": formats.number(limits.max_cells, texts.language),
        "calls": limits.calls,
        "seconds": limits.seconds,
        "expressions": EXPRESSIONS,
        "query_bytes": formats.number(QUERY_BYTES, texts.language),
        "new_queries": limits.new_queries,
        "minutes": limits.new_queries_seconds // 60,
    }
    first = [
        html.H1(texts("api.page.title"), tabIndex="-1"),
        html.P(texts("api.page.intro", **values), className="intro"),
        html.H2(texts("builder.data.head"), id="egen-tabell"),
        *prose(texts("builder.data.text"), Address(DATA, texts.language)),
        html.H2(texts("api.page.tables")),
        html.P(texts("open_tables.explained")),
    ]
    main: list[Component] = [
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
        html.P(texts("api.page.reviewed", day=formats.long_date(REVIEWED, texts.language)), className="quiet"),
    ]
    tables = html.Div(table_of_tables(texts), className="prose wide")
    return [html.Div(first, className="prose"), tables, html.Div(main, className="prose")]


def _samples(site: str, texts: Texts) -> list[Component]:
    content: list[Component] = []
    for name, code in (("curl", samples.curl(site)), ("python", samples.python(site)), ("r", samples.r(site))):
        head = texts(f"api.page.example_{name}")
        content.append(html.H3(head))
        shown = node("pre", node("code", code), tabindex=0, role="region", aria_label=head, class_="sample")
        content.append(Native(shown))
    return content


def _problems(texts: Texts) -> Component:
    heads = [texts(f"api.page.{name}") for name in ("code", "status", "advice")]
    head = node("thead", node("tr", *(node("th", name, scope="col") for name in heads)))
    rows = []
    for code, status in STATUSES.items():
        name = node("th", node("code", code), scope="row")
        rows.append(node("tr", name, node("td", str(status)), node("td", _advice(code, texts))))
    caption = node("caption", texts("api.page.problems"), class_="visually-hidden")
    grid = node("table", caption, head, node("tbody", *rows), class_="small-table problems")
    return Native(table_box(stacked(grid), texts, 0, aria_label=texts("api.page.problems")))


def _advice(code: str, texts: Texts) -> str:
    """What can be done about a kind of problem; a hint that tells of one call has words of its own for all of them."""
    general = f"api.problem.{code}.advice"
    return texts(general if general in texts else f"api.problem.{code}.hint")


def _links(texts: Texts) -> Component:
    targets = {"openapi": f"{BASE}/openapi.json", "dcat": DCAT, "atom": f"{FEED}?lang={texts.language}"}
    return html.Ul([html.Li(html.A(texts(f"api.page.{name}"), href=href)) for name, href in targets.items()])
