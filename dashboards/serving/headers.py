"""Headers of every answer: a strict content policy, no framing, compression, and how long things may be kept."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Request, Response, request
from flask_compress import Compress
from flask_talisman import Talisman

CONTENT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""Everything comes from the site itself; no inline script, no frame. Dash's components and Plotly bring style rules
of their own in their scripts, which is why inline styles are allowed."""

ENCODINGS = ("br", "gzip")
"""How answers are packed, the best first."""

ASSET_SECONDS = 365 * 24 * 3600
_ASSET_PATHS = ("/assets/", "/_dash-component-suites/")


class AssetCache(dict[str, bytes]):
    """Compressed files of the program itself; everything else is compressed anew each time."""

    def get(self, key: str, default: bytes | None = None) -> bytes | None:  # type: ignore[override]
        return super().get(key, default)

    def set(self, key: str, value: bytes) -> None:
        """Keep `value` if `key` names a file."""
        if not key.endswith(_NOT_KEPT):
            self[key] = value


_NOT_KEPT = ";"


def _cache_key(asked: Request) -> str:
    return asked.full_path if asked.path.startswith(_ASSET_PATHS) else _NOT_KEPT


FRAMED_POLICY = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "*",
}
"""For pages that other sites may show in frames: they load nothing, run nothing and can be framed anywhere."""


def protect(server: Flask) -> Talisman:
    """Set the headers of every answer of `server`, and compress answers."""
    talisman = Talisman(
        server,
        content_security_policy=CONTENT_POLICY,
        force_https=False,
        strict_transport_security=True,
        frame_options="DENY",
        referrer_policy="same-origin",
        session_cookie_secure=server.config.get("SESSION_COOKIE_SECURE", True),
        session_cookie_samesite="Lax",
        permissions_policy={"browsing-topics": "()", "geolocation": "()", "camera": "()", "microphone": "()"},
    )
    server.config.update(
        COMPRESS_ALGORITHM=list(ENCODINGS),
        COMPRESS_BR_LEVEL=5,
        COMPRESS_CACHE_BACKEND=AssetCache,
        COMPRESS_CACHE_KEY=_cache_key,
    )
    Compress(server)
    server.after_request(_keep_assets)
    return talisman


def may_be_framed(talisman: Talisman, view: Callable[..., Response]) -> Callable[..., Response]:
    """A view whose answers other sites may show in frames."""
    framed: Callable[..., Response] = talisman(frame_options=None, content_security_policy=FRAMED_POLICY)(view)
    return framed


def _keep_assets(response: Response) -> Response:
    """Files of the program have addresses that change with their content, so they may be kept for good."""
    versioned = "m" in request.args or request.path.startswith("/_dash-component-suites/")
    if request.path.startswith(_ASSET_PATHS) and versioned and response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={ASSET_SECONDS}, immutable"
    return response
