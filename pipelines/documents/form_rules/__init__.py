"""Breaches of the forms' own rules, as flags that exclude nothing (rule F-8).

One module per form holds its numbered conditions; a broken one gives the flag `form_rule:<form id>-<number>`.
"""

from __future__ import annotations

from typing import Final

from pipelines.documents.form_rules import ag114, ag7804, arbetsformedlingen, fk7263, fk7804, lisjp, luse
from pipelines.documents.form_rules.condition import Condition, Filled

CONDITIONS_BY_FORM: Final[dict[str, tuple[Condition, ...]]] = {
    "LISJP": lisjp.CONDITIONS,
    "FK7804": fk7804.CONDITIONS,
    "FK7263": fk7263.CONDITIONS,
    "LUSE": luse.CONDITIONS,
    "LUAE_NA": luse.CONDITIONS,
    "LUAE_FS": luse.CONDITIONS_LUAE_FS,
    "AG7804": ag7804.CONDITIONS,
    "AG7804_V2": ag7804.CONDITIONS_V2,
    "AG114": ag114.CONDITIONS,
    "AG114_V2": ag114.CONDITIONS_V2,
    "AF00213": arbetsformedlingen.AF00213_CONDITIONS,
    "AF00251": arbetsformedlingen.AF00251_CONDITIONS,
}
"""The conditions of every form that has any, by form id of `answer_positions.csv`, in the order of their numbers."""


def form_rule_flags(filled: Filled) -> list[str]:
    """The flags `form_rule:<form id>-<number>` of the conditions that a document breaks, in order."""
    form_id = filled.form.form_id
    conditions = CONDITIONS_BY_FORM.get(form_id, ())
    return [f"form_rule:{form_id}-{condition.number}" for condition in conditions if condition.broken(filled)]
