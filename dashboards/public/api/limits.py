"""How many calls a client may make in a while: a moving window for each network address, kept in memory only."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboards.public.api.configuration import ApiConfiguration

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
