"""The Atom feed of releases, and the catalogue entry by DCAT-AP-SE (dashboards 19.5 and 19.8)."""

from __future__ import annotations

from lxml import etree

from dashboards.components.texts import texts
from warehouse.releases import Release

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"


def release_feed(releases: list[Release], site: str, address: str, product: str, language: str) -> bytes:
    """The releases, newest first, as Atom. `site` is the address of the site and `address` that of the feed."""
    text = texts(language)
    feed = etree.Element(f"{{{ATOM}}}feed", attrib={_XML_LANG: language}, nsmap={None: ATOM})  # type: ignore[dict-item]
    _add(feed, "id", address)
    _add(feed, "title", text("api.feed.title", product=product))
    _add(feed, "updated", releases[-1].manifest["created"])
    _add(etree.SubElement(feed, f"{{{ATOM}}}author"), "name", product)
    etree.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=address)
    etree.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", href=site)
    for release in reversed(releases):
        entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", f"{address}#{release.version}")
        _add(entry, "title", text("api.feed.entry", day=release.manifest["as_of"]))
        _add(entry, "updated", release.manifest["created"])
        _add(entry, "summary", text("api.feed.summary", version=release.version))
        etree.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=site)
    return _written(feed)


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _add(parent: etree._Element, name: str, content: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = content


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
