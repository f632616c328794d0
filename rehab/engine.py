"""The sick-leave engine: certificates in, cases out, without side effects (rehab rules 3.1-3.7).

Two entry points. *Patient mode* gives all cases of each patient; *unit mode* gives at most one case per patient, the
ongoing or recently closed one. `parity=True` gives the chaining of the national service instead (`rehab.parity`), for
comparison and regression tests only. Both take certificates of any number of patients in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from rehab import parity as parity_mode
from rehab.cases import CaseState, PatientCase, UnitCase
from rehab.certificates import SickLeaveCertificate
from rehab.intervals import connects, covered_days

Chain = list[SickLeaveCertificate]
"""Connected certificates in start order."""


def patient_cases(
    certificates: Iterable[SickLeaveCertificate], day: date, gap: int, *, parity: bool = False
) -> dict[str, list[PatientCase]]:
    """All cases that start no later than `day`, by person id, newest start first.

    Certificates within a case stand newest start first. A person whose cases all start after `day` is left out, and a
    negative gap gives an empty result.
    """
    if gap < 0:
        return {}
    build = parity_mode.patient_cases if parity else _patient_cases
    by_person = {person: build(own, day, gap) for person, own in _by_person(certificates).items()}
    return {person: cases for person, cases in by_person.items() if cases}


def unit_cases(
    certificates: Iterable[SickLeaveCertificate], day: date, gap: int, recent: int = 0, *, parity: bool = False
) -> dict[str, UnitCase]:
    """The case of each person that is ongoing on `day`, or else ended 1 to `recent` days before it, by person id.

    A person without such a case is left out; a negative gap gives an empty result.
    """
    if gap < 0:
        return {}
    build = parity_mode.unit_case if parity else _unit_case
    found = {person: build(own, day, gap, recent) for person, own in _by_person(certificates).items()}
    return {person: case for person, case in found.items() if case is not None}


def _by_person(certificates: Iterable[SickLeaveCertificate]) -> dict[str, list[SickLeaveCertificate]]:
    by_person: dict[str, list[SickLeaveCertificate]] = {}
    for certificate in certificates:
        by_person.setdefault(certificate.person_id, []).append(certificate)
    return by_person


def chains(certificates: Iterable[SickLeaveCertificate], gap: int) -> list[Chain]:
    """One person's certificates in connected groups, oldest first (rule 3.5, steps 1-3).

    A certificate takes part with its whole span and once only, however often its id is given.
    """
    distinct: dict[str, SickLeaveCertificate] = {}
    for certificate in sorted(certificates, key=_start_order):
        distinct.setdefault(certificate.certificate_id, certificate)
    found: list[Chain] = []
    largest_end = date.min
    for certificate in distinct.values():
        if found and connects(largest_end, certificate.start, gap):
            found[-1].append(certificate)
            largest_end = max(largest_end, certificate.end)
        else:
            found.append([certificate])
            largest_end = certificate.end
    return found


def _patient_cases(certificates: Iterable[SickLeaveCertificate], day: date, gap: int) -> list[PatientCase]:
    started = [chain for chain in chains(certificates, gap) if chain[0].start <= day]
    return [PatientCase(tuple(reversed(chain)), net_days(chain)) for chain in reversed(started)]


def _unit_case(certificates: Iterable[SickLeaveCertificate], day: date, gap: int, recent: int) -> UnitCase | None:
    started = [chain for chain in chains(certificates, gap) if chain[0].start <= day]
    if not started:
        return None
    latest = started[-1]
    end = _end(latest)
    if end >= day:
        covered = any(certificate.is_active(day) for certificate in latest)
        return _judged(latest, day, CaseState.ONGOING if covered else CaseState.PAUSE)
    if end + timedelta(days=recent) >= day:
        return _judged(latest, day, CaseState.RECENTLY_CLOSED)
    return None


def _judged(chain: Chain, day: date, state: CaseState) -> UnitCase:
    return UnitCase(day, state, _anchor(chain, day, state), tuple(chain), net_days(chain))


def _anchor(chain: Chain, day: date, state: CaseState) -> SickLeaveCertificate:
    """The certificate that the case's attributes come from (rule 3.5, step 8)."""
    if state is CaseState.ONGOING:
        return max((certificate for certificate in chain if certificate.is_active(day)), key=_signing_order)
    if state is CaseState.PAUSE:
        covered = ((certificate.last_covered_before(day), certificate) for certificate in chain)
        before = [(last, certificate) for last, certificate in covered if last is not None]
        return max(before, key=lambda pair: (pair[0], pair[1].signed_at, pair[1].certificate_id))[1]
    return max(chain, key=lambda certificate: (certificate.end, certificate.signed_at, certificate.certificate_id))


def net_days(certificates: Iterable[SickLeaveCertificate]) -> int:
    """Length in net days: distinct days covered by any period of the certificates (rule 3.7)."""
    return covered_days(interval for certificate in certificates for interval in certificate.intervals)


def day_in_case(start: date, day: date, *, parity: bool = False) -> int:
    """The day number of `day` in a case that began on `start`: 1 on the first day (0 in parity mode)."""
    return parity_mode.day_in_case(start, day) if parity else (day - start).days + 1


def contributes(newest_case_end: date, day: date, *, parity: bool = False) -> bool:
    """Whether the newest case is ongoing on `day`, so that its certificates contribute to it (rule 6.2, step 6)."""
    return parity_mode.contributes(newest_case_end, day) if parity else newest_case_end >= day


def _end(chain: Chain) -> date:
    return max(certificate.end for certificate in chain)


def _start_order(certificate: SickLeaveCertificate) -> tuple[date, date, str, datetime]:
    return certificate.start, certificate.end, certificate.certificate_id, certificate.signed_at


def _signing_order(certificate: SickLeaveCertificate) -> tuple[datetime, date, str]:
    return certificate.signed_at, certificate.end, certificate.certificate_id
