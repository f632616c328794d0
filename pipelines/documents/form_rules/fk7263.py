"""FK7263 converted to RegisterCertificate: its only rule is that a period stands."""

from __future__ import annotations

from pipelines.documents.form_rules.condition import Condition

CONDITIONS = (
    Condition(
        1,
        "Minst en period (32) finns.",
        "At least one period (32) stands.",
        lambda filled: not filled.answers.asked("32"),
    ),
)
