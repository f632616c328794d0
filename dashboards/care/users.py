"""Who can log in: the named users of the demonstration, read from the file that comes with its invented data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from warehouse.errors import DamagedDataError, NotReadyError
from warehouse.reports.result import Label

DEMO_USERS_FILE = "demo_users.json"


class Role(StrEnum):
    """A user's role at the provider; the first three are roles in statistics, the others at a care unit."""

    PROCESS_LEADER = "process_leader"
    PART_PROCESS_LEADER = "part_process_leader"
    HEAD_OF_UNIT = "head_of_unit"
    COORDINATOR = "rehab_coordinator"
    DOCTOR = "doctor"


@dataclass(frozen=True, slots=True)
class UserUnit:
    """A unit of the user's assignment."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CareUser:
    """A user as the directory describes them. `key` names the user in the session; nothing of this is ever taken from
    the browser."""

    key: str
    hsa_id: str
    name: str
    role: Role
    description: Label
    provider_id: str
    provider_name: str
    units: tuple[UserUnit, ...]


def load_demo_users(source: Path) -> Mapping[str, CareUser]:
    """The users by key, in the file's order. Raises NotReadyError without the file, DamagedDataError if unreadable."""
    path = source / DEMO_USERS_FILE
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        users = [_user(entry) for entry in listed]
    except FileNotFoundError:
        raise NotReadyError("There are no demonstration users; run `intyg demo` first.") from None
    except (ValueError, KeyError, TypeError):
        raise DamagedDataError("The file of demonstration users cannot be read; make the demonstration anew.") from None
    return MappingProxyType({user.key: user for user in users})


def _user(entry: Mapping[str, object]) -> CareUser:
    listed = entry["units"]
    units = tuple(UserUnit(str(unit["id"]), str(unit["name"])) for unit in listed) if isinstance(listed, list) else ()
    return CareUser(
        key=str(entry["id"]),
        hsa_id=str(entry["hsa_id"]),
        name=f"{entry['given_name']} {entry['surname']}",
        role=Role(str(entry["role"])),
        description=Label(str(entry["description_sv"]), str(entry["description_en"])),
        provider_id=str(entry["provider_id"]),
        provider_name=str(entry["provider_name"]),
        units=units,
    )
