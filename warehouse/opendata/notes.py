"""What every public table says of itself: source, time, and the notes that are to be read with it."""

from __future__ import annotations

from datetime import UTC, datetime

from warehouse.opendata.cube import Note
from warehouse.opendata.definitions import Kind, TableDefinition
from warehouse.reports import registry
from warehouse.reports.definitions import Family, Figure
from warehouse.reports.result import Label
from warehouse.swedish_time import STOCKHOLM
from warehouse.texts import result_texts

SOURCE = Label("Elektroniska läkarintyg, Intygsstatistik", "Electronic medical certificates, Intygsstatistik")

_EACH_ONCE = Label(
    "Sjukfall ska inte summeras över månader eller grupper: samma sjukfall kan finnas i flera av dem.",
    "Cases are not to be summed over months or groups: one case can be in several of them.",
)
_COUNTRY_BY_COUNTY = Label(
    "Riket är summan av länen. Ett sjukfall kan räknas i flera län, och små antal faller bort i varje län för sig.",
    "The country is the sum of the counties. A case can count in several counties, and small numbers are left out in "
    "each county by itself.",
)
_ROUNDED = Label(
    "Bortfallet är avrundat och anges bara när det kommer från flera vårdgivare.",
    "What is left out is rounded, and told only when it comes from several care providers.",
)
SIGNS = Label(
    '".." skyddat tal, "." kan inte förekomma, "..." uppgift saknas, "p" preliminärt.',
    '".." protected, "." not applicable, "..." not available, "p" preliminary.',
)
"""What the signs of cells mean."""


def text_in_both(key: str, **values: object) -> Label:
    """A text of the catalogue of results in both languages."""
    return Label(result_texts("sv")(key, **values), result_texts("en")(key, **values))


def updated_at(data_time: datetime) -> datetime:
    """The time of a release in UTC; a time without zone is Swedish."""
    return (data_time if data_time.tzinfo else data_time.replace(tzinfo=STOCKHOLM)).astimezone(UTC)


def table_notes(table: TableDefinition, threshold: int | None) -> tuple[Note, ...]:
    """The notes of a public table, the mandatory ones first."""
    mandatory = [text_in_both("about.threshold.text", threshold=threshold)] if threshold else []
    further = [SIGNS]
    if table.kind is Kind.LOSSES:
        further.append(_ROUNDED)
        return _notes(mandatory, further)
    if table.kind is Kind.DROPPED:
        return _notes([_few_certificates(threshold)] if threshold else [], further)
    report = registry.report(table.reports[0])
    if report.family is Family.CASES:
        mandatory.append(_EACH_ONCE)
    if table.kind is Kind.COUNTIES:
        further.append(_COUNTRY_BY_COUNTY)
    if report.figure is Figure.SHARE:
        further.append(text_in_both("note.threshold_share"))
    further.append(text_in_both(f"about.definition.{report.family}"))
    return _notes(mandatory, further)


def _few_certificates(threshold: int) -> Label:
    return Label(
        f"Färre än {threshold} intyg i en månad anges inte.",
        f"Fewer than {threshold} certificates in a month are not told.",
    )


def _notes(mandatory: list[Label], further: list[Label]) -> tuple[Note, ...]:
    return (*(Note(text, mandatory=True) for text in mandatory), *(Note(text) for text in further))
