"""The feed of releases and the catalogue entry as addresses of the site."""

from __future__ import annotations

from flask import Flask, Response, abort, request

from dashboards.components.page import SiteIdentity
from dashboards.public.api import dcat, feed
from dashboards.public.api.call import language_of
from dashboards.public.api.documentation import DATA, DCAT, FEED
from dashboards.serving.readers import CurrentReader
from warehouse.errors import NotReadyError
from warehouse.releases import ReleaseStore
from warehouse.reports.national import NationalStatistics


def add_announcements(
    server: Flask, readers: CurrentReader[NationalStatistics], store: ReleaseStore, identity: SiteIdentity
) -> None:
    """Serve the Atom feed and the DCAT-AP-SE entry."""

    def releases() -> Response:
        current = store.current_version()
        known = [store.get(version) for version in store.versions() if current and version <= current]
        if not known:
            abort(503)
        language = language_of(request.args.get("lang"))
        place = feed.Place(f"{_site()}{FEED}", f"{_site()}{DATA}", identity.product_name, language)
        return Response(feed.release_feed(known, place), mimetype=feed.MEDIA_TYPE)

    def entry() -> Response:
        try:
            with readers.reading() as (_, statistics):
                content = dcat.catalogue_entry(_site(), identity, statistics.release)
        except NotReadyError:
            abort(503)
        return Response(content, mimetype=dcat.MEDIA_TYPE)

    server.add_url_rule(FEED, "release_feed", releases)
    server.add_url_rule(DCAT, "catalogue_entry", entry)


def _site() -> str:
    return request.url_root.rstrip("/")
