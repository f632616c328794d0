"""The units file: zip and XML, repeated ids, refusal of files that are cut, older or have lost units (H-14 to H-16)."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from pipelines.sources.directory_units import RefusedFileError, UnitsFile, read_units_file, refuse_worse


def units_file(*entries: str, made: str = "2026-11-22T22:00:00+01:00") -> bytes:
    """A units file of entries, each the XML inside `hsaUnit`."""
    listed = "".join(f"<hsaUnit>{entry}</hsaUnit>" for entry in entries)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<FileGetHsaUnitsResponse xmlns="urn:riv:hsa:HsaWsResponder:3">'
        f"<startDate>{made}</startDate><endDate>{made}</endDate><hsaUnits>{listed}</hsaUnits></FileGetHsaUnitsResponse>"
    ).encode()


def entry(identity: str, **elements: str) -> str:
    more = "".join(f"<{name}>{value}</{name}>" for name, value in elements.items())
    return f"<hsaIdentity>{identity}</hsaIdentity>{more}"


def zipped(content: bytes, *names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names or ("units.xml",):
            archive.writestr(name, content)
    return packed.getvalue()


def test_a_zip_reads_as_the_file_inside() -> None:
    plain = units_file(entry("TSTNMT2321000156-A", name="Mottagningen"))
    assert read_units_file(zipped(plain)) == read_units_file(plain)


def test_the_day_is_that_of_the_files_own_time() -> None:
    late = units_file(entry("A-1"), made="2026-11-22T23:30:00Z")
    assert read_units_file(late).made_on == date(2026, 11, 23), "the day in Sweden"
    assert read_units_file(units_file(entry("A-1"), made="soon")).made_on is None


def test_repeated_missing_and_unusual_ids_are_counted() -> None:
    found = read_units_file(
        units_file(
            entry("aa-1", name="Nya", startDate="2020-01-01"),
            entry("AA-1", name="Gamla", startDate="2015-01-01"),
            "<name>Utan id</name>",
            entry("1-A", name="Annan form"),
        )
    )
    assert {key: unit["namn"] for key, unit in found.units.items()} == {"AA-1": "Nya", "1-A": "Annan form"}
    assert (found.entries, found.repeated, found.unusual) == (4, 1, 1)
    assert found.rejected == [(3, "directory_id_missing")]


def test_an_entry_may_be_provider_and_unit() -> None:
    both = entry("P-1", name="Båda", orgNo="232100-0156", isHsaHealthCareProvider="true", isHsaHealthCareUnit="true")
    found = read_units_file(units_file(both, entry("P-2", name="Bara vårdgivare", isHsaHealthCareProvider="true")))
    assert set(found.providers) == {"P-1", "P-2"}
    assert set(found.units) == {"P-1"}


def test_members_of_an_entry_that_lost_are_not_below_it() -> None:
    member = "<hsaHealthCareUnitMember>B-1</hsaHealthCareUnitMember>"
    found = read_units_file(
        units_file(
            entry("A-1", startDate="2015-01-01", hsaHealthCareUnitMembers=member),
            entry("A-1", startDate="2020-01-01"),
            entry("B-1"),
        )
    )
    assert "vardenhet" not in found.units["B-1"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"HSA",
        b"<other/>",
        units_file(entry("A-1"))[:-30],
        units_file(),
        b"PK\x03\x04 not an archive",
        zipped(units_file(entry("A-1")), "one.xml", "two.xml"),
        zipped(b"<x/>", "readme.txt"),
        zipped(units_file(*[entry(f"A-{n}", name="x" * 50) for n in range(500)]))[:-2000],
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + units_file(entry("A-1")).split(b"\n", 1)[1],
    ],
    ids=["empty", "text", "other", "cut", "no units", "no zip", "two files", "no xml", "cut zip", "doctype"],
)
def test_a_file_that_cannot_be_used_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(RefusedFileError) as refused:
        read_units_file(content)
    assert str(refused.value).count(".") == 1


def _of(day: date | None, number: int) -> UnitsFile:
    return UnitsFile(made_on=day, units={f"A-{n}": {} for n in range(number)})


def test_an_older_file_is_refused() -> None:
    with pytest.raises(RefusedFileError, match="older"):
        refuse_worse(_of(date(2026, 11, 21), 10), _of(date(2026, 11, 22), 10))
    refuse_worse(_of(date(2026, 11, 22), 10), _of(date(2026, 11, 22), 10))
    refuse_worse(_of(None, 10), _of(date(2026, 11, 22), 10))


@pytest.mark.parametrize(("kept", "refused"), [(100, False), (95, False), (94, True), (0, True)])
def test_more_than_five_percent_lost_units_refuse_a_file(kept: int, refused: bool) -> None:
    new, in_force = _of(date(2026, 11, 22), kept), _of(date(2026, 11, 21), 100)
    if refused:
        with pytest.raises(RefusedFileError, match="5 percent"):
            refuse_worse(new, in_force)
    else:
        refuse_worse(new, in_force)
