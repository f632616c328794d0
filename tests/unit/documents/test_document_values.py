"""Leaves, diagnosis codes, periods taken together and form lookup, each by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.documents.certificate_forms import all_forms, form_of
from pipelines.documents.diagnosis import Diagnosis, diagnosis_flags
from pipelines.documents.leaves import STOCKHOLM, read_day, read_local_time, read_truth
from pipelines.documents.periods import longest_overlap, make_period
from warehouse.identity import SEX_MAN, SEX_UNKNOWN, SEX_WOMAN

ICD10 = "1.2.752.116.1.1.1.1.3"


@pytest.mark.parametrize(
    ("text", "local", "utc", "flags"),
    [
        ("2026-01-10T12:00:00", "2026-01-10T12:00:00", "2026-01-10T11:00:00", ()),
        ("2026-07-10T12:00:00", "2026-07-10T12:00:00", "2026-07-10T10:00:00", ()),
        ("2026-07-10T12:00:00.987", "2026-07-10T12:00:00", "2026-07-10T10:00:00", ()),
        ("2026-07-10T12:00", "2026-07-10T12:00:00", "2026-07-10T10:00:00", ()),
        ("2026-07-10T12:00:00Z", "2026-07-10T14:00:00", "2026-07-10T12:00:00", ()),
        ("2026-07-10T12:00:00-05:00", "2026-07-10T19:00:00", "2026-07-10T17:00:00", ()),
        # The October hour twice: the first occurrence is still summer time.
        ("2026-10-25T01:59:59", "2026-10-25T01:59:59", "2026-10-24T23:59:59", ()),
        ("2026-10-25T02:00:00", "2026-10-25T02:00:00", "2026-10-25T00:00:00", ("time_ambiguous",)),
        ("2026-10-25T02:59:59", "2026-10-25T02:59:59", "2026-10-25T00:59:59", ("time_ambiguous",)),
        ("2026-10-25T03:00:00", "2026-10-25T03:00:00", "2026-10-25T02:00:00", ()),
        # The March hour that does not exist.
        ("2026-03-29T01:59:59", "2026-03-29T01:59:59", "2026-03-29T00:59:59", ()),
        ("2026-03-29T02:00:00", "2026-03-29T03:00:00", "2026-03-29T01:00:00", ("time_nonexistent",)),
        ("2026-03-29T02:59:59", "2026-03-29T03:59:59", "2026-03-29T01:59:59", ("time_nonexistent",)),
        ("2026-03-29T03:00:00", "2026-03-29T03:00:00", "2026-03-29T01:00:00", ()),
    ],
)
def test_local_times(text: str, local: str, utc: str, flags: tuple[str, ...]) -> None:
    time = read_local_time(text)
    assert time is not None
    assert time.local == datetime.fromisoformat(local)
    assert time.utc == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert (time.text, time.flags) == (text, flags)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "2026-07-10",
        "2026-07-10 12:00:00",
        "20260710T120000",
        "2026-07-10T24:00:00",
        "2026-07-10T12:61:00",
        "0000-07-10T12:00:00",
        "2026-02-29T12:00:00",
        "9999-12-31T23:59:59-12:00",
        "2026-07-10T12:00:00 CET",
    ],
)
def test_unreadable_times(text: str | None) -> None:
    assert read_local_time(text) is None


@given(st.datetimes(datetime(1980, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001
def test_the_instant_shown_in_sweden_is_the_local_time(moment: datetime) -> None:
    time = read_local_time(moment.isoformat(timespec="seconds"))
    assert time is not None
    assert time.utc.astimezone(STOCKHOLM).replace(tzinfo=None) == time.local
    assert time.local - moment.replace(microsecond=0) in (timedelta(0), timedelta(hours=1))


def test_days_and_truth_values() -> None:
    assert read_day("2024-02-29") == date(2024, 2, 29)
    for text in (None, "", "2023-02-29", "2024-2-9", "20240229", "2024-02-29T00:00:00", "2024-W09-4", "٢٠٢٤-٠٢-٢٩"):
        assert read_day(text) is None
    assert [read_truth(text) for text in ("true", "1", "false", "0")] == [True, True, False, False]
    assert [read_truth(text) for text in (None, "", "TRUE", "ja", "2")] == [None] * 5


@pytest.mark.parametrize(
    ("code", "broken"),
    [
        ("F432", []),
        ("F438A", []),
        ("Z733", []),
        ("M54", []),
        ("f432", []),
        ("F32-", []),
        ("M549P", []),
        ("S525", []),
        ("A00-", []),
        ("F43", ["D4"]),
        ("f43", ["D4"]),
        ("Z73", ["D4"]),
        ("F43.2", ["D1"]),
        ("F43.", ["D1", "D4"]),
        ("F438AB", ["D2"]),
        ("UA5104", ["D2", "D3"]),
        ("M5", ["D2", "D3"]),
        ("54M", ["D3"]),
        ("M5 4", ["D3"]),
        ("Å54", ["D3"]),
    ],
)
def test_how_codes_are_written(code: str, broken: list[str]) -> None:
    found = diagnosis_flags([Diagnosis(code, ICD10)], SEX_UNKNOWN, system_required=True)
    assert found == [f"diagnosis_form:{rule}" for rule in broken]


@pytest.mark.parametrize(
    ("system", "accepted"),
    [
        ("1.2.752.116.1.1.1.1.3", True),
        ("1.2.752.116.1.1.1", True),
        ("1.2.752.116.1.1.1.1.8", True),
        ("1.2.752.116.1.3.1.4.1", True),
        ("1.2.752.116.2.1.1.1", False),
        ("", False),
        (None, False),
    ],
)
def test_code_systems(system: str | None, accepted: bool) -> None:
    flags = diagnosis_flags([Diagnosis("S525", system)], SEX_UNKNOWN, system_required=True)
    assert flags == ([] if accepted else ["diagnosis_form:D7"])


def test_pregnancy_codes_contradict_men_only() -> None:
    pregnancy = [Diagnosis("o21", ICD10)]
    assert diagnosis_flags(pregnancy, SEX_MAN, system_required=True) == ["sex_contradicts_diagnosis"]
    for sex in (SEX_WOMAN, SEX_UNKNOWN):
        assert diagnosis_flags(pregnancy, sex, system_required=True) == []


SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(-2, 8)).map(
        lambda pair: (date(2026, 1, 1) + timedelta(pair[0]), date(2026, 1, 1) + timedelta(pair[0] + pair[1]))
    ),
    max_size=6,
)


@given(SPANS)
def test_overlap_is_the_largest_number_of_common_days(spans: list[tuple[date, date]]) -> None:
    periods = [make_period(1, str(start), str(end), 100) for start, end in spans]
    days = [{start + timedelta(n) for n in range((end - start).days + 1)} for start, end in spans]
    pairs = [len(one & other) for index, one in enumerate(days) for other in days[:index]]
    assert longest_overlap(periods) == max(pairs, default=0)


def test_every_form_is_found_by_its_codes_and_versions() -> None:
    for form in all_forms():
        for code in form.codes:
            for version in form.versions:
                assert form_of(code.lower(), version) is form


def test_positions_are_answers_of_the_form() -> None:
    for form in all_forms():
        positions = {
            form.main_diagnosis,
            *form.secondary_diagnoses,
            form.degree,
            form.period,
            form.required_text,
            form.occupation,
            form.disease_carrier,
            form.longer_than_decision_support,
        } - {""}
        assert positions <= form.answers.keys()
        for rule in form.answers.values():
            assert form.knows_question(rule.question)
            assert form.knows_answer(rule.question, rule.answer)
