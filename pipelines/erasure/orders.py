"""Orders: the open ones with the ids that they name, and the receipts without identity of all (rules X-3, X-9).

An open order is one file in the restricted zone. It is written before anything is erased and removed when the order is
done, so that a crash at any instant leaves an order that can be carried on.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipelines.erasure.search import Findings, Sought, sought
from pipelines.landing.ledger import Ledger, erasure_receipt_table, now
from warehouse.errors import UserError
from warehouse.storage import DataDirectory, Zone, sync_directory, write_json


class Stage(StrEnum):
    """How far an order has come."""

    OPEN = "open"
    FOUND = "found"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Order:
    """One order. `certificates`, `messages` and `people` grow to all that was found; counts are those of the search.

    `people` are persons of whom nothing remains; `first_day` is the first day that figures change from.
    """

    number: str
    ordered_by: str
    confirmed_by: str
    opened_at: str
    stage: Stage = Stage.OPEN
    certificates: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    providers: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    doctors: list[str] = field(default_factory=list)
    events_removed: int = 0
    documents_rewritten: int = 0
    first_day: str | None = None

    @property
    def wanted(self) -> Sought:
        return sought(self.certificates, self.persons, self.providers, self.messages)

    @property
    def changed_anything(self) -> bool:
        """Whether releases must be made anew; for a care provider always, for its entries in the directory."""
        return bool(self.events_removed or self.documents_rewritten or self.providers)

    def with_findings(self, findings: Findings) -> Order:
        """The order when the search is done."""
        return replace(
            self,
            stage=Stage.FOUND,
            certificates=sorted({*self.certificates, *findings.certificates}),
            messages=sorted({*self.messages, *findings.messages}),
            people=sorted({*self.people, *findings.people, *self.wanted.persons}),
            doctors=sorted({*self.doctors, *findings.doctors}),
            unreadable=sorted({*self.unreadable, *findings.unreadable}),
            events_removed=self.events_removed + findings.events,
            documents_rewritten=self.documents_rewritten + findings.rewritten_events,
            first_day=_earlier(self.first_day, findings.first_day),
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What remains of an order: who, when, how much, and from which day on figures changed; no identity."""

    order_number: str
    ordered_by: str
    confirmed_by: str
    certificates: int
    persons: int
    providers: int
    events_removed: int
    documents_rewritten: int
    figures_from: str | None
    opened_at: str
    done_at: str | None

    def sentence(self) -> str:
        """The receipt in words."""
        what = f"{self.certificates} certificates, {self.persons} persons, {self.providers} care providers"
        if not self.done_at:
            return f"Order {self.order_number}, opened {self.opened_at}: still open; the next run completes it."
        much = f"{self.events_removed} events removed, {self.documents_rewritten} documents of others rewritten"
        since = f"figures are new from {self.figures_from[:7]}" if self.figures_from else "no figure has changed"
        return f"Order {self.order_number}, done {self.done_at}: {what}; {much}; {since}. Nothing remains."


class Orders:
    """The open orders of a data directory, and the receipts in its ledger."""

    def __init__(self, data: DataDirectory, ledger: Ledger) -> None:
        self._folder = folder(data)
        self._ledger = ledger

    def open_orders(self) -> list[Order]:
        """Every order that is not done, oldest first; what a crash left of an order that is done is removed."""
        for half_written in self._folder.glob(".*"):
            half_written.unlink()
        orders = []
        for path in sorted(self._folder.glob("*.json")):
            order = _read(path)
            if self._is_done(order):
                path.unlink()
            else:
                orders.append(order)
        return sorted(orders, key=lambda order: (order.opened_at, order.number))

    def open(self, order: Order) -> Order:
        """Open an order, durably. One of the same number that is still open gets the ids of both, and begins anew."""
        path = self._path(order.number)
        if path.exists() and not self._is_done(_read(path)):
            former = _read(path)
            order = replace(
                former,
                stage=Stage.OPEN,
                certificates=sorted({*former.certificates, *order.certificates}),
                persons=sorted({*former.persons, *order.persons}),
                providers=sorted({*former.providers, *order.providers}),
            )
        with self._ledger.transaction() as connection:
            columns = erasure_receipt_table.c
            same = columns.order_number == order.number
            if connection.scalar(sa.select(columns.order_number).where(same)):
                connection.execute(sa.update(erasure_receipt_table).where(same).values(done_at=None))
            else:
                connection.execute(sa.insert(erasure_receipt_table).values(**_receipt_row(order)))
        self.save(order)
        return order

    def save(self, order: Order) -> None:
        """Keep an open order as it is now."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        write_json(self._path(order.number), asdict(order))

    def close(self, order: Order) -> Receipt:
        """Write the receipt and let go of the ids. A repeated order adds to the counts of its first time."""
        columns = erasure_receipt_table.c
        same = columns.order_number == order.number
        with self._ledger.transaction() as connection:
            former = Receipt(*connection.execute(sa.select(erasure_receipt_table).where(same)).one())
            values = {
                "certificates": max(former.certificates, len(order.certificates)),
                "persons": max(former.persons, len(order.persons)),
                "providers": max(former.providers, len(order.providers)),
                "events_removed": former.events_removed + order.events_removed,
                "documents_rewritten": former.documents_rewritten + order.documents_rewritten,
                "figures_from": _earlier(former.figures_from, order.first_day),
                "done_at": now(),
            }
            connection.execute(sa.update(erasure_receipt_table).where(same).values(**values))
        self._path(order.number).unlink()
        sync_directory(self._folder)
        return next(receipt for receipt in self.receipts() if receipt.order_number == order.number)

    def receipts(self) -> list[Receipt]:
        """All receipts, oldest order first; without `done_at` the order is still open."""
        query = sa.select(erasure_receipt_table).order_by(
            erasure_receipt_table.c.opened_at, erasure_receipt_table.c.order_number
        )
        with self._ledger.transaction() as connection:
            return [Receipt(*row) for row in connection.execute(query)]

    def _is_done(self, order: Order) -> bool:
        return any(receipt.order_number == order.number and receipt.done_at for receipt in self.receipts())

    def _path(self, number: str) -> Path:
        # The number is given by people and could hold anything: not what a file can be called.
        return self._folder / f"{hashlib.sha256(number.encode()).hexdigest()[:16]}.json"


def folder(data: DataDirectory) -> Path:
    """Where the open orders lie."""
    return data.zone(Zone.RESTRICTED) / "erasure" / "open"


def any_open(data: DataDirectory) -> bool:
    """Whether an order waits to be carried on; asks for a file name only."""
    return any(folder(data).glob("*.json"))


def new_order(
    number: str,
    confirmed_by: str,
    ordered_by: str | None = None,
    *,
    certificates: Iterable[str] = (),
    persons: Iterable[str] = (),
    providers: Iterable[str] = (),
) -> Order:
    """An order to open. Raises UserError when it names nothing, has no number, or is confirmed by who has ordered it.

    `ordered_by` is by default the user who runs the program (rule X-3).
    """
    if not number.strip() or not confirmed_by.strip():
        raise UserError("An erasure needs an order number and the name of the person who has confirmed it.")
    ordered_by = two_persons(confirmed_by, ordered_by)
    wanted = sought(certificates, persons, providers)
    if not (wanted.certificates or wanted.persons or wanted.providers):
        raise UserError("Say what to erase: certificates, a person or a care provider.")
    return Order(
        number=number.strip(),
        ordered_by=ordered_by,
        confirmed_by=confirmed_by.strip(),
        opened_at=now(),
        certificates=sorted(wanted.certificates),
        persons=sorted(wanted.persons),
        providers=sorted(wanted.providers),
    )


def two_persons(confirmed_by: str, ordered_by: str | None) -> str:
    """Who orders, by default the user at work. Raises UserError when nobody else confirms (rule X-3)."""
    ordered_by = (ordered_by or getpass.getuser()).strip()
    if not confirmed_by.strip() or confirmed_by.strip().casefold() == ordered_by.casefold():
        raise UserError("An erasure must be confirmed by another person than the one who orders it.")
    return ordered_by


def _read(path: Path) -> Order:
    values: dict[str, Any] = json.loads(path.read_text())
    return Order(**{**values, "stage": Stage(values["stage"])})


def _receipt_row(order: Order) -> dict[str, Any]:
    return {
        "order_number": order.number,
        "ordered_by": order.ordered_by,
        "confirmed_by": order.confirmed_by,
        "opened_at": order.opened_at,
        **dict.fromkeys(_COUNTS, 0),
    }


_COUNTS = ("certificates", "persons", "providers", "events_removed", "documents_rewritten")


def _earlier(former: str | None, found: date | str | None) -> str | None:
    known: Iterator[str] = (str(day) for day in (former, found) if day)
    return min(known, default=None)
