"""Makes the information pages from an address and the release in force, where there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component
from werkzeug.exceptions import NotFound

from dashboards.components.address import Address
from dashboards.components.error_page import error_page
from dashboards.components.frame import Frame, framed
from dashboards.components.page import Page, SiteIdentity
from dashboards.components.texts import Texts, texts
from dashboards.public.information import paths
from dashboards.public.information.article import Extras, article, simple_table
from dashboards.public.information.coverage import counties_table, dropped_table, types_table
from dashboards.public.information.facts import facts
from dashboards.public.information.findings import findings_of
from dashboards.public.information.methods import BY_SLUG, method_list, method_page, title
from dashboards.public.information.news import news_items
from dashboards.public.information.protection import losses_table
from dashboards.public.information.publication import history_table
from dashboards.public.information.start import findings_section, guide_section
from dashboards.public.information.terms import term_list
from dashboards.serving.readers import CurrentReader
from warehouse import formats
from warehouse.errors import NotReadyError
from warehouse.releases import Release as StoredRelease
from warehouse.reports.national import NationalStatistics
from warehouse.reports.release import Release

PUBLISHED_TABLE = "national_cell"
FrameMaker = Callable[[Address, Release | None], Frame]


@dataclass(frozen=True, slots=True)
class InformationPages:
    """Makes the pages about the statistics and the service. `frame` makes what surrounds a public page."""

    readers: CurrentReader[NationalStatistics]
    identity: SiteIdentity
    frame: FrameMaker

    def page(self, address: Address) -> Page:
        """The page of an address; raises NotFound. The pages exist before the first publication too."""
        if address.path in paths.FAULTS:
            status, name = paths.FAULTS[address.path]
            return error_page(address, self.frame(address, None), status, name=name)
        with ExitStack() as opened:
            reader = self._reader(opened)
            return self._framed(address, reader)

    def _reader(self, opened: ExitStack) -> NationalStatistics | None:
        try:
            _, reader = opened.enter_context(self.readers.reading())
        except NotReadyError:
            return None
        return reader

    def _framed(self, address: Address, reader: NationalStatistics | None) -> Page:
        catalogue = texts(address.language)
        release = reader.release if reader else None
        values = facts(release, self.identity, catalogue)
        slug = address.path.removeprefix(f"{paths.METHODS}/")
        if address.path in paths.PAGES:
            name = paths.PAGES[address.path]
            heading = catalogue(f"information.{name}.title", **values)
            main = article(name, catalogue, address, values, self._extras(name, address, reader, catalogue))
        elif slug in BY_SLUG and slug != address.path:
            heading = title(BY_SLUG[slug], catalogue)
            main = method_page(BY_SLUG[slug], catalogue, address, values)
        else:
            raise NotFound
        frame = replace(self.frame(address, release), menu=paths.menu(address, catalogue))
        return framed(address, frame, heading, main, description=heading)

    def _extras(self, name: str, address: Address, reader: NationalStatistics | None, catalogue: Texts) -> Extras:
        """What a page shows beside its texts: tables made from the release, and lists."""
        always: Mapping[str, Callable[[], Extras]] = {
            "terms": lambda: {"intro": [term_list(catalogue, address)]},
            "methods": lambda: {"intro": [method_list(catalogue, address)]},
            "news": lambda: {"intro": news_items(catalogue, address)},
            "publication": lambda: {"history": [self._history(catalogue)]},
            "status": lambda: {"intro": [self._state(reader, catalogue)]},
        }
        if name in always:
            return always[name]()
        if name == "coverage":
            of_release: Extras = {}
            if reader:
                of_release = {"types": [types_table(reader, catalogue)], "dropped": [dropped_table(reader, catalogue)]}
            return {**of_release, "counties": [counties_table(catalogue)]}
        if name == "protection" and reader:
            return {"reports": [losses_table(reader, catalogue, address)]}
        return {}

    def _history(self, catalogue: Texts) -> Component:
        releases = self.readers.releases()
        if not releases:
            return html.P(catalogue("information.nothing_published"))
        return history_table(releases, self.readers.version(), catalogue)

    def _state(self, reader: NationalStatistics | None, catalogue: Texts) -> Component:
        """The parts of the service with the state of each, and how many figures are published."""
        published = "works" if reader else "waiting"
        rows = [
            (catalogue("information.status.pages"), catalogue("information.status.works")),
            (catalogue("information.status.figures"), catalogue(f"information.status.{published}")),
        ]
        figures = [one.manifest.get("rows", {}).get(PUBLISHED_TABLE) for one in self._in_force()]
        rows += [
            (catalogue("information.status.rows"), formats.number(number, catalogue.language))
            for number in figures
            if number is not None
        ]
        heads = (catalogue("information.status.part"), catalogue("information.status.state"))
        return simple_table(catalogue("information.status.caption"), heads, rows, catalogue)

    def _in_force(self) -> list[StoredRelease]:
        return [one for one in self.readers.releases() if one.version == self.readers.version()]


def start_parts(
    address: Address, reader: NationalStatistics, identity: SiteIdentity
) -> tuple[list[Component], list[Component]]:
    """What the start page has before and after the boxes of the overview."""
    catalogue = texts(address.language)
    above = findings_section(findings_of(reader), catalogue, address)
    below = guide_section(catalogue, address, facts(reader.release, identity, catalogue))
    return [above], [below]
