"""The broker of the queue's own tests."""

from tests.integration.queue.conftest import broker, session_broker

__all__ = ["broker", "session_broker"]
