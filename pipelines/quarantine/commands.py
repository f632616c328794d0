"""`intyg quarantine`: what could not be read, and why; reading it again; giving it up.

The work is imported by the command that needs it, so that help and errors come at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.settings import Settings, load_settings

quarantine_app = typer.Typer(no_args_is_help=True, help="What could not be read, and why.")

Number = Annotated[str, typer.Argument(help="Number of the item, or enough of its beginning.")]


@quarantine_app.command("list")
def list_command(
    context: typer.Context,
    items: Annotated[bool, typer.Option("--items", help="Show the items one by one, newest first.")] = False,
    reason: Annotated[str | None, typer.Option(help="The items of this reason, for example not_xml.")] = None,
) -> None:
    """Count what is in quarantine by reason and age, with what to do; or show the items with their numbers."""
    from pipelines.quarantine import terminal  # noqa: PLC0415 - see the module

    terminal.print_list(_settings(context), items=items, reason=reason)


@quarantine_app.command("show")
def show_command(
    context: typer.Context,
    number: Number,
    raw: Annotated[
        Path | None,
        typer.Option(help="Write the document as it was received to this new file; recorded in the audit log first."),
    ] = None,
) -> None:
    """Show all that is known of one item, without personal data."""
    from pipelines.quarantine import terminal  # noqa: PLC0415 - see the module

    terminal.print_item(_settings(context), number, raw)


@quarantine_app.command("replay")
def replay_command(
    context: typer.Context,
    reason: Annotated[str | None, typer.Option(help="All items of this reason.")] = None,
    number: Annotated[str | None, typer.Option(help="The item of this number.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All items that nobody has given up.")] = False,
) -> None:
    """Read items again with the readers of now, as if for the first time."""
    from pipelines.quarantine import terminal  # noqa: PLC0415 - see the module

    terminal.replay_and_print(
        _settings(context),
        reason=reason,
        number=number,
        everything=everything,
        quiet=bool(context.find_root().params.get("quiet")),
    )


@quarantine_app.command("give-up")
def give_up_command(
    context: typer.Context,
    number: Number,
    because: Annotated[str, typer.Option(help="Why, without personal data; kept and shown.")],
) -> None:
    """Note that nobody works on an item any more, and why."""
    from pipelines.quarantine import terminal  # noqa: PLC0415 - see the module

    terminal.give_up_and_print(_settings(context), number, because)


def _settings(context: typer.Context) -> Settings:
    """The settings, with the data directory that was given before the subcommand."""
    return load_settings(data=context.find_root().params.get("data"))
