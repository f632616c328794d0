"""Rows and words of the overview's boxes: groups with number and change."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboards.components import drawing
from dashboards.components.chart import bare_name
from dashboards.components.drawing import Slice
from dashboards.components.native import Native, Node, node
from dashboards.components.texts import Texts
from warehouse import formats, reference_tables
from warehouse.reports import registry
from warehouse.reports.figures import CellRules, Status, shown
from warehouse.reports.overview import Change, OverviewBox, OverviewRow
from warehouse.reports.result import Count, Group, Label

MISSING = "…"
NOT_COMPARABLE = "–"


def count_text(count: Count, texts: Texts) -> str:
    """A number of cases; what the threshold left nothing of is marked as protected, never a plain 0."""
    return shown(CellRules().counts(count)[0], texts.language)


def is_hidden(count: Count) -> bool:
    """Whether the threshold left nothing of a number."""
    return count.is_protected and count.total == 0


def change_text(change: Change | None, texts: Texts) -> str:
    """`+3 %`, `−2 %`, or a dash where there is nothing to compare with; points where shares are compared."""
    if change is None or not change.comparable:
        return NOT_COMPARABLE
    if change.in_points:
        return texts("overview.points", change=formats.signed(change.value, texts.language))
    return formats.signed_percent(change.value, texts.language)


def row_change_text(row: OverviewRow, texts: Texts) -> str:
    """The change of a group; protected where the threshold left nothing of one of its two numbers."""
    hidden = is_hidden(row.count) or is_hidden(row.previous)
    return Status.PROTECTED.value if hidden else change_text(row.change, texts)


def group_table(box: OverviewBox, slices: Sequence[Slice], title: str, texts: Texts) -> Component:
    """The table beside a ring: mark, name, number and change of each group."""
    name = registry.report(box.links_to).chart_dimension.name.in_language(texts.language)
    heads = [
        node("th", name, scope="col"),
        node("th", texts("overview.count"), scope="col", class_="figure"),
        node("th", texts("overview.change.head"), scope="col", class_="figure"),
    ]
    rows = [
        node(
            "tr",
            node("th", _marked_name(part, overview_name(row.group, texts.language)), scope="row"),
            node("td", count_text(row.count, texts), class_="figure"),
            node("td", row_change_text(row, texts), class_="figure"),
        )
        for row, part in zip(box.rows, slices, strict=True)
    ]
    return small_table(title, heads, rows, "marked")


def small_table(caption: str, heads: Sequence[Node], rows: Sequence[Node], kind: str) -> Native:
    """A table of a box, whose caption is read out but not shown."""
    told = node("caption", caption, class_="visually-hidden")
    body = node("tbody", *rows)
    return Native(node("table", told, node("thead", node("tr", *heads)), body, class_=f"small-table {kind}"))


def _marked_name(part: Slice, name: str) -> Node:
    return node("span", drawing.mark(part).node, node("span", name), class_="marked-name")


def overview_name(group: Group, language: str) -> str:
    """A group's name in a small table: without diagnosis codes; a degree as its number alone."""
    degree = _DEGREES.get(group.key)
    return degree.in_language(language) if degree else bare_name(group.label.in_language(language))


_DEGREES = {
    row["key"]: Label(row["overview_label_sv"], row["overview_label_en"]) for row in reference_tables.rows("degrees")
}


def largest_in_words(box: OverviewBox, texts: Texts) -> str:
    """The largest named group in one sentence; a second one where the groups do not add up to the cases of the box.

    Its part is of all groups together, or of the cases where a case can stand in several groups.
    """
    of_groups, cases = sum(row.count.total for row in box.rows), box.total.total
    if not of_groups:
        return texts("summary.nothing")
    largest = max(box.rows, key=lambda row: row.count.total)
    overlap = of_groups > cases
    share = formats.percent(round(100 * largest.count.total / (cases if overlap else of_groups)), texts.language)
    name = largest.group.label if overlap else None
    group = bare_name(name.in_language(texts.language)) if name else overview_name(largest.group, texts.language)
    said = texts("overview.most_common" if overlap else "overview.largest", group=group, share=share)
    if of_groups == cases:
        return said
    told = texts("overview.groups_overlap" if overlap else "overview.groups_lose", cases=count_text(box.total, texts))
    return f"{said} {told}"
