"""Real database servers, started by the tests themselves on free ports of this machine, in directories of their own.

`postgresql` and `mariadb` are started when their programs are installed; a test skips with the reason where they are
not. Each server gives databases with two accounts: one that owns the tables, and one that may only read.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

READER = "reader"
PASSWORD = "only-for-tests"
START_SECONDS = 60
POSTGRESQL = Path("/usr/lib/postgresql")


class NoServerError(Exception):
    """The programs of a server are not installed; says which."""


@dataclass
class DatabaseServer:
    """A running server. `stop` and `start` take it away and give it back with what it held."""

    kind: str
    directory: Path
    port: int
    command: list[str]
    owner_url: str
    process: subprocess.Popen[bytes] | None = None
    databases: int = field(default=0)

    def start(self) -> None:
        log = (self.directory / "server.log").open("ab")
        with log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, cwd=self.directory)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                log_text = (self.directory / "server.log").read_text(errors="replace")
                raise RuntimeError(f"{self.kind} did not start:\n{log_text[-3000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process:
            # SIGINT is a fast but clean shutdown for PostgreSQL, SIGTERM one for MariaDB.
            self.process.send_signal(2 if self.kind == "postgresql" else 15)
            self.process.wait(START_SECONDS)
            self.process = None

    def new_database(self) -> tuple[str, str]:
        """Addresses of a new, empty database: for its owner, and for an account that may only read."""
        self.databases += 1
        name = f"store_{self.databases}"
        engine = sa.create_engine(self.owner_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
            if self.kind == "mariadb":
                connection.execute(sa.text(f"GRANT SELECT ON {name}.* TO {READER}@'127.0.0.1'"))
        owner = sa.make_url(self.owner_url).set(database=name)
        if self.kind == "postgresql":
            self._let_read(owner)
        reader = owner.set(username=READER, password=PASSWORD)
        return owner.render_as_string(hide_password=False), reader.render_as_string(hide_password=False)

    @staticmethod
    def _let_read(owner: sa.URL) -> None:
        engine = sa.create_engine(owner, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.execute(sa.text(f"ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {READER}"))

    def _answers(self) -> bool:
        engine = sa.create_engine(self.owner_url, poolclass=sa.NullPool)
        try:
            with engine.connect() as connection:
                return bool(connection.scalar(sa.text("SELECT 1")))
        except (sa.exc.SQLAlchemyError, OSError):
            return False


@contextmanager
def postgresql() -> Iterator[DatabaseServer]:
    """A PostgreSQL server. Raises NoServerError where it is not installed."""
    versions = sorted(POSTGRESQL.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise NoServerError("PostgreSQL is not installed; on Debian and Ubuntu: apt-get install postgresql")
    programs = versions[-1].parent
    with _directory("postgres") as directory:
        data, port = directory / "data", _free_port()
        _run([*_as_user("postgres"), str(programs / "initdb"), "-D", str(data), "-U", "owner", "-A", "trust", "-N"])
        options = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "shared_buffers": "16MB",
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = [*_as_user("postgres"), str(programs / "postgres"), "-D", str(data), *settings]
        server = DatabaseServer(
            "postgresql", directory, port, command, f"postgresql+pg8000://owner@127.0.0.1:{port}/postgres"
        )
        with _running(server):
            _execute(server, f"CREATE ROLE {READER} LOGIN PASSWORD '{PASSWORD}'")
            yield server


@contextmanager
def mariadb() -> Iterator[DatabaseServer]:
    """A MariaDB server. Raises NoServerError where it is not installed."""
    program, installer = _program("mariadbd"), _program("mariadb-install-db")
    if not program or not installer:
        raise NoServerError("MariaDB is not installed; on Debian and Ubuntu: apt-get install mariadb-server")
    with _directory("mysql") as directory:
        data, port = directory / "data", _free_port()
        common = ["--no-defaults", f"--datadir={data}", *_mariadb_user()]
        _run([installer, *common, "--auth-root-authentication-method=normal", "--skip-test-db"])
        script = directory / "accounts.sql"
        script.write_text(
            f"CREATE USER owner@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n"
            "GRANT ALL ON *.* TO owner@'127.0.0.1' WITH GRANT OPTION;\n"
            f"CREATE USER {READER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n"
        )
        script.chmod(0o644)
        command = [
            program,
            *common,
            f"--port={port}",
            "--bind-address=127.0.0.1",
            f"--socket={directory / 'server.sock'}",
            f"--pid-file={directory / 'server.pid'}",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-buffer-pool-size=32M",
            "--character-set-server=utf8mb4",
            "--skip-log-bin",
        ]
        url = f"mysql+pymysql://owner:{PASSWORD}@127.0.0.1:{port}/mysql"
        server = DatabaseServer("mariadb", directory, port, [*command, f"--init-file={script}"], url)
        with _running(server):
            # The accounts are made once, at the first start.
            server.command = command
            yield server


@contextmanager
def _running(server: DatabaseServer) -> Iterator[None]:
    try:
        server.start()
        yield
    finally:
        server.stop()


@contextmanager
def _directory(user: str) -> Iterator[Path]:
    """A directory that the server's user may use; pytest's own are closed to other users."""
    directory = Path(tempfile.mkdtemp(prefix="intyg-database-"))
    directory.chmod(0o755)
    if os.getuid() == 0:
        entry = pwd.getpwnam(user)
        os.chown(directory, entry.pw_uid, entry.pw_gid)
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _as_user(user: str) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return []
    entry = pwd.getpwnam(user)
    return ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]


def _mariadb_user() -> list[str]:
    return ["--user=mysql"] if os.getuid() == 0 else []


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, cwd="/", timeout=120)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stdout + done.stderr).decode(errors='replace')[-3000:]}")


def _execute(server: DatabaseServer, statement: str) -> None:
    engine = sa.create_engine(server.owner_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
