"""The open API: every route as PxWebApi 2 has it, selections, problems, saved queries, caching (dashboards 19)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboards.public.api.configuration import ADDRESS_CHARACTERS, ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY
from warehouse.opendata.tables import cube_of, tables
from warehouse.reports.national import NationalStatistics
from warehouse.storage import DataDirectory, Zone

BASE = "/api/v2"
SF01 = f"{BASE}/tables/SF01"
MANY = 1_000_000
TWO_MONTHS = {
    "selection": [
        {"variableCode": "Tid", "valueCodes": ["TOP(2)"]},
        {"variableCode": "ContentsCode", "valueCodes": ["*"]},
    ]
}


@pytest.fixture(scope="module")
def client(data: DataDirectory, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    configuration = ApiConfiguration(calls=MANY, saved_queries=tmp_path_factory.mktemp("queries"))
    return create_public_app(data.zone(Zone.PUBLIC), IDENTITY, configuration).test_client()


@pytest.fixture(scope="module")
def statistics(data: DataDirectory) -> NationalStatistics:
    return NationalStatistics(next(data.zone(Zone.PUBLIC).glob("releases/*/national.duckdb")))


def _json(answer: TestResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


def _problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    told: dict[str, Any] = answer.get_json(force=True)
    assert told.keys() >= {"type", "title", "status", "detail", "instance", "code", "hint"}
    assert (told["status"], told["code"]) == (status, code)
    return told


def test_configuration(client: FlaskClient) -> None:
    told = _json(client.get(f"{BASE}/config"))
    assert told["apiVersion"] == "2.0.0"
    assert [one["id"] for one in told["languages"]] == ["sv", "en"]
    assert (told["maxDataCells"], told["maxCallsPerTimeWindow"], told["timeWindow"]) == (100_000, MANY, 10)
    assert {"px", "json-stat2", "csv", "xlsx", "html", "json-px", "parquet"} == set(told["dataFormats"])
    assert {one["language"] for one in told["sourceReferences"]} == {"sv", "en"}


def test_pages_of_tables_hold_every_table_once(client: FlaskClient) -> None:
    ids: list[str] = []
    page, pages = 1, 1
    while page <= pages:
        told = _json(client.get(f"{BASE}/tables?pageSize=10&pageNumber={page}"))
        pages = told["page"]["totalPages"]
        assert len(told["tables"]) <= told["page"]["pageSize"] == 10
        ids += [one["id"] for one in told["tables"]]
        page += 1
    assert ids == [one.id for one in tables()]
    assert told["page"]["totalElements"] == len(ids)


def test_tables_are_searched_in_the_language_of_the_call(client: FlaskClient) -> None:
    def found(query: str) -> set[str]:
        return {one["id"] for one in _json(client.get(f"{BASE}/tables?{query}"))["tables"]}

    assert "SF02" in found("query=diagnosis&lang=en")
    assert found("query=diagnosis&lang=sv") == set()
    assert found("query=SF01") == {"SF01", "SF01A"}
    assert found("pastDays=36500&includeDiscontinued=True") == {one.id for one in tables()}


def test_a_table(client: FlaskClient) -> None:
    told = _json(client.get(f"{BASE}/tables/sf01?lang=en"))
    assert told["id"] == "SF01"
    assert told["timeUnit"] == "Monthly"
    assert told["firstPeriod"] < told["lastPeriod"]
    assert {link["rel"] for link in told["links"]} >= {"self", "metadata", "data"}
    assert all(client.get(link["href"]).status_code == 200 for link in told["links"])


def test_metadata_has_all_values_and_no_figures(client: FlaskClient, statistics: NationalStatistics) -> None:
    told = _json(client.get(f"{SF01}/metadata"))
    cube = cube_of(statistics, "SF01")
    assert told["id"] == [variable.code for variable in cube.variables]
    assert told["size"] == list(cube.shape)
    assert not told.get("value")
    assert {code: list(one["category"]["index"]) for code, one in told["dimension"].items()} == {
        variable.code: list(variable.codes) for variable in cube.variables
    }
    assert told["role"] == {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]}
    for one in told["dimension"]["Region"]["extension"]["codelists"]:
        known = _json(client.get(f"{BASE}/codelists/{one['id']}"))
        assert known["label"] == one["label"]
        assert {value["code"] for value in known["values"]} <= set(told["dimension"]["Region"]["category"]["index"])


def test_metadata_of_what_a_code_list_or_the_default_selection_takes(client: FlaskClient) -> None:
    counties = _json(client.get(f"{SF01}/metadata?codelist[Region]=vs_SF01_Region_county"))
    assert "00" not in counties["dimension"]["Region"]["category"]["index"]
    default = _json(client.get(f"{SF01}/metadata?defaultSelection=true"))
    assert default["size"] == [1, 3, 1, 18]


def test_without_a_selection_the_default_one_is_given(client: FlaskClient) -> None:
    told = _json(client.get(f"{SF01}/defaultselection"))
    chosen = {one["variableCode"]: one["valueCodes"] for one in told["selection"]}
    assert chosen["Region"] == ["00"]
    assert chosen["Kon"] == ["1+2", "1", "2"]
    data = _json(client.get(f"{SF01}/data"))
    assert {code: list(one["category"]["index"]) for code, one in data["dimension"].items()} == chosen
    assert _json(client.post(f"{SF01}/data", json={"selection": []}))["value"] == data["value"]


@pytest.mark.parametrize("table_id", ["SF01", "SF03", "SF07", "SF12", "ME02", "SF01A"])
def test_figures_are_those_of_the_table(client: FlaskClient, statistics: NationalStatistics, table_id: str) -> None:
    cube = cube_of(statistics, table_id)
    told = _json(client.get(f"{BASE}/tables/{table_id}/data"))
    codes = {code: tuple(one["category"]["index"]) for code, one in told["dimension"].items()}
    expected = cube.select(codes)
    assert told["value"] == list(expected.values)
    assert {int(place): sign for place, sign in told.get("status", {}).items()} == dict(expected.status)


def test_get_and_post_give_the_same(client: FlaskClient) -> None:
    posted = _json(client.post(f"{SF01}/data", json=TWO_MONTHS))
    got = _json(client.get(f"{SF01}/data?VALUECODES[time]=top(2)&valuecodes[contentscode]=*"))
    assert got == posted
    assert posted["id"] == ["ContentsCode", "Tid"]
    assert list(posted["dimension"]["Tid"]["category"]["index"]) == ["2026M09", "2026M10"]


def test_a_variable_left_out_is_replaced_by_its_total(client: FlaskClient, statistics: NationalStatistics) -> None:
    told = _json(client.post(f"{SF01}/data", json=TWO_MONTHS))
    codes = {"Region": ["00"], "Kon": ["1+2"], "Tid": ["2026M09", "2026M10"]}
    assert told["value"] == list(cube_of(statistics, "SF01").select(codes).values)


def test_a_list_with_an_expression_in_brackets(client: FlaskClient) -> None:
    asked = "valueCodes[Tid]=[RANGE(2026M01,2026M03)],2026M10&valueCodes[ContentsCode]=Sjukfall"
    told = _json(client.get(f"{SF01}/data?{asked}"))
    assert list(told["dimension"]["Tid"]["category"]["index"]) == ["2026M01", "2026M02", "2026M03", "2026M10"]


def test_a_code_list_chooses_its_values(client: FlaskClient) -> None:
    asked = f"codelist[Region]=vs_sf01_region_county&{_query()}"
    regions = _json(client.get(f"{SF01}/data?{asked}"))["dimension"]["Region"]["category"]["index"]
    assert len(regions) > 20
    assert "00" not in regions


def _query() -> str:
    return "valueCodes[Tid]=TOP(2)&valueCodes[ContentsCode]=*"


def test_placement_orders_the_variables(client: FlaskClient) -> None:
    told = _json(client.get(f"{SF01}/data?{_query()}&valueCodes[Kon]=*&stub=Tid&heading=Kon,ContentsCode"))
    assert told["id"] == ["Tid", "Kon", "ContentsCode"]


def test_unknown_values_are_told_and_passed_by(client: FlaskClient) -> None:
    answer = client.get(f"{SF01}/data?valueCodes[Tid]=2026M10,1899M01&valueCodes[ContentsCode]=*")
    warnings = _json(answer)["extension"]["intygsinsikt"]["warnings"]
    assert warnings == [{"code": "unknown_value", "path": "Tid", "value": "1899M01"}]
    assert "1899M01" in answer.headers["X-Warnings"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("valueCodes[Tid]=1899M01&valueCodes[ContentsCode]=*", "unknown_values"),
        ("valueCodes[Tid]=a*b&valueCodes[ContentsCode]=*", "bad_expression"),
        ("valueCodes[Tid]=*", "missing_variable"),
        ("valueCodes[Nej]=*", "unknown_variable"),
        ("valueCode[Tid]=*", "bad_parameter"),
        ("lang=da", "bad_parameter"),
        ("outputFormat=pdf", "bad_parameter"),
        ("outputFormat=csv&outputFormatParams=UseCodes,UseTexts", "bad_format_params"),
        ("outputFormat=px&outputFormatParams=IncludeTitle", "bad_format_params"),
        ("outputFormat=xlsx&outputFormatParams=SeparatorTab", "bad_format_params"),
        ("outputFormat=csv&outputFormatParams=SeparatorTab,SeparatorSpace", "bad_format_params"),
        (f"{_query()}&heading=Tid&stub=Tid", "bad_placement"),
        (f"{_query()}&heading=Kon", "unknown_variable"),
        ("valueCodes[Tid]=*&VALUECODES[time]=*&valueCodes[ContentsCode]=*", "bad_parameter"),
    ],
)
def test_faulty_calls_are_refused(client: FlaskClient, query: str, code: str) -> None:
    _problem(client.get(f"{SF01}/data?{query}"), 400, code)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/tables/XX99", "unknown_table"),
        ("/tables/XX99/data", "unknown_table"),
        ("/codelists/vs_SF01_Region_moon", "unknown_codelist"),
        ("/codelists/agg_x", "unknown_codelist"),
        (f"/savedqueries/{'0' * 32}", "unknown_query"),
        ("/savedqueries/../../x/data", "unknown_address"),
        ("/navigation/nowhere", "unknown_address"),
    ],
)
def test_what_does_not_exist_is_not_found(client: FlaskClient, path: str, code: str) -> None:
    _problem(client.get(f"{BASE}{path}"), 404, code)


@pytest.mark.parametrize("body", ["x", [], 3, {"selection": 3}, {"selection": [{}]}, {"placement": {"stub": "x"}}])
def test_faulty_bodies_are_refused(client: FlaskClient, body: Any) -> None:
    _problem(client.post(f"{SF01}/data", json=body), 400, "bad_body")


def test_other_bodies_are_refused(client: FlaskClient) -> None:
    _problem(client.post(f"{SF01}/data", data="{}"), 415, "wrong_media_type")
    large = {"selection": [{"variableCode": "Tid", "valueCodes": ["x" * 100] * 20_000}]}
    _problem(client.post(f"{SF01}/data", json=large), 413, "too_large_body")


def test_too_many_cells_are_refused_with_the_numbers(data: DataDirectory, statistics: NationalStatistics) -> None:
    app = create_public_app(data.zone(Zone.PUBLIC), IDENTITY, ApiConfiguration(max_cells=100, calls=MANY))
    whole = "&".join(f"valueCodes[{variable.code}]=*" for variable in cube_of(statistics, "SF01").variables)
    told = _problem(app.test_client().get(f"{SF01}/data?{whole}"), 403, "too_many_cells")
    assert (told["allowed"], told["requested"]) == (100, cube_of(statistics, "SF01").size)


def test_long_addresses(client: FlaskClient) -> None:
    start = f"{_query()}&valueCodes[Kon]="
    fits = start + ",".join(["1"] * ((ADDRESS_CHARACTERS - len(start)) // 2))
    assert client.get(f"{SF01}/data?{fits}").status_code == 200
    _problem(client.get(f"{SF01}/data?{fits}{',1' * 10}"), 414, "too_long_address")


def test_problems_speak_the_language_of_the_call(client: FlaskClient) -> None:
    told = [_problem(client.get(f"{BASE}/tables/XX?lang={one}"), 404, "unknown_table") for one in ("sv", "en")]
    assert told[0]["detail"] == "Det finns ingen tabell XX."
    assert told[1]["detail"] == "There is no table XX."


def test_saved_queries(client: FlaskClient) -> None:
    query = {"tableId": "sf01", "language": "en", "selection": TWO_MONTHS, "outputFormat": "csv"}
    made = client.post(f"{BASE}/savedqueries", json=query)
    told = _json(made, 201)
    again = _json(client.post(f"{BASE}/savedqueries", json={**query, "id": "of-my-own"}), 201)
    assert again["id"] == told["id"]
    place = f"{BASE}/savedqueries/{told['id']}"
    assert made.headers["Location"].endswith(f"{place}?lang=en")
    assert _json(client.get(place)) == told
    selection = {one["variableCode"]: one["valueCodes"] for one in _json(client.get(f"{place}/selection"))["selection"]}
    assert selection["Tid"] == ["2026M09", "2026M10"]
    assert client.get(f"{place}/data").mimetype == "text/csv"
    direct = _json(client.post(f"{SF01}/data?lang=sv", json=TWO_MONTHS))
    assert _json(client.get(f"{place}/data?outputFormat=json-stat2&lang=sv")) == direct
    assert _json(client.get(f"{SF01}/metadata?savedQuery={told['id']}"))["size"] == direct["size"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"tableId": "XX"}, 404, "unknown_table"),
        ({"selection": {"selection": [{"variableCode": "X", "valueCodes": ["*"]}]}}, 400, "unknown_variable"),
        ({"outputFormat": "pdf"}, 400, "bad_body"),
        ({"outputFormat": "px", "outputFormatParams": ["UseCodes"]}, 400, "bad_format_params"),
    ],
)
def test_only_queries_that_can_be_answered_are_saved(
    client: FlaskClient, change: dict[str, Any], status: int, code: str
) -> None:
    query = {"tableId": "SF01", "selection": TWO_MONTHS, **change}
    _problem(client.post(f"{BASE}/savedqueries", json=query), status, code)


def test_a_full_store_of_queries_takes_no_more(data: DataDirectory, tmp_path: Path) -> None:
    configuration = ApiConfiguration(calls=MANY, saved_queries=tmp_path, most_saved_queries=1)
    client = create_public_app(data.zone(Zone.PUBLIC), IDENTITY, configuration).test_client()
    query = {"tableId": "SF01", "selection": TWO_MONTHS}
    assert client.post(f"{BASE}/savedqueries", json=query).status_code == 201
    assert client.post(f"{BASE}/savedqueries", json=query).status_code == 201
    _problem(client.post(f"{BASE}/savedqueries", json={**query, "language": "en"}), 507, "store_full")
    assert len(list(tmp_path.rglob("*.json"))) == 1


def test_answers_of_an_unchanged_release_need_not_be_sent(client: FlaskClient) -> None:
    first = client.get(f"{SF01}/data")
    assert client.get(f"{SF01}/data", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get(f"{SF01}/data?lang=en", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_head_options_and_other_methods(client: FlaskClient) -> None:
    head = client.head(f"{SF01}/data")
    assert (head.status_code, head.data) == (200, b"")
    options = client.options(f"{SF01}/data", headers={"Origin": "https://example.org"})
    assert options.status_code == 204
    assert options.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in options.headers["Access-Control-Allow-Methods"]
    refused = client.put(f"{SF01}/data")
    _problem(refused, 405, "method_not_allowed")
    assert refused.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_any_origin_may_ask_and_nobody_gets_a_cookie(client: FlaskClient) -> None:
    for path in ("/config", "/tables/SF01/data", "/tables/XX", "/openapi.json"):
        answer = client.get(f"{BASE}{path}", headers={"Origin": "https://example.org"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers


def test_before_the_first_publication(tmp_path: Path) -> None:
    answer = create_public_app(tmp_path, IDENTITY).test_client().get(f"{BASE}/tables")
    _problem(answer, 503, "not_ready")
    assert int(answer.headers["Retry-After"]) > 0
