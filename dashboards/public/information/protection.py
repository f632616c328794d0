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
from warehouse.reports.known_dimensions import ALL_COUNTIES
from warehouse.reports.national import NationalStatistics
from warehouse.reports.result import Level, Loss, ReportResult

_OF_A_CHOICE = frozenset({Attribute.WITHIN, Attribute.COMPARED})
"""Reports whose table is that of a chosen diagnosis; of these nothing is stated."""


@dataclass(frozen=True, slots=True)
class ReportLoss:
    """What the threshold took from a report's default view.

    `shown` is the sum of the numbers that are left; `share` what was left out of all, in per cent, None where the
    amount may not be stated.
    """

    report: registry.ReportDefinition
    loss: Loss
    shown: int

    @property
    def share(self) -> float | None:
        if not self.loss.cells:
            return 0.0
        if self.loss.amount is None:
            return None
        everything = self.shown + self.loss.amount
        return 100 * self.loss.amount / everything if everything else None


@lru_cache(maxsize=4)
def losses(reader: NationalStatistics) -> tuple[ReportLoss, ...]:
    """The losses of all national reports that have a page, in menu order."""
    asked = [report for report in registry.reports(Level.NATIONAL) if report.dimension.attribute not in _OF_A_CHOICE]
    return tuple(_loss(reader.report(report.id, report.default_view(Level.NATIONAL))) for report in asked)


def _loss(result: ReportResult) -> ReportLoss:
    groups = result.table.groups
    shown = sum(
        count.total
        for row in result.table.values
        for group, count in zip(groups, row, strict=True)
        if group.key != ALL_COUNTIES.key
    )
    return ReportLoss(registry.report(result.report_id), result.loss or Loss(0, 0), shown)


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
