"""News of the product, newest first: what is new for those who read the pages (dashboards 3.2)."""

from __future__ import annotations

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.prose import prose
from dashboards.components.texts import Texts
from warehouse import formats

_SECTION = "information.news_item"


def news_items(texts: Texts, address: Address) -> list[Component]:
    """Every piece of news with its heading and date; those of one day in the order of the catalogue."""
    keys = dict.fromkeys(entry.split(".")[2] for entry in texts.entries if entry.startswith(f"{_SECTION}."))
    newest_first = sorted(keys, key=lambda key: texts(f"{_SECTION}.{key}.date"), reverse=True)
    return [_item(f"{_SECTION}.{key}", texts, address) for key in newest_first]


def _item(key: str, texts: Texts, address: Address) -> Component:
    day = date.fromisoformat(texts(f"{key}.date"))
    head = html.H2(texts(f"{key}.head"))
    when = html.P(html.Time(formats.long_date(day, texts.language), dateTime=formats.iso_date(day)), className="quiet")
    return html.Article([head, when, *prose(texts(f"{key}.text"), address)])
