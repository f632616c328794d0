"""Running the erasure service under gunicorn until it is told to stop."""

from __future__ import annotations

import os
import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from pipelines.erasure.service import create_server
from warehouse.settings import Settings


class _Program(BaseApplication):  # type: ignore[misc]
    def __init__(self, server: Flask, address: str) -> None:
        self._server = server
        self._address = address
        super().__init__()

    def load_config(self) -> None:
        # One process: orders are carried out one after the other, and an order can take minutes.
        options = {
            "bind": self._address,
            "workers": 1,
            "worker_class": "gthread",
            "threads": 4,
            "graceful_timeout": 600,
            "loglevel": "warning",
            "proc_name": "intygsinsikt-erasure",
            "worker_exit": _leave,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._server


def _leave(_server: Any, _worker: Any) -> None:
    """End a worker that has answered its last request without running destructors: those of libraries that hold
    threads of their own abort a forked process, which would look like a crash at every stop."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises UserError when no caller could prove who it is."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    _Program(create_server(settings), f"{host}:{settings.erasure_port}").run()
