"""One broker for all tests of the queue, and a queue of its own for each test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.broker import Broker, why_there_is_no_broker


@pytest.fixture(scope="session")
def session_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    reason = why_there_is_no_broker()
    if reason:
        pytest.skip(reason)
    broker = Broker(tmp_path_factory.mktemp("broker"))
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture
def broker(session_broker: Broker) -> Broker:
    """The running broker; a test that stopped it finds it started again."""
    if session_broker.process is None:
        session_broker.start()
    return session_broker


@pytest.fixture
def queue(request: pytest.FixtureRequest) -> str:
    """The name of a queue that no other test uses."""
    return "certificate." + re.sub(r"\W+", ".", request.node.name).strip(".")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "landing"
