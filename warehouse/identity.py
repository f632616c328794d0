"""Who a certificate is about and who signed it: person ids, ages, HSA-ids and pseudonym tokens.

Rules P-1 to P-6 and P-12 to P-13 (persons and pseudonyms), H-1 and H-2 (HSA-ids) of the ingestion rules, and the
section on patient id, sex and age of the statistics rules. Everything here is a pure function of its arguments.
"""

from __future__ import annotations

import base64
import hmac
import re
from datetime import date
from typing import Final, NamedTuple

SEX_UNKNOWN: Final = 0
SEX_MAN: Final = 1
SEX_WOMAN: Final = 2

PERSONAL_NUMBER_ROOT: Final = "1.2.752.129.2.1.3.1"
COORDINATION_NUMBER_ROOT: Final = "1.2.752.129.2.1.3.3"
EARLIEST_BIRTH_DATE: Final = date(1840, 5, 6)

PERSON_ID_UNREADABLE: Final = "person_id_unreadable"
CHECK_DIGIT: Final = "check_digit"
BIRTH_IMPROBABLE: Final = "birth_improbable"

_PERSON_ID = re.compile(r"([0-9]{8})-?([0-9]{4})")
_HSA_ID_SHAPE = re.compile(r"[A-Z]{2,}[A-Z0-9]*-?[A-Z0-9]+")
_COORDINATION_DAY_OFFSET = 60
_DIGIT = bytes.maketrans(b"0123456789", bytes(range(10)))
_DIGIT_SUM_OF_DOUBLE = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
_TOKEN_BYTES = 16
_SHORTEST_KEY_BYTES = 32


class PersonId(NamedTuple):
    """What a person id says (rules P-1 to P-5).

    `digits12` is `None` for every form that is not 8 + 4 digits, and for reserve ids. `sex` is 1 man, 2 woman,
    0 unknown. `birth_date` is `None` when the first eight digits are no calendar date. `person_key` is what makes
    two ids the same person: the 12 digits, or the trimmed text when unreadable. `flags` are quality flags that
    exclude nothing by themselves: `person_id_unreadable`, `check_digit`, `birth_improbable`.
    """

    person_key: str
    digits12: str | None
    sex: int
    birth_date: date | None
    is_coordination_number: bool
    flags: tuple[str, ...]

    @property
    def hyphenated(self) -> str:
        """The id as YYYYMMDD-NNNN, or as written when unreadable."""
        return f"{self.digits12[:8]}-{self.digits12[8:]}" if self.digits12 else self.person_key


def read_person_id(text: str, root: str | None = None, today: date | None = None) -> PersonId:
    """Read a person id as rules P-1 to P-5 say; never raises.

    `root` is the code system of the id in the document: any other than the two official ones makes it a reserve
    id, without age and sex (rule P-3). `today` is the build's date; without it a birth date in the future is not
    flagged. The check digit and the century decide nothing.
    """
    trimmed = text.strip()
    match = _PERSON_ID.fullmatch(trimmed)
    if match is None or root not in (None, PERSONAL_NUMBER_ROOT, COORDINATION_NUMBER_ROOT):
        return PersonId(trimmed, None, SEX_UNKNOWN, None, False, (PERSON_ID_UNREADABLE,))
    digits = match[1] + match[2]
    born = _birth_date(digits)
    flags = []
    if int(digits[11]) != check_digit(digits[2:11]):
        flags.append(CHECK_DIGIT)
    if born and (born < EARLIEST_BIRTH_DATE or (today is not None and born > today)):
        flags.append(BIRTH_IMPROBABLE)
    sex = SEX_MAN if int(digits[10]) % 2 else SEX_WOMAN
    return PersonId(digits, digits, sex, born, digits[6] >= "6", tuple(flags))


def _birth_date(digits12: str) -> date | None:
    day = int(digits12[6:8])
    if day > _COORDINATION_DAY_OFFSET:
        day -= _COORDINATION_DAY_OFFSET
    try:
        return date(int(digits12[:4]), int(digits12[4:6]), day)
    except ValueError:
        return None


def check_digit(nine_digits: str) -> int:
    """The Luhn check digit of yyMMddnnn as written, weights 2,1,2,... (rule P-4)."""
    digits = nine_digits.encode("ascii")
    total = sum(digits[::2].translate(_DIGIT_SUM_OF_DOUBLE)) + sum(digits[1::2].translate(_DIGIT))
    return -total % 10


def age_on(birth_date: date | None, reference: date) -> int | None:
    """Whole years on the reference date (rule P-6); `None` without a birth date or before it.

    Somebody born on 29 February has the birthday on 1 March in common years, which the comparison of month and
    day gives by itself.
    """
    if birth_date is None or birth_date > reference:
        return None
    had_birthday = (reference.month, reference.day) >= (birth_date.month, birth_date.day)
    return reference.year - birth_date.year - (not had_birthday)


def normalise_hsa_id(text: str) -> str:
    """The join key of an HSA-id: all white space removed, upper-cased (rule H-1)."""
    return "".join(text.split()).upper()


def hsa_id_has_usual_shape(text: str) -> bool:
    """Whether an HSA-id looks as in practice; a false answer is a warning, never a rejection (rule H-2)."""
    return _HSA_ID_SHAPE.fullmatch(normalise_hsa_id(text)) is not None


def is_private_practitioner(hsa_id: str) -> bool:
    """Whether a unit or provider id belongs to a private practitioner, whose id is a token outside the
    restricted zone (rule P-13)."""
    return "-WEBCERT" in normalise_hsa_id(hsa_id)


class Pseudonymiser:
    """Keyed tokens of one zone (rule P-12): the same field and value give the same token, two purposes never do.

    `key` is at least 32 bytes and lives outside the data; `purpose` names the zone. Raises `ValueError` for a
    shorter key or an empty purpose.
    """

    def __init__(self, key: bytes, purpose: str) -> None:
        if len(key) < _SHORTEST_KEY_BYTES:
            raise ValueError(f"the pseudonym key must hold at least {_SHORTEST_KEY_BYTES} bytes")
        if not purpose:
            raise ValueError("pseudonyms need a purpose")
        self._key = key
        self._purpose = purpose

    def token(self, field: str, value: str) -> str:
        """22 characters of URL-safe Base64 for a value, trimmed and lower-cased, of the named field."""
        # The parts are separated by a character that none of them holds, so that no two triples run together.
        message = "\x1f".join((field, self._purpose, value.strip().lower()))
        digest = hmac.digest(self._key, message.encode("utf-8", "surrogatepass"), "sha256")
        return base64.urlsafe_b64encode(digest[:_TOKEN_BYTES]).decode("ascii").rstrip("=")
