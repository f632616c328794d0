"""The rehab mart's one model: which certificates enter, with what (worked examples F1-F3 and F6, rules K-3 to K-6)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.unit.rehab.mart_source import CARE_UNIT, OTHER_PROVIDER, PROVIDER, SUB_UNIT, Source

PERSON = "191212122389"
PERIOD = "03-01..03-31"


@pytest.fixture
def source() -> Source:
    return Source()


def rows(source: Source, folder: Path) -> list[dict[str, Any]]:
    with duckdb.connect(str(source.write(folder / "rehab.duckdb"))) as connection:
        cursor = connection.execute("from rehab_certificate")
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def found(source: Source, folder: Path) -> set[str]:
    return {row["certificate_id"] for row in rows(source, folder)}


def add_all(source: Source, ids: str, **attributes: Any) -> None:
    for certificate_id in ids.split():
        source.add(certificate_id, PERSON, PERIOD, **attributes)


def relate(source: Source, *relations: str) -> None:
    """Relations written `newer KIND older`."""
    for relation in relations:
        source.relate(*relation.split())


@pytest.mark.parametrize("kind", ["ERSATT", "KOMPLT"])
def test_f1_a_replaced_or_completed_certificate_is_left_out(source: Source, tmp_path: Path, kind: str) -> None:
    add_all(source, "A B")
    relate(source, f"B {kind} A")
    assert found(source, tmp_path) == {"B"}


def test_f2_it_returns_when_the_newer_one_is_revoked(source: Source, tmp_path: Path) -> None:
    add_all(source, "A")
    add_all(source, "B", revoked=True)
    relate(source, "B ERSATT A")
    assert found(source, tmp_path) == {"A"}


def test_f3_a_relation_to_something_unknown_excludes_nothing(source: Source, tmp_path: Path) -> None:
    add_all(source, "A B")
    relate(source, "B ERSATT elsewhere", "unknown ERSATT A")
    assert found(source, tmp_path) == {"A", "B"}


@pytest.mark.parametrize("kind", ["FRLANG", "KOPIA"])
def test_renewals_and_copies_exclude_nothing(source: Source, tmp_path: Path, kind: str) -> None:
    add_all(source, "A B")
    relate(source, f"B {kind} A")
    assert found(source, tmp_path) == {"A", "B"}


def test_only_a_sick_leave_certificate_replaces(source: Source, tmp_path: Path) -> None:
    add_all(source, "A")
    add_all(source, "B", type_id="AG7804")
    relate(source, "B ERSATT A")
    assert found(source, tmp_path) == {"A"}


def test_k4_a_chain_leaves_its_newest(source: Source, tmp_path: Path) -> None:
    add_all(source, "A B C")
    relate(source, "B ERSATT A", "C KOMPLT B")
    assert found(source, tmp_path) == {"C"}


def test_k4_the_newest_revoked_leaves_the_one_before(source: Source, tmp_path: Path) -> None:
    add_all(source, "A B")
    add_all(source, "C", revoked=True)
    relate(source, "B ERSATT A", "C KOMPLT B")
    assert found(source, tmp_path) == {"B"}


@pytest.mark.parametrize(
    ("relations", "kept", "flagged"),
    [
        pytest.param(["A ERSATT A"], {"A", "B", "C", "D"}, {"A"}, id="itself"),
        pytest.param(["A ERSATT B", "B KOMPLT A"], {"A", "B", "C", "D"}, {"A", "B"}, id="two"),
        pytest.param(["A ERSATT B", "B ERSATT C", "C ERSATT A"], {"A", "B", "C", "D"}, {"A", "B", "C"}, id="three"),
        pytest.param(["A ERSATT B", "B ERSATT A", "C ERSATT A"], {"B", "C", "D"}, {"B"}, id="replaced from outside"),
        pytest.param(["A ERSATT B", "B ERSATT A", "B ERSATT D"], {"A", "B", "C"}, {"A", "B"}, id="replacing outwards"),
        pytest.param(["A ERSATT B", "B ERSATT C", "B ERSATT D"], {"A"}, set(), id="a tree is no cycle"),
    ],
)
def test_k5_a_cycle_excludes_nothing_and_is_flagged(
    source: Source, tmp_path: Path, relations: list[str], kept: set[str], flagged: set[str]
) -> None:
    add_all(source, "A B C D")
    relate(source, *relations)
    made = rows(source, tmp_path)
    assert {row["certificate_id"] for row in made} == kept
    assert {row["certificate_id"] for row in made if row["in_relation_cycle"]} == flagged


def test_k6_a_relation_between_providers_is_honoured(source: Source, tmp_path: Path) -> None:
    source.add("A", PERSON, PERIOD)
    source.add("B", PERSON, PERIOD, provider=OTHER_PROVIDER, care_unit="SE200-UNIT", unit="SE200-UNIT")
    relate(source, "B ERSATT A")
    assert found(source, tmp_path) == {"B"}


def test_f6_isolation_and_missing_diagnosis_stay_out(source: Source, tmp_path: Path) -> None:
    source.add("isolation", PERSON, PERIOD, disease_carrier=True)
    source.add("old-isolation", PERSON, PERIOD, disease_carrier=True, type_id="FK7263")
    source.add("blank", PERSON, PERIOD, diagnosis="  ")
    source.add("text-only", PERSON, PERIOD, diagnosis="        Lumbago")
    source.add("kept", PERSON, PERIOD, disease_carrier=False)
    assert found(source, tmp_path) == {"kept"}


def test_only_sick_leave_types_that_are_not_revoked(source: Source, tmp_path: Path) -> None:
    for type_id in ("LISJP", "lisjp", "FK7263", "FK7804", "AG7804", "AG114", "LUSE"):
        source.add(type_id, PERSON, PERIOD, type_id=type_id)
    source.add("revoked", PERSON, PERIOD, revoked=True)
    assert found(source, tmp_path) == {"LISJP", "lisjp", "FK7263", "FK7804"}


def test_refused_periods_are_left_out_and_the_rest_keep_their_order(source: Source, tmp_path: Path) -> None:
    written = "03-20..03-31@25 + 03-01..03-05@100 + 03-06..03-19@50"
    source.add("some", PERSON, written, refused={2: ["start_out_of_range"]})
    source.add("none", PERSON, PERIOD, refused={1: ["degree_unknown", "age_missing"]})
    (row,) = rows(source, tmp_path)
    assert [(period["start_date"].day, period["degree"]) for period in row["periods"]] == [(20, 25), (6, 50)]
    assert (row["start_date"].day, row["end_date"].day) == (6, 31)


def test_refusals_that_concern_statistics_alone_do_not_count(source: Source, tmp_path: Path) -> None:
    source.add("reserve", "191212AB-ABCD", PERIOD, refused={1: ["age_missing"]})
    source.add("unit", PERSON, PERIOD, refused={1: ["geo_missing"]})
    assert found(source, tmp_path) == {"reserve", "unit"}


@pytest.mark.parametrize(
    ("written", "person_id", "id_type"),
    [
        ("191212122389", "19121212-2389", "personal_number"),
        ("19121212-2389", "19121212-2389", "personal_number"),
        (" 19121212-2380 ", "19121212-2380", "personal_number"),
        ("19121272-2388", "19121272-2388", "coordination_number"),
        ("701063-2391", "19701063-2391", "coordination_number"),
        ("7010632391", "19701063-2391", "coordination_number"),
        ("121212+2389", "19121212-2389", "personal_number"),
        ("121212-2389", "20121212-2389", "personal_number"),
        ("19121212+2389", "19121212-2389", "personal_number"),
        ("19120012-2389", "19120012-2389", "personal_number"),
        ("191212AB-ABCD", "191212AB-ABCD", "reserve_number"),
        ("19121260-2389", "19121260-2389", "unreadable"),
        ("19121312-2389", "19121312-2389", "unreadable"),
        ("19121299-2389", "19121299-2389", "unreadable"),
        ("1912-12-12-2389", "1912-12-12-2389", "unreadable"),
        ("", "", "unreadable"),
        ("okänd", "okänd", "unreadable"),
    ],
)
def test_person_ids(source: Source, tmp_path: Path, written: str, person_id: str, id_type: str) -> None:
    source.add("A", written, PERIOD)
    (row,) = rows(source, tmp_path)
    assert (row["person_id"], row["person_id_type"]) == (person_id, id_type)


def test_columns_and_order(source: Source, tmp_path: Path) -> None:
    source.add("3", "191312122388", PERIOD, unit=SUB_UNIT, secondary=("F329", "M791", "R52"))
    source.add("2", PERSON, "03-02..03-31")
    source.add("1", PERSON, PERIOD)
    source.add("0", PERSON, PERIOD, care_unit="SE200-UNIT", unit="SE200-UNIT")
    made = rows(source, tmp_path)
    assert [row["certificate_id"] for row in made] == ["1", "2", "3", "0"]
    last = made[2]
    assert (last["care_unit_id"], last["unit_id"], last["provider_id"]) == (CARE_UNIT, SUB_UNIT, PROVIDER)
    assert last["secondary_diagnosis_codes"] == ["F329", "M791"]
    assert last["occupations"] == ["NUVARANDE_ARBETE"]
    assert made[0]["unit_id"] == CARE_UNIT
