"""What an extract is made of: the parts of statistics 14.1 as one immutable value, read from a data file.

A description says which facts are taken (population, case condition, diagnosis condition), what they are divided by
(dimensions) and what is told of each part (measures, ranking, or one row per case). See docs/howto-make-an-extract.md.
"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from warehouse.extracts.parts import (
    LENGTH_GROUPS,
    NAME,
    OF_LENGTH,
    Ages,
    Bands,
    Condition,
    Counted,
    DiagnosisCondition,
    Dimension,
    Happening,
    Match,
    Measure,
    Part,
    Population,
    Ranking,
)
from warehouse.reports.result import Label


class Section(Part):
    """One table of an extract.

    Each of the `groupings` is a set of dimensions to divide by; a dimension that a grouping leaves out stands there as
    its total. Exactly one of `measures`, `ranking` and `one_row_per_case` says what is told. `cut_off` names the
    dimensions whose groups lose, before anything is summed, the lines of providers with fewer than the threshold;
    None is no cut-off. `no_case_value` is told in place of a measure of no case.
    """

    id: str = Field(pattern=NAME)
    title: Label
    population: Population = Population.CASES
    condition: Condition = Condition()
    diagnosis: DiagnosisCondition | None = None
    certificate_types: tuple[str, ...] = ()
    groupings: tuple[tuple[Dimension, ...], ...] = ((),)
    ages: Ages = Ages()
    length_groups: Bands = LENGTH_GROUPS
    letters: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    ranking: Ranking | None = None
    one_row_per_case: bool = False
    zero_rows: bool = False
    cut_off: tuple[Dimension, ...] | None = None
    decimals: int = Field(default=2, ge=0)
    truncated: bool = False
    no_case_value: float | None = None

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Every dimension of the groupings, in the order in which they are first named."""
        return tuple(dict.fromkeys(dimension for grouping in self.groupings for dimension in grouping))

    @model_validator(mode="after")
    def _told_in_one_way(self) -> Self:
        if sum((bool(self.measures), self.ranking is not None, self.one_row_per_case)) != 1:
            raise ValueError(f"{self.id}: give measures, a ranking or one_row_per_case, and only one of them")
        if self.one_row_per_case and len(self.groupings) != 1:
            raise ValueError(f"{self.id}: one row per case has one grouping")
        return self

    @model_validator(mode="after")
    def _divided_by_what_is_there(self) -> Self:
        used = {*self.dimensions, *(self.cut_off or ())}
        if self.condition.has_several_windows and any(Dimension.PERIOD not in by for by in self.groupings):
            raise ValueError(f"{self.id}: something can be in several windows, so every grouping must name the period")
        if Dimension.UNIT in used and any(Dimension.UNIT not in by for by in self.groupings):
            raise ValueError(f"{self.id}: a line can count at several units, so every grouping must name the unit")
        if Dimension.DIAGNOSIS in used and self.diagnosis is None:
            raise ValueError(f"{self.id}: the dimension diagnosis needs a diagnosis condition")
        if Dimension.LETTER in used and not self.letters:
            raise ValueError(f"{self.id}: the dimension letter needs letters")
        if self.population in {Population.HEADERS, Population.PATIENTS} and (
            Dimension.LENGTH in used or self.one_row_per_case or OF_LENGTH.intersection(self.measures)
        ):
            raise ValueError(f"{self.id}: {self.population} have no length")
        return self

    @model_validator(mode="after")
    def _fits_the_population(self) -> Self:
        cases = self.population is Population.CASES
        if not cases and self.condition.happening is not self._happening_of_others():
            raise ValueError(f"{self.id}: {self.population} take the condition {self._happening_of_others()}")
        if self.diagnosis and not cases and self.diagnosis.match is not self._match_of_others():
            raise ValueError(f"{self.id}: {self.population} take the match {self._match_of_others()}")
        if self._needs_every_category() and not cases:
            raise ValueError(f"{self.id}: only cases have several categories")
        if self.certificate_types and self.population is not Population.HEADERS:
            raise ValueError(f"{self.id}: only headers are chosen by certificate type")
        return self

    def _happening_of_others(self) -> Happening:
        """First certificates are those of cases that start; everything else is there when it touches the window."""
        return Happening.STARTED if self.population is Population.FIRST_CERTIFICATES else Happening.TOUCHING

    def _match_of_others(self) -> Match:
        """A certificate has one diagnosis; patients are those who have any row with it."""
        return Match.ANY_ROW if self.population is Population.PATIENTS else Match.LAST

    def _needs_every_category(self) -> bool:
        every = self.ranking is not None and self.ranking.counted is Counted.EVERY
        return every or Measure.SHARE_SEVERAL_CATEGORIES in self.measures


class Description(Part):
    """An order from an authority, ready to be evaluated.

    `protection` says what is done, and what is not, so that nobody can be recognised. `parameters` are the names of
    `Parameters` that the order can be given. Without `providers` and `units` all are taken.
    """

    id: str = Field(pattern=NAME)
    title: Label
    protection: Label
    parameters: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    sections: tuple[Section, ...]

    @model_validator(mode="after")
    def _sections_can_be_told_apart(self) -> Self:
        ids = [section.id for section in self.sections]
        if not ids:
            raise ValueError("an extract has at least one section")
        if len(set(ids)) != len(ids):
            raise ValueError("two sections have the same id")
        return self
