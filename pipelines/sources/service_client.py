"""Read-only calls to the new-model certificate service: limits, repetition, and what a refusal means.

An answer is read in a stream up to a size and a time limit, and tried again with growing pauses when the service is
busy, silent or cuts it short. Nothing that is said or logged about a call holds its address, which names certificates.
"""

from __future__ import annotations

import json
import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from warehouse.errors import SourceUnavailableError, UserError

# Both write the whole address of every call, and an address names a certificate (rule C-9).
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

FIRST_ERROR = 400
SERVER_ERROR = 500
NOT_FOUND = 404
TOO_MANY = 429
REFUSALS = {401, 403}
UNASKABLE = frozenset({"", ".", ".."})
"""Parts of an address that would make it another address: nothing goes by such an id."""


@dataclass(frozen=True, slots=True)
class CallLimits:
    """Limits of one call: seconds to connect, between two pieces and in all; bytes of an answer; attempts.

    `pause_seconds` is the pause before the second attempt; each further one is twice as long, at most 10 seconds.
    """

    connect_seconds: float = 10
    silent_seconds: float = 30
    whole_seconds: float = 180
    answer_bytes: int = 64 * 1024 * 1024
    attempts: int = 4
    pause_seconds: float = 0.5


class BusyServiceError(Exception):
    """The service answers one call with an error of its own, again and again; other calls may go well."""


class UnusableAnswerError(Exception):
    """An answer that cannot be used however often it is asked for: too large, no JSON, or fewer items than it says."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _TryAgainError(Exception):
    """An attempt that may go better the next time; `last` is what to raise when it does not."""

    def __init__(self, last: Exception) -> None:
        super().__init__(type(last).__name__)
        self.last = last


class ServiceClient:
    """Calls below the base address `url`; `certificate` is a PEM file with client certificate and key.

    Raises UserError for an address or file that cannot be used.
    """

    def __init__(self, url: str, certificate: Path | None = None, limits: CallLimits | None = None) -> None:
        self.limits = limits or CallLimits()
        seconds = self.limits
        try:
            base = httpx.URL(url.rstrip("/"))
        except httpx.InvalidURL:
            base = httpx.URL("")
        if base.scheme not in {"http", "https"} or not base.host:
            raise UserError("The address of the certificate service must begin with http:// or https://.")
        self._base = str(base)
        self._client = httpx.Client(
            verify=_tls(certificate),
            timeout=httpx.Timeout(seconds.silent_seconds, connect=seconds.connect_seconds),
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            trust_env=False,
        )

    def close(self) -> None:
        self._client.close()

    def get(self, *path: str, check: Callable[[Any], None] | None = None, **query: int) -> Any:
        """The JSON answer of one GET, or None where the service knows no such thing (404).

        Parts of `path` are quoted. `check` raises UnusableAnswerError for an answer that says it is not whole. Raises
        SourceUnavailableError when the service is away or refuses us, BusyServiceError and UnusableAnswerError when
        only this call fails.
        """
        if not UNASKABLE.isdisjoint(path):
            return None
        address = "/".join([self._base, *(quote(part, safe="") for part in path)])
        attempts = Retrying(
            retry=retry_if_exception_type(_TryAgainError),
            stop=stop_after_attempt(self.limits.attempts),
            wait=wait_exponential(multiplier=self.limits.pause_seconds, max=10),
            reraise=True,
        )
        try:
            return attempts(self._attempt, address, query, check)
        except _TryAgainError as error:
            raise error.last from None

    def _attempt(self, address: str, query: dict[str, int], check: Callable[[Any], None] | None) -> Any:
        try:
            body = self._body(address, query)
            if body is None:
                return None
            answer = _json(body)
            if check:
                check(answer)
        except UnusableAnswerError as error:
            # A cut or garbled answer is often whole the next time; one that is too large is not.
            raise error if error.reason == "too_large" else _TryAgainError(error) from None
        except httpx.InvalidURL:
            # An id that is longer than any address may be.
            raise UnusableAnswerError("cannot_be_asked_for") from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            # The error's own text holds the address.
            away = SourceUnavailableError(f"The certificate service does not answer ({type(error).__name__}).")
            raise _TryAgainError(away) from None
        return answer

    def _body(self, address: str, query: dict[str, int]) -> bytes | None:
        ends = time.monotonic() + self.limits.whole_seconds
        with self._client.stream("GET", address, params=query) as response:
            if response.status_code == NOT_FOUND:
                return None
            _refuse(response.status_code)
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > self.limits.answer_bytes:
                    raise UnusableAnswerError("too_large")
                if time.monotonic() > ends:
                    raise httpx.ReadTimeout("the whole answer takes too long")
        return bytes(body)


def _refuse(status: int) -> None:
    """Raise what an HTTP status means for the reading; a good status is let through."""
    if status in REFUSALS:
        raise SourceUnavailableError(f"The certificate service refuses this client (status {status}).")
    if status >= SERVER_ERROR or status == TOO_MANY:
        raise _TryAgainError(BusyServiceError(f"status {status}"))
    if not httpx.codes.is_success(status):
        raise SourceUnavailableError(
            f"The certificate service does not have the expected operations (status {status})."
        )


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise UnusableAnswerError("not_json") from None


def _tls(certificate: Path | None) -> ssl.SSLContext:
    """Verification by the machine's own authorities (or those of SSL_CERT_FILE), with the client certificate if any."""
    context = ssl.create_default_context()
    if certificate is not None:
        try:
            context.load_cert_chain(certificate)
        except (OSError, ssl.SSLError):
            raise UserError("The client certificate of the certificate service cannot be read.") from None
    return context
