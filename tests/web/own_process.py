"""The public site started as it is in operation: gunicorn in a process of its own, on a port of this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from dashboards.serving.sockets import listen
from tests.web.conftest import IDENTITY

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass
class Answer:
    """What came back, as it came."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class OwnProcess:
    """The public process at work."""

    process: subprocess.Popen[bytes]
    url: str

    def ask(self, path: str, headers: Mapping[str, str] = {}, method: str = "GET", body: bytes = b"") -> Answer:
        """Send exactly this request, with a Host header of its own unless `headers` has one."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        answer = connection.getresponse()
        try:
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def open_files(self) -> set[str]:
        """What the process and its workers hold open or mapped now; nothing where the system does not tell."""
        found = set()
        for folder in (Path("/proc", str(pid)) for pid in self._processes()):
            found |= {str(path.readlink()) for path in folder.glob("fd/*") if path.is_symlink()}
            maps = folder / "maps"
            found |= {line.partition("/")[2] for line in maps.read_text().splitlines()} if maps.exists() else set()
        return found

    def _processes(self) -> list[int]:
        parent = self.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children")
        return [parent, *map(int, children.read_text().split())] if children.exists() else [parent]


@contextmanager
def own_process(
    zone: Path,
    queries: Path,
    *,
    api: Mapping[str, Any] = {},
    before: Sequence[str] = (),
    environment: Mapping[str, str] = {},
) -> Iterator[OwnProcess]:
    """Start the public site over `zone`, with what `api` says besides, and stop it again."""
    path = os.pathsep.join(filter(None, (environment.get("PYTHONPATH"), str(CHECKOUT), os.environ.get("PYTHONPATH"))))
    surroundings = {**os.environ, **environment, "PYTHONPATH": path}
    socket = listen("127.0.0.1", 0)
    descriptor = socket.fileno()
    identity, told = json.dumps(asdict(IDENTITY)), json.dumps({"saved_queries": str(queries), **api})
    given = ("--zone", str(zone), "--descriptor", str(descriptor), "--identity", identity, "--api", told)
    command = [*before, sys.executable, "-m", "dashboards.public", *given]
    with subprocess.Popen(
        command, cwd=zone.parent, env=surroundings, stdin=subprocess.PIPE, pass_fds=[descriptor]
    ) as process:
        try:
            url = f"http://127.0.0.1:{socket.getsockname()[1]}"
            socket.close()
            _wait(process, url)
            yield OwnProcess(process, url)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(600):
        assert process.poll() is None, "the public process ended"
        try:
            urlopen(f"{url}/halsa", timeout=30).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the public process did not answer")
