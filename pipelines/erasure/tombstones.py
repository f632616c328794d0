"""Tombstones: what has been erased, known by keyed hash alone, so that a late redelivery is refused (rule X-9).

They stand in the ledger of landing, and a copy of them lies with the keys: a landing that is restored from a backup
gets the tombstones that were put up after the backup from there (rule X-8).
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Landing
from pipelines.landing.ledger import now, tombstone_table
from warehouse.identity import normalise_hsa_id
from warehouse.keys import key
from warehouse.storage import DataDirectory, sync_directory

TOKEN_BYTES = 16
KEY_NAME = "tombstone"
COPY_NAME = "tombstones.jsonl"
CERTIFICATE, MESSAGE, EVENT, PROVIDER = "certificate", "message", "event", "provider"


class Tombstones:
    """Which certificates, messages, unreadable events and care providers have been erased."""

    def __init__(self, landing: Landing, data: DataDirectory) -> None:
        self._ledger = landing.ledger
        self._keys = data.keys
        self._key = key(None, data, KEY_NAME)
        self._take_over_copy()

    def token(self, identity: str, kind: str = CERTIFICATE) -> bytes:
        """The keyed hash of an id; ids of different kinds never give the same one."""
        text = normalise_hsa_id(identity) if kind == PROVIDER else identity.strip()
        return hmac.digest(self._key, f"{kind}\x1f{text}".encode(), sha256)[:TOKEN_BYTES]

    def all(self) -> set[bytes]:
        """Every tombstone."""
        with self._ledger.transaction() as connection:
            return set(connection.scalars(sa.select(tombstone_table.c.token)))

    def erased(self, identities: Iterable[str], kind: str = CERTIFICATE) -> set[str]:
        """Which of the ids have been erased; one look at an empty table when nothing ever was."""
        tokens = self.all()
        return {one for one in identities if self.token(one, kind) in tokens} if tokens else set()

    def refused(self, events: Iterable[RawEvent]) -> set[int]:
        """Positions of the events that must not be landed (rule E-7): their envelope names something erased."""
        tokens = self.all()
        return {at for at, event in enumerate(events) if self._names_erased(event, tokens)} if tokens else set()

    def put_up(self, identities: Iterable[str], order: str, confirmed_by: str = "", kind: str = CERTIFICATE) -> None:
        """Put up tombstones for ids of one kind; those that stand already stay as they are.

        Who confirmed the order stands in its receipt, not here.
        """
        del confirmed_by
        tokens = {self.token(one, kind) for one in identities}
        with self._ledger.transaction() as connection:
            tokens -= set(connection.scalars(sa.select(tombstone_table.c.token)))
            rows = [{"token": token, "order_number": order, "erased_at": now()} for token in sorted(tokens)]
            if rows:
                self._append_to_copy(rows)
                connection.execute(sa.insert(tombstone_table), rows)

    def destroy_key(self) -> int:
        """Destroy the key, and the tombstones that it made meaningless; returns how many there were."""
        path = self._keys / KEY_NAME
        with path.open("r+b") as file:
            file.write(b"\0" * path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        (self._keys / COPY_NAME).unlink(missing_ok=True)
        sync_directory(self._keys)
        with self._ledger.transaction() as connection:
            return connection.execute(sa.delete(tombstone_table)).rowcount

    def _names_erased(self, event: RawEvent, tokens: set[bytes]) -> bool:
        return any(self.token(identity, kind) in tokens for kind, identity in _named(event))

    def _append_to_copy(self, rows: list[dict[str, Any]]) -> None:
        # A new line first: what a crash cut off stands on a line of its own.
        lines = ["\n" + json.dumps({**row, "token": row["token"].hex()}) for row in rows]
        with _private(self._keys / COPY_NAME).open("a") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())

    def _take_over_copy(self) -> None:
        """Give the ledger the tombstones that only the copy has: those younger than a restored backup."""
        kept = list(_copied(self._keys / COPY_NAME))
        with self._ledger.transaction() as connection:
            known = set(connection.scalars(sa.select(tombstone_table.c.token))) if kept else set()
            missing = {row["token"]: row for row in kept if row["token"] not in known}
            if missing:
                connection.execute(sa.insert(tombstone_table), list(missing.values()))


def _named(event: RawEvent) -> Iterator[tuple[str, str]]:
    """The ids on an event's envelope, the target of a relation included, and the event itself."""
    if event.certificate_id:
        yield CERTIFICATE, event.certificate_id
    if event.message_id:
        yield MESSAGE, event.message_id
    if event.event_type is EventType.RELATION:
        yield CERTIFICATE, event.payload.decode().partition(" ")[2]
    yield EVENT, event.key(event.payload_sha256).hex()


def _private(path: Path) -> Path:
    """The file, made so that only its owner can read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    return path


def _copied(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of the copy; a line that was cut off by a crash is one that the ledger never had."""
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            continue
        yield {**row, "token": bytes.fromhex(row["token"])}
