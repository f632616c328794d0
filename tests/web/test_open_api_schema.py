"""The API against its own description: whatever is called, no server error and no answer that was not described."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.api.operations import OPERATIONS, Operation
from dashboards.public.api.parameters import NoQuery
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY
from warehouse.storage import DataDirectory, Zone

DESCRIPTION = "/api/v2/openapi.json"
FEW, MANY = 10, 500
"""Calls of each operation: in the ordinary suite, and at night, when all of them together are more than 5,000."""

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
"""Not among them: that every call of the described form is accepted, which no form can promise of codes and
expressions."""

QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def described_api(data: DataDirectory, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The description of a running service, with ids that exist as well as others."""
    configuration = ApiConfiguration(
        calls=1_000_000, saved_queries=tmp_path_factory.mktemp("queries"), new_queries=1_000_000
    )
    app = create_public_app(data.zone(Zone.PUBLIC), IDENTITY, configuration)
    client = app.test_client()
    raw = client.get(DESCRIPTION).get_json()
    query = {"tableId": "SF01", "selection": {"selection": []}}
    saved = client.post("/api/v2/savedqueries", json=query).get_json()["id"]
    known = {
        "tables": ["SF01", "SF03A", "sf07", "ME02"],
        "codelists": ["vs_SF01_Region_county", "agg_SF03_Alder_coarse"],
        "savedqueries": [saved],
    }
    for path, operations in raw["paths"].items():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                if parameter["in"] == "path":
                    ids = known[path.split("/")[1]] if parameter["name"] == "id" else ["1.0.0"]
                    parameter["schema"] = {"anyOf": [{"enum": ids}, parameter["schema"]]}
    schema = schemathesis.openapi.from_dict(raw)
    schema.app = app
    return schema


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_a_few_calls_of_each_operation(described_api: Any, operation: Operation) -> None:
    _call(described_api, operation, FEW)


@pytest.mark.nightly
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_many_calls_of_each_operation(
    described_api: Any, operation: Operation, record_property: Callable[[str, object], None]
) -> None:
    record_property("measured: calls", _call(described_api, operation, MANY))


def _call(schema: Any, operation: Operation, number: int) -> int:
    """Make calls of an operation; gives how many. One that takes nothing can be called in one way alone."""
    made = 0
    calls = schema[operation.path][operation.method].as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = schema[operation.path][operation.method].as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(QUIET, max_examples=number)
    @given(case=st.one_of(calls, wrong) if operation.query is not NoQuery or operation.body else calls)
    def call(case: schemathesis.Case) -> None:
        nonlocal made
        made += 1
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    call()
    return made


def test_the_description_is_that_of_the_service(data: DataDirectory) -> None:
    app: Flask = create_public_app(data.zone(Zone.PUBLIC), IDENTITY)
    raw = app.test_client().get(DESCRIPTION).get_json()
    assert raw["openapi"] == "3.1.0"
    said = {(path, method.upper()) for path, operations in raw["paths"].items() for method in operations}
    assert said == {(one.path, one.method) for one in OPERATIONS}
    assert len(OPERATIONS) * MANY >= 5_000
