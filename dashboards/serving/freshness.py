"""Validators of public answers: the same release, program and address give the same answer.

So it need not be sent to whoever has it, and need not be made again for the next visitor.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, g, request

from dashboards.serving.kept_answers import KeptAnswers

PROGRAM = Path(__file__).resolve().parent.parent
_NOT_PAGES = ("/assets/", "/_dash", "/halsa", "/_favicon", "/_reload-hash")


def keep_by_release(server: Flask, version: Callable[[], str | None]) -> Callable[[], Response | None]:
    """Give pages and files a validator tied to the release; an unchanged one answers 304 without being made.

    An answer that was made is kept in memory for the next visitor, as long as there is room.

    Answers may be kept by anybody but have to be asked about each time, so that all pages show one release.
    """
    program = program_stamp(PROGRAM)
    kept = KeptAnswers()

    def validator() -> str | None:
        current = version()
        if current is None or request.method not in {"GET", "HEAD"} or request.path.startswith(_NOT_PAGES):
            return None
        described = "\n".join((current, program, request.url_root, request.full_path))
        return hashlib.sha256(described.encode()).hexdigest()[:24]

    def answered_before() -> Response | None:
        g.validator = validator()
        if g.validator is None:
            return None
        if request.if_none_match.contains_weak(g.validator):
            return _marked(Response(status=304), g.validator)
        return kept.answer(_kept_as(g.validator))

    @server.after_request
    def mark(response: Response) -> Response:
        tag = g.get("validator")
        if not tag or response.status_code != 200:
            return response
        if request.method == "GET":
            kept.keep(_kept_as(tag), response)
        return _marked(response, tag)

    return answered_before


def _kept_as(tag: str) -> tuple[str, str]:
    """An answer is kept in the form that it was sent in, which depends on what the visitor can unpack."""
    return tag, request.headers.get("Accept-Encoding", "")


def _marked(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def program_stamp(folder: Path) -> str:
    """Changes whenever a file of the program does."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    described = "".join(f"{path.name}{path.stat().st_mtime_ns}" for path in files)
    return hashlib.sha256(described.encode()).hexdigest()[:12]
