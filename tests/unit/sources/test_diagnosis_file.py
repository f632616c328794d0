"""The published code file of ICD-10-SE: forms, what is passed over, and what newer editions add (rule F-15)."""

from __future__ import annotations

import csv
import gzip
import io
import os
from datetime import date
from pathlib import Path

import pytest

from pipelines.sources.diagnosis_file import read_diagnosis_file
from pipelines.sources.directory_units import RefusedFileError
from warehouse.diagnoses import UNKNOWN, CodeName, Diagnosis, additions, block_of, match
from warehouse.reference_tables import rows

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("separator", ["\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("header", ["", "Kod{s}Titel\r\n", "kod{s}Text\r\n"])
def test_forms_of_the_file(separator: str, encoding: str, header: str) -> None:
    written = [("F43.8A", "Utmattningssyndrom"), ("F43", "Anpassningsstörningar och reaktion på svår stress")]
    body = "".join(separator.join(row) + "\r\n" for row in written)
    found = read_diagnosis_file((header.format(s=separator) + body).encode(encoding), DAY)
    assert found.codes == [CodeName("F438A", written[0][1]), CodeName("F43", written[1][1])]
    assert found.rejected == []


def test_headings_groups_and_what_is_not_in_force_are_passed_over() -> None:
    table = """Giltig från\tKod\tGiltig till\tTitel\tAktiv
1997-01-01\tF00-F99\t\tPsykiska sjukdomar\tJa
1997-01-01\tF40–F48\t\tNeurotiska syndrom\tJa
1997-01-01\t01\t\tKapitel\tJa
1997-01-01\tF43.0\t\tAkut stressreaktion\tJa
1997-01-01\tF43.1\t2025-12-31\tUtgången\tJa
2027-01-01\tF43.2\t\tKommande\tJa
1997-01-01\tF43.3\t\tInaktiv\tNej
1997-01-01\tA17.0†\t\tTuberkulös meningit\tJa
"""
    found = read_diagnosis_file(table.encode(), DAY)
    assert [entry.code for entry in found.codes] == ["F430", "A170"]
    assert found.left_out == 6


def test_bad_rows_are_set_aside() -> None:
    table = "Kod;Titel\nF43.0;Akut stressreaktion\nF4X;Fel\nF43.1;\nF43.0;En gång till\nF43.12345;För lång\n\n"
    found = read_diagnosis_file(table.encode(), DAY)
    assert [entry.code for entry in found.codes] == ["F430"]
    assert found.rejected == [
        (3, "diagnosis_row_unreadable"),
        (4, "diagnosis_row_unreadable"),
        (5, "diagnosis_repeated"),
        (6, "diagnosis_row_unreadable"),
    ]


@pytest.mark.parametrize("content", [b"", b"\n", b"hej\n", b"Rubrik;Annat\nF43;x\n", b"Kod;Titel\n", b"\x00\xff\xfe"])
def test_a_file_without_codes_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedFileError):
        read_diagnosis_file(content, DAY)


def test_a_newer_edition_adds_codes_and_renames() -> None:
    first = [CodeName("F43", "Nytt namn"), CodeName("F437", "Ny kod"), CodeName("U99", "Ny kategori")]
    second = [CodeName("F437", "Bättre namn")]
    added = additions([first, second])
    assert added.names == {"F43": "Nytt namn", "F437": "Bättre namn", "U99": "Ny kategori"}
    assert match("f43.7", added).code == "F437"
    assert match("F437XP", added).code == "F437"
    assert match("F437").code is None


def test_a_new_category_finds_its_block() -> None:
    known = {row["code"] for row in rows("icd10_categories")}
    possible = [f"{letter}{number:02}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for number in range(100)]
    new = next(category for category in possible if category not in known and block_of(category))
    found = match(f"{new}0", additions([[CodeName(new, "Ny kategori"), CodeName(f"{new}0", "Ny kod")]]))
    block = block_of(new)
    assert block is not None
    assert found == Diagnosis(block["chapter"], block["code"], new, f"{new}0")
    assert match(f"{new}0") == UNKNOWN


def test_a_category_outside_every_block_is_set_aside() -> None:
    found = read_diagnosis_file(b"Kod;Titel\nF43;Ett namn\nA10;Utanf\xf6r\n", DAY)
    assert [entry.code for entry in found.codes] == ["F43"]
    assert found.rejected == [(3, "diagnosis_outside_blocks")]


def test_the_shipped_list_adds_nothing_to_itself() -> None:
    shared = Path(os.environ.get("INTYG_SHARED", Path(__file__).resolve().parents[4] / "shared")) / "reference"
    if not shared.is_dir():
        pytest.skip("the shared reference lists are not beside the checkout")
    packed = gzip.decompress((shared / "icd10_se_codes.csv.gz").read_bytes())
    found = read_diagnosis_file(packed, DAY)
    listed = list(csv.DictReader(io.StringIO(packed.decode())))
    assert found.rejected == []
    assert len(found.codes) == len(listed)
    assert additions([found.codes]).places == {}
