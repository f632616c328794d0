"""Which facts of a history a question reaches: providers, units, filters (statistics 3.5, 8.3, 10.3, 10.5 to 10.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.oracle.cases import Case, CaseInPeriod, case_in_period, full_cases
from tests.oracle.history import Certificate, History, Message, Unit, age_on
from tests.oracle.question import Kept, Question, has_diagnosis, is_within, normal
from tests.oracle.rows import Row

Period = tuple[date, date]


@dataclass(frozen=True)
class Part:
    """One provider's share of an answer; a fact is in it when its unit or care unit is among `units` (None = any)."""

    provider: str
    units: frozenset[str] | None

    def holds(self, care_unit: str, unit: str | None) -> bool:
        """Whether a fact of the provider is reached."""
        return self.units is None or care_unit in self.units or unit in self.units


class Reach:
    """What questions to one history reach."""

    def __init__(self, history: History) -> None:
        self.history = history
        self._cases: dict[str, list[Case]] = {}
        for case in full_cases(history.rows):
            self._cases.setdefault(case[0].provider, []).append(case)
        self._counted: dict[tuple[Part, Kept, Period], list[CaseInPeriod]] = {}

    def available(self, question: Question) -> list[Unit]:
        """The units that a reader of a provider can choose among: all, or the own ones with their sub-units (11.3)."""
        of_provider = [unit for unit in self.history.units if unit.provider == question.provider]
        own = question.own_units
        return of_provider if own is None else [unit for unit in of_provider if {unit.id, unit.care_unit} & own]

    def choosable(self, question: Question) -> frozenset[str]:
        """The ids that a unit filter can choose among."""
        units = self._of_region(question, Kept()) if question.level == "region" else self.available(question)
        return frozenset(unit.id for unit in units)

    def listed(self, question: Question, kept: Kept) -> list[Unit]:
        """The units that a report by unit lists (4.3.8, 8.3)."""
        if question.level == "region":
            patients = dict(question.listed)
            chosen = self._of_region(question, kept)
            if question.report != "cases_per_1000_listed_by_unit":
                return chosen
            return [unit for unit in chosen if (patients[unit.id] or 0) > 0]
        found = self.available(question)
        if kept.units is not None:
            chosen_ids = kept.units & {unit.id for unit in found}
            found = [unit for unit in found if {unit.id, unit.care_unit} & chosen_ids]
        return [unit for unit in found if unit.is_care_unit is question.care_units]

    def _of_region(self, question: Question, kept: Kept) -> list[Unit]:
        ids = {normal(id_) for id_, _ in question.listed}
        if kept.units is not None:
            ids &= kept.units
        return [unit for unit in self.history.units if unit.is_care_unit and unit.id in ids]

    def parts(self, question: Question, kept: Kept) -> list[Part]:
        """The providers whose figures are added up, each with the units that are reached."""
        if question.level == "national":
            return [Part(provider, None) for provider in sorted({one.provider for one in self.history.certificates})]
        if question.level == "region":
            units = self._of_region(question, kept)
            return [
                Part(provider, frozenset(unit.id for unit in units if unit.provider == provider))
                for provider in sorted({unit.provider for unit in units})
            ]
        return [Part(question.provider, self._of_reader(question, kept))]

    def _of_reader(self, question: Question, kept: Kept) -> frozenset[str] | None:
        available = self.available(question)
        reached = frozenset(unit.id for unit in available)
        if kept.units is not None:
            reached &= kept.units
        if question.report in ("cases_by_unit", "messages_per_unit") and not question.care_units:
            return frozenset(
                unit.id for unit in available if not unit.is_care_unit and {unit.id, unit.care_unit} & reached
            )
        return None if question.own_units is None and kept.units is None else reached

    def cases(self, part: Part, kept: Kept, period: Period) -> list[CaseInPeriod]:
        """The cases of a part that count in a period (3.3, 10.4)."""
        asked = (part, kept, period)
        if asked not in self._counted:
            self._counted[asked] = list(self._count(part, kept, period))
        return self._counted[asked]

    def _count(self, part: Part, kept: Kept, period: Period) -> Iterator[CaseInPeriod]:
        def visible(row: Row) -> bool:
            path = (row.chapter, row.block, row.category, row.code)
            return (
                part.holds(row.care_unit, row.unit)
                and has_diagnosis(path, kept.diagnoses)
                and is_within(row.age, kept.ages)
            )

        for case in self._cases.get(part.provider, []):
            found = case_in_period(case, visible, *period)
            if found is not None and is_within(found.days, kept.lengths):
                yield found

    def issued(self, part: Part, kept: Kept, period: Period) -> Iterator[Certificate]:
        """Certificates that are not revoked; age on the day of signing, no filter of types."""
        for one in self._signed(part, kept, period):
            if not one.revoked and is_within(age_on(one.born, one.signed), kept.ages):
                yield one

    def sent(self, part: Part, kept: Kept, period: Period) -> Iterator[Certificate]:
        """Certificates sent to FK, revoked ones too; age on the first day of the month of signing."""
        for one in self._signed(part, kept, period):
            if (
                one.sent
                and (kept.types is None or one.type_id in kept.types)
                and is_within(age_on(one.born, one.signed.replace(day=1)), kept.ages)
            ):
                yield one

    def messages(self, part: Part, kept: Kept, period: Period) -> Iterator[tuple[Certificate, Message]]:
        """Messages in the month of their certificate's signing, each with it; age on the first day of that month."""
        for one in self._signed(part, kept, period):
            if kept.types is not None and one.type_id not in kept.types:
                continue
            for message in one.messages:
                if is_within(age_on(message.born, one.signed.replace(day=1)), kept.ages):
                    yield one, message

    def _signed(self, part: Part, kept: Kept, period: Period) -> Iterator[Certificate]:
        for one in self.history.certificates:
            if (
                one.provider == part.provider
                and period[0] <= one.signed <= period[1]
                and part.holds(one.care_unit, one.unit)
                and has_diagnosis((one.chapter, one.block, one.category, one.code), kept.diagnoses)
            ):
                yield one
