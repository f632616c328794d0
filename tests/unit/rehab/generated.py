"""Hypothesis strategies for histories of sick-leave certificates: crowded dates, holes, ties and repeats."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from rehab.certificates import SickLeaveCertificate, WorkCapacityPeriod

FIRST_DAY = date(2026, 1, 1)
TODAY = date(2026, 3, 1)
PERSONS = ("19121212-2384", "19121213-2383", "19121214-2382")

gaps = st.integers(0, 12)
recents = st.integers(0, 14)


@st.composite
def periods(draw: st.DrawFn, earliest: date) -> WorkCapacityPeriod:
    start = earliest + timedelta(days=draw(st.integers(0, 9)))
    return WorkCapacityPeriod(
        start, start + timedelta(days=draw(st.integers(0, 14))), draw(st.sampled_from((25, 50, 75, 100)))
    )


@st.composite
def certificate(draw: st.DrawFn, certificate_id: str, persons: tuple[str, ...]) -> SickLeaveCertificate:
    """A certificate of one to three periods that may overlap, adjoin or leave a hole."""
    earliest = FIRST_DAY + timedelta(days=draw(st.integers(25, 75)))
    own = []
    for _ in range(draw(st.integers(1, 3))):
        own.append(draw(periods(earliest)))
        earliest = own[-1].end
    return SickLeaveCertificate(
        certificate_id,
        draw(st.sampled_from(persons)),
        datetime.combine(FIRST_DAY, time(8)) + timedelta(days=draw(st.integers(0, 20))),
        tuple(draw(st.permutations(own))),
        provider_id="provider",
        care_unit_id="care-unit",
        unit_id=draw(st.sampled_from(("care-unit", "sub-unit-1", "sub-unit-2"))),
        doctor_id=draw(st.sampled_from(("doctor-1", "doctor-2"))),
        diagnosis_code="M545",
    )


@st.composite
def histories(draw: st.DrawFn, persons: tuple[str, ...] = PERSONS[:1], most: int = 8) -> list[SickLeaveCertificate]:
    """Certificates with distinct ids, in any order."""
    size = draw(st.integers(0, most))
    return [draw(certificate(f"certificate-{number}", persons)) for number in draw(st.permutations(range(size)))]
