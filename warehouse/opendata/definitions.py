"""The public tables there are, described once as data (dashboards 19.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from warehouse.opendata.contents import (
    AMOUNT_LOST,
    CASES,
    CERTIFICATES,
    COMPLETED,
    COMPLETIONS,
    LENGTHS,
    MESSAGES,
    PER_1000,
    PROTECTED_CELLS,
    RATES,
    READ_SHARE,
    SEX_SHARE,
    SHARE_LOST,
    content_of,
)
from warehouse.opendata.cube import CONTENTS, REGION, SEX, TIME
from warehouse.opendata.points import Content
from warehouse.reports.dimension import Attribute
from warehouse.reports.measured import Measure
from warehouse.reports.result import Label, View

ANNUAL = "A"
"""Ends the id of a table of calendar years, in which a case counts once a year; without it a table is of months."""

COUNTY_TABLES = frozenset({"SF01", "SF07", "SF08"})


class Kind(StrEnum):
    """How a table is put together from reports."""

    GROUPS = "groups"
    """The groups of one report, and everything together."""
    UNDIVIDED = "undivided"
    """One number."""
    COUNTIES = "counties"
    """The counties below their sum."""
    COUNTIES_BELOW_TOTAL = "counties_below_total"
    """The counties below each case once."""
    DIAGNOSES = "diagnoses"
    """The tree of diagnoses: merged groups, chapters, blocks and categories."""
    LOSSES = "losses"
    """What the threshold took away from each table."""
    DROPPED = "dropped"
    """The certificates that were read, and those that do not count, by reason."""

    @property
    def is_of_quality(self) -> bool:
        """Whether a table tells of the figures themselves: not by sex, nor by region."""
        return self in {Kind.LOSSES, Kind.DROPPED}


@dataclass(frozen=True, slots=True)
class Division:
    """The variable that holds the groups of a report."""

    code: str
    label: Label


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """One public table. `reports` are the ids of the reports whose figures it holds, the first gives the groups.

    `view` is the view of these reports: months of the time series, or calendar years of the cross-sections.
    """

    id: str
    label: Label
    description: Label
    reports: tuple[str, ...]
    view: View
    kind: Kind
    subject: str
    contents: tuple[Content, ...]
    division: Division | None = None
    tags: tuple[str, ...] = ()

    @property
    def time_unit(self) -> str:
        """`Monthly` or `Annual`, as the API tells it."""
        return "Monthly" if self.view is View.TIME_SERIES else "Annual"

    @property
    def has_sexes(self) -> bool:
        """Whether the table is divided by sex."""
        return not self.kind.is_of_quality

    @property
    def has_regions(self) -> bool:
        """Whether the table has regions; one without counties has the whole country alone."""
        return not self.kind.is_of_quality

    @property
    def variable_codes(self) -> tuple[str, ...]:
        """The variables in order: region, division, sex, contents and time."""
        found = [REGION] if self.has_regions else []
        found += [self.division.code] if self.division else []
        found += [SEX] if self.has_sexes else []
        return (*found, CONTENTS, TIME)


SUBJECTS = {
    "SF": Label("Sjukfall", "Sick-leave cases"),
    "IN": Label("Intyg", "Certificates"),
    "ME": Label("Meddelanden", "Messages"),
    "KV": Label("Kvalitet", "Quality"),
}
"""The subject areas by code."""

DIVISIONS = {
    Attribute.CHAPTER: Division("Diagnos", Label("diagnos", "diagnosis")),
    Attribute.DIAGNOSIS_GROUP: Division("Diagnos", Label("diagnos", "diagnosis")),
    Attribute.WITHIN: Division("Diagnos", Label("diagnos", "diagnosis")),
    Attribute.COMPARED: Division("Diagnos", Label("diagnos", "diagnosis")),
    Attribute.AGE: Division("Alder", Label("åldersgrupp", "age group")),
    Attribute.DEGREE: Division("Grad", Label("sjukskrivningsgrad", "degree of sick leave")),
    Attribute.DAYS: Division("Langd", Label("sjukskrivningslängd", "length of sick leave")),
    Attribute.CERTIFICATES: Division("AntalIntyg", Label("antal intyg", "number of certificates")),
    Attribute.DOCTOR_AGE_SEX: Division("Lakargrupp", Label("läkares ålder och kön", "doctor's age and sex")),
    Attribute.DOCTOR_TITLE: Division("Befattning", Label("läkarbefattning", "doctor's position")),
    Attribute.CERTIFICATE_TYPE: Division("Intygstyp", Label("intygstyp", "certificate type")),
    Attribute.COMPLETED_TYPE: Division("Intygstyp", Label("intygstyp", "certificate type")),
    Attribute.TOPIC: Division("Amne", Label("ämne", "subject")),
    Attribute.QUESTION: Division("Fraga", Label("fråga", "question")),
    Attribute.COUNTY: Division(REGION, Label("region", "region")),
}
"""The variable of each division of a national report."""


def _table(
    table_id: str,
    label: Label,
    reports: str,
    contents: tuple[Content, ...],
    *,
    kind: Kind = Kind.GROUPS,
    by: Attribute | None = None,
) -> TableDefinition:
    description = Label(
        f"{label.sv}. Siffrorna är desamma som i rapporten.", f"{label.en}. The figures are those of the report."
    )
    division = DIVISIONS[by] if by else None
    ids = tuple(reports.split())
    return TableDefinition(table_id, label, description, ids, View.TIME_SERIES, kind, table_id[:2], contents, division)


_BASIC = (
    _table(
        "SF01",
        Label("Sjukfall, totalt", "Cases, total"),
        "cases_total cases_by_county",
        (CASES,),
        kind=Kind.COUNTIES_BELOW_TOTAL,
    ),
    _table(
        "SF02",
        Label("Sjukfall efter diagnos", "Cases by diagnosis"),
        "cases_by_diagnosis_group cases_within_diagnosis cases_compare_diagnoses",
        (CASES,),
        kind=Kind.DIAGNOSES,
        by=Attribute.CHAPTER,
    ),
    _table(
        "SF03",
        Label("Sjukfall efter åldersgrupp", "Cases by age group"),
        "cases_by_age_group",
        (CASES, PER_1000),
        by=Attribute.AGE,
    ),
    _table(
        "SF04",
        Label("Sjukfall efter sjukskrivningsgrad", "Cases by degree of sick leave"),
        "cases_by_degree",
        (CASES, PER_1000),
        by=Attribute.DEGREE,
    ),
    _table(
        "SF05",
        Label("Sjukfall efter sjukskrivningslängd", "Cases by length of sick leave"),
        "cases_by_length",
        (CASES, PER_1000),
        by=Attribute.DAYS,
    ),
    _table(
        "SF06",
        Label("Sjukfall längre än 90 dagar", "Cases of more than 90 days"),
        "long_cases",
        (CASES, PER_1000),
        kind=Kind.UNDIVIDED,
    ),
    _table(
        "SF07",
        Label("Sjukfall per 1000 invånare efter län", "Cases per 1,000 inhabitants by county"),
        "cases_by_county cases_total",
        (*RATES, content_of(Measure.AGE_STANDARDISED)),
        kind=Kind.COUNTIES,
    ),
    _table(
        "SF08",
        Label("Andel sjukfall per kön efter län", "Share of cases by sex and county"),
        "case_sex_share_by_county",
        (SEX_SHARE, CASES),
        kind=Kind.COUNTIES,
    ),
    _table(
        "SF09",
        Label("Intyg per sjukfall", "Certificates per case"),
        "certificates_per_case",
        (CASES,),
        by=Attribute.CERTIFICATES,
    ),
    _table(
        "SF10",
        Label("Sjukfall efter läkares ålder och kön", "Cases by doctor's age and sex"),
        "cases_by_doctor_age_sex",
        (CASES,),
        by=Attribute.DOCTOR_AGE_SEX,
    ),
    _table(
        "SF11",
        Label("Sjukfall efter läkarbefattning", "Cases by doctor's position"),
        "cases_by_doctor_title",
        (CASES,),
        by=Attribute.DOCTOR_TITLE,
    ),
    _table(
        "SF12",
        Label("Sjukfallens längd: median och spridning", "Length of cases: median and spread"),
        "cases_total",
        LENGTHS,
        kind=Kind.UNDIVIDED,
    ),
    _table(
        "IN01",
        Label("Utfärdade intyg efter intygstyp", "Certificates issued by type"),
        "certificates_total",
        (CERTIFICATES,),
        by=Attribute.CERTIFICATE_TYPE,
    ),
    _table(
        "IN02",
        Label("Utfärdade intyg, totalt", "Certificates issued, total"),
        "certificates_undivided",
        (CERTIFICATES,),
        kind=Kind.UNDIVIDED,
    ),
    _table(
        "ME01",
        Label("Inkomna meddelanden efter ämne", "Messages received by subject"),
        "messages_by_subject",
        (MESSAGES,),
        by=Attribute.TOPIC,
    ),
    _table(
        "ME02",
        Label(
            "Andel intyg med kompletteringsbegäran",
            "Share of certificates with a request for supplementary information",
        ),
        "complement_share",
        COMPLETED,
        by=Attribute.COMPLETED_TYPE,
    ),
    _table(
        "ME03",
        Label("Kompletteringar efter fråga", "Requests for supplementary information by question"),
        "complements_per_question",
        (COMPLETIONS,),
        by=Attribute.QUESTION,
    ),
    _table(
        "ME04",
        Label("Inkomna meddelanden, totalt", "Messages received, total"),
        "messages_undivided",
        (MESSAGES,),
        kind=Kind.UNDIVIDED,
    ),
    replace(
        _table(
            "KV01",
            Label("Lästa intyg och bortfall efter orsak", "Certificates read, and those left out by reason"),
            "",
            (CERTIFICATES, READ_SHARE),
            kind=Kind.DROPPED,
        ),
        description=Label(
            "Intyg efter månad för signering: alla som har lästs, och de som inte räknas eller räknas bara till en "
            "del, efter orsak. Ett intyg räknas vid varje orsak som gäller det.",
            "Certificates by month of signing: all that were read, and those that are not counted, or counted only in "
            "part, by reason. A certificate is counted under every reason that applies to it.",
        ),
        division=Division("Orsak", Label("orsak", "reason")),
    ),
    replace(
        _table(
            "KV02",
            Label("Skyddade tal och bortfall efter tabell", "Protected numbers and what is left out, by table"),
            "",
            (PROTECTED_CELLS, AMOUNT_LOST, SHARE_LOST),
            kind=Kind.LOSSES,
        ),
        division=Division("Tabell", Label("tabell", "table")),
    ),
)


def _annual(table: TableDefinition) -> TableDefinition:
    label = Label(f"{table.label.sv}, kalenderår", f"{table.label.en}, calendar years")
    description = table.description
    if table.subject == "SF":
        description = Label(
            f"{description.sv} Varje sjukfall räknas en gång per år.",
            f"{description.en} Each case is counted once a year.",
        )
    return replace(table, id=table.id + ANNUAL, label=label, description=description, view=View.CROSS_SECTION)


TABLES: tuple[TableDefinition, ...] = tuple(_BASIC) + tuple(_annual(table) for table in _BASIC)
"""Every table: those of months first, then those of calendar years."""


def tables_of(report_id: str) -> Iterable[TableDefinition]:
    """The tables that hold the figures of a report."""
    return (table for table in TABLES if report_id in table.reports)
