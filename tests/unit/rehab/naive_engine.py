"""The default mode of the case engine once more, as plainly as it can be said: sets of days and pairs of certificates.

It shares nothing with the engine but the certificate type, is slow, and serves as the oracle of the property tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from rehab.certificates import SickLeaveCertificate

Case = frozenset[SickLeaveCertificate]


def days_of(certificates: Iterable[SickLeaveCertificate]) -> set[date]:
    """Every day that some period covers."""
    return {
        period.start + timedelta(days=step)
        for certificate in certificates
        for period in certificate.periods
        for step in range((period.end - period.start).days + 1)
    }


def spans_connect(one: SickLeaveCertificate, other: SickLeaveCertificate, gap: int) -> bool:
    """Whether at most `gap` free days lie between the whole spans of two certificates."""
    first, second = sorted((one, other), key=lambda certificate: certificate.start)
    return (second.start - first.end).days <= gap + 1


def cases(certificates: Iterable[SickLeaveCertificate], gap: int) -> set[Case]:
    """All cases of one patient: the connected components of `spans_connect`."""
    left = {certificate.certificate_id: certificate for certificate in certificates}
    found = set()
    while left:
        case = {left.popitem()[1]}
        while near := {new for new in left.values() if any(spans_connect(new, old, gap) for old in case)}:
            case |= near
            left = {key: value for key, value in left.items() if value not in near}
        found.add(frozenset(case))
    return found


def case_at(certificates: Iterable[SickLeaveCertificate], day: date, gap: int, recent: int) -> Case | None:
    """The case that holds `day`, else the one that ended last among those that ended 1 to `recent` days before."""
    every = cases(certificates, gap)
    holding = [case for case in every if min(c.start for c in case) <= day <= max(c.end for c in case)]
    if holding:
        (case,) = holding
        return case
    for ago in range(1, recent + 1):
        for case in every:
            if max(certificate.end for certificate in case) == day - timedelta(days=ago):
                return case
    return None


def anchor(case: Case, day: date) -> SickLeaveCertificate:
    """The certificate that gives the case its attributes: go backwards from `day` to the first covered day."""
    everybody = sorted(case, key=lambda certificate: (certificate.end, certificate.certificate_id))
    if max(certificate.end for certificate in case) < day:
        last = max(certificate.end for certificate in case)
        candidates = [certificate for certificate in everybody if certificate.end == last]
        return max(candidates, key=lambda certificate: (certificate.signed_at, certificate.certificate_id))
    covered = day
    while not any(certificate.is_active(covered) for certificate in everybody):
        covered -= timedelta(days=1)
    candidates = [certificate for certificate in everybody if certificate.is_active(covered)]
    latest = max(certificate.signed_at for certificate in candidates)
    signed_last = [certificate for certificate in candidates if certificate.signed_at == latest]
    if covered == day:
        return signed_last[-1]
    return max(signed_last, key=lambda certificate: certificate.certificate_id)
