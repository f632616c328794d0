"""Saving a made table: the form that sends it, and the route that keeps it as a saved query (dashboards 19.4, 19.6)."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, redirect, request
from flask_limiter import Limiter
from werkzeug.wrappers import Response

from dashboards.components.address import Address
from dashboards.components.native import Node, node
from dashboards.components.texts import Texts
from dashboards.public.api.call import Call, Service
from dashboards.public.api.limits import allowed_calls
from dashboards.public.api.models import SavedQuery, TimeSelection
from dashboards.public.api.parameters import NoQuery
from dashboards.public.api.problems import ProblemError
from dashboards.public.api.queries import SAVED, kept
from dashboards.public.table_builder.query import selection_of
from dashboards.public.table_builder.state import (
    MOST_CHARACTERS,
    NOT_SAVED,
    PATH,
    TABLE,
    Read,
    read_state,
    state_address,
)
from dashboards.serving.readers import CurrentReader
from warehouse.errors import DamagedDataError, NotReadyError
from warehouse.opendata.tables import UnknownTableError, cube_of, table
from warehouse.reports.national import NationalStatistics

SAVE = f"{PATH}/spara"
STATE, TIME = "urval", "tid"
FIXED, ROLLING = "fasta", "rullande"
_TIMES: dict[str, TimeSelection] = {FIXED: "fixed", ROLLING: "rolling"}
SEE_OTHER = 303


def save_form(read: Read, texts: Texts) -> Node:
    """The form that saves a state: with its periods as they are, or with the latest ones."""
    is_rolling = any(one.latest for one in read.state.choices.values())
    query = state_address(read, texts.language).url.partition("?")[2]
    choices = [
        node("label", _radio(value, value == (ROLLING if is_rolling else FIXED)), node("span", text), class_="tick")
        for value, text in ((ROLLING, texts("builder.take.rolling")), (FIXED, texts("builder.take.fixed")))
    ]
    return node(
        "form",
        node("p", texts("builder.take.save_text")),
        node("input", type="hidden", name=STATE, value=query),
        node("fieldset", node("legend", texts("builder.take.save_time")), *choices),
        node("button", texts("builder.take.save_button"), type="submit", class_="primary"),
        action=Address(SAVE, texts.language).url,
        method="post",
        class_="builder-save",
    )


def _radio(value: str, chosen: bool) -> Node:
    return node("input", type="radio", name=TIME, value=value, checked=chosen)


def add_saving(server: Flask, readers: CurrentReader[NationalStatistics], service: Service, limiter: Limiter) -> None:
    """Answer the form: the table is kept as the API keeps queries, under the same limits, and its page is shown."""
    routes = Blueprint("table_builder", __name__)

    def save() -> Response:
        request.max_content_length = 2 * MOST_CHARACTERS
        address = Address.parse(request.path)
        try:
            with readers.reading() as (_, statistics):
                return redirect(_saved(address.language, service, statistics).url, SEE_OTHER)
        except (NotReadyError, DamagedDataError):
            abort(503)

    for prefix in ("", "/en"):
        routes.add_url_rule(f"{prefix}{SAVE}", f"save{prefix.strip('/')}", save, methods=["POST"])
    limiter.limit(allowed_calls(service.configuration))(routes)
    server.register_blueprint(routes)


def _saved(language: str, service: Service, statistics: NationalStatistics) -> Address:
    """The page of the table that was saved; when it could not be, the page that it was made on, which says so."""
    asked = Address.parse(PATH, request.form.get(STATE, "")).in_language(language)
    try:
        cube = cube_of(statistics, table(asked.get(TABLE) or "").id)
    except UnknownTableError:
        return Address(PATH, language, {TABLE: (asked.get(TABLE) or "-",)})
    read = read_state(asked, cube)
    query = SavedQuery(
        id=None,
        data_version=None,
        table_id=cube.id,
        language="en" if language == "en" else "sv",
        selection=selection_of(read),
        time_selection=_TIMES.get(request.form.get(TIME, "")),
        hidden=read.state.hidden.split(",") if read.state.hidden else [],
    )
    call = Call(service, statistics, "", NoQuery(), query)
    try:
        query_id, _ = kept(call)
    except ProblemError:
        return state_address(read, language).having(**{NOT_SAVED: "nej"})
    return Address(f"{SAVED}/{query_id}", language)
