"""Answers that were made, kept in memory for the next who asks the same: those last asked for, within a bound."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from flask import Response

MOST_BYTES = 48_000_000
"""All kept answers of a process together: as they are sent, with their headers and what keeping them takes."""

MOST_ANSWERS = 20_000
"""Kept answers of a process, however small they are."""

LARGEST, LARGEST_HEADERS = 2_000_000, 4_000
"""An answer with a larger body, or with more in its headers, is made anew each time."""

_KEEPING_TAKES = 1_000
"""Bytes that an entry takes besides what it holds."""

_KEPT_HEADERS = (
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Type",
    "Link",
    "Vary",
    "X-Warnings",
)
"""What belongs to the content; all other headers are made anew, such as how many calls are left."""


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    headers: dict[str, str]
    takes: int


class KeptAnswers:
    """Answers by what they answer. Safe to share between threads."""

    def __init__(self, most_bytes: int = MOST_BYTES, most_answers: int = MOST_ANSWERS) -> None:
        self._most_bytes = most_bytes
        self._most_answers = most_answers
        self._bytes = 0
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """How many answers are kept now."""
        return len(self._kept)

    def answer(self, key: Hashable) -> Response | None:
        """The answer that was kept for `key`, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
        return Response(found.body, headers=found.headers)

    def keep(self, key: Hashable, response: Response) -> None:
        """Keep a finished answer; one that is made while it is sent is not kept."""
        if response.is_streamed or response.direct_passthrough or (response.content_length or 0) > LARGEST:
            return
        body = response.get_data()
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        told = sum(len(name) + len(value) for name, value in headers.items())
        if len(body) > LARGEST or told > LARGEST_HEADERS:
            return
        takes = len(body) + told + len(str(key)) + _KEEPING_TAKES
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = _Kept(body, headers, takes)
            self._bytes += takes
            while self._bytes > self._most_bytes or len(self._kept) > self._most_answers:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= gone.takes
