"""Random certificates of all kinds with their messages, and a care release of them; sex and age may be unknown."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from tests.oracle.facts import write_care_database
from tests.oracle.rows import Row

AS_OF = date(2016, 3, 15)
FIRST = date(2015, 6, 1)
UNITS = (("C1", None), ("C1", "S1"), ("C1", "S2"), ("C2", None))
DOCTORS = ("TSTNMT-A", "TSTNMT-B")
TYPES = ("FK7263", "LISJP", "LUSE", "LUAE_NA", "FK7472", "DB")
SUBJECTS = ("KOMPLT", "AVSTMN", "KONTKT", "OKANT")
QUESTIONS = ("1", "35", "37", "44", "5")
CHAPTERS = ("F00-F99", "M00-M99", None)


@dataclass(frozen=True)
class Message:
    """A message to the care about a certificate."""

    subject: str
    sex: int
    age: int | None
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Certificate:
    """A certificate with its messages; `unit` is None when the care unit itself signed."""

    number: int
    type_id: str
    signed: date
    sex: int
    age: int | None
    care_unit: str
    unit: str | None
    doctor: str
    chapter: str | None
    sent: bool
    revoked: bool
    messages: tuple[Message, ...] = ()


def random_message(chance: random.Random, certificate_age: int | None) -> Message:
    """A message, most often a request for completion."""
    questions = tuple(chance.choices(QUESTIONS, k=chance.randint(0, 3)))
    return Message(chance.choice((*SUBJECTS, "KOMPLT")), chance.randint(0, 2), certificate_age, questions)


def random_certificate(chance: random.Random, number: int) -> Certificate:
    """A certificate with up to three messages."""
    care_unit, unit = chance.choice(UNITS)
    age = chance.choice((None, 15, 16, 40, 66))
    return Certificate(
        number,
        chance.choice(TYPES),
        FIRST + timedelta(days=chance.randint(0, 240)),
        chance.randint(0, 2),
        age,
        care_unit,
        unit,
        chance.choice(DOCTORS),
        chance.choice(CHAPTERS),
        chance.random() < 0.7,
        chance.random() < 0.2,
        tuple(random_message(chance, age) for _ in range(chance.randint(0, 3))),
    )


def write_care(path: Path, certificates: list[Certificate]) -> Path:
    """A care release of the certificates; one sick-leave row for each unit and doctor fills the registers."""
    rows = [
        Row(f"r{at}", at, "person", 1, "P1", care_unit, FIRST, FIRST, unit=unit, doctor=doctor)
        for at, ((care_unit, unit), doctor) in enumerate((u, d) for u in UNITS for d in DOCTORS)
    ]
    write_care_database(path, rows, AS_OF)
    with duckdb.connect(str(path)) as connection:
        units = dict(connection.execute("SELECT unit_id, unit_no FROM unit").fetchall())
        doctors = dict(connection.execute("SELECT doctor_id, doctor_no FROM doctor").fetchall())
        headers, messages = [], []
        for one in certificates:
            common = {
                "certificate_no": one.number,
                "provider_no": 1,
                "care_unit_no": units[one.care_unit],
                "unit_no": units[one.unit] if one.unit else None,
                "doctor_no": doctors[one.doctor],
                "type_id": one.type_id,
                "signed_date": one.signed,
                "chapter": one.chapter,
            }
            headers.append(
                {
                    **common,
                    "sex": one.sex,
                    "age": one.age,
                    "age_at_month_start": one.age,
                    "sent_to_fk": one.sent,
                    "revoked": one.revoked,
                }
            )
            messages += [
                {**common, "sex": m.sex, "age": m.age, "subject": m.subject, "questions": list(m.questions)}
                for m in one.messages
            ]
        for name, facts in (("header", headers), ("message_to_care", messages)):
            schema = connection.table(name).to_arrow_table().schema
            connection.from_arrow(pa.Table.from_pylist(facts, schema=schema)).insert_into(name)
    return path
