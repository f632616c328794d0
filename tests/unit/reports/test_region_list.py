"""A region's list of units: what is accepted, and every fault with its row (statistics 8.2, example E99)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from warehouse.reports.region_list import (
    FaultKind,
    RegionListError,
    listed_patients,
    read_region_list,
    read_region_list_file,
    region_providers,
    require_region,
)

Cells = Sequence[object]
TITLE: Cells = ("Vårdenhetsnamn", "HSA-id", "Antal listade patienter")
ENDINGS = ("xlsx", "csv")


def content(ending: str, *rows: Cells) -> bytes:
    """A file with the title row and the rows given."""
    if ending == "csv":
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows([TITLE, *rows])
        return text.getvalue().encode("utf-8-sig")
    book = openpyxl.Workbook()
    for row in (TITLE, *rows):
        book.worksheets[0].append(list(row))
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def faults(name: str, data: bytes) -> list[tuple[FaultKind, int | None]]:
    with pytest.raises(RegionListError) as refused:
        read_region_list(name, data)
    return [(fault.kind, fault.row) for fault in refused.value.faults]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_normal_file_is_accepted(ending: str) -> None:
    data = content(ending, ("Norra", " se100-u1 ", 110), ("", "SE100-U2", None), ("Tom", "SE100-U3", 0))
    read = read_region_list(f"Lista.{ending.upper()}", data)
    assert dict(read.listed) == {"SE100-U1": 110, "SE100-U2": None, "SE100-U3": 0}
    assert read.without_id == ()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_row_without_id_is_skipped_and_told(ending: str) -> None:
    read = read_region_list(f"a.{ending}", content(ending, ("Norra", None, 12), (None, "U1", 5), (None, None, None)))
    assert dict(read.listed) == {"U1": 5}
    assert read.without_id == (2,)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("Norra", "U1", "många"), FaultKind.LISTED_NOT_INTEGER),
        (("Norra", "U1", "1,5"), FaultKind.LISTED_NOT_INTEGER),
        (("Norra", "U1", "-3"), FaultKind.LISTED_NEGATIVE),
        (("Norra", "", "-3"), FaultKind.LISTED_NEGATIVE),
        (("Norra", "U_1", "3"), FaultKind.UNIT_ILLEGAL_CHARACTERS),
        (("Norra", "Ö1", "3"), FaultKind.UNIT_ILLEGAL_CHARACTERS),
        (("Norra", "u 9", "3"), FaultKind.UNIT_DUPLICATED),
    ],
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_fault_names_its_row(ending: str, row: Cells, kind: FaultKind) -> None:
    assert faults(f"a.{ending}", content(ending, ("Nionde", "U9", 1), row)) == [(kind, 3)]


@pytest.mark.parametrize("ending", ENDINGS)
def test_all_faults_are_told_together_in_the_order_of_the_rows(ending: str) -> None:
    rows = (("", "U1", 1), ("", "u1", 2), ("", "U#", "x"), ("", "U2", -1))
    expected = [
        (FaultKind.UNIT_DUPLICATED, 3),
        (FaultKind.UNIT_ILLEGAL_CHARACTERS, 4),
        (FaultKind.LISTED_NOT_INTEGER, 4),
        (FaultKind.LISTED_NEGATIVE, 5),
    ]
    assert faults(f"a.{ending}", content(ending, *rows)) == expected


def test_the_sentence_names_the_row_and_the_earlier_one() -> None:
    with pytest.raises(RegionListError, match="row 3: the unit U1 stands on row 2 already"):
        read_region_list("a.csv", content("csv", ("", "U1", 1), ("", "u1", 2)))


@pytest.mark.parametrize(
    ("cell", "number"),
    [(None, None), ("", None), (" 12 ", 12), (12, 12), (12.0, 12), ("+7", 7), (True, None), (date(2026, 1, 1), None)],
)
def test_what_counts_as_a_number_of_listed_patients(cell: object, number: int | None) -> None:
    assert listed_patients(cell) == number


@pytest.mark.parametrize("cell", [1.5, float("nan"), "1.0", "1e3", "ett", "1 000"])
def test_what_is_no_whole_number(cell: object) -> None:
    with pytest.raises(ValueError, match="not_integer"):
        listed_patients(cell)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("lista.pdf", b"%PDF-1.7", FaultKind.FILE_FORMAT),
        ("lista", b"", FaultKind.FILE_FORMAT),
        ("lista.xlsx", b"no spreadsheet", FaultKind.FILE_UNREADABLE),
        ("lista.xls", b"\xd0\xcf\x11\xe0", FaultKind.FILE_UNREADABLE),
        ("lista.xlsx", b"", FaultKind.FILE_UNREADABLE),
        ("lista.csv", b'a;b;c\n"x;U1;3\n', FaultKind.FILE_UNREADABLE),
        ("lista.csv", b"x" * (10 * 1024 * 1024 + 1), FaultKind.FILE_TOO_LARGE),
    ],
)
def test_a_file_that_cannot_be_used(name: str, data: bytes, kind: FaultKind) -> None:
    assert faults(name, data) == [(kind, None)]


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(RegionListError, match="there is no such file"):
        read_region_list_file(tmp_path / "lista.csv")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_csv_of_any_program(separator: str, encoding: str) -> None:
    text = "\r\n".join(separator.join(cells) for cells in (("Namn", "Id", "Listade"), ("Ö-vård", "U1", "3")))
    assert dict(read_region_list("a.csv", text.encode(encoding)).listed) == {"U1": 3}


def test_only_regions_have_lists_and_only_process_leaders_give_them() -> None:
    regions = region_providers(["SE999-extra"])
    require_region("se2321000016-39kj", regions)
    require_region("SE999-EXTRA", regions)
    for provider, leader, kind in (
        ("SE1-NONE", True, FaultKind.NO_REGION),
        ("SE999-EXTRA", False, FaultKind.FORBIDDEN),
    ):
        with pytest.raises(RegionListError) as refused:
            require_region(provider, regions, process_leader=leader)
        assert [fault.kind for fault in refused.value.faults] == [kind]


def test_the_scope_of_a_list() -> None:
    read = read_region_list("a.csv", content("csv", ("", "U1", 3)))
    scope = read.scope(date(2026, 11, 1), frozenset({"U1"}))
    assert (dict(scope.listed), scope.list_date, scope.own_units) == ({"U1": 3}, date(2026, 11, 1), {"U1"})
