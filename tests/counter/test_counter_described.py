"""schemathesis asks whatever the OpenAPI description allows, and much that it does not, and finds nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from answer.every_reason import AREA, questions, region
from cakupan.counter.described import openapi
from counter.counter_server import CounterServer, served

TODAY = dt.datetime.now(tz=dt.timezone(dt.timedelta(hours=7))).date()
# The range that the description tells in words: OpenAPI has none for days.
schemathesis.openapi.format("date", st.dates(dt.date(2014, 1, 1), TODAY).map(dt.date.isoformat))
ASKED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
schema = schemathesis.openapi.from_dict(openapi())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CounterServer]:
    workspace = tmp_path_factory.mktemp("described") / "workspace"
    shutil.copytree(region(), workspace)
    with served(workspace, "--rate", "1000000", "--guesses", "100000000") as server:
        yield server


@pytest.fixture(scope="module")
def key(server: CounterServer) -> str:
    return server.consumer(areas=[AREA]).api_key


@schema.parametrize()
@ASKED
def test_nothing_is_found(server: CounterServer, key: str, case: schemathesis.Case) -> None:
    case.call_and_validate(base_url=f"http://127.0.0.1:{server.port}", headers={"X-API-Key": key})


def test_real_answers_are_as_described(server: CounterServer, key: str) -> None:
    """What was drawn is nobody's number; so the description is held against answers of every kind."""
    operation = schema["/api/v1/eligibility"]["POST"]
    for each in questions()[::7]:
        told = {each.kind: each.number, "on": each.on.isoformat()}
        case = operation.Case(body=told, media_type="application/json")
        response = case.call_and_validate(base_url=f"http://127.0.0.1:{server.port}", headers={"X-API-Key": key})
        assert response.status_code == 200
    listed = [{each.kind: each.number, "on": each.on.isoformat()} for each in questions()] + [{"nik": "1"}]
    case = schema["/api/v1/eligibility/bulk"]["POST"].Case(body={"questions": listed}, media_type="application/json")
    response = case.call_and_validate(base_url=f"http://127.0.0.1:{server.port}", headers={"X-API-Key": key})
    assert response.status_code == 200 and len(response.json()["answers"]) == len(listed)
