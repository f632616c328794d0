"""Faults in the values of a sick-leave certificate (rule 19.9): each changes the document and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.synthetic.document_model import (
    CertificateDocument,
    DocumentDiagnosis,
    DocumentDoctor,
    DocumentPeriod,
    DocumentUnit,
)
from pipelines.synthetic.document_types import KSH97P
from pipelines.synthetic.expectation import Expectation, ExpectedPeriod
from pipelines.synthetic.organisation import (
    HSA_PREFIX,
    UNKNOWN_COUNTY,
    UNKNOWN_MUNICIPALITY,
    Organisation,
    normalised,
)
from pipelines.synthetic.person_ids import MAN, check_digit
from pipelines.synthetic.plan import PlannedCertificate

_RESERVE_ROOT = "1.2.752.97.3.1.3"
_UNKNOWN_CODE = "E991"
_NO_UNIT = DocumentUnit(None, None)
_NO_BREAK_SPACE = "\u00a0"


@dataclass(slots=True)
class FaultCase:
    """One certificate that gets a fault. `number` counts the fault's uses, so that variants take turns."""

    certificate: PlannedCertificate
    document: CertificateDocument
    expected: Expectation
    organisation: Organisation
    today: date
    number: int


def _set_code(case: FaultCase, written: str, category: str | None, code: str | None) -> None:
    first, *rest = case.document.diagnoses
    case.document.diagnoses = (DocumentDiagnosis(written, first.text, first.system), *rest)
    case.expected.diagnosis_written = written.strip()
    case.expected.category, case.expected.code = category, code


def _rewrite_code(case: FaultCase, change: Callable[[str], str]) -> None:
    """Write the same code in another way; it must be understood as before."""
    written = case.expected.diagnosis_written or ""
    _set_code(case, change(written), case.expected.category, case.expected.code)


def diagnosis_with_dot(case: FaultCase) -> None:
    _rewrite_code(case, lambda code: f"{code[:3]}.{code[3:]}")


def diagnosis_lower_case(case: FaultCase) -> None:
    _rewrite_code(case, str.lower)


def diagnosis_trailing_blank(case: FaultCase) -> None:
    _rewrite_code(case, lambda code: f"{code} ")


def diagnosis_wrong_length(case: FaultCase) -> None:
    _rewrite_code(case, lambda code: f"{code}XX")


def diagnosis_unknown(case: FaultCase) -> None:
    _set_code(case, _UNKNOWN_CODE, None, None)


def mixed_code_systems(case: FaultCase) -> None:
    companion = DocumentDiagnosis("M54-", "Ryggvärk", KSH97P)
    case.document.diagnoses = (case.document.diagnoses[0], companion)


def pregnancy_code_for_man(case: FaultCase) -> None:
    _set_code(case, "O269", "O26", "O269")


def _set_period(case: FaultCase, start: date | str, end: date | str, reason: str) -> None:
    """Give the first period other days; it must be refused for that reason."""
    first, *rest = case.document.periods
    case.document.periods = (DocumentPeriod(start, end, first.degree), *rest)
    case.expected.periods[0] = ExpectedPeriod(start, end, first.degree, reason)


def _first_days(case: FaultCase) -> tuple[date, date]:
    period = case.certificate.periods[0]
    return period.start, period.end


def end_before_start(case: FaultCase) -> None:
    start, _ = _first_days(case)
    _set_period(case, start, start - timedelta(days=3), "end_before_start")


def impossible_date(case: FaultCase) -> None:
    start, _ = _first_days(case)
    _set_period(case, start, f"{start.year}-02-30", "period_unreadable")


def year_out_of_range(case: FaultCase) -> None:
    """Years that come of slips of the keyboard: 0201, 2046 and 2201 in turn."""
    start, end = _first_days(case)
    if case.number % 3 == 0:
        _set_period(case, f"0201-{start:%m}-01", end, "start_out_of_range")
    else:
        year = 2046 if case.number % 3 == 1 else 2201
        _set_period(case, start, f"{year}-{end:%m}-01", "end_out_of_range")


def start_before_2010(case: FaultCase) -> None:
    _, end = _first_days(case)
    _set_period(case, date(2009, 12, 31), end, "start_out_of_range")


def more_than_five_years_ahead(case: FaultCase) -> None:
    start, _ = _first_days(case)
    _set_period(case, start, case.today + timedelta(days=5 * 366 + 1), "end_out_of_range")


def _replace_periods(case: FaultCase, periods: list[tuple[date, date, int]]) -> None:
    case.document.periods = tuple(DocumentPeriod(*period) for period in periods)
    case.expected.periods = [ExpectedPeriod(*period) for period in periods]


def periods_overlap(case: FaultCase) -> None:
    """Two periods with four days in common; both count."""
    start, end = _first_days(case)
    end = max(end, start + timedelta(days=6))
    _replace_periods(case, [(start, end, 100), (end - timedelta(days=3), end + timedelta(days=7), 50)])


def degree_repeated(case: FaultCase) -> None:
    start, end = _first_days(case)
    _replace_periods(case, [(start, end, 50), (end + timedelta(days=1), end + timedelta(days=7), 50)])


def degree_unknown(case: FaultCase) -> None:
    first, *rest = case.document.periods
    case.document.periods = (DocumentPeriod(first.start, first.end, "TVA_TREDJEDELAR"), *rest)
    case.expected.periods[0].degree = "TVA_TREDJEDELAR"
    case.expected.periods[0].reason = "degree_unknown"


def _set_unit(case: FaultCase, written: str | None) -> None:
    case.document.unit = replace(case.document.unit or _NO_UNIT, id=written)


def unit_missing(case: FaultCase) -> None:
    _set_unit(case, None)
    case.expected.outcome = "quarantined:missing_unit"


def unit_blank(case: FaultCase) -> None:
    _set_unit(case, "   ")
    case.expected.outcome = "quarantined:missing_unit"


def unit_unknown(case: FaultCase) -> None:
    """Private practitioners and units that the directory does not have; the document's provider holds."""
    local = f"WEBCERT{case.number:05d}" if case.number % 2 else f"OKAND{case.number:05d}"
    written = f"{HSA_PREFIX}{case.certificate.unit.provider.organisation_number}-{local}"
    _set_unit(case, written)
    expected = case.expected
    expected.unit = expected.care_unit = normalised(written)
    expected.county, expected.municipality = UNKNOWN_COUNTY, UNKNOWN_MUNICIPALITY


def doctor_unknown(case: FaultCase) -> None:
    written = f"{HSA_PREFIX}{case.certificate.unit.provider.organisation_number}-LAKARE{case.number:04d}"
    case.document.doctor = DocumentDoctor(written, "Okänd Läkare")
    expected = case.expected
    expected.doctor, expected.doctor_age, expected.doctor_sex = normalised(written), 0, 0
    expected.doctor_titles, expected.doctor_protected = (), False


def provider_differs(case: FaultCase) -> None:
    """The document names another provider than the directory does; the directory's holds (rule H-8)."""
    others = [one for one in case.organisation.providers if one is not case.certificate.unit.provider]
    provider = others[case.number % len(others)]
    case.document.unit = replace(case.document.unit or _NO_UNIT, provider_id=provider.id)


def _set_patient(case: FaultCase, written: str, key: str | None = None) -> None:
    case.document.patient_id = written
    case.expected.patient_written = written
    case.expected.person_key = key if key is not None else written


def wrong_check_digit(case: FaultCase) -> None:
    number = case.certificate.patient_id
    _set_patient(case, number[:11] + str((int(number[11]) + 1) % 10))


def impossible_birth_date(case: FaultCase) -> None:
    """30 February: sex can be read, the age cannot, so no period counts."""
    number = case.certificate.patient_id
    eleven = f"{number[:4]}0230{number[8:11]}"
    _set_patient(case, eleven + check_digit(eleven[2:]))
    case.expected.birth_date = None
    case.expected.drop_periods("age_missing")


def _unreadable(case: FaultCase, written: str) -> None:
    _set_patient(case, written)
    case.expected.birth_date, case.expected.sex = None, 0
    case.expected.drop_periods("age_missing")


def reserve_number(case: FaultCase) -> None:
    number = case.certificate.patient_id
    _unreadable(case, f"{number[:8]}TF{number[8:10]}")
    case.document.patient_id_root = _RESERVE_ROOT


def ten_digit_person_id(case: FaultCase) -> None:
    _unreadable(case, case.certificate.patient_id[2:])


def no_break_spaces(case: FaultCase) -> None:
    number = case.certificate.patient_id
    _set_patient(case, f"{_NO_BREAK_SPACE}{number}{_NO_BREAK_SPACE}", number)


def hyphen_in_person_id(case: FaultCase) -> None:
    number = case.certificate.patient_id
    _set_patient(case, f"{number[:8]}-{number[8:]}", number)


def improbable_age(case: FaultCase) -> None:
    """Born after the period (which then does not count) and more than 120 years old, in turn."""
    number, signed = case.certificate.patient_id, case.certificate.signed_at
    unborn = case.number % 2 == 0
    year = signed.year + 2 if unborn else 1885
    eleven = f"{year}0115{number[8:11]}"
    _set_patient(case, eleven + check_digit(eleven[2:]))
    case.expected.birth_date = date(year, 1, 15)
    if unborn:
        case.expected.drop_periods("born_after_start")


def doubtful_local_time(case: FaultCase) -> None:
    """A time of the hour that does not exist in March is read as an hour later (rule T-2)."""
    if case.certificate.signed_at.month == 3:
        case.expected.signed_at += timedelta(hours=1)


def is_man(certificate: PlannedCertificate) -> bool:
    return certificate.person.sex == MAN


VALUE_FAULTS: dict[str, Callable[[FaultCase], None]] = {
    function.__name__: function
    for function in (
        diagnosis_with_dot,
        diagnosis_lower_case,
        diagnosis_trailing_blank,
        diagnosis_unknown,
        diagnosis_wrong_length,
        mixed_code_systems,
        pregnancy_code_for_man,
        end_before_start,
        impossible_date,
        year_out_of_range,
        start_before_2010,
        more_than_five_years_ahead,
        periods_overlap,
        degree_repeated,
        degree_unknown,
        unit_missing,
        unit_blank,
        unit_unknown,
        doctor_unknown,
        provider_differs,
        wrong_check_digit,
        impossible_birth_date,
        reserve_number,
        ten_digit_person_id,
        no_break_spaces,
        hyphen_in_person_id,
        improbable_age,
    )
}

TIME_FAULTS: dict[str, Callable[[FaultCase], None]] = {doubtful_local_time.__name__: doubtful_local_time}
"""Faults of signing times that the document must be read with care for."""
