"""The pages of the public site, each made from an address and the public zone's release in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from werkzeug.exceptions import NotFound

from dashboards.components.about_page import ABOUT, about_page
from dashboards.components.address import Address
from dashboards.components.error_page import error_page
from dashboards.components.frame import Frame, Link, framed, report_menu, stamp
from dashboards.components.overview_page import overview_page, overview_title
from dashboards.components.page import Page, SiteIdentity
from dashboards.components.report_page import LEVEL_PATHS, ReportContext, report_page
from dashboards.components.texts import texts
from dashboards.serving.readers import CurrentReader
from dashboards.serving.report_request import ReportRequest, read_request
from warehouse import formats
from warehouse.reports import registry
from warehouse.reports.interval import latest_month
from warehouse.reports.national import NationalStatistics
from warehouse.reports.period import Window
from warehouse.reports.release import Release
from warehouse.reports.result import Level, Message, ReportResult, View

BASE = LEVEL_PATHS[Level.NATIONAL]
OVERVIEW = f"{BASE}/oversikt"


@dataclass(frozen=True, slots=True)
class PublicPages:
    """Makes pages from the public zone alone."""

    readers: CurrentReader[NationalStatistics]
    identity: SiteIdentity

    def page(self, address: Address) -> Page:
        """The page of an address. Raises NotFound, UnknownReportError, NotOfferedError and NotReadyError."""
        with self.readers.reading() as (_, reader):
            if address.path in {"/", OVERVIEW}:
                return self._overview(address, reader)
            if address.path == ABOUT:
                return self._about(address, reader.release)
            slug = address.path.removeprefix(f"{BASE}/")
            if slug == address.path:
                raise NotFound
            return self._report(address, slug, reader)

    def result(self, address: Address, slug: str) -> tuple[ReportResult, ReportRequest]:
        """The result that an address asks for, for its files. Raises as `page`."""
        with self.readers.reading() as (_, reader):
            return national_result(address, slug, reader)

    def error(self, address: Address, status: int, reference: str | None = None) -> Page:
        """The page of an error status."""
        return error_page(address, self._frame(address, None), status, reference=reference)

    def _frame(self, address: Address, release: Release | None) -> Frame:
        catalogue = texts(address.language)
        tabs = [Link(catalogue("level.national"), address.to("/").url, address.path != ABOUT, "true")]
        if self.identity.care_address:
            tabs.append(Link(catalogue("care.log_in"), self.identity.care_address))
        shown = replace(address, path=OVERVIEW) if address.path == "/" else address
        return Frame(
            identity=self._identity(release),
            tabs=tuple(tabs),
            menu=report_menu(registry.reports(Level.NATIONAL), shown, BASE, catalogue),
            release=stamp(release.version, release.data_time) if release else None,
        )

    def _identity(self, release: Release | None) -> SiteIdentity:
        """The threshold on the pages is the one the release was made with."""
        if release is None or release.threshold is None:
            return self.identity
        return replace(self.identity, threshold=release.threshold)

    def _overview(self, address: Address, reader: NationalStatistics) -> Page:
        catalogue = texts(address.language)
        result = reader.overview()
        title = self.identity.product_name if address.path == "/" else overview_title(result, catalogue)
        return framed(
            address,
            self._frame(address, reader.release),
            title,
            overview_page(result, catalogue, address),
            description=catalogue("overview.intro.national"),
        )

    def _report(self, address: Address, slug: str, reader: NationalStatistics) -> Page:
        catalogue = texts(address.language)
        result, asked = national_result(address, slug, reader)
        as_of = reader.release.as_of
        context = ReportContext(
            identity=self._identity(reader.release),
            kind=asked.kind,
            latest=latest_month(Level.NATIONAL, as_of),
            errors=asked.fault_texts(catalogue),
            windows=windows_with_data(reader) if asked.view is View.CROSS_SECTION else (),
        )
        return framed(
            address,
            self._frame(address, reader.release),
            result.title.in_language(address.language),
            report_page(result, catalogue, address, context),
            description=catalogue(f"help.{asked.definition.help_id}"),
            has_chart=True,
        )

    def _about(self, address: Address, release: Release) -> Page:
        catalogue = texts(address.language)
        moment = formats.moment(release.data_time)
        main = about_page(self._identity(release), moment, release.version, catalogue)
        return framed(address, self._frame(address, release), catalogue("about_page.title"), main)


@lru_cache(maxsize=4)
def windows_with_data(reader: NationalStatistics) -> tuple[Window, ...]:
    """The published windows but for the years before the first case."""
    result = reader.report("cases_total", View.TIME_SERIES, window=reader.months)
    totals = zip(result.months, result.table.row_totals, strict=True)
    first = next((month for month, count in totals if count.total), None)
    default, *years = reader.windows
    return (default, *(window for window in years if first is not None and window.last >= first))


def national_result(address: Address, slug: str, reader: NationalStatistics) -> tuple[ReportResult, ReportRequest]:
    """Ask for the months of an address; a cross-section exists for the published windows only, else the default."""
    definition = registry.report_by_slug(slug)
    definition.require(Level.NATIONAL)
    as_of = reader.release.as_of
    asked = read_request(address, definition, Level.NATIONAL, as_of)
    if asked.view is View.CROSS_SECTION and asked.window not in reader.windows:
        told = (*asked.messages, Message("FI-014", "info"))
        asked = replace(asked, window=reader.windows[0], messages=told)
    result = reader.report(definition.id, asked.view, window=asked.window)
    return replace(result, messages=(*asked.messages, *result.messages)), asked
