"""Plans the certificates that are no sick leave: employers' forms, other benefits, drivers, deaths (rule 19.6)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipelines.synthetic.organisation import Organisation, Unit
from pipelines.synthetic.persons import Person, Persons
from pipelines.synthetic.plan import PlannedCertificate, SickPeriod
from pipelines.synthetic.settings import Diagnosis, Parameters, load_diagnoses
from pipelines.synthetic.streams import Streams, Weighted
from pipelines.synthetic.work_calendar import Month, WorkCalendar

_LONG_CASE_DAYS = 365
_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class _Kind:
    """Who a form is about: parameter of the ages, of the share of women, groups of diagnoses, psychiatric units."""

    ages: str
    women: str = "all"
    diagnoses: tuple[str, ...] = ()
    psychiatric: bool = False


_ANY_ILLNESS = ("F43", "F32-F33", "M54", "M other", "R", "G")
_KINDS = {
    "ag7804": _Kind("age_sick_leave", diagnoses=_ANY_ILLNESS),
    "ag114": _Kind("age_sick_leave", diagnoses=("J-A-B-U", "M54", "R", "K")),
    "luse": _Kind("age_sickness_compensation", diagnoses=("F32-F33", "M other", "G", "I", "C-D")),
    "luae_na": _Kind("age_activity_compensation", diagnoses=("activity",), psychiatric=True),
    "luae_fs": _Kind("age_activity_compensation", diagnoses=("activity",), psychiatric=True),
    "fk7472": _Kind("age_child", "children"),
    "fk7426": _Kind("age_child", "children", ("child",)),
    "fk7427": _Kind("age_child_12_16", "children", ("child",)),
    "fk3226": _Kind("age_adult", diagnoses=("serious",)),
    "fk3221": _Kind("age_child", "children", ("lasting",)),
    "fk7809": _Kind("age_adult", diagnoses=("lasting",)),
    "fk7810": _Kind("age_adult", diagnoses=("lasting",)),
    "fk7210": _Kind("age_pregnancy", "pregnancy"),
    "ts-bas": _Kind("age_driver", "drivers"),
    "ts8071": _Kind("age_driver", "drivers"),
    "ts-diabetes": _Kind("age_diabetes", "drivers", ("diabetes",)),
    "tstrk1009": _Kind("age_driver", "drivers"),
    "tstrk1062": _Kind("age_activity_compensation", "drivers", ("adhd",), psychiatric=True),
    "db": _Kind("age_deceased", "deceased"),
    "doi": _Kind("age_deceased", "deceased"),
    "af00213": _Kind("age_adult"),
    "af00251": _Kind("age_adult"),
}
_OLDER_CONTRACTS = {"ts-bas", "ts-diabetes"}


class OtherTypes:
    """Plans one certificate after the other; the types take turns so that their shares come out exactly."""

    def __init__(
        self,
        streams: Streams,
        parameters: Parameters,
        organisation: Organisation,
        persons: Persons,
        calendar: WorkCalendar,
    ) -> None:
        self._stream = streams["other types"]
        self._parameters = parameters
        self._organisation = organisation
        self._persons = persons
        self._calendar = calendar
        self._shares = parameters.table("other_types.percent")
        self._credit = dict.fromkeys(self._shares, 0.0)
        self._diagnoses = {group: Weighted(codes) for group, codes in load_diagnoses().items()}
        self._long_cases: deque[PlannedCertificate] = deque(maxlen=_REMEMBERED)

    def share(self) -> float:
        """Share of these types among all certificates, in per cent."""
        return sum(self._shares.values())

    def remember(self, certificates: list[PlannedCertificate]) -> None:
        """Note the persons of long cases; some of them get a statement for sickness compensation."""
        self._long_cases.extend(one for one in certificates if one.days_into_case >= _LONG_CASE_DAYS)

    def plan(self, month: Month, sick_leave: list[PlannedCertificate]) -> PlannedCertificate:
        """The next certificate of the month; `sick_leave` are the month's sick-leave certificates to refer to."""
        type_id = self._next_type()
        stream, kind = self._stream, _KINDS[type_id]
        if type_id == "ag7804" and sick_leave and self._percent("with_sick_leave_percent"):
            return self._for_employer(stream.pick(sick_leave))
        signed = self._calendar.at_work(stream, self._calendar.signing_day(stream, month))
        earlier = self._after_long_case() if type_id == "luse" else None
        person = earlier.person if earlier else self._person(kind, signed)
        unit = earlier.unit if earlier else self._organisation.draw_unit(stream, psychiatric=kind.psychiatric)
        certificate = PlannedCertificate(
            certificate_id=stream.uuid(),
            type_id=self._version(type_id, unit, signed),
            person=person,
            patient_id=person.later_number or person.number,
            unit=unit,
            doctor=self._organisation.draw_doctor(stream, unit),
            signed_at=signed,
            registered_at=signed,
            diagnoses=earlier.diagnoses if earlier else self._draw_diagnoses(kind, person.sex),
        )
        self._details(certificate)
        return certificate

    def _percent(self, name: str) -> bool:
        return self._stream.chance(self._parameters.number(f"other_types.{name}"))

    def _next_type(self) -> str:
        """The type that lags most behind its share."""
        for type_id, share in self._shares.items():
            self._credit[type_id] += share
        chosen: str = max(self._credit, key=lambda type_id: self._credit[type_id])
        self._credit[chosen] -= self.share()
        return chosen

    def _after_long_case(self) -> PlannedCertificate | None:
        if self._long_cases and self._percent("after_long_sick_leave_percent"):
            return self._stream.pick(self._long_cases)
        return None

    def _person(self, kind: _Kind, signed: datetime) -> Person:
        sex = self._persons.sex(self._parameters.number("persons.women_percent", kind.women))
        return self._persons.new(sex, kind.ages, signed.date())

    def _draw_diagnoses(self, kind: _Kind, sex: int) -> tuple[Diagnosis, ...]:
        if not kind.diagnoses:
            return ()
        while True:
            diagnosis = self._stream.draw(self._diagnoses[self._stream.pick(kind.diagnoses)])
            if diagnosis.sex in {None, sex}:
                return (diagnosis,)

    @staticmethod
    def _version(type_id: str, unit: Unit, signed: datetime) -> str:
        """The newer model's version of an employer's form on units that have it."""
        newer = unit.new_model_from is not None and signed >= unit.new_model_from
        return f"{type_id}_v2" if newer and type_id in {"ag7804", "ag114"} else type_id

    def _details(self, certificate: PlannedCertificate) -> None:
        stream, type_id = self._stream, certificate.form.register_id
        day = certificate.signed_at.date()
        if type_id in {"ag7804", "ag114"}:
            certificate.diagnosis_passed_on = self._percent("diagnosis_passed_on_percent")
            days = stream.whole(15, 42) if type_id == "ag7804" else stream.whole(3, 14)
            start = day - timedelta(days=stream.whole(0, 2))
            certificate.periods = (SickPeriod(start, start + timedelta(days=days - 1), self._degree(type_id)),)
        elif type_id in _OLDER_CONTRACTS:
            certificate.older_contract = stream.chance(self._parameters.number("documents.older_contract_percent"))
        elif type_id in {"db", "doi"}:
            certificate.event_date = day - timedelta(days=stream.whole(0, 3))
        elif type_id == "fk7210":
            certificate.event_date = day + timedelta(days=stream.whole(60, 180))

    def _degree(self, type_id: str) -> int:
        if self._percent("full_degree_percent"):
            return 100
        return self._stream.whole(1, 9) * 10 if type_id == "ag114" else 50

    def _for_employer(self, sick_leave: PlannedCertificate) -> PlannedCertificate:
        """AG7804 beside a sick-leave certificate: the same patient, doctor, unit and periods, minutes later."""
        signed = sick_leave.signed_at + timedelta(minutes=self._stream.whole(1, 15))
        return replace(
            sick_leave,
            certificate_id=self._stream.uuid(),
            type_id=self._version("ag7804", sick_leave.unit, signed),
            signed_at=signed,
            registered_at=signed,
            relation=None,
            answers_message_id=None,
            disease_carrier=False,
            diagnosis_passed_on=self._percent("diagnosis_passed_on_percent"),
            exempt=False,
            revoked_at=None,
            sent=[],
            fault=None,
        )
