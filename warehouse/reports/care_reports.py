"""The reports beside the first pages: further case reports, certificates, messages and completions (statistics 4)."""

from __future__ import annotations

from dataclasses import replace

from warehouse.reports.definitions import (
    CASE_FILTERS,
    CERTIFICATE_FILTERS,
    MESSAGE_FILTERS,
    Chart,
    Family,
    Figure,
    Heads,
    Look,
    ReportDefinition,
    Table,
)
from warehouse.reports.result import Label, Level, View

TS, X = View.TIME_SERIES, View.CROSS_SECTION
BOTH, SERIES, SECTION = (TS, X), (TS,), (X,)

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


def _entry(
    report_id: str,
    number: str,
    title: Label,
    dimension_id: str,
    family: Family = Family.CASES,
    *,
    national: tuple[View, ...] = (),
    provider: tuple[View, ...] = BOTH,
    region: tuple[View, ...] = (),
    counted: Label | None = None,
    single: bool = False,
    region_section_months: int = 12,
    figure: Figure = Figure.COUNT,
    heads: Heads | None = None,
) -> ReportDefinition:
    shown = counted or _COUNTED[family]
    views = {Level.NATIONAL: national, Level.PROVIDER: provider, Level.REGION: region}
    return ReportDefinition(
        id=report_id,
        number=number,
        slug=report_id.replace("_", "-"),
        menu=title,
        title=title,
        family=family,
        dimension_id=dimension_id,
        levels={level: offered for level, offered in views.items() if offered},
        look=_look(shown, single=single, one_number=dimension_id == "long"),
        heads=heads or _heads(shown),
        filters=_FILTERS[family],
        help_id=f"H-{number}",
        has_page=False,
        region_section_months=region_section_months,
        figure=figure,
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
        "Total share with a request for completion, all certificate types included",
    ),
)

FURTHER_REPORTS = (
    _entry(
        "cases_within_diagnosis",
        "S04",
        Label("Antal sjukfall för vald diagnos", "Number of cases within a diagnosis"),
        "within",
        national=SERIES,
    ),
    _entry(
        "cases_compare_diagnoses",
        "S05",
        Label("Jämförelse av valfria diagnoser", "Comparison of diagnoses"),
        "compared",
    ),
    _entry(
        "long_cases",
        "S09",
        Label("Antal sjukfall som är längre än 90 dagar", "Number of cases of more than 90 days"),
        "long",
    ),
    _entry(
        "cases_by_county",
        "S10",
        Label("Antal sjukfall per 1000 invånare fördelat på län", "Number of cases per 1,000 inhabitants by county"),
        "county",
        national=SECTION,
        provider=(),
        figure=Figure.RATE,
        heads=_PER_INHABITANTS,
    ),
    _entry(
        "case_sex_share_by_county",
        "S11",
        Label("Andel sjukfall per kön fördelat på län", "Share of cases by sex and county"),
        "county",
        national=SECTION,
        provider=(),
        figure=Figure.SEX_SHARE,
        heads=_SEX_SHARES,
    ),
    _entry(
        "cases_by_unit",
        "S12",
        Label("Antal sjukfall fördelat på vårdenhet eller enhet", "Number of cases by care unit or unit"),
        "unit",
        region=SECTION,
        single=True,
    ),
    _entry(
        "cases_per_1000_listed_by_unit",
        "S13",
        Label(
            "Antal sjukfall per 1000 listningar fördelat på vårdenhet",
            "Number of cases per 1,000 listed patients by care unit",
        ),
        "unit",
        provider=(),
        region=SECTION,
        figure=Figure.RATE,
        heads=_PER_LISTED,
    ),
    _entry("cases_by_doctor", "S14", Label("Antal sjukfall fördelat på läkare", "Number of cases by doctor"), "doctor"),
    _entry(
        "cases_by_doctor_age_sex",
        "S15",
        Label("Antal sjukfall fördelat på läkares ålder och kön", "Number of cases by doctors' age and sex"),
        "doctor_age_sex",
    ),
    _entry(
        "cases_by_doctor_title",
        "S16",
        Label("Antal sjukfall fördelat på läkarbefattning", "Number of cases by doctors' title"),
        "doctor_title",
    ),
    _entry(
        "certificates_per_case",
        "S17",
        Label("Antal intyg per sjukfall", "Certificates per case"),
        "certificates",
        national=SECTION,
        region=SECTION,
    ),
    _entry(
        "certificates_total",
        "I01",
        Label("Antal utfärdade intyg fördelat på intygstyp", "Number of certificates issued by type"),
        "certificate_type",
        Family.CERTIFICATES,
        national=SERIES,
        region=SERIES,
    ),
    _entry(
        "messages_by_subject",
        "M01",
        Label("Antal inkomna meddelanden fördelat på ämne", "Number of messages received by subject"),
        "topic",
        Family.MESSAGES,
        national=SERIES,
        region=SERIES,
    ),
    _entry(
        "messages_per_unit",
        "M02",
        Label(
            "Antal inkomna meddelanden fördelat på vårdenhet eller enhet",
            "Number of messages received by care unit or unit",
        ),
        "unit_topic",
        Family.MESSAGES,
        region=SECTION,
    ),
    _entry(
        "messages_per_doctor",
        "M03",
        Label(
            "Antal inkomna meddelanden fördelat på ämne och läkare",
            "Number of messages received by subject and doctor",
        ),
        "doctor_topic",
        Family.MESSAGES,
    ),
    _entry(
        "complement_share",
        "M04",
        Label(
            "Andel utfärdade intyg som fått en kompletteringsbegäran",
            "Share of certificates with a request for completion",
        ),
        "completed_type",
        Family.MESSAGES,
        national=SERIES,
        region=SERIES,
        counted=_SHARE,
        figure=Figure.SHARE,
        heads=_SHARES,
    ),
    _entry(
        "complements_per_question",
        "M05",
        Label("Antal kompletteringar per fråga", "Number of completions by question"),
        "question",
        Family.MESSAGES,
        national=SECTION,
        region=SECTION,
        region_section_months=18,
        counted=Label("Antal kompletteringar", "Number of completions"),
    ),
)
"""Reports that the engine answers; their pages come later."""
