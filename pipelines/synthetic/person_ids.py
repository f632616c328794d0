"""Person numbers that cannot belong to anybody (rule G-5).

A number is the birth date, three digits of a test series and the check digit. The first person of a birth date and
sex gets 238 (women) or 239 (men), further ones 98x and 99x, where the third digit tells the sex. The day of a
coordination number is the birth day plus 60.
"""

from __future__ import annotations

from datetime import date

MAN, WOMAN = 1, 2

_SERIES = {
    WOMAN: ["238", *(f"98{digit}" for digit in "02468"), *(f"99{digit}" for digit in "02468")],
    MAN: ["239", *(f"98{digit}" for digit in "13579"), *(f"99{digit}" for digit in "13579")],
}
ALLOWED_BIRTH_NUMBERS = frozenset(_SERIES[WOMAN] + _SERIES[MAN])


def check_digit(nine_digits: str) -> str:
    """The Luhn digit over yyMMddnnn as written (rule P-4)."""
    total = 0
    for position, digit in enumerate(nine_digits):
        product = int(digit) * (2 - position % 2)
        total += product // 10 + product % 10
    return str(-total % 10)


def person_number(birth: date, birth_number: str, *, coordination: bool = False) -> str:
    """Twelve digits yyyyMMddnnnn."""
    day = birth.day + (60 if coordination else 0)
    digits = f"{birth.year:04d}{birth.month:02d}{day:02d}{birth_number}"
    return digits + check_digit(digits[2:])


class PersonNumbers:
    """Gives out each number once. Memory is bounded by the number of birth dates."""

    def __init__(self) -> None:
        self._given: dict[tuple[date, int, bool], int] = {}

    def take(self, birth: date, sex: int, *, coordination: bool = False) -> str | None:
        """The next number of that birth date and sex, None when the series is used up."""
        key = (birth, sex, coordination)
        position = self._given.get(key, 0)
        if position >= len(_SERIES[sex]):
            return None
        self._given[key] = position + 1
        return person_number(birth, _SERIES[sex][position], coordination=coordination)
