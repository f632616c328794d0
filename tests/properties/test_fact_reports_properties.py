"""Reports about certificates and messages in SQL against the oracle, over random facts and filters."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from tests.oracle import certificate_facts as oracle
from tests.oracle.certificate_facts import Certificate, Counts, Message
from tests.oracle.facts import write_care_database
from tests.oracle.rows import Row
from warehouse.reports.dimension import dimension
from warehouse.reports.engine import CareStatistics
from warehouse.reports.options import Options
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Series, View
from warehouse.reports.scope import AccessScope
from warehouse.reports.selection import Selection

AS_OF = date(2016, 3, 15)
FIRST = date(2015, 6, 1)
UNITS = (("C1", None), ("C1", "S1"), ("C1", "S2"), ("C2", None))
DOCTORS = ("TSTNMT-A", "TSTNMT-B")
TYPES = ("FK7263", "LISJP", "LUSE", "LUAE_NA", "FK7472", "DB")
SUBJECTS = ("KOMPLT", "AVSTMN", "KONTKT", "OKANT")
QUESTIONS = ("1", "35", "37", "44", "5")
CHAPTERS = ("F00-F99", "M00-M99", None)


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


def shown(series: Series | None, period: int) -> Counts:
    """The cells of a period that are not empty."""
    assert series is not None
    cells = zip(series.groups, series.values[period], strict=True)
    return {group.key: (count.women, count.men, count.total) for group, count in cells if count.total}


class Asked:
    """A random selection, and what it keeps."""

    def __init__(self, chance: random.Random) -> None:
        self.units = tuple(chance.sample(("C1", "S1", "C2"), chance.randint(0, 2)))
        self.chapters = tuple(chance.sample(("F00-F99", "NO_VALID_ICD10"), chance.randint(0, 2)))
        self.ages = chance.choice(((), ("16-20",), ("0-15", "66-")))
        self.types = chance.choice(((), ("SJUKPENNING",), ("LUSE", "LUAE_NA")))
        self.selection = Selection(self.units, self.chapters, self.ages, (), self.types)

    def keeps(self, one: Certificate) -> bool:
        """Units and diagnosis, which messages take from their certificate."""
        of_unit = not self.units or one.care_unit in self.units or one.unit in self.units
        return of_unit and (not self.chapters or (one.chapter or "NO_VALID_ICD10") in self.chapters)

    def keeps_age(self, age: int | None) -> bool:
        """Facts without age are left out while the filter is active."""
        bounds = [dimension("age_group").bounds[key] for key in self.ages]
        return not bounds or (age is not None and any(one.holds(age) for one in bounds))

    def keeps_type(self, one: Certificate) -> bool:
        """Both sick-leave types stand for one choice."""
        key = "SJUKPENNING" if one.type_id in oracle.SICK_LEAVE else one.type_id
        return not self.types or key in self.types

    def lists(self, *units: str) -> bool:
        """Whether a unit, below its care unit, is listed."""
        return not self.units or bool(set(units) & set(self.units))


def check(statistics: CareStatistics, certificates: list[Certificate], asked: Asked, view: View) -> None:
    """Every report about certificates and messages in one view."""
    window = Window(Month(2015, 7), Month(2015, 11))
    periods = [Window(month, month) for month in window] if view is View.TIME_SERIES else [window]
    print(asked.selection, view)

    def result(report: str, options: Options) -> tuple[Series, Series | None]:
        found = statistics.report(
            report, view, AccessScope.whole_provider("P1"), asked.selection, window=window, options=options
        )
        return found.table, found.divisor

    share_types = frozenset({"LISJP", "LUSE", "LUAE_NA", "LUAE_FS", "FK7472"})
    plain = Options(doctor_messages=True)
    answers = {
        name: result(name, plain)
        for name in (
            "certificates_total", "messages_by_subject", "messages_per_doctor", "complement_share",
            "complements_per_question", "messages_per_unit",
        )
    }  # fmt: skip
    sub_units, _ = result("messages_per_unit", Options(care_units=False))
    for at, period in enumerate(periods):
        signed = [c for c in certificates if period.first_day <= c.signed <= period.last_day and asked.keeps(c)]
        of_type = [c for c in signed if asked.keeps_type(c)]
        of_age = [c for c in signed if asked.keeps_age(c.age)]
        right_age = lambda message: asked.keeps_age(message.age)  # noqa: E731

        def expected(key: oracle.Key, of_type: list[Certificate] = of_type) -> Counts:
            return oracle.messages(of_type, key, lambda message: asked.keeps_age(message.age))

        assert shown(answers["certificates_total"][0], at) == oracle.issued(of_age)
        sent = [c for c in of_age if asked.keeps_type(c)]
        share, divisor = answers["complement_share"]
        assert shown(share, at) == oracle.sent(sent, completed=True, types=share_types)
        assert shown(divisor, at) == oracle.sent(sent, completed=False, types=share_types)
        assert shown(answers["complements_per_question"][0], at) == oracle.questions(of_type, right_age)
        assert shown(answers["messages_by_subject"][0], at) == expected(lambda _, m: m.subject)
        assert shown(answers["messages_per_doctor"][0], at) == expected(lambda c, m: f"{c.doctor}:{m.subject}")
        assert shown(answers["messages_per_unit"][0], at) == expected(
            lambda c, m: f"{c.care_unit}:{m.subject}" if asked.lists(c.care_unit) else None
        )
        assert shown(sub_units, at) == expected(
            lambda c, m: f"{c.unit}:{m.subject}" if c.unit and asked.lists(c.care_unit, c.unit) else None
        )


@pytest.mark.parametrize("view", list(View))
def test_reports_of_certificates_and_messages_agree(tmp_path: Path, seed: int, view: View) -> None:
    chance = random.Random(seed)
    certificates = [random_certificate(chance, number) for number in range(2000)]
    with CareStatistics(write_care(tmp_path / "care.duckdb", certificates)) as statistics:
        for _ in range(15):
            check(statistics, certificates, Asked(chance), view)
