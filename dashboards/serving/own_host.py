"""Which names of the site a request may use, and the address that the site gives of itself.

A visitor writes the Host header. Links, feeds and previews name the host, so what is no name at all is refused; where
the operator has told the site its public address, that address stands in them, whatever the header says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Response

from dashboards.components.texts import LANGUAGES, texts

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(?::(?P<port>[0-9]{1,5}))?")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_THIS_MACHINE = "localhost"
_HIGHEST_PORT = 65_535
_REFUSED_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


class OwnHost:
    """A WSGI application that only requests for a host of the site come through to; others are answered 400.

    `address` is the public address (`https://statistik.example`) or None. `names` are further names of the site. With
    either, those names are answered alone, besides addresses in figures and `localhost`, by which machines look after
    the site; with neither, every well-formed name is.
    """

    def __init__(self, application: WSGIApplication, address: str | None, names: Collection[str]) -> None:
        self._application = application
        self._own = urlsplit(address) if address else None
        own = (self._own.hostname or "",) if self._own else ()
        self._names = {name.casefold() for name in (*own, *names)}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST")
        if host is not None and not self._is_answered(host):
            return _refused()(environ, start_response)
        if self._own:
            environ["HTTP_HOST"], environ["wsgi.url_scheme"] = self._own.netloc, self._own.scheme
        return self._application(environ, start_response)

    def _is_answered(self, host: str) -> bool:
        name = name_of(host)
        if name is None:
            return False
        return not self._names or name in self._names or name == _THIS_MACHINE or _is_in_figures(name)


def name_of(host: str) -> str | None:
    """The name in a Host header (`name` or `name:port`), in small letters; None when it is not well-formed."""
    found = _HOST.fullmatch(host)
    if found is None or int(found["port"] or 0) > _HIGHEST_PORT:
        return None
    name = found["name"].casefold()
    if name.startswith("["):
        return name if _is_in_figures(name) else None
    return name if all(_is_label(label) for label in name.split(".")) else None


def _is_label(label: str) -> bool:
    """Names in other letters are written with `xn--`, and not everything that begins so means something."""
    if not _LABEL.fullmatch(label):
        return False
    try:
        label.encode("ascii").decode("idna")
    except UnicodeError:
        return False
    return True


def _is_in_figures(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _refused() -> Response:
    told = "\n".join(texts(language)("error.host") for language in LANGUAGES)
    return Response(f"{told}\n", status=400, headers=_REFUSED_HEADERS, content_type="text/plain; charset=utf-8")
