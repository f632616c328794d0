"""The answer to a question about a history: every report on every level, in both views (statistics 4, 6, 8 and 9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tests.oracle import groups, labels, tallies
from tests.oracle.case_groups import GROUPS_OF_CASES, Named
from tests.oracle.fact_groups import FACTS, Asked
from tests.oracle.facts_in_reach import Part, Period, Reach
from tests.oracle.question import Kept, Question, Span, days_of_span, normal, span_and_filters
from tests.oracle.tallies import NOBODY, Cells, Tally
from tests.oracle.told import content_message, notes, size_message

ALL_COUNTIES = "ALL"
OTHER_CHILDREN = "OTHER_BLOCKS"


@dataclass(frozen=True)
class Answer:
    """What a report must show: window, message about it, groups in order, and cells by period.

    `messages` are about the interval, and about the content on the levels that take filters. `chart` is None where the
    chart has the groups of the table. `divisor` is what shares and rates are divided by; `once` each case once by
    period, None for what is no cases. Labels are None where the rules lay down none.
    """

    span: Span
    messages: list[str]
    shown: list[str]
    table: list[Cells]
    chart: tuple[list[str], list[Cells]] | None = None
    divisor: list[Cells] | None = None
    once: list[Tally] | None = None
    labels: list[str] | None = None
    chart_labels: list[str] | None = None
    notes: frozenset[str] = frozenset()


Found = Iterable[tuple[str, int]]
"""What was counted: group and sex, one for each."""


class Answers:
    """Answers questions to one history."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach

    def answer(self, question: Question) -> Answer:
        """The whole answer to one question."""
        as_of = self.reach.history.as_of
        span, kept, of_interval = span_and_filters(question, as_of)
        found = self._figures(question, span, kept)
        _, chart = found.chart or (found.shown, found.table)
        of_content = content_message(question, kept, self.reach, span, chart)
        of_size = size_message(question, span, found.shown)
        in_chart = found.shown if found.chart is None else found.chart[0]
        return replace(
            found,
            messages=[told for told in (of_interval, of_content, of_size) if told is not None],
            labels=labels.of_groups(question, kept, self.reach, found.shown, chart=False),
            chart_labels=labels.of_groups(question, kept, self.reach, in_chart, chart=True),
            notes=notes(question, span, as_of, shown=found.shown, table=found.table, once=found.once),
        )

    def _figures(self, question: Question, span: Span, kept: Kept) -> Answer:
        months = [(month, month) for month in range(span[0], span[1] + 1)] if question.monthly else [span]
        periods = [days_of_span(one) for one in months]
        if question.report == "complement_share":
            completed, sent = zip(*(self.share(question, kept, period) for period in periods), strict=True)
            return Answer(span, [], list(groups.SHARE_TYPES), list(completed), divisor=list(sent))
        table = [self._cells(question, kept, period) for period in periods]
        if question.report in ("cases_by_county", "case_sex_share_by_county"):
            return self._by_county(question, span, months, table)
        shown = self._shown(question, kept, table)
        return Answer(
            span,
            [],
            shown,
            table,
            self._chart(question, kept, periods, shown, table),
            self._listed_patients(question, shown, len(periods)),
            [tallies.total(self._once(question, kept, period).values()) for period in periods]
            if question.report in GROUPS_OF_CASES and not _is_of_some_cases(question)
            else None,
        )

    def cells(self, question: Question, kept: Kept, period: Period, dimension: str, *, monthly: bool) -> Cells:
        """Cases by the groups of `dimension`, cut for each provider and summed."""
        each = GROUPS_OF_CASES[dimension](question, self._named(question, kept))[0 if monthly else 1]

        def found(part: Part) -> Iterator[tuple[str, int]]:
            for case in self.reach.cases(part, kept, period):
                for key in each(case):
                    yield key, case.last.sex

        return self._summed(question, kept, found)

    def _once(self, question: Question, kept: Kept, period: Period) -> Cells:
        """Each case once; of the long cases only those, nationally below a diagnosis only those with it."""
        if question.report == "cases_within_diagnosis":
            divided = replace(question, nodes=(question.node or "",))
            return self.cells(divided, kept, period, "cases_compare_diagnoses", monthly=question.monthly)
        dimension = "long_cases" if question.report == "long_cases" else "cases_total"
        return self.cells(question, kept, period, dimension, monthly=question.monthly)

    def _cells(self, question: Question, kept: Kept, period: Period) -> Cells:
        if question.report in GROUPS_OF_CASES:
            return self.cells(question, kept, period, question.report, monthly=question.monthly)
        count, named = FACTS[question.report], self._named(question, kept)
        return self._summed(question, kept, lambda part: count(self.reach, Asked(question, part, kept, period, named)))

    def _summed(self, question: Question, kept: Kept, found: Callable[[Part], Found]) -> Cells:
        per_listed = question.report == "cases_per_1000_listed_by_unit"
        counted = [tallies.counted(found(part)) for part in self.reach.parts(question, kept)]
        if question.level == "provider":
            return tallies.added(counted)
        cut = tallies.cut_by_total if per_listed else tallies.cut
        return tallies.added(cut(cells, question.threshold) for cells in counted)

    def share(self, question: Question, kept: Kept, period: Period) -> tuple[Cells, Cells]:
        """Certificates with a request for completion, and all that were sent (4.5.4, 6.2)."""
        completed_parts, sent_parts = [], []
        for part in self.reach.parts(question, kept):
            sent = [one for one in self.reach.sent(part, kept, period) if one.type_id in groups.SHARE_TYPES]
            all_sent = tallies.counted((one.type_id, one.sex) for one in sent)
            completed = tallies.counted(
                (one.type_id, one.sex) for one in sent if any(m.subject == "KOMPLT" for m in one.messages)
            )
            if question.level != "provider":
                all_sent = tallies.cut_with(all_sent, completed, question.threshold)
                completed = tallies.cut(completed, question.threshold)
            completed_parts.append(completed)
            sent_parts.append(all_sent)
        return tallies.added(completed_parts), tallies.added(sent_parts)

    def _by_county(self, question: Question, span: Span, months: list[Span], table: list[Cells]) -> Answer:
        """All counties together first; the unknown one only with cases, in shares always, in no chart of rates (9)."""
        people = [inhabitants(self.reach.history.population, last // 12 - 1) for _, last in months]
        with_unknown = question.report == "case_sex_share_by_county" or any("00" in cells for cells in table)
        shown = [ALL_COUNTIES, *(county for county in groups.COUNTIES if county != "00" or with_unknown)]
        with_sum = [{**cells, ALL_COUNTIES: tallies.total(cells.values())} for cells in table]
        of_rates = question.report == "cases_by_county"
        return Answer(
            span,
            [],
            shown,
            with_sum,
            ([county for county in shown if county != "00"], with_sum) if of_rates else None,
            divisor=[{**of_year, ALL_COUNTIES: tallies.total(of_year.values())} for of_year in people],
        )

    def _named(self, question: Question, kept: Kept) -> Named:
        return Named(
            frozenset(unit.id for unit in self.reach.listed(question, kept)),
            frozenset(one.id for one in self.reach.history.doctors if one.protected),
        )

    def _listed_patients(self, question: Question, shown: list[str], periods: int) -> list[Cells] | None:
        if question.report != "cases_per_1000_listed_by_unit":
            return None
        patients = {normal(id_): number or 0 for id_, number in question.listed}
        return [{unit: Tally(unknown=patients[unit]) for unit in shown}] * periods

    def _shown(self, question: Question, kept: Kept, table: list[Cells]) -> list[str]:
        """The groups in order; which of them stand empty is said in 4.3."""
        chosen = self._chosen_groups(question)
        fixed = FIXED.get(question.report) if chosen is None else chosen
        if fixed is not None:
            return list(fixed)
        if question.report in ONLY_WHEN_USED:
            order, hidden = ONLY_WHEN_USED[question.report]
            used = _used(table)
            return [key for key in order if key in used or key not in hidden]
        ordered = self._doctors() if "doctor" in question.report else self._units(question, kept)
        if question.report.startswith("messages_"):
            return self._with_topics(question, ordered, table)
        every_unit = question.monthly and "unit" in question.report
        return [key for key in ordered if every_unit or _is_seen(key, table)]

    def _chosen_groups(self, question: Question) -> list[str] | None:
        """Groups that the question or the history as a whole decides, whatever was counted."""
        if question.report == "cases_within_diagnosis":
            return list(groups.children(question.node or ""))
        if question.report == "cases_compare_diagnoses":
            return [node for node in dict.fromkeys(question.nodes) if node in groups.diagnosis_nodes()]
        return self._existing_types() if question.report == "certificates_total" else None

    def _existing_types(self) -> list[str]:
        exist = {one.type_id for one in self.reach.history.certificates}
        return [
            key
            for key in groups.ISSUED_TYPES
            if key in exist or (key == groups.SICK_LEAVE_GROUP and exist & set(groups.SICK_LEAVE))
        ]

    def _units(self, question: Question, kept: Kept) -> list[str]:
        names = {unit.id: unit.name for unit in self.reach.listed(question, kept)}
        return sorted(names, key=lambda id_: (names[id_].lower(), id_))

    def _doctors(self) -> list[str]:
        names = {
            "PROTECTED" if one.protected else one.id: "Läkare med skyddad personuppgift"
            if one.protected
            else " ".join(filter(None, (one.first_name, one.surname))) or one.id
            for one in self.reach.history.doctors
        }
        return sorted(names, key=lambda id_: (names[id_].lower(), id_))

    def _with_topics(self, question: Question, ordered: list[str], table: list[Cells]) -> list[str]:
        every_unit = question.monthly and question.report == "messages_per_unit"
        used = _used(table)
        with_messages = {key.rpartition(":")[0] for key in used if _is_seen(key, table)}
        return [
            f"{key}:{topic}"
            for key in ordered
            if every_unit or key in with_messages
            for topic in groups.TOPICS
            if topic != "OKANT" or f"{key}:{topic}" in used
        ]

    def _chart(
        self, question: Question, kept: Kept, periods: list[Period], shown: list[str], table: list[Cells]
    ) -> tuple[list[str], list[Cells]] | None:
        if question.report == "cases_within_diagnosis":
            return _largest(shown, table)
        if question.report != "cases_by_diagnosis_group":
            return None
        if question.monthly:
            merged = {key: groups.diagnosis_group(None if key == groups.UNKNOWN else key) for key in shown}
            cells = [tallies.regrouped(of_month, merged) for of_month in table]
        else:
            cells = [self.cells(question, kept, period, "diagnosis_group", monthly=False) for period in periods]
        used = any(groups.UNKNOWN in of_period for of_period in cells)
        return [key for key in groups.DIAGNOSIS_GROUPS if key != groups.UNKNOWN or used], cells


def _used(table: list[Cells]) -> set[str]:
    """The groups of which something was counted, be it cut away."""
    return {key for cells in table for key, tally in cells.items() if tally != NOBODY}


def _is_seen(key: str, table: list[Cells]) -> bool:
    return any(cells.get(key, NOBODY).everybody for cells in table)


def _largest(shown: list[str], table: list[Cells]) -> tuple[list[str], list[Cells]]:
    """Children with cases, the largest first; of more than seven six and the sum of the rest (4.3.6)."""
    sums = {key: sum(cells.get(key, NOBODY).everybody for cells in table) for key in shown}
    ordered = sorted((key for key in shown if sums[key]), key=lambda key: -sums[key])
    if len(ordered) <= 7:
        return ordered, table
    rest = ordered[6:]
    with_rest = [{**cells, OTHER_CHILDREN: tallies.total(cells.get(key, NOBODY) for key in rest)} for cells in table]
    return [*ordered[:6], OTHER_CHILDREN], with_rest


def inhabitants(population: Iterable[tuple[str, int, int, int]], year: int) -> Cells:
    """Inhabitants by county at the end of `year`, else of the newest year; only counties with both sexes (9)."""
    rows = list(population)
    years = {row[1] for row in rows}
    chosen = year if year in years else max(years, default=0)
    women = {county: number for county, of_year, sex, number in rows if of_year == chosen and sex == 2}
    men = {county: number for county, of_year, sex, number in rows if of_year == chosen and sex == 1}
    return {county: Tally(women[county], men[county]) for county in women if county in men}


FIXED: Mapping[str, tuple[str, ...]] = {
    "cases_total": ("TOTAL",),
    "cases_by_age_group": groups.AGES,
    "cases_by_degree": groups.DEGREES,
    "cases_by_length": groups.LENGTHS,
    "long_cases": ("91-",),
    "certificates_per_case": groups.NUMBERS_OF_CERTIFICATES,
    "complements_per_question": groups.QUESTIONS,
    "certificates_undivided": ("TOTAL",),
    "messages_undivided": ("TOTAL",),
}
ONLY_WHEN_USED: Mapping[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "cases_by_diagnosis_group": ((*groups.CHAPTERS, groups.UNKNOWN), frozenset({groups.UNKNOWN})),
    "cases_by_doctor_age_sex": (
        groups.DOCTOR_GROUPS,
        frozenset(key for key in groups.DOCTOR_GROUPS if "UNKNOWN" in key),
    ),
    "cases_by_doctor_title": (groups.TITLES, frozenset(groups.TITLES)),
    "messages_by_subject": (groups.TOPICS, frozenset({"OKANT"})),
}
"""Groups in order, and those of them that are left out when they are zero in every period."""


def _is_of_some_cases(question: Question) -> bool:
    """Whether only some diagnoses are counted and no number of all cases with them is known."""
    within = question.report == "cases_within_diagnosis" and question.level != "national"
    return within or question.report == "cases_compare_diagnoses"
