"""What filters and lists of units reach, rule by rule, on histories of a few certificates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.oracle.groups import AGES, FILTER_TYPES
from tests.oracle.history import Certificate, Doctor, History, Message, Unit
from tests.oracle.history_database import write_care
from tests.oracle.rows import Row
from warehouse.identity import normalise_hsa_id
from warehouse.reports.engine import CareStatistics
from warehouse.reports.options import Options
from warehouse.reports.result import ReportResult, View
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import Selection

AS_OF = date(2016, 3, 15)
UNITS = (
    Unit("u1", "p1", "u1", "Första"),
    Unit("s1", "p1", "u1", "Under första"),
    Unit("u2", "p1", "u2", "Andra"),
)
WHOLE = AccessScope.whole_provider("p1")
COMPLETION = Message("KOMPLT", 2, date(1980, 2, 10))
CERTIFICATE = Certificate(
    "c1", "a", "p1", "u1", None, "d1", "LISJP", date(2016, 2, 20), 2, date(1980, 2, 10), None, None, None, None,
    sent=True, revoked=False,
)  # fmt: skip
ROW = Row("c1", 1, "a", 2, "p1", "u1", date(2016, 2, 1), date(2016, 2, 10))


def history(certificates: list[Certificate], rows: tuple[Row, ...] = ()) -> History:
    """The certificates at one provider."""
    return History(AS_OF, UNITS, (Doctor("d1", "Anna", "Ek"),), tuple(certificates), rows)


@contextmanager
def care(path: Path, of: History) -> Iterator[CareStatistics]:
    """The release of a history."""
    with CareStatistics(write_care(path / "care.duckdb", of)) as statistics:
        yield statistics


def total(result: ReportResult) -> int:
    """Everything that a cross-section counts."""
    return result.table.row_totals[0].total


def test_all_ages_chosen_keep_a_certificate_without_age_rule_10_5(tmp_path: Path) -> None:
    with care(tmp_path, history([replace(CERTIFICATE, born=None, sex=0)])) as statistics:
        counted = [
            total(statistics.report("certificates_total", View.CROSS_SECTION, WHOLE, Selection(ages=ages)))
            for ages in ((), AGES, AGES[:-1])
        ]
    assert counted == [1, 1, 0]


def test_all_certificate_types_chosen_keep_messages_about_other_types_rule_3_5(tmp_path: Path) -> None:
    types = tuple(FILTER_TYPES)
    with care(tmp_path, history([replace(CERTIFICATE, type_id="DB", messages=(COMPLETION,))])) as statistics:
        counted = [
            total(statistics.report("messages_by_subject", View.CROSS_SECTION, WHOLE, Selection(types=chosen)))
            for chosen in ((), types, types[:-1])
        ]
    assert counted == [1, 1, 0]


def test_share_of_completed_takes_the_age_on_the_first_day_of_the_month_rule_10_5(tmp_path: Path) -> None:
    """She turns 36 on 10 February and the certificate is signed on the 20th: 35 in the share, 36 as a certificate."""
    with care(tmp_path, history([replace(CERTIFICATE, messages=(COMPLETION,))])) as statistics:
        shares = [
            statistics.report("complement_share", View.CROSS_SECTION, WHOLE, Selection(ages=(ages,)))
            for ages in ("31-35", "36-40")
        ]
        certificates = statistics.report("certificates_total", View.CROSS_SECTION, WHOLE, Selection(ages=("36-40",)))
    assert [total(share) for share in shares] == [1, 0]
    assert [share.divisor.row_totals[0].total for share in shares if share.divisor] == [1, 0]
    assert total(certificates) == 1


def test_sub_units_alone_are_reached_when_they_are_listed_rule_10_3(tmp_path: Path) -> None:
    """The care unit's later certificate is hidden, so the case is the sub-unit's in that month."""
    certificates = [replace(CERTIFICATE, unit="s1"), replace(CERTIFICATE, id="c2")]
    rows = (replace(ROW, unit="s1"), replace(ROW, certificate="c2", order=2, start=date(2016, 2, 11), end=AS_OF))
    with care(tmp_path, history(certificates, rows)) as statistics:
        series = statistics.report("cases_by_unit", View.TIME_SERIES, WHOLE, options=Options(care_units=False))
    assert [series.table.of("s1", period).total for period in (-2, -1)] == [1, 0]


def test_units_out_of_reach_alone_list_no_unit_rule_10_3(tmp_path: Path) -> None:
    with care(tmp_path, history([CERTIFICATE], (ROW,))) as statistics:
        series = statistics.report("cases_by_unit", View.TIME_SERIES, WHOLE, Selection(units=("elsewhere",)))
    assert series.table.groups == ()


def test_a_listed_unit_without_patients_keeps_its_cases_rule_8_3(tmp_path: Path) -> None:
    """The last row of February is that of the unit without a number, so the other unit has no case then."""
    certificates = [CERTIFICATE, replace(CERTIFICATE, id="c2", care_unit="u2")]
    later = replace(ROW, certificate="c2", order=2, care_unit="u2", start=date(2016, 2, 11), end=date(2016, 2, 20))
    scope = RegionScope({normalise_hsa_id("u1"): 1000, normalise_hsa_id("u2"): None})
    with care(tmp_path, history(certificates, (ROW, later))) as statistics:
        series = statistics.region_report("cases_per_1000_listed_by_unit", View.TIME_SERIES, scope, threshold=1)
        section = statistics.region_report("cases_per_1000_listed_by_unit", View.CROSS_SECTION, scope, threshold=1)
    assert series.table.of("u1", -2).total == 0
    assert section.table.of("u1").total == 1


@pytest.mark.parametrize("report", ["messages_per_unit"])
def test_what_the_threshold_takes_of_a_shown_unit_is_protected_rule_6_2(tmp_path: Path, report: str) -> None:
    messages = (COMPLETION, COMPLETION, COMPLETION, replace(COMPLETION, subject="AVSTMN"))
    scope = RegionScope({normalise_hsa_id("u1"): 1000})
    with care(tmp_path, history([replace(CERTIFICATE, messages=messages)])) as statistics:
        section = statistics.region_report(report, View.CROSS_SECTION, scope, threshold=3)
    assert section.table.of("u1:KOMPLT").women == 3
    assert section.table.of("u1:AVSTMN").women_protected
