"""Occupations on a sick-leave certificate and their texts (rehab rule 3.3)."""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.reports.result import Label

CURRENT_WORK = Label("Nuvarande arbete", "Current work")
JOB_SEEKER = Label("Arbetssökande", "Job-seeker")
PARENTAL_LEAVE = Label("Föräldraledighet", "Parental leave")
STUDIES = Label("Studier", "Studies")

OCCUPATIONS = {
    "NUVARANDE_ARBETE": CURRENT_WORK,
    "ARBETSSOKANDE": JOB_SEEKER,
    "ARBETSLOSHET": JOB_SEEKER,
    "FORALDRALEDIG": PARENTAL_LEAVE,
    "FORALDRALEDIGHET": PARENTAL_LEAVE,
    "STUDIER": STUDIES,
}


def occupation_texts(codes: Iterable[str]) -> tuple[Label, ...]:
    """The texts of occupation codes in their order; an unknown code has no text and is left out."""
    return tuple(OCCUPATIONS[code] for code in codes if code in OCCUPATIONS)
