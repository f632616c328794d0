"""`intyg extract`: an extract on order, made by an operator.

The work is imported by the command that needs it, so that help and errors come at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from warehouse.settings import load_settings

out = Console(soft_wrap=True, highlight=False, markup=False)


def extract(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Id of a stored order, `list` for all of them, or a .yaml file.")],
    *,
    order: Annotated[str, typer.Option(help="Number of the order.")] = "",
    ordered_by: Annotated[str, typer.Option(help="Who gave the order, for example an authority.")] = "",
    param: Annotated[
        list[str] | None, typer.Option(help="name=value, lists with commas between; may be repeated.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="csv, xlsx, parquet, json or table.")] = "table",
    file: Annotated[Path | None, typer.Option("--out", help="New file to write; a table is printed.")] = None,
    language: Annotated[str, typer.Option(help="sv or en.")] = "sv",
) -> None:
    """Make an extract on order from the restricted zone; recorded in the audit log before anything is shown."""
    from warehouse.extracts.files import Order  # noqa: PLC0415 - see the module
    from warehouse.extracts.making import make_extract  # noqa: PLC0415
    from warehouse.extracts.parameters import read_parameters  # noqa: PLC0415

    if name == "list":
        _print_orders()
        return
    settings = load_settings(data=context.find_root().params.get("data"))
    given = read_parameters(param or ())
    result = make_extract(settings, name, Order(order, ordered_by), given, form=form, file=file, language=language)
    if file is not None:
        rows = sum(len(section.frame) for section in result.sections)
        out.print(f"Wrote {rows} rows of {result.id}. {result.protection.en}")


def _print_orders() -> None:
    from warehouse.extracts.orders import find_description, order_ids  # noqa: PLC0415 - see the module

    for order_id in order_ids():
        description = find_description(order_id)
        takes = ", ".join([*description.parameters, "sections"])
        out.print(f"{order_id}: {description.title.en}. Takes {takes}.")
