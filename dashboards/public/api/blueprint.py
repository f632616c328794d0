"""The API as a part of the public site: routes, limits, open to all origins, problems in place of error pages."""

from __future__ import annotations

import logging
import secrets

from flask import Blueprint, Flask, Response, jsonify, request
from flask_limiter import Limiter
from pydantic import BaseModel
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, TooManyRequests

from dashboards.public.api.call import Call, Service, language_of
from dashboards.public.api.configuration import ADDRESS_CHARACTERS, BASE, BODY_BYTES, ApiConfiguration
from dashboards.public.api.description import description
from dashboards.public.api.limits import limit_calls
from dashboards.public.api.operations import Operation, by_path
from dashboards.public.api.parameters import read_query, validated
from dashboards.public.api.problems import ProblemError, problem_answer
from dashboards.serving.readers import CurrentReader
from warehouse.errors import DamagedDataError, NotReadyError
from warehouse.reports.national import NationalStatistics

DESCRIPTION = "/openapi.json"
ALL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
_EXPOSED = "ETag, Location, Retry-After, Warning, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"
_KEPT_SECONDS = "86400"

log = logging.getLogger(__name__)


def add_open_api(
    server: Flask,
    readers: CurrentReader[NationalStatistics],
    service: Service,
) -> Limiter:
    """Answer under `/api/v2` on `server`, from the release in force. Gives what limits the calls of a client."""
    configuration = service.configuration
    routes = Blueprint("open_api", __name__, url_prefix=BASE)
    for path, operations in by_path().items():
        _add(routes, path, dict(operations), readers, service)
    _add_description(routes, service.identity.version)
    _add_rest(routes)
    _add_failures(routes, configuration)
    routes.after_request(open_to_all)
    limiter = limit_calls(server, routes, configuration)
    server.register_blueprint(routes)
    return limiter


def _add(
    routes: Blueprint,
    path: str,
    operations: dict[str, Operation],
    readers: CurrentReader[NationalStatistics],
    service: Service,
) -> None:
    def view(id: str = "", version: str = "") -> Response:
        operation = _operation(operations)
        if operation is None:
            return Response(status=204, headers={"Allow": _allowed(operations)})
        _require_short_address()
        with readers.reading() as (_, statistics):
            query = read_query(operation.query, request.args)
            return operation.run(Call(service, statistics, id, query, _body(operation), version))

    rule = path.replace("{", "<").replace("}", ">")
    name = path.strip("/").replace("/", "_").replace("{", "").replace("}", "")
    routes.add_url_rule(rule, name, view, methods=ALL_METHODS, provide_automatic_options=False)


def _operation(operations: dict[str, Operation]) -> Operation | None:
    """What to run; None for a question about what is allowed. Raises ProblemError for other methods."""
    if request.method == "OPTIONS":
        return None
    method = "GET" if request.method == "HEAD" else request.method
    if method not in operations:
        allowed = _allowed(operations)
        raise ProblemError("method_not_allowed", values={"methods": allowed}, headers={"Allow": allowed})
    return operations[method]


def _allowed(operations: dict[str, Operation]) -> str:
    read = ("HEAD",) if "GET" in operations else ()
    return ", ".join(sorted([*operations, *read, "OPTIONS"]))


def _require_short_address() -> None:
    length = len(request.environ.get("QUERY_STRING", ""))
    if length > ADDRESS_CHARACTERS:
        raise ProblemError("too_long_address", allowed=ADDRESS_CHARACTERS, requested=length)


def _body(operation: Operation) -> BaseModel | None:
    """The body of a call. Raises ProblemError."""
    if operation.body is None:
        return None
    request.max_content_length = BODY_BYTES
    if request.mimetype != "application/json":
        raise ProblemError("wrong_media_type", values={"type": request.mimetype or "-"})
    given = _json_body()
    if given is None:
        raise ProblemError("bad_body", values={"reason": "JSON"})
    return validated(operation.body, given, "bad_body")


def _json_body() -> object:
    """What the body says; None when it cannot be read, also when it is nested too deeply for that."""
    try:
        return request.get_json(silent=True, cache=False)
    except RecursionError:
        return None


def _add_description(routes: Blueprint, version: str) -> None:
    def openapi() -> Response:
        return jsonify(description(version))

    routes.add_url_rule(DESCRIPTION, "openapi", openapi)


def _add_rest(routes: Blueprint) -> None:
    """Addresses that there are not are told as problems, too."""

    def nothing(rest: str = "") -> Response:
        raise ProblemError("unknown_address", rest or None)

    for rule in ("/", "/<path:rest>"):
        routes.add_url_rule(rule, f"nothing{len(rule)}", nothing, methods=ALL_METHODS, provide_automatic_options=False)


def _add_failures(routes: Blueprint, configuration: ApiConfiguration) -> None:
    def told(problem: ProblemError) -> Response:
        return problem_answer(problem, language_of(request.args.get("lang")))

    def refused(error: HTTPException) -> Response:
        if isinstance(error, TooManyRequests):
            return told(_too_many(configuration))
        if isinstance(error, RequestEntityTooLarge):
            return told(ProblemError("too_large_body", allowed=BODY_BYTES))
        return told(ProblemError("bad_body", values={"reason": error.name}))

    def not_ready(_error: Exception) -> Response:
        return told(ProblemError("not_ready", headers={"Retry-After": "60"}))

    def failed(_error: Exception) -> Response:
        reference = secrets.token_hex(4)
        log.exception("reference %s: %s could not be answered", reference, request.path)
        return told(ProblemError("failed", values={"reference": reference}))

    routes.register_error_handler(ProblemError, told)
    routes.register_error_handler(HTTPException, refused)
    routes.register_error_handler(NotReadyError, not_ready)
    routes.register_error_handler(DamagedDataError, not_ready)
    routes.register_error_handler(Exception, failed)


def _too_many(configuration: ApiConfiguration) -> ProblemError:
    calls, seconds = configuration.calls, configuration.seconds
    return ProblemError("too_many_calls", allowed=calls, values={"seconds": seconds, "wait": seconds})


def open_to_all(response: Response) -> Response:
    """Any page of any origin may ask; nothing here depends on who does."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = _KEPT_SECONDS
    return response
