"""What was read, and what of it does not count, by month and reason."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from warehouse.reports.dropped import READ, count_dropped, reasons

AS_OF = date(2020, 11, 23)
MAY, JUNE = date(2020, 5, 1), date(2020, 6, 1)

Certificate = tuple[str, str, bool, list[str]]
"""Signing time, type, whether it is revoked, and the flags of its only period."""

REFUSALS = {"degree_unknown", "end_before_start"}


def counted(certificates: list[Certificate], threshold: int = 3) -> dict[tuple[date, str], tuple[int, bool]]:
    with duckdb.connect() as core:
        core.execute("CREATE TABLE certificate (certificate_no INT, signed_at TIMESTAMP, type_id TEXT, revoked BOOL)")
        core.execute("CREATE TABLE certificate_type AS SELECT 'LISJP' AS type_key")
        core.execute(
            "CREATE TABLE judged_period (certificate_no INT, signed_at TIMESTAMP, accepted BOOL, flags TEXT[])"
        )
        for number, (signed_at, type_id, revoked, flags) in enumerate(certificates, 1):
            core.execute("INSERT INTO certificate VALUES (?, ?, ?, ?)", [number, signed_at, type_id, revoked])
            accepted = REFUSALS.isdisjoint(flags)
            core.execute("INSERT INTO judged_period VALUES (?, ?, ?, ?)", [number, signed_at, accepted, flags])
        rows = count_dropped(core, AS_OF, threshold).to_pylist()
    return {(row["month"], row["reason"]): (row["certificates"], row["is_protected"]) for row in rows}


def of(signed_at: str, *flags: str, type_id: str = "LISJP", revoked: bool = False) -> Certificate:
    return signed_at, type_id, revoked, list(flags)


def test_a_certificate_counts_in_its_month_and_in_each_reason_that_holds() -> None:
    both = [of("2020-05-31 23:59", "degree_unknown", "end_before_start", revoked=True)] * 3
    good = [of("2020-05-01", "diagnosis_form:D1"), of("2020-06-01")]
    found = counted([*both, *good, *[of("2020-06-02", type_id="XYZ")] * 4])
    assert found == {
        (MAY, READ): (4, False),
        (MAY, "degree_unknown"): (3, False),
        (MAY, "end_before_start"): (3, False),
        (MAY, "revoked"): (3, False),
        (JUNE, READ): (5, False),
        (JUNE, "unknown_type"): (4, False),
    }


def test_few_certificates_are_not_told() -> None:
    found = counted([*[of("2020-05-05")] * 6, of("2020-05-05", revoked=True)], threshold=5)
    assert found == {(MAY, READ): (7, False), (MAY, "revoked"): (0, True)}


def test_no_setting_lowers_the_threshold_below_three() -> None:
    assert counted([of("2020-05-05")] * 2, threshold=0) == {(MAY, READ): (0, True)}


@pytest.mark.parametrize("signed_at", ["2013-09-30", "2020-12-01"])
def test_other_months_than_those_published_are_left_out(signed_at: str) -> None:
    assert counted([of(signed_at)] * 9) == {}


def test_a_flag_that_refuses_nothing_is_no_reason() -> None:
    assert "diagnosis_unknown" not in reasons()
    assert set(counted([of("2020-05-05", "degree_unknown", "diagnosis_unknown")] * 3)) == {
        (MAY, READ),
        (MAY, "degree_unknown"),
    }
