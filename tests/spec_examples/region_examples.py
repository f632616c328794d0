"""The worked examples on region reports (E95 to E98, E100 to E102)."""

from __future__ import annotations

from datetime import date

from tests.spec_examples.checks import NOT_SHOWN, PER_LISTED, T2013, UNITS, Example, cells, totals

LIST = {"u1": 110, "u2": None, "u3": 1100}
"""Listed patients of the examples' list; u4 is not in it."""

ALL_LENGTHS = "langd=0-14,15-30,31-60,61-90,91-180,181-364,365-730,731-"


FEBRUARY, MARCH = "02-05..02-14", "03-05..03-14"


def _cases(february: dict[str, str], march: dict[str, str] | None = None) -> str:
    """One case for each patient, `A(m)`, of a unit, in either month."""
    return "\n".join(
        f"{patient} {days} {unit}"
        for days, patients_of in ((FEBRUARY, february), (MARCH, march or {}))
        for unit, patients in patients_of.items()
        for patient in patients.split()
    )


EXAMPLES = (
    Example(
        "E95",
        T2013,
        _cases({"u1": "A(m)", "u2": "B(m)", "u3": "C(k) D(m)", "u4": "E(k)"}),
        cells("region", PER_LISTED, "-", f"u1 9.09, u3 1.82, u2 {NOT_SHOWN}, u4 {NOT_SHOWN}"),
        lists={"region": LIST},
    ),
    Example(
        "E96",
        T2013,
        _cases(
            {"u1": "A1(m) A2(k)", "u2": "B1(m) B2(m) B3(m) B4(m) B5(k)", "u3": "C1(m) C2(k) C3(k)"},
            {"u3": "C4(m) C5(k)"},
        ),
        (
            *totals("region", "2013-02 5m 0k, 2013-03 0"),
            *cells("region", UNITS, "-", f"u1 {NOT_SHOWN}, u2 4m 0k, u3 0m 3k"),
            *cells("region", PER_LISTED, "-", f"u3 4.55, u1 {NOT_SHOWN}, u2 {NOT_SHOWN}"),
        ),
        threshold=3,
        lists={"region": LIST},
    ),
    Example(
        "E97",
        T2013,
        _cases(
            {"u1": "A1(m) A2(m) A3(k)", "u2": "B1(m) B2(m) B3(m) B4(m) B5(k) B6(k)", "u3": "C1(k) C2(k)"},
            {"u3": "C3(k)"},
        ),
        (
            *totals("region", "2013-02 6m 3k, 2013-03 0"),
            *cells("region", UNITS, "-", f"u1 {NOT_SHOWN}, u2 4m 0k, u3 0m 3k"),
            *cells("region", PER_LISTED, "-", f"u1 27.27, u3 2.73, u2 {NOT_SHOWN}"),
        ),
        threshold=3,
        lists={"region": LIST},
    ),
    Example(
        "E98",
        T2013,
        _cases({"u2": "A(k)"}),
        (
            *cells("first region", UNITS, "-", "u2 1k"),
            *cells("second region", UNITS, "-", "u2 1k"),
            *cells("first region", PER_LISTED, "-", f"u2 {NOT_SHOWN}"),
            *cells("second region", PER_LISTED, "-", "u2 1.25"),
        ),
        lists={"first region": {"u2": None}, "second region": {"u2": 800}},
    ),
    Example(
        "E100",
        date(2014, 12, 6),
        "A(m) 02-05..02-06 u3 C01\nB(m) 02-05..02-06 u3 C01\nC(m) 02-05..02-06 u3 F01\nD(m) 04-05..04-06 u3 F01",
        (
            *cells("region", UNITS, "-", "u3 4m"),
            *cells("region", UNITS, "-", f"u3 {NOT_SHOWN}", "diagnos=F00-F99"),
            *cells("region", UNITS, "-", "u3 3m", "fran=2014-02&till=2014-03"),
            *cells("region", UNITS, "-", f"u3 {NOT_SHOWN}", "fran=2014-04&till=2014-12"),
            *cells("region", PER_LISTED, "-", "u3 3.64"),
            *cells("region", PER_LISTED, "-", f"u3 {NOT_SHOWN}", "diagnos=F00-F99"),
            *cells("region", PER_LISTED, "-", f"u3 {NOT_SHOWN}", "fran=2014-04&till=2014-12"),
        ),
        year=2014,
        threshold=3,
        lists={"region": LIST},
    ),
    Example(
        "E101",
        T2013,
        "A(k) 02-15..03-15 u4 F40\nA(k) 02-20..02-27 u3 A00",
        (
            *totals("region", "2013-02 1k"),
            *totals("region", "2013-02 0", "langd=0-14"),
            *totals("region", "2013-02 1k", ALL_LENGTHS),
        ),
        lists={"region": LIST},
    ),
    Example(
        "E102",
        T2013,
        "A(m) 06-01..06-10 u1 F32\nA(m) 06-11..06-20 u2 M54\nA(m) 06-21..06-30 u1 F32",
        (
            *cells("region", UNITS, "-", "u1 1m, u2 1m"),
            *cells("region", UNITS, "-", f"u1 1m, u2 {NOT_SHOWN}", "diagnos=F32"),
            *cells("region", PER_LISTED, "-", "u1 1.00, u2 1.00"),
        ),
        lists={"region": {"u1": 1000, "u2": 1000}},
    ),
)
