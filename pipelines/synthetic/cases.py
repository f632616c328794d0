"""Plans sick-leave cases: a first certificate and its renewals (rule 19.5 of the ingestion rules)."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from statistics import NormalDist

from pipelines.synthetic.case_draws import CaseDraws
from pipelines.synthetic.organisation import Doctor, Organisation, Unit
from pipelines.synthetic.persons import Person, Persons
from pipelines.synthetic.plan import PlannedCase, PlannedCertificate, SickPeriod
from pipelines.synthetic.settings import (
    Diagnosis,
    DiagnosisGroup,
    Parameters,
    load_groups,
)
from pipelines.synthetic.streams import Streams, Weighted, lognormal_sigma
from pipelines.synthetic.work_calendar import Month, WorkCalendar

_YEAR = 365
_LONGEST_CARRIER = 14
_NORMAL = NormalDist()


class CasePlanner:
    """Plans one case after the other; every draw is of the streams `cases` and `persons`."""

    def __init__(
        self,
        streams: Streams,
        parameters: Parameters,
        organisation: Organisation,
        persons: Persons,
        calendar: WorkCalendar,
    ) -> None:
        self._stream = streams["cases"]
        self._parameters = parameters
        self._organisation = organisation
        self._persons = persons
        self._calendar = calendar
        self._draws = CaseDraws(self._stream, parameters)
        self._groups = load_groups()
        self._group_weights = Weighted({name: group.percent for name, group in self._groups.items()})
        self._tails = _tails(list(self._groups.values()), parameters)

    def plan(self, month: Month, first_gap: int | None = None) -> PlannedCase | None:
        """One case whose first certificate is signed in the month; None when all of it lies before the window.

        `first_gap` makes a case of at least two certificates with exactly so many days between the first two, at
        the same unit and free of faults.
        """
        stream, draws = self._stream, self._draws
        group = self._groups[stream.draw(self._group_weights)]
        length = self._length(group)
        signed = self._calendar.at_work(stream, self._calendar.signing_day(stream, month))
        if signed.date() + timedelta(days=length + 60) < self._calendar.first and first_gap is None:
            return None
        sex = self._persons.sex(group.percent_women)
        ages = "age_pregnancy" if group.percent_women == 100 else "age_sick_leave"
        person = self._persons.for_case(sex, ages, signed.date())
        unit = self._organisation.draw_unit(stream, psychiatric=group.psychiatric)
        diagnoses = draws.diagnoses(group.name, sex)
        start = signed.date() + timedelta(days=draws.first_start())
        if first_gap is None and draws.disease_carrier(group.name):
            return self._carrier(person, unit, signed, start, diagnoses=diagnoses)
        if first_gap is not None:
            length = max(length, 60)
        case = PlannedCase(person, start, [])
        self._chain(case, unit, signed, length=length, diagnoses=diagnoses, group=group, first_gap=first_gap)
        return case

    def _length(self, group: DiagnosisGroup) -> int:
        """Days of the whole case, lognormal, with the tail beyond a year scaled to the parameter's share."""
        stream = self._stream
        tail, kept = self._tails[group.name]
        uniform = 1 - tail * stream.uniform() if stream.uniform() < kept else (1 - tail) * stream.uniform()
        sigma = lognormal_sigma(group.median_days, group.ninetieth_days)
        days = group.median_days * math.exp(sigma * _NORMAL.inv_cdf(min(max(uniform, 1e-9), 1 - 1e-9)))
        least = self._parameters.number("cases.length", "least")
        return int(min(max(days, least), self._parameters.number("cases.length", "most")))

    def _carrier(
        self, person: Person, unit: Unit, signed: datetime, start: date, *, diagnoses: tuple[Diagnosis, ...]
    ) -> PlannedCase:
        end = start + timedelta(days=self._stream.whole(4, _LONGEST_CARRIER) - 1)
        certificate = self._certificate(
            person, unit, None, signed, diagnoses=diagnoses, periods=(SickPeriod(start, end, 100),)
        )
        certificate.disease_carrier = True
        return PlannedCase(person, start, [certificate])

    def _chain(
        self,
        case: PlannedCase,
        unit: Unit,
        signed: datetime,
        *,
        length: int,
        diagnoses: tuple[Diagnosis, ...],
        group: DiagnosisGroup,
        first_gap: int | None,
    ) -> None:
        """Add certificates to the case until its length is reached or its next one lies in the future."""
        stream, draws, person = self._stream, self._draws, case.person
        doctor = self._organisation.draw_doctor(stream, unit)
        occupations = draws.occupations()
        start, last_day = case.start, case.start + timedelta(days=length - 1)
        degree = draws.first_degree(psychiatric=group.psychiatric)
        previous: PlannedCertificate | None = None
        while start <= last_day and signed < self._calendar.now:
            days = draws.certificate_days(start, (last_day - start).days + 1)
            if previous is None and first_gap is not None:
                days = min(days, 21)
            periods = draws.periods(start, days, degree)
            certificate = self._certificate(person, unit, doctor, signed, diagnoses=diagnoses, periods=periods)
            certificate.occupations = occupations
            certificate.days_into_case = (start - case.start).days
            certificate.exempt = first_gap is not None
            if previous is not None:
                certificate.relation = self._extension(previous, certificate)
                certificate.patient_id = person.later_number or person.number
            case.certificates.append(certificate)
            second = previous is None
            previous, degree = certificate, periods[-1].degree
            gap = first_gap if second and first_gap is not None else draws.gap()
            start = certificate.end + timedelta(days=1 + gap)
            if start > last_day:
                break
            signed = self._renewal_signed(signed, start)
            degree = draws.next_degree(degree)
            if first_gap is None:
                unit, doctor = self._next_unit(unit, doctor)
                diagnoses = draws.next_diagnoses(diagnoses, person.sex)

    def _certificate(
        self,
        person: Person,
        unit: Unit,
        doctor: Doctor | None,
        signed: datetime,
        *,
        diagnoses: tuple[Diagnosis, ...],
        periods: tuple[SickPeriod, ...],
    ) -> PlannedCertificate:
        type_id = self._draws.form(signed, self._calendar.position(signed) + 1, unit)
        return PlannedCertificate(
            certificate_id=self._stream.uuid(),
            type_id=type_id,
            person=person,
            patient_id=person.number,
            unit=unit,
            doctor=doctor or self._organisation.draw_doctor(self._stream, unit),
            signed_at=signed,
            registered_at=signed,
            diagnoses=diagnoses,
            periods=periods,
        )

    def _renewal_signed(self, signed: datetime, start: date) -> datetime:
        """A renewal is signed in the week of its start, and after the certificate before it."""
        day = self._calendar.weekday_in_week_of(self._stream, start)
        moment = self._calendar.at_work(self._stream, day)
        return moment if moment > signed else self._calendar.at_work(self._stream, signed.date() + timedelta(days=7))

    def _extension(
        self, previous: PlannedCertificate, certificate: PlannedCertificate
    ) -> tuple[str, PlannedCertificate] | None:
        """FRLANG or KOPIA, within the same provider, to a certificate that the store holds."""
        kind = self._draws.relation()
        same_provider = previous.unit.provider is certificate.unit.provider
        held = previous.signed_at.date() >= self._calendar.first
        return (kind, previous) if kind and same_provider and held else None

    def _next_unit(self, unit: Unit, doctor: Doctor) -> tuple[Unit, Doctor]:
        where = self._draws.renewal_unit()
        stream, organisation = self._stream, self._organisation
        if where == "same":
            return unit, doctor if stream.chance(75) else organisation.draw_doctor(stream, unit)
        other = (
            organisation.other_unit(stream, unit)
            if where == "same_provider"
            else organisation.unit_of_other_provider(stream, unit)
        )
        return other, organisation.draw_doctor(stream, other)


def _tails(groups: list[DiagnosisGroup], parameters: Parameters) -> dict[str, tuple[float, float]]:
    """By group: the share of its lognormal beyond a year, and how often a case is drawn from there."""
    tails = {}
    for group in groups:
        sigma = lognormal_sigma(group.median_days, group.ninetieth_days)
        tails[group.name] = 1 - NormalDist(0, sigma).cdf(math.log(_YEAR / group.median_days))
    percent = sum(group.percent for group in groups)
    natural = sum(group.percent * tails[group.name] for group in groups) / percent
    wanted = parameters.number("cases.length", "beyond_one_year_percent") / 100
    return {name: (tail, tail * wanted / natural) for name, tail in tails.items()}
