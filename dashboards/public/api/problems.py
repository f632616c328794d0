"""Problem details: every refusal says what was asked, what is allowed and what to do (dashboards 19.3, RFC 9457)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Response, request

from dashboards.components.texts import texts

MEDIA_TYPE = "application/problem+json"
GUIDE = "/data#problem"
"""Where the documentation explains all kinds of problems."""

STATUSES = {
    "bad_parameter": 400,
    "bad_body": 400,
    "bad_expression": 400,
    "too_many_expressions": 400,
    "bad_placement": 400,
    "bad_format_params": 400,
    "unknown_variable": 400,
    "unknown_values": 400,
    "missing_variable": 400,
    "too_many_cells": 403,
    "unknown_address": 404,
    "unknown_table": 404,
    "unknown_codelist": 404,
    "unknown_query": 404,
    "unknown_version": 404,
    "method_not_allowed": 405,
    "too_large_body": 413,
    "too_large_query": 413,
    "too_long_address": 414,
    "wrong_media_type": 415,
    "too_many_calls": 429,
    "too_many_saves": 429,
    "failed": 500,
    "not_ready": 503,
    "store_full": 507,
}
"""Every kind of problem, by our code, and its status. The texts stand under `api.problem.<code>`."""


@dataclass(slots=True)
class ProblemError(Exception):
    """A call that cannot be answered. `path` is the parameter, variable or table that it is about."""

    code: str
    path: str | None = None
    allowed: int | None = None
    requested: int | None = None
    values: dict[str, object] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUSES[self.code]

    def told(self, language: str, part: str = "detail") -> str:
        """What is wrong in words, or with `hint` what can be done."""
        about = {"path": self.path or "", "allowed": self.allowed, "requested": self.requested}
        return texts(language)(f"api.problem.{self.code}.{part}", **(about | self.values))


def problem_answer(problem: ProblemError, language: str) -> Response:
    """The answer to a call that met `problem`, with its text in `language`."""
    content = {
        "type": f"{request.host_url.rstrip('/')}{GUIDE}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.told(language),
        "instance": request.url_root.rstrip("/") + request.path,
        "code": problem.code,
        "path": problem.path,
        "allowed": problem.allowed,
        "requested": problem.requested,
        "hint": problem.told(language, "hint"),
    }
    said = {name: value for name, value in content.items() if value is not None}
    answer = Response(json.dumps(said, ensure_ascii=False), problem.status, mimetype=MEDIA_TYPE)
    answer.headers.update(problem.headers)
    answer.headers["Content-Language"] = language
    answer.headers["Cache-Control"] = "no-store"
    return answer
