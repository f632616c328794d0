"""The address of a broker, as the settings give it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from warehouse.errors import UserError

PLAIN, WITH_TLS = "stomp", "stomp+ssl"
PORTS = {PLAIN: 61613, WITH_TLS: 61614}
_FORM = "INTYG_QUEUE_URL must be stomp://user:password@host:port, or stomp+ssl:// with TLS; several hosts with commas"


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where the broker listens, and who asks. `hosts` are tried in order; the second is the spare of the first."""

    hosts: tuple[tuple[str, int], ...]
    tls: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    authority: Path | None = None
    """PEM file of the authority that signed the broker's certificate; those of the system when None."""

    certificate: Path | None = None
    """PEM file with the client's certificate and key, where the broker asks for one."""


def read_address(url: str, authority: Path | None = None, certificate: Path | None = None) -> BrokerAddress:
    """Read `stomp[+ssl]://[user:password@]host[:port][,host[:port]]`; parts of user and password may be %-encoded.

    Raises UserError, without the address in it, when it cannot be read or a file of it is missing (rule C-11).
    """
    scheme, _, rest = url.partition("://")
    login, _, hosts = rest.rstrip("/").rpartition("@")
    if scheme not in PORTS or not hosts:
        raise UserError(f"{_FORM}.")
    for path in (authority, certificate):
        if path and not path.is_file():
            raise UserError(f"There is no file {path}, which is to secure the connection to the event queue.")
    user, _, password = login.partition(":")
    return BrokerAddress(
        hosts=tuple(_host(one, PORTS[scheme]) for one in hosts.split(",")),
        tls=scheme == WITH_TLS,
        user=unquote(user) or None,
        password=unquote(password) or None,
        authority=authority,
        certificate=certificate,
    )


def _host(text: str, port: int) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{text}")
        host, given = parts.hostname, parts.port
    except ValueError:
        raise UserError(f"{_FORM}.") from None
    if not host or parts.path or parts.query:
        raise UserError(f"{_FORM}.")
    return host, given or port
