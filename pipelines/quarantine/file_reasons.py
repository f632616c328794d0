"""Why a row of a directory, population or diagnosis file is set aside; the other rows of the file count."""

from __future__ import annotations

from typing import Final

from pipelines.documents.rules.rule import Text

FILE_REASONS: Final[dict[str, Text]] = {
    "directory_id_missing": Text("Raden saknar HSA-id.", "The row has no HSA id."),
    "directory_kind_unknown": Text(
        "Raden säger inte om den gäller en enhet, en vårdgivare eller en medarbetare.",
        "The row does not say whether it is about a unit, a care provider or an employee.",
    ),
    "directory_row_unreadable": Text(
        "Raden är inte uppbyggd som ett svar från katalogen.", "The row is not built as an answer of the directory."
    ),
    "mapping_entry_unreadable": Text(
        "Posten i mappningen av vårdgivare saknar ett id eller har en tid som inte går att läsa.",
        "The entry of the mapping of care providers lacks an id or has a time that cannot be read.",
    ),
    "population_region_unknown": Text(
        "Regionen är varken ett län eller en kommun.", "The region is neither a county nor a municipality."
    ),
    "population_sex_unknown": Text("Könet är varken 1 eller 2.", "The sex is neither 1 nor 2."),
    "population_year_unreadable": Text("Året går inte att läsa.", "The year cannot be read."),
    "population_age_unreadable": Text(
        "Åldern är inte ett helt antal år; åldersgrupper går inte att använda.",
        "The age is not a whole number of years; groups of ages cannot be used.",
    ),
    "population_number_unreadable": Text(
        "Antalet invånare saknas eller är inget heltal.",
        "The number of inhabitants is missing or no whole number.",
    ),
    "population_repeated": Text(
        "Samma region, kön, ålder och år finns redan i filen.",
        "The same region, sex, age and year is in the file already.",
    ),
    "diagnosis_row_unreadable": Text(
        "Raden har ingen kod enligt ICD-10-SE eller ingen text.", "The row has no ICD-10-SE code or no text."
    ),
    "diagnosis_repeated": Text("Koden finns redan i filen.", "The code is in the file already."),
    "diagnosis_outside_blocks": Text(
        "Kodens kategori ligger inte i något avsnitt.", "The category of the code lies in no block."
    ),
}
"""Every reason by its code: what is wrong, in Swedish and English. The remedy is always to correct the file and load
it again."""


def file_reasons_as_markdown() -> str:
    """The reasons as a table for the documentation."""
    rows = [f"| `{code}` | {text.sv} | {text.en} |" for code, text in FILE_REASONS.items()]
    return "\n".join(["| Orsak / reason | Betyder | Means |", "|---|---|---|", *rows]) + "\n"
