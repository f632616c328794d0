"""The person register: who is protected or deceased, and names (rehab section 7, ingestion P-10 and P-11).

No answer is never read as "not protected": a register that cannot say anything refuses the whole request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from warehouse.errors import UserError


class PersonRegisterUnavailableError(UserError):
    """The register gave no answer, so nothing about persons is shown (rule 12.3).

    `text_id` names the banner that says so on the page.
    """

    text_id = "person_register_unavailable"


@dataclass(frozen=True, slots=True)
class RegisteredPerson:
    """What the register knows of one person: *sekretessmarkering*, *avliden* and the name parts, which may be blank.

    A person of the register's own tests is shown like everybody else: the test mark matters when a certificate is
    registered (P-9), not when it is read.
    """

    protected: bool
    deceased: bool
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""

    @property
    def name(self) -> str:
        """The name parts that are not blank, parted by one space; empty when there are none."""
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)


class PersonRegister(Protocol):
    """Where the rehab part asks about persons."""

    def look_up(self, person_ids: Collection[str]) -> Mapping[str, RegisteredPerson | None]:
        """What the register says of each person id (`YYYYMMDD-NNNN`, or a reserve number as written).

        The answer has exactly the ids asked for; None means that the register does not know the person. Raises
        PersonRegisterUnavailableError when any of them cannot be answered.
        """


def answers_for(person_ids: Collection[str], register: PersonRegister) -> Mapping[str, RegisteredPerson | None]:
    """The register's answers; an answer that leaves somebody out is no answer (P-11).

    Raises PersonRegisterUnavailableError.
    """
    answers = register.look_up(person_ids)
    if not answers.keys() >= set(person_ids):
        raise PersonRegisterUnavailableError("The person register's answer is incomplete; no cases can be shown.")
    return answers


class PersonRegisterNotConnected:
    """No register: every question is refused, also one about nobody."""

    def look_up(self, person_ids: Collection[str]) -> Mapping[str, RegisteredPerson | None]:
        """Raises PersonRegisterUnavailableError, always."""
        del person_ids
        raise PersonRegisterUnavailableError("No person register is connected, so no ongoing cases can be shown.")


class PersonRegisterFile:
    """A register kept as a file of JSON lines, one person a line; read when first asked and again when it changes.

    Fields: `personnummer` (12 digits, with or without hyphen, or a reserve number), `sekretessmarkering` and
    `avliden` (true or false), and optionally `fornamn`, `mellannamn`, `efternamn` and `testIndicator`. A file that is
    absent or holds one unreadable line answers nothing at all. Of two lines about one person the stricter marks hold.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[tuple[int, int], dict[str, RegisteredPerson]] | None = None

    def look_up(self, person_ids: Collection[str]) -> Mapping[str, RegisteredPerson | None]:
        """See `PersonRegister`. Raises PersonRegisterUnavailableError when the file is absent or unreadable."""
        persons = self._persons()
        return {person_id: persons.get(_key(person_id)) for person_id in person_ids}

    def _persons(self) -> dict[str, RegisteredPerson]:
        try:
            status = self._path.stat()
            state = status.st_mtime_ns, status.st_size
            if self._read is None or self._read[0] != state:
                self._read = state, _persons_in(self._path)
        except FileNotFoundError:
            raise PersonRegisterUnavailableError("The person register is missing; no cases can be shown.") from None
        except (OSError, ValueError):
            # The cause is left out on purpose: it may quote a line, and a line holds a person id.
            raise PersonRegisterUnavailableError("The person register is unreadable; no cases can be shown.") from None
        return self._read[1]


def _persons_in(path: Path) -> dict[str, RegisteredPerson]:
    persons: dict[str, RegisteredPerson] = {}
    with path.open(encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            key, person = _person(json.loads(line))
            earlier = persons.get(key)
            persons[key] = _stricter(earlier, person) if earlier else person
    return persons


def _person(fields: Any) -> tuple[str, RegisteredPerson]:
    if not isinstance(fields, dict) or not isinstance(fields.get("personnummer"), str):
        raise ValueError("a line without personnummer")
    protected, deceased = fields.get("sekretessmarkering"), fields.get("avliden")
    if not isinstance(protected, bool) or not isinstance(deceased, bool):
        raise ValueError("a line without its marks")
    names = (str(fields.get(part) or "").strip() for part in ("fornamn", "mellannamn", "efternamn"))
    return _key(fields["personnummer"]), RegisteredPerson(protected, deceased, *names)


def _stricter(earlier: RegisteredPerson, later: RegisteredPerson) -> RegisteredPerson:
    return RegisteredPerson(
        earlier.protected or later.protected,
        earlier.deceased or later.deceased,
        later.first_name,
        later.middle_name,
        later.last_name,
    )


def _key(person_id: str) -> str:
    trimmed = person_id.strip()
    return trimmed.replace("-", "") if re.fullmatch(r"[0-9]{8}-?[0-9]{4}", trimmed) else trimmed
