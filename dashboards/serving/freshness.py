"""Validators of public answers: the same release, program and address give the same answer, so it need not be sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, g, request

PROGRAM = Path(__file__).resolve().parent.parent
_NOT_PAGES = ("/assets/", "/_dash", "/halsa", "/_favicon", "/_reload-hash")


def keep_by_release(server: Flask, version: Callable[[], str | None]) -> None:
    """Give pages and files a validator tied to the release; an unchanged one answers 304 without being made.

    Answers may be kept by anybody but have to be asked about each time, so that all pages show one release.
    """
    program = program_stamp(PROGRAM)

    def validator() -> str | None:
        current = version()
        if current is None or request.method not in {"GET", "HEAD"} or request.path.startswith(_NOT_PAGES):
            return None
        described = "\n".join((current, program, request.host_url, request.full_path))
        return hashlib.sha256(described.encode()).hexdigest()[:24]

    @server.before_request
    def unchanged() -> Response | None:
        g.validator = validator()
        if g.validator is None or not request.if_none_match.contains_weak(g.validator):
            return None
        return _marked(Response(status=304), g.validator)

    @server.after_request
    def mark(response: Response) -> Response:
        tag = g.get("validator")
        return _marked(response, tag) if tag and response.status_code == 200 else response


def _marked(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def program_stamp(folder: Path) -> str:
    """Changes whenever a file of the program does."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    described = "".join(f"{path.name}{path.stat().st_mtime_ns}" for path in files)
    return hashlib.sha256(described.encode()).hexdigest()[:12]
