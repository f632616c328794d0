"""The panel `Dela`: link, permanent link, citation and code for a frame, each to be copied or marked (dashboards 4)."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.components.native import wild
from dashboards.components.texts import Texts


@dataclass(frozen=True, slots=True)
class Share:
    """What can be shared of a view. Addresses are whole; what a level does not offer is None.

    `permanent` is the link that shows the same release as long as it is kept, `embed` the markup of a frame.
    """

    link: str
    citation: str | None = None
    permanent: str | None = None
    embed: str | None = None


def share_panel(share: Share, texts: Texts) -> Component:
    """Each text with a button that copies it. Without scripts there are no buttons; the texts can be marked."""
    offered = {"link": share.link, "permanent": share.permanent, "citation": share.citation, "embed": share.embed}
    rows = [_row(name, text, texts) for name, text in offered.items() if text]
    return html.Details(
        [html.Summary(texts("share.title")), html.Dl(rows, className="shared")],
        className="tool",
    )


def copy_status(texts: Texts) -> Component:
    """Where it is told, also to those who listen, that something was copied."""
    return html.Span("", role="status", className="copied", **wild(data_copied="", data_failed=texts("share.failed")))


def copy_table_button(texts: Texts) -> Component:
    """Copies the table of its panel, as text with tabs and as a table."""
    return _button(texts("share.copy_table"), texts("share.copied_table"), data_copies_table="")


def _row(name: str, text: str, texts: Texts) -> Component:
    told = html.Code(text, id=f"dela-{name}", **wild(data_view=""))
    button = _button(texts(f"share.copy_{name}"), texts("share.copied"), data_copies=f"dela-{name}")
    explained = html.Span(texts(f"share.about_{name}"), className="quiet")
    return html.Div([html.Dt(texts(f"share.{name}")), html.Dd([explained, told, button])])


def _button(text: str, told: str, **attributes: str) -> Component:
    return html.Button(text, type="button", className="copy", **wild(data_told=told, **attributes))
