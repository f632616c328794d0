"""The registry and the dimensions hang together."""

from __future__ import annotations

import pytest

from warehouse import reference_tables as reference
from warehouse.reports import registry
from warehouse.reports.dimension import Attribute, Dimension
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.registry import (
    BoxDefinition,
    Chart,
    NotOfferedError,
    ReportDefinition,
    Table,
    UnknownReportError,
)
from warehouse.reports.result import Level, View

REPORTS = registry.reports()
BOXES = registry.boxes(Level.NATIONAL)
DIMENSIONS = sorted({r.dimension_id for r in REPORTS} | {b.dimension_id for b in BOXES} | {"diagnosis_group"})


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.id)
def test_a_report_is_complete(report: ReportDefinition) -> None:
    assert registry.report(report.id) is report
    for level in report.page_levels:
        assert registry.report_by_slug(report.slug, level) is report
    assert report.title.sv != report.title.en
    for level, views in report.levels.items():
        assert (report in registry.reports(level)) == (level in report.page_levels)
        assert report.default_view(level) is views[0]
        for view in views:
            report.require(level, view)
            assert report.months[view] > 0
            assert view in report.look.charts
            assert view in report.look.tables


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.id)
def test_the_look_follows_the_shape(report: ReportDefinition) -> None:
    grouped = report.is_grouped or report.dimension.attribute.has_keys
    side_by_side = grouped and report.dimension.attribute is not Attribute.COUNTY
    assert report.look.charts[View.TIME_SERIES] is (Chart.LINE_PAIR if side_by_side else Chart.LINE)
    assert report.look.tables[View.TIME_SERIES] is (Table.MONTHS_BY_GROUPS if grouped else Table.MONTHS)


def test_ids_slugs_and_numbers_are_unique() -> None:
    for name in ("id", "slug", "number"):
        found = [getattr(report, name) for report in REPORTS]
        assert len(set(found)) == len(found)


def test_defaults_are_those_of_the_menu() -> None:
    assert {r.id: r.default_view(Level.NATIONAL) for r in REPORTS} == {
        "cases_total": View.TIME_SERIES,
        "cases_by_diagnosis_group": View.TIME_SERIES,
        "cases_by_age_group": View.CROSS_SECTION,
        "cases_by_degree": View.TIME_SERIES,
        "cases_by_length": View.CROSS_SECTION,
        "cases_within_diagnosis": View.TIME_SERIES,
        "cases_compare_diagnoses": View.CROSS_SECTION,
        "long_cases": View.TIME_SERIES,
        "cases_by_county": View.CROSS_SECTION,
        "case_sex_share_by_county": View.CROSS_SECTION,
        "cases_by_doctor_age_sex": View.CROSS_SECTION,
        "cases_by_doctor_title": View.CROSS_SECTION,
        "certificates_per_case": View.CROSS_SECTION,
        "certificates_total": View.TIME_SERIES,
        "certificates_undivided": View.TIME_SERIES,
        "messages_by_subject": View.TIME_SERIES,
        "messages_undivided": View.TIME_SERIES,
        "complement_share": View.TIME_SERIES,
        "complements_per_question": View.CROSS_SECTION,
    }


def test_what_does_not_exist_is_an_error() -> None:
    with pytest.raises(UnknownReportError):
        registry.report("cases_by_moon_phase")
    with pytest.raises(UnknownReportError):
        registry.report_by_slug("manfas", Level.NATIONAL)
    with pytest.raises(UnknownReportError):
        registry.report_by_slug("lakare", Level.PROVIDER)
    with pytest.raises(NotOfferedError):
        registry.report("cases_by_degree").require(Level.REGION, "map")  # type: ignore[arg-type]
    with pytest.raises(NotOfferedError, match="doctors are named to their own units alone"):
        registry.report("cases_by_doctor").default_view(Level.REGION)
    with pytest.raises(NotOfferedError, match="single units are not public"):
        registry.report("cases_by_unit").require(Level.NATIONAL, View.TIME_SERIES)


@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.id)
def test_a_box_leads_to_a_report_and_orders_known_groups(box: BoxDefinition) -> None:
    assert registry.report(box.links_to)
    groups = dimension(box.dimension_id)
    assert not box.order or set(box.order) == set(groups.keys)
    assert (box.named_groups is None) == (box.rest is None) == (box.rest_key is None)


def test_only_the_national_overview_has_counties() -> None:
    assert {b.id for b in BOXES} - {b.id for b in registry.boxes(Level.PROVIDER)} == {"overview_county"}


@pytest.mark.parametrize("name", DIMENSIONS)
def test_a_dimension_has_one_group_for_every_value(name: str) -> None:
    groups: Dimension = dimension(name)
    assert len(set(groups.keys)) == len(groups.keys)
    assert all(group.label.sv and group.label.en for group in groups.groups)
    if name == "long" or not groups.bounds:
        return
    lowest = 1 if name == "certificates" else 0
    for number in range(lowest, 1100):
        assert sum(bounds.holds(number) for bounds in groups.bounds.values()) == 1


def test_every_chapter_belongs_to_a_merged_group_that_is_shown() -> None:
    assert set(reference.chapter_groups()) == set(dimension("chapter").keys) - {"NO_VALID_ICD10"}
    assert set(reference.chapter_groups().values()) < set(dimension("diagnosis_group").keys)


def test_colours_are_the_reference_colours_in_order() -> None:
    assert [group.colour for group in dimension("age_group").groups] == list(reference.palette()[:12])
    assert [group.colour for group in dimension("degree").groups] == list(reference.palette()[:4])
    assert [group.colour for group in dimension("diagnosis_group").groups] == list(reference.palette()[:8])
    overview = [group.colour for group in dimension("overview_age_group").groups]
    assert overview == [reference.palette()[number - 1] for number in (1, 3, 5, 7, 9, 12)]


def test_misleading_labels_are_corrected_and_kept_for_comparison() -> None:
    corrected = {
        group.key: (group.comparison_label, group.label.sv)
        for name in ("length", "overview_age_group", "diagnosis_group")
        for group in dimension(name).groups
        if group.comparison_label
    }
    assert corrected == {
        "731-": ("2- år", "Mer än 2 år"),
        "0-20": ("Under 20 år", "20 år eller yngre"),
        "P00-P96+Q00-Q99+S00-Y98": (
            "P00-P96, Q00-Q99, S00-Y98 Övrigt",
            "P00-P96, Q00-Q99, S00-Y98, U00-U99 Övrigt",
        ),
    }


def test_an_unknown_group_is_an_error() -> None:
    with pytest.raises(KeyError):
        dimension("degree").group("33")
