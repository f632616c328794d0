"""`intyg erase`: erasure by order, and what belongs to it.

The work is imported by the command that needs it, so that help and errors come at once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from warehouse.errors import UserError
from warehouse.settings import Settings, load_settings

erase_app = typer.Typer(
    help="Erase certificates, a person or a care provider by order, so that nothing of them remains.",
)
out = Console()

STANDARD_INPUT = "-"
IDS_FILE = "File with one id a line; - for standard input."


@erase_app.callback(invoke_without_command=True)
def erase(
    context: typer.Context,
    *,
    order: Annotated[str | None, typer.Option(help="Number of the order to erase.")] = None,
    confirmed_by: Annotated[str | None, typer.Option(help="Who has confirmed the order beside you.")] = None,
    ordered_by: Annotated[str | None, typer.Option(help="Who gives the order; default: the user at work.")] = None,
    certificates: Annotated[
        list[str] | None, typer.Option("--certificate", help="Id of a certificate; may be repeated.")
    ] = None,
    certificates_from: Annotated[str | None, typer.Option(help=IDS_FILE)] = None,
    persons: Annotated[list[str] | None, typer.Option("--person", help="Id of a person; may be repeated.")] = None,
    persons_from: Annotated[str | None, typer.Option(help=IDS_FILE)] = None,
    providers: Annotated[
        list[str] | None, typer.Option("--provider", help="HSA id of a care provider; may be repeated.")
    ] = None,
) -> None:
    """Erase so that nothing remains, and publish figures without it.

    Ids given in a file or on standard input do not stand in the shell's history.
    """
    if context.invoked_subcommand:
        return
    from pipelines.erasure.ordering import erase as carry_out  # noqa: PLC0415 - see the module
    from pipelines.erasure.orders import new_order  # noqa: PLC0415

    new = new_order(
        order or "",
        confirmed_by or "",
        ordered_by,
        certificates=[*(certificates or ()), *_ids(certificates_from)],
        persons=[*(persons or ()), *_ids(persons_from)],
        providers=providers or (),
    )
    with _progress(context):
        receipt = carry_out(_settings(context), new)
    out.print(receipt.sentence(), highlight=False)


@erase_app.command("complete")
def complete(context: typer.Context) -> None:
    """Carry out every order that is still open, for example after a crash."""
    from pipelines.erasure.ordering import complete as carry_on  # noqa: PLC0415
    from pipelines.erasure.orders import any_open  # noqa: PLC0415
    from warehouse.storage import DataDirectory  # noqa: PLC0415

    settings = _settings(context)
    if not any_open(DataDirectory(settings.data)):
        out.print("No order is open.")
        return
    with _progress(context):
        carry_on(settings)
    out.print("No order is open any more.")


@erase_app.command("replay")
def replay(context: typer.Context) -> None:
    """After a restore from a backup: erase again what has been erased since the backup was made."""
    from pipelines.erasure.ordering import replay as erase_again  # noqa: PLC0415

    with _progress(context):
        events = erase_again(_settings(context))
    out.print(f"{events} events of erased certificates had come back and are gone again.", highlight=False)


@erase_app.command("receipts")
def receipts(context: typer.Context) -> None:
    """The receipts of all orders; they hold no identity."""
    from pipelines.erasure.orders import Orders  # noqa: PLC0415
    from pipelines.landing.landing import Landing  # noqa: PLC0415
    from warehouse.storage import DataDirectory  # noqa: PLC0415

    data = DataDirectory(_settings(context).data)
    with closing(Landing(data.landing)) as landing:
        for receipt in Orders(data, landing.ledger).receipts():
            out.print(receipt.sentence(), highlight=False)


@erase_app.command("destroy-tombstone-key")
def destroy_tombstone_key(
    context: typer.Context,
    confirmed_by: Annotated[str, typer.Option(help="Who has confirmed it beside you.")],
    ordered_by: Annotated[str | None, typer.Option(help="Who orders it; default: the user at work.")] = None,
) -> None:
    """Destroy the key of the tombstones: nothing tells any more what was erased, and a redelivery is taken in."""
    from pipelines.erasure.ordering import destroy_key  # noqa: PLC0415

    number = destroy_key(_settings(context), confirmed_by, ordered_by)
    out.print(f"The key is destroyed, and with it {number} tombstones.", highlight=False)


@erase_app.command("candidates")
def candidates(
    context: typer.Context,
    source: Annotated[str | None, typer.Option("--erase", help="Erase what this source has lost.")] = None,
    order: Annotated[str, typer.Option(help="Number of the order to erase.")] = "",
    confirmed_by: Annotated[str, typer.Option(help="Who has confirmed the order beside you.")] = "",
    ordered_by: Annotated[str | None, typer.Option(help="Who gives the order; default: the user at work.")] = None,
) -> None:
    """Count what ought to be erased and waits for a decision; erase what a source has lost."""
    from pipelines.erasure.absence import order_for_absent  # noqa: PLC0415
    from pipelines.erasure.candidates import read_candidates  # noqa: PLC0415
    from pipelines.erasure.ordering import erase as carry_out  # noqa: PLC0415
    from warehouse.storage import DataDirectory  # noqa: PLC0415

    settings = _settings(context)
    if source is not None:
        new = order_for_absent(settings, source, order, confirmed_by, ordered_by)
        with _progress(context):
            receipt = carry_out(settings, new)
        out.print(receipt.sentence(), highlight=False)
        return
    for line in read_candidates(DataDirectory(settings.data)).sentences():
        out.print(line, highlight=False)


def serve_erasure(context: typer.Context) -> None:
    """Serve the operations by which the termination of a care provider is ordered, on a port of their own."""
    from pipelines.erasure.server import serve  # noqa: PLC0415 - see the module

    serve(_settings(context))


def _settings(context: typer.Context) -> Settings:
    """The settings, with the data directory that was given before the subcommand."""
    return load_settings(data=context.find_root().params.get("data"))


def _progress(context: typer.Context) -> AbstractContextManager[None]:
    from pipelines.progress_bars import progress_bars  # noqa: PLC0415 - see the module

    return progress_bars(Console(stderr=True), bool(context.find_root().params.get("quiet")))


def _ids(given: str | None) -> Iterator[str]:
    """The ids of a file or of standard input, one a line. Raises UserError when the file cannot be read."""
    if given is None:
        return
    lines: Iterable[str] = sys.stdin
    if given != STANDARD_INPUT:
        try:
            lines = Path(given).read_text().splitlines()
        except (OSError, UnicodeDecodeError):
            raise UserError(f"The file {given} with ids cannot be read.") from None
    yield from (line.strip() for line in lines if line.strip())
