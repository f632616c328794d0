"""The dimensions that reports use, made from the reference tables (statistics section 5)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from warehouse import reference_tables as reference
from warehouse.reports.certificate_groups import SICK_LEAVE_KEY, SICK_LEAVE_TYPES
from warehouse.reports.dimension import TOTAL_KEY, UNKNOWN_DIAGNOSIS_KEY, Attribute, Bounds, Dimension
from warehouse.reports.result import Group, Label

ALL_COUNTIES = Group("ALL", Label("Samtliga län", "All counties"))
LONG_CASE_DAYS = 90
"""A case is long when its length is more than this many days."""


def _group(row: reference.CodeRow) -> Group:
    return Group(row.key, Label(row.label_sv, row.label_en), row.colour, row.comparison_label)


def _bounds(name: str) -> dict[str, Bounds]:
    return {row.key: Bounds(row.low or 0, row.high) for row in reference.code_rows(name)}


def _listed(name: str) -> tuple[Group, ...]:
    return tuple(_group(row) for row in reference.code_rows(name))


def _total() -> Dimension:
    label = Label("Samtliga sjukfall", "All cases")
    return Dimension("total", Label("Sjukfall", "Cases"), Attribute.NONE, (Group(TOTAL_KEY, label, None, "Totalt"),))


def _long() -> Dimension:
    group = Group("91-", Label("Mer än 90 dagar", "More than 90 days"))
    bounds = {"91-": Bounds(LONG_CASE_DAYS + 1, None)}
    return Dimension("long", Label("Sjukskrivningslängd", "Length"), Attribute.DAYS, (group,), bounds)


def _chapter() -> Dimension:
    unknown = next(group for group in _listed("diagnosis_groups") if group.key == UNKNOWN_DIAGNOSIS_KEY)
    chapters = tuple(
        Group(row.key, Label(f"{row.key} {row.label_sv}", f"{row.key} {row.label_en}"))
        for row in reference.code_rows("icd10_chapters")
    )
    return Dimension(
        "chapter",
        Label("Diagnoskapitel", "Diagnosis chapter"),
        Attribute.CHAPTER,
        (*chapters, unknown),
        unknown_key=UNKNOWN_DIAGNOSIS_KEY,
        only_when_not_zero=frozenset({UNKNOWN_DIAGNOSIS_KEY}),
    )


def _diagnosis_group() -> Dimension:
    return Dimension(
        "diagnosis_group",
        Label("Diagnosgrupp", "Diagnosis group"),
        Attribute.DIAGNOSIS_GROUP,
        _listed("diagnosis_groups"),
        unknown_key=UNKNOWN_DIAGNOSIS_KEY,
        only_when_not_zero=frozenset({UNKNOWN_DIAGNOSIS_KEY}),
    )


def _degree() -> Dimension:
    name = Label("Sjukskrivningsgrad", "Degree of sick leave")
    return Dimension("degree", name, Attribute.DEGREE, _listed("degrees"))


def _age_group() -> Dimension:
    name = Label("Åldersgrupp", "Age group")
    return Dimension("age_group", name, Attribute.AGE, _listed("age_groups"), _bounds("age_groups"))


def _overview_age_group() -> Dimension:
    name = Label("Åldersgrupp", "Age group")
    listed = "overview_age_groups"
    return Dimension("overview_age_group", name, Attribute.AGE, _listed(listed), _bounds(listed))


def _length() -> Dimension:
    name = Label("Sjukskrivningslängd", "Length of sick leave")
    return Dimension("length", name, Attribute.DAYS, _listed("length_groups"), _bounds("length_groups"))


def _county() -> Dimension:
    return Dimension(
        "county",
        Label("Län", "County"),
        Attribute.COUNTY,
        _listed("counties"),
        unknown_key="00",
        only_when_not_zero=frozenset({"00"}),
    )


def _certificates() -> Dimension:
    one_each = [
        Group(str(number), Label(f"{number} intyg", f"{number} certificate{'s' if number > 1 else ''}"), colour)
        for number, colour in zip(range(1, 11), reference.palette(), strict=False)
    ]
    more = Group("11-", Label("Över 10 intyg", "More than 10 certificates"), reference.palette()[10])
    bounds = {group.key: Bounds(int(group.key), int(group.key)) for group in one_each} | {"11-": Bounds(11, None)}
    name = Label("Antal intyg", "Number of certificates")
    return Dimension("certificates", name, Attribute.CERTIFICATES, (*one_each, more), bounds)


def _doctor_age_sex() -> Dimension:
    sexes = (
        ("MALE", Label("Manlig läkare", "Male doctor")),
        ("FEMALE", Label("Kvinnlig läkare", "Female doctor")),
        ("UNKNOWN", Label("Okänt kön", "Unknown sex")),
    )
    groups = tuple(
        Group(f"{sex}:{age.key}", Label(f"{label.sv} {age.label_sv}", f"{label.en} {age.label_en}"))
        for age in reference.code_rows("doctor_age_groups")
        for sex, label in sexes
    )
    unknown = frozenset(group.key for group in groups if "UNKNOWN" in group.key)
    name = Label("Läkares ålder och kön", "Doctor's age and sex")
    return Dimension("doctor_age_sex", name, Attribute.DOCTOR_AGE_SEX, groups, only_when_not_zero=unknown)


def doctor_age_sex_key(sex: int, age: int) -> str:
    """The group of a doctor's sex and age (statistics 5.5); an age of 0 or less is unknown."""
    ages = {row.key: Bounds(row.low or 0, row.high) for row in reference.code_rows("doctor_age_groups")}
    of_age = next(key for key, bounds in ages.items() if bounds.holds(max(age, 0)))
    of_sex = {1: "MALE", 2: "FEMALE"}.get(sex, "UNKNOWN")
    return f"{of_sex}:{of_age}"


def _doctor_title() -> Dimension:
    groups = _listed("doctor_titles")
    name = Label("Läkarbefattning", "Doctor's position")
    hidden = frozenset(group.key for group in groups)
    return Dimension("doctor_title", name, Attribute.DOCTOR_TITLE, groups, only_when_not_zero=hidden)


def _certificate_type() -> Dimension:
    """Types in the order of their columns; both sick-leave types stand under one label (statistics 2.3)."""
    kinds = sorted(
        (kind for kind in reference.certificate_types() if kind.certificates_total_order),
        key=lambda kind: kind.certificates_total_order or 0,
    )
    merged = next(row for row in reference.rows("certificate_type_groups") if row["key"] == SICK_LEAVE_KEY)
    groups = tuple(
        Group(SICK_LEAVE_KEY, Label(merged["label_sv"], merged["label_en"]))
        if kind.type_id in SICK_LEAVE_TYPES
        else Group(kind.type_id, Label(kind.label_sv, kind.label_en))
        for kind in kinds
    )
    name = Label("Intygstyp", "Certificate type")
    return Dimension("certificate_type", name, Attribute.CERTIFICATE_TYPE, groups)


def _completed_type() -> Dimension:
    kinds = sorted(
        (kind for kind in reference.certificate_types() if kind.complement_share_order),
        key=lambda kind: kind.complement_share_order or 0,
    )
    groups = tuple(
        Group(kind.type_id, Label(kind.label_sv, kind.label_en), colour)
        for kind, colour in zip(kinds, reference.palette(), strict=False)
    )
    return Dimension("completed_type", Label("Intygstyp", "Certificate type"), Attribute.COMPLETED_TYPE, groups)


def _undivided(dimension_id: str, name: Label, everything: Label, attribute: Attribute) -> Callable[[], Dimension]:
    group = Group(TOTAL_KEY, everything, None, "Totalt")
    return lambda: Dimension(dimension_id, name, attribute, (group,))


def _topic() -> Dimension:
    return Dimension(
        "topic",
        Label("Ämne", "Subject"),
        Attribute.TOPIC,
        _listed("message_topics"),
        only_when_not_zero=frozenset({"OKANT"}),
    )


def _question() -> Dimension:
    return Dimension("question", Label("Fråga", "Question"), Attribute.QUESTION, _listed("question_groups"))


def _filled_later(dimension_id: str, name: Label, attribute: Attribute) -> Callable[[], Dimension]:
    return lambda: Dimension(dimension_id, name, attribute, ())


_MAKERS: dict[str, Callable[[], Dimension]] = {
    "total": _total,
    "long": _long,
    "chapter": _chapter,
    "diagnosis_group": _diagnosis_group,
    "degree": _degree,
    "age_group": _age_group,
    "overview_age_group": _overview_age_group,
    "length": _length,
    "county": _county,
    "county_age": _filled_later(
        "county_age", Label("Län och åldersgrupp", "County and age group"), Attribute.COUNTY_AGE
    ),
    "certificates": _certificates,
    "doctor_age_sex": _doctor_age_sex,
    "doctor_title": _doctor_title,
    "certificate_type": _certificate_type,
    "completed_type": _completed_type,
    "certificates_undivided": _undivided(
        "certificates_undivided",
        Label("Intyg", "Certificates"),
        Label("Samtliga intyg", "All certificates"),
        Attribute.ISSUED,
    ),
    "topic": _topic,
    "messages_undivided": _undivided(
        "messages_undivided",
        Label("Meddelanden", "Messages"),
        Label("Samtliga meddelanden", "All messages"),
        Attribute.RECEIVED,
    ),
    "question": _question,
    "unit": _filled_later("unit", Label("Vårdenhet", "Care unit"), Attribute.CARE_UNIT),
    "doctor": _filled_later("doctor", Label("Läkare", "Doctor"), Attribute.DOCTOR),
    "within": _filled_later("within", Label("Diagnos", "Diagnosis"), Attribute.WITHIN),
    "compared": _filled_later("compared", Label("Diagnos", "Diagnosis"), Attribute.COMPARED),
    "unit_topic": _filled_later("unit_topic", Label("Vårdenhet", "Care unit"), Attribute.CARE_UNIT_TOPIC),
    "doctor_topic": _filled_later("doctor_topic", Label("Läkare", "Doctor"), Attribute.DOCTOR_TOPIC),
}


@cache
def dimension(dimension_id: str) -> Dimension:
    """The dimension with `dimension_id`; raises KeyError for an unknown one."""
    return _MAKERS[dimension_id]()
