"""Finding everything that an erasure concerns: in staging by meaning, in landing by envelope and by bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from pipelines.core.workspace import make, put
from pipelines.erasure.mentions import Mentions
from pipelines.landing.events import EventType
from pipelines.landing.landing import Landing
from pipelines.staging.stage import Staging
from pipelines.staging.tables import TABLES
from warehouse.identity import normalise_hsa_id, read_person_id

LAYER = "erasure"
SHORTEST_SEARCHED = 8
"""Ids and unreadable person ids shorter than this are not looked for in the text of others' documents."""

DOCUMENTS = {EventType.CREATED, EventType.REVOKED, EventType.MESSAGE, EventType.UNKNOWN}
ENVELOPE = ["event_key", "event_type", "certificate_id", "message_id", "payload"]
_TEXT = pa.string()


@dataclass(frozen=True, slots=True)
class Sought:
    """What an order names: ids of certificates, of persons (person keys), of care providers, of messages."""

    certificates: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    messages: frozenset[str] = frozenset()


def sought(
    certificates: Iterable[str] = (),
    persons: Iterable[str] = (),
    providers: Iterable[str] = (),
    messages: Iterable[str] = (),
) -> Sought:
    """Ids as people write them, in the form in which they are compared; blank ones are left out."""
    return Sought(
        certificates=frozenset(one.strip() for one in certificates if one.strip()),
        persons=frozenset(read_person_id(one).person_key for one in persons if one.strip()),
        providers=frozenset(normalise_hsa_id(one) for one in providers if one.strip()),
        messages=frozenset(one.strip() for one in messages if one.strip()),
    )


@dataclass(slots=True)
class Findings:
    """What goes. `removed` and `rewritten` are by segment: keys of events, and events with their new payload.

    `certificates` and `messages` are all ids that have gone with it; `people` are persons of whom no certificate and no
    message remains, `doctors` those of whom no certificate remains; `unreadable` are removed events that no id on the
    envelope names; `first_day` is the first day that the certificates are about.
    """

    certificates: set[str]
    messages: set[str]
    people: set[str]
    doctors: set[str]
    first_day: date | None
    removed: dict[int, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    rewritten: dict[int, dict[bytes, bytes]] = field(default_factory=lambda: defaultdict(dict))
    unreadable: set[str] = field(default_factory=set)

    @property
    def events(self) -> int:
        return sum(len(keys) for keys in self.removed.values())

    @property
    def rewritten_events(self) -> int:
        return sum(len(payloads) for payloads in self.rewritten.values())


class _Mention(NamedTuple):
    """An event that is not itself erased by what is known of it, and whose bytes hold something erased."""

    segment: int
    key: bytes
    event_type: EventType
    certificate_id: str | None
    payload: bytes


def find(
    landing: Landing,
    staging: Staging,
    wanted: Sought,
    segments: Sequence[int] | None = None,
    of_another: Iterable[str] = (),
) -> Findings:
    """Find all that goes with what is `wanted`; every segment must be staged.

    `segments` are those whose events are looked at, default all: what remains of a person is told from all of them.
    `of_another` are certificates that name a care provider to be erased and belong to another one now.
    """
    numbers = [segment.number for segment in landing.ledger.segments()]
    with duckdb.connect(config={"temp_directory": ""}) as connection:
        _show(connection, staging, numbers)
        _put(connection, wanted, of_another)
        for model in ("erased_certificate", "erased_event", "left_person", "left_doctor", "erased_day"):
            make(connection, LAYER, model)
        findings = Findings(
            certificates=_column(connection, "erased_certificate", "certificate_id"),
            messages=_column(connection, "erased_event", "message_id"),
            people=_column(connection, "left_person", "person_key"),
            doctors=_column(connection, "left_doctor", "doctor_id"),
            first_day=_first_day(connection),
        )
        doomed = {bytes.fromhex(key) for key in _column(connection, "erased_event", "document_key")}
        mentions = list(_search(landing, numbers if segments is None else segments, doomed, wanted, findings))
        _decide(mentions, _readable(connection, mentions), wanted, findings)
    return findings


def certificates_named(landing: Landing, staging: Staging, wanted: Sought, of_another: Iterable[str] = ()) -> set[str]:
    """The certificates that staging shows for what is `wanted`; what is named itself is among them."""
    with duckdb.connect(config={"temp_directory": ""}) as connection:
        _show(connection, staging, [segment.number for segment in landing.ledger.segments()])
        _put(connection, wanted, of_another)
        make(connection, LAYER, "erased_certificate")
        return _column(connection, "erased_certificate", "certificate_id")


def _show(connection: duckdb.DuckDBPyConnection, staging: Staging, segments: Sequence[int]) -> None:
    """Views of the staged tables of the segments."""
    for name, schema in TABLES.items():
        paths = [str(staging.path(number) / f"{name}.parquet") for number in segments]
        if paths:
            connection.read_parquet(paths).create_view(name)
        else:
            put(connection, name, schema.empty_table())


def _put(connection: duckdb.DuckDBPyConnection, wanted: Sought, of_another: Iterable[str]) -> None:
    for name, column, values in (
        ("sought_certificate", "certificate_id", wanted.certificates),
        ("sought_person", "person_key", wanted.persons),
        ("sought_provider", "provider_id", wanted.providers),
        ("sought_message", "message_id", wanted.messages),
        ("certificate_of_another", "certificate_id", of_another),
    ):
        put(connection, name, pa.table({column: pa.array(sorted(values), _TEXT)}))


def _column(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> set[str]:
    rows = connection.table(table).project(column).fetchall()
    return {value for (value,) in rows if value}


def _first_day(connection: duckdb.DuckDBPyConnection) -> date | None:
    row = connection.table("erased_day").fetchone()
    return row[0] if row else None


def _search(
    landing: Landing, segments: Iterable[int], doomed: set[bytes], wanted: Sought, findings: Findings
) -> Iterator[_Mention]:
    """Go through landing once: note what is erased, and give out what mentions it."""
    ids = _long_enough(findings.certificates | findings.messages)
    mentioned = Mentions(ids, _long_enough(findings.people | wanted.persons))
    for number in segments:
        for event in _events(landing, number):
            key = event["event_key"]
            if key in doomed or _on_envelope(event, findings):
                findings.removed[number].add(key)
            elif mentioned and mentioned.inside(event["payload"]):
                kind = EventType(event["event_type"])
                yield _Mention(number, key, kind, event["certificate_id"], event["payload"])


def _events(landing: Landing, number: int) -> Iterator[dict[str, Any]]:
    for batch in landing.read_segment(number, ENVELOPE):
        yield from batch.to_pylist()


def _on_envelope(event: dict[str, Any], findings: Findings) -> bool:
    return event["certificate_id"] in findings.certificates or event["message_id"] in findings.messages


def _long_enough(texts: Iterable[str]) -> list[str]:
    return sorted(text for text in texts if len(text) >= SHORTEST_SEARCHED)


def _readable(connection: duckdb.DuckDBPyConnection, mentions: Sequence[_Mention]) -> set[bytes]:
    """Those of the mentioning events that are readable documents: of others, since their own would be erased."""
    keys = pa.table({"document_key": pa.array([mention.key.hex() for mention in mentions], _TEXT)})
    put(connection, "mentioning_event", keys)
    make(connection, LAYER, "readable_mention")
    return {bytes.fromhex(key) for key in _column(connection, "readable_mention", "document_key")}


def _decide(mentions: Iterable[_Mention], readable: set[bytes], wanted: Sought, findings: Findings) -> None:
    """A document that is somebody else's stays, with a mark where the mention was; everything else goes.

    An unreadable document whose envelope names another certificate may become readable one day. It goes only with a
    whole person.
    """
    persons = Mentions((), _long_enough(wanted.persons))
    ids = Mentions(_long_enough(findings.certificates | findings.messages))
    everything = Mentions(
        _long_enough(findings.certificates | findings.messages), _long_enough(findings.people | wanted.persons)
    )
    for mention in mentions:
        if mention.key in readable:
            findings.rewritten[mention.segment][mention.key] = everything.without(mention.payload)
        elif mention.event_type not in DOCUMENTS or not mention.certificate_id or persons.inside(mention.payload):
            findings.removed[mention.segment].add(mention.key)
            findings.unreadable.add(mention.key.hex())
        elif ids.inside(mention.payload):
            findings.rewritten[mention.segment][mention.key] = ids.without(mention.payload)
