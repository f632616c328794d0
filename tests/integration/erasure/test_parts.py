"""The parts of an erasure, each by itself: mentions, orders, tombstones, candidates, directory files, the command."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.erasure.absence import compare, order_for_absent
from pipelines.erasure.candidates import note_comparison, read_candidates
from pipelines.erasure.mentions import Mentions, words
from pipelines.erasure.ordering import destroy_key, erase
from pipelines.erasure.orders import Orders, any_open, new_order
from pipelines.erasure.organisation import ANSWERS, MAPPING, UNITS, Gone, forget_in_positions, without
from pipelines.erasure.tombstones import PROVIDER, Tombstones
from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Batch, Landing
from pipelines.landing.ledger import set_position
from pipelines.staging.tables import ERASED_ID
from tests.integration.erasure.data_search import files_with
from warehouse.application.models import Base
from warehouse.errors import UserError
from warehouse.settings import load_settings
from warehouse.storage import DataDirectory

ID = "f3c1a2b4-0000-4000-8000-1234567890ab"
PERSON = "198001012386"


@pytest.fixture
def landing(tmp_path: Path) -> Iterator[Landing]:
    landing = Landing(DataDirectory(tmp_path).landing)
    yield landing
    landing.close()


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        (f"<id>{ID}</id>", True),
        (f"urn:uuid:{ID}.", True),
        (f"<id>{ID}0</id>", False),
        (f"<id>other-{ID}</id>", False),
        ("<p>198001012386</p>", True),
        ("<p>19800101-2386</p>", True),
        ("<p>19800101 2386</p>", True),
        ("<p>800101-2386</p>", True),
        ("<p>800101+2386</p>", True),
        ("<p>8001012386</p>", True),
        ("<p>SE8001012386</p>", False),
        ("<p>19800101-23861</p>", False),
        ("<p>19800101</p>", False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
def test_an_id_or_person_number_is_found_as_a_whole_and_taken_out(payload: str, found: bool, encoding: str) -> None:
    mentions = Mentions([ID], [PERSON])
    content = payload.encode(encoding)
    assert mentions.inside(content) is found
    rest = mentions.without(content)
    assert not mentions.inside(rest)
    assert (rest == content) is not found
    assert (ERASED_ID in rest.decode(encoding)) is found


def test_words_of_any_bytes() -> None:
    assert words(b"\xff\xfe\x00" + ID.encode() + b"\x00") == {ID}
    assert words(b"") == set()


@pytest.mark.parametrize(
    ("number", "by", "confirmed", "ids", "sentence"),
    [
        (" ", "A", "B", [ID], "order number"),
        ("1", "A", " ", [ID], "order number"),
        ("1", "Anna", " anna ", [ID], "another person"),
        ("1", "A", "B", [" "], "what to erase"),
    ],
)
def test_an_order_needs_a_number_two_persons_and_something_to_erase(
    number: str, by: str, confirmed: str, ids: list[str], sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        new_order(number, confirmed, by, certificates=ids)


def test_a_receipt_holds_no_identity_and_a_closed_order_no_file(tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path)
    receipt = erase(settings, new_order("2026-17", "B", "A", certificates=[ID, "never-had-this-one"]))
    assert (receipt.certificates, receipt.events_removed, receipt.figures_from) == (2, 0, None)
    assert "2 certificates" in receipt.sentence()
    assert not any_open(DataDirectory(tmp_path))
    assert files_with(tmp_path, ID) == []
    again = erase(settings, new_order("2026-17", "B", "A", certificates=[ID]))
    assert (again.certificates, again.opened_at) == (2, receipt.opened_at)


def test_an_open_order_gets_the_ids_of_both_when_it_is_repeated(tmp_path: Path, landing: Landing) -> None:
    orders = Orders(DataDirectory(tmp_path), landing.ledger)
    orders.open(new_order("2026-17", "B", "A", certificates=["first-certificate"]))
    orders.open(new_order("2026-17", "B", "A", certificates=["second-certificate"]))
    (order,) = orders.open_orders()
    assert order.certificates == ["first-certificate", "second-certificate"]
    orders.close(order)
    assert orders.open_orders() == []


def test_a_tombstone_refuses_whatever_names_it(tmp_path: Path, landing: Landing) -> None:
    tombstones = Tombstones(landing, DataDirectory(tmp_path))
    event = RawEvent("folder", EventType.CREATED, payload=b"<broken>")
    tombstones.put_up([ID], "1")
    tombstones.put_up(["m-1"], "1", kind="message")
    tombstones.put_up([event.key(event.payload_sha256).hex()], "1", kind="event")
    events = [
        RawEvent("store/documents", EventType.CREATED, certificate_id=ID, payload=b"new"),
        RawEvent("store/relations", EventType.RELATION, certificate_id="other", payload=f"ERSATT {ID}".encode()),
        RawEvent("queue", EventType.MESSAGE, message_id="m-1"),
        event,
        RawEvent("store/documents", EventType.CREATED, certificate_id="other", payload=b"new"),
    ]
    assert tombstones.refused(events) == {0, 1, 2, 3}
    assert tombstones.erased([ID, "other"]) == {ID}
    assert tombstones.erased([ID], PROVIDER) == set()


def test_a_ledger_restored_from_a_backup_gets_the_tombstones_back(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path)
    landing = Landing(data.landing)
    Tombstones(landing, data).put_up(["first-certificate"], "1")
    landing.close()
    for path in data.landing.glob("ledger.sqlite*"):
        path.unlink()
    landing = Landing(data.landing)
    tombstones = Tombstones(landing, data)
    assert tombstones.erased(["first-certificate", "other"]) == {"first-certificate"}
    tombstones.put_up(["second-certificate"], "2")
    assert len(Tombstones(landing, data).all()) == 2
    landing.close()


def test_destroying_the_key_ends_the_refusal(tmp_path: Path) -> None:
    settings, data = load_settings(data=tmp_path), DataDirectory(tmp_path)
    landing = Landing(data.landing)
    Tombstones(landing, data).put_up([ID], "1")
    with pytest.raises(UserError, match="another person"):
        destroy_key(settings, "A", "A")
    assert destroy_key(settings, "B", "A") == 1
    assert Tombstones(landing, data).erased([ID]) == set()
    assert landing.land(Batch([RawEvent("folder", EventType.CREATED, certificate_id=ID)], "folder")) == 1
    landing.close()


def test_what_a_source_has_lost_for_two_nights_is_a_candidate(tmp_path: Path) -> None:
    data, ours = DataDirectory(tmp_path), [f"certificate-{number}" for number in range(3000)]
    assert note_comparison(data, "store", ours, ours[1:]) == []
    assert note_comparison(data, "store", ours, ours[1:]) == ["certificate-0"]
    assert note_comparison(data, "store", ours, ours) == []
    assert read_candidates(data).missing == {"store": {}}


def test_too_many_at_once_raise_the_alarm_and_nothing_is_done(tmp_path: Path) -> None:
    data, ours = DataDirectory(tmp_path), [f"certificate-{number}" for number in range(3000)]
    for _ in range(3):
        assert note_comparison(data, "store", ours, ours[4:]) == []
    assert read_candidates(data).alarm == {"store": 4}
    assert "ALARM" in read_candidates(data).sentences()[0]


@pytest.mark.parametrize("rule", [False, True])
def test_candidates_are_erased_by_a_person_or_by_a_rule_that_is_switched_on(tmp_path: Path, rule: bool) -> None:
    settings = load_settings(data=tmp_path, absence_erases=rule)
    for _ in range(2):
        compare(settings, "store", [ID, "other-certificate"], ["other-certificate"])
    assert any_open(DataDirectory(tmp_path)) is rule
    erase(settings, order_for_absent(settings, "store", "2026-18", "B", "A"))
    assert files_with(tmp_path, ID) == []
    with pytest.raises(UserError, match="Nothing of the source store"):
        order_for_absent(settings, "store", "2026-19", "B", "A")


def test_a_provider_goes_out_of_directory_and_mapping() -> None:
    gone = Gone({"P-GONE"}.intersection, ["D-GONE"])
    units = (
        b'<a xmlns="urn:riv:hsa:HsaWsResponder:3">'
        b"<hsaUnit><hsaIdentity>U-1</hsaIdentity><hsaResponsibleHealthCareProvider>p-gone</hsaResponsibleHealthCareProvider>"
        b"</hsaUnit><hsaUnit><hsaIdentity>U-2</hsaIdentity></hsaUnit></a>"
    )
    kept = without(UNITS, units, gone)
    assert b"U-1" not in kept
    assert b"p-gone" not in kept
    assert b"U-2" in kept
    assert without(UNITS, kept, gone) == kept
    answers = [
        {"kind": "provider", "id": "P-Gone"},
        {"kind": "unit", "id": "U-1", "vgid": "P-GONE"},
        {"kind": "unit", "id": "U-2", "vgid": "P-2"},
        {"kind": "staff", "id": "D-GONE"},
        {"kind": "staff", "id": "D-2"},
    ]
    lines = b"".join(json.dumps(answer).encode() + b"\n" for answer in answers)
    assert [json.loads(line)["id"] for line in without(ANSWERS, lines, gone).splitlines()] == ["U-2", "D-2"]
    mapping = [{"careProviderMapping": {"p-gone": {"id": "P-2"}}}, {"careProviderMapping": {"P-3": {"id": "P-2"}}}]
    assert json.loads(without(MAPPING, json.dumps(mapping).encode(), gone)) == mapping[1:]
    assert without("population", b"p-gone", gone) == b"p-gone"


def test_a_provider_goes_out_of_what_is_remembered_of_sources(tmp_path: Path, landing: Landing) -> None:
    remembered = {"totals": {"P-GONE": 3, "P-2": 4}, "asked": ["p-gone", "P-2"], "until": 7}
    with landing.ledger.transaction() as connection:
        set_position(connection, "service/totals", remembered)
    forget_in_positions(landing, ["P-GONE"])
    assert landing.ledger.position("service/totals") == {"totals": {"P-2": 4}, "asked": ["P-2"], "until": 7}
    landing.ledger.truncate_log()
    assert files_with(tmp_path, "P-GONE") == []


def test_no_table_of_the_application_holds_who_a_case_is_about_unnoticed() -> None:
    """A new table with persons or certificates must be erased from, too: `pipelines/erasure/application.py`."""
    telling = ("patient", "person_id", "person_key", "certificate")
    found = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(word in column.name for word in telling)
    }
    assert found == {("audit_resource", "patient_id")}


def test_ids_come_from_standard_input_and_no_id_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "intyg", "--data", str(tmp_path), "--quiet", "erase", "--order", "2026-17"),
            *("--ordered-by", "A", "--confirmed-by", "B", "--certificates-from", "-"),
        ],
        input=f"{ID}\n\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Order 2026-17" in done.stdout
    assert ID not in done.stdout + done.stderr
    assert files_with(tmp_path, ID) == []
