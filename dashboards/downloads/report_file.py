"""What every file of a report holds: its table, the facts about it, and its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from dashboards.components.address import Address
from dashboards.components.controls import FORM_NAMES
from dashboards.components.explained import words_explained
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import Texts
from dashboards.pictures.picture import Picture, picture_of
from warehouse import formats
from warehouse.reports import measures, registry
from warehouse.reports.description import (
    FilterEcho,
    definitions,
    facts_about,
    filter_echoes,
    message_texts,
    note_texts,
)
from warehouse.reports.layout import table_of
from warehouse.reports.result import ReportResult
from warehouse.reports.table import ReportTable
from warehouse.swedish_time import STOCKHOLM

_PLAIN = str.maketrans("åäöÅÄÖ", "aaoAAO")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report ready to be written on `day`. `facts` are (head, text) in the order they stand in the file.

    `picture` is the chart of the view, None where there is none to show.
    """

    level: str
    title: str
    period: str
    filters: tuple[FilterEcho, ...]
    table: ReportTable
    facts: tuple[tuple[str, str], ...]
    stem: str
    texts: Texts
    day: str
    picture: Picture | None = None


def report_file(
    result: ReportResult,
    texts: Texts,
    identity: SiteIdentity,
    *,
    address: str,
    created: datetime,
    view: Address | None = None,
    plain_zero: bool = False,
) -> ReportFile:
    """`address` is the whole address of the view; `plain_zero` writes protected counts as 0.

    `view` is the same address as the page reads it, which says how the chart is drawn; without it there is none.
    """
    filters = filter_echoes(result, texts)
    table = table_of(result, texts, plain_zero=plain_zero)
    named = (table.caption, *(column.title for column in table.columns), *(row.header for row in table.rows))
    facts = [*_what(result, texts, filters), *_about(result, texts, identity), *words_explained(named, texts)]
    facts += [(texts("file.fact.created"), formats.moment(created)), (texts("file.fact.address"), address)]
    return ReportFile(
        texts(f"level.{result.level}"),
        result.title.in_language(texts.language),
        formats.period(result.window, texts.language),
        filters,
        table,
        tuple((head, text) for head, text in facts if text),
        file_stem(result, texts, created),
        texts,
        formats.iso_date(created.astimezone(STOCKHOLM).date()),
        picture_of(result, view, texts, identity, address=address, created=created) if view else None,
    )


def _what(result: ReportResult, texts: Texts, filters: tuple[FilterEcho, ...]) -> list[tuple[str, str]]:
    """Which report this is, of what."""
    facts = {
        "level": texts(f"level.{result.level}"),
        "title": result.title.in_language(texts.language),
        "period": formats.period(result.window, texts.language),
        "form": texts(f"form.{FORM_NAMES[result.view]}"),
        "provider": result.provider_name or "",
        "filters": "; ".join(echo.line for echo in filters) or texts("file.fact.no_filters"),
    }
    if result.measured is not None:
        measure = measures.definition(result.measured.measure)
        label, meaning = (text.in_language(texts.language) for text in (measure.label, measure.meaning))
        facts["measure"] = f"{label}. {meaning}"
    return [(texts(f"file.fact.{name}"), text) for name, text in facts.items()]


def _about(result: ReportResult, texts: Texts, identity: SiteIdentity) -> list[tuple[str, str]]:
    """What is counted, what the figures cover, and what is to be known about them."""
    facts = [(texts(f"about.{name}.head"), text) for name, text in facts_about(result, identity.operator, texts)]
    facts.append((texts("file.fact.help"), " ".join(definitions(result, texts)[1:])))
    facts += [(texts("file.fact.notes"), text) for text in note_texts(result, texts).values()]
    facts += [(texts("file.fact.messages"), text) for text in message_texts(result, texts).values()]
    facts.append((texts("file.fact.as_of"), formats.iso_date(result.as_of)))
    return facts


def file_stem(result: ReportResult, texts: Texts, created: datetime, part: str | None = None) -> str:
    """The file name without ending: `Nationellstatistik_Diagnosgrupp_261123_140509` (dashboards 11.4).

    `part` is `kvinnor` or `man` for one chart of a pair.
    """
    definition = registry.report(result.report_id)
    name = definition.menu.in_language(texts.language)
    return named_stem(texts(f"level.{result.level}"), f"{name}_{part}" if part else name, created)


def named_stem(level: str, name: str, created: datetime) -> str:
    """A file name of the level, the name in the menu and the moment."""
    parts = (level, name, f"{created.astimezone(STOCKHOLM):%y%m%d_%H%M%S}")
    return "_".join(_NOT_IN_NAMES.sub("", part.translate(_PLAIN)) for part in parts)
