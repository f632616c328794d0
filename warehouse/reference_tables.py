"""The code lists of `warehouse/reference`, read once and typed (statistics section 5)."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One group or code of a list: neutral key, labels in both languages, optional colour.

    `low` and `high` bound a group of numbers, both ends included; `high` is None for "and more".
    `comparison_label` is another service's wording for the same group, `import_id` its id in saved selections.
    """

    key: str
    label_sv: str
    label_en: str
    colour: str | None = None
    low: int | None = None
    high: int | None = None
    comparison_label: str | None = None
    import_id: str | None = None


@dataclass(frozen=True, slots=True)
class CertificateType:
    """One certificate type and where it is used (statistics 2.2, 2.3); an order of None means "not there"."""

    type_id: str
    code: str
    transport_ids: tuple[str, ...]
    short_label: str
    label_sv: str
    label_en: str
    recipient: str | None
    builds_cases: bool
    main_diagnosis: str | None
    certificates_total_order: int | None
    undivided_total: bool
    complement_share_order: int | None
    filter_order: int | None


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """All rows of the list `name` (without `.csv`) as text; raises FileNotFoundError for an unknown list."""
    plain = REFERENCE / f"{name}.csv"
    packed = REFERENCE / f"{name}.csv.gz"
    text = (
        gzip.decompress(packed.read_bytes()).decode("utf-8") if packed.exists() else plain.read_text(encoding="utf-8")
    )
    return tuple(csv.DictReader(StringIO(text)))


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _code_row(row: dict[str, str]) -> CodeRow:
    return CodeRow(
        key=row.get("key") or row["code"],
        label_sv=row.get("label_sv") or row["name_sv"],
        label_en=row.get("label_en") or row["name_en"],
        colour=row.get("colour") or None,
        low=_number(row.get("low")),
        high=_number(row.get("high")),
        comparison_label=row.get("comparison_label") or None,
        import_id=row.get("import_id") or None,
    )


@cache
def code_rows(name: str) -> tuple[CodeRow, ...]:
    """The list `name` as groups in display order, e.g. `age_groups`, `counties`, `doctor_titles`."""
    return tuple(_code_row(row) for row in rows(name))


@cache
def chapter_groups() -> dict[str, str]:
    """ICD-10 chapter → key of its merged diagnosis group (statistics 5.4)."""
    return {row["code"]: row["diagnosis_group"] for row in rows("icd10_chapters")}


@cache
def palette() -> tuple[str, ...]:
    """The reference colours in order; `palette()[0]` is colour 01."""
    return tuple(row["colour"] for row in rows("palette"))


@cache
def drawing_colours() -> dict[str, str]:
    """Reference colour → the colour to draw with on white (dashboards 6.1)."""
    return {row["colour"]: row["graphic"] for row in rows("palette")}


@cache
def text_colours() -> dict[str, str]:
    """Reference colour → the colour of text on white (dashboards 6.1)."""
    return {row["colour"]: row["text"] for row in rows("palette")}


@cache
def certificate_types() -> tuple[CertificateType, ...]:
    """Every known certificate type, in the order of the list."""
    return tuple(
        CertificateType(
            type_id=row["type_id"],
            code=row["code"],
            transport_ids=tuple(row["transport_ids"].split(";")),
            short_label=row["short_label"],
            label_sv=row["label_sv"],
            label_en=row["label_en"],
            recipient=row["recipient"] or None,
            builds_cases=row["builds_cases"] == "1",
            main_diagnosis=row["main_diagnosis"] or None,
            certificates_total_order=_number(row["certificates_total_order"]),
            undivided_total=row["undivided_total"] == "1",
            complement_share_order=_number(row["complement_share_order"]),
            filter_order=_number(row["filter_order"]),
        )
        for row in rows("certificate_types")
    )


@cache
def certificate_types_by_code() -> dict[str, CertificateType]:
    """Type code, internal id and transport ids, all in upper case → the type (matching ignores case)."""
    return {
        name.upper(): kind for kind in certificate_types() for name in (kind.type_id, kind.code, *kind.transport_ids)
    }


@cache
def certificate_filter_types() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Choices of the certificate-type filter in order: (key, type ids it stands for) (statistics 2.3, 10.7)."""
    groups = {row["key"]: tuple(row["members"].split(";")) for row in rows("certificate_type_groups")}
    group_of = {member: key for key, members in groups.items() for member in members if member}
    kinds = sorted((k for k in certificate_types() if k.filter_order), key=lambda k: k.filter_order or 0)
    return tuple(
        (group_of[k.type_id], groups[group_of[k.type_id]]) if k.type_id in group_of else (k.type_id, (k.type_id,))
        for k in kinds
    )
