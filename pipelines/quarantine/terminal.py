"""What the commands of the quarantine do and print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipelines.landing.landing import Landing
from pipelines.progress import step
from pipelines.progress_bars import progress_bars
from pipelines.quarantine.decisions import give_up
from pipelines.quarantine.items import Item, all_items, find, payload
from pipelines.quarantine.overview import age_days, by_reason
from pipelines.quarantine.raw import write_raw
from pipelines.quarantine.reasons import describe
from pipelines.quarantine.replay import chosen, replay
from warehouse.errors import NotReadyError
from warehouse.settings import Settings
from warehouse.storage import DataDirectory
from warehouse.terminal import print_whole

MOST_SHOWN = 100
out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(stderr=True)


def print_list(settings: Settings, *, items: bool, reason: str | None) -> None:
    """Print the reasons with their counts, or the items one by one; `reason` narrows both down."""
    with _landing(settings) as landing:
        found = [item for item in all_items(_data(settings), landing) if reason in (None, item.reason)]
    if items or reason is not None:
        _print_items(found, settings)
    else:
        _print_reasons(found, settings)


def print_item(settings: Settings, number: str, raw: Path | None) -> None:
    """Print all that is known of one item, and write its bytes to `raw` when that is given."""
    with _landing(settings) as landing:
        item = find(all_items(_data(settings), landing), number)
        content = payload(landing, item)
    table = Table("", "", show_header=False)
    for name, value in _details(item, len(content), settings):
        table.add_row(name, value)
    print_whole(table)
    if raw is not None:
        write_raw(settings, item, content, raw)
        out.print("The access is recorded, and the document is written. It holds personal data: delete it after use.")


def replay_and_print(
    settings: Settings, *, reason: str | None, number: str | None, everything: bool, quiet: bool
) -> None:
    """Read the chosen items again and print what became of them."""
    data = _data(settings)
    with progress_bars(err, quiet), data.writer(), _landing(settings) as landing:
        again = chosen(all_items(data, landing), reason=reason, number=number, everything=everything)
        with step("Reading the items again", len(again)) as running:
            replayed = replay(data, landing, again, running.advance)
    stay = replayed.remaining.total()
    out.print(f"Read {replayed.items} items again: {replayed.readable} can be read now, {stay} stay.")
    for code, count in sorted(replayed.remaining.items()):
        out.print(f"  {code}: {count}")
    if replayed.readable:
        out.print("`intyg run` lets them count.")


def give_up_and_print(settings: Settings, number: str, because: str) -> None:
    """Note that an item is given up."""
    data = _data(settings)
    with data.writer(), _landing(settings) as landing:
        item = find(all_items(data, landing), number)
        decision = give_up(landing.ledger, item.key, because)
    out.print(f"Item {item.number} is given up by {decision.decided_by}: {decision.because}")


def _print_reasons(items: list[Item], settings: Settings) -> None:
    table = Table("Code", "Reason", "Waiting", "Today", "Oldest", "Given up", "What it means", "What to do")
    for row in by_reason(items, settings.day()):
        oldest = "" if row.oldest_days is None else _days(row.oldest_days)
        counts = (str(row.waiting), str(row.today), oldest, str(row.given_up))
        reason = row.reason
        table.add_row(reason.code, reason.title.en, *counts, reason.meaning.en, reason.remedy.en)
    print_whole(table)


def _print_items(items: list[Item], settings: Settings) -> None:
    table = Table("Number", "Reason", "Age", "Received", "Source", "Place or part", "Given up")
    for item in items[:MOST_SHOWN]:
        because = item.decisions[-1].because if item.given_up else ""
        age = _days(age_days(item, settings.day()))
        received = _time(item)
        table.add_row(item.number, item.reason, age, received, item.source, item.detail, because)
    print_whole(table)
    if len(items) > MOST_SHOWN:
        out.print(f"The newest {MOST_SHOWN} of {len(items)}; `--reason` narrows them down.")


def _details(item: Item, size: int, settings: Settings) -> Iterator[tuple[str, str]]:
    reason = describe(item.reason)
    connector, _, stream = item.source.partition("/")
    yield "Number", item.number
    yield "Reason", f"{item.reason}: {reason.title.en}"
    yield "What it means", reason.meaning.en
    yield "What to do", reason.remedy.en
    yield "Place or part", item.detail or "–"
    yield "Source", connector
    yield "Stream", stream or "–"
    yield "Kind of event", item.event_type
    yield "Segment", str(item.segment)
    yield "Received", f"{_time(item)} ({_days(age_days(item, settings.day()))})"
    yield "Size", f"{size} bytes"
    yield "SHA-256 begins", item.hash_prefix
    for decision in item.decisions:
        yield "Given up", f"{decision.decided_at} by {decision.decided_by}: {decision.because}"


def _time(item: Item) -> str:
    return item.received_at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _days(days: int) -> str:
    return "today" if days == 0 else f"{days} day{'s' if days > 1 else ''}"


@contextmanager
def _landing(settings: Settings) -> Iterator[Landing]:
    data = _data(settings)
    if not data.landing.exists():
        raise NotReadyError("Nothing has been taken in yet, so nothing is in quarantine.")
    landing = Landing(data.landing)
    try:
        yield landing
    finally:
        landing.close()


def _data(settings: Settings) -> DataDirectory:
    return DataDirectory(settings.data)
