"""The Swedish labels of groups, written out again (statistics 2.2, 2.3, 4.3 to 4.5 and 5; dashboards 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from tests.oracle import groups
from tests.oracle.facts_in_reach import Reach
from tests.oracle.history import Doctor
from tests.oracle.question import Kept, Question
from warehouse import reference_tables as code_lists

WITHOUT_CODE = "Utan giltig ICD-10 kod"
PROTECTED = "Läkare med skyddad personuppgift"


def _in_order(keys: Sequence[str], labels: str) -> dict[str, str]:
    return dict(zip(keys, (label.strip() for label in labels.split("·")), strict=True))


AGES = _in_order(
    groups.AGES,
    "Under 16 år · 16-20 år · 21-25 år · 26-30 år · 31-35 år · 36-40 år · 41-45 år · 46-50 år · 51-55 år · 56-60 år · "
    "61-65 år · Över 65 år",
)
LENGTHS = _in_order(
    groups.LENGTHS,
    "Under 15 dagar · 15-30 dagar · 31-60 dagar · 61-90 dagar · 91-180 dagar · 181-364 dagar · 1-2 år · Mer än 2 år",
)
DEGREES = {key: f"{key} % sjukskrivningsgrad" for key in groups.DEGREES}
NUMBERS_OF_CERTIFICATES = {key: f"{key} intyg" for key in map(str, range(1, 11))} | {"11-": "Över 10 intyg"}
DIAGNOSIS_GROUPS = _in_order(
    groups.DIAGNOSIS_GROUPS,
    "A00-E90, G00-L99, N00-N99 Somatiska sjukdomar · F00-F99 Psykiska sjukdomar · M00-M99 Muskuloskeletala sjukdomar · "
    "O00-O99 Graviditet och förlossning · P00-P96, Q00-Q99, S00-Y98, U00-U99 Övrigt · R00-R99 Symtomdiagnoser · "
    "Z00-Z99 Faktorer av betydelse för hälsotillståndet och för kontakter med hälso- och sjukvården · "
    f"{WITHOUT_CODE}",
)
COUNTIES = _in_order(
    groups.COUNTIES,
    "Blekinge län · Dalarnas län · Hallands län · Kalmar län · Kronobergs län · Gotlands län · Gävleborgs län · "
    "Jämtlands län · Jönköpings län · Norrbottens län · Skåne län · Stockholms län · Södermanlands län · Uppsala län · "
    "Värmlands län · Västerbottens län · Västernorrlands län · Västmanlands län · Västra Götalands län · Örebro län · "
    "Östergötlands län · Okänt län",
) | {"ALL": "Samtliga län"}
TITLES = _in_order(
    groups.TITLES,
    "Överläkare · Distriktsläkare/Specialist allmänmedicin · Skolläkare · Företagsläkare · Specialistläkare · "
    "Läkare legitimerad, specialiseringstjänstgöring · Läkare legitimerad, bastjänstgöring · "
    "Läkare legitimerad, annan · Läkare ej legitimerad, allmäntjänstgöring · Läkare ej legitimerad, annan · "
    "Ej läkarbefattning · Okänd befattning",
)
_DOCTOR_SEXES = {"MALE": "Manlig läkare", "FEMALE": "Kvinnlig läkare", "UNKNOWN": "Okänt kön"}
_DOCTOR_AGES = _in_order(groups.DOCTOR_AGES, "under 30 år · 30-39 år · 40-49 år · 50-59 år · över 59 år · okänd ålder")
DOCTOR_GROUPS = {
    f"{sex}:{age}": f"{of_sex} {of_age}"
    for sex, of_sex in _DOCTOR_SEXES.items()
    for age, of_age in _DOCTOR_AGES.items()
}
TOPICS = _in_order(groups.TOPICS, "Avstämningsmöte · Komplettering · Kontakt · Okänt · Påminnelse · Övrigt")
QUESTIONS = _in_order(
    groups.QUESTIONS,
    "Aktivitetsbegränsning · Arbetslivsinriktade åtgärder · Arbetstidsförläggning · Arbetsresor · "
    "Bedömning av patientens nedsättning av arbetsförmåga · Diagnos(er) · Funktionsnedsättning · Intyget baseras på · "
    "Kontakt med Försäkringskassan · Nuvarande yrke och arbetsuppgifter · Planerade medicinska behandlingar/åtgärder · "
    "Prognos för arbetsförmåga · Pågående medicinska behandlingar/åtgärder · Smittbärarpenning · Sysselsättning · "
    "Övriga upplysningar",
)
TYPES = {
    "AF00213": "AF00213 Arbetsförmedlingens medicinska utlåtande",
    "AF00251": "AF00251 Läkarintyg för deltagare i arbetsmarknadspolitiska program med aktivitetsstöd, "
    "utvecklingsersättning eller etableringsersättning",
    "AG114": "AG1-14 Läkarintyg om arbetsförmåga - sjuklöneperioden",
    "AG7804": "AG7804 Läkarintyg om arbetsförmåga - arbetsgivare",
    "DB": "Dödsbevis",
    "DOI": "Dödsorsaksintyg",
    groups.SICK_LEAVE_GROUP: "FK 7263/7804 Läkarintyg för sjukpenning",
    "LISJP": "FK 7804 Läkarintyg för sjukpenning",
    "LUSE": "FK 7800 Läkarutlåtande för sjukersättning",
    "LUAE_NA": "FK 7801 Läkarutlåtande för aktivitetsersättning vid nedsatt arbetsförmåga",
    "LUAE_FS": "FK 7802 Läkarutlåtande för aktivitetsersättning vid förlängd skolgång",
    "TSTRK1009": "TSTRK1009 Transportstyrelsen Läkares anmälan",
    "TSTRK1007": "TSTRK1007 Transportstyrelsens läkarintyg",
    "TSTRK1031": "TSTRK1031 Transportstyrelsens läkarintyg diabetes",
    "TSTRK1062": "TSTRK1062 Transportstyrelsens läkarintyg ADHD",
    "FK7210": "FK 7210 Intyg om graviditet",
    "FK7472": "FK 7472 Intyg om tillfällig föräldrapenning",
    "FK3226": "FK 3226 Läkarutlåtande för närståendepenning",
    "FK7809": "FK 7809 Läkarutlåtande för merkostnadsersättning",
    "TS8071": "TS8071 Läkarintyg för högre körkortsbehörigheter, taxiförarlegitimation och på begäran av "
    "Transportstyrelsen",
    "FK7427": "FK 7427 Läkarutlåtande tillfällig föräldrapenning barn 12\N{EN DASH}16 år",
    "FK7426": "FK 7426 Läkarutlåtande tillfällig föräldrapenning för ett allvarligt sjukt barn som inte har fyllt 18",
    "FK3221": "FK 3221 Läkarutlåtande för omvårdnadsbidrag eller merkostnadsersättning",
    "FK7810": "FK 7810 Läkarutlåtande för assistansersättning",
}

FIXED: Mapping[str, Mapping[str, str]] = {
    "cases_total": {"TOTAL": "Samtliga sjukfall"},
    "cases_by_age_group": AGES,
    "cases_by_degree": DEGREES,
    "cases_by_length": LENGTHS,
    "long_cases": {"91-": "Mer än 90 dagar"},
    "cases_by_county": COUNTIES,
    "case_sex_share_by_county": COUNTIES,
    "cases_by_doctor_age_sex": DOCTOR_GROUPS,
    "cases_by_doctor_title": TITLES,
    "certificates_per_case": NUMBERS_OF_CERTIFICATES,
    "certificates_total": TYPES,
    "messages_by_subject": TOPICS,
    "complement_share": TYPES,
    "complements_per_question": QUESTIONS,
}
"""Labels that are the same whatever is asked; what is undivided has no label in the rules but `Totalt`."""


@cache
def _names() -> Mapping[str, str]:
    return {
        row["code"]: row["name_sv"]
        for name in ("icd10_chapters", "icd10_blocks", "icd10_categories", "icd10_codes")
        for row in code_lists.rows(name)
    }


def of_diagnosis(key: str) -> str:
    """A node's id and name; of what is missing the name alone (2.8.3, 4.3.7)."""
    if key == groups.UNKNOWN:
        return WITHOUT_CODE
    if key.startswith(groups.UNKNOWN_WITHIN):
        return f"Okänd kod inom {key.removeprefix(groups.UNKNOWN_WITHIN)}"
    return "Övriga" if key == "OTHER_BLOCKS" else f"{key} {_names()[key]}"


def told_apart(named: Mapping[str, str]) -> dict[str, str]:
    """Names by id; equal ones, without regard to case, with the HSA id (4.3.8, 4.3.9, 4.5.3)."""
    folded = [name.lower() for name in named.values()]
    return {id_: f"{name} {id_}" if folded.count(name.lower()) > 1 else name for id_, name in named.items()}


def _of_doctors(doctors: Iterable[Doctor], in_result: set[str]) -> dict[str, str]:
    named = {
        one.id: " ".join(filter(None, (one.first_name, one.surname))) or one.id
        for one in doctors
        if one.id in in_result
    }
    return told_apart(named) | {"PROTECTED": PROTECTED}


def of_groups(question: Question, kept: Kept, reach: Reach, shown: Sequence[str], *, chart: bool) -> list[str] | None:
    """The label of each group of the table or the chart; None where the rules lay down none."""
    label = _labelling(question, kept, reach, shown, chart=chart)
    return None if label is None else [label(key) for key in shown]


def _labelling(
    question: Question, kept: Kept, reach: Reach, shown: Sequence[str], *, chart: bool
) -> Callable[[str], str] | None:
    report = question.report
    if report == "cases_by_diagnosis_group":
        return DIAGNOSIS_GROUPS.__getitem__ if chart else of_diagnosis
    if report in ("cases_within_diagnosis", "cases_compare_diagnoses"):
        return of_diagnosis
    if report in FIXED:
        return FIXED[report].__getitem__
    if report in ("certificates_undivided", "messages_undivided"):
        return None
    by_topic = report.startswith("messages_")
    owners = {key.rpartition(":")[0] if by_topic else key for key in shown}
    if "doctor" in report:
        names = _of_doctors(reach.history.doctors, owners)
    else:
        names = told_apart({unit.id: unit.name for unit in reach.listed(question, kept)})
    if not by_topic:
        return names.__getitem__
    return lambda key: f"{names[key.rpartition(':')[0]]} : {TOPICS[key.rpartition(':')[2]]}"
