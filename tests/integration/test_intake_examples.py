"""Worked examples of the statistics rules on intake (E1 to E11), from documents in a store to a report's figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.synthetic.documents import CertificateDocument
from tests.integration.small_store import Pipeline, SmallStore, sick_leave
from warehouse.reports.engine import CareStatistics
from warehouse.reports.options import Options
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Count, View
from warehouse.reports.scope import AccessScope

PROVIDER = AccessScope.whole_provider("P1")

Built = Callable[..., Path]


@pytest.fixture
def built(tmp_path: Path) -> Built:
    """Put certificates into a store, run the pipeline, and give the care database."""

    def build(today: str, *documents: CertificateDocument, revoked: tuple[str, ...] = ()) -> Path:
        small = SmallStore(tmp_path / "store")
        small.unit("U1", "P1")
        for document in documents:
            small.certificate(document)
        for identity in revoked:
            small.revoke(identity)
        pipeline = Pipeline(tmp_path / "data", date.fromisoformat(today))
        pipeline.ingest(small)
        return pipeline.build()

    return build


def _in_month(care: Path, month: str, report: str = "cases_total", group: str | None = None) -> Count:
    """One month's count of a provider report, of one group or of the only one."""
    only = Month.parse(month)
    statistics = CareStatistics(care)
    try:
        result = statistics.report(report, View.TIME_SERIES, PROVIDER, as_of=only.last_day, window=Window(only, only))
    finally:
        statistics.close()
    return result.table.of(group) if group else result.table.row_totals[0]


def _over(care: Path, first: str, last: str, report: str, group: str) -> Count:
    window = Window(Month.parse(first), Month.parse(last))
    statistics = CareStatistics(care)
    try:
        return statistics.report(report, View.CROSS_SECTION, PROVIDER, as_of=window.last_day, window=window).table.of(
            group
        )
    finally:
        statistics.close()


def _within(care: Path, node: str) -> dict[str, tuple[int, int]]:
    """Women and men of the children of a diagnosis that have any in February 2013."""
    window = Window(Month(2013, 2), Month(2013, 2))
    with CareStatistics(care) as statistics:
        table = statistics.report(
            "cases_within_diagnosis", View.CROSS_SECTION, PROVIDER, window=window, options=Options(node=node)
        ).table
    found = {group.key: table.of(group.key) for group in table.groups}
    return {key: (count.women, count.men) for key, count in found.items() if count.total}


def test_e1_forms_of_person_ids(built: Built) -> None:
    ids = ["19790717-9191", "99790808-8274", "197909188230", "8001138297", "02079294"]
    care = built("2013-11-06", *(sick_leave(f"c{at}", one, ("2013-02-05", "2013-02-06")) for at, one in enumerate(ids)))
    assert _in_month(care, "2013-02") == Count(0, 2, 2)


@pytest.mark.parametrize(("start", "counted"), [("2009-02-05", 0), ("2010-01-01", 1), ("2011-02-05", 1)])
def test_e2_earliest_start(built: Built, start: str, counted: int) -> None:
    care = built("2014-06-01", sick_leave("c", "197907179191", (start, "2014-02-06")))
    assert _in_month(care, "2014-02").total == counted


@pytest.mark.parametrize(("end", "counted"), [("2018-11-07", 0), ("2018-11-06", 1)])
def test_e3_latest_end(built: Built, end: str, counted: int) -> None:
    care = built("2013-11-06", sick_leave("c", "197907179191", ("2013-11-01", end)))
    assert _in_month(care, "2013-11").total == counted


def test_e4_a_reversed_period_takes_no_other_with_it(built: Built) -> None:
    care = built(
        "2014-12-10",
        sick_leave("c1", "197910010001", ("2014-10-01", "2014-10-15", 100), ("2014-10-18", "2014-10-17", 75)),
        sick_leave("c2", "197910020000", ("2014-11-14", "2014-11-13", 50), ("2014-11-16", "2014-11-30", 25)),
        sick_leave("c3", "197910030009", ("2014-10-01", "2014-10-15", 100), ("2014-10-18", "2014-10-19", 75)),
        sick_leave("c4", "197910040008", ("2014-11-11", "2014-11-13", 50), ("2014-11-16", "2014-11-30", 25)),
    )
    degrees = {
        degree: _over(care, "2014-01", "2014-12", "cases_by_degree", degree).total
        for degree in ("25", "50", "75", "100")
    }
    assert degrees == {"100": 2, "75": 1, "50": 1, "25": 2}


def test_e5_coordination_numbers_and_impossible_days(built: Built) -> None:
    care = built(
        "2013-11-06",
        sick_leave("c1", "19540187-6769", ("2013-02-05", "2013-02-06")),
        sick_leave("c2", "19540192-5769", ("2013-02-05", "2013-02-06")),
    )
    assert _in_month(care, "2013-02") == Count(1, 0, 1)
    assert _in_month(care, "2013-02", "cases_by_age_group", "56-60").total == 1


def test_e6_a_refused_period_does_not_set_the_age(built: Built) -> None:
    care = built(
        "2015-04-15",
        sick_leave("c", "198903152386", ("2015-01-17", "2015-04-05", 50), ("2015-04-06", "2215-05-15", 75)),
    )
    assert _in_month(care, "2015-03", "cases_by_age_group", "26-30").total == 1
    assert _in_month(care, "2015-03", "cases_by_age_group", "66-").total == 0


def test_e7_written_codes_find_their_chapter(built: Built) -> None:
    care = built(
        "2013-11-06",
        sick_leave("c1", "197907179191", ("2013-02-01", "2013-02-14"), diagnosis="A 35-P"),
        sick_leave("c2", "197907179282", ("2013-02-01", "2013-02-14"), diagnosis="G30-"),
    )
    window = Window(Month(2013, 2), Month(2013, 2))
    statistics = CareStatistics(care)
    chart = statistics.report(
        "cases_by_diagnosis_group", View.TIME_SERIES, PROVIDER, as_of=date(2013, 11, 6), window=window
    ).chart
    statistics.close()
    assert chart.of("A00-E90+G00-L99+N00-N99") == Count(1, 1, 2)
    assert "NO_VALID_ICD10" not in {group.key for group in chart.groups}


def test_e8_the_diagnosis_of_each_spelling(built: Built) -> None:
    spellings = {
        "F401": ("F40", "F401"),
        "f401": ("F40", "F401"),
        "F40.1": ("F40", "F401"),
        "F40-1": ("F40", "F401"),
        "F40 1": ("F40", "F401"),
        "F403": ("F40", None),
        "F402B": ("F40", "F402B"),
        "f402b": ("F40", "F402B"),
        "F51-": ("F51", None),
        "F89-P": ("F89", None),
        "F989P": ("F98", "F989"),
        "D180A": ("D18", "D180A"),
    }
    care = built(
        "2013-11-06",
        *(
            sick_leave(
                f"c{at:02}",
                f"19790101{at:02}{'91' if spelling == 'D180A' else '81'}",
                ("2013-02-01", "2013-02-14"),
                diagnosis=spelling,
            )
            for at, spelling in enumerate(spellings)
        ),
    )
    with duckdb.connect(str(care), read_only=True) as connection:
        found = connection.execute("SELECT category, code FROM sick_leave_row ORDER BY certificate_no").fetchall()
    assert dict(zip(spellings, found, strict=True)) == spellings
    assert _within(care, "F40") == {"F401": (5, 0), "F402B": (2, 0), "UNKNOWN_CODE_WITHIN:F40": (1, 0)}
    assert _within(care, "F40-F48") == {"F40": (8, 0)}
    assert _within(care, "F00-F99")["F40-F48"] == (8, 0)
    assert _within(care, "F50-F59") == {"F51": (1, 0)}
    assert _within(care, "F80-F89") == {"F89": (1, 0)}
    assert _within(care, "F98") == {"F989": (1, 0)}
    assert _within(care, "D18") == {"D180A": (0, 1)}


def test_e10_a_revoked_certificate_in_the_middle_parts_the_case(built: Built) -> None:
    care = built(
        "2013-11-06",
        sick_leave("c1", "197907179191", ("2013-02-01", "2013-02-10")),
        sick_leave("c2", "197907179191", ("2013-02-11", "2013-02-20")),
        sick_leave("c3", "197907179191", ("2013-02-21", "2013-02-28")),
        revoked=("c2",),
    )
    assert _in_month(care, "2013-02") == Count(0, 2, 2)


def test_e11_a_revoked_certificate_keeps_its_header(built: Built) -> None:
    care = built("2013-11-06", sick_leave("c1", "197907179191", ("2013-02-01", "2013-02-10")), revoked=("c1",))
    assert _in_month(care, "2013-02").total == 0
    with duckdb.connect(str(care), read_only=True) as connection:
        assert connection.execute("SELECT revoked FROM header").fetchall() == [(True,)]
