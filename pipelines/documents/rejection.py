"""How a reader says that a document cannot be read."""

from __future__ import annotations

import time


class UnreadableError(Exception):
    """A document is set aside: a reason code of `pipelines.quarantine.reasons`, and the part it is about.

    `detail` names a part of the document and never holds a value from it.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class Deadline:
    """The time limit of one document (rule F-7)."""

    __slots__ = ("_ends",)

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def check(self) -> None:
        """Raise `UnreadableError` with reason `too_slow` when the time is up."""
        if time.monotonic() > self._ends:
            raise UnreadableError("too_slow")
