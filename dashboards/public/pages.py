"""The pages of the public site, each made from an address and the public zone's release in force."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component
from flask import request as call
from werkzeug.exceptions import NotFound

from dashboards.components.address import FIRST, LAST, PERIOD, VERSION, Address
from dashboards.components.chart import is_drawable
from dashboards.components.error_page import error_page
from dashboards.components.frame import Frame, Link, framed, report_menu, stamp
from dashboards.components.overview_page import overview_page, overview_title
from dashboards.components.page import Page, SiteIdentity
from dashboards.components.prose import prose
from dashboards.components.report_page import LEVEL_PATHS, ReportContext, report_page
from dashboards.components.texts import texts
from dashboards.public.api.call import Service
from dashboards.public.api.documentation import DATA, documentation_page
from dashboards.public.county_map.figures import CountyFigures, county_figures
from dashboards.public.county_map.page import MapContext, map_page, panel_of_report
from dashboards.public.county_map.request import beside_report, map_request
from dashboards.public.further_facts import further_facts
from dashboards.public.information import paths as information
from dashboards.public.information.pages import InformationPages, start_parts
from dashboards.public.national_report import (
    NationalRequest,
    changed,
    national_request,
    national_result,
    readable,
    windows_with_data,
)
from dashboards.public.pinned import GONE, gone_content, pinned_notice
from dashboards.public.saved_query_page import saved_query_id, saved_query_page
from dashboards.public.sharing import preview_picture, share_of
from dashboards.public.table_builder.page import builder_page
from dashboards.public.table_builder.state import PATH as BUILDER
from dashboards.serving.readers import CurrentReader, ReleaseGoneError
from warehouse.reports import registry
from warehouse.reports.counties import RATE
from warehouse.reports.interval import latest_month
from warehouse.reports.measured import MeasuredSeries
from warehouse.reports.menu import COUNTY_MAP, menu
from warehouse.reports.national import NationalStatistics
from warehouse.reports.overview import OverviewResult
from warehouse.reports.release import Release
from warehouse.reports.result import Level, Message, ReportResult, View

BASE = LEVEL_PATHS[Level.NATIONAL]
OVERVIEW = f"{BASE}/oversikt"
MAP = f"{BASE}/{COUNTY_MAP.slug}"
START_PICTURE = "sjukfall-totalt"
"""The report whose chart previews of links to the overview show."""


@dataclass(frozen=True, slots=True)
class PublicPages:
    """Makes pages from the public zone alone."""

    readers: CurrentReader[NationalStatistics]
    identity: SiteIdentity
    service: Service

    def page(self, address: Address) -> Page:
        """The page of an address. Raises NotFound, UnknownReportError, NotOfferedError and NotReadyError."""
        if information.is_information(address.path):
            return InformationPages(self.readers, self.identity, self._frame).page(address)
        try:
            with self.readers.reading(_pinned(address)) as (_, reader):
                return self._statistics(address, reader)
        except ReleaseGoneError:
            return self._gone(address)

    def _statistics(self, address: Address, reader: NationalStatistics) -> Page:
        if address.path in {"/", OVERVIEW}:
            return self._overview(address, reader)
        if address.path == MAP:
            return self._map(address, reader)
        if address.path == DATA:
            return self._open_data(address, reader.release)
        if address.path == BUILDER:
            return self._builder(address, reader)
        saved = saved_query_id(address.path)
        if saved:
            return self._saved_query(saved, address, reader)
        path = address.path.removeprefix(f"{BASE}/")
        if path == address.path:
            raise NotFound
        return self._report(readable(address), reader)

    def result(self, address: Address) -> ReportResult:
        """The result that an address asks for, for its files. Raises as `page`, and ReleaseGoneError."""
        with self.readers.reading(address.get(VERSION)) as (_, reader):
            asked = readable(address)
            return national_result(national_request(asked, _path(asked), reader), reader)

    def map_figures(self, address: Address) -> CountyFigures:
        """The figures of the map that an address asks for, for its files. Raises NotReadyError and ReleaseGoneError."""
        with self.readers.reading(address.get(VERSION)) as (_, reader):
            return county_figures(map_request(address, reader), reader)

    def overview(self, address: Address) -> OverviewResult:
        """The overview that an address asks for, for its file. Raises NotReadyError and ReleaseGoneError."""
        with self.readers.reading(address.get(VERSION)) as (_, reader):
            return reader.overview()

    def _gone(self, address: Address) -> Page:
        """The page of a data version that is not kept: what was asked for, and the way to the newest."""
        catalogue = texts(address.language)
        newest = address.having(**{VERSION: None})
        asked = catalogue("menu.overview")
        if address.path == MAP:
            asked = COUNTY_MAP.title.in_language(address.language)
        elif address.path not in {"/", OVERVIEW}:
            # The months are told only where the address names them: those of a default were others then.
            asked = self.result(newest).title.in_language(address.language)
            named = "–".join(filter(None, (address.get(FIRST), address.get(LAST))))
            asked = f"{asked}, {named}" if named else asked
        frame = self._frame(address, None)
        return framed(address, frame, catalogue("pinned.gone_title"), gone_content(address, asked), status=GONE)

    def _notices(self, address: Address, reader: NationalStatistics) -> list[Component]:
        notice = pinned_notice(address, reader.release, self.readers.version())
        return [notice] if notice else []

    def error(self, address: Address, status: int, reference: str | None = None) -> Page:
        """The page of an error status."""
        return error_page(address, self._frame(address, None), status, reference=reference)

    def _frame(self, address: Address, release: Release | None) -> Frame:
        catalogue = texts(address.language)
        inside = not information.is_information(address.path)
        tabs = [Link(catalogue("level.national"), address.to("/").url, inside, "true")]
        if self.identity.care_address:
            tabs.append(Link(catalogue("care.log_in"), self.identity.care_address))
        shown = replace(address, path=OVERVIEW) if address.path == "/" else address
        return Frame(
            identity=self._identity(release),
            tabs=tuple(tabs),
            menu=(
                *report_menu(menu(Level.NATIONAL), shown, BASE, catalogue),
                information.help_group(address, catalogue),
            ),
            release=stamp(release.version, release.data_time) if release else None,
            banner=catalogue("frame.demo") if self.identity.is_demonstration else None,
            footer=information.footer(address, self.identity, catalogue),
            service=(information.open_data(address, catalogue),),
        )

    def _identity(self, release: Release | None) -> SiteIdentity:
        """The threshold on the pages is the one the release was made with."""
        if release is None or release.threshold is None:
            return self.identity
        return replace(self.identity, threshold=release.threshold)

    def _overview(self, address: Address, reader: NationalStatistics) -> Page:
        catalogue = texts(address.language)
        result = _told_of_months(address, reader.overview())
        is_start = address.path == "/"
        title = self.identity.product_name if is_start else overview_title(result, catalogue)
        above, below = start_parts(address, reader, self.identity) if is_start else ([], [])
        told = catalogue(f"overview.purpose.{'start' if is_start else 'overview'}")
        purpose = html.Div(prose(told, address), className="prose")
        file = html.A(
            catalogue("overview_file.save"),
            href=address.to(OVERVIEW, (VERSION,)).file("pdf").url,
            download="",
            className="button",
        )
        return framed(
            address,
            self._frame(address, reader.release),
            title,
            [
                *self._notices(address, reader),
                *overview_page(result, catalogue, address, [purpose, html.P(file), *above], below),
            ],
            description=catalogue("overview.intro.national"),
            picture=preview_picture(address.to(f"{BASE}/{START_PICTURE}", (VERSION,))),
        )

    def _report(self, address: Address, reader: NationalStatistics) -> Page:
        catalogue = texts(address.language)
        request = national_request(address, _path(address), reader)
        asked = request.asked
        result = national_result(request, reader)
        context = ReportContext(
            identity=self._identity(reader.release),
            kind=asked.kind,
            latest=latest_month(Level.NATIONAL, reader.release.as_of),
            errors=asked.fault_texts(catalogue),
            windows=windows_with_data(reader) if asked.view is View.CROSS_SECTION else (),
            changed=changed(request, reader),
            own=request.own,
            page=request.page,
            further=_maps(request, reader, address),
            facts=further_facts(result, address, catalogue),
            share=share_of(address, result, self.identity, call.host_url.rstrip("/"), catalogue),
        )
        is_drawn = is_drawable(result)
        return framed(
            address,
            self._frame(address, reader.release),
            result.title.in_language(address.language),
            [*self._notices(address, reader), *report_page(result, catalogue, address, context)],
            description=catalogue(f"help.{asked.definition.help_id}"),
            has_chart=is_drawn,
            picture=preview_picture(address) if is_drawn else None,
        )

    def _map(self, address: Address, reader: NationalStatistics) -> Page:
        catalogue = texts(address.language)
        figures = county_figures(map_request(address, reader), reader)
        shared = share_of(address, figures.result, self.identity, call.host_url.rstrip("/"), catalogue)
        # Frames show the charts of reports alone.
        share = replace(shared, embed=None)
        measured = replace(figures.result, measured=MeasuredSeries(figures.request.measure, ()))
        context = MapContext(
            windows_with_data(reader),
            reader.months,
            self._identity(reader.release),
            share,
            further_facts(measured, address, catalogue),
        )
        return framed(
            address,
            self._frame(address, reader.release),
            COUNTY_MAP.title.in_language(address.language),
            [*self._notices(address, reader), *map_page(figures, catalogue, address, context)],
            description=catalogue("map.help"),
            picture=preview_picture(address.to(f"{BASE}/{registry.report(RATE).slug}", (VERSION,))),
        )

    def _saved_query(self, query_id: str, address: Address, reader: NationalStatistics) -> Page:
        catalogue = texts(address.language)
        title, main = saved_query_page(query_id, address, self.service, reader, catalogue)
        frame = self._frame(address, reader.release)
        return framed(address, frame, title, main, description=catalogue("saved.intro"))

    def _builder(self, address: Address, reader: NationalStatistics) -> Page:
        catalogue = texts(address.language)
        built = builder_page(address, self.service, reader, call.host_url.rstrip("/"), catalogue)
        return framed(
            built.address,
            self._frame(built.address, reader.release),
            built.title,
            built.main,
            description=catalogue("builder.intro"),
            has_chart=built.has_chart,
        )

    def _open_data(self, address: Address, release: Release) -> Page:
        catalogue = texts(address.language)
        main = documentation_page(self.service.configuration, call.url_root.rstrip("/"), catalogue)
        return framed(
            address,
            self._frame(address, release),
            catalogue("api.page.title"),
            main,
            description=catalogue("api.page.description"),
        )


def _pinned(address: Address) -> str | None:
    """The data version that an address of a national page names; other pages show the newest."""
    return address.get(VERSION) if address.path == "/" or address.path.startswith(f"{BASE}/") else None


def _told_of_months(address: Address, result: OverviewResult) -> OverviewResult:
    """FI-008: the overview has its own three months, whatever months the address names."""
    if not any(address.get(name) for name in (FIRST, LAST, PERIOD)):
        return result
    return replace(result, messages=(*result.messages, Message("FI-008", "info")))


def _maps(request: NationalRequest, reader: NationalStatistics, address: Address) -> list[Component]:
    """The map on the county report's cross-section."""
    asked = request.asked
    if asked.definition.id != RATE or asked.view is not View.CROSS_SECTION:
        return []
    figures = county_figures(beside_report(asked.window, asked.options.measure, request.own.sex, reader), reader)
    return [panel_of_report(figures, texts(address.language), address)]


def _path(address: Address) -> str:
    """What follows the level in the address of a report."""
    return readable(address).path.removeprefix(f"{BASE}/")
