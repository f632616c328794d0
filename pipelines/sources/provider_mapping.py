"""The mapping of care providers: which provider and unit take the place of older ones (rule R-2, section 3.5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from pipelines.landing.file_readings import RejectedRow
from pipelines.sources.directory_units import RefusedFileError
from warehouse.identity import normalise_hsa_id
from warehouse.swedish_time import STOCKHOLM

FIRST_TIME: Final = datetime(1, 1, 1)  # noqa: DTZ001 - Swedish local time, as signing times are
LAST_TIME: Final = datetime(9999, 12, 31)  # noqa: DTZ001
UNREADABLE: Final = "mapping_entry_unreadable"


class Replacement(NamedTuple):
    """One id that others take the place of, for certificates signed from `signed_from` until before `signed_before`.

    `unit_id` and `unit_name` are None where the unit stays. Times are Swedish local time.
    """

    old_id: str
    in_force_from: datetime
    signed_from: datetime
    signed_before: datetime
    position: int
    provider_id: str
    provider_name: str | None
    unit_id: str | None = None
    unit_name: str | None = None


@dataclass(slots=True)
class ProviderMapping:
    """Replacements of units, which are tried first, and of care providers, in file order."""

    units: list[Replacement] = field(default_factory=list)
    providers: list[Replacement] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)


class _Window(NamedTuple):
    in_force_from: datetime
    signed_from: datetime
    signed_before: datetime
    position: int


def read_mapping(content: bytes) -> ProviderMapping:
    """Read a mapping file; an entry that cannot be read is in `rejected` with its number.

    Raises RefusedFileError when the file is no JSON list of entries.
    """
    try:
        entries = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        entries = None
    if isinstance(entries, dict):
        entries = [entries]
    if not isinstance(entries, list):
        raise RefusedFileError("The mapping of care providers must be a JSON list of entries.")
    found = ProviderMapping()
    for number, entry in enumerate(entries, start=1):
        try:
            units, providers = _replacements(entry, number)
        except (ValueError, TypeError, KeyError, AttributeError):
            found.rejected.append(RejectedRow(number, UNREADABLE))
        else:
            found.units += units
            found.providers += providers
    return found


def _replacements(entry: dict[str, Any], number: int) -> tuple[list[Replacement], list[Replacement]]:
    window = _Window(
        _time(entry.get("datetime"), FIRST_TIME),
        _time(entry.get("issuedDateTimeFrom"), FIRST_TIME),
        _time(entry.get("issuedDateTimeTo"), LAST_TIME),
        number,
    )
    units = _each(entry.get("issuedUnitMapping"), lambda old, new: _of_unit(old, new, window))
    providers = _each(entry.get("careProviderMapping"), lambda old, new: _of_provider(old, new, window))
    if not units and not providers:
        raise ValueError("the entry maps nothing")
    return units, providers


def _each(mapping: dict[str, Any] | None, make: Callable[[str, dict[str, Any]], Replacement]) -> list[Replacement]:
    return [make(_id(old), new) for old, new in (mapping or {}).items()]


def _of_unit(old: str, new: dict[str, Any], window: _Window) -> Replacement:
    unit, unit_name = new.get("issuedUnitId"), new.get("issuedUnitName")
    return Replacement(
        old, *window, _id(new["careProviderId"]), new.get("careProviderName"), _id(unit) if unit else None, unit_name
    )


def _of_provider(old: str, new: dict[str, Any], window: _Window) -> Replacement:
    return Replacement(old, *window, _id(new["id"]), new.get("name"))


def _id(text: str) -> str:
    key = normalise_hsa_id(text)
    if not key:
        raise ValueError("an id is empty")
    return key


def _time(text: str | None, when_absent: datetime) -> datetime:
    """A time as Swedish local time without offset, as signing times are."""
    if not text:
        return when_absent
    time = datetime.fromisoformat(text)
    return time.astimezone(STOCKHOLM).replace(tzinfo=None) if time.tzinfo else time
