"""What the directory has said over time, attribute by attribute (rule H-11).

The first value that is said of an attribute holds from the beginning: what the directory did not know yet heals
backwards. A later, other value holds from the day that the directory gives for it, or the day it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from pipelines.sources.directory_units import Attributes

FIRST: Final = date(1, 1, 1)
"""The first day of what has always held."""

LAST: Final = date(9999, 12, 31)
"""The end of what still holds."""

START: Final = "startdatum"
PLACE: Final = ("vardenhet", "vgid")
"""Attributes of which a file that lists a unit without them says that there are none."""


class Said(NamedTuple):
    """One value of an attribute: from which day it holds, and on which day it was read."""

    valid_from: date
    value: Any
    said_on: date


class Change(NamedTuple):
    """What a reading says otherwise than the one before it: new values, None for what it no longer says.

    `listed_before` tells that an earlier file that says everything of its objects listed this one too.
    """

    kind: str
    key: str
    values: Attributes
    listed_before: bool


@dataclass(slots=True)
class Timeline:
    """The values of one object's attributes over time."""

    attributes: dict[str, list[Said]] = field(default_factory=dict)

    def say(self, name: str, value: Any, valid_from: date, said_on: date) -> None:
        """Take in a value; of two on the same day the one said later stands for both."""
        said = self.attributes.setdefault(name, [])
        while len(said) > 1 and said[-1].valid_from >= valid_from:
            said.pop()
        if not said:
            said.append(Said(FIRST, value, said_on))
        elif said[-1].said_on == said_on:
            said[-1] = said[-1]._replace(value=value)
        elif said[-1].value != value:
            said.append(Said(valid_from, value, said_on))

    def days(self) -> set[date]:
        """The days on which something changed, the first day included."""
        return {FIRST, *(one.valid_from for said in self.attributes.values() for one in said)}

    def at(self, day: date) -> Attributes:
        """The attributes as they were on a day."""
        found: Attributes = {}
        for name, said in self.attributes.items():
            holding = [one.value for one in said if one.valid_from <= day]
            if holding and holding[-1] is not None:
                found[name] = holding[-1]
        return found

    def latest(self, name: str) -> Any:
        """The newest value of an attribute, None when it has none."""
        said = self.attributes.get(name)
        return said[-1].value if said else None


@dataclass(slots=True)
class History:
    """Timelines by kind (`unit`, `provider`, `staff`) and normalised HSA id."""

    kinds: dict[str, dict[str, Timeline]] = field(default_factory=dict)

    def add(self, read_on: date, changes: Iterable[Change]) -> None:
        """Take in a reading; readings are added by the day they hold from."""
        for change in changes:
            timeline = self.kinds.setdefault(change.kind, {}).setdefault(change.key, Timeline())
            valid_from = _valid_from(timeline, change, read_on)
            for name, value in change.values.items():
                if name in PLACE and change.listed_before and name not in timeline.attributes:
                    timeline.say(name, None, FIRST, FIRST)
                timeline.say(name, value, valid_from, read_on)

    def of(self, kind: str) -> Mapping[str, Timeline]:
        """The timelines of a kind."""
        return self.kinds.get(kind, {})


def _valid_from(timeline: Timeline, change: Change, read_on: date) -> date:
    """The object's own new start date, else the day of the reading."""
    try:
        start = date.fromisoformat(str(change.values.get(START, ""))[:10])
        former = date.fromisoformat(str(timeline.latest(START) or "")[:10])
    except ValueError:
        return read_on
    return start if start > former else read_on


def changes(
    kind: str, said: Mapping[str, Attributes], before: dict[tuple[str, str], Attributes], whole: bool
) -> Iterator[Change]:
    """How a reading differs from `before`, what the same file said last of each object; brings `before` up to date.

    `whole` says that a reading tells everything of an object, so that what is missing is no longer so.
    """
    for key, values in said.items():
        former = before.get((kind, key))
        known = former or {}
        new = {name: value for name, value in values.items() if known.get(name) != value}
        gone = {name: None for name in known if name not in values} if whole else {}
        before[kind, key] = dict(values) if whole else {**known, **values}
        if new or gone or former is None:
            yield Change(kind, key, new | gone, whole and former is not None)
