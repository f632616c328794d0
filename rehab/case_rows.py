"""One row of the case list and how it is made of a case (rehab rules 3.7, 3.9, 3.10 and 4.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rehab.cases import CaseState, UnitCase
from rehab.diagnoses import ShownDiagnosis, shown_diagnosis
from rehab.mart import Doctor, MartRow
from rehab.occupations import occupation_texts
from rehab.person_filter import NameState, ShownName
from warehouse.identity import CHECK_DIGIT, age_on, read_person_id
from warehouse.reports.result import Label


@dataclass(frozen=True, slots=True)
class ShownDegree:
    """One degree of the current certificate in per cent, and whether it is the one in force on the day."""

    degree: int
    in_force: bool


@dataclass(frozen=True, slots=True)
class OngoingCase:
    """One row of the case list: a patient's case on a day. One per patient.

    `person_id` is `YYYYMMDD-NNNN`, or a reserve number as given; `age` whole years on the day, None when unknown;
    `sex` 1 man, 2 woman, 0 unknown. Diagnoses, occupations, degrees, doctor and unit are those of the current
    certificate (the anchor). `days` is the length in net days, `certificates` their number, `days_left` the days to
    the end (0 on the last day, negative when ended). `active_degree` is 0 in a pause and when recently closed.
    `check_digit_wrong` and `in_relation_cycle` are flags that exclude nothing.
    """

    person_id: str
    name: ShownName
    age: int | None
    sex: int
    diagnosis: ShownDiagnosis
    secondary_diagnoses: tuple[ShownDiagnosis, ...]
    occupations: tuple[Label, ...]
    start: date
    end: date
    days: int
    certificates: int
    degrees: tuple[ShownDegree, ...]
    active_degree: int
    state: CaseState
    days_left: int
    doctor: ShownName
    unit_id: str
    unit_name: str
    care_unit_id: str
    care_unit_name: str
    provider_id: str
    check_digit_wrong: bool
    in_relation_cycle: bool


def case_row(
    case: UnitCase,
    rows: Mapping[str, MartRow],
    name: ShownName,
    doctors: Mapping[str | None, ShownName],
    unit_names: Mapping[str, str],
) -> OngoingCase:
    """The row of `case`. `rows` holds every certificate of the case by id; ids without a name are shown themselves."""
    anchor = case.anchor
    row = rows[anchor.certificate_id]
    identity = read_person_id(case.person_id)
    in_force = anchor.period_on(case.day)
    return OngoingCase(
        person_id=case.person_id,
        name=name,
        age=age_on(identity.birth_date or row.birth_date, case.day),
        sex=identity.sex or row.sex,
        diagnosis=shown_diagnosis(anchor.diagnosis_code),
        secondary_diagnoses=tuple(shown_diagnosis(code) for code in anchor.secondary_diagnosis_codes if code.strip()),
        occupations=occupation_texts(anchor.occupations),
        start=case.start,
        end=case.end,
        days=case.days,
        certificates=len(case.certificates),
        degrees=tuple(ShownDegree(period.degree, period is in_force) for period in anchor.ordered_periods),
        active_degree=case.active_degree,
        state=case.state,
        days_left=case.days_left,
        doctor=doctors[anchor.doctor_id],
        unit_id=anchor.unit_id,
        unit_name=unit_names.get(anchor.unit_id, anchor.unit_id),
        care_unit_id=anchor.care_unit_id,
        care_unit_name=unit_names.get(anchor.care_unit_id, anchor.care_unit_id),
        provider_id=anchor.provider_id,
        check_digit_wrong=CHECK_DIGIT in identity.flags,
        in_relation_cycle=any(rows[own.certificate_id].in_relation_cycle for own in case.certificates),
    )


def doctor_names(doctor_ids: Iterable[str | None], known: Mapping[str, Doctor]) -> dict[str | None, ShownName]:
    """The name to show for every doctor of a list.

    The id stands in for a name that the directory's copy does not have. Different doctors of one name get their ids
    appended. A protected doctor (H-7) is never shown by name or id.
    """
    ids = {doctor_id for doctor_id in doctor_ids if doctor_id}
    open_names = {
        doctor_id: known[doctor_id].name if doctor_id in known else ""
        for doctor_id in ids
        if doctor_id not in known or not known[doctor_id].protected
    }
    times = Counter(open_names.values())
    shown: dict[str | None, ShownName] = {None: ShownName(NameState.UNKNOWN)}
    for doctor_id in ids - open_names.keys():
        shown[doctor_id] = ShownName(NameState.PROTECTED)
    for doctor_id, name in open_names.items():
        unique = name if times[name] == 1 else f"{name} ({doctor_id})"
        shown[doctor_id] = ShownName(NameState.KNOWN, unique if name else doctor_id)
    return shown
