"""The call that a report page leads to gives the figures of the page: they are those of its own JSON-stat file."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from flask import Flask
from lxml import html as parser

PAGES = (
    ("sjukfall-totalt?form=tidsserie", "SF01"),
    ("sjukfall-totalt?form=tvarsnitt&fran=2019-01&till=2019-12", "SF01A"),
    ("diagnosgrupp?form=tidsserie", "SF02"),
    ("diagnoskapitel/F00-F99?form=tidsserie", "SF02"),
    ("jamfor-diagnoser?form=tidsserie&diagnos=F32,M54", "SF02"),
    ("aldersgrupp?form=tidsserie", "SF03"),
    ("sjukskrivningsgrad?form=tidsserie", "SF04"),
    ("sjukskrivningslangd?form=tidsserie", "SF05"),
    ("mer-an-90-dagar?form=tidsserie", "SF06"),
    ("lan?form=tidsserie", "SF07"),
    ("konsfordelning-lan?form=tidsserie", "SF08"),
    ("intyg-per-sjukfall?form=tidsserie", "SF09"),
    ("lakaralder-kon?form=tidsserie", "SF10"),
    ("lakarbefattning?form=tidsserie", "SF11"),
    ("median?form=tidsserie", "SF12"),
    ("aldersgrupp?form=tidsserie&matt=per1000", "SF03"),
    ("lan?form=tidsserie&lan=12,00", "SF07"),
    ("intyg-totalt?form=tidsserie", "IN01"),
    ("meddelanden-totalt?form=tidsserie", "ME01"),
    ("komplettering-andel?form=tidsserie", "ME02"),
    ("komplettering-per-fraga?form=tidsserie", "ME03"),
)

Cells = dict[tuple[str, ...], object]


@pytest.mark.parametrize(("path", "table"), PAGES, ids=lambda one: one)
def test_the_call_of_a_page_gives_its_figures(public_app: Flask, path: str, table: str) -> None:
    client = public_app.test_client()
    call = api_call(client.get(f"/nationell/{path}").text)
    assert f"/tables/{table}/data" in call
    answer = client.get(call)
    assert answer.status_code == 200, answer.text
    assert "warnings" not in answer.text
    slug, _, query = path.partition("?")
    shown = cells(json.loads(client.get(f"/nationell/{slug}.json?{query}").data))
    given = cells(answer.get_json())
    shared = given.keys() & shown.keys()
    assert shared
    measured = {code for key in given for code in key if code.startswith("ContentsCode=")}
    expected = [key for key in shown if measured.intersection(key) and not any(code.endswith("=TOTAL") for code in key)]
    lacking = [key for key in expected if key not in given]
    assert not lacking, "a group that the page shows is not among those asked for"
    assert {key: given[key] for key in shared} == {key: shown[key] for key in shared}


def api_call(page: str) -> str:
    (link,) = parser.fromstring(page).xpath("//dl[contains(@class, 'facts')]/div[dt='API-anrop för vyn']/dd/a")
    return str(link.get("href"))


def cells(told: dict[str, Any]) -> Cells:
    """The values and signs of a data set by the codes of its variables, the country's own left out."""
    codes = [list(told["dimension"][name]["category"]["index"]) for name in told["id"]]
    signs = told.get("status", {})
    found: Cells = {}
    for place, (key, value) in enumerate(zip(product(*codes), told["value"], strict=True)):
        named = set(zip(told["id"], key, strict=True)) - {("Region", "00")}
        found[tuple(sorted(f"{name}={code}" for name, code in named))] = (value, signs.get(str(place)))
    return found
