"""Overview and reports of the user's provider and units; every access is recorded before it is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Response, request

from dashboards.care.frame import care_frame
from dashboards.care.policy import access_scope
from dashboards.care.recording import Recorder
from dashboards.care.users import CareUser
from dashboards.components.address import CARRIED, RUNNING, UNIT, Address
from dashboards.components.controls import UnitChoice
from dashboards.components.frame import Frame, framed, stamp
from dashboards.components.overview_page import overview_page, overview_title
from dashboards.components.page import Page, SiteIdentity
from dashboards.components.report_page import ReportContext, report_page
from dashboards.components.share_panel import Share
from dashboards.components.texts import texts
from dashboards.downloads.answer import file_answer
from dashboards.serving.readers import CurrentReader
from dashboards.serving.report_request import YES, ReportRequest, read_request
from warehouse.application.audit import Activity
from warehouse.reports import registry
from warehouse.reports.engine import CareStatistics
from warehouse.reports.interval import latest_month
from warehouse.reports.parts import with_counties_by_name
from warehouse.reports.release import Release
from warehouse.reports.result import Level, ReportResult
from warehouse.reports.selection import Selection

OVERVIEW_ID = "overview"
_FILTERS = {"diagnoses": "diagnos", "ages": "alder", "lengths": "langd", "types": "intygstyp"}
"""Filters of a result that stand as chips, and their parameters; units and months have controls of their own."""


@dataclass(frozen=True, slots=True)
class StatisticsPages:
    """Makes statistics pages for one user at a time. The scope comes from the user's record, never from the address."""

    readers: CurrentReader[CareStatistics]
    identity: SiteIdentity
    recorder: Recorder

    def overview(self, address: Address, user: CareUser) -> Page:
        """The overview of the last three finished months. Raises AuditUnavailableError and NotReadyError."""
        catalogue = texts(address.language)
        with self.readers.reading() as (_, reader):
            result = reader.overview(access_scope(user), _selection(address))
            page = framed(
                address,
                self._frame(address, user, reader.release),
                overview_title(result, catalogue),
                overview_page(result, catalogue, address),
            )
        self.recorder.report(user, Activity.READ, OVERVIEW_ID, _asked(address))
        return page

    def report(self, address: Address, slug: str, user: CareUser) -> Page:
        """The page of a report. Raises as `overview`, and UnknownReportError and NotOfferedError."""
        catalogue = texts(address.language)
        with self.readers.reading() as (_, reader):
            result, asked = _provider_result(address, slug, user, reader)
            page = framed(
                address,
                self._frame(address, user, reader.release),
                result.title.in_language(address.language),
                report_page(result, catalogue, address, self._context(address, user, result, asked, reader)),
                has_chart=True,
            )
        self.recorder.report(user, Activity.READ, result.report_id, _asked(address))
        return page

    def file(self, address: Address, slug: str, extension: str, user: CareUser) -> Response:
        """A report as a file. Raises as `report`."""
        with self.readers.reading() as (_, reader):
            result, _ = _provider_result(address, slug, user, reader)
        answer = file_answer(result, address, extension, self.identity)
        self.recorder.report(user, Activity.PRINT, result.report_id, _asked(address))
        return answer

    def about_release(self) -> Release:
        """The release in force, for pages that say which data the site shows."""
        with self.readers.reading() as (_, reader):
            return reader.release

    def _frame(self, address: Address, user: CareUser, release: Release) -> Frame:
        return care_frame(address, self.identity, user, stamp(release.version, release.data_time))

    def _context(
        self, address: Address, user: CareUser, result: ReportResult, asked: ReportRequest, reader: CareStatistics
    ) -> ReportContext:
        units = sorted((unit.name or unit.id, unit.id) for unit in reader.units(access_scope(user)))
        choice = UnitChoice(tuple((key, name) for name, key in units), address.get(UNIT)) if len(units) > 1 else None
        chips = {_FILTERS[name]: values for name, values in result.filters.items() if name in _FILTERS}
        return ReportContext(
            identity=self.identity,
            kind=asked.kind,
            latest=latest_month(Level.PROVIDER, result.as_of),
            units=choice,
            errors=asked.fault_texts(texts(address.language)),
            filters=chips,
            running_month=address.get(RUNNING) == YES,
            share=Share(request.host_url.rstrip("/") + address.url),
        )


def _provider_result(
    address: Address, slug: str, user: CareUser, reader: CareStatistics
) -> tuple[ReportResult, ReportRequest]:
    definition = registry.report_by_slug(slug, Level.PROVIDER)
    definition.require(Level.PROVIDER)
    asked = read_request(address, definition, Level.PROVIDER, reader.release.as_of)
    result = reader.report(definition.id, asked.view, access_scope(user), asked.selection, window=asked.window)
    return replace(with_counties_by_name(result), messages=(*asked.messages, *result.messages)), asked


def _selection(address: Address) -> Selection:
    return Selection.from_query({name: list(values) for name, values in address.query.items()})


def _asked(address: Address) -> str:
    """The selection as the address writes it, for the audit log; unknown parameters are left out."""
    known = CARRIED | {"form", "period"}
    return urlencode([(name, value) for name in sorted(known) for value in address.query.get(name, ())], safe=",-:")
