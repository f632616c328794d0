"""A folder that is read into landing, again and again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipelines.landing.landing import Landing
from pipelines.sources.folder import FolderSource


class Reading:
    """A folder, and the landing that it is read into."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "documents"
        self.folder.mkdir()
        self.landing = Landing(root / "landing")
        self.ledger = root / "landing" / "ledger.sqlite"
        self.left_out: dict[str, int] = {}

    def write(self, path: str, content: bytes) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file

    def source(self, quiet_seconds: float = 0) -> FolderSource:
        return FolderSource(self.folder, quiet_seconds, self.ledger)

    def ingest(self, quiet_seconds: float = 0) -> tuple[int, int]:
        """Read the folder; how many events it offered and how many of them were new."""
        offered = new = 0
        with closing(self.source(quiet_seconds)) as source:
            for batch in source.batches(lambda _: {}):
                offered += len(batch.events)
                new += self.landing.land(batch)
            self.left_out = source.left_out
        return offered, new

    def rows(self) -> list[dict[str, Any]]:
        return [
            row
            for segment in self.landing.ledger.segments()
            for batch in self.landing.read_segment(segment.number)
            for row in batch.to_pylist()
        ]

    def payloads(self) -> list[bytes]:
        return [row["payload"] for row in self.rows()]


@pytest.fixture
def reading(tmp_path: Path) -> Any:
    one = Reading(tmp_path)
    yield one
    one.landing.close()
