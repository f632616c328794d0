"""The one protection filter of every view, count, print and export (rehab rule 7.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rehab.person_register import RegisteredPerson
from rehab.scope import RehabScope


class NameState(StrEnum):
    """Whether a name is shown as it is, or a text stands in its place."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    """The text is "Namn okänt"."""
    PROTECTED = "protected"
    """The text is "Skyddad personuppgift" for a patient, "Läkare med skyddad personuppgift" for a doctor."""


@dataclass(frozen=True, slots=True)
class ShownName:
    """A name as it may be shown; `text` is empty unless it is known."""

    state: NameState
    text: str = ""

    @classmethod
    def of(cls, text: str) -> ShownName:
        """The name, or unknown when it is blank."""
        return cls(NameState.KNOWN, text) if text else cls(NameState.UNKNOWN)


def shown_name(person: RegisteredPerson | None, scope: RehabScope, doctor_id: str | None) -> ShownName | None:
    """How the user may see a patient through a certificate that `doctor_id` signed; None when not at all.

    Deceased persons are left out, also when they are protected. A protected person, and one the register does not
    know, is seen only by the doctor who signed the certificate.
    """
    if person is None:
        return ShownName(NameState.UNKNOWN) if scope.may_see_protected(doctor_id) else None
    if person.deceased:
        return None
    if person.protected:
        return ShownName(NameState.PROTECTED) if scope.may_see_protected(doctor_id) else None
    return ShownName.of(person.name)
