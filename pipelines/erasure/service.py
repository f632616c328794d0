"""The two operations by which a care provider's termination reaches us (rules X-1, X-2).

`DELETE <prefix>/internalapi/v1/intygsidlist` and `.../vardgivareidlist` take a JSON list of ids and answer with the
list of those of which nothing remains, when the erasure is durable and the releases without them are in force.
"""

from __future__ import annotations

import hmac
import json
import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, abort, request

from pipelines.erasure.termination import erase_certificates, erase_providers
from warehouse.errors import UserError
from warehouse.settings import Settings

LARGEST_BODY = 4 * 1024 * 1024
SHORTEST_TOKEN = 32
OPERATIONS = "internalapi/v1"

log = logging.getLogger(__name__)


def create_server(settings: Settings) -> Flask:
    """The service. Raises UserError when no caller could prove who it is."""
    _require_callers(settings)
    server = Flask("intygsinsikt-erasure", static_folder=None)
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    prefix = f"/{settings.erasure_prefix.strip('/')}/{OPERATIONS}".replace("//", "/")
    operations = {"intygsidlist": erase_certificates, "vardgivareidlist": erase_providers}

    def operation(erase: Callable[[Settings, list[str], str, str], list[str]]) -> Callable[[], Response]:
        def answer() -> Response:
            return _answer(settings, erase)

        return answer

    for name, erase in operations.items():
        server.add_url_rule(f"{prefix}/{name}", name, operation(erase), methods=["DELETE"])
    server.add_url_rule("/halsa", "health", lambda: Response("up\n", mimetype="text/plain"))
    return server


def _require_callers(settings: Settings) -> None:
    token = settings.erasure_token
    if token and len(token.get_secret_value()) < SHORTEST_TOKEN:
        raise UserError(f"The token INTYG_ERASURE_TOKEN is too short; give at least {SHORTEST_TOKEN} characters.")
    if not token and not (settings.erasure_caller_header and _callers(settings)):
        raise UserError(
            "The erasure service needs to know its callers: set INTYG_ERASURE_TOKEN, "
            "or INTYG_ERASURE_CALLER_HEADER and INTYG_ERASURE_CALLERS."
        )


def _answer(settings: Settings, erase: Callable[[Settings, list[str], str, str], list[str]]) -> Response:
    caller = _caller(settings)
    if caller is None:
        abort(401)
    ids = _ids()
    number = f"termination-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    try:
        erased = erase(settings, ids, number, caller)
    except Exception as error:
        # The error's text could quote an id; what was asked is asked again by the caller.
        log.error("An order of erasure by the service failed: %s", type(error).__name__)
        return _json([], 503)
    return _json(erased, 200)


def _ids() -> list[str]:
    """The ids of the body; anything else than a JSON list of texts is refused."""
    try:
        ids = json.loads(request.get_data())
    except ValueError:
        abort(400)
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        abort(400)
    return list(dict.fromkeys(ids))


def _caller(settings: Settings) -> str | None:
    """Who calls, or None for anybody without the right."""
    token = settings.erasure_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.get_secret_value().encode()):
        return "caller with token"
    if settings.erasure_caller_header:
        named = request.headers.get(settings.erasure_caller_header, "").strip()
        if named and named in _callers(settings):
            return named
    return None


def _callers(settings: Settings) -> set[str]:
    return {name.strip() for name in (settings.erasure_callers or "").split("|") if name.strip()}


def _json(body: Any, status: int) -> Response:
    return Response(json.dumps(body), status=status, mimetype="application/json")
