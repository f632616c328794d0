"""The worked examples of the statistics specification (section 15) on cases, attributes, length and filters."""

from __future__ import annotations

from datetime import date

from tests.spec_examples.checks import (
    AGE,
    DEGREE,
    DIAGNOSIS,
    LENGTH,
    SOMATIC,
    T2013,
    T2014,
    Example,
    cells,
    totals,
)

EXAMPLES = (
    Example(
        "E4",
        date(2014, 12, 10),
        """
        A(k) 10-01..10-15@100 u1
        B(k) 11-16..11-30@25 u1
        C(k) 10-01..10-15@100 10-18..10-19@75 u1
        D(k) 11-11..11-13@50 11-16..11-30@25 u1
        """,
        cells("user1", DEGREE, "-", "100 2k, 75 1k, 50 1k, 25 2k"),
        year=2014,
    ),
    Example(
        "E7",
        T2013,
        "A(m) 02-01..02-14 u1 A35-P\nB(k) 02-01..02-14 u1 G30-",
        (
            *cells("user1", f"{DIAGNOSIS}:chart", "2013-02", f"{SOMATIC} 1m 1k, NO_VALID_ICD10 no such group"),
            *cells("national", f"{DIAGNOSIS}:chart", "2013-02", f"{SOMATIC} 1m 1k, NO_VALID_ICD10 no such group"),
        ),
    ),
    Example(
        "E10",
        T2013,
        "A(m) 02-01..02-10 u1\nA(m) 02-11..02-20 u1 revoked\nA(m) 02-21..02-28 u1",
        (*totals("user1", "2013-02 2m"), *totals("national", "2013-02 2m")),
    ),
    Example("E14", T2013, "A(m) 02-05..02-06 u1\nA(m) 02-11..02-12 u1", totals("user1", "2013-02 1m")),
    Example("E15", T2013, "A(m) 02-05..02-06 u1\nA(m) 02-12..02-14 u1", totals("user1", "2013-02 1m")),
    Example("E16", T2013, "A(m) 02-05..02-06 u1\nA(m) 02-13..02-14 u1", totals("user1", "2013-02 2m")),
    Example(
        "E17",
        T2013,
        "A(m) 02-01..02-27 u1\nA(m) 02-28..03-24 u3",
        (
            *totals("national", "2013-02 2m, 2013-03 1m"),
            *totals("leader1", "2013-02 1m, 2013-03 0"),
            *totals("user3", "2013-02 1m, 2013-03 1m"),
        ),
        threshold=0,
    ),
    Example(
        "E18",
        T2013,
        "A(m) 03-01..03-30 u1\nA(m) 04-01..04-30 u2",
        (
            *totals("national", "2013-03 1m, 2013-04 1m"),
            *totals("user1", "2013-03 1m, 2013-04 0"),
            *totals("user4", "2013-03 0, 2013-04 1m"),
        ),
    ),
    Example(
        "E19",
        T2013,
        "A(m) 03-01..03-10 u1\nA(m) 03-11..03-20 u2\nA(m) 03-21..03-30 u1",
        tuple(c for who in ("national", "user1", "user2", "user4") for c in totals(who, "2013-03 1m")),
    ),
    Example(
        "E20",
        T2013,
        "A(m) 01-01..02-01 u1\nB(k) 02-28..03-31 u1",
        totals("user1", "2013-01 1m, 2013-02 1m 1k, 2013-03 1k"),
    ),
    Example(
        "E21",
        date(2015, 1, 1),
        "A(m) 2013-06-15..2015-01-15 u1",
        (
            *totals("national", "2013-06 absent, 2013-07 1m, 2014-12 1m, 2015-01 absent"),
            *totals("user1", "2013-07 absent, 2013-08 1m, 2014-12 1m, 2015-01 1m, 2015-02 absent"),
        ),
    ),
    Example(
        "E22",
        T2014,
        "A(k) 2013-05-01..2013-11-30 u1\nB(k) 2014-07-01..2014-10-30 u1\nC(m) 2014-11-01..2014-11-30 u2",
        (
            *totals("national", "2013-05 1k, 2013-11 1k, 2014-07 1k, 2014-10 1k, 2014-11 absent"),
            *totals("user2", "2013-05 absent, 2013-06 1k, 2013-11 1k, 2014-07 1k, 2014-10 1k, 2014-11 1m"),
            *cells("user2", "cases_total", "-", "TOTAL 1k 1m"),
        ),
        year=2014,
    ),
    Example(
        "E23",
        T2013,
        "A(m) 02-01..03-01 u2\nB(m) 03-02..04-15 u1\nC(k) 04-01..04-14 u1\nD(m) 04-01..04-14 u1",
        (
            *cells("user2", "cases_total", "-", "TOTAL 3m 1k", "enhet=u1,u2"),
            *cells("user1", "cases_total", "-", "TOTAL 2m 1k", "enhet=u1,u2"),
        ),
    ),
    Example(
        "E24",
        T2013,
        "A(k) 02-01..02-14 u1 F40\nA(k) 02-02..02-28 u1 A00",
        cells("user1", DIAGNOSIS, "2013-02", "A00-B99 1k, F00-F99 0"),
    ),
    Example(
        "E25",
        T2013,
        "A(k) 02-01..02-14 u1 F40\nA(k) 02-17..04-01 u1 A00",
        tuple(
            c
            for month in ("02", "03", "04")
            for c in cells("user1", DIAGNOSIS, f"2013-{month}", "A00-B99 1k, F00-F99 0")
        ),
    ),
    Example(
        "E26",
        T2013,
        "A(k) 02-15..03-15 u1 F40\nA(k) 02-20..02-27 u1 A00",
        (
            *cells("user1", DIAGNOSIS, "2013-02", "A00-B99 1k, F00-F99 0"),
            *cells("user1", DIAGNOSIS, "2013-03", "A00-B99 0, F00-F99 1k"),
        ),
    ),
    Example(
        "E27",
        T2013,
        "A(k) 02-15..03-15 u1 F40\nA(k) 02-20..03-10 u1 A00",
        (
            *cells("user1", DIAGNOSIS, "2013-02", "A00-B99 1k, F00-F99 0"),
            *cells("national", DIAGNOSIS, "2013-03", "A00-B99 1k, F00-F99 0"),
        ),
    ),
    Example(
        "E28",
        T2013,
        "A(k) 02-01..02-28 u1 F32\nA(k) 03-01..03-28 u2 A00",
        (
            *cells("user1", DIAGNOSIS, "2013-02", "F00-F99 1k, A00-B99 0"),
            *cells("user1", DIAGNOSIS, "2013-03", "F00-F99 0, A00-B99 0"),
            *cells("user4", DIAGNOSIS, "2013-02", "F00-F99 0, A00-B99 0"),
            *cells("user4", DIAGNOSIS, "2013-03", "F00-F99 0, A00-B99 1k"),
        ),
    ),
    Example(
        "E32",
        date(2014, 11, 28),
        "A(m) 10-01..12-15 u1 age=26",
        cells("user1", AGE, "-", "26-30 1m, 21-25 0"),
        year=2014,
    ),
    Example(
        "E33",
        date(2014, 11, 28),
        "A(m) 03-16..04-20 u1 age=25\nA(m) 03-17..04-05 04-06..05-15 u1 age=26",
        (*cells("user1", AGE, "-", "26-30 1m, 21-25 0"), *cells("national", AGE, "-", "26-30 1m, 21-25 0")),
        year=2014,
    ),
    Example(
        "E34",
        date(2015, 1, 28),
        "A(m) 2014-10-01..2014-12-15 u1 age=25\nA(m) 2014-12-16..2015-01-30 u1 age=26",
        (
            *cells("user1", AGE, "-", "26-30 1m, 21-25 0"),
            *cells("user1", AGE, "2014-10", "21-25 1m, 26-30 0"),
            *cells("user1", AGE, "2014-11", "21-25 1m, 26-30 0"),
            *cells("user1", AGE, "2014-12", "21-25 0, 26-30 1m"),
            *cells("user1", AGE, "2015-01", "21-25 0, 26-30 1m"),
        ),
        year=2014,
    ),
    Example(
        "E35",
        date(2013, 12, 6),
        "A(m) 10-01..10-15@100 10-16..11-02@50 u1\nA(m) 11-03..11-15@100 11-16..11-30@50 u1",
        (*cells("user1", DEGREE, "2013-10", "50 1m, 100 0"), *cells("user1", DEGREE, "2013-11", "50 1m, 100 0")),
    ),
    Example(
        "E36",
        date(2013, 12, 6),
        "A(m) 09-01..10-15 u1 25%\nA(m) 10-16..11-28 u1 75%",
        (
            *cells("user1", DEGREE, "2013-09", "25 1m, 75 0"),
            *cells("user1", DEGREE, "2013-10", "25 0, 75 1m"),
            *cells("national", DEGREE, "2013-11", "25 0, 75 1m"),
        ),
    ),
    Example(
        "E37",
        T2013,
        "A(m) 02-15..03-16@50 02-15..03-02@100 u1",
        (*cells("user1", DEGREE, "2013-02", "100 1m, 50 0"), *cells("user1", DEGREE, "2013-03", "100 1m, 50 0")),
    ),
    Example(
        "E38",
        T2013,
        "A(m) 02-15..03-16 u1 A00 100% county=01\nA(m) 02-15..03-02 u1 F40 50% county=03",
        (
            *cells("user1", DIAGNOSIS, "2013-02", "F00-F99 1m, A00-B99 0"),
            *cells("user1", DIAGNOSIS, "2013-03", "F00-F99 1m, A00-B99 0"),
            *cells("user1", DEGREE, "2013-02", "50 1m, 100 0"),
            *cells("user1", DEGREE, "2013-03", "50 1m, 100 0"),
        ),
    ),
    Example(
        "E39",
        date(2016, 9, 9),
        """
        A(m) 2015-07-09..2016-04-10 u1 75%
        A(m) 2015-07-11..2016-04-17 u1 50%
        A(m) 2015-07-17..2016-04-25 u1 25%
        A(m) 2016-07-30..2016-11-09 u1 100%
        """,
        (
            *cells("user2", DEGREE, "2016-06", "25 0, 50 0, 75 0, 100 0"),
            *cells("user2", DEGREE, "2016-07", "25 0, 50 0, 75 0, 100 1m"),
            *cells("user2", DEGREE, "-", "25 1m, 50 1m, 75 1m, 100 1m"),
        ),
    ),
    Example(
        "E40",
        T2014,
        "A(k) 2014-01-01..2014-04-30 u1 F32 100%\nA(k) 2014-05-01..2014-06-30 u2 M54 25%",
        (
            *cells("user2", DIAGNOSIS, "-", "F00-F99 1k, M00-M99 1k"),
            *cells("user2", DEGREE, "-", "100 1k, 25 1k"),
            *cells("user2", "cases_total", "-", "TOTAL 1k"),
            *cells("user2", LENGTH, "-", "181-364 1k, 91-180 0"),
            *cells("user2", AGE, "-", "36-40 1k"),
        ),
    ),
    Example(
        "E41",
        date(2015, 1, 28),
        "A(m) 2013-10-16..2013-12-30 u1 F32\nA(m) 2014-01-01..2014-03-30 u2 M54",
        (
            *cells("user2", DIAGNOSIS, "-", "F00-F99 0, M00-M99 1m"),
            *cells("user2", LENGTH, "-", "91-180 1m"),
        ),
    ),
    Example(
        "E42",
        T2013,
        "A(m) 06-01..06-14 u1 F32 50% age=24\nA(m) 06-16..06-30 u2 M54 100% age=26",
        (
            *cells("user1", DIAGNOSIS, "2013-06", "F00-F99 1m, M00-M99 0"),
            *cells("user1", DEGREE, "2013-06", "50 1m, 100 0"),
            *cells("user1", AGE, "2013-06", "21-25 1m, 26-30 0"),
            *cells("user4", DIAGNOSIS, "2013-06", "F00-F99 0, M00-M99 1m"),
            *cells("user4", DEGREE, "2013-06", "50 0, 100 1m"),
            *cells("user4", AGE, "2013-06", "21-25 0, 26-30 1m"),
            *cells("user2", DIAGNOSIS, "2013-06", "F00-F99 0, M00-M99 1m"),
            *cells("user2", DIAGNOSIS, "-", "F00-F99 1m, M00-M99 1m"),
            *cells("user2", AGE, "-", "21-25 0, 26-30 1m"),
        ),
    ),
    Example(
        "E43",
        T2013,
        "A(k) 01-01..03-15 u1\nA(k) 03-16..04-15 u2",
        (
            *cells("national", LENGTH, "-", "91-180 1k"),
            *cells("user1", LENGTH, "-", "61-90 1k"),
            *cells("user4", LENGTH, "-", "91-180 1k"),
        ),
    ),
    Example(
        "E44",
        T2014,
        "A(m) 02-01..03-15 u1\nA(m) 03-16..04-15 u2\nA(m) 04-16..05-02 u1",
        (*cells("user1", LENGTH, "-", "91-180 1m"), *cells("user4", LENGTH, "-", "61-90 1m")),
        year=2014,
    ),
    Example(
        "E45", T2013, "A(m) 02-01..02-10 u1\nA(m) 02-15..02-17 u1", cells("user1", LENGTH, "-", "0-14 1m, 15-30 0")
    ),
    Example(
        "E46",
        T2013,
        "A(m) 08-01..09-15 u1\nA(m) 09-01..10-25 u1",
        cells("user1", LENGTH, "-", "61-90 1m, 91-180 0"),
    ),
    Example(
        "E47",
        T2013,
        "A(m) 03-01..04-15 u1\nA(m) 04-20..05-31 u1",
        cells("user1", LENGTH, "-", "61-90 1m, 91-180 0"),
    ),
    Example(
        "E48",
        T2013,
        "A(m) 03-01..03-06 u1\nA(m) 03-11..03-16 u2\nA(m) 03-21..03-26 u1",
        (
            *cells("national", LENGTH, "-", "15-30 1m"),
            *cells("user1", LENGTH, "-", "15-30 1m"),
            *cells("user2", LENGTH, "-", "15-30 1m"),
            *cells("user4", LENGTH, "-", "0-14 1m, 15-30 0"),
        ),
    ),
    Example(
        "E49",
        date(2015, 1, 1),
        "A(m) 2013-08-01..2013-12-01 u1\nA(m) 2013-12-02..2014-02-01 u1",
        cells("user1", LENGTH, "-", "181-364 1m"),
    ),
    Example(
        "E50",
        date(2015, 1, 1),
        "A(m) 2014-08-01..2014-12-15 u1\nA(m) 2014-12-16..2015-04-01 u1",
        (*cells("user1", LENGTH, "-", "181-364 1m"), *cells("national", LENGTH, "-", "181-364 1m")),
    ),
    Example(
        "E51",
        T2014,
        """
        A(k) 2013-06-10..2013-08-30 u1
        A(k) 2013-09-01..2013-10-30 u1
        B(m) 2014-06-01..2014-08-15 u1
        B(m) 2014-08-17..2014-10-30 u1
        """,
        (
            *cells("user1", LENGTH, "2013-06", "61-90 1k, 91-180 0"),
            *cells("user1", LENGTH, "2013-08", "61-90 1k, 91-180 0"),
            *cells("user1", LENGTH, "2013-09", "61-90 0, 91-180 1k"),
            *cells("user1", LENGTH, "2013-10", "61-90 0, 91-180 1k"),
            *cells("user1", LENGTH, "2014-06", "61-90 1m, 91-180 0"),
            *cells("user1", LENGTH, "2014-07", "61-90 1m, 91-180 0"),
            *cells("user1", LENGTH, "2014-08", "61-90 0, 91-180 1m"),
            *cells("user1", LENGTH, "2014-10", "61-90 0, 91-180 1m"),
        ),
    ),
    Example(
        "E52",
        T2014,
        "A(k) 2014-01-01..2014-03-15 u1\nA(k) 2014-03-16..2014-04-15 u2",
        (
            *cells("user1", LENGTH, "2014-03", "61-90 1k, 91-180 0"),
            *cells("user1", LENGTH, "2014-04", "61-90 0, 91-180 0"),
            *cells("user4", LENGTH, "2014-03", "91-180 1k"),
            *cells("user4", LENGTH, "2014-04", "91-180 1k"),
            *cells("user2", LENGTH, "2014-02", "91-180 0"),
            *cells("user2", LENGTH, "2014-03", "91-180 1k"),
            *cells("user2", LENGTH, "2014-04", "91-180 1k"),
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
        (
            *cells("user1", LENGTH, "2014-02", "91-180 0"),
            *cells("user1", LENGTH, "2014-03", "61-90 1k, 91-180 1m"),
            *cells("user1", LENGTH, "2014-04", "61-90 1k, 91-180 1m"),
        ),
    ),
    Example(
        "E54",
        date(2014, 4, 2),
        "A(m) 2014-01-15..2014-03-15 u1\nA(m) 2014-03-16..2014-08-15 u1",
        cells("user1", LENGTH, "2014-03", "181-364 1m"),
    ),
    Example(
        "E55",
        T2013,
        """
        A(k) 02-01..02-14 u1 F41
        A(k) 02-16..02-28 u1 F41
        B(m) 02-01..02-14 u1 F41
        C(m) 02-01..02-13 u1 J01
        C(m) 02-14..02-26 u1 F41
        C(m) 02-27..03-03 u1 F40
        """,
        cells("user1", LENGTH, "-", "0-14 1m, 15-30 1m 1k, 31-60 0", "diagnos=F41"),
    ),
    Example(
        "E56",
        date(2016, 5, 6),
        """
        A(k) 2014-12-16..2014-12-30 u1
        A(k) 2015-01-01..2015-01-13 u1
        B(m) 2015-12-17..2015-12-29 u1
        B(m) 2016-01-01..2016-01-15 u1
        """,
        cells("user1", LENGTH, "-", "0-14 1m, 15-30 1k", "fran=2015-01-01&till=2015-12-31"),
    ),
    Example(
        "E57",
        date(2015, 3, 25),
        """
        A(m) 2013-04-01..2014-03-15 u1
        A(m) 2014-03-16..2014-04-15 u1
        B(k) 2014-04-01..2014-05-01 u2
        B(k) 2014-05-02..2015-04-15 u1
        """,
        tuple(
            c
            for who in ("user1", "user2")
            for query in ("", "langd=365-730")
            for c in cells(who, "cases_total", "-", "TOTAL 1m 1k", query)
        ),
    ),
    Example(
        "E58",
        T2014,
        """
        A(m) 2014-02-15..2014-03-15 u1
        A(m) 2014-03-16..2014-04-29 u2
        B(k) 2014-05-01..2014-05-14 u1
        C(m) 2014-02-01..2016-02-14 u2
        D(k) 2014-02-15..2014-03-28 u1
        D(k) 2014-04-01..2014-12-14 u1
        """,
        (
            *cells("user2", LENGTH, "-", "0-14 1k, 61-90 1m, 181-364 1k, 731- 1m"),
            *cells("user2", LENGTH, "-", "0-14 1k, 61-90 1m, 181-364 0, 731- 1m", "langd=0-14,61-90,731-"),
            *cells("user2", LENGTH, "-", "0-14 0, 61-90 0, 181-364 1k, 731- 0", "langd=181-364"),
            *cells("user2", LENGTH, "2014-02", "15-30 1m, 31-60 1k, 731- 1m"),
        ),
    ),
    Example(
        "E74",
        T2013,
        "\n".join(
            [f"A{n}(k) 02-01..02-14 u1" for n in range(3)]
            + [f"B{n}(m) 02-01..02-14 u1" for n in range(2)]
            + ["C1(k) 02-01..02-14 u3"]
            + [f"D{n}(m) 02-01..02-14 u3" for n in range(4)]
        ),
        totals("national", "2013-02 4m 3k"),
        threshold=3,
    ),
    Example(
        "E88",
        T2013,
        """
        A(k) 02-01..02-14 u1 F40
        B(k) 02-02..02-28 u1 A00
        C(m) 02-01..02-14 u1 F41
        D(m) 01-01..02-13 u1 J01
        D(m) 02-14..02-26 u1 F41
        D(m) 02-27..03-14 u1 F40
        """,
        (
            *totals("user1", "2013-01 1m, 2013-02 2m 2k, 2013-03 1m"),
            *totals("user1", "2013-01 0, 2013-02 2m 1k, 2013-03 1m", "diagnos=F00-F99"),
            *totals("user1", "2013-01 0, 2013-02 2m 2k", "diagnos=F00-F99,A00-B99"),
            *totals("user1", "2013-01 1m", "diagnos=F00-F99,A00-B99,J00-J99"),
            *totals("user1", "2013-01 1m, 2013-02 1m, 2013-03 0", "diagnos=J00-J06"),
            *totals("user1", "2013-01 0, 2013-02 2m, 2013-03 0", "diagnos=F41"),
        ),
    ),
    Example(
        "E91",
        T2014,
        "A(m) 2014-03-02..2014-07-15 u1 age=25\nA(m) 2014-07-16..2014-10-15 u1 age=26",
        tuple(
            c
            for month, cases in (("03", "1m"), ("05", "1m"), ("07", "1m"), ("08", "0"), ("10", "0"))
            for c in totals("user1", f"2014-{month} {cases}", "alder=21-25")
        ),
    ),
)
