"""A report on the command line: the same result as the pages show, as a table, CSV or JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.table import Table

from dashboards.components.formats import period
from dashboards.components.page import SiteIdentity
from dashboards.components.table import ReportTable, shown, table_of
from dashboards.components.texts import texts
from dashboards.downloads.csv_file import write_csv
from dashboards.downloads.report_file import report_file
from warehouse.diagnoses import UnknownNodeError
from warehouse.errors import UserError
from warehouse.identity import normalise_hsa_id
from warehouse.releases import ReleaseStore
from warehouse.reports import registry
from warehouse.reports.engine import CareStatistics
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Level, ReportResult, View
from warehouse.reports.scope import AccessScope
from warehouse.reports.selection import Selection
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone
from warehouse.terminal import print_whole

FORMATS = ("table", "csv", "json")
LANGUAGE = "sv"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for on the command line, as written."""

    name: str
    level: str
    view: str
    provider: str | None = None
    units: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    diagnoses: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    node: str | None = None
    compare: tuple[str, ...] = ()
    sub_units: bool = False

    @property
    def options(self) -> Options:
        """What the report is asked for beside its filters."""
        return Options(node=self.node, nodes=self.compare, care_units=not self.sub_units)

    @property
    def selection(self) -> Selection:
        """The filters."""
        return Selection(self.units, self.diagnoses, self.ages, self.lengths, self.types, self.first, self.last)


def print_report(settings: Settings, asked: Asked, form: str) -> None:
    """Print one report of the releases in force. Raises UserError naming what cannot be asked for."""
    if form not in FORMATS:
        raise UserError(f"There is no format {form}; choose one of {', '.join(FORMATS)}.")
    result = _result(settings, asked)
    if result.divisor is not None and form != "json":
        raise UserError(f"The report {asked.name} shows shares or rates; ask for it with --format json.")
    if form == "csv":
        print(_csv(settings, result).decode().removeprefix("\ufeff"), end="")
    elif form == "json":
        print(json.dumps(_as_json(result), ensure_ascii=False, indent=1))
    else:
        _print_table(table_of(result, texts(LANGUAGE)))


def _result(settings: Settings, asked: Asked) -> ReportResult:
    level, view = _one_of(Level, asked.level), _one_of(View, asked.view)
    data = DataDirectory(settings.data)
    try:
        if level is Level.NATIONAL:
            return NationalStatistics(_file(data, Zone.PUBLIC, "national.duckdb")).report(
                asked.name, view, window=_window(asked.first, asked.last), options=asked.options
            )
        if level is Level.PROVIDER and asked.provider:
            scope = AccessScope.whole_provider(normalise_hsa_id(asked.provider))
            with CareStatistics(_file(data, Zone.CARE, "care.duckdb")) as statistics:
                return statistics.report(asked.name, view, scope, asked.selection, options=asked.options)
    except registry.UnknownReportError:
        known = ", ".join(report.id for report in registry.every_report(level))
        raise UserError(f"There is no report {asked.name}; on this level there are: {known}.") from None
    except UnknownNodeError:
        raise UserError(f"The report {asked.name} needs --diagnosis: a chapter, block or category.") from None
    except registry.RefusedReportError:
        raise UserError(f"The report {asked.name} is shown only to a reader who has asked for it.") from None
    except registry.NotOfferedError as error:
        raise UserError(f"The report {asked.name} cannot be had so: {error}.") from None
    raise UserError("A report of level provider needs --provider; other levels than national and provider come later.")


def _file(data: DataDirectory, zone: Zone, name: str) -> Path:
    return ReleaseStore(data.zone(zone)).current().file(name)


def _window(first: str | None, last: str | None) -> Window | None:
    if first is None and last is None:
        return None
    try:
        return Window(Month.parse(first or ""), Month.parse(last or ""))
    except ValueError:
        raise UserError("Give both --from and --to as YYYY-MM, the earlier month first.") from None


def _one_of(kind: type[Level] | type[View], text: str) -> Any:
    try:
        return kind(text)
    except ValueError:
        raise UserError(f"{text} is none of {', '.join(kind)}.") from None


def _print_table(report: ReportTable) -> None:
    table = Table(title=report.caption, title_justify="left")
    table.add_column(report.row_head, no_wrap=True)
    for column in report.columns:
        head = f"{column.above}\n{column.head}" if column.above else column.head
        table.add_column(head, justify="right", no_wrap=True)
    for row in report.rows:
        table.add_row(row.header, *(shown(cell, LANGUAGE) for cell in row.cells))
    print_whole(table)


def _csv(settings: Settings, result: ReportResult) -> bytes:
    identity = SiteIdentity(settings.product_name, settings.operator, version("intygsinsikt"), settings.threshold)
    file = report_file(result, texts(LANGUAGE), identity, address="", created=datetime.now(UTC))
    return write_csv(file)


def _as_json(result: ReportResult) -> dict[str, Any]:
    table = table_of(result, texts(LANGUAGE))
    divided = None if result.divisor is None else table_of(replace(result, table=result.divisor), texts(LANGUAGE))
    return {
        "report": result.report_id,
        "title": result.title.sv,
        "level": result.level.value,
        "view": result.view.value,
        "period": period(result.window, LANGUAGE),
        "from": str(result.window.first),
        "to": str(result.window.last),
        "release": result.release,
        "data_time": result.data_time.isoformat(),
        "notes": list(result.notes),
        "columns": [column.name for column in table.columns],
        "rows": [
            {
                "key": row.key,
                "label": row.header,
                "values": [cell.value for cell in row.cells],
                "status": [str(cell.status or "") for cell in row.cells],
            }
            for row in table.rows
        ],
        "filters": {name: list(values) for name, values in result.filters.items()},
        "messages": [message.id for message in result.messages],
        **({} if divided is None else {"divided_by": [[cell.value for cell in row.cells] for row in divided.rows]}),
    }
