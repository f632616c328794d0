"""The reports beside the first pages: further case reports, certificates, messages and completions (statistics 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from warehouse.reports.definitions import (
    CASE_FILTERS,
    CERTIFICATE_FILTERS,
    MESSAGE_FILTERS,
    Chart,
    Family,
    Figure,
    Filter,
    Heads,
    Look,
    ReportDefinition,
    Table,
)
from warehouse.reports.dimension import Dimension
from warehouse.reports.result import Label, Level, View

TS, X = View.TIME_SERIES, View.CROSS_SECTION
BOTH, SERIES, SECTION, SECTION_FIRST = (TS, X), (TS,), (X,), (X, TS)
NATIONAL, PROVIDER, REGION = Level.NATIONAL, Level.PROVIDER, Level.REGION

_ONE_NUMBER = {"long", "certificates_undivided", "messages_undivided"}
"""Divisions without groups: one number per period."""

_FILTERS = {
    Family.CASES: CASE_FILTERS,
    Family.CERTIFICATES: CERTIFICATE_FILTERS,
    Family.MESSAGES: MESSAGE_FILTERS,
}
_COUNTED = {
    Family.CASES: Label("Antal sjukfall", "Number of cases"),
    Family.CERTIFICATES: Label("Antal intyg", "Number of certificates"),
    Family.MESSAGES: Label("Antal meddelanden", "Number of messages"),
}


def _heads(counted: Label) -> Heads:
    return Heads(
        Label(f"{counted.sv} totalt", f"{counted.en}, total"),
        Label(f"{counted.sv} för kvinnor", f"{counted.en}, women"),
        Label(f"{counted.sv} för män", f"{counted.en}, men"),
    )


def _look(counted: Label, *, single: bool, one_number: bool) -> Look:
    return Look(
        {TS: Chart.LINE if single or one_number else Chart.LINE_PAIR, X: Chart.COLUMNS},
        {TS: Table.MONTHS if one_number else Table.MONTHS_BY_GROUPS, X: Table.GROUPS},
        counted,
    )


_PAGES = {
    "cases_within_diagnosis": ("diagnoskapitel", Label("Enskilt diagnoskapitel", "Single ICD chapter")),
    "cases_compare_diagnoses": ("jamfor-diagnoser", Label("Jämför valfria diagnoser", "Compare diagnoses")),
    "long_cases": ("mer-an-90-dagar", Label("Mer än 90 dagar", "Over 90 days")),
    "cases_by_county": ("lan", Label("Län", "County")),
    "case_sex_share_by_county": ("konsfordelning-lan", Label("Könsfördelning per län", "Sex by county")),
    "cases_by_unit": ("vardenhet", Label("Vårdenhet", "Care unit")),
    "cases_per_1000_listed_by_unit": ("vardenhet-listningar", Label("Vårdenhet, listningar", "Care unit, listed")),
    "cases_by_doctor": ("lakare", Label("Läkare", "Doctor")),
    "cases_by_doctor_age_sex": ("lakaralder-kon", Label("Läkarålder och -kön", "Doctor's age and sex")),
    "cases_by_doctor_title": ("lakarbefattning", Label("Läkarbefattning", "Doctor's position")),
    "certificates_per_case": ("intyg-per-sjukfall", Label("Intyg per sjukfall", "Certificates per case")),
    "certificates_total": ("intyg-totalt", Label("Intyg, totalt", "Certificates, total")),
    "certificates_undivided": ("intyg-odelat", Label("Intyg, totalt", "Certificates, total")),
    "messages_by_subject": ("meddelanden-totalt", Label("Meddelanden, totalt", "Messages, total")),
    "messages_undivided": ("meddelanden-odelat", Label("Meddelanden, totalt", "Messages, total")),
    "messages_per_unit": ("meddelanden-vardenhet", Label("Vårdenhet", "Care unit")),
    "messages_per_doctor": ("meddelanden-lakare", Label("Läkare", "Doctor")),
    "complement_share": (
        "komplettering-andel",
        Label("Komplettering, andel intyg", "Supplementary information, share"),
    ),
    "complements_per_question": (
        "komplettering-per-fraga",
        Label("Komplettering, per fråga", "Supplementary information by question"),
    ),
}
"""Last part of the address, and label of the menu, where they are laid down (dashboards 3.4 and 8.1); any other report
goes by its id and its title."""

_SINGLE_UNITS = "single units are not public; counties stand in their place"
_DOCTORS = "doctors are named to their own units alone"
_LISTED = "the number of listed patients is known from the list of a region alone"
_OWN_COUNTY = "a region reads its own county in the national table"


def _pinned_first(views: tuple[View, ...], pinned: tuple[View, ...]) -> tuple[View, ...]:
    """The view that opens a level is the one that readers know from before, where there is only one."""
    return (*pinned, *(view for view in views if view not in pinned)) if len(pinned) == 1 else views


def report_entry(
    report_id: str,
    number: str,
    title: Label,
    division: str | Dimension,
    family: Family = Family.CASES,
    *,
    views: tuple[View, ...] = BOTH,
    pinned: Mapping[Level, tuple[View, ...]],
    absent: Mapping[Level, str] | None = None,
    counted: Label | None = None,
    filters: frozenset[Filter] | None = None,
    single: bool = False,
    region_section_months: int = 12,
    figure: Figure = Figure.COUNT,
    divided_by_sex: bool = True,
    heads: Heads | None = None,
) -> ReportDefinition:
    """An entry of the registry, on every level that is not `absent`, with the texts and looks of its family.

    `division` is the id of the groups, or the groups themselves. `views` has the default first; `pinned` are the forms
    that the acceptance scenarios pin. `single` gives one chart in place of women's and men's.
    """
    shown = counted or _COUNTED[family]
    missing = absent or {}
    own = division if isinstance(division, Dimension) else None
    dimension_id = own.id if own else str(division)
    slug, menu = _PAGES.get(report_id, (report_id.replace("_", "-"), title))
    return ReportDefinition(
        id=report_id,
        number=number,
        slug=slug,
        menu=menu,
        title=title,
        family=family,
        dimension_id=dimension_id,
        levels={level: _pinned_first(views, pinned.get(level, ())) for level in Level if level not in missing},
        pinned=pinned,
        look=_look(shown, single=single, one_number=dimension_id in _ONE_NUMBER),
        heads=heads or _heads(shown),
        filters=_FILTERS[family] if filters is None else filters,
        help_id=f"H-{number}",
        absent=missing,
        page_levels=frozenset({NATIONAL} - missing.keys()),
        region_section_months=region_section_months,
        figure=figure,
        divided_by_sex=divided_by_sex,
        division=own,
    )


_CASES = _heads(_COUNTED[Family.CASES])
_PER_INHABITANTS = replace(
    _CASES,
    counted=_COUNTED[Family.CASES],
    divided_by=Label("Antal invånare", "Number of inhabitants"),
    rate=Label("Antal sjukfall per 1000 invånare", "Number of cases per 1,000 inhabitants"),
)
_PER_LISTED = replace(
    _CASES,
    counted=_COUNTED[Family.CASES],
    divided_by=Label("Antal listningar i arbetsför ålder", "Number of listed patients of working age"),
    rate=Label("Antal sjukfall per 1000 listningar", "Number of cases per 1,000 listed patients"),
)
_SEX_SHARES = replace(
    _CASES,
    women=Label("Andel sjukfall för kvinnor", "Share of cases, women"),
    men=Label("Andel sjukfall för män", "Share of cases, men"),
)
_SHARE = Label("Andel intyg", "Share of certificates")
_SHARES = replace(
    _heads(_SHARE),
    row_sum=Label(
        "Total andel som fått komplettering, alla intygstyper inkluderade",
        "Total share with a request for supplementary information, all certificate types included",
    ),
)

FURTHER_REPORTS = (
    report_entry(
        "cases_within_diagnosis",
        "S04",
        Label("Antal sjukfall för vald diagnos", "Number of cases within a diagnosis"),
        "within",
        pinned={NATIONAL: SERIES, PROVIDER: BOTH},
    ),
    report_entry(
        "cases_compare_diagnoses",
        "S05",
        Label("Jämförelse av valfria diagnoser", "Comparison of diagnoses"),
        "compared",
        views=SECTION_FIRST,
        pinned={PROVIDER: BOTH},
    ),
    report_entry(
        "long_cases",
        "S09",
        Label("Antal sjukfall som är längre än 90 dagar", "Number of cases of more than 90 days"),
        "long",
        pinned={PROVIDER: BOTH},
    ),
    report_entry(
        "cases_by_county",
        "S10",
        Label("Antal sjukfall per 1000 invånare fördelat på län", "Number of cases per 1,000 inhabitants by county"),
        "county",
        views=SECTION_FIRST,
        pinned={NATIONAL: SECTION},
        absent={REGION: _OWN_COUNTY},
        single=True,
        figure=Figure.RATE,
        heads=_PER_INHABITANTS,
    ),
    report_entry(
        "case_sex_share_by_county",
        "S11",
        Label("Andel sjukfall per kön fördelat på län", "Share of cases by sex and county"),
        "county",
        views=SECTION_FIRST,
        pinned={NATIONAL: SECTION},
        absent={REGION: _OWN_COUNTY},
        single=True,
        figure=Figure.SEX_SHARE,
        heads=_SEX_SHARES,
    ),
    report_entry(
        "cases_by_unit",
        "S12",
        Label("Antal sjukfall fördelat på vårdenhet eller enhet", "Number of cases by care unit or unit"),
        "unit",
        pinned={PROVIDER: BOTH, REGION: SECTION},
        absent={NATIONAL: _SINGLE_UNITS},
        single=True,
    ),
    report_entry(
        "cases_per_1000_listed_by_unit",
        "S13",
        Label(
            "Antal sjukfall per 1000 listningar fördelat på vårdenhet",
            "Number of cases per 1,000 listed patients by care unit",
        ),
        "unit",
        views=SECTION_FIRST,
        pinned={REGION: SECTION},
        absent={NATIONAL: _SINGLE_UNITS, PROVIDER: _LISTED},
        single=True,
        figure=Figure.RATE,
        heads=_PER_LISTED,
        divided_by_sex=False,
    ),
    report_entry(
        "cases_by_doctor",
        "S14",
        Label("Antal sjukfall fördelat på läkare", "Number of cases by doctor"),
        "doctor",
        pinned={PROVIDER: BOTH},
        absent={NATIONAL: _DOCTORS, REGION: _DOCTORS},
    ),
    report_entry(
        "cases_by_doctor_age_sex",
        "S15",
        Label("Antal sjukfall fördelat på läkares ålder och kön", "Number of cases by doctor's age and sex"),
        "doctor_age_sex",
        views=SECTION_FIRST,
        pinned={PROVIDER: BOTH},
    ),
    report_entry(
        "cases_by_doctor_title",
        "S16",
        Label("Antal sjukfall fördelat på läkarbefattning", "Number of cases by doctor's position"),
        "doctor_title",
        views=SECTION_FIRST,
        pinned={PROVIDER: BOTH},
    ),
    report_entry(
        "certificates_per_case",
        "S17",
        Label("Antal intyg per sjukfall", "Certificates per case"),
        "certificates",
        views=SECTION_FIRST,
        pinned={NATIONAL: SECTION, PROVIDER: BOTH, REGION: SECTION},
    ),
    report_entry(
        "certificates_total",
        "I01",
        Label("Antal utfärdade intyg fördelat på intygstyp", "Number of certificates issued by type"),
        "certificate_type",
        Family.CERTIFICATES,
        pinned={NATIONAL: SERIES, PROVIDER: BOTH, REGION: SERIES},
    ),
    report_entry(
        "certificates_undivided",
        "I01-U",
        Label("Antal intyg", "Number of certificates"),
        "certificates_undivided",
        Family.CERTIFICATES,
        pinned={},
        filters=CERTIFICATE_FILTERS | {Filter.TYPES},
    ),
    report_entry(
        "messages_by_subject",
        "M01",
        Label("Antal inkomna meddelanden fördelat på ämne", "Number of messages received by subject"),
        "topic",
        Family.MESSAGES,
        pinned={NATIONAL: SERIES, PROVIDER: BOTH, REGION: SERIES},
    ),
    report_entry(
        "messages_undivided",
        "M01-U",
        Label("Antal inkomna meddelanden", "Number of messages received"),
        "messages_undivided",
        Family.MESSAGES,
        pinned={},
    ),
    report_entry(
        "messages_per_unit",
        "M02",
        Label(
            "Antal inkomna meddelanden fördelat på vårdenhet eller enhet",
            "Number of messages received by care unit or unit",
        ),
        "unit_topic",
        Family.MESSAGES,
        pinned={PROVIDER: BOTH, REGION: SECTION},
        absent={NATIONAL: _SINGLE_UNITS},
    ),
    report_entry(
        "messages_per_doctor",
        "M03",
        Label(
            "Antal inkomna meddelanden fördelat på ämne och läkare",
            "Number of messages received by subject and doctor",
        ),
        "doctor_topic",
        Family.MESSAGES,
        pinned={PROVIDER: BOTH},
        absent={NATIONAL: _DOCTORS, REGION: _DOCTORS},
    ),
    report_entry(
        "complement_share",
        "M04",
        Label(
            "Andel utfärdade intyg som fått en kompletteringsbegäran",
            "Share of certificates issued with a request for supplementary information",
        ),
        "completed_type",
        Family.MESSAGES,
        pinned={NATIONAL: SERIES, PROVIDER: BOTH, REGION: SERIES},
        counted=_SHARE,
        figure=Figure.SHARE,
        heads=_SHARES,
    ),
    report_entry(
        "complements_per_question",
        "M05",
        Label("Antal kompletteringar per fråga", "Number of requests for supplementary information by question"),
        "question",
        Family.MESSAGES,
        views=SECTION_FIRST,
        pinned={NATIONAL: SECTION, PROVIDER: BOTH, REGION: SECTION},
        region_section_months=18,
        counted=Label("Antal kompletteringar", "Number of requests"),
    ),
)
"""The reports beside the first ones; on the logged-in levels the engine answers them without a page."""
