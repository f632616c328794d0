"""The Atom feeds: of releases, and of the versions of each table (dashboards 19.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from dashboards.components.texts import texts
from warehouse.opendata.definitions import TableDefinition
from warehouse.releases import Release

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed is: its own address, the address of the page that it is about, the product and the language."""

    address: str
    page: str
    product: str
    language: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; `updated` is its time as ISO 8601."""

    id: str
    title: str
    updated: str
    summary: str


def release_feed(releases: Sequence[Release], place: Place) -> bytes:
    """The releases, oldest first as given and newest first as told, as Atom."""
    text = texts(place.language)
    entries = [
        Entry(
            release.version,
            text("api.feed.entry", day=release.manifest["as_of"]),
            release.manifest["created"],
            text("api.feed.summary", version=release.version),
        )
        for release in releases
    ]
    return _written(text("api.feed.title", product=place.product), entries, place)


def table_feed(table: TableDefinition, versions: Sequence[tuple[str, str, str]], place: Place) -> bytes:
    """The versions of a table as Atom: number, time and reason of each, oldest first as given."""
    text = texts(place.language)
    label = f"{table.id} {table.label.in_language(place.language)}"
    entries = [
        Entry(version, text("api.feed.version", table=label, version=version), published, reason)
        for version, published, reason in versions
    ]
    return _written(label, entries, place)


def _written(title: str, entries: Sequence[Entry], place: Place) -> bytes:
    language = {_XML_LANG: place.language}
    feed = etree.Element(f"{{{ATOM}}}feed", attrib=language, nsmap={None: ATOM})  # type: ignore[dict-item]
    _add(feed, "id", place.address)
    _add(feed, "title", title)
    _add(feed, "updated", entries[-1].updated)
    _add(etree.SubElement(feed, f"{{{ATOM}}}author"), "name", place.product)
    etree.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=place.address)
    etree.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", href=place.page)
    for one in reversed(entries):
        entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", f"{place.address}#{one.id}")
        _add(entry, "title", one.title)
        _add(entry, "updated", one.updated)
        _add(entry, "summary", one.summary)
        etree.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=place.page)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add(parent: etree._Element, name: str, content: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = content
