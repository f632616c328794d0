"""Nothing without log-in: one check before every request, whatever its path (dashboards 18.2)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboards.care.login_session import current_user
from dashboards.care.users import CareUser
from dashboards.components.address import Address

LOG_IN = "/logga-in"
LOG_OUT = "/logga-ut"
ACKNOWLEDGE = "/bekrafta-loggning"
HEALTH = "/halsa"
RETURN = "till-sida"

OPEN_PATHS = frozenset({LOG_IN, f"/en{LOG_IN}", HEALTH, "/assets/site.css", "/assets/icon.svg"})
"""The log-in page, what it looks like, and whether the service is up; everything else needs a session."""

_NOT_PAGES = ("/_", "/assets/")


def require_login(server: Flask, users: Mapping[str, CareUser]) -> None:
    """Answer 401, or lead pages to the log-in, for every request without a session; let nobody keep an answer."""

    @server.before_request
    def refuse() -> AnyResponse | None:
        if request.path in OPEN_PATHS or current_user(users) is not None:
            return None
        if _is_page():
            return redirect(login_address(Address.parse(request.path, request.args.to_dict(flat=False))))
        return Response(status=401)

    @server.after_request
    def keep_nothing(response: Response) -> Response:
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


def login_address(wanted: Address) -> str:
    """The log-in page in the language of the page that was wanted, which it leads back to."""
    log_in = Address(LOG_IN, wanted.language).url
    return log_in if wanted.path == "/" else f"{log_in}?{urlencode({RETURN: wanted.url})}"


def _is_page() -> bool:
    return request.method in {"GET", "HEAD"} and not request.path.startswith(_NOT_PAGES)
