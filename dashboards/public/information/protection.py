"""How many were left out by the threshold, report by report (dashboards 3.6 and 22)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.native import node
from dashboards.components.texts import Texts
from dashboards.public.information.article import Cell, simple_table
from dashboards.public.undivided import page_of, title_of
from warehouse import formats
from warehouse.reports import registry
from warehouse.reports.dimension import Attribute
from warehouse.reports.national import NationalStatistics
from warehouse.reports.result import Level, Loss, ReportResult

_OF_A_CHOICE = frozenset({Attribute.WITHIN, Attribute.COMPARED})
"""Reports whose table is that of a chosen diagnosis; of these nothing is stated."""


@dataclass(frozen=True, slots=True)
class ReportLoss:
    """What the threshold took from a report's default view; `share` as in `ReportResult.share_lost`."""

    report: registry.ReportDefinition
    loss: Loss
    share: float | None


@lru_cache(maxsize=4)
def losses(reader: NationalStatistics) -> tuple[ReportLoss, ...]:
    """The losses of all national reports that have a page, in menu order."""
    asked = [report for report in registry.reports(Level.NATIONAL) if report.dimension.attribute not in _OF_A_CHOICE]
    return tuple(_loss(reader.report(report.id, report.default_view(Level.NATIONAL))) for report in asked)


def _loss(result: ReportResult) -> ReportLoss:
    return ReportLoss(registry.report(result.report_id), result.loss or Loss(0, 0), result.share_lost)


def losses_table(reader: NationalStatistics, texts: Texts, address: Address) -> Component:
    """One row per report: lowered numbers, what they lost together, and its part of everything."""
    rows = [_row(one, texts, address) for one in losses(reader)]
    heads = [texts(f"information.protection.{name}") for name in ("report", "cells", "amount", "share")]
    return simple_table(texts("information.protection.caption"), heads, rows, texts, frozenset({1, 2, 3}))


def _row(one: ReportLoss, texts: Texts, address: Address) -> tuple[Cell, str, str, str]:
    unstated = texts("information.protection.unstated")
    amount, share = one.loss.amount, one.share
    return (
        node("a", title_of(one.report).in_language(texts.language), href=page_of(one.report, address).url),
        formats.number(one.loss.cells, texts.language),
        unstated if amount is None else formats.number(amount, texts.language),
        unstated if share is None else formats.percent(share, texts.language, 1),
    )
