"""Every kind of bad input beside a good certificate: what is set aside, what is flagged; the good one counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from pipelines.staging.stage import Staging
from pipelines.synthetic.documents import DocumentDoctor, write_document
from tests.integration.small_store import Pipeline, SmallStore, sick_leave
from tests.unit.documents.document_builder import official_test_number

TODAY = date(2026, 11, 23)
PERSON = official_test_number("19800101", man=False)
UNIT, PROVIDER, DOCTOR = (f"TSTNMT2999000018-{ending}" for ending in ("AAAAA", "BBBBB", "CCCCC"))
WRONG_DIGIT = PERSON[:-1] + str((int(PERSON[-1]) + 1) % 10)
SIGNED = datetime(2026, 9, 1, 12)  # noqa: DTZ001 - documents hold Swedish local time without offset
WEEKS = ("2026-09-01", "2026-09-14")
LATER_WEEKS = ("2026-09-15", "2026-09-28", 50)


@dataclass(frozen=True, slots=True)
class Case:
    """A bad document: its certificate id, its bytes, and the flags that are expected of it and of its first period, or
    the reason why it is set aside. `periods` is how many of its periods count."""

    certificate_id: str
    payload: bytes
    reason: str | None = None
    flags: frozenset[str] = frozenset()
    period_flags: frozenset[str] = frozenset()
    periods: int = 0


def document(certificate_id: str, *periods: tuple[Any, ...], person: str = PERSON, **more: Any) -> bytes:
    given = {"diagnosis": "F438A", "unit": UNIT, "provider": PROVIDER, "signed_at": SIGNED} | more
    certificate = sick_leave(certificate_id, person, *(periods or (WEEKS,)), **given)
    return write_document(replace(certificate, doctor=DocumentDoctor(DOCTOR)))


def aside(name: str, payload: bytes, reason: str) -> Case:
    return Case(name, payload, reason=reason)


def flagged(name: str, payload: bytes, *flags: str, periods: int = 1) -> Case:
    return Case(name, payload, flags=frozenset(flags), periods=periods)


def period_flagged(name: str, start: str, end: str, *flags: str, degree: int | str = 100, also: str = "") -> Case:
    """A certificate whose first period is bad and whose second is good; `also` is what that makes of the whole."""
    payload = document(name, (start, end, degree), LATER_WEEKS)
    return Case(name, payload, flags=frozenset(also.split()), period_flags=frozenset(flags), periods=1)


LONG_ID = "x" * 51
PLAIN = document("plain")
DOCTYPE = PLAIN.replace(b"?>", b'?><!DOCTYPE r [<!ENTITY e "x">]>', 1)
CASES = [
    aside("not-xml", PLAIN[:-20], "not_xml"),
    aside("wrong-namespace", PLAIN.replace(b"RegisterCertificateResponder:3", b"Annat:3"), "wrong_namespace"),
    aside("missing-id", PLAIN.replace(b">plain<", b"><"), "missing_certificate_id"),
    aside("missing-patient", document("missing-patient", person=""), "missing_patient"),
    aside("signed", document("signed", signed_at="2026-02-30T10:00:00"), "missing_signing_time"),
    aside("date-form", document("date-form", ("20260901", "2026-09-14")), "form_refused"),
    aside("too-large", PLAIN + b" " * (16 * 1024 * 1024), "too_large"),
    aside("entity", DOCTYPE, "unsafe_xml"),
    aside("encoding", PLAIN.replace("Vårdgivare".encode(), "Vårdgivare".encode("latin-1")), "wrong_encoding"),
    aside("control", PLAIN.replace(b">plain<", b">pl\x00ain<"), "control_character"),
    aside("deep", PLAIN.replace(b"<svar", b"<d>" * 70 + b"</d>" * 70 + b"<svar", 1), "too_deep"),
    period_flagged("impossible-date", "2026-02-30", "2026-03-30", "period_unreadable", "start_out_of_range"),
    period_flagged("end-before-start", "2026-09-10", "2026-09-01", "end_before_start"),
    period_flagged("before-2010", "2009-12-31", "2010-01-10", "start_out_of_range"),
    period_flagged("too-far-ahead", "2026-09-01", "2031-11-24", "end_out_of_range", also="periods_overlap"),
    period_flagged("far-away", "2201-01-01", "2201-02-01", "start_out_of_range", "end_out_of_range"),
    period_flagged("degree", *WEEKS, "degree_unknown", degree="TVA_TREDJEDELAR", also="unknown_code"),
    flagged(LONG_ID, document(LONG_ID), "id_length", periods=0),
    flagged("check-digit", document("check-digit", person=WRONG_DIGIT), "check_digit"),
    flagged("no-person", document("no-person", person="ABC-DEF"), "person_id_unreadable", periods=0),
    flagged("old", document("old", person=official_test_number("18800101", man=False)), "age_improbable"),
    flagged("no-code", document("no-code", diagnosis="ONT I RYGG"), "diagnosis_form:D2", "diagnosis_form:D3",
            "diagnosis_unknown"),
    flagged("unknown-code", document("unknown-code", diagnosis="B100"), "diagnosis_unknown"),
    flagged("signed-long-ago", document("signed-long-ago", signed_at=datetime(2009, 12, 31)), "signed_out_of_range"),  # noqa: DTZ001
]  # fmt: skip


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    folder = tmp_path_factory.mktemp("bad")
    small = SmallStore(folder / "store")
    small.unit(UNIT, PROVIDER)
    small.certificate(sick_leave("good", PERSON), document("good"))
    for case in CASES:
        small.certificate(sick_leave(case.certificate_id, PERSON), case.payload)
    pipeline = Pipeline(folder / "data", TODAY)
    pipeline.ingest(small)
    pipeline.build()
    return pipeline


@pytest.fixture(scope="module")
def rows(pipeline: Pipeline) -> Callable[[str, str], list[dict[str, Any]]]:
    """The rows of a core table about one certificate."""

    def of(table: str, certificate_id: str) -> list[dict[str, Any]]:
        with duckdb.connect() as connection:
            relation = connection.read_parquet(str(pipeline.core / f"{table}.parquet"))
            found = relation.filter(f"certificate_id = '{certificate_id}'").to_arrow_table().to_pylist()
        return list(found)

    return of


def test_everything_bad_is_set_aside_once_and_nothing_else(pipeline: Pipeline) -> None:
    reasons = sorted(Staging(pipeline.data.staging).quarantine_reasons())
    assert reasons == sorted(case.reason for case in CASES if case.reason)


def test_the_good_one_counts(rows: Callable[[str, str], list[dict[str, Any]]]) -> None:
    (certificate,) = rows("certificate", "good")
    assert certificate["flags"] == []
    assert [row["accepted"] for row in rows("sick_leave_period", "good")] == [True]


@pytest.mark.parametrize("case", [case for case in CASES if not case.reason], ids=lambda case: case.certificate_id[:20])
def test_flags(case: Case, rows: Callable[[str, str], list[dict[str, Any]]]) -> None:
    (certificate,) = rows("certificate", case.certificate_id)
    assert set(certificate["flags"]) == case.flags
    periods = rows("sick_leave_period", case.certificate_id)
    assert sum(period["accepted"] for period in periods) == case.periods
    if case.period_flags:
        first = min(periods, key=lambda period: period["ordinal"])
        assert case.period_flags <= set(first["flags"])
        assert not first["accepted"]
