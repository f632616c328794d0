"""Pages for what cannot be shown: in words that say what to do, never with internal detail (dashboards 3.2, 14)."""

from __future__ import annotations

from dash import html

from dashboards.components.address import Address
from dashboards.components.frame import Frame, framed
from dashboards.components.page import Page
from dashboards.components.prose import prose
from dashboards.components.texts import texts

KNOWN = (400, 403, 404, 405, 429, 500, 503)


def error_page(
    address: Address,
    frame: Frame,
    status: int,
    *,
    reference: str | None = None,
    text: str | None = None,
    name: str | None = None,
) -> Page:
    """The page of an error status. `reference` is the number to give to support; `text` replaces the usual words.

    `name` is that of the texts under `error`, where one status has several reasons.
    """
    catalogue = texts(address.language)
    kind = name or (status if status in KNOWN else 500)
    title = catalogue(f"error.{kind}.title")
    start = html.A(catalogue("error.to_start"), href=address.to("/", ()).url, className="button")
    main = [html.H1(title, tabIndex="-1"), html.P(text or catalogue(f"error.{kind}.text"), className="intro")]
    if f"error.{kind}.tips" in catalogue:
        main += prose(catalogue(f"error.{kind}.tips"), address)
    if reference:
        main.append(html.P(catalogue("error.reference", reference=reference)))
    return framed(address, frame, title, [html.Div([*main, html.P(start)], className="prose")], status=status)
