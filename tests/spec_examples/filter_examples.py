"""The worked examples on filters of units, diagnoses and lengths, on unusable and clipped intervals (E89 to E93)."""

from __future__ import annotations

from datetime import date

from tests.spec_examples.checks import NOT_SHOWN, PER_CASE, T2013, UNITS, Check, Example, cells

THREE_MEN = "\n".join(f"{name}(m) 02-01..02-14 u1 G01" for name in "ABC")
FOUR_CASES = """
    A(k) 2014-04-01..2014-06-28 u1 G01
    B(m) 2014-10-01..2014-11-28 u1 G01
    C(k) 2013-09-01..2013-10-28 u2 G01
    D(m) 2014-12-01..2014-12-28 u2 G01
"""
CHOSEN = "diagnos=G00-G99&enhet=u1,u2"
DEFAULT = "u1 1m 1k, u2 1m"
"""January to December 2014: A, B and D."""

INTERVALS = {
    "fran=2014-06&till=2014-09": f"u1 1k, u2 {NOT_SHOWN}",
    "fran=2013-10&till=2014-12": "u1 1m 1k, u2 1m 1k",
    "fran=2013-10&till=2013-10": f"u1 {NOT_SHOWN}, u2 1k",
    "fran=2014-12&till=2014-12": f"u1 {NOT_SHOWN}, u2 1m",
    "fran=2014-09&till=2014-06": DEFAULT,
    "fran=2014-26&till=2014-12": DEFAULT,
    "fran=2014-01&till=2014-13": DEFAULT,
    "fran=2014-01": DEFAULT,
    "till=2014-12": DEFAULT,
    "fran=20141-01&till=2014-12": DEFAULT,
    "fran=2013-09&till=2014-09": "u1 1k, u2 1k",
}
"""What each interval shows; one that cannot be used shows the default window, without any filter."""


def _of_intervals() -> tuple[Check, ...]:
    return tuple(
        check
        for interval, found in INTERVALS.items()
        for check in cells("user2", UNITS, "-", found, f"{CHOSEN}&{interval}")
    )


EXAMPLES = (
    Example(
        "E89",
        T2013,
        "A(m) 02-01..02-14 u1 F40\nA(m) 02-15..03-28 u2 A00\nA(m) 04-01..04-14 u1 F41",
        (
            *cells("user2", UNITS, "-", f"u1 1m, u2 {NOT_SHOWN}", "enhet=u1"),
            *cells("user2", UNITS, "-", f"u1 {NOT_SHOWN}, u2 1m", "enhet=u2"),
            *cells("user2", UNITS, "-", "u1 1m, u2 1m", "enhet=u1,u2"),
        ),
    ),
    Example("E90", date(2014, 12, 6), FOUR_CASES, (*cells("user2", UNITS, "-", DEFAULT, CHOSEN), *_of_intervals())),
    Example(
        "E92",
        T2013,
        THREE_MEN,
        (
            *cells("user1", PER_CASE, "-", "1 3m", "diagnos=G00-G99"),
            *cells("user1", PER_CASE, "-", "1 0", "diagnos=G90-G99"),
            *cells("user1", PER_CASE, "-", "1 3m", "diagnos=G01"),
        ),
    ),
    Example(
        "E93",
        T2013,
        "A(m) 02-01..03-04 u1\nB(m) 02-01..04-01 u1\nC(m) 02-01..03-04 u1",
        (
            *cells("user1", PER_CASE, "-", "1 3m", "langd=31-60"),
            *cells("user1", PER_CASE, "-", "1 0", "langd=0-14"),
            *cells("user1", PER_CASE, "-", "1 0", "langd=15-30"),
        ),
    ),
)
