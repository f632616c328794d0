"""The single draws of a sick-leave case: diagnoses, degrees, periods, gaps, forms."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from pipelines.synthetic.organisation import Unit
from pipelines.synthetic.plan import SickPeriod
from pipelines.synthetic.settings import Diagnosis, Parameters, load_diagnoses, load_groups
from pipelines.synthetic.streams import Stream, Weighted

_INFECTIONS = "J-A-B-U"
_DEGREES = (100, 75, 50, 25)
_SHORTEST_STEPPED = 14
_USUAL_COMPANIONS = {"F43": ("F321", "F419", "G473"), "M54": ("M797", "M790")}


class CaseDraws:
    """Draws by the parameters of the stream `cases`."""

    def __init__(self, stream: Stream, parameters: Parameters) -> None:
        self._stream = stream
        self._parameters = parameters
        self._weighted: dict[str, Weighted[Any]] = {}
        self._codes = _codes_by_group_and_sex()
        self._groups = Weighted({name: group.percent for name, group in load_groups().items()})
        every = [diagnosis for codes in load_diagnoses().values() for diagnosis in codes]
        self._by_code = {diagnosis.code: diagnosis for diagnosis in every}
        self._carrier_percent = parameters.number("documents.disease_carrier_percent")
        self._by_percent = parameters.table("cases.by_diagnoses_percent")
        self._change_percent = parameters.table("cases.new_diagnosis_at_renewal_percent")
        self._stepped_percent = parameters.table("cases.stepped_percent")
        self._snapped_percent = parameters.number("cases.end_on_friday_or_sunday_percent")
        self._extended_percent = parameters.number("cases.extended_percent")
        self._copied_percent = parameters.number("events.copied_percent")
        self._two_occupations = parameters.number("documents.two_occupations_percent")
        self._retired = parameters.table("cases.fk7263_percent_by_month")

    def _draw(self, name: str) -> Any:
        if name not in self._weighted:
            self._weighted[name] = self._parameters.weighted(name)
        return self._stream.draw(self._weighted[name])

    def diagnoses(self, group: str, sex: int) -> tuple[Diagnosis, ...]:
        """The main diagnosis and up to two by-diagnoses; codes of KSH97-P stand alone."""
        main = self._code(group, sex)
        number = self._stream.uniform() * 100
        wanted = 2 if number < self._by_percent["two"] else 1 if number < sum(self._by_percent.values()) else 0
        chosen = [main]
        while not main.primary_care and len(chosen) <= wanted:
            companion = self._companion(group, sex)
            if companion not in chosen and not companion.primary_care:
                chosen.append(companion)
        return tuple(chosen)

    def next_diagnoses(self, diagnoses: tuple[Diagnosis, ...], sex: int) -> tuple[Diagnosis, ...]:
        """Mostly the same as before; at times another one of the group or of another."""
        number = self._stream.uniform() * 100
        if number < self._change_percent["same_group"]:
            return self.diagnoses(diagnoses[0].group, sex)
        if number < sum(self._change_percent.values()):
            return self.diagnoses(self._any_group(sex), sex)
        return diagnoses

    def _any_group(self, sex: int) -> str:
        while True:
            group = self._stream.draw(self._groups)
            if group in self._codes[sex]:
                return group

    def _code(self, group: str, sex: int) -> Diagnosis:
        return self._stream.draw(self._codes[sex][group])

    def _companion(self, group: str, sex: int) -> Diagnosis:
        usual = _USUAL_COMPANIONS.get(group)
        if usual and self._stream.chance(70):
            return self._by_code[self._stream.pick(usual)]
        return self._code(self._any_group(sex), sex)

    def disease_carrier(self, group: str) -> bool:
        return group == _INFECTIONS and self._stream.chance(self._carrier_percent)

    def occupations(self) -> tuple[str, ...]:
        first = self._draw("documents.occupation_percent")
        if not self._stream.chance(self._two_occupations):
            return (first,)
        second = self._draw("documents.occupation_percent")
        return (first,) if second == first else (first, second)

    def first_start(self) -> int:
        """Days from the signing day to the start of the first certificate."""
        kind = self._draw("cases.first_start_percent")
        ranges = {"same_day": (0, 0), "within_week": (-7, -1), "earlier": (-28, -8), "future": (1, 7)}
        return self._stream.whole(*ranges[kind])

    def certificate_days(self, start: date, remaining: int) -> int:
        """Days of one certificate: a usual length, at most what remains of the case, often to a Friday or Sunday."""
        days = int(self._draw("cases.certificate_days"))
        if days >= remaining:
            return remaining
        if days >= 10 and self._stream.chance(self._snapped_percent):
            wanted = 4 if self._stream.chance(40) else 6
            end = start + timedelta(days=days - 1)
            days = min(days + (wanted - end.weekday() + 3) % 7 - 3, remaining)
        return days

    def gap(self) -> int:
        """Whole days between a certificate and its renewal; below zero when they overlap."""
        kind = self._draw("cases.renewal_gap_percent")
        ranges = {
            "none": (0, 0),
            "one_day": (1, 1),
            "overlap": (-3, -1),
            "two_to_five": (2, 5),
            "six_to_fourteen": (6, 14),
        }
        return self._stream.whole(*ranges[kind])

    def relation(self) -> str | None:
        if self._stream.chance(self._copied_percent):
            return "KOPIA"
        return "FRLANG" if self._stream.chance(self._extended_percent) else None

    def renewal_unit(self) -> str:
        return str(self._draw("cases.renewal_unit_percent"))

    def first_degree(self, *, psychiatric: bool) -> int:
        return int(self._draw(f"cases.degree_at_start{'_psychiatric' if psychiatric else ''}"))

    def next_degree(self, degree: int) -> int:
        return int(self._draw(f"cases.degree_at_renewal_{degree}"))

    def periods(self, start: date, days: int, degree: int) -> tuple[SickPeriod, ...]:
        """One period, or in stepped certificates two to four with each degree once."""
        degrees = [degree]
        if days >= _SHORTEST_STEPPED and self._stream.chance(self._stepped_percent["certificates"]):
            degrees = self._steps(degree, days)
        parts = len(degrees)
        borders = [days * number // parts for number in range(parts + 1)]
        periods: list[SickPeriod] = []
        for number, step in enumerate(degrees):
            first = start + timedelta(days=borders[number])
            if periods:
                first += timedelta(days=self._joint(borders[number + 1] - borders[number]))
            periods.append(SickPeriod(first, start + timedelta(days=borders[number + 1] - 1), step))
        return tuple(periods)

    def _steps(self, degree: int, days: int) -> list[int]:
        falling = self._stream.chance(self._stepped_percent["falling"])
        further = [other for other in _DEGREES if (other < degree if falling else other > degree)]
        if not further:
            falling, further = not falling, [other for other in _DEGREES if other != degree]
        wanted = min(int(self._draw("cases.steps_percent")) - 1, len(further), days // 7 - 1)
        while len(further) > wanted:
            further.pop(self._stream.whole(0, len(further) - 1))
        return [degree, *sorted(further, reverse=falling)]

    def _joint(self, days: int) -> int:
        """How the next period joins the one before: 0 the day after, -1 on its last day, above 0 later."""
        kind = self._draw("cases.step_joint_percent")
        if kind == "shared_day":
            return -1
        return self._stream.whole(1, 3) if kind == "gap" and days > 4 else 0

    def form(self, signed: datetime, month: int, unit: Unit) -> str:
        """The sick-leave form in use: the retired one at times in the first months, the newer model on units that
        have it."""
        if self._stream.chance(self._retired.get(month, 0)):
            return "fk7263"
        return "fk7804" if unit.new_model_from is not None and signed >= unit.new_model_from else "lisjp"


def _codes_by_group_and_sex() -> dict[int, dict[str, Weighted[Diagnosis]]]:
    """Diagnoses that somebody of the sex can have; groups without any are left out."""
    found: dict[int, dict[str, Weighted[Diagnosis]]] = {1: {}, 2: {}}
    for group, codes in load_diagnoses().items():
        for sex, by_group in found.items():
            fitting = {diagnosis: weight for diagnosis, weight in codes.items() if diagnosis.sex in {None, sex}}
            if fitting:
                by_group[group] = Weighted(fitting)
    return found
