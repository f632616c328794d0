"""The sick-leave case as the engine hands it on (rehab rule 3.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rehab.certificates import SickLeaveCertificate


class CaseState(StrEnum):
    """What a case is on the day it is judged."""

    ONGOING = "ongoing"
    PAUSE = "pause"
    """Ongoing, but no period covers the day: a hole inside a certificate or free days bridged by the gap."""
    RECENTLY_CLOSED = "recently_closed"


@dataclass(frozen=True, slots=True)
class PatientCase:
    """One case of one patient. `certificates` has the order of the mode that made it; `days` is the net length."""

    certificates: tuple[SickLeaveCertificate, ...]
    days: int

    @property
    def start(self) -> date:
        return min(certificate.start for certificate in self.certificates)

    @property
    def end(self) -> date:
        return max(certificate.end for certificate in self.certificates)

    @property
    def person_id(self) -> str:
        """The patient, from the first certificate."""
        return self.certificates[0].person_id.strip()

    def diagnosis_certificate(self, day: date) -> SickLeaveCertificate:
        """The certificate whose diagnosis is the case's in patient mode: the active one signed last, else the one
        signed last of all."""
        active = [certificate for certificate in self.certificates if certificate.is_active(day)]
        return max(
            active or self.certificates,
            key=lambda certificate: (certificate.signed_at, certificate.end, certificate.certificate_id),
        )


@dataclass(frozen=True, slots=True)
class UnitCase:
    """The one case of a patient at a unit on `day`. Everything but dates and counts comes from `anchor`.

    `certificates` is in start order in default mode and in the order of the extension steps in parity mode, where
    one certificate can stand twice and another be missing (worked example K6).
    """

    day: date
    state: CaseState
    anchor: SickLeaveCertificate
    certificates: tuple[SickLeaveCertificate, ...]
    days: int

    @property
    def start(self) -> date:
        return min(certificate.start for certificate in self.certificates)

    @property
    def end(self) -> date:
        return max(certificate.end for certificate in self.certificates)

    @property
    def person_id(self) -> str:
        return self.anchor.person_id.strip()

    @property
    def degrees(self) -> tuple[int, ...]:
        """The anchor's degrees in time order."""
        return self.anchor.degrees

    @property
    def active_degree(self) -> int:
        """The anchor's degree on the day; 0 in a pause and when recently closed."""
        return self.anchor.degree_on(self.day)

    @property
    def days_left(self) -> int:
        """Days from the day to the case's end; negative when it has ended."""
        return (self.end - self.day).days
