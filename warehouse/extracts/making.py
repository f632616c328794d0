"""Making an extract as an operator: evaluated, recorded in the audit log, and only then shown (statistics 14)."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import duckdb

from warehouse.application.audit import Activity, AuditLog
from warehouse.application.opening import open_application_database
from warehouse.application.operators import operator, this_system
from warehouse.errors import NotReadyError, UserError
from warehouse.extracts.builder import build_extract
from warehouse.extracts.description import Description
from warehouse.extracts.files import ABOUT_SUFFIX, CSV, FORMATS, TABLE, WRITERS, Order, print_tables, write_about
from warehouse.extracts.orders import find_description
from warehouse.extracts.parameters import Parameters
from warehouse.extracts.result import ExtractResult
from warehouse.extracts.source import core_in_force, open_core
from warehouse.settings import Settings
from warehouse.storage import DataDirectory

LANGUAGES = ("sv", "en")
LONGEST_TEXT = 200


def make_extract(
    settings: Settings,
    name: str,
    order: Order,
    parameters: Parameters,
    *,
    form: str = TABLE,
    file: Path | None = None,
    language: str = "sv",
) -> ExtractResult:
    """Make the extract `name` for an order and write it to a new file, or print it with the form `table`.

    A CSV file gets a file beside it that says what protects the figures; the other forms hold that themselves.

    Raises UserError for what cannot be asked for or written, NotReadyError before the first publication, and
    AuditUnavailableError when the access cannot be recorded; then nothing is shown.
    """
    _require(order, form, file, language)
    data = DataDirectory(settings.data)
    description = find_description(name)
    result = _evaluate(settings, data, description, parameters)
    _record(settings, data, result, order)
    if file is None:
        print_tables(result, order, language)
    else:
        _write(file, WRITERS[form](result, order, language))
        if form == CSV:
            _write(_beside(file), write_about(result, order, language))
    return result


def _evaluate(
    settings: Settings, data: DataDirectory, description: Description, parameters: Parameters
) -> ExtractResult:
    """The result from the base in force; one that an erasure has withdrawn meanwhile gives none."""
    core = core_in_force(data)
    try:
        with open_core(core, settings.memory_limit, data.work / "extract-spill") as connection:
            result = build_extract(connection, core, description, settings.threshold, parameters)
    except duckdb.IOException:
        raise NotReadyError("The facts were replaced while the extract was made; make it again.") from None
    if not core.folder.is_dir():
        raise NotReadyError("The facts were withdrawn while the extract was made; make it again.")
    return result


def _beside(file: Path) -> Path:
    return file.with_name(file.name + ABOUT_SUFFIX)


def _require(order: Order, form: str, file: Path | None, language: str) -> None:
    if form not in FORMATS:
        raise UserError(f"There is no format {form}; choose one of {', '.join(FORMATS)}.")
    if language not in LANGUAGES:
        raise UserError(f"There is no language {language}; choose one of {', '.join(LANGUAGES)}.")
    if (form == TABLE) != (file is None):
        raise UserError("Name a new file with --out for csv, xlsx, parquet and json; a table is printed.")
    for text in (order.number, order.ordered_by):
        if not text.strip() or len(text) > LONGEST_TEXT:
            raise UserError("An extract is made for an order: name its number and who gave it.")
    if file is not None and (file.exists() or (form == CSV and _beside(file).exists())):
        raise UserError("There is a file of that name already; nothing is overwritten.")


def _record(settings: Settings, data: DataDirectory, result: ExtractResult, order: Order) -> None:
    """Who took out what for which order; the log's own columns say when."""
    told = f"order={order.number}; ordered_by={order.ordered_by}; release={result.release}"
    if result.parameters:
        told += f"; {result.parameters}"
    with closing(open_application_database(data, settings)) as database:
        AuditLog(database, this_system(settings.product_name)).record_report(operator(), Activity.READ, result.id, told)


def _write(file: Path, content: bytes) -> None:
    """Write a new file that only its owner can read."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise UserError("The file cannot be made there.") from None
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
