"""What becomes of a request that fails: a page in words with a reference number, and a line in the log."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import Protocol

from werkzeug.exceptions import HTTPException

from dashboards.components.address import Address
from dashboards.components.page import Page
from warehouse.errors import DamagedDataError, NotReadyError
from warehouse.reports.registry import NotOfferedError, UnknownReportError

PageMaker = Callable[[Address], Page]

log = logging.getLogger(__name__)


class ErrorPageMaker(Protocol):
    """Makes the page of an error status."""

    def __call__(self, address: Address, status: int, reference: str | None = None) -> Page: ...


def answering_failures(make: PageMaker, make_error: ErrorPageMaker) -> PageMaker:
    """`make` with every failure turned into an error page.

    Unknown addresses are 404, a service without data 503, and anything unforeseen 500 with a reference number that
    also stands in the log. Nothing of the request but its path is logged.
    """

    def answer(address: Address) -> Page:
        try:
            return make(address)
        except HTTPException as error:
            if error.response is not None:
                raise
            return make_error(address, error.code or 500)
        except (UnknownReportError, NotOfferedError):
            return make_error(address, 404)
        except (NotReadyError, DamagedDataError):
            return make_error(address, 503)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("reference %s: %s could not be shown", reference, address.path)
            return make_error(address, 500, reference)

    return answer
