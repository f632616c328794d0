"""Finding ids and person numbers in the bytes of a payload, wherever they stand, and taking them out.

An id is found as a whole word, so that `cert-1` is not found in `cert-10`. A person number is found in each of the
forms in which it is written. Payloads are read as text in an encoding that keeps ASCII, or in UTF-16.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pipelines.staging.tables import ERASED_ID

WORD = re.compile(rb"[0-9A-Za-z_-]{6,}")
_DIGITS12 = re.compile(r"[0-9]{12}")


class Mentions:
    """Knows a set of ids and person numbers, and finds them in payloads in one pass, however many they are."""

    def __init__(self, ids: Iterable[str] = (), persons: Iterable[str] = ()) -> None:
        self._patterns: dict[bytes, list[re.Pattern[bytes]]] = defaultdict(list)
        for one in ids:
            self._expect(one, re.escape(one.strip().encode()))
        for person in persons:
            for form, pattern in _forms(person):
                self._expect(form, pattern)

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def inside(self, payload: bytes) -> bool:
        """Whether any of them stands in the payload."""
        return any(pattern.search(text) for text in _readings(payload) for pattern in self._possible(text))

    def without(self, payload: bytes) -> bytes:
        """The payload with a mark in place of each of them, in the payload's own encoding."""
        rest = self._marked(payload)
        encoding = _wide_encoding(rest)
        if not encoding:
            return rest
        return self._marked(_narrow(rest, encoding)).decode("utf-8", "surrogatepass").encode(encoding, "surrogatepass")

    def _marked(self, text: bytes) -> bytes:
        for pattern in self._possible(text):
            text = pattern.sub(ERASED_ID.encode(), text)
        return text

    def _expect(self, text: str, pattern: bytes) -> None:
        """Look for a pattern where the longest word of `text` stands; a text without a long word is not looked for."""
        found = WORD.findall(text.encode())
        if found:
            whole = re.compile(rb"(?<![0-9A-Za-z_-])" + pattern + rb"(?![0-9A-Za-z_-])")
            self._patterns[max(found, key=len)].append(whole)

    def _possible(self, text: bytes) -> list[re.Pattern[bytes]]:
        found = self._patterns.keys() & set(WORD.findall(text))
        return [pattern for word in sorted(found) for pattern in self._patterns[word]]


def words(payload: bytes) -> set[str]:
    """Everything in a payload that could be an id: its longer words."""
    return {word.decode() for text in _readings(payload) for word in WORD.findall(text)}


def _forms(person: str) -> Iterable[tuple[str, bytes]]:
    """The forms of a person number, each with what is searched for; an unreadable one stands for itself."""
    if not _DIGITS12.fullmatch(person):
        yield person, re.escape(person.encode())
        return
    birth, last = person[:8], person[8:]
    separated = rb"(?:[-+ ]|\xc2\xa0)?" + last.encode()
    for day in (birth, birth[2:]):
        for word in (f"{day}{last}", f"{day}-{last}", day):
            yield word, day.encode() + separated


def _readings(payload: bytes) -> list[bytes]:
    """The payload as it is, and in an encoding that keeps ASCII where it can be read as UTF-16."""
    encoding = _wide_encoding(payload)
    return [payload, _narrow(payload, encoding)] if encoding else [payload]


def _narrow(payload: bytes, encoding: str) -> bytes:
    return payload.decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")


def _wide_encoding(payload: bytes) -> str | None:
    """The name of the UTF-16 form of the payload, or None for anything else."""
    head = payload[:4]
    if len(payload) % 2 or len(head) < 4:
        return None
    for name, mark, zero in (("utf-16-le", b"\xff\xfe", 1), ("utf-16-be", b"\xfe\xff", 0)):
        if head.startswith(mark) or (head[zero] == head[zero + 2] == 0 and head[1 - zero] != 0):
            return name if _decodes(payload, name) else None
    return None


def _decodes(payload: bytes, encoding: str) -> bool:
    try:
        payload.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True
