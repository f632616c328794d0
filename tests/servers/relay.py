"""A wire that can be cut: a relay between client and server, for breaks that no server makes by itself."""

from __future__ import annotations

import socket
import socketserver
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import cast

PIECE = 65_536


class Relay(socketserver.ThreadingTCPServer):
    """Passes everything on between its own port and that of a server. Use as a context manager."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, server_port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.server_port = server_port
        self.port = int(self.server_address[1])
        self.passes = Event()
        self.passes.set()
        self._sockets: list[socket.socket] = []
        self._lock = Lock()
        Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self.cut()
        self.passes.set()
        self.shutdown()
        self.server_close()

    def keep(self, *sockets: socket.socket) -> None:
        with self._lock:
            self._sockets.extend(sockets)

    def cut(self) -> None:
        """Break every connection; new ones are passed on as before."""
        with self._lock:
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            self._sockets.clear()

    def fall_silent(self) -> None:
        """Keep every connection and pass nothing on, as a network that drops packets does."""
        self.passes.clear()


class _Passing(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        relay = cast(Relay, self.server)
        with socket.create_connection(("127.0.0.1", relay.server_port)) as far:
            relay.keep(self.request, far)
            back = Thread(target=_pump, args=(far, self.request, relay.passes), daemon=True)
            back.start()
            _pump(self.request, far, relay.passes)
            back.join()


def _pump(source: socket.socket, sink: socket.socket, passes: Event) -> None:
    with suppress(OSError):
        while piece := source.recv(PIECE):
            passes.wait()
            sink.sendall(piece)
    for one in (source, sink):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
