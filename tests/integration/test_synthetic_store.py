"""A whole synthetic store: repeatable, complete, and in agreement with its truth file."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pipelines.documents.reader import read_document
from pipelines.documents.record import CertificateRecord, MessageRecord, Rejection
from pipelines.sources import store_tables
from pipelines.synthetic.document_faults import DOCUMENT_FAULTS
from pipelines.synthetic.document_types import DOCUMENT_TYPES
from pipelines.synthetic.organisation import PRIVATE_SERIES, PUBLIC_SERIES
from pipelines.synthetic.person_ids import ALLOWED_BIRTH_NUMBERS, check_digit
from pipelines.synthetic.settings import ParameterError, load_size
from pipelines.synthetic.store import (
    StoreSummary,
    append_certificates,
    create_store,
    default_url,
    read_summary,
)
from pipelines.synthetic.value_faults import VALUE_FAULTS
from warehouse.errors import NotReadyError

TODAY = date(2026, 11, 23)
SEED = 17
HSA_NUMBER = re.compile(rf"TSTNMT(?:16)?((?:{PUBLIC_SERIES}|{PRIVATE_SERIES})\d{{6}})-")


@dataclass
class Made:
    """A store in a directory, with its truth by kind."""

    directory: Path
    summary: StoreSummary
    truth: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def certificates(self) -> list[dict[str, Any]]:
        return self.truth["certificate"]

    @property
    def engine(self) -> sa.Engine:
        return sa.create_engine(default_url(self.directory))

    def rows(self, table: sa.Table, *columns: str) -> list[sa.Row[Any]]:
        chosen = [table.c[name] for name in columns] if columns else list(table.c)
        with self.engine.connect() as connection:
            return list(connection.execute(sa.select(*chosen)))


def _make(directory: Path, seed: int = SEED) -> Made:
    summary = create_store(default_url(directory), directory, "tiny", seed, TODAY)
    truth: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (directory / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        truth[entry["kind"]].append(entry)
    return Made(directory, summary, truth)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return _make(tmp_path_factory.mktemp("store"))


def _hash(made: Made) -> str:
    """Of every row of every table, in key order, and of every file beside the database."""
    digest = hashlib.sha256()
    with made.engine.connect() as connection:
        for table in store_tables.metadata.sorted_tables:
            for row in connection.execute(sa.select(table).order_by(*table.c)):
                digest.update(repr(tuple(row)).encode())
    for path in sorted(made.directory.iterdir()):
        if path.suffix != ".sqlite":
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(made: Made, tmp_path: Path) -> None:
    again, other = _make(tmp_path / "again"), _make(tmp_path / "other", SEED + 1)
    assert _hash(again) == _hash(made)
    assert _hash(other) != _hash(made)


def test_it_holds_as_many_certificates_as_promised_and_every_table_agrees(made: Made) -> None:
    expected = load_size("tiny").certificates
    assert made.summary.certificates == len(made.certificates) == expected
    for table in (store_tables.certificate, store_tables.original_certificate, store_tables.certificate_metadata):
        assert made.summary.rows[table.name] == len(made.rows(table, *[table.c[0].name])) == expected
    assert made.summary == read_summary(made.directory)
    assert made.summary.is_of("tiny", SEED, TODAY)
    assert not made.summary.is_of("tiny", SEED, TODAY + timedelta(days=1))


def test_every_type_and_every_fault_occurs_at_least_five_times(made: Made) -> None:
    types = Counter(entry["type"] for entry in made.certificates)
    for form in DOCUMENT_TYPES.values():
        assert types[form.register_id] >= 5, form.register_id
    faults = Counter(entry["fault"] for entry in made.certificates)
    for name in {*DOCUMENT_FAULTS, *VALUE_FAULTS, "equal_times", "doubtful_local_time"} - {"document_of_16_mib"}:
        assert faults[name] >= 5, name
    assert faults["document_of_16_mib"] == 1
    assert faults["late_by_a_day"] >= 5
    assert faults["late_by_thirty_days"] >= 5


def test_keys_rise_with_registration_and_everything_lies_in_the_window(made: Made) -> None:
    rows = sorted(made.rows(store_tables.original_certificate, "ID", "RECEIVED"))
    received = [row.RECEIVED for row in rows]
    assert received == sorted(received)
    assert len(rows) < rows[-1].ID, "some keys are left out"
    assert received[0].date() >= date(2024, 5, 23)
    assert received[-1].date() < TODAY
    states = made.rows(store_tables.certificate_state, "TIMESTAMP")
    assert max(row.TIMESTAMP for row in states).date() < TODAY


def test_some_sick_leaves_are_ongoing_today(made: Made) -> None:
    ends = [entry["periods"][-1]["end"] for entry in made.certificates if entry["sick_leave"]]
    assert sum(TODAY.isoformat() <= end <= "2027-06" for end in ends) > 20


def _gaps(certificates: list[dict[str, Any]]) -> Iterator[int]:
    """Whole days between the counted periods of each person and provider, in order of start."""
    chains: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for entry in certificates:
        if entry["sick_leave"] and entry["outcome"] == "counted" and not entry["revoked"]:
            chain = chains[entry["person_key"], entry["provider"]]
            chain.extend((period["start"], period["end"]) for period in entry["periods"] if period["accepted"])
    for chain in chains.values():
        end: date | None = None
        for start_text, end_text in sorted(chain):
            start, last = date.fromisoformat(start_text), date.fromisoformat(end_text)
            if end is not None:
                yield (start - end).days - 1
            end = last if end is None else max(end, last)


def test_gaps_of_exactly_five_and_six_days_are_there(made: Made) -> None:
    gaps = Counter(_gaps(made.certificates))
    assert gaps[5] >= 15, "one a month and those drawn by chance"
    assert gaps[6] >= 15


def test_no_person_or_organisation_lies_outside_the_test_series(made: Made) -> None:
    plain = [entry for entry in made.certificates if entry["fault"] not in VALUE_FAULTS]
    for entry in plain:
        number = entry["person_key"]
        assert number[8:11] in ALLOWED_BIRTH_NUMBERS
        assert number[11] == check_digit(number[2:11])
    for entry in made.certificates:
        for hsa_id in (entry["unit"], entry["provider"], entry["doctor"]):
            number_match = HSA_NUMBER.match(hsa_id)
            assert number_match is not None
            number = number_match.group(1)
            assert number[9] != check_digit(number[:9])


def test_markers_are_unique_and_stand_in_the_documents(made: Made) -> None:
    markers = {entry["recording_number"]: entry["marker"] for entry in made.certificates}
    assert len(set(markers.values())) == len(markers)
    types = {entry["recording_number"]: entry for entry in made.certificates}
    for row in made.rows(store_tables.original_certificate, "ID", "DOCUMENT"):
        entry = types[row.ID]
        if entry["type"] != "fk7210" and not entry["disease_carrier"] and entry["fault"] != "invalid_xml":
            assert markers[row.ID].encode() in row.DOCUMENT


def test_every_document_is_read_as_the_truth_says(made: Made) -> None:
    truth = {entry["recording_number"]: entry for entry in made.certificates}
    for row in made.rows(store_tables.original_certificate, "ID", "DOCUMENT"):
        entry, outcome = truth[row.ID], read_document(row.DOCUMENT)
        if entry["outcome"].startswith("quarantined"):
            assert isinstance(outcome, Rejection)
            assert entry["outcome"] == f"quarantined:{outcome.reason}"
            continue
        assert isinstance(outcome, CertificateRecord), (entry["type"], entry["fault"], outcome)
        _compare(entry, outcome)


def _compare(entry: dict[str, Any], record: CertificateRecord) -> None:
    context = (entry["type"], entry["fault"])
    assert record.certificate_id == entry["id"]
    assert record.signed_at.isoformat() == entry["signed_at"], context
    assert _normalised(record.unit_id) == entry["unit"], context
    assert _normalised(record.doctor_id or "") == entry["doctor"], context
    assert record.patient_id == entry["patient_id"].strip(), context
    assert record.diagnosis_code == entry["diagnosis"], context
    assert bool(record.disease_carrier) == entry["disease_carrier"], context
    assert [(one.kind, one.certificate_id) for one in record.relations] == [
        (one["kind"], one["id"]) for one in entry["relations"]
    ]
    assert record.answers_message_id == entry["answers_message"]
    if entry["sick_leave"]:
        written = [
            (str(period.start), str(period.end), period.degree)
            for period, meant in zip(record.periods, entry["periods"], strict=True)
            if meant["accepted"]
        ]
        meant_periods = [
            (period["start"], period["end"], period["degree"]) for period in entry["periods"] if period["accepted"]
        ]
        assert written == meant_periods, context
    if entry["fault"] is None:
        assert record.flags == (), (context, record.flags)
        assert record.unknown_questions == (), context


def _normalised(hsa_id: str) -> str:
    return "".join(hsa_id.split()).upper()


def test_every_message_is_read_as_the_truth_says(made: Made) -> None:
    truth = {entry["id"]: entry for entry in made.truth["message"]}
    rows = made.rows(store_tables.arende, "MEDDELANDE_ID", "MEDDELANDE_DATA", "INTYGS_ID")
    assert len(rows) == len(truth) > 100
    for row in rows:
        entry, record = truth[row.MEDDELANDE_ID], read_document(row.MEDDELANDE_DATA.encode())
        assert isinstance(record, MessageRecord)
        assert record.flags == ()
        assert record.direction == entry["direction"]
        assert record.certificate_id == entry["certificate"] == row.INTYGS_ID
        assert record.subject == entry["subject"]
        assert list(record.questions) == entry["questions"]
        assert (record.answers_message_id, record.reminds_message_id) == (entry["answers"], entry["reminds"])


def test_sendings_revocations_and_marks_are_those_of_the_truth(made: Made) -> None:
    states: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in made.rows(store_tables.certificate_state):
        states[row.CERTIFICATE_ID].add((row.STATE, row.TARGET))
    revoked = {row.CERTIFICATE_ID for row in made.rows(store_tables.certificate_metadata) if row.IS_REVOKED}
    deleted = {row.ID for row in made.rows(store_tables.sjukfall_cert) if row.DELETED}
    for entry in made.certificates:
        of_this = states[entry["id"]]
        assert ("RECEIVED", "HSVARD") in of_this
        assert {target for state, target in of_this if state == "SENT"} == set(entry["sent_to"])
        assert (("CANCELLED", "HSVARD") in of_this) == entry["revoked"] == (entry["id"] in revoked)
    assert deleted <= revoked
    assert 15 <= len(revoked) <= 90
    kinds = Counter(relation["kind"] for entry in made.certificates for relation in entry["relations"])
    assert min(kinds["ERSATT"], kinds["KOMPLT"], kinds["FRLANG"], kinds["KOPIA"]) >= 5


def test_work_capacity_rows_are_the_periods_of_plain_sick_leaves(made: Made) -> None:
    capacity: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for row in made.rows(store_tables.sjukfall_cert_work_capacity):
        capacity[row.CERTIFICATE_ID].append((row.FROM_DATE, row.TO_DATE, row.CAPACITY_PERCENTAGE))
    for entry in made.certificates:
        if entry["sick_leave"] and entry["fault"] is None and not entry["disease_carrier"]:
            meant = [(period["start"], period["end"], period["degree"]) for period in entry["periods"]]
            assert capacity[entry["id"]] == meant


def test_half_a_store_is_not_taken_for_a_whole_one_and_is_made_again(tmp_path: Path) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if done > total / 3:
            raise KeyboardInterrupt

    directory = tmp_path / "source"
    with pytest.raises(KeyboardInterrupt):
        create_store(default_url(directory), directory, "tiny", SEED, TODAY, stop)
    assert read_summary(directory) is None
    seen: list[tuple[str, int, int]] = []
    summary = create_store(default_url(directory), directory, "tiny", SEED, TODAY, lambda *step: seen.append(step))
    assert read_summary(directory) == summary
    assert seen[-1] == ("certificates", summary.certificates, summary.certificates)


def test_an_unknown_size_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="There is no size gigantic"):
        create_store(default_url(tmp_path / "x"), tmp_path / "x", "gigantic", SEED, TODAY)
    assert not (tmp_path / "x").exists()


def test_appended_certificates_are_new_readable_and_last(tmp_path: Path) -> None:
    made = _make(tmp_path / "source")
    url = default_url(made.directory)
    before = {row.ID for row in made.rows(store_tables.original_certificate, "ID")}
    assert append_certificates(url, 3, 1, TODAY) == 3
    assert append_certificates(url, 2, 1, TODAY) == 2
    added = [row for row in made.rows(store_tables.original_certificate) if row.ID not in before]
    assert len({row.CERTIFICATE_ID for row in added}) == 5
    assert min(row.ID for row in added) > max(before)
    for row in added:
        record = read_document(row.DOCUMENT)
        assert isinstance(record, CertificateRecord)
        assert record.flags == ()
        assert record.signed_at.date() == TODAY
        assert record.relations[0].kind == "FRLANG"


def test_nothing_can_be_appended_to_an_empty_store(tmp_path: Path) -> None:
    url = default_url(tmp_path)
    store_tables.metadata.create_all(sa.create_engine(url))
    with pytest.raises(NotReadyError):
        append_certificates(url, 1, 1, TODAY)
