"""A report on the command line: the same result as the pages show, in the format asked for."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from textwrap import fill
from typing import TypeVar

import pyarrow.parquet as pq
import typer
from rich.markup import escape
from rich.table import Table

from dashboards.components.page import SiteIdentity
from dashboards.components.texts import LANGUAGES, Texts, texts
from dashboards.downloads.csv_file import BYTE_ORDER_MARK, write_csv, write_csv_metadata
from dashboards.downloads.report_file import ReportFile, report_file
from dashboards.downloads.xlsx_file import write_xlsx
from dashboards.overview_files import GivenOverview
from warehouse.application.recording import record_figures
from warehouse.errors import UserError
from warehouse.identity import normalise_hsa_id
from warehouse.opendata.cube import Cube
from warehouse.opendata.jsonstat import write_jsonstat
from warehouse.opendata.px import write_px
from warehouse.opendata.result_cube import cube_of_result
from warehouse.reports import registry
from warehouse.reports.description import filter_echoes, loss_text, message_texts, note_texts
from warehouse.reports.document import document, metadata
from warehouse.reports.figures import shown
from warehouse.reports.layout import table_of
from warehouse.reports.measured import Measure
from warehouse.reports.options import Options
from warehouse.reports.question import OVERVIEW, Question, ask, ask_overview, is_overview
from warehouse.reports.records import as_arrow
from warehouse.reports.region_list import read_region_list_file, region_providers, require_region
from warehouse.reports.result import Level, ReportResult, View
from warehouse.reports.scope import RegionScope
from warehouse.reports.selection import Selection
from warehouse.reports.table import ReportTable
from warehouse.settings import Settings
from warehouse.storage import DataDirectory
from warehouse.terminal import print_whole

LIST = "list"
HEAD_WIDTH = 20
UNIT_DEPTHS = {"care-unit": True, "unit": False}
Kind = TypeVar("Kind", Level, View, Measure)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for on the command line, as written."""

    name: str
    level: str = Level.NATIONAL.value
    view: str | None = None
    provider: str | None = None
    region_list: Path | None = None
    units: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    diagnoses: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    query: str | None = None
    within: str | None = None
    compare: tuple[str, ...] = ()
    unit_depth: str = "care-unit"
    measure: str = Measure.COUNT.value
    doctor_messages: bool = False
    as_of: date | None = None
    cutoff: int | None = None
    form: str | None = None
    out: Path | None = None
    language: str = "sv"
    plain_zero: bool | None = None

    @property
    def selection(self) -> Selection:
        """The filters: those of the query, and the options in place of the same ones there."""
        given = {
            name: getattr(self, name)
            for name in ("units", "diagnoses", "ages", "lengths", "types", "first", "last")
            if getattr(self, name)
        }
        return replace(Selection.from_query(self.query or ""), **given)

    @property
    def options(self) -> Options:
        """What the report is asked for beside its filters."""
        return Options(
            node=self.within,
            nodes=self.compare,
            care_units=UNIT_DEPTHS[self.unit_depth],
            doctor_messages=self.doctor_messages,
            measure=_one_of(Measure, self.measure),
        )


@dataclass(frozen=True, slots=True)
class Given:
    """A result on its way out."""

    result: ReportResult
    texts: Texts
    identity: SiteIdentity
    plain_zero: bool

    @property
    def file(self) -> ReportFile:
        created = datetime.now(UTC)
        return report_file(
            self.result, self.texts, self.identity, address="", created=created, plain_zero=self.plain_zero
        )


def give_report(settings: Settings, asked: Asked) -> None:
    """Print or write one report of the releases in force. Raises UserError naming what cannot be asked for."""
    _require_choice("unit depth", asked.unit_depth, UNIT_DEPTHS)
    _require_choice("language", asked.language, LANGUAGES)
    form = _form(asked)
    level = _one_of(Level, asked.level)
    if asked.name == LIST:
        print_whole(_catalogue(level))
        return
    question = _question(settings, asked, level)
    if is_overview(asked.name):
        _require_choice("format of the overview", form, ("table", *(one for one in FORMATS if one not in OPEN)))
        _give_overview(settings, asked, question, form)
        return
    answer = ask(DataDirectory(settings.data), question, settings.threshold)
    identity = SiteIdentity(settings.product_name, settings.operator, version("intygsinsikt"), settings.threshold)
    given = Given(answer.result, texts(asked.language), identity, _plain_zero(settings, asked))
    _record(settings, asked, answer.result.provider_name)
    for remark in answer.remarks:
        _tell(remark)
    if form == "table":
        _print_table(given)
        return
    for text in message_texts(answer.result, given.texts).values():
        _tell(text)
    _write(FORMATS[form](given), form, asked.out)
    if form == "csv" and asked.out:
        described = asked.out.with_name(f"{asked.out.name}-metadata.json")
        described.write_bytes(write_csv_metadata(given.file, asked.out.name))


def _give_overview(settings: Settings, asked: Asked, question: Question, form: str) -> None:
    """The overview, or one box of it: as records in every format, and as a table on the terminal."""
    result, remarks = ask_overview(DataDirectory(settings.data), question, settings.threshold)
    box_id = None if asked.name == OVERVIEW else asked.name
    _record(settings, asked, result.provider_name)
    given = GivenOverview(result, box_id, asked.language, _plain_zero(settings, asked))
    for remark in remarks:
        _tell(remark)
    if form == "table":
        print_whole(given.table())
        return
    _write(given.written(form), form, asked.out)


def _plain_zero(settings: Settings, asked: Asked) -> bool:
    return settings.plain_zero if asked.plain_zero is None else asked.plain_zero


def _record(settings: Settings, asked: Asked, provider_name: str | None) -> None:
    """Every access to figures of a provider or region is recorded before they are shown (statistics 11.2)."""
    if asked.level != Level.NATIONAL.value:
        provider = (normalise_hsa_id(asked.provider or ""), provider_name or "")
        record_figures(settings, provider, f"{asked.level}/{asked.name}", asked.selection.to_query())


def _question(settings: Settings, asked: Asked, level: Level) -> Question:
    return Question(
        asked.name,
        level,
        _one_of(View, asked.view) if asked.view else None,
        asked.selection,
        asked.options,
        asked.provider,
        _region(settings, asked) if level is Level.REGION else None,
        asked.as_of,
        asked.cutoff,
    )


def _region(settings: Settings, asked: Asked) -> RegionScope | None:
    """The region's list, whose care provider must be a region. An operator asks as its process leader."""
    if asked.region_list is None:
        return None
    if not asked.provider:
        raise UserError("The level region needs --provider, the HSA id of the region's care provider.")
    require_region(asked.provider, region_providers(settings.further_regions()))
    read = read_region_list_file(asked.region_list)
    for row in read.without_id:
        _tell(f"Row {row} of the region list has no HSA id and is skipped.")
    changed = datetime.fromtimestamp(asked.region_list.stat().st_mtime, UTC)
    return read.scope(changed.date())


def _form(asked: Asked) -> str:
    """The format: as said, else as the file to write ends, else a table on the terminal."""
    ending = asked.out.suffix.removeprefix(".").lower() if asked.out else ""
    form = asked.form or (ending if ending in FORMATS else "table")
    _require_choice("format", form, ("table", *FORMATS))
    if form in BINARY and asked.out is None:
        raise UserError(f"The format {form} needs --out, the file to write.")
    if form == "table" and asked.out is not None:
        raise UserError(f"A file is written as one of {', '.join(FORMATS)}; say which with --format.")
    return form


def _require_choice(what: str, given: str, choices: Iterable[str]) -> None:
    if given not in choices:
        raise UserError(f"There is no {what} {given}; choose one of {', '.join(choices)}.")


def _one_of(kind: type[Kind], text: str) -> Kind:
    try:
        return kind(text.replace("-", "_"))
    except ValueError:
        raise UserError(f"There is no {kind.__name__.lower()} {text}; choose one of {', '.join(kind)}.") from None


def _tell(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _write(content: bytes, form: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(content.decode().removeprefix(BYTE_ORDER_MARK))
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UserError(f"The file {out} cannot be written: {error.strerror}.") from None
    _tell(f"Wrote {out} ({form}).")


def _json(given: Given) -> bytes:
    made = document(given.result, plain_zero=given.plain_zero)
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(given: Given) -> bytes:
    return write_csv(given.file)


def _xlsx(given: Given) -> bytes:
    return write_xlsx(given.file)


def _parquet(given: Given) -> bytes:
    content = io.BytesIO()
    pq.write_table(as_arrow(given.result, metadata(given.result), plain_zero=given.plain_zero), content)
    return content.getvalue()


def _open_cube(given: Given) -> Cube:
    """The figures as open data. Raises UserError for a level whose figures are not."""
    if given.result.level is not Level.NATIONAL:
        raise UserError("Only national reports are written as jsonstat or px; choose csv, json, xlsx or parquet.")
    return cube_of_result(given.result)


def _jsonstat(given: Given) -> bytes:
    return write_jsonstat(_open_cube(given), given.texts.language)


def _px(given: Given) -> bytes:
    return write_px(_open_cube(given), given.texts.language)


FORMATS: dict[str, Callable[[Given], bytes]] = {
    "csv": _csv,
    "json": _json,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "jsonstat": _jsonstat,
    "px": _px,
}
BINARY = frozenset({"xlsx", "parquet"})
OPEN = frozenset({"jsonstat", "px"})
"""Formats of open data, which single national reports have."""


def _print_table(given: Given) -> None:
    """The table with what is to be known about it: filters above, signs, notes and messages below."""
    result, catalogue = given.result, given.texts
    made = table_of(result, catalogue, plain_zero=given.plain_zero)
    for echo in filter_echoes(result, catalogue):
        typer.echo(echo.line)
    print_whole(_terminal_table(made, catalogue.language))
    signs = [catalogue(f"table.status.{status.name.lower()}") for status in sorted(made.statuses)]
    notes = note_texts(result, catalogue).values()
    told = (*signs, *notes, loss_text(result, catalogue), *message_texts(result, catalogue).values())
    about = f"{catalogue('about.release.head')}: {result.release}"
    for line in (*filter(None, told), about):
        typer.echo(line)


def _terminal_table(made: ReportTable, language: str) -> Table:
    table = Table(title=escape(made.caption), title_justify="left")
    table.add_column(escape(made.row_head), no_wrap=True)
    former = None
    for column in made.columns:
        # A group head stands above the first of its columns alone, broken into lines: a table of months has many.
        above = column.above if column.above and column.above != former else ""
        head = "\n".join(part for part in (fill(above, HEAD_WIDTH), fill(column.head, HEAD_WIDTH)) if part)
        table.add_column(escape(head), justify="right", no_wrap=True)
        former = column.above
    for row in made.rows:
        table.add_row(escape(row.header), *(shown(cell, language) for cell in row.cells))
    return table


def _catalogue(level: Level) -> Table:
    """The reports of a level with their views, the default first."""
    table = Table("Report", "Title", "Views", title=f"Reports of the level {level}", title_justify="left")
    for report in registry.every_report(level):
        table.add_row(report.id, report.title.en, ", ".join(report.levels[level]))
    return table
