"""A data directory with a small release of the care and the public zone, whose every figure can be counted by hand.

Care provider P1 has the units u1 and u2, P3 has u3. Nobody in it exists.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tests.oracle.facts import write_care_database, write_national_database
from tests.spec_examples.notation import rows
from warehouse.releases import ReleaseStore
from warehouse.storage import DataDirectory, Zone

AS_OF = date(2016, 3, 15)
VERSION = "20160315T020000Z-0001"
THRESHOLD = 5
NAMES = {"P1": "Vårdgivare ett", "u1": "Norra vårdcentralen", "u2": "Södra [bold] vårdcentralen", "u3": "Östra"}
POPULATION = [("01", 2015, 1, 1000), ("01", 2015, 2, 3000), ("03", 2015, 1, 500), ("03", 2015, 2, 500)]

WOMEN_AT_U1, MEN_AT_U1, WOMEN_AT_U2, MEN_AT_U3 = 7, 2, 3, 6
"""Cases of February 2016 by unit: at P1 ten women and two men, at P3 six men."""
SENT = {"2": (9, 6), "1": (4, 1)}
"""Sex → certificates LISJP of P1 sent in February 2016, and those of them with a request for completion."""


def publish(root: Path) -> DataDirectory:
    """Make the releases and put them in force."""
    data = DataDirectory(root)
    _release(data.zone(Zone.CARE), "care.duckdb", _write_care)
    care = data.zone(Zone.CARE) / "releases" / VERSION / "care.duckdb"
    _release(
        data.zone(Zone.PUBLIC),
        "national.duckdb",
        lambda to: write_national_database(to, care, AS_OF, THRESHOLD, population=POPULATION, version=VERSION),
    )
    return data


def _release(zone: Path, name: str, write: Callable[[Path], Path]) -> None:
    store = ReleaseStore(zone)
    with store.building(VERSION) as built:
        write(built / name)
        store.finish(built, VERSION, {"as_of": AS_OF.isoformat()})
    store.put_in_force(VERSION)


def _write_care(path: Path) -> Path:
    places = (
        ("w1", "k", WOMEN_AT_U1, "u1 F32 county=01"),
        ("m1", "m", MEN_AT_U1, "u1 M54 county=01"),
        ("w2", "k", WOMEN_AT_U2, "u2 F43 county=01"),
        ("m3", "m", MEN_AT_U3, "u3 J06 county=03"),
    )
    lines = [
        f"{name}{number}({sex}) 2016-02-01..2016-02-20 {place}"
        for name, sex, cases, place in places
        for number in range(cases)
    ]
    write_care_database(path, rows(2016, "\n".join(lines)), AS_OF, names=NAMES, population=POPULATION, version=VERSION)
    with duckdb.connect(str(path)) as connection:
        _add_facts(connection)
    return path


def _add_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Certificates sent from u1, and the messages about them."""
    units = dict(connection.execute("SELECT unit_id, unit_no FROM unit").fetchall())
    headers: list[dict[str, Any]] = []
    messages: list[dict[str, Any]] = []
    for sex, (sent, completed) in SENT.items():
        for at in range(sent):
            common = {
                "certificate_no": 1000 * int(sex) + at,
                "provider_no": 1,
                "care_unit_no": units["u1"],
                "unit_no": units["u1"],
                "doctor_no": 1,
                "type_id": "LISJP",
                "signed_date": date(2016, 2, 10),
                "chapter": "F00-F99",
                "sex": int(sex),
                "age": 40,
            }
            headers.append({**common, "sent_to_fk": True, "revoked": False})
            if at < completed:
                messages.append({**common, "subject": "KOMPLT", "questions": ["1"]})
    for name, facts in (("header", headers), ("message_to_care", messages)):
        schema = connection.table(name).to_arrow_table().schema
        connection.from_arrow(pa.Table.from_pylist(facts, schema=schema)).insert_into(name)
