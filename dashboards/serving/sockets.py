"""Opening the sockets that sites listen on, before anything else is started."""

from __future__ import annotations

import errno
import socket

from warehouse.errors import UserError

BACKLOG = 512


class PortTakenError(UserError):
    """Another program listens on the port."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, to be handed to the process that serves. Raises PortTakenError or UserError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
    except OSError as error:
        opened.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(
                f"Port {port} is taken by another program; stop it, or choose another port with "
                "INTYG_PUBLIC_PORT or INTYG_CARE_PORT."
            ) from None
        raise UserError(f"The address {host}:{port} cannot be used ({error.strerror}).") from None
    opened.listen(BACKLOG)
    opened.set_inheritable(True)
    return opened
