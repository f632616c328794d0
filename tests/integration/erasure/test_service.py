"""The operations by which a care provider's termination is ordered: rights, answers, what is left (X-1, X-2, X-6)."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr

from pipelines.erasure.candidates import read_candidates
from pipelines.erasure.service import create_server
from tests.integration.erasure.data_search import files_with
from tests.integration.erasure.marked_store import (
    ENDING,
    ENDING_DOCTOR,
    ENDING_PROVIDER,
    ENDING_UNIT,
    MarkedStore,
)
from warehouse.errors import UserError
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory

TOKEN = "a-token-of-at-least-thirty-two-characters"
IDS, PROVIDERS = "/api/internalapi/v1/intygsidlist", "/api/internalapi/v1/vardgivareidlist"
GRANTED = {"Authorization": f"Bearer {TOKEN}"}


def _client(settings: Settings) -> FlaskClient:
    given = {"erasure_token": SecretStr(TOKEN), "erasure_wait_seconds": 0.0}
    return create_server(settings.model_copy(update=given)).test_client()


def test_certificates_first_then_the_provider_and_nothing_of_either_remains(
    marked: MarkedStore, settings: Settings
) -> None:
    del marked
    client, data = _client(settings), DataDirectory(settings.data)
    for identity in (*ENDING, ENDING_PROVIDER, ENDING_DOCTOR):
        assert files_with(settings.data, identity), "the search would not find anything"

    asked = [ENDING_PROVIDER, "never-heard-of"]
    assert client.delete(PROVIDERS, json=asked, headers=GRANTED).json == ["never-heard-of"]
    assert read_candidates(data).remaining == {ENDING_PROVIDER: sorted(ENDING)}

    ids = [*ENDING, "never-had-this-one"]
    assert client.delete(IDS, json=ids, headers=GRANTED).json == ids
    assert client.delete(IDS, json=ids, headers=GRANTED).json == ids, "asked again, it is still gone"
    assert read_candidates(data).remaining == {}

    assert client.delete(PROVIDERS, json=[ENDING_PROVIDER.lower()], headers=GRANTED).json == [ENDING_PROVIDER.lower()]
    for identity in (*ENDING, "never-had-this-one", ENDING_PROVIDER, ENDING_UNIT, ENDING_DOCTOR):
        assert files_with(settings.data, identity) == []


def test_what_failed_is_not_answered_and_can_be_asked_again(settings: Settings) -> None:
    client = _client(settings)
    with DataDirectory(settings.data).writer():
        answer = client.delete(IDS, json=[ENDING[0]], headers=GRANTED)
    assert (answer.status_code, answer.json) == (503, [])
    assert files_with(settings.data, ENDING[0])


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer something-else"}, {"X-Client": "CN=somebody"}])
def test_a_caller_without_the_right_gets_nothing(tmp_path: Path, headers: dict[str, str]) -> None:
    server = create_server(
        load_settings(data=tmp_path, erasure_token=TOKEN, erasure_caller_header="X-Client", erasure_callers="CN=caller")
    )
    assert server.test_client().delete(IDS, json=["one"], headers=headers).status_code == 401
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'"one"', b'["one"', b"\xff"])
def test_a_body_that_is_no_list_of_ids_is_refused(tmp_path: Path, body: bytes) -> None:
    client = _client(load_settings(data=tmp_path))
    assert client.delete(IDS, data=body, headers=GRANTED).status_code == 400
    assert client.post(IDS, json=["one"], headers=GRANTED).status_code == 405


def test_ids_never_held_are_answered_as_erased_by_a_caller_with_a_certificate(tmp_path: Path) -> None:
    given = {"erasure_caller_header": "X-Client", "erasure_callers": "CN=other|CN=caller", "erasure_prefix": "/"}
    client = create_server(load_settings(data=tmp_path, **given)).test_client()
    answer = client.delete(
        IDS.removeprefix("/api"), json=["never-had-1", "never-had-2", " "], headers={"X-Client": "CN=caller"}
    )
    assert answer.json == ["never-had-1", "never-had-2"]
    assert client.delete(PROVIDERS.removeprefix("/api"), json=[], headers={"X-Client": "CN=caller"}).json == []
    assert files_with(tmp_path, "never-had-1") == []


@pytest.mark.parametrize("given", [{}, {"erasure_token": "short"}, {"erasure_caller_header": "X-Client"}])
def test_the_service_does_not_start_without_a_way_to_know_its_callers(tmp_path: Path, given: dict[str, str]) -> None:
    with pytest.raises(UserError, match="INTYG_ERASURE_TOKEN"):
        create_server(load_settings(data=tmp_path, **given))
