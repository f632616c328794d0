"""Person ids, ages, HSA-ids and pseudonyms (rules P-1 to P-6, P-12, P-13, H-1, H-2)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.documents.document_builder import MAN, WOMAN, official_test_number
from warehouse.identity import (
    BIRTH_IMPROBABLE,
    CHECK_DIGIT,
    PERSON_ID_UNREADABLE,
    SEX_MAN,
    SEX_UNKNOWN,
    SEX_WOMAN,
    Pseudonymiser,
    age_on,
    check_digit,
    hsa_id_has_usual_shape,
    is_private_practitioner,
    normalise_hsa_id,
    read_person_id,
)


@pytest.mark.parametrize(
    "written",
    [
        WOMAN,
        f"{WOMAN[:8]}-{WOMAN[8:]}",
        f"  {WOMAN} ",
        f"\u00a0{WOMAN}\u202f",
        f"\t{WOMAN[:8]}-{WOMAN[8:]}\n",
    ],
)
def test_accepted_shapes_are_the_same_person(written: str) -> None:
    person = read_person_id(written)
    assert person.person_key == person.digits12 == WOMAN
    assert (person.sex, person.birth_date, person.flags) == (SEX_WOMAN, date(1980, 2, 14), ())
    assert person.hyphenated == f"{WOMAN[:8]}-{WOMAN[8:]}"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "8002142384",
        "800214-2384",
        "19800214 2384",
        "19800214+2384",
        "1980-02-14-2384",
        "19800214\u20112384",
        "19800214\u00a02384",
        "1980021423840",
        "RVN1234567890",
        "１９８００２１４２３８４",
    ],
)
def test_other_shapes_are_kept_and_unreadable(written: str) -> None:
    person = read_person_id(written)
    assert person.person_key == written.strip()
    assert (person.digits12, person.sex, person.birth_date) == (None, SEX_UNKNOWN, None)
    assert person.flags == (PERSON_ID_UNREADABLE,)
    assert person.hyphenated == written.strip()


def test_an_unknown_root_makes_a_reserve_id() -> None:
    person = read_person_id(WOMAN, root="1.2.752.97.3.1.3")
    assert (person.person_key, person.digits12, person.sex) == (WOMAN, None, SEX_UNKNOWN)
    assert read_person_id(WOMAN, root="1.2.752.129.2.1.3.1").digits12 == WOMAN
    assert read_person_id(WOMAN, root="1.2.752.129.2.1.3.3").digits12 == WOMAN


def test_sex_is_the_eleventh_digit() -> None:
    assert read_person_id(MAN).sex == SEX_MAN
    assert read_person_id(WOMAN).sex == SEX_WOMAN


@pytest.mark.parametrize(
    ("digits", "born", "coordination"),
    [
        ("198001912384", date(1980, 1, 31), True),
        ("198001612384", date(1980, 1, 1), True),
        ("198001602384", None, True),
        ("198001002384", None, False),
        ("198000152384", None, False),
        ("198002302384", None, False),
        ("198002902384", None, True),
        ("198001312384", date(1980, 1, 31), False),
        ("000001012384", None, False),
    ],
)
def test_birth_dates(digits: str, born: date | None, coordination: bool) -> None:
    person = read_person_id(digits)
    assert person.digits12 == digits
    assert (person.birth_date, person.is_coordination_number) == (born, coordination)


def test_improbable_births_are_flagged() -> None:
    early = official_test_number("18400505", man=True)
    assert read_person_id(early).flags == (BIRTH_IMPROBABLE,)
    assert read_person_id(official_test_number("18400506", man=True)).flags == ()
    future = official_test_number("20260401", man=True)
    assert read_person_id(future, today=date(2026, 3, 31)).flags == (BIRTH_IMPROBABLE,)
    assert read_person_id(future, today=date(2026, 4, 1)).flags == ()


@given(st.dates(date(1840, 5, 6), date(2026, 1, 1)), st.booleans(), st.integers(1, 9))
def test_a_wrong_check_digit_is_only_flagged(born: date, man: bool, error: int) -> None:
    right = official_test_number(born.strftime("%Y%m%d"), man=man)
    wrong = right[:11] + str((int(right[11]) + error) % 10)
    assert read_person_id(right).flags == ()
    assert read_person_id(wrong) == read_person_id(right)._replace(
        person_key=wrong, digits12=wrong, flags=(CHECK_DIGIT,)
    )


def test_check_digit_of_a_worked_example() -> None:
    # 1·2 2·1 1·2 2·1 1·2 2·1 1·2 2·1 1·2 gives 2+2+2+2+2+2+2+2+2 = 18, so the check digit is 2.
    assert check_digit("121212121") == 2


@pytest.mark.parametrize(
    ("born", "reference", "age"),
    [
        (date(1980, 2, 14), date(2026, 2, 13), 45),
        (date(1980, 2, 14), date(2026, 2, 14), 46),
        (date(2000, 2, 29), date(2025, 2, 28), 24),
        (date(2000, 2, 29), date(2025, 3, 1), 25),
        (date(2000, 2, 29), date(2024, 2, 28), 23),
        (date(2000, 2, 29), date(2024, 2, 29), 24),
        (date(2026, 3, 1), date(2026, 3, 1), 0),
        (date(2026, 3, 2), date(2026, 3, 1), None),
        (None, date(2026, 3, 1), None),
    ],
)
def test_age_in_whole_years(born: date | None, reference: date, age: int | None) -> None:
    assert age_on(born, reference) == age


def test_hsa_ids_are_compared_without_blanks_and_case() -> None:
    assert normalise_hsa_id(" se2321000016 -\u00a01a2b\t") == "SE2321000016-1A2B"


@pytest.mark.parametrize(
    ("hsa_id", "usual"),
    [
        ("SE2321000016-A1B2", True),
        ("tstnmt2321000156-1077", True),
        ("Personal HSA-ID", True),
        ("12345", False),
        ("", False),
    ],
)
def test_the_shape_of_hsa_ids_is_a_warning(hsa_id: str, usual: bool) -> None:
    assert hsa_id_has_usual_shape(hsa_id) is usual


def test_private_practitioners_are_recognised() -> None:
    assert is_private_practitioner("se165565594230-Webcert00001")
    assert not is_private_practitioner("SE2321000016-1A2B")


KEY = bytes(range(32))


def test_tokens_are_short_and_keyed() -> None:
    care = Pseudonymiser(KEY, "care")
    token = care.token("person", WOMAN)
    assert len(token) == 22
    assert token == care.token("person", f" {WOMAN} ")
    assert care.token("unit", "SE1-A") == care.token("unit", "se1-a ")
    others = [
        care.token("certificate", WOMAN),
        care.token("person", MAN),
        Pseudonymiser(KEY, "rehab").token("person", WOMAN),
        Pseudonymiser(KEY[::-1], "care").token("person", WOMAN),
    ]
    assert len({token, *others}) == 5


def test_field_and_purpose_do_not_run_together() -> None:
    assert Pseudonymiser(KEY, "bc").token("a", "d") != Pseudonymiser(KEY, "c").token("ab", "d")


@given(st.text())
def test_any_text_has_a_token(value: str) -> None:
    assert len(Pseudonymiser(KEY, "care").token("field", value)) == 22


def test_weak_keys_and_missing_purposes_are_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Pseudonymiser(b"short", "care")
    with pytest.raises(ValueError, match="purpose"):
        Pseudonymiser(KEY, "")
