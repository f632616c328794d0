"""Population files: the exports and answers of the statistics database, and what is wrong with a row (source C7)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pipelines.sources.directory_units import RefusedFileError
from pipelines.sources.population import Inhabitants, read_population

WIDE = """"region","ålder","kön","Folkmängd 2024","Folkmängd 2025"
"00 Riket","0 år","män","50000","50001"
"01 Stockholms län","0 år","män","1 234","1235"
"01 Stockholms län","100+ år","kvinnor","{blank}","7"
"0180 Stockholm","0 år","män","600","601"
"""


def test_an_export_with_a_column_for_each_year() -> None:
    found = read_population(WIDE.format(blank="1\u00a0000").encode())
    assert found.rows == [
        Inhabitants("01", "", 1, 0, 2024, 1234),
        Inhabitants("01", "", 1, 0, 2025, 1235),
        Inhabitants("01", "", 2, 100, 2024, 1000),
        Inhabitants("01", "", 2, 100, 2025, 7),
        Inhabitants("01", "0180", 1, 0, 2024, 600),
        Inhabitants("01", "0180", 1, 0, 2025, 601),
    ]
    assert (found.left_out, found.rejected, found.years) == (2, [], [2024, 2025])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_separators_and_line_ends(encoding: str, separator: str, end: str) -> None:
    lines = [
        "Folkmängd efter region, kön och år",
        "",
        separator.join(["region", "kön", "år", "Folkmängd"]),
        separator.join(["03 Uppsala län", "kvinnor", "2025", "200 500"]),
        separator.join(["25 Norrbottens län", "män", "2025", "125000.0"]),
        "",
        "Källa: SCB",
    ]
    found = read_population(end.join(lines).encode(encoding))
    assert found.rows == [
        Inhabitants("03", "", 2, None, 2025, 200_500),
        Inhabitants("25", "", 1, None, 2025, 125_000),
    ]
    assert found.rejected == []


@pytest.mark.parametrize(
    ("written", "number"),
    [("7", 7), ("1234", 1234), ("1 234 567", 1_234_567), ("1\u202f234", 1234), ("1.234.567", 1_234_567),
     ("1,234", 1234), ("12,0", 12), ("12.00", 12), ("0", 0)],
)  # fmt: skip
def test_forms_of_a_number(written: str, number: int) -> None:
    table = f'region;kön;år;Folkmängd\n01;1;2025;"{written}"\n'
    assert [row.inhabitants for row in read_population(table.encode()).rows] == [number]


def test_the_platforms_own_columns() -> None:
    table = "county,municipality,sex,age,year,inhabitants\n01,,2,100,2025,12\n01,0114,2,100,2025,3\n"
    assert read_population(table.encode()).rows == [
        Inhabitants("01", "", 2, 100, 2025, 12),
        Inhabitants("01", "0114", 2, 100, 2025, 3),
    ]


def test_sums_beside_their_parts_are_left_out() -> None:
    table = "region;ålder;kön;2025\n01;0;1;5\n01;1;1;6\n01;totalt ålder;1;11\n01;0;1+2;9\n03;totalt ålder;1;8\n"
    found = read_population(table.encode())
    assert [(row.county, row.age, row.inhabitants) for row in found.rows] == [
        ("01", 0, 5),
        ("01", 1, 6),
        ("03", None, 8),
    ]
    assert found.left_out == 2


def test_bad_rows_are_set_aside_with_their_reason() -> None:
    table = """region;ålder;kön;år;Folkmängd
01;0 år;1;2025;5
99 Atlantis;0 år;1;2025;5
01;0-4 år;1;2025;5
01;85+ år;1;2025;5
01;1 år;okänt;2025;5
01;1 år;1;i fjol;5
01;1 år;1;2025;..
01;1 år;1;2025;1,5
01;1 år;1;2025;-3
01;0 år;1;2025;6
01;1 år;1
"""
    found = read_population(table.encode())
    assert [row.inhabitants for row in found.rows] == [5]
    assert found.rejected == [
        (3, "population_region_unknown"),
        (4, "population_age_unreadable"),
        (5, "population_age_unreadable"),
        (6, "population_sex_unknown"),
        (7, "population_year_unreadable"),
        (8, "population_number_unreadable"),
        (9, "population_number_unreadable"),
        (10, "population_number_unreadable"),
        (11, "population_repeated"),
        (12, "population_year_unreadable"),
    ]


def test_a_region_by_its_name() -> None:
    table = "region;kön;2025\nStockholms län;män;5\nUppsala;män;6\nRiket;män;7\n"
    found = read_population(table.encode())
    assert [(row.county, row.municipality) for row in found.rows] == [("01", ""), ("03", "0380")]


JSON_ANSWER: dict[str, Any] = {
    "columns": [
        {"code": "Region", "text": "region", "type": "d"},
        {"code": "Alder", "text": "ålder", "type": "d"},
        {"code": "Kon", "text": "kön", "type": "d"},
        {"code": "Tid", "text": "år", "type": "t"},
        {"code": "BE0101N2", "text": "Folkökning", "type": "c"},
        {"code": "BE0101N1", "text": "Folkmängd", "type": "c"},
    ],
    "comments": [],
    "data": [
        {"key": ["01", "0", "1", "2025"], "values": ["-1", "5"]},
        {"key": ["01", "100+", "2", "2025"], "values": ["0", "6"]},
        {"key": ["0114", "0", "2", "2025"], "values": ["0", ".."]},
    ],
}


def test_an_answer_in_json() -> None:
    found = read_population(json.dumps(JSON_ANSWER).encode())
    assert found.rows == [Inhabitants("01", "", 1, 0, 2025, 5), Inhabitants("01", "", 2, 100, 2025, 6)]
    assert found.rejected == [(3, "population_number_unreadable")]


def json_stat(values: object, index_as_list: bool = False) -> bytes:
    def variable(*codes: str) -> dict[str, Any]:
        index: object = list(codes) if index_as_list else {code: place for place, code in enumerate(codes)}
        return {"category": {"index": index, "label": {code: code for code in codes}}}

    return json.dumps(
        {
            "version": "2.0",
            "class": "dataset",
            "label": "Folkmängd",
            "id": ["Region", "Alder", "Kon", "ContentsCode", "Tid"],
            "size": [2, 1, 2, 2, 1],
            "dimension": {
                "Region": variable("00", "01"),
                "Alder": variable("100+"),
                "Kon": variable("1", "2"),
                "ContentsCode": variable("BE0101N1", "BE0101N2"),
                "Tid": variable("2025"),
            },
            "value": values,
        }
    ).encode()


@pytest.mark.parametrize("index_as_list", [False, True])
@pytest.mark.parametrize("sparse", [False, True])
def test_an_answer_in_json_stat(index_as_list: bool, sparse: bool) -> None:
    values = [100, 1, 200, 2, 10, 3, 20, 4]
    given = {str(place): value for place, value in enumerate(values)} if sparse else values
    found = read_population(json_stat(given, index_as_list))
    assert found.rows == [Inhabitants("01", "", 1, 100, 2025, 10), Inhabitants("01", "", 2, 100, 2025, 20)]
    assert found.left_out == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "header"),
        (b"hej\n", "header"),
        (b"region;ar;Folkmangd\n01;2025;5\n", "lacks a column for the sex"),
        ("region;kön\n01;1\n".encode(), "lacks the years and the figures"),
        ("region;kön;2025\n99;1;5\n".encode(), "no inhabitants"),
        (b'{"a": ', "cut off"),
        (b'{"a": 1}', "JSON-stat 2"),
        (b'{"class": "dataset"}', "not built"),
        (json.dumps({**JSON_ANSWER, "columns": JSON_ANSWER["columns"][:2]}).encode(), "lacks the variables kon, tid"),
        (json_stat([1, 2]), "not built"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(RefusedFileError, match=sentence) as refused:
        read_population(content)
    assert "\n" not in str(refused.value)


def test_every_county_and_municipality_of_the_reference_is_known() -> None:
    shared = Path(os.environ.get("INTYG_SHARED", Path(__file__).resolve().parents[4] / "shared")) / "reference"
    if not shared.is_dir():
        pytest.skip("the shared reference lists are not beside the checkout")
    codes = [
        line.split(",")[0]
        for name in ("counties.csv", "municipalities.csv")
        for line in (shared / name).read_text(encoding="utf-8").splitlines()[1:]
    ]
    wanted = [code for code in codes if code not in {"00", "0000"}]
    table = "region;kön;2025\n" + "".join(f"{code};1;5\n" for code in wanted)
    found = read_population(table.encode())
    assert [row.municipality or row.county for row in found.rows] == wanted
    assert len(wanted) == 311
