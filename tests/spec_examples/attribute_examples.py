"""The worked examples on diagnosis reports, on what a case is counted under, on doctors and counties (E9 to E83)."""

from __future__ import annotations

from datetime import date

from tests.spec_examples.checks import (
    AGE,
    COMPARED,
    COUNTY,
    DEGREE,
    DIAGNOSIS,
    DOCTOR_GROUPS,
    DOCTOR_TITLES,
    DOCTORS,
    LONG,
    NOT_SHOWN,
    PER_CASE,
    T2013,
    T2014,
    UNITS,
    WITHIN,
    Check,
    Example,
    cells,
)
from warehouse.reports.options import Options

BLOCKS_OF_C = Options(node="C00-D48")
T2018 = date(2018, 11, 6)


def _one_case_each(codes: dict[str, str]) -> str:
    """One case in February for each letter m or k of a diagnosis."""
    return "\n".join(
        f"{code}x{number}({sex}) 02-01..02-14 u1 {code}"
        for code, sexes in codes.items()
        for number, sex in enumerate(sexes)
    )


def _in_both_views(report: str, month: str, found: str, options: Options) -> tuple[Check, ...]:
    """The same cells in a month and over the window."""
    return tuple(check for where in (month, "-") for check in cells("user1", report, where, found, options=options))


SIX_LARGEST = {"C18": "mkk", "C34": "mkk", "C43": "mkk", "C47": "mkk", "C50": "kkk", "C53": "kkk"}
SIX_FOUND = "C15-C26 1m 2k, C30-C39 1m 2k, C43-C44 1m 2k, C45-C49 1m 2k, C50-C50 3k, C51-C58 3k"
THREE_DOCTORS = """
    A(k) 02-01..02-14 u1 dr=D1/m40
    A(k) 02-15..02-28 u1 dr=D2/k39
    A(k) 03-01..03-14 u1 dr=D3/m40
"""
TWO_PATIENTS = """
    A(m) 01-01..02-01 u1
    A(m) 02-02..04-01 u1
    B(m) 01-01..02-01 u1
"""
COUNTY_LATER_LEFT = "A(m) 2015-02-15..2015-03-15 u1 county=01\nA(m) 2015-02-20..2015-02-27 u1 county=03"

EXAMPLES = (
    Example(
        "E9",
        T2013,
        "A(k) 02-01..02-14 u1 F401\nB(k) 02-01..02-14 u1 F40",
        (
            *_in_both_views(WITHIN, "2013-02", "F401 1k, F400 0, UNKNOWN_CODE_WITHIN:F40 1k", Options(node="F40")),
            *_in_both_views(
                COMPARED,
                "2013-02",
                "F400 0, F401 1k, UNKNOWN_CODE_WITHIN:F40 1k",
                Options(nodes=("F400", "F401", "UNKNOWN_CODE_WITHIN:F40")),
            ),
        ),
    ),
    Example(
        "E22",
        T2014,
        "A(k) 2013-05-01..2013-11-30 u1\nB(k) 2014-07-01..2014-10-30 u1\nC(m) 2014-11-01..2014-11-30 u2",
        cells("user2", UNITS, "-", "u1 1k, u2 1m"),
    ),
    Example(
        "E29",
        T2013,
        "A(k) 02-01..03-14 u1 F40\nA(k) 03-17..04-01 u1 A00\nA(k) 04-02..04-15 u1 F42",
        cells("user1", COMPARED, "-", "A00 1k, F32 0, F40 1k", options=Options(nodes=("A00", "F32", "F40"))),
    ),
    Example(
        "E30",
        T2013,
        _one_case_each(SIX_LARGEST | {"C02": "kk", "C64": "mk", "C40": "k"}),
        _in_both_views(
            f"{WITHIN}:chart", "2013-02", f"{SIX_FOUND}, OTHER_BLOCKS 1m 4k, C00-C14 {NOT_SHOWN}", BLOCKS_OF_C
        ),
    ),
    Example(
        "E31",
        T2013,
        _one_case_each(SIX_LARGEST | {"C64": "m"}),
        _in_both_views(f"{WITHIN}:chart", "2013-02", f"{SIX_FOUND}, C64-C68 1m, OTHER_BLOCKS {NOT_SHOWN}", BLOCKS_OF_C),
    ),
    Example(
        "E38",
        T2013,
        """
        A(m) 02-15..03-16 u1 A00 100% county=01 dr=D1/m50/201010+201013
        A(m) 02-15..03-02 u1 F40 50% county=03 dr=D1/m49/202010
        """,
        tuple(
            check
            for month in ("2013-02", "2013-03")
            for check in (
                *cells("user1", DIAGNOSIS, month, "F00-F99 1m, A00-B99 0"),
                *cells("user1", DEGREE, month, "50 1m, 100 0"),
                *cells("user1", DOCTOR_GROUPS, month, "MALE:40-49 1m, MALE:50-59 0"),
                *cells("user1", DOCTOR_TITLES, month, f"202010 1m, 201010 {NOT_SHOWN}, 201013 {NOT_SHOWN}"),
                *cells("national", COUNTY, "-", "03 1m, 01 0"),
            )
        ),
    ),
    Example(
        "E40",
        T2014,
        """
        A(k) 2014-01-01..2014-04-30 u1 F32 100% county=03 dr=D1/k30/201010
        A(k) 2014-05-01..2014-06-30 u2 M54 25% county=03 dr=D2/m40/201013
        """,
        (
            *cells("user2", UNITS, "-", "u1 1k, u2 1k"),
            *cells("user2", DOCTORS, "-", "D1 1k, D2 1k"),
            *cells("user2", DOCTOR_TITLES, "-", "201010 1k, 201013 1k"),
            *cells("user2", DOCTOR_GROUPS, "-", "FEMALE:30-39 1k, MALE:40-49 1k, MALE:30-39 0"),
            *cells("user2", LONG, "-", "91- 1k"),
            *cells("user2", AGE, "-", "36-40 1k, 41-45 0"),
            *cells("national", COUNTY, "-", "ALL 1k, 03 1k"),
        ),
    ),
    Example(
        "E41",
        date(2015, 1, 28),
        "A(m) 2013-10-16..2013-12-30 u1 F32 dr=D1/m40\nA(m) 2014-01-01..2014-03-30 u2 M54 dr=D2/m40",
        (
            *cells("user2", UNITS, "-", f"u1 {NOT_SHOWN}, u2 1m"),
            *cells("user2", DOCTORS, "-", f"D1 {NOT_SHOWN}, D2 1m"),
        ),
    ),
    Example(
        "E46",
        T2013,
        "A(m) 08-01..09-15 u1\nA(m) 09-01..10-25 u1",
        (*cells("user1", LONG, "2013-09", "91- 0"), *cells("user1", LONG, "-", "91- 0")),
    ),
    Example(
        "E47",
        T2013,
        "A(m) 03-01..04-15 u1\nA(m) 04-20..05-31 u1",
        tuple(c for month in ("2013-03", "2013-04", "2013-05", "-") for c in cells("user1", LONG, month, "91- 0")),
    ),
    Example(
        "E52",
        T2014,
        "A(k) 2014-01-01..2014-03-15 u1\nA(k) 2014-03-16..2014-04-15 u2",
        tuple(
            check
            for who, found in (("user1", "0 0 0 0"), ("user4", "0 0 1k 1k"), ("user2", "0 0 1k 1k"))
            for month, cases in zip(("01", "02", "03", "04"), found.split(), strict=True)
            for check in cells(who, LONG, f"2014-{month}", f"91- {cases}")
        ),
    ),
    Example(
        "E53",
        T2014,
        """
        A(k) 2014-01-01..2014-02-28 u1
        A(k) 2014-03-04..2014-04-03 u1
        B(m) 2014-01-01..2014-02-28 u1
        B(m) 2014-03-04..2014-04-04 u1
        """,
        tuple(
            check
            for month, cases in (("01", "0"), ("02", "0"), ("03", "1m"), ("04", "1m"))
            for check in cells("user1", LONG, f"2014-{month}", f"91- {cases}")
        ),
    ),
    Example(
        "E54",
        date(2014, 4, 2),
        "A(m) 2014-01-15..2014-03-15 u1\nA(m) 2014-03-16..2014-08-15 u1",
        cells("user1", LONG, "2014-03", "91- 1m"),
    ),
    Example("E59", T2013, THREE_DOCTORS, cells("user1", DOCTOR_GROUPS, "-", "MALE:40-49 2k, FEMALE:30-39 1k")),
    Example(
        "E60",
        T2013,
        "A(k) 02-01..02-14 u1 dr=D1/m49\nA(k) 02-15..02-28 u1 dr=D1/m50",
        cells("user1", DOCTOR_GROUPS, "-", "MALE:50-59 1k, MALE:40-49 0"),
    ),
    Example(
        "E62",
        T2013,
        """
        A(k) 02-01..02-14 u1 dr=D1/m40/201010+201013
        A(k) 02-15..02-28 u1 dr=D1/m40/201013
        A(k) 03-01..03-14 u1 dr=D2/m40/202010+201012
        """,
        cells("user1", DOCTOR_TITLES, "-", f"201010 {NOT_SHOWN}, 201013 1k, 202010 1k, 201012 1k"),
    ),
    Example(
        "E63",
        T2013,
        "A(k) 06-15..10-15 u1 dr=D1/m40/201010+201013",
        (
            *(c for at in range(6, 11) for c in cells("user1", DOCTOR_TITLES, f"2013-{at:02}", "201010 1k, 201013 1k")),
            *cells("user1", DOCTOR_TITLES, "2013-05", "201010 0, 201013 0"),
        ),
    ),
    Example("E64", T2018, TWO_PATIENTS, cells("user1", PER_CASE, "-", "1 1m, 2 1m, 3 0"), year=2018),
    Example(
        "E65",
        T2018,
        TWO_PATIENTS,
        (
            *cells("user1", PER_CASE, "2018-01", "1 2m, 2 0"),
            *cells("user1", PER_CASE, "2018-02", "1 1m, 2 1m"),
            *cells("user1", PER_CASE, "2018-03", "1 0, 2 1m"),
        ),
        year=2018,
    ),
    Example(
        "E66",
        T2018,
        """
        W(k) 02-01..02-10 u2
        W(k) 02-11..02-20 u2
        W(k) 02-21..02-28 u1
        X(m) 02-01..02-10 u1
        X(m) 02-11..02-20 u1
        X(m) 02-21..02-28 u2
        Y(k) 02-01..02-10 u2
        Y(k) 02-11..02-20 u1
        Y(k) 02-21..02-28 u2
        Z(k) 02-01..02-10 u2
        Z(k) 02-11..02-20 u1
        Z(k) 02-21..02-28 u2
        Z(k) 03-01..03-10 u1
        """,
        cells("user1", PER_CASE, "-", "1 0, 2 1m 1k, 3 1k, 4 1k, 5 0"),
        year=2018,
    ),
    Example(
        "E79",
        T2018,
        "\n".join(
            [f"A(m) {month}-01..{month}-14 u1" for month in ("02", "04")]
            + [f"B(m) {month}-01..{month}-14 u1" for month in ("02", "04", "06")]
            + ["C(k) 02-01..02-14 u1"]
            + [f"D{n}(m) 02-01..02-14 u3" for n in range(3)]
            + ["E(m) 02-01..02-14 u3", "E(m) 02-15..02-28 u3"]
        ),
        cells("national", PER_CASE, "-", "1 5m, 2 0, 3 0"),
        year=2018,
        threshold=5,
    ),
    Example(
        "E81",
        T2013,
        """
        A(m) 05-05..06-06 u1 county=01
        A(m) 06-11..09-12 u3 county=06
        A(m) 09-13..10-12 u1 county=01
        B(k) 09-13..11-12 u1 county=14
        """,
        cells("national", COUNTY, "-", "01 2m, 06 1m, 14 1k, 10 0, ALL 3m 1k"),
    ),
    Example(
        "E82",
        T2013,
        "A(m) 05-05..06-06 u1 county=01\nA(m) 06-07..06-30 u2 county=06\nA(m) 07-01..07-30 u1 county=10",
        cells("national", COUNTY, "-", "10 1m, 01 0, 06 0, ALL 1m"),
    ),
    Example(
        "E83",
        date(2015, 3, 6),
        COUNTY_LATER_LEFT,
        cells("national", COUNTY, "-", "03 1m, 01 0"),
    ),
    Example(
        "E83",
        date(2016, 3, 6),
        COUNTY_LATER_LEFT,
        cells("national", COUNTY, "-", "01 1m, 03 0"),
    ),
)
