"""The interface of a connector."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from pipelines.landing.landing import Batch

Positions = Callable[[str], dict[str, Any]]
"""Gives the position of one stream of a source, empty before its first reading."""


class Source(Protocol):
    """Something that certificates and messages can be read from.

    `batches` reads from the positions given and yields bounded batches, each with the position after it. Reading
    twice, overlapping or starting anew is harmless: landing drops what it has (rule C-5). `left_out` counts, after
    reading, what the source holds and landing does not want (test certificates), by reason.
    """

    name: str
    """Also the first part of the `source` of its events, `name/stream`."""

    left_out: dict[str, int]

    def expected(self) -> int | None:
        """About how many events a complete reading gives, for a progress bar; None when unknown."""
        ...

    def mark(self) -> str:
        """Something that changes whenever the source holds more than before; cheap to ask for."""
        ...

    def batches(self, position: Positions) -> Iterator[Batch]:
        """Read on from `position`. Raises SourceUnavailableError when the source does not answer."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


OpenSource = Callable[[], Source]
"""Opens a source. Raises SourceUnavailableError when it cannot be reached."""
