"""Whose cases a user can reach at the chosen unit (rehab rules 2.1, 2.3, 3.8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from warehouse.errors import UserError
from warehouse.identity import normalise_hsa_id


class Role(StrEnum):
    """The active role, which follows from person and chosen unit alone (rule 2.3)."""

    COORDINATOR = "REHABKOORDINATOR"
    DOCTOR = "LAKARE"
    DENTIST = "TANDLAKARE"


class Reach(StrEnum):
    """What a role sees at the unit (urval, rule 1.2)."""

    ALL = "ALL"
    ISSUED_BY_ME = "ISSUED_BY_ME"


class AcknowledgementMissingError(UserError):
    """The user has not yet acknowledged that access is logged, so nothing about persons is answered (rule 2.7)."""


@dataclass(frozen=True, slots=True)
class RehabScope:
    """The cases one user can reach; a required argument of every question to the rehab part.

    It is built from the login and nothing else: no filter or address that a browser sends may take part. Ids are
    HSA-ids and are compared in normalised form.

    `care_unit_id` is the care unit of the chosen unit and `units` the units whose certificates put a patient in the
    list: the care unit and its active sub-units, or the one chosen sub-unit. No units see nothing.
    `provider_id` is the provider that owns the care unit today; certificates of a former owner are out of reach.
    `is_doctor` says whether the user is a doctor whatever the active role (section 7).
    `logging_acknowledged` says whether the user has acknowledged that access is logged, in the text's present version.
    """

    user_id: str
    role: Role
    provider_id: str
    care_unit_id: str
    units: frozenset[str]
    is_doctor: bool
    logging_acknowledged: bool

    def __post_init__(self) -> None:
        for name in ("user_id", "provider_id", "care_unit_id"):
            object.__setattr__(self, name, normalise_hsa_id(getattr(self, name)))
        object.__setattr__(self, "units", frozenset(map(normalise_hsa_id, self.units)))

    @classmethod
    def of_care_unit(
        cls,
        user_id: str,
        role: Role,
        provider_id: str,
        care_unit_id: str,
        sub_units: frozenset[str],
        *,
        is_doctor: bool,
        logging_acknowledged: bool,
    ) -> Self:
        """The scope of a user who has chosen a care unit: it and all its active sub-units."""
        units = frozenset({care_unit_id}) | sub_units
        return cls(user_id, role, provider_id, care_unit_id, units, is_doctor, logging_acknowledged)

    @classmethod
    def of_sub_unit(
        cls,
        user_id: str,
        role: Role,
        provider_id: str,
        care_unit_id: str,
        sub_unit_id: str,
        *,
        is_doctor: bool,
        logging_acknowledged: bool,
    ) -> Self:
        """The scope of a user who has chosen one sub-unit of a care unit."""
        units = frozenset({sub_unit_id})
        return cls(user_id, role, provider_id, care_unit_id, units, is_doctor, logging_acknowledged)

    @classmethod
    def nothing(cls, user_id: str = "") -> Self:
        """The scope of somebody without access: sees nothing."""
        return cls(user_id, Role.COORDINATOR, "", "", frozenset(), False, False)

    @property
    def reach(self) -> Reach:
        return Reach.ALL if self.role is Role.COORDINATOR else Reach.ISSUED_BY_ME

    def is_signer(self, doctor_id: str | None) -> bool:
        """Whether the user is the doctor with this id."""
        return bool(doctor_id) and normalise_hsa_id(doctor_id or "") == self.user_id

    def reaches(self, unit_id: str, doctor_id: str | None) -> bool:
        """Whether a certificate issued at `unit_id` and signed by `doctor_id` can put its patient in the list."""
        return unit_id in self.units and (self.reach is Reach.ALL or self.is_signer(doctor_id))

    def may_see_protected(self, doctor_id: str | None) -> bool:
        """Whether the user may see a protected patient by a certificate of `doctor_id` (rule 7.1, doctor rule)."""
        return (self.is_doctor or self.role is not Role.COORDINATOR) and self.is_signer(doctor_id)
