"""`intyg report`: one report of the releases in force, on any level, in any format.

The work is imported by the command, so that help and errors come at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from warehouse.settings import load_settings

_QUESTION, _FILTERS, _OUTPUT = "What is asked", "Filters (several values with commas between, or repeated)", "Output"


def report_command(  # noqa: PLR0917 - options are given by name alone
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Id of the report, for example cases_total; `list` shows all of them.")],
    level: Annotated[str, typer.Option(help="national, provider or region.", rich_help_panel=_QUESTION)] = "national",
    view: Annotated[
        str | None,
        typer.Option(
            help="time_series or cross_section; default: the report's first on the level.", rich_help_panel=_QUESTION
        ),
    ] = None,
    provider: Annotated[
        str | None,
        typer.Option(
            help="HSA id of the care provider; on level region of the one that has given the list.",
            rich_help_panel=_QUESTION,
        ),
    ] = None,
    region_list: Annotated[
        Path | None,
        typer.Option(
            help="Units of a region, .xlsx or .csv: a title row, then name, HSA id, listed patients.",
            rich_help_panel=_QUESTION,
        ),
    ] = None,
    within: Annotated[
        str | None,
        typer.Option(
            "--within",
            "--diagnosis",
            help="Chapter, block or category whose parts are counted: F00-F99, F40-F48, F43.",
            rich_help_panel=_QUESTION,
        ),
    ] = None,
    compare: Annotated[
        list[str] | None,
        typer.Option(help="Diagnoses to compare, on any level: F32,M54.", rich_help_panel=_QUESTION),
    ] = None,
    unit_depth: Annotated[
        str, typer.Option(help="Which units are listed: care-unit or unit.", rich_help_panel=_QUESTION)
    ] = "care-unit",
    measure: Annotated[
        str,
        typer.Option(
            help="What is told of each cell beside its number: median_length, change …; `count` is the number alone.",
            rich_help_panel=_QUESTION,
        ),
    ] = "count",
    doctor_messages: Annotated[
        bool,
        typer.Option(
            "--doctor-messages", help="Ask to see messages per doctor (statistics 11.4).", rich_help_panel=_QUESTION
        ),
    ] = False,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Day that counts as today, YYYY-MM-DD; default: that of the release.",
            rich_help_panel=_QUESTION,
        ),
    ] = None,
    cutoff: Annotated[
        int | None,
        typer.Option(
            help="Cut-off of a region; below 3 it is raised to 3. Nationally it belongs to the release.",
            rich_help_panel=_QUESTION,
        ),
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM.", rich_help_panel=_FILTERS)] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last month, YYYY-MM.", rich_help_panel=_FILTERS)] = None,
    units: Annotated[
        list[str] | None, typer.Option("--units", "--unit", help="HSA ids of units.", rich_help_panel=_FILTERS)
    ] = None,
    diagnoses: Annotated[
        list[str] | None,
        typer.Option(
            "--diagnoses",
            "--filter-diagnosis",
            help="Diagnoses on any level: F00-F99, F40-F48, F43, F432.",
            rich_help_panel=_FILTERS,
        ),
    ] = None,
    ages: Annotated[
        list[str] | None, typer.Option("--ages", "--age", help="Age groups: 21-25,66-.", rich_help_panel=_FILTERS)
    ] = None,
    lengths: Annotated[
        list[str] | None,
        typer.Option("--lengths", "--length", help="Lengths of the case: 0-14,731-.", rich_help_panel=_FILTERS),
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option("--types", "--type", help="Certificate types: SJUKPENNING,LUSE.", rich_help_panel=_FILTERS),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option(
            help="The filters as in an address, enhet=…&diagnos=…&fran=…; options given beside it go before it.",
            rich_help_panel=_FILTERS,
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="table, csv, json, xlsx, parquet, nationally jsonstat or px; default: as --out ends, else table.",
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="File to write.", rich_help_panel=_OUTPUT)] = None,
    language: Annotated[str, typer.Option(help="sv or en.", rich_help_panel=_OUTPUT)] = "sv",
    plain_zero: Annotated[
        bool | None,
        typer.Option(
            "--plain-zero/--protected-mark",
            help="Give protected counts as 0 or as `..`; default: the setting INTYG_PLAIN_ZERO.",
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
) -> None:
    """Give one report of the releases in force: as a table, CSV, JSON, XLSX or Parquet, nationally JSON-stat or PX too.

    A share or rate always comes with its numerator and denominator. What is told about the question beside the figures
    goes to the error stream.
    """
    from dashboards.reporting import Asked, give_report  # noqa: PLC0415 - see the module

    asked = Asked(
        name=name,
        level=level,
        view=view,
        provider=provider,
        region_list=region_list,
        units=_values(units),
        first=first,
        last=last,
        diagnoses=_values(diagnoses),
        ages=_values(ages),
        lengths=_values(lengths),
        types=_values(types),
        query=query,
        within=within,
        compare=_values(compare),
        unit_depth=unit_depth,
        measure=measure,
        doctor_messages=doctor_messages,
        as_of=as_of.date() if as_of else None,
        cutoff=cutoff,
        form=form,
        out=out,
        language=language,
        plain_zero=plain_zero,
    )
    give_report(load_settings(data=context.find_root().params.get("data")), asked)


def _values(given: Sequence[str] | None) -> tuple[str, ...]:
    """Values that were repeated or joined with commas, each once."""
    return tuple(dict.fromkeys(value.strip() for text in given or () for value in text.split(",") if value.strip()))
