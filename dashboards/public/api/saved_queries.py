"""Saved queries, kept outside the releases: one small file each, named by a hash of what it says.

The same query is the same id, nothing of who saved it is kept, and an id never changes or expires (dashboards 19.4).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.storage import write_durably

RESULT = "result"
"""Where the result stands beside what was asked; null when it was too large to keep."""

ID = re.compile(r"[0-9a-f]{32}")


class StoreFullError(Exception):
    """No further query can be saved."""


@dataclass(frozen=True, slots=True)
class SavedQueries:
    """The saved queries below `folder`. Several processes may write at once: a file appears whole or not at all."""

    folder: Path | None
    most: int

    def save(self, query: dict[str, Any], make_result: Callable[[], dict[str, Any] | None]) -> tuple[str, bool]:
        """Keep `query`, when it is new with its result; gives its id and whether it is new. Raises StoreFullError."""
        content = json.dumps(query, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        query_id = hashlib.sha256(content).hexdigest()[:32]
        place = self._place(query_id)
        if place is None:
            raise StoreFullError
        if place.is_file():
            return query_id, False
        self._require_room()
        kept = {**query, RESULT: make_result()}
        write_durably(place, json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode())
        return query_id, True

    def get(self, query_id: str) -> dict[str, Any] | None:
        """The query of an id and its result, or None when there is none."""
        place = self._place(query_id) if ID.fullmatch(query_id) else None
        if place is None or not place.is_file():
            return None
        kept: dict[str, Any] = json.loads(place.read_bytes())
        return kept

    def _place(self, query_id: str) -> Path | None:
        return self.folder / query_id[:2] / f"{query_id}.json" if self.folder else None

    def _require_room(self) -> None:
        if self.folder and sum(1 for _ in self.folder.glob("[0-9a-f][0-9a-f]/*.json")) >= self.most:
            raise StoreFullError
