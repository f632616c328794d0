"""What the open API is told by the operator, and what it says of itself in `/config`."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

API_VERSION = "2.0.0"
"""The version of PxWebApi that the service answers as."""

BASE = "/api/v2"
LICENCE = "CC0-1.0"
ADDRESS_CHARACTERS = 8_000
"""Longest query of a GET call that is answered; longer selections are sent by POST (dashboards 19.3)."""

BODY_BYTES = 1_000_000
QUERY_BYTES = 32_000
"""Longest definition of a saved query: all diagnoses of the largest table by code are about half as much."""

EXPRESSIONS = 200
"""Most value expressions of a call, such as `F3*` and `FROM(2024M01)`; codes are not among them."""


class ApiConfiguration(BaseModel):
    """Limits of a call and of a caller, and where saved queries are kept; without a place none are saved.

    A client may save `new_queries` that nobody has saved before in `new_queries_seconds`.

    `trusted_proxies` is the number of reverse proxies before the service: the caller's address is read from what the
    outermost of them added, and from the connection itself when there is none. `public_address` is the address that the
    site gives of itself, and `hosts` are further names that it answers under.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_cells: int = 100_000
    calls: int = 30
    seconds: int = 10
    saved_queries: Path | None = None
    most_saved_queries: int = 100_000
    most_saved_bytes: int = 2_000_000_000
    new_queries: int = 60
    new_queries_seconds: int = 3_600
    trusted_proxies: int = 0
    public_address: str | None = None
    hosts: tuple[str, ...] = ()


DEFAULT_CONFIGURATION = ApiConfiguration()
