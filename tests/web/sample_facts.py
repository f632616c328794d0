"""Certificates and messages of the sites' release, beside its sick-leave cases, the same for every run."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tests.oracle.rows import Row

SEED = 7804
_FURTHER_TYPES = (("LUSE", 12), ("LUAE_NA", 5), ("AF00213", 6), ("DB", 4), ("TSTRK1007", 8))
_SUBJECTS = (("KOMPLT", 50), ("AVSTMN", 12), ("KONTKT", 18), ("PAMINN", 12), ("OVRIGT", 8))
_QUESTIONS = ("17", "32", "35", "39", "29", "6", "25")

Fact = dict[str, Any]


def add_facts(care: Path, rows: Sequence[Row]) -> None:
    """Add a certificate for each row, some of other types and not of cases, and messages about some of those sent."""
    with duckdb.connect(str(care)) as connection:
        units = {
            unit: (number, provider)
            for unit, number, provider in connection.execute(
                "SELECT unit_id, unit_no, provider_no FROM unit"
            ).fetchall()
        }
        headers = list(_headers(rows, units))
        for name, facts in (("header", headers), ("message_to_care", list(_messages(headers)))):
            schema = connection.table(name).to_arrow_table().schema
            known = [{key: value for key, value in fact.items() if key in schema.names} for fact in facts]
            connection.from_arrow(pa.Table.from_pylist(known, schema=schema)).insert_into(name)


def _headers(rows: Sequence[Row], units: dict[str, tuple[int, int]]) -> Iterator[Fact]:
    chance = random.Random(SEED)
    types, weights = zip(*_FURTHER_TYPES, strict=True)
    for number, row in enumerate(rows, start=1):
        care_unit_no, provider_no = units[row.care_unit]
        of_case = chance.random() < 0.75
        yield {
            "certificate_no": number,
            "provider_no": provider_no,
            "care_unit_no": care_unit_no,
            "unit_no": units[row.unit][0] if row.unit else None,
            "doctor_no": 1,
            "sex": row.sex,
            "type_id": "LISJP" if of_case else chance.choices(types, weights)[0],
            "signed_date": row.start,
            "age": row.age,
            "age_at_month_start": row.age,
            "chapter": row.chapter,
            "block": row.block,
            "category": row.category,
            "code": row.code,
            "sent_to_fk": of_case,
            "revoked": False,
        }


def _messages(headers: Sequence[Fact]) -> Iterator[Fact]:
    chance = random.Random(SEED + 1)
    subjects, weights = zip(*_SUBJECTS, strict=True)
    for header in headers:
        if header["sent_to_fk"] and chance.random() < 0.8:
            subject = chance.choices(subjects, weights)[0]
            asked = chance.sample(_QUESTIONS, chance.randint(1, 3)) if subject == "KOMPLT" else []
            yield {**header, "subject": subject, "questions": asked}
