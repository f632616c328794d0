"""Answers of the directory, and tables of employees: bad rows are set aside, the good ones count."""

from __future__ import annotations

import json

import pytest

from pipelines.sources.directory_answers import read_answers
from pipelines.sources.directory_units import RefusedFileError


def test_bad_rows_never_stop_the_good() -> None:
    lines = [
        json.dumps({"kind": "unit", "id": "u 1", "namn": "Mottagningen"}),
        '{"kind": "unit", "id":',
        json.dumps({"kind": "unit", "namn": "Utan id"}),
        json.dumps({"kind": "unit", "id": 7}),
        json.dumps({"kind": "planet", "id": "X-1"}),
        json.dumps({"kind": "staff", "id": "L-1", "befattning": "201010"}),
        json.dumps({"kind": "unit", "id": "U2", "geografi": "Uppsala"}),
        json.dumps(["unit"]),
        "",
        json.dumps({"kind": "provider", "id": "P-1", "namn": "Vårdgivaren", "orgnr": None}),
    ]
    found = read_answers("\n".join(lines).encode())
    assert {kind: sorted(said) for kind, said in found.by_kind.items()} == {
        "unit": ["U1"],
        "provider": ["P-1"],
        "staff": [],
    }
    assert found.rejected == [
        (2, "directory_row_unreadable"),
        (3, "directory_id_missing"),
        (4, "directory_id_missing"),
        (5, "directory_kind_unknown"),
        (6, "directory_row_unreadable"),
        (7, "directory_row_unreadable"),
        (8, "directory_row_unreadable"),
    ]


@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_a_table_of_employees(separator: str, encoding: str) -> None:
    rows = [
        ("hsaIdentity", "givenName", "surname", "gender", "age", "paTitleCodes", "protectedPerson", "mail"),
        ("l-1", "Åsa", "Öberg", "2", "51", "201010 201013", "false", "x"),
        ("L-2", "Bo", "Ek", "1", "", "", "true", ""),
    ]
    found = read_answers("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    assert found.rejected == []
    assert found.by_kind["staff"]["L-1"] == {
        "id": "l-1",
        "tilltalsnamn": "Åsa",
        "efternamn": "Öberg",
        "kon": "2",
        "alder": "51",
        "befattning": ["201010", "201013"],
        "skyddad": False,
    }
    assert found.by_kind["staff"]["L-2"]["skyddad"] is True


def test_a_row_of_another_width_and_one_without_id_are_set_aside() -> None:
    found = read_answers(b"id;befattning\nL-1;201010\nL-2\n;201010\n\nL-3;201011\n")
    assert sorted(found.by_kind["staff"]) == ["L-1", "L-3"]
    assert found.rejected == [(3, "directory_row_unreadable"), (4, "directory_id_missing")]


@pytest.mark.parametrize("content", [b"", b"\n", b"name;title\nA;B\n", b'{"kind":', b"\x00\xff"])
def test_a_file_without_answers_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedFileError):
        read_answers(content)
