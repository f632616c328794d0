"""The groups of reports with their bounds, written out again (statistics 2.3 and 5)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from warehouse import reference_tables as code_lists

UNKNOWN = "NO_VALID_ICD10"
UNKNOWN_WITHIN = "UNKNOWN_CODE_WITHIN:"

AGES = (
    "0-15", "16-20", "21-25", "26-30", "31-35", "36-40", "41-45", "46-50", "51-55", "56-60", "61-65", "66-",
)  # fmt: skip
OVERVIEW_AGES = ("0-20", "21-30", "31-40", "41-50", "51-60", "61-")
LENGTHS = ("0-14", "15-30", "31-60", "61-90", "91-180", "181-364", "365-730", "731-")
DEGREES = ("25", "50", "75", "100")
CHAPTERS = (
    "A00-B99", "C00-D48", "D50-D89", "E00-E90", "F00-F99", "G00-G99", "H00-H59", "H60-H95", "I00-I99", "J00-J99",
    "K00-K93", "L00-L99", "M00-M99", "N00-N99", "O00-O99", "P00-P96", "Q00-Q99", "R00-R99", "S00-T98", "U00-U99",
    "V01-Y98", "Z00-Z99",
)  # fmt: skip
SOMATIC = "A00-E90+G00-L99+N00-N99"
OTHER = "P00-P96+Q00-Q99+S00-Y98"
DIAGNOSIS_GROUPS = (SOMATIC, "F00-F99", "M00-M99", "O00-O99", OTHER, "R00-R99", "Z00-Z99", UNKNOWN)
COUNTIES = (
    "10", "20", "13", "08", "07", "09", "21", "23", "06", "25", "12", "01", "04", "03", "17", "24", "22", "19", "14",
    "18", "05", "00",
)  # fmt: skip
NUMBERS_OF_CERTIFICATES = (*map(str, range(1, 11)), "11-")
TITLES = (
    "201010", "201011", "201012", "201013", "202010", "203010", "203020", "203090", "204010", "204090", "-1", "-2",
)  # fmt: skip
DOCTOR_AGES = ("-29", "30-39", "40-49", "50-59", "60-", "UNKNOWN")
DOCTOR_GROUPS = tuple(f"{sex}:{age}" for age in DOCTOR_AGES for sex in ("MALE", "FEMALE", "UNKNOWN"))
TOPICS = ("AVSTMN", "KOMPLT", "KONTKT", "OKANT", "PAMINN", "OVRIGT")
QUESTIONS = ("17", "40", "33", "34", "32", "6", "35", "1", "26", "29", "20", "39", "19", "27", "28", "25")
SAME_QUESTION = {"44": "40", "37": "32"}

SICK_LEAVE = ("FK7263", "LISJP")
SICK_LEAVE_GROUP = "SJUKPENNING"
ISSUED_TYPES = (
    "AF00213", "AF00251", "AG114", "AG7804", "DB", "DOI", SICK_LEAVE_GROUP, "LUSE", "LUAE_NA", "LUAE_FS", "TSTRK1009",
    "TSTRK1007", "TSTRK1031", "TSTRK1062", "FK7210", "FK7472", "FK3226", "FK7809", "TS8071", "FK7427", "FK7426",
    "FK3221", "FK7810",
)  # fmt: skip
UNDIVIDED_TYPES = ("FK7263", "LISJP", "LUSE", "LUAE_NA", "LUAE_FS")
SHARE_TYPES = (
    "LISJP", "LUSE", "LUAE_NA", "LUAE_FS", "FK7426", "FK7427", "FK7472", "FK3226", "FK7809", "FK3221",
)  # fmt: skip
FILTER_TYPES = {
    SICK_LEAVE_GROUP: SICK_LEAVE,
    **{
        one: (one,)
        for one in ("LUSE", "LUAE_NA", "LUAE_FS", "FK3226", "FK7809", "FK7427", "FK7426", "FK3221", "FK7810")
    },
}
TYPES_WITH_DIAGNOSIS = (*UNDIVIDED_TYPES, "AG114", "AG7804")


def holding(number: int, groups: Sequence[str]) -> str:
    """The group of a number: the first whose upper bound reaches it."""
    return next(key for key in groups if key.endswith("-") or number <= int(key.rpartition("-")[2]))


def diagnosis_group(chapter: str | None) -> str:
    """The merged diagnosis groups (5.4), by the letter of the chapter."""
    if chapter is None:
        return UNKNOWN
    for group in ("F00-F99", "M00-M99", "O00-O99", "R00-R99", "Z00-Z99"):
        if chapter == group:
            return group
    return OTHER if chapter[0] in "PQSTUVY" else SOMATIC


@cache
def children(parent: str) -> tuple[str, ...]:
    """What stands below a chapter, block or category in the code lists, in code order (4.3.6)."""
    below = [
        *((row["code"], row["chapter"]) for row in code_lists.rows("icd10_blocks")),
        *((row["code"], row["block"]) for row in code_lists.rows("icd10_categories")),
        *((row["code"], row["category"]) for row in code_lists.rows("icd10_codes")),
    ]
    found = sorted(code for code, above in below if above == parent)
    is_category = "-" not in parent and len(parent) == 3
    return (*found, UNKNOWN_WITHIN + parent) if is_category else tuple(found)


@cache
def diagnosis_nodes() -> frozenset[str]:
    """Everything that a diagnosis filter can name."""
    categories = [row["code"] for row in code_lists.rows("icd10_categories")]
    return frozenset(
        [
            UNKNOWN,
            *CHAPTERS,
            *(row["code"] for row in code_lists.rows("icd10_blocks")),
            *categories,
            *(UNKNOWN_WITHIN + code for code in categories),
            *(row["code"] for row in code_lists.rows("icd10_codes")),
        ]
    )
