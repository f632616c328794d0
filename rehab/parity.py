"""Parity mode: the chaining of the national service, step by step (rehab rule 3.6).

Kept apart from the engine because its rules differ on purpose: an anchor found by dates instead of by id, links
judged against the latest accepted certificate instead of the running largest end, and a length that restarts. It is
for comparison and regression tests; no page shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rehab.cases import CaseState, PatientCase, UnitCase
from rehab.certificates import SickLeaveCertificate
from rehab.intervals import connects, covered_days

LENGTH_GAP = 5
"""The length function's own gap, also where the case was built with another one."""

Certificates = Sequence[SickLeaveCertificate]


def unit_case(certificates: Iterable[SickLeaveCertificate], day: date, gap: int, recent: int) -> UnitCase | None:
    """The case of one person's certificates on `day`, or None when none is active or recently ended."""
    by_end = sorted(certificates, key=lambda certificate: certificate.end)
    anchor = _anchor(by_end, day, recent)
    if anchor is None:
        return None
    position = _position_by_dates(by_end, anchor)
    right = extend_right(by_end[position + 1 :], anchor.end, gap)
    earliest = min(certificate.start for certificate in (anchor, *right))
    left = extend_left(by_end[:position], earliest, gap)
    case = (*left, anchor, *right)
    closed = max(certificate.end for certificate in case) < day
    return UnitCase(day, CaseState.RECENTLY_CLOSED if closed else CaseState.ONGOING, anchor, case, length(case))


def patient_cases(certificates: Iterable[SickLeaveCertificate], day: date, gap: int) -> list[PatientCase]:
    """One person's cases that start no later than `day`, newest start first.

    A case ends where the next start is too late for the *preceding* certificate, whatever earlier ones reach.
    """
    groups: list[list[SickLeaveCertificate]] = []
    for certificate in sorted(certificates, key=lambda certificate: certificate.start):
        if groups and connects(groups[-1][-1].end, certificate.start, gap):
            groups[-1].append(certificate)
        else:
            groups.append([certificate])
    started = [group for group in groups if group[0].start <= day]
    return [PatientCase(tuple(reversed(group)), length(group)) for group in reversed(started)]


def _anchor(by_end: Certificates, day: date, recent: int) -> SickLeaveCertificate | None:
    """The active certificate signed last (the earlier end wins a tie), else the first recently ended one."""
    active = [certificate for certificate in by_end if certificate.is_active(day)]
    if active:
        return max(active, key=lambda certificate: certificate.signed_at)
    ended = [certificate for certificate in by_end if certificate.is_recently_ended(day, recent)]
    return ended[0] if ended else None


def _position_by_dates(by_end: Certificates, anchor: SickLeaveCertificate) -> int:
    dates = [(certificate.start, certificate.end) for certificate in by_end]
    return dates.index((anchor.start, anchor.end))


def extend_right(candidates: Certificates, end: date, gap: int) -> list[SickLeaveCertificate]:
    """Those of the right side that connect, in start order; each accepted one's end is the next measure."""
    accepted: list[SickLeaveCertificate] = []
    for certificate in sorted(candidates, key=lambda certificate: certificate.start):
        if not connects(end, certificate.start, gap):
            break
        accepted.append(certificate)
        end = certificate.end
    return accepted


def extend_left(candidates: Certificates, start: date, gap: int) -> list[SickLeaveCertificate]:
    """Those of the left side (in end order) that connect, in end order; each accepted one's start is the next
    measure."""
    accepted: list[SickLeaveCertificate] = []
    for certificate in reversed(candidates):
        if not connects(certificate.end, start, gap):
            break
        accepted.append(certificate)
        start = certificate.start
    return accepted[::-1]


def length(certificates: Iterable[SickLeaveCertificate], gap: int = LENGTH_GAP, day: date | None = None) -> int:
    """Net days of one chain of certificates: the last chain, or with a day the chain that is active on it (else 0).

    The gap is the function's own, not the case's: a case built with a larger gap counts its last chain only.
    """
    ordered = sorted(certificates, key=lambda certificate: certificate.start)
    if day is not None and not any(certificate.is_active(day) for certificate in ordered):
        return 0
    chain: list[SickLeaveCertificate] = []
    largest_end = date.min
    for certificate in ordered:
        linked = bool(chain) and connects(largest_end, certificate.start, gap)
        if not linked and day is not None and any(earlier.is_active(day) for earlier in chain):
            break
        chain = [*chain, certificate] if linked else [certificate]
        largest_end = max(largest_end, certificate.end) if linked else certificate.end
    return covered_days(interval for certificate in chain for interval in certificate.intervals)


def contributes(newest_case_end: date, day: date) -> bool:
    """Whether the newest case contributes to an ongoing case: only when it ends strictly after the day."""
    return newest_case_end > day


def day_in_case(start: date, day: date) -> int:
    """The estimated day in the case: whole days since the start, so that the first day is 0."""
    return (day - start).days
