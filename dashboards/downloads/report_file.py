"""What every file of a report holds: its table, the facts about it, and its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from dashboards.components import formats
from dashboards.components.about_data import facts_about
from dashboards.components.controls import FORM_NAMES
from dashboards.components.page import SiteIdentity
from dashboards.components.table import ReportTable, table_of
from dashboards.components.texts import Texts
from warehouse.reports import registry
from warehouse.reports.result import ReportResult
from warehouse.swedish_time import STOCKHOLM

_PLAIN = str.maketrans("åäöÅÄÖ", "aaoAAO")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report ready to be written. `facts` are (head, text) in the order they stand in the file."""

    level: str
    title: str
    period: str
    filters: tuple[str, ...]
    table: ReportTable
    facts: tuple[tuple[str, str], ...]
    stem: str
    texts: Texts


def report_file(
    result: ReportResult,
    texts: Texts,
    identity: SiteIdentity,
    *,
    address: str,
    created: datetime,
    filters: tuple[str, ...] = (),
) -> ReportFile:
    """`address` is the whole address of the view, `filters` the active filters in words."""
    level = texts(f"level.{result.level}")
    title = result.title.in_language(texts.language)
    period = formats.period(result.window, texts.language)
    facts = [("level", level), ("title", title), ("period", period)]
    facts.append(("form", texts(f"form.{FORM_NAMES[result.view]}")))
    if result.provider_name:
        facts.append(("provider", result.provider_name))
    facts.append(("filters", "; ".join(filters) or texts("file.fact.no_filters")))
    named = [(texts(f"file.fact.{name}"), text) for name, text in facts]
    named += [(texts(f"about.{name}.head"), text) for name, text in facts_about(result, identity, texts)]
    named += [(texts("file.fact.notes"), texts(f"note.{note}")) for note in result.notes]
    named.append((texts("file.fact.created"), formats.moment(created)))
    named.append((texts("file.fact.address"), address))
    return ReportFile(
        level, title, period, filters, table_of(result, texts), tuple(named), file_stem(result, texts, created), texts
    )


def file_stem(result: ReportResult, texts: Texts, created: datetime) -> str:
    """The file name without ending: `Nationellstatistik_Diagnosgrupp_261123_140509` (dashboards 11.4)."""
    definition = registry.report(result.report_id)
    local = created.astimezone(STOCKHOLM)
    parts = (texts(f"level.{result.level}"), definition.menu.in_language(texts.language), f"{local:%y%m%d_%H%M%S}")
    return "_".join(_NOT_IN_NAMES.sub("", part.translate(_PLAIN)) for part in parts)
