"""`intyg directory`, `intyg population` and `intyg diagnoses`: load a file, and say what became of it.

The work is imported by the command that needs it, so that help and errors come at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from warehouse.settings import Settings, load_settings

directory_app = typer.Typer(no_args_is_help=True, help="Units, care providers and employees of the directory.")
population_app = typer.Typer(no_args_is_help=True, help="Inhabitants by county and municipality.")
diagnoses_app = typer.Typer(no_args_is_help=True, help="Codes and names of ICD-10-SE.")

File = Annotated[Path, typer.Argument(help="The file to load; it is read, never changed.")]
ValidFrom = Annotated[
    datetime | None,
    typer.Option("--valid-from", formats=["%Y-%m-%d"], help="First day that the file speaks of; default: today."),
]


@directory_app.command("load")
def directory_load(
    context: typer.Context,
    file: File,
    valid_from: ValidFrom = None,
    history: Annotated[
        bool, typer.Option("--history", help="Take in an older units file for the time before the one in force.")
    ] = False,
) -> None:
    """Load a units file, answers, a table of employees, or a mapping of care providers; which one is recognised."""
    from pipelines import enrichment_report  # noqa: PLC0415 - see the module

    _print(enrichment_report.load_directory(_settings(context), file, _day(valid_from), history))


@population_app.command("load")
def population_load(context: typer.Context, file: File) -> None:
    """Load inhabitants from a table of Statistics Sweden: CSV, JSON or JSON-stat 2."""
    from pipelines import enrichment, enrichment_report  # noqa: PLC0415 - see the module

    _print(enrichment_report.load_kind(_settings(context), enrichment.POPULATION, file))


@diagnoses_app.command("load")
def diagnoses_load(context: typer.Context, file: File, valid_from: ValidFrom = None) -> None:
    """Load an edition of ICD-10-SE: one code a row with its text, separated by tab, semicolon or comma."""
    from pipelines import enrichment, enrichment_report  # noqa: PLC0415 - see the module

    _print(enrichment_report.load_kind(_settings(context), enrichment.DIAGNOSES, file, _day(valid_from)))


def _settings(context: typer.Context) -> Settings:
    """The settings, with the data directory that was given before the subcommand."""
    return load_settings(data=context.find_root().params.get("data"))


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _print(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        typer.echo(sentence)
