"""Values of leaves: trimmed text, days, truth values and Swedish local times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from lxml import etree

from warehouse.swedish_time import STOCKHOLM

TIME_AMBIGUOUS: Final = "time_ambiguous"
TIME_NONEXISTENT: Final = "time_nonexistent"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def text_of(element: etree._Element | None) -> str | None:
    """The trimmed text of an element; empty text is absent (rule F-10)."""
    if element is None or not element.text:
        return None
    return element.text.strip() or None


def has_day_form(text: str) -> bool:
    """Whether the text has the form yyyy-MM-dd, calendar day or not."""
    return _DAY.fullmatch(text) is not None


def read_day(text: str | None) -> date | None:
    """The calendar day of a text yyyy-MM-dd, else `None`."""
    if text is None or not has_day_form(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_truth(text: str | None) -> bool | None:
    """A boolean leaf: true, false, 1 or 0; `None` for anything else."""
    return _TRUTH.get(text) if text else None


class LocalTime(NamedTuple):
    """A moment as Swedish local time without offset and as UTC instant, both in whole seconds, the text it was read
    from, and the flags of rule T-2."""

    local: datetime
    utc: datetime
    text: str
    flags: tuple[str, ...]


def read_local_time(text: str | None) -> LocalTime | None:
    """A time yyyy-MM-ddTHH:mm:ss; a fraction is cut off (rules T-1 and T-2); `None` when unreadable.

    A time of the hour that occurs twice is its first occurrence, one of the hour that does not exist is moved one
    hour forward. Times come without offset; where one stands all the same, it decides the instant.
    """
    match = _TIME.fullmatch(text) if text else None
    if text is None or match is None:
        return None
    try:
        moment = datetime.fromisoformat(match[1] + (match[2] or "").replace("Z", "+00:00"))
        if moment.tzinfo is not None:
            return LocalTime(moment.astimezone(STOCKHOLM).replace(tzinfo=None), moment.astimezone(UTC), text, ())
        return _in_sweden(moment, text)
    except (ValueError, OverflowError):
        return None


def _in_sweden(local: datetime, text: str) -> LocalTime:
    first, second = (local.replace(tzinfo=STOCKHOLM, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    if first < second:
        local += timedelta(hours=1)
        return LocalTime(local, (local - second).replace(tzinfo=UTC), text, (TIME_NONEXISTENT,))
    flags = (TIME_AMBIGUOUS,) if first > second else ()
    return LocalTime(local, (local - first).replace(tzinfo=UTC), text, flags)


class Vocabulary:
    """The element names that a reader knows, parted by blanks, in the namespaces where it accepts them.

    Elements of any other name or namespace are passed over (rule F-6).
    """

    def __init__(self, namespaces: Iterable[str], names: str) -> None:
        self._local_names = {f"{{{namespace}}}{name}": name for namespace in namespaces for name in names.split()}

    @property
    def local_names(self) -> dict[str, str]:
        """Qualified tag to local name, for loops over children."""
        return self._local_names

    def children(self, element: etree._Element | None) -> dict[str, etree._Element]:
        """The first known child of each name."""
        found: dict[str, etree._Element] = {}
        if element is not None:
            known = self._local_names
            for child in element:
                name = known.get(child.tag)
                if name is not None:
                    found.setdefault(name, child)
        return found

    def path(self, element: etree._Element | None, *names: str) -> etree._Element | None:
        """The element reached by following first children of these names, if it is there."""
        known = self._local_names
        for name in names:
            if element is None:
                return None
            for child in element:
                if known.get(child.tag) == name:
                    element = child
                    break
            else:
                return None
        return element

    def text(self, element: etree._Element | None, *names: str) -> str | None:
        """The trimmed text at a path."""
        return text_of(self.path(element, *names))
