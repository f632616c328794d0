"""The mapping of care providers: its shape, its windows, and entries that cannot be read (rule R-2)."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from pipelines.sources.directory_units import RefusedFileError
from pipelines.sources.provider_mapping import FIRST_TIME, LAST_TIME, read_mapping

ENTRY = {
    "region": "Exempelregionen",
    "description": "Bolagisering",
    "datetime": "2026-01-01T00:00:00",
    "issuedDateTimeFrom": "2020-01-01T00:00:00",
    "issuedDateTimeTo": "2026-01-01T00:00:00",
    "issuedUnitMapping": {
        "tstnmt-u1": {
            "careProviderName": "Bolaget",
            "careProviderId": "TSTNMT-P2",
            "issuedUnitId": "TSTNMT-U2",
            "issuedUnitName": "Nya mottagningen",
        }
    },
    "careProviderMapping": {"TSTNMT-P1": {"name": "Bolaget", "id": "TSTNMT-P2"}},
}


def test_an_entry_replaces_units_and_providers() -> None:
    mapping = read_mapping(json.dumps([ENTRY]).encode())
    (unit,), (provider,) = mapping.units, mapping.providers
    window = (datetime(2026, 1, 1), datetime(2020, 1, 1), datetime(2026, 1, 1), 1)  # noqa: DTZ001
    assert unit == ("TSTNMT-U1", *window, "TSTNMT-P2", "Bolaget", "TSTNMT-U2", "Nya mottagningen")
    assert provider == ("TSTNMT-P1", *window, "TSTNMT-P2", "Bolaget", None, None)


def test_absent_times_leave_the_window_open() -> None:
    (provider,) = read_mapping(json.dumps({"careProviderMapping": {"A": {"id": "B"}}}).encode()).providers
    assert (provider.in_force_from, provider.signed_from, provider.signed_before) == (FIRST_TIME, FIRST_TIME, LAST_TIME)


def test_a_time_with_offset_is_the_time_in_sweden() -> None:
    entry = {"issuedDateTimeFrom": "2026-06-30T22:00:00Z", "careProviderMapping": {"A": {"id": "B"}}}
    (provider,) = read_mapping(json.dumps([entry]).encode()).providers
    assert provider.signed_from == datetime(2026, 7, 1)  # noqa: DTZ001


@pytest.mark.parametrize(
    "entry",
    [
        7,
        {},
        {"careProviderMapping": {"A": {}}},
        {"careProviderMapping": {" ": {"id": "B"}}},
        {"careProviderMapping": ["A"]},
        {"issuedUnitMapping": {"A": {"careProviderId": ""}}},
        {"datetime": "i morgon", "careProviderMapping": {"A": {"id": "B"}}},
    ],
)
def test_an_entry_that_cannot_be_read_never_stops_the_others(entry: object) -> None:
    mapping = read_mapping(json.dumps([entry, ENTRY]).encode())
    assert mapping.rejected == [(1, "mapping_entry_unreadable")]
    assert (len(mapping.units), len(mapping.providers)) == (1, 1)


@pytest.mark.parametrize("content", [b"", b"[", b'"x"', b"\xff", b"[" * 100_000])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedFileError):
        read_mapping(content)
