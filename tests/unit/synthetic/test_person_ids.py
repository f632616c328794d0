"""Person numbers that cannot be anybody's (rules G-5, P-4)."""

from __future__ import annotations

from datetime import date

from pipelines.synthetic.person_ids import (
    ALLOWED_BIRTH_NUMBERS,
    MAN,
    WOMAN,
    PersonNumbers,
    check_digit,
    person_number,
)
from pipelines.synthetic.persons import Person, Persons
from pipelines.synthetic.settings import load_parameters
from pipelines.synthetic.streams import Streams


def test_the_check_digit_makes_the_weighted_digits_a_multiple_of_ten() -> None:
    for nine in ("811218987", "640823323", "900101238"):
        digits = [int(digit) for digit in nine + check_digit(nine)]
        doubled = [digit * 2 if place % 2 == 0 else digit for place, digit in enumerate(digits)]
        assert sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def test_a_coordination_number_has_sixty_more_on_the_day() -> None:
    plain = person_number(date(1990, 5, 4), "238")
    coordination = person_number(date(1990, 5, 4), "238", coordination=True)
    assert plain[:11] == "19900504238"
    assert coordination[:11] == "19900564238"
    assert coordination[11] == check_digit(coordination[2:11])


def test_the_first_of_a_day_gets_238_or_239_and_the_rest_the_98_and_99_series() -> None:
    numbers, birth = PersonNumbers(), date(1977, 7, 7)
    women = [numbers.take(birth, WOMAN) for _ in range(12)]
    men = [numbers.take(birth, MAN) for _ in range(12)]
    assert women[0] is not None
    assert men[0] is not None
    assert (women[0][8:11], men[0][8:11]) == ("238", "239")
    assert women[11] is None
    assert len(set(women + men)) == 23, "eleven numbers for each sex, and nothing more"
    assert all(int(number[10]) % 2 == 0 for number in women if number)
    assert all(int(number[10]) % 2 == 1 for number in men if number)


def test_persons_have_allowed_numbers_that_fit_their_sex_and_birth(seed: int) -> None:
    made: list[Person] = []
    persons = Persons(Streams(seed)["persons"], load_parameters(), made.append)
    for number in range(3_000):
        persons.new(MAN if number % 2 else WOMAN, "age_sick_leave", date(2026, 6, 15))
    assert len({person.number for person in made}) == len(made)
    for person in made:
        digits = person.number
        assert digits[8:11] in ALLOWED_BIRTH_NUMBERS
        assert digits[11] == check_digit(digits[2:11])
        assert (int(digits[10]) % 2 == 1) == (person.sex == MAN)
        day = int(digits[6:8])
        assert date(int(digits[:4]), int(digits[4:6]), day - 60 if day > 60 else day) == person.birth
        assert 18 <= _age(person.birth, date(2026, 6, 15)) <= 70
    coordination = sum(int(person.number[6:8]) > 60 for person in made)
    assert 20 <= coordination <= 80, "about 1.5 per cent"


def _age(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
