"""The entry of the data in a catalogue of open data, by DCAT-AP-SE as RDF/XML (dashboards 19.8)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from dashboards.components.page import SiteIdentity
from dashboards.components.texts import texts
from dashboards.public.api.configuration import BASE
from dashboards.public.api.table_of_tables import WHOLE_TABLES
from warehouse.opendata.definitions import TABLES, TableDefinition
from warehouse.reports.release import Release
from warehouse.texts import LANGUAGES

MEDIA_TYPE = "application/rdf+xml"
_NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
_THEME = f"{_AUTHORITY}/data-theme/HEAL"
_PUBLIC = f"{_AUTHORITY}/access-right/PUBLIC"
_LANGUAGES = {"sv": f"{_AUTHORITY}/language/SWE", "en": f"{_AUTHORITY}/language/ENG"}
_MONTHLY = f"{_AUTHORITY}/frequency/MONTHLY"
_FORMATS = {
    "json-stat2": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "px": "text/x-pcaxis",
    "parquet": "application/vnd.apache.parquet",
}

_WHOLE = ("csv", "parquet")
"""The formats that a table is given in as a whole."""


@dataclass(frozen=True, slots=True)
class _Writer:
    site: str
    identity: SiteIdentity
    root: etree._Element

    def thing(self, kind: str, address: str) -> etree._Element:
        return etree.SubElement(self.root, _name(kind), {_name("rdf:about"): address})

    def described(self, thing: etree._Element, title: dict[str, str], description: dict[str, str]) -> None:
        for kind, said in (("dcterms:title", title), ("dcterms:description", description)):
            for language, content in said.items():
                etree.SubElement(thing, _name(kind), {_LANGUAGE: language}).text = content
        refer(thing, "dcterms:publisher", f"{self.site}/#publisher")


def catalogue_entry(site: str, identity: SiteIdentity, release: Release) -> bytes:
    """The catalogue, the publisher, the service and a data set for each table with its distributions."""
    writer = _Writer(site, identity, etree.Element(_name("rdf:RDF"), nsmap=_NAMES))
    _catalogue(writer)
    _publisher(writer)
    _service(writer)
    for table in TABLES:
        _data_set(writer, table, release)
    return etree.tostring(writer.root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _catalogue(writer: _Writer) -> None:
    thing = writer.thing("dcat:Catalog", f"{writer.site}/data/dcat.rdf")
    writer.described(thing, _said(writer, "title"), _said(writer, "description"))
    refer(thing, "dcterms:license", _LICENCE)
    refer(thing, "foaf:homepage", f"{writer.site}/data")
    for language in LANGUAGES:
        refer(thing, "dcterms:language", _LANGUAGES[language])
    refer(thing, "dcat:service", f"{writer.site}{BASE}")
    for table in TABLES:
        refer(thing, "dcat:dataset", _address(writer, table))


def _publisher(writer: _Writer) -> None:
    agent = writer.thing("foaf:Agent", f"{writer.site}/#publisher")
    etree.SubElement(agent, _name("foaf:name")).text = writer.identity.operator


def _service(writer: _Writer) -> None:
    thing = writer.thing("dcat:DataService", f"{writer.site}{BASE}")
    writer.described(thing, _said(writer, "service"), _said(writer, "service_description"))
    refer(thing, "dcat:endpointURL", f"{writer.site}{BASE}")
    refer(thing, "dcat:endpointDescription", f"{writer.site}{BASE}/openapi.json")
    refer(thing, "dcterms:license", _LICENCE)
    refer(thing, "dcterms:accessRights", _PUBLIC)
    for table in TABLES:
        refer(thing, "dcat:servesDataset", _address(writer, table))


def _data_set(writer: _Writer, table: TableDefinition, release: Release) -> None:
    address = _address(writer, table)
    thing = writer.thing("dcat:Dataset", address)
    labels = {language: table.label.in_language(language) for language in LANGUAGES}
    writer.described(thing, labels, {language: table.description.in_language(language) for language in LANGUAGES})
    etree.SubElement(thing, _name("dcterms:identifier")).text = table.id
    refer(thing, "dcat:theme", _THEME)
    refer(thing, "dcterms:accessRights", _PUBLIC)
    refer(thing, "dcterms:accrualPeriodicity", _MONTHLY)
    kind = {_name("rdf:datatype"): "http://www.w3.org/2001/XMLSchema#dateTime"}
    etree.SubElement(thing, _name("dcterms:modified"), kind).text = release.data_time.isoformat()
    for form, media_type in _FORMATS.items():
        distribution = _distribution(writer, thing, f"{address}/data?outputFormat={form}", media_type)
        refer(distribution, "dcat:accessService", f"{writer.site}{BASE}")
    for extension in _WHOLE:
        place = f"{writer.site}{WHOLE_TABLES}/{table.id}.{extension}"
        refer(_distribution(writer, thing, place, _FORMATS[extension]), "dcat:downloadURL", place)


def _distribution(writer: _Writer, thing: etree._Element, place: str, media_type: str) -> etree._Element:
    refer(thing, "dcat:distribution", place)
    distribution = writer.thing("dcat:Distribution", place)
    refer(distribution, "dcat:accessURL", place)
    refer(distribution, "dcterms:license", _LICENCE)
    etree.SubElement(distribution, _name("dcterms:format")).text = media_type
    return distribution


def refer(thing: etree._Element, kind: str, address: str) -> None:
    """Say that `thing` stands in a relation to what has an address of its own."""
    etree.SubElement(thing, _name(kind), {_name("rdf:resource"): address})


def _address(writer: _Writer, table: TableDefinition) -> str:
    return f"{writer.site}{BASE}/tables/{table.id}"


def _said(writer: _Writer, key: str) -> dict[str, str]:
    product = writer.identity.product_name
    return {language: texts(language)(f"api.catalogue.{key}", product=product) for language in LANGUAGES}


def _name(short: str) -> str:
    prefix, _, name = short.partition(":")
    return f"{{{_NAMES[prefix]}}}{name}"
