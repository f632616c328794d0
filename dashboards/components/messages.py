"""Messages of a page: information, warnings and errors in words, never by colour alone (dashboards 14)."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.texts import Texts
from warehouse.reports.result import Message

_DOMINATED = {"FI-010": "FI-011"}
"""Of each pair only the second is shown when both are there."""


def message_box(severity: str, text: str, texts: Texts) -> Component:
    """One message; `severity` is `info`, `warning` or `error`."""
    prefix = html.Strong(texts(f"message.prefix.{severity}"))
    return html.Div([prefix, " ", text], className=f"message {severity}")


def message_text(message: Message, texts: Texts, **values: str) -> str:
    """The text of a message; `values` fill what the message itself does not say."""
    return texts(f"message.{message.id}", **{**values, **message.values})


def message_list(messages: Sequence[Message], texts: Texts, **values: str) -> Component:
    """All messages in a live region, which is there also when it is empty so that changes are announced."""
    present = {message.id for message in messages}
    shown = [message for message in messages if _DOMINATED.get(message.id) not in present]
    boxes = [message_box(message.severity, message_text(message, texts, **values), texts) for message in shown]
    return html.Div(boxes, className="messages", role="status")
