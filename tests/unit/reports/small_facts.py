"""Care and national databases of a few certificates and messages beside sick-leave rows, for tests by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from tests.oracle.facts import write_care_database, write_national_database
from tests.oracle.rows import Row
from warehouse.reports.national import NationalStatistics


@dataclass(frozen=True)
class Signed:
    """A certificate sent to Försäkringskassan, with the subjects of its messages; sex 0 is unknown."""

    unit: str
    signed: date
    type_id: str = "LISJP"
    sex: int = 2
    subjects: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    sent: bool = True
    revoked: bool = False


def write_care(path: Path, rows: Sequence[Row], certificates: Iterable[Signed], as_of: date) -> Path:
    """A care database; certificates are signed at care units that the rows mention."""
    write_care_database(path, rows, as_of)
    with duckdb.connect(str(path)) as connection:
        units = {
            unit: (number, provider)
            for unit, number, provider in connection.execute(
                "SELECT unit_id, unit_no, provider_no FROM unit"
            ).fetchall()
        }
        headers, messages = [], []
        for number, one in enumerate(certificates, start=1):
            care_unit_no, provider_no = units[one.unit]
            common = {
                "certificate_no": number,
                "provider_no": provider_no,
                "care_unit_no": care_unit_no,
                "doctor_no": 1,
                "sex": one.sex,
                "type_id": one.type_id,
                "signed_date": one.signed,
            }
            headers.append({**common, "sent_to_fk": one.sent, "revoked": one.revoked})
            messages += [{**common, "subject": name, "questions": list(one.questions)} for name in one.subjects]
        for name, facts in (("header", headers), ("message_to_care", messages)):
            schema = connection.table(name).to_arrow_table().schema
            connection.from_arrow(pa.Table.from_pylist(facts, schema=schema)).insert_into(name)
    return path


def national_of(care: Path, as_of: date, threshold: int) -> NationalStatistics:
    """The national figures of a care database."""
    return NationalStatistics.compatible(
        write_national_database(care.with_name("national.duckdb"), care, as_of, threshold)
    )
