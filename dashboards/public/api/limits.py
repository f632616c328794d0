"""How many calls a client may make in a while: a moving window for each network address, kept in memory only."""

from __future__ import annotations

import time
from ipaddress import IPv6Address, ip_address
from math import ceil

from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.api.problems import ProblemError

_SIXTH_PREFIX = 64
"""An IPv6 client commonly has this whole network to itself."""


def limit_calls(server: Flask, routes: Blueprint, configuration: ApiConfiguration) -> Limiter:
    """Limit the calls to `routes` and tell the limit, what is left and when it is whole again in headers.

    Gives the limiter, by which other routes can be limited, too.

    Each process counts by itself, so that a client gets at least what is promised. Behind reverse proxies the client
    is whom the outermost trusted one names; without any, headers that name somebody are not believed.
    """
    trust_proxies(server, configuration.trusted_proxies)
    server.after_request(_wait_only_when_refused)
    limiter = Limiter(
        client,
        app=server,
        storage_uri="memory://",
        strategy="moving-window",
        headers_enabled=True,
    )
    limiter.limit(allowed_calls(configuration), exempt_when=lambda: request.method == "OPTIONS")(routes)
    return limiter


class NewQueries:
    """How many queries that are not kept yet a client may save in a while: what is kept is kept for ever."""

    def __init__(self, configuration: ApiConfiguration) -> None:
        self._allowed = RateLimitItemPerSecond(configuration.new_queries, configuration.new_queries_seconds)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self) -> None:
        """Count one of the client that calls. Raises ProblemError when it has saved as many as it may."""
        who = client()
        if self._limiter.hit(self._allowed, who):
            return
        wait = max(1, ceil(self._limiter.get_window_stats(self._allowed, who).reset_time - time.time()))
        minutes = ceil(self._allowed.get_expiry() / 60)
        values: dict[str, object] = {"minutes": minutes, "wait": ceil(wait / 60)}
        headers = {"Retry-After": str(wait)}
        raise ProblemError("too_many_saves", allowed=self._allowed.amount, values=values, headers=headers)


def allowed_calls(configuration: ApiConfiguration) -> str:
    """How many calls a client may make in a while, as the limiter reads it."""
    return f"{configuration.calls} per {configuration.seconds} seconds"


def trust_proxies(server: Flask, number: int) -> None:
    """Believe what `number` reverse proxies say of the client, its protocol and the address that it asked."""
    if number:
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app, x_for=number, x_proto=number, x_host=number
        )


def _wait_only_when_refused(response: Response) -> Response:
    """The limiter tells every caller how long to wait; only one that may come back later has to."""
    if response.status_code not in {429, 503}:
        response.headers.pop("Retry-After", None)
    return response


def client() -> str:
    """Who calls: the address, or the network of an IPv6 address."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(int(address) >> (address.max_prefixlen - _SIXTH_PREFIX))
    return str(address)
