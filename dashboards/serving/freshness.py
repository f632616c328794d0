"""Validators of public answers: the same release, program and address give the same answer.

So it need not be sent to whoever has it, and need not be made again for the next visitor.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, g, request

from dashboards.serving.headers import ENCODINGS
from dashboards.serving.kept_answers import KeptAnswers
from warehouse.swedish_time import swedish_day

PROGRAM = Path(__file__).resolve().parent.parent
_NOT_PAGES = ("/assets/", "/_dash", "/halsa", "/_favicon", "/_reload-hash")
_NOT_PACKED = "identity"


def keep_by_release(server: Flask, version: Callable[[], str | None]) -> Callable[[], Response | None]:
    """Give pages and files a validator tied to the release; an unchanged one answers 304 without being made.

    An answer that was made is kept in memory for the next visitor, as long as there is room.

    A validator holds for a day: some answers tell of the day, as the names of files and the tables of the past days.

    Answers may be kept by anybody but have to be asked about each time, so that all pages show one release.
    """
    program = program_stamp(PROGRAM)
    kept = KeptAnswers()

    def validator() -> str | None:
        current = version()
        if current is None or request.method not in {"GET", "HEAD"} or request.path.startswith(_NOT_PAGES):
            return None
        today = swedish_day().isoformat()
        described = "\n".join((current, program, today, request.url_root, request.full_path))
        return hashlib.sha256(described.encode()).hexdigest()[:24]

    def answered_before() -> Response | None:
        g.validator = validator()
        if g.validator is None:
            return None
        if request.if_none_match.contains_weak(g.validator):
            return _marked(Response(status=304), g.validator)
        g.kept_as = g.validator, _settle_encoding()
        return kept.answer(g.kept_as)

    @server.after_request
    def mark(response: Response) -> Response:
        tag = g.get("validator")
        if not tag or response.status_code != 200:
            return response
        if request.method == "GET":
            kept.keep(g.kept_as, response)
        return _marked(response, tag)

    return answered_before


def _settle_encoding() -> str:
    """The one form that this request is answered in, which also becomes all that it asks for.

    So an answer is kept in at most three forms, however visitors write what they can unpack.
    """
    accepted = request.accept_encodings
    chosen = max(ENCODINGS, key=accepted.quality)
    encoding = chosen if accepted.quality(chosen) > 0 else _NOT_PACKED
    request.environ["HTTP_ACCEPT_ENCODING"] = encoding
    return encoding


def _marked(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def program_stamp(folder: Path) -> str:
    """Changes whenever a file of the program does."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    described = "".join(f"{path.name}{path.stat().st_mtime_ns}" for path in files)
    return hashlib.sha256(described.encode()).hexdigest()[:12]
