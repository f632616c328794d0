"""A new-model certificate service over HTTP, with the routes of ingestion section 2.4 and switches for its faults."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.serving import WSGIRequestHandler, make_server

PERSON_WHO_REVOKED = {"personId": "198001012386", "firstName": "Test", "fullName": "Test Testsson"}


class _Quiet(WSGIRequestHandler):
    """Writes no log: that of the source under test is to be looked at."""

    def log(self, *_: object, **__: object) -> None:
        """Say nothing."""


class CertificateService:
    """What the service holds, in order of signing, and how it misbehaves.

    `calls` counts the requests by route; `methods` holds their HTTP methods. A fault is given to the next answers of a
    route by `fail`, or changes what is held by `before_page`.
    """

    def __init__(self) -> None:
        self.held: dict[str, list[Any]] = {}
        self.message_documents: dict[str, str] = {}
        self.calls: Counter[str] = Counter()
        self.methods: set[str] = set()
        self.before_page: Callable[[int], None] = lambda _: None
        self.too_few = 0
        self.hang_up = threading.Event()
        self.url = ""
        self._faults: dict[str, list[Callable[[Response], Response]]] = {}

    def hold(
        self,
        provider: str,
        certificate_id: str,
        document: bytes,
        *,
        type_id: str = "fk7804",
        sent: str | None = None,
        revoked: str | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """Take in a certificate; `more` replaces fields of its answer. Gives the answer, which may be changed."""
        item: dict[str, Any] = {
            "certificateId": certificate_id,
            "certificateType": type_id,
            "xml": base64.b64encode(document).decode(),
            "recipient": {"id": "FKASSA", "sent": sent},
            "revoked": None,
            "patientId": {"id": "198001012386", "type": "PERSONAL_IDENTITY_NUMBER"},
            "careProvider": {"unitId": provider, "unitName": "Vårdgivare"},
            "unit": {"unitId": "U1", "unitName": "Enhet"},
        }
        if revoked:
            item["revoked"] = {
                "message": "Fritext om personen",
                "reason": "FEL_PATIENT",
                "revokedAt": revoked,
                "revokedBy": PERSON_WHO_REVOKED,
            }
        item |= more
        self.held.setdefault(provider, []).append(item)
        return item

    def fail(self, route: str, *faults: Callable[[Response], Response]) -> None:
        """Let the next answers of a route (`total`, `export`, `xml`, `metadata`, `exists`, `message`) go wrong, one
        after the other."""
        self._faults.setdefault(route, []).extend(faults)

    def app(self) -> Flask:
        app = Flask(__name__)
        app.add_url_rule("/base/internalapi/certificate/<one>/xml", "xml", self._certificate)
        app.add_url_rule("/base/internalapi/certificate/<one>/metadata", "metadata", self._metadata)
        app.add_url_rule("/base/internalapi/certificate/<one>/exists", "exists", self._exists)
        app.add_url_rule("/base/internalapi/certificate/export/<provider>/total", "total", self._total)
        app.add_url_rule("/base/internalapi/certificate/export/<provider>", "export", self._export)
        app.add_url_rule("/base/internalapi/message/<one>/xml", "message", self._message)
        app.before_request(self._note)
        app.after_request(self._spoil)
        return app

    @contextmanager
    def running(self, tls: ssl.SSLContext | None = None) -> Iterator[CertificateService]:
        """Serve on a free port of this machine; `url` is the base address meanwhile."""
        server = make_server("127.0.0.1", 0, self.app(), threaded=True, request_handler=_Quiet, ssl_context=tls)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/base"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.hang_up.set()
            server.shutdown()
            server.server_close()
            thread.join()

    def _note(self) -> None:
        self.calls[request.endpoint or "unknown"] += 1
        self.methods.add(request.method)

    def _spoil(self, response: Response) -> Response:
        waiting = self._faults.get(request.endpoint or "")
        return waiting.pop(0)(response) if waiting else response

    def _certificate(self, one: str) -> Any:
        return self._find(one)

    def _metadata(self, one: str) -> Any:
        return {name: value for name, value in self._find(one).items() if name != "xml"}

    def _exists(self, one: str) -> Any:
        return {"exists": any(item["certificateId"] == one for item in self._everything())}

    def _total(self, provider: str) -> Any:
        items = [item for item in self.held.get(provider, []) if isinstance(item, dict)]
        unnamed = len(self.held.get(provider, [])) - len(items)
        return {"total": len(items) + unnamed, "totalRevoked": sum(bool(item.get("revoked")) for item in items)}

    def _export(self, provider: str) -> Any:
        number, size = int(request.args["page"]), int(request.args["size"])
        self.before_page(number)
        page = self.held.get(provider, [])[number * size : (number + 1) * size]
        return {"certificates": page, "count": len(page) + self.too_few}

    def _message(self, one: str) -> Any:
        if one not in self.message_documents:
            abort(404)
        return {"messageId": one, "xml": self.message_documents[one]}

    def _everything(self) -> list[dict[str, Any]]:
        return [item for items in self.held.values() for item in items if isinstance(item, dict)]

    def _find(self, one: str) -> dict[str, Any]:
        found = [item for item in self._everything() if item["certificateId"] == one]
        if not found:
            abort(404)
        return found[0]


def status(code: int) -> Callable[[Response], Response]:
    """An error of the service; its page names what was asked for, as such pages do."""
    return lambda _: Response(f"error about {request.path}", status=code)


def garbled(response: Response) -> Response:
    """An answer that is no JSON."""
    response.set_data(b"<html>not what you asked for</html>")
    return response


def half(response: Response) -> Response:
    """JSON that ends in the middle, with a length that agrees."""
    body = response.get_data()
    response.set_data(body[: len(body) // 2])
    return response


def cut(response: Response) -> Response:
    """A connection that is lost in the middle of the body: the head promises more than comes."""
    body = response.get_data()
    shortened = Response(iter([body[: len(body) // 2]]), mimetype="application/json")
    shortened.headers["Content-Length"] = str(len(body))
    return shortened


def silent(service: CertificateService) -> Callable[[Response], Response]:
    """An answer that does not come while the service runs."""

    def wait(response: Response) -> Response:
        service.hang_up.wait()
        return response

    return wait


def nested(response: Response) -> Response:
    """JSON that is nested so deeply that a reader runs out of its stack."""
    response.set_data(b"[" * 200_000)
    return response


def as_items(items: list[Any]) -> Callable[[Response], Response]:
    """A page with the items given."""

    def answer(response: Response) -> Response:
        response.set_data(json.dumps({"certificates": items}).encode())
        return response

    return answer
