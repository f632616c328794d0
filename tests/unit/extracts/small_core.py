"""A folder of core tables made from plain rows, through the product's own models, for extracts over small facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from tests.oracle.facts import write_care_database
from tests.oracle.rows import Row
from warehouse.diagnoses import match
from warehouse.extracts.builder import build_extract
from warehouse.extracts.description import Description
from warehouse.extracts.parameters import Parameters
from warehouse.extracts.result import ExtractResult
from warehouse.extracts.source import Core, open_core

AS_OF = date(2021, 6, 1)
BORN = date(1980, 7, 1)
CARE_TABLES = ("sick_leave_row", "provider", "unit", "person")


@dataclass(frozen=True)
class Header:
    """One certificate of any type, as the core table `header` holds it."""

    certificate: str
    person: str
    signed: date
    type_id: str = "LUSE"
    provider: str = "P1"
    care_unit: str = "U1"
    sex: int = 2
    category: str | None = None
    revoked: bool = False


def leave(
    person: str,
    start: str,
    end: str,
    diagnosis: str | None = "F32",
    *,
    unit: str = "U1",
    provider: str = "P1",
    certificate: str | None = None,
    **more: Any,
) -> Row:
    """One row of a certificate of its own; a person whose name begins with `m` is a man."""
    place = match(diagnosis)
    first = date.fromisoformat(start)
    return Row(
        certificate=certificate or f"{person}-{start}-{end}-{diagnosis}",
        order=more.pop("order", first.toordinal()),
        person=person,
        sex=1 if person.startswith("m") else 2,
        provider=provider,
        care_unit=unit,
        start=first,
        end=date.fromisoformat(end),
        chapter=place.chapter,
        block=place.block,
        category=place.category,
        code=place.code,
        **more,
    )


def write_core(
    folder: Path,
    rows: Sequence[Row],
    *,
    as_of: date = AS_OF,
    births: Mapping[str, date] | None = None,
    headers: Sequence[Header] = (),
) -> Core:
    """Write the core tables below `folder`; everybody is born on 1 July 1980 unless `births` says otherwise."""
    mentioned = [*rows, *(_row_of(header) for header in headers)]
    care = write_care_database(folder / "care.duckdb", mentioned, as_of)
    core = folder / "core"
    core.mkdir()
    with duckdb.connect(str(care), read_only=True) as connection:
        for name in CARE_TABLES:
            connection.table(name).write_parquet(str(core / f"{name}.parquet"))
    born = births or {}
    certificates = [
        {"certificate_id": row.certificate, "person_key": row.person, "birth_date": born.get(row.person, BORN)}
        for row in {row.certificate: row for row in mentioned}.values()
    ]
    pq.write_table(pa.Table.from_pylist(certificates, schema=_CERTIFICATE), core / "certificate.parquet")
    pq.write_table(pa.Table.from_pylist([_header(one) for one in headers], schema=_HEADER), core / "header.parquet")
    return Core(core, as_of, "20210601T000000Z-test")


def _row_of(header: Header) -> Row:
    """A revoked row, so that the registers hold the header's person and unit, and no case does."""
    row = leave(
        header.person,
        header.signed.isoformat(),
        header.signed.isoformat(),
        unit=header.care_unit,
        provider=header.provider,
        certificate=header.certificate,
    )
    return replace(row, revoked=True)


def _header(one: Header) -> dict[str, object]:
    place = match(one.category)
    return {
        "certificate_id": one.certificate,
        "provider_id": one.provider,
        "care_unit_id": one.care_unit,
        "unit_id": None,
        "person_key": one.person,
        "sex": one.sex,
        "type_id": one.type_id,
        "signed_date": one.signed,
        "chapter": place.chapter,
        "block": place.block,
        "category": place.category,
        "code": place.code,
        "revoked": one.revoked,
    }


_CERTIFICATE = pa.schema([("certificate_id", pa.string()), ("person_key", pa.string()), ("birth_date", pa.date32())])
_HEADER = pa.schema(
    [
        *((name, pa.string()) for name in ("certificate_id", "provider_id", "care_unit_id", "unit_id", "person_key")),
        ("sex", pa.int32()),
        ("type_id", pa.string()),
        ("signed_date", pa.date32()),
        *((name, pa.string()) for name in ("chapter", "block", "category", "code")),
        ("revoked", pa.bool_()),
    ]
)


@contextmanager
def opened(core: Core) -> Iterator[duckdb.DuckDBPyConnection]:
    """The core tables, opened as an extract opens them."""
    with open_core(core, "1GB", core.folder.parent / "spill") as connection:
        yield connection


def described(section: str, **description: Any) -> Description:
    """A description of one section, given as YAML without its id and title."""
    name = {"sv": "Prov", "en": "Trial"}
    parts = {"id": "trial", "title": name, **yaml.safe_load(section)}
    return Description.model_validate(
        {"id": "extract_trial", "title": name, "protection": name, "sections": [parts]} | description
    )


def extract(core: Core, description: Description, *, threshold: int = 5, **parameters: Any) -> ExtractResult:
    """Evaluate a description over the core tables."""
    with opened(core) as connection:
        return build_extract(connection, core, description, threshold, Parameters(**parameters))


def rows_of(result: ExtractResult, section: int = 0) -> list[tuple[Any, ...]]:
    """The rows of a section as plain tuples; what is missing is None."""
    frame = result.sections[section].frame
    return [tuple(frame.astype(object).where(frame.notna(), None).loc[at]) for at in frame.index]
