"""English pages are English: what is Swedish is a name of a place or an authority, or is marked as Swedish."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring

from dashboards.public.app import create_public_app
from dashboards.public.information.paths import PAGES
from tests.web.conftest import IDENTITY
from warehouse import reference_tables as reference
from warehouse.reports.menu import COUNTY_MAP, menu
from warehouse.reports.result import Level
from warehouse.storage import DataDirectory, Zone

NAMES = {name for row in reference.rows("counties") for name in row["name_en"].split()} | {"Försäkringskassan"}
SYSTEMS = {
    name
    for row in reference.rows("production_dates")
    for name in re.findall(r"\w+", f"{row['region']} {row['journal_system']}")
}
CHOSEN = (
    "/nationell/diagnoskapitel/M00-M99/M50-M54?form=tvarsnitt",
    "/nationell/diagnoskapitel/F00-F99/F40-F48/F43",
    "/nationell/jamfor-diagnoser?diagnos=M54,F43&bladdra=M00-M99",
    "/nationell/jamfor-diagnoser?diagnos=M545&bladdra=M50-M54",
)
REPORTS = [f"/nationell/{item.slug}" for item in menu(Level.NATIONAL) if not item.lacking]
_WORD = re.compile(r"\w*[åäöÅÄÖ]\w*")
_SWEDISH_PER_CENT = re.compile(r"\d[ \u00a0]%")


@pytest.fixture(scope="module")
def client(data: DataDirectory) -> FlaskClient:
    return create_public_app(data.zone(Zone.PUBLIC), IDENTITY).test_client()


@pytest.mark.parametrize("path", ["", "/data", f"/nationell/{COUNTY_MAP.slug}", *REPORTS, *PAGES, *CHOSEN])
def test_nothing_is_swedish_without_saying_so(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/en{path}")
    assert answer.status_code == 200
    page = fromstring(answer.text).get_element_by_id("served")
    for part in page.xpath("//script | //style | //code | //*[@lang='sv']"):
        part.drop_tree()
    said = f"{' '.join(page.itertext())} {_attributes(page)}"
    swedish = set(_WORD.findall(said)) - NAMES - set(IDENTITY.operator.split())
    assert swedish - (SYSTEMS if path == "/om/tackning" else set()) == set()
    assert _SWEDISH_PER_CENT.findall(said) == []


def _attributes(page: HtmlElement) -> str:
    """What screen readers are told besides the text; sort buttons repeat a head that is marked itself."""
    return " ".join(page.xpath("//@aria-label | //@alt | //button[not(contains(@class, 'sort'))]/@title"))
