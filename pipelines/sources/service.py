"""Connector C2: the new-model certificate service over HTTP, read only.

For every known care provider the service's totals are compared with what is landed; where they differ, its export is
read page by page until a page is empty (rule C2-1). Certificates that are known by something else than their document
are asked for one by one. The service has no order of registration, so that there is nothing to resume from: a reading
that was cut short begins anew, and landing drops what it has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Batch
from pipelines.sources import service_answers as answers
from pipelines.sources.service_answers import Totals
from pipelines.sources.service_client import BusyServiceError, CallLimits, ServiceClient, UnusableAnswerError
from pipelines.sources.service_hints import HintBook, Hints
from pipelines.sources.source import Positions
from warehouse.errors import SourceUnavailableError

SOURCE = "service"
TOTALS = "service/totals"
HINTS = "service/hints"
HINTS_IN_BATCH = 500
LARGEST_PAGE = 64
"""A power of two, so that a page that cannot be read can be read as two halves."""

PASSES = 3
BUSIEST = 100
"""So many care providers are asked about at every reading."""

BATCH_BYTES = 32 * 1024 * 1024
IN_A_ROW = 3
"""So many failures one after the other mean that the service is out of order, not the thing that was asked for."""

UNREADABLE_ITEMS = 16
"""So many unreadable items one after the other mean that the export of the care provider is out of order."""

CERTIFICATE = ("internalapi", "certificate")
MESSAGE = ("internalapi", "message")


class ServiceSource:
    """The service at `url`.

    `providers` gives the HSA ids of all known care providers, `held` what is landed from the service for each of them,
    `gaps` the ids of certificates whose document is missing, `hints` what triggers have said is to be fetched. All of
    them are asked anew by each reading. All care providers are compared every `compare_minutes`, and the busiest ones
    at every reading (rule C-4: a thousand questions for each new certificate would be no bounded load).
    """

    name = SOURCE

    def __init__(
        self,
        url: str,
        providers: Callable[[], Iterable[str]],
        *,
        held: Callable[[], Mapping[str, Totals]] = dict,
        gaps: Callable[[], Iterable[str]] = tuple,
        hints: HintBook | None = None,
        compare_minutes: float = 15,
        certificate: Path | None = None,
        limits: CallLimits | None = None,
    ) -> None:
        self.left_out: dict[str, int] = {}
        self._client = ServiceClient(url, certificate, limits)
        self._providers, self._held, self._gaps, self._hints = providers, held, gaps, hints
        self._compare_seconds = compare_minutes * 60

    def close(self) -> None:
        self._client.close()

    def expected(self) -> int | None:
        """Unknown: to ask for it would mean to ask for the totals of every care provider."""
        return None

    def mark(self) -> str:
        """A hash of the totals of the busiest care providers, of the newest trigger, and of the time at which all care
        providers are compared next."""
        hinted = self._hints.last() if self._hints else 0
        try:
            said = [self.totals(provider) for provider in _busiest(self._held())]
        except (BusyServiceError, UnusableAnswerError):
            raise SourceUnavailableError("The certificate service does not say how much it holds.") from None
        return hashlib.sha256(f"{said} {hinted} {self._turn()}".encode()).hexdigest()

    def totals(self, provider: str) -> Totals:
        """What the service says that it holds of a care provider."""
        return answers.read_totals(self._client.get(*CERTIFICATE, "export", provider, "total"))

    def exists(self, certificate_id: str) -> bool:
        """Whether the service still holds a certificate, for reconciliation (section 13)."""
        return answers.read_existence(self._client.get(*CERTIFICATE, certificate_id, "exists"))

    def fetch(self, certificate_ids: Iterable[str]) -> Batch:
        """The documents of single certificates with their states, on an event's hint (rule C2-4).

        A certificate that the service does not have gives nothing. One that it cannot answer about is counted; raises
        SourceUnavailableError when that goes for three in a row, or for all.
        """
        found = self._each(certificate_ids, lambda one: (*CERTIFICATE, one, "xml"))
        events = [event for answer in found.values() for event in answers.document_events(answer, None)]
        return Batch(events, answers.DOCUMENTS)

    def states(self, certificate_ids: Iterable[str]) -> Batch:
        """Sending and revocation of single certificates, from their metadata and without their documents; as `fetch`
        otherwise."""
        found = self._each(certificate_ids, lambda one: (*CERTIFICATE, one, "metadata"))
        events = [
            event
            for one, answer in found.items()
            if isinstance(answer, dict)
            for event in answers.state_events(answer, one, None)
        ]
        return Batch(events, answers.STATES)

    def messages(self, message_ids: Iterable[str]) -> Batch:
        """Single messages; as `fetch` otherwise."""
        found = self._each(message_ids, lambda one: (*MESSAGE, one, "xml"))
        return Batch([answers.message_event(answer, one) for one, answer in found.items()], answers.MESSAGES)

    def batches(self, position: Positions) -> Iterator[Batch]:
        """Everything that the service holds and landing lacks.

        What the service cannot answer about keeps nothing else waiting; the reading then ends with
        SourceUnavailableError, so that the source is shown as late.
        """
        late = yield from self._follow_hints(position)
        before = position(TOTALS)
        memory = _Memory(dict(before.get("said", {})), dict(before.get("looked_into", {})), before.get("turn"))
        held, turn = self._held(), self._turn()
        if memory.turn == turn:
            providers = _busiest(held)
        else:
            providers = sorted(set(self._providers()) | held.keys())
            memory.forget_all_but(providers)
        broken = in_a_row = 0
        for provider in providers:
            try:
                yield from self._reconcile(provider, held.get(provider, Totals()), memory)
                in_a_row = 0
            except (BusyServiceError, UnusableAnswerError):
                broken, in_a_row = broken + 1, in_a_row + 1
            if in_a_row == IN_A_ROW:
                break
        memory.turn = memory.turn if broken else turn
        if asdict(memory) != before:
            yield Batch([], TOTALS, asdict(memory))
        if broken:
            raise SourceUnavailableError(f"The certificate service could not answer about {broken} care providers.")
        if (missing := self.fetch(self._gaps())).events:
            yield missing
        if late:
            raise late

    def _follow_hints(self, position: Positions) -> Generator[Batch, None, SourceUnavailableError | None]:
        """Fetch what triggers have named since the last time; returns what kept it from that.

        They are done with when their batches are landed, and followed again the next time otherwise.
        """
        after = int(position(HINTS).get("segment", 0))
        hints = self._hints.after(after) if self._hints else Hints(after)
        if hints.until == after:
            return None
        signed = sorted(hints.signed)
        try:
            for start in range(0, len(signed), HINTS_IN_BATCH):
                yield self.fetch(signed[start : start + HINTS_IN_BATCH])
            yield self.states(sorted(hints.changed - hints.signed))
            yield self.messages(sorted(hints.messages))
        except SourceUnavailableError as error:
            return error
        yield Batch([], HINTS, {"segment": hints.until})
        return None

    def _reconcile(self, provider: str, held: Totals, memory: _Memory) -> Iterator[Batch]:
        """Read a care provider's export when its totals differ from ours.

        Registrations move the pages while they are read, so it is read again until what was seen agrees with the totals
        or nothing more turns up. A difference that remains (certificates erased here, say) is looked into once a day,
        not at every reading.
        """
        said = self.totals(provider)
        name, today = provider_digest(provider), datetime.now(UTC).date().isoformat()
        memory.note(name, said)
        if said == held:
            memory.looked_into.pop(name, None)
            return
        if memory.looked_into.get(name) == _difference(said, held, today):
            return
        seen = _Seen()
        for _ in range(PASSES):
            before = seen.totals()
            for batch in self.export(provider):
                seen.add(batch.events)
                yield batch
            said = self.totals(provider)
            if seen.totals() in {said, before}:
                break
        memory.note(name, said)
        memory.looked_into[name] = _difference(said, held, today)

    def export(self, provider: str) -> Iterator[Batch]:
        """All pages of a care provider, gathered into batches of bounded size."""
        events: list[RawEvent] = []
        size = 0
        for page in self._pages(provider):
            found = [event for item in page for event in answers.document_events(item, provider)]
            events.extend(found)
            size += sum(len(event.payload) for event in found)
            if size >= BATCH_BYTES:
                yield Batch(events, answers.DOCUMENTS)
                events, size = [], 0
        if events:
            yield Batch(events, answers.DOCUMENTS)

    def _pages(self, provider: str) -> Iterator[list[Any]]:
        """Pages until one is empty. A page that cannot be read is read in halves, down to the item that is to blame,
        which is counted in `left_out` and passed over (rule C-7). Raises UnusableAnswerError when it never ends."""
        start, size, unreadable = 0, LARGEST_PAGE, 0
        before: list[Any] = []
        while True:
            try:
                page = self._page(provider, start // size, size)
                unreadable = 0
            except UnusableAnswerError as error:
                if size > 1:
                    size //= 2
                    continue
                self._leave_out(error.reason)
                page, unreadable = None, unreadable + 1
                if unreadable == UNREADABLE_ITEMS:
                    raise
            if page is not None:
                if not page:
                    return
                if page == before:
                    raise UnusableAnswerError("page_repeated")
                yield page
                before = page
            start += size
            while size < LARGEST_PAGE and start % (size * 2) == 0:
                size *= 2

    def _page(self, provider: str, number: int, size: int) -> list[Any]:
        def whole(answer: Any) -> None:
            answers.read_page(answer)

        answer = self._client.get(*CERTIFICATE, "export", provider, check=whole, page=number, size=size)
        return [] if answer is None else answers.read_page(answer)

    def _each(self, ids: Iterable[str], path: Callable[[str], tuple[str, ...]]) -> dict[str, Any]:
        """The answers about single things, without those that the service does not have."""
        found: dict[str, Any] = {}
        answered = failed = in_a_row = 0
        for one in ids:
            try:
                answer = self._client.get(*path(one))
            except (BusyServiceError, UnusableAnswerError):
                self._leave_out("unanswered")
                failed, in_a_row = failed + 1, in_a_row + 1
                if in_a_row == IN_A_ROW:
                    break
                continue
            answered, in_a_row = answered + 1, 0
            if answer is not None:
                found[one] = answer
        if in_a_row == IN_A_ROW or (failed and not answered):
            raise SourceUnavailableError("The certificate service could not answer about single certificates.")
        return found

    def _turn(self) -> int:
        """Numbers the times at which all care providers are compared."""
        return int(datetime.now(UTC).timestamp() // self._compare_seconds)

    def _leave_out(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


class _Seen:
    """The certificates of one care provider that its export has shown so far."""

    def __init__(self) -> None:
        self._certificates: set[str] = set()
        self._revoked: set[str] = set()

    def add(self, events: list[RawEvent]) -> None:
        for event in events:
            if event.event_type is EventType.CREATED:
                self._certificates.add(event.certificate_id or event.payload_sha256.hex())
            elif event.event_type is EventType.REVOKED and event.certificate_id:
                self._revoked.add(event.certificate_id)

    def totals(self) -> Totals:
        return Totals(len(self._certificates), len(self._revoked))


@dataclass(slots=True)
class _Memory:
    """What is remembered of care providers, by digest: `said`, the totals of the service when it was last asked, and
    `looked_into`, a difference that was there when the export was last read, with the day."""

    said: dict[str, list[int]]
    looked_into: dict[str, list[Any]]
    turn: int | None
    """The last turn in which all care providers were compared."""

    def forget_all_but(self, providers: Iterable[str]) -> None:
        """Let go of care providers that nothing knows any more, such as those that have been terminated."""
        names = {provider_digest(provider) for provider in providers}
        self.said = {name: said for name, said in self.said.items() if name in names}
        self.looked_into = {name: found for name, found in self.looked_into.items() if name in names}

    def note(self, name: str, said: Totals) -> None:
        if said == Totals():
            self.said.pop(name, None)
        else:
            self.said[name] = [said.certificates, said.revoked]


def _busiest(held: Mapping[str, Totals]) -> list[str]:
    """The care providers with the most certificates, which are the most likely to have new ones."""
    return sorted(held, key=lambda provider: (-held[provider].certificates, provider))[:BUSIEST]


def provider_digest(provider: str) -> str:
    """How the ledger knows a care provider: the ids of private practitioners can hold a personal number."""
    return hashlib.sha256(provider.encode()).hexdigest()[:16]


def _difference(said: Totals, held: Totals, day: str) -> list[Any]:
    return [said.certificates, said.revoked, held.certificates, held.revoked, day]
