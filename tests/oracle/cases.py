"""The case rules (statistics section 3), as naively as they can be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.rows import Row

Case = list[Row]
Visible = Callable[[Row], bool]

LONGEST_GAP = 5


def days_of(start: date, end: date) -> set[date]:
    """Every calendar day from start to end, both included."""
    return {start + timedelta(days=step) for step in range((end - start).days + 1)}


def in_order(row: Row) -> tuple[date, int, int]:
    """The order in which the last row of a case is found (rule 3.4)."""
    return (row.start, row.order, row.degree)


def full_cases(rows: Iterable[Row]) -> list[Case]:
    """All full cases (rule 3.2): per provider and person, rows with at most five free days between."""
    by_patient: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if not row.revoked:
            by_patient.setdefault((row.provider, row.person), []).append(row)
    cases: list[Case] = []
    for patient_rows in by_patient.values():
        current: Case = []
        latest = date.min
        for row in sorted(patient_rows, key=in_order):
            free_days = (row.start - latest).days - 1
            if current and free_days > LONGEST_GAP:
                cases.append(current)
                current = []
                latest = date.min
            current.append(row)
            latest = max(latest, row.end)
        cases.append(current)
    return cases


@dataclass(frozen=True)
class CaseInPeriod:
    """What a case counts as in one period: its visible rows that touch it, in order, its days and certificates."""

    rows: tuple[Row, ...]
    days: int
    certificates: int

    @property
    def last(self) -> Row:
        return self.rows[-1]

    @property
    def age(self) -> int:
        return max(row.age for row in self.rows)


def case_in_period(case: Case, visible: Visible, first: date, last: date) -> CaseInPeriod | None:
    """Rule 3.3: None when no visible row of the case touches the period."""
    seen = sorted((r for r in case if visible(r) and r.start <= last and r.end >= first), key=in_order)
    if not seen:
        return None
    span_start, span_end = seen[0].start, max(row.end for row in seen)
    counted: set[date] = set()
    certificates: set[str] = set()
    for row in case:
        if row.start > seen[-1].start:
            continue
        certificates.add(row.certificate)
        days = days_of(row.start, row.end)
        if not visible(row) and row.start >= span_start:
            days = {day for day in days if day <= span_end}
        counted |= days
    return CaseInPeriod(tuple(seen), len(counted), len(certificates))
