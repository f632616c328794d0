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

from filelock import FileLock

from warehouse.storage import write_durably

RESULT = "result"
"""Where the result stands beside what was asked; null when it was too large to keep."""

COUNT = "kept.count"
"""The file that tells how many queries are kept and how many bytes they are; without it they are counted anew."""

ID = re.compile(r"[0-9a-f]{32}")
_COUNTED = re.compile(r"(\d+) (\d+)\n")


class StoreFullError(Exception):
    """No further query can be saved."""


@dataclass(frozen=True, slots=True)
class SavedQueries:
    """The saved queries below `folder`. Several processes may write at once: a file appears whole or not at all."""

    folder: Path | None
    most: int
    most_bytes: int

    def save(self, query: dict[str, Any], make_result: Callable[[], dict[str, Any] | None]) -> tuple[str, bool]:
        """Keep `query`, when it is new with its result; gives its id and whether it is new. Raises StoreFullError."""
        query_id = _id(query)
        place = self._place(query_id)
        if self.folder is None or place is None:
            raise StoreFullError
        if place.is_file():
            return query_id, False
        kept = {**query, RESULT: make_result()}
        content = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
        return query_id, self._keep(self.folder, place, content)

    def is_kept(self, query: dict[str, Any]) -> bool:
        """Whether saving `query` would keep nothing new."""
        place = self._place(_id(query))
        return place is not None and place.is_file()

    def get(self, query_id: str) -> dict[str, Any] | None:
        """The query of an id and its result, or None when there is none."""
        place = self._place(query_id) if ID.fullmatch(query_id) else None
        if place is None or not place.is_file():
            return None
        kept: dict[str, Any] = json.loads(place.read_bytes())
        return kept

    def _place(self, query_id: str) -> Path | None:
        return self.folder / query_id[:2] / f"{query_id}.json" if self.folder else None

    def _keep(self, folder: Path, place: Path, content: bytes) -> bool:
        """Whether the file is new. Those who save at once do it one after another, so that all of them are counted."""
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f".{COUNT}.lock"):
            if place.is_file():
                return False
            number, size = _counted(folder)
            if number >= self.most or size + len(content) > self.most_bytes:
                raise StoreFullError
            write_durably(place, content)
            write_durably(folder / COUNT, f"{number + 1} {size + len(content)}\n".encode())
        return True


def written(query: dict[str, Any]) -> bytes:
    """What a query says, always in the same way."""
    return json.dumps(query, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _id(query: dict[str, Any]) -> str:
    return hashlib.sha256(written(query)).hexdigest()[:32]


def _counted(folder: Path) -> tuple[int, int]:
    """How many queries are kept below `folder`, and how many bytes they are."""
    count = folder / COUNT
    told = _COUNTED.fullmatch(count.read_text()) if count.is_file() else None
    if told:
        return int(told[1]), int(told[2])
    sizes = [place.stat().st_size for place in folder.glob("[0-9a-f][0-9a-f]/*.json")]
    return len(sizes), sum(sizes)
