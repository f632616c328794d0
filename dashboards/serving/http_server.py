"""Running one site under gunicorn on a socket that is already open, until told to stop."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from threading import Thread
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

WORKERS, THREADS = 2, 4
BELIEVES_NO_HEADERS = {"forwarded_allow_ips": "", "forwarder_headers": "", "secure_scheme_headers": {}}
"""The server itself takes neither path prefix nor protocol from a request's headers, whoever sends them: what a reverse
proxy tells is read by the application alone, and only where a setting says that there is one."""

LONGEST_REQUEST_LINE = 8190
"""The most that the server can be told to take; selections stand in addresses of up to 8,000 characters."""

WARM_UP = "warm_up"
"""Name among a server's extensions of what makes it ready for its first visitor."""


class _Program(BaseApplication):  # type: ignore[misc]
    def __init__(self, server: Flask, descriptor: int) -> None:
        self._server = server
        self._descriptor = descriptor
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"fd://{self._descriptor}",
            "workers": WORKERS,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 60,
            "limit_request_line": LONGEST_REQUEST_LINE,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "preload_app": True,
            "proc_name": "intygsinsikt",
            **BELIEVES_NO_HEADERS,
            "post_worker_init": _warm_up,
            "worker_exit": _leave,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._server


def run(server: Flask, descriptor: int) -> None:
    """Serve until SIGTERM or SIGINT, or until whoever started this process is gone."""
    _stop_with_parent()
    _Program(server, descriptor).run()


def _warm_up(worker: Any) -> None:
    """Open the release before the first visitor, where there is one."""
    prepare: Callable[[], None] | None = worker.app.callable.extensions.get(WARM_UP)
    if prepare:
        prepare()


def _leave(_server: Any, _worker: Any) -> None:
    """End a worker that has answered its last request without running destructors: those of libraries that hold
    threads of their own abort a forked process, which would look like a crash at every stop."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _stop_with_parent() -> None:
    """Standard input is a pipe from the starter: its end means that nobody is there to stop us any more."""

    descriptor = sys.stdin.fileno()

    def wait() -> None:
        while os.read(descriptor, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    if not os.isatty(descriptor):
        Thread(target=wait, daemon=True).start()
