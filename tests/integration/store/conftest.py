"""The stores that every case is run over: SQLite, PostgreSQL and MariaDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import date
from pathlib import Path

import pytest

from tests.integration.small_store import Pipeline
from tests.integration.store.stores import Intake, StoreAt
from tests.servers.databases import DatabaseServer, NoServerError, mariadb, postgresql

KINDS = ("sqlite", "postgresql", "mariadb")
SERVERS: dict[str, Callable[[], AbstractContextManager[DatabaseServer]]] = {
    "postgresql": postgresql,
    "mariadb": mariadb,
}
TODAY = date(2026, 11, 20)

OpenStore = Callable[[str], StoreAt]


@pytest.fixture(scope="session")
def server_of() -> Iterator[Callable[[str], DatabaseServer | None]]:
    """The running server of a kind, started at its first use; None for SQLite."""
    running: dict[str, DatabaseServer] = {}
    with ExitStack() as stack:

        def get(kind: str) -> DatabaseServer | None:
            if kind == "sqlite":
                return None
            if kind not in running:
                try:
                    running[kind] = stack.enter_context(SERVERS[kind]())
                except NoServerError as error:
                    pytest.skip(str(error))
            return running[kind]

        yield get


@pytest.fixture
def open_store(tmp_path: Path, server_of: Callable[[str], DatabaseServer | None]) -> OpenStore:
    """Makes an empty store of a kind, with one unit that the directory knows."""

    def make(kind: str) -> StoreAt:
        small = StoreAt(tmp_path / f"store-{kind}", server=server_of(kind))
        small.unit("U1", "P1")
        return small

    return make


@pytest.fixture(params=KINDS)
def small(request: pytest.FixtureRequest, open_store: OpenStore) -> StoreAt:
    return open_store(request.param)


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    return Intake(Pipeline(tmp_path / "data", TODAY))
