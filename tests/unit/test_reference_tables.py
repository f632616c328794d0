"""The code lists are complete and agree with the rules that use them."""

from __future__ import annotations

import pytest

from warehouse import reference_tables as reference


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("icd10_chapters", 22),
        ("icd10_blocks", 264),
        ("icd10_categories", 2056),
        ("icd10_codes", 33628),
        ("ksh97p_codes", 977),
        ("counties", 22),
        ("regions", 21),
        ("municipalities", 291),
        ("certificate_types", 24),
        ("doctor_titles", 12),
        ("activity_types", 13),
        ("palette", 16),
    ],
)
def test_a_list_is_complete(name: str, rows: int) -> None:
    assert len(reference.rows(name)) == rows


def test_counties_stand_in_display_order_with_the_unknown_last() -> None:
    codes = [row.key for row in reference.code_rows("counties")]
    assert codes[:3] == ["10", "20", "13"]
    assert codes[-2:] == ["05", "00"]
    assert {row["county"] for row in reference.rows("municipalities")} <= set(codes)


def test_certificate_types_are_found_by_every_name_they_have() -> None:
    known = reference.certificate_types_by_code()
    assert known["FK7804"] is known["LISJP"]
    assert known["AG1-14"].type_id == "AG114"
    assert known["TS-BAS"].type_id == "TSTRK1007"


def test_only_two_types_build_cases() -> None:
    assert {kind.type_id for kind in reference.certificate_types() if kind.builds_cases} == {"FK7263", "LISJP"}


def test_orders_of_certificate_types_have_no_holes() -> None:
    for name, length in (("certificates_total_order", 23), ("complement_share_order", 10), ("filter_order", 10)):
        found = sorted(getattr(kind, name) for kind in reference.certificate_types() if getattr(kind, name))
        assert found == list(range(1, length + 1))


def test_the_type_filter_starts_with_both_sick_leave_types() -> None:
    choices = reference.certificate_filter_types()
    assert choices[0] == ("SJUKPENNING", ("FK7263", "LISJP"))
    assert [key for key, _ in choices[1:4]] == ["LUSE", "LUAE_NA", "LUAE_FS"]


def test_every_reference_colour_can_be_drawn_and_written() -> None:
    assert set(reference.drawing_colours()) == set(reference.text_colours()) == set(reference.palette())


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        reference.rows("moon_phases")
