"""Giving up items of the quarantine: decisions of people, kept in the ledger with their reasons (rule V-15).

A decision is a note and changes no figure: should the document become readable all the same, it counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from pipelines.landing.ledger import Ledger, event_key_table, now
from warehouse.application.operators import operator_account
from warehouse.errors import UserError

LONGEST_REASON = 500
_PERSON_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{2})?[0-9]{6}[-+ ]?[0-9A-Z]{4}(?![0-9])")
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")

_metadata = sa.MetaData()
_table = sa.Table(
    "quarantine_decision",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("key", sa.LargeBinary(16), nullable=False),
    sa.Column("because", sa.Text, nullable=False),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("decided_at", sa.Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """That an item was given up: why, by whom (name of the operator's account), when (UTC text)."""

    because: str
    decided_by: str
    decided_at: str


def all_decisions(ledger: Ledger) -> dict[str, list[Decision]]:
    """Every decision by the key of its item in hex, oldest first."""
    columns = _table.c
    query = sa.select(columns.key, columns.because, columns.decided_by, columns.decided_at).order_by(columns.number)
    found: dict[str, list[Decision]] = defaultdict(list)
    with ledger.transaction() as connection:
        if not sa.inspect(connection).has_table(_table.name):
            return {}
        for key, because, decided_by, decided_at in connection.execute(query):
            found[key.hex()].append(Decision(because, decided_by, decided_at))
    return found


def give_up(ledger: Ledger, key: str, because: str) -> Decision:
    """Note that an item is given up. Raises UserError for a reason that is empty, too long or names somebody."""
    text = " ".join(because.split())
    if not text or len(text) > LONGEST_REASON:
        raise UserError(f"Giving up needs a reason of 1 to {LONGEST_REASON} characters.")
    if _PERSON_NUMBER.search(text) or _UUID.search(text):
        raise UserError("The reason must not hold a personal number or the id of a certificate; it is kept for good.")
    decision = Decision(text, operator_account(), now())
    with ledger.transaction() as connection:
        _metadata.create_all(connection)
        connection.execute(
            sa.insert(_table).values(
                key=bytes.fromhex(key),
                because=decision.because,
                decided_by=decision.decided_by,
                decided_at=decision.decided_at,
            )
        )
    return decision


def forget_erased(ledger: Ledger) -> int:
    """Remove the decisions about events that are no longer in landing; returns how many."""
    with ledger.transaction() as connection:
        if not sa.inspect(connection).has_table(_table.name):
            return 0
        gone = _table.c.key.not_in(sa.select(event_key_table.c.key))
        return connection.execute(sa.delete(_table).where(gone)).rowcount
