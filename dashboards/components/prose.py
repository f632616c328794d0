"""Running text of the catalogues as components: paragraphs, lists and links to other pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_ITEM = "- "


def prose(text: str, address: Address) -> list[Component]:
    """Paragraphs of a text; blank lines part them, and a block whose lines start with `- ` is a list.

    `[words](/path)` is a link to a page of the site in the language of `address`.
    """
    return [_block(block, address) for block in re.split(r"\n\s*\n", text.strip())]


def _block(block: str, address: Address) -> Component:
    lines = block.splitlines()
    if all(line.startswith(_ITEM) for line in lines):
        return html.Ul([html.Li(list(_inline(line.removeprefix(_ITEM), address))) for line in lines])
    return html.P(list(_inline(" ".join(lines), address)))


def _inline(text: str, address: Address) -> Iterator[Component | str]:
    end = 0
    for found in _LINK.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        yield html.A(found[1], href=local(found[2], address))
        end = found.end()
    if end < len(text):
        yield text[end:]


def local(href: str, address: Address) -> str:
    """A path of the site in the language of `address`; other addresses stay as they are."""
    if not href.startswith("/"):
        return href
    asked = urlsplit(href)
    target = Address.parse(asked.path, asked.query).in_language(address.language)
    return target.url + (f"#{asked.fragment}" if asked.fragment else "")
