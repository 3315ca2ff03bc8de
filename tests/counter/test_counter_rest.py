"""REST over a real server: the same answers as the command, whatever is sent; credentials; limits of size and time."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import socket
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from answer.every_reason import AREA, questions, region
from cakupan.counter.shelf import STANDING_LOOK_SECONDS
from cakupan.record.access_log import reads, verify
from cakupan.record.credentials import Shown
from cakupan.record.keys import Keys
from cakupan.wiring.answer import ask
from counter.counter_server import KEY, CounterServer, served

TODAY = dt.datetime.now(tz=dt.timezone(dt.timedelta(hours=7))).date()
SOMEBODY = questions()[0]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CounterServer]:
    workspace = tmp_path_factory.mktemp("rest") / "workspace"
    shutil.copytree(region(), workspace)
    with served(workspace, "--rate", "100000", "--guesses", "1000000") as server:
        yield server


@pytest.fixture(scope="module")
def shown(server: CounterServer) -> Shown:
    return server.consumer(areas=[AREA])


@pytest.fixture(scope="module")
def key(shown: Shown) -> Mapping[str, str]:
    return {"X-API-Key": shown.api_key}


def expected(number: str, on: dt.date | None, facility: str | None) -> dict[str, Any]:
    asked = ask(workspace=region(), number=number, on=on, today=TODAY, area=AREA, facility=facility)
    position = asked.position
    found = {"area": AREA, "month": str(position.month), "as_of": position.as_of, "edition": position.edition[:12]}
    told: dict[str, Any] = json.loads(json.dumps({"number": number, "position": found, **asked.answer.as_dict()}, default=str))
    return told


def test_the_thousand_questions_have_the_command_s_answers(server: CounterServer, key: Mapping[str, str]) -> None:
    told = [
        {each.kind: each.number, "on": each.on.isoformat(), **({"facility": each.facility} if each.facility else {})}
        for each in questions()
    ]
    got = server.post("/api/v1/eligibility/bulk", {"questions": told}, key)
    assert got.status == 200 and len(told) > 900
    assert got.json["answers"] == [expected(each.number, each.on, each.facility) for each in questions()]


def test_one_person_by_address_and_by_body(server: CounterServer, key: Mapping[str, str]) -> None:
    for each in questions()[::40]:
        told = {each.kind: each.number, "on": each.on.isoformat(), **({"facility": each.facility} if each.facility else {})}
        by_address = server.get("/api/v1/eligibility?" + urllib.parse.urlencode(told), key)
        by_body = server.post("/api/v1/eligibility", told, key)
        assert by_address.status == by_body.status == 200
        assert by_address.json == by_body.json == expected(each.number, each.on, each.facility)
        assert by_address.headers["cache-control"] == "no-store"


def test_without_a_day_the_position_s_own_is_meant_and_without_a_facility_the_consumer_s(server: CounterServer) -> None:
    asks = server.consumer(areas=[AREA], facility="R001")
    got = server.post("/api/v1/eligibility", {SOMEBODY.kind: SOMEBODY.number}, {"X-API-Key": asks.api_key})
    assert got.json == expected(SOMEBODY.number, None, "R001")


def test_an_area_that_is_not_the_consumer_s_is_not_answered(server: CounterServer) -> None:
    asks = server.consumer(areas=["99.99"])
    got = server.post("/api/v1/eligibility", {SOMEBODY.kind: SOMEBODY.number}, {"X-API-Key": asks.api_key})
    assert (got.status, got.json["code"]) == (503, "no_position")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"nik": "123"}, "number_form"),
        ({"nik": "99010115019A9001"}, "number_form"),
        ({"nik": "9901011501909 01"}, "number_form"),
        ({"nik": "٩٩٠١٠١١٥٠١٩٠٩٠٠١"}, "number_form"),
        ({"nik": 9901011501909001}, "number_form"),
        ({"nik": "0000000000000000"}, "all_zero"),
        ({"card": "0000000000000"}, "all_zero"),
        ({"nik": "0101011501909001"}, "temporary_nik"),
        ({"nik": "9901011501900000"}, "temporary_nik"),
        ({"card": "9901011501909001"}, "number_form"),
        ({}, "one_number"),
        ({"nik": "9901011501909001", "card": "9990000000012"}, "one_number"),
        ({"nik": "9901011501909001", "on": "2013-12-31"}, "before_jkn"),
        ({"nik": "9901011501909001", "on": "2999-01-01"}, "day_to_come"),
        ({"nik": "9901011501909001", "on": "2026-02-30"}, "day_form"),
        ({"nik": "9901011501909001", "on": "01-02-2026"}, "day_form"),
        ({"nik": "9901011501909001", "on": 20260201}, "day_form"),
        ({"nik": "9901011501909001", "facility": "x" * 21}, "facility_form"),
        ({"nik": "9901011501909001", "date": "2026-02-01"}, "unknown_field"),
    ],
)
def test_bad_questions_are_refused_each_with_its_reason(
    server: CounterServer, key: Mapping[str, str], told: dict[str, object], code: str
) -> None:
    one = server.post("/api/v1/eligibility", told, key)
    listed = server.post("/api/v1/eligibility/bulk", {"questions": [told, {SOMEBODY.kind: SOMEBODY.number}]}, key)
    assert (one.status, one.json["code"]) == (422, code)
    assert one.headers["content-type"] == "application/problem+json"
    assert {"what", "why", "mend", "en", "title", "detail", "type"} <= one.json.keys()
    assert listed.status == 200 and listed.json["answers"][0]["problem"]["code"] == code
    assert listed.json["answers"][1]["status"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b'{"nik": "9901011501909001"', b"null", b"[" * 5000])
def test_malformed_json_is_told(server: CounterServer, key: Mapping[str, str], body: bytes) -> None:
    for path in ("/api/v1/eligibility", "/api/v1/eligibility/bulk"):
        got = server.ask("POST", path, body, key)
        assert (got.status, got.json["code"]) == (400, "body_form")


def test_a_list_has_one_to_ten_thousand(server: CounterServer, key: Mapping[str, str]) -> None:
    for questions_told in ([], "x", None, [{}] * 10_001):
        got = server.post("/api/v1/eligibility/bulk", {"questions": questions_told}, key)
        assert (got.status, got.json["code"]) == (422, "questions_form")
    got = server.post("/api/v1/eligibility/bulk", {"questions": [{"nik": "x"}, 7, None]}, key)
    assert [each["problem"]["code"] for each in got.json["answers"]] == ["number_form", "one_number", "one_number"]


def test_unknown_addresses_and_methods(server: CounterServer, key: Mapping[str, str]) -> None:
    assert server.get("/api/v2/eligibility", key).json["code"] == "no_path"
    assert server.get("/api/v1/eligibility%00", key).status == 404
    got = server.ask("DELETE", "/api/v1/eligibility", headers=key)
    assert (got.status, got.headers["allow"]) == (405, "GET, POST")
    assert server.get("/api/v1/eligibility?nik=1&nik=2", key).json["code"] == "unknown_field"


def test_ten_megabytes_are_refused_while_they_come(server: CounterServer, key: Mapping[str, str]) -> None:
    big = b'{"nik": "' + b"9" * 10_000_000 + b'"}'
    assert server.ask("POST", "/api/v1/eligibility", big, key).status == 413
    assert server.post("/api/v1/eligibility", {SOMEBODY.kind: SOMEBODY.number}, key).status == 200
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        head = f"POST /api/v1/eligibility/bulk HTTP/1.1\r\nHost: x\r\nX-API-Key: {key['X-API-Key']}\r\n"
        line.sendall(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n")
        sent, told = 0, b""
        line.settimeout(0.01)
        while sent < 10_000_000 and not told:
            try:
                line.sendall(b"10000\r\n" + b"9" * 0x10000 + b"\r\n")
                sent += 0x10000
                told = line.recv(4096)
            except TimeoutError:
                continue
            except OSError:
                break
    assert told.startswith(b"HTTP/1.1 413") and sent < 6_000_000


def test_whoever_is_slow_is_told_so_and_keeps_nobody_waiting(server: CounterServer, key: Mapping[str, str]) -> None:
    lines = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(40)]
    head = (
        f"POST /api/v1/eligibility HTTP/1.1\r\nHost: x\r\nX-API-Key: {key['X-API-Key']}\r\nContent-Length: 50\r\n\r\n" + '{"nik'
    )
    for line in lines[:20]:
        line.sendall(head.encode())
    for line in lines[20:]:
        line.sendall(b"GET /api/v1/eli")
    begun = time.monotonic()
    assert server.post("/api/v1/eligibility", {SOMEBODY.kind: SOMEBODY.number}, key).status == 200
    assert time.monotonic() - begun < 5
    assert all(line.recv(4096).startswith(b"HTTP/1.1 408") for line in lines[:20])
    # Who does not even finish the head is cut off.
    assert all(line.recv(4096).split(b" ")[1:2] in ([], [b"408"], [b"400"]) for line in lines[20:])
    assert time.monotonic() - begun < 40
    for line in lines:
        line.close()


def test_nobody_is_answered_without_proof(server: CounterServer, shown: Shown) -> None:
    wrong = ("", "x", shown.api_key[:-1] + "x", "Bearer x", shown.secret, "ключ")
    for told in wrong:
        headers = {"X-API-Key": told.encode().decode("latin-1")}
        got = server.post("/api/v1/eligibility", {SOMEBODY.kind: SOMEBODY.number}, headers)
        assert (got.status, got.json["code"]) == (401, "unauthorised"), told
        assert got.headers["www-authenticate"].startswith("Bearer")
        headers = {"Authorization": told.encode().decode("latin-1")}
        assert server.post("/api/v1/eligibility", {SOMEBODY.kind: SOMEBODY.number}, headers).status == 401


def token_of(server: CounterServer, shown: Shown, **changed: str) -> Any:
    form = {"grant_type": "client_credentials", "client_id": shown.consumer.id, "client_secret": shown.api_key} | changed
    return server.ask("POST", "/api/v1/token", urllib.parse.urlencode(form).encode())


def test_a_token_asks_as_its_key_does_and_ends_with_it(server: CounterServer) -> None:
    shown = server.consumer(areas=[AREA])
    got = token_of(server, shown)
    assert got.status == 200 and got.json["token_type"] == "Bearer" and got.json["expires_in"] == 900
    bearer = {"Authorization": f"Bearer {got.json['access_token']}"}
    ask_one = {SOMEBODY.kind: SOMEBODY.number}
    assert server.post("/api/v1/eligibility", ask_one, bearer).status == 200
    changed = {"Authorization": bearer["Authorization"][:-1] + ("0" if bearer["Authorization"][-1] != "0" else "1")}
    assert server.post("/api/v1/eligibility", ask_one, changed).status == 401
    now = dt.datetime.now(tz=dt.UTC)
    server.consumers().rotate(shown.consumer.id, at=now, old_until=now)
    assert server.post("/api/v1/eligibility", ask_one, bearer).status == 401


def test_a_token_is_asked_for_by_basic_too_and_refused_otherwise(server: CounterServer) -> None:
    import base64

    shown, other = server.consumer(areas=[AREA]), server.consumer(areas=[AREA])
    basic = base64.b64encode(f"{shown.consumer.id}:{shown.api_key}".encode()).decode()
    got = server.ask("POST", "/api/v1/token", b"grant_type=client_credentials", {"Authorization": f"Basic {basic}"})
    assert got.status == 200
    assert token_of(server, shown, client_id=other.consumer.id).status == 401
    assert token_of(server, shown, client_secret="x").status == 401
    assert token_of(server, shown, grant_type="password").json["code"] == "grant_type"
    bad = server.ask("POST", "/api/v1/token", b"grant_type=client_credentials", {"Authorization": "Basic ???"})
    assert bad.status == 401


def test_whoever_is_revoked_is_not_answered_again(server: CounterServer) -> None:
    shown = server.consumer(areas=[AREA])
    headers, told = {"X-API-Key": shown.api_key}, {SOMEBODY.kind: SOMEBODY.number}
    assert server.post("/api/v1/eligibility", told, headers).status == 200
    server.consumers().revoke(shown.consumer.id, at=dt.datetime.now(tz=dt.UTC))
    assert [server.post("/api/v1/eligibility", told, headers).status for _ in range(8)] == [401] * 8


def test_every_answer_is_in_the_log_without_anybody_s_number(server: CounterServer) -> None:
    shown = server.consumer(areas=[AREA], facility="R001")
    headers = {"X-API-Key": shown.api_key}
    asked = questions()[:30]
    for each in asked[:10]:
        server.post("/api/v1/eligibility", {each.kind: each.number, "on": each.on.isoformat()}, headers)
    told = [{each.kind: each.number, "on": each.on.isoformat()} for each in asked[10:]]
    server.post("/api/v1/eligibility/bulk", {"questions": [*told, {"nik": "1"}]}, headers)
    of_it = [read for line in server.logged() for read in reads(line.entry) if read["consumer"] == shown.consumer.id]
    mark = Keys.of(KEY).mark
    assert sorted((read["mark"], read["on"]) for read in of_it) == sorted((mark(q.number), q.on.isoformat()) for q in asked)
    for read in of_it:
        assert read["facility"] == "R001" and read["dialect"] == "rest" and read["area"] == AREA and read["edition"]
        assert read["outcome"] in ("active", "inactive", "unknown")
    everything = b"".join(path.read_bytes() for path in (server.workspace / "counter" / "access").iterdir())
    printed = server.printed.read_bytes()
    for each in questions():
        assert each.number.encode() not in everything and each.number.encode() not in printed
    assert b"Traceback" not in printed
    assert verify(server.workspace / "counter" / "access").sound


def test_two_workers_answer_each_with_a_log_of_its_own(server: CounterServer, key: Mapping[str, str]) -> None:
    assert len(server.workers()) == 2
    for _ in range(40):
        server.post("/api/v1/eligibility", {SOMEBODY.kind: SOMEBODY.number}, key)
    answered = {
        path.name for path in (server.workspace / "counter" / "access").iterdir() if b'"kind":"answer"' in path.read_bytes()
    }
    assert len(answered) == 2


def test_the_feed_tells_positions_and_what_stands_beside_them_and_nobody(server: CounterServer, key: Mapping[str, str]) -> None:
    deadline = time.monotonic() + 20
    while len((got := server.get("/api/v1/changes", key).json)["changes"]) < 4:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert [each["kind"] for each in got["changes"][:4]] == ["position"] * 3 + ["standing"]
    assert server.get(f"/api/v1/changes?since={got['cursor']}", key).json == {
        "changes": [],
        "cursor": got["cursor"],
        "more": False,
    }
    assert server.get("/api/v1/changes?since=2", key).json["changes"] == got["changes"][2:]
    assert server.get("/api/v1/changes?since=999999", key).json == got  # a cursor that was never given begins anew
    assert server.get("/api/v1/changes?since=x", key).json["code"] == "since_form"
    standing = server.workspace / "standing" / f"{AREA}.json"
    told = json.loads(standing.read_text())
    aside = standing.with_name(".aside")
    aside.write_text(json.dumps({**told, "written_at": "2026-02-12T13:00:00+07:00"}))
    aside.replace(standing)
    while not (new := server.get(f"/api/v1/changes?since={got['cursor']}", key).json["changes"]):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert new[0]["kind"] == "standing" and new[0]["written_at"] == "2026-02-12T13:00:00+07:00"
    other = server.consumer(areas=["99.99"])
    assert server.get("/api/v1/changes", {"X-API-Key": other.api_key}).json["changes"] == []


def test_what_the_office_decides_changes_the_answer_at_once(server: CounterServer, key: Mapping[str, str]) -> None:
    standing = server.workspace / "standing" / f"{AREA}.json"
    told = json.loads(standing.read_text())
    letter = told["issued"][0]
    ask_one = {"nik": letter["nik"], "on": "2026-02-14", "facility": letter["facility_code"]}
    before = server.post("/api/v1/eligibility", ask_one, key).json["local_guarantee"]["status"]
    revoked = {**letter, "revoked_at": "2026-02-11T08:00:00+07:00"}
    aside = standing.with_name(".aside")
    aside.write_text(json.dumps({**told, "issued": [revoked, *told["issued"][1:]]}))
    aside.replace(standing)
    time.sleep(2 * STANDING_LOOK_SECONDS)  # a worker looks at the file so often, and no oftener
    after = [server.post("/api/v1/eligibility", ask_one, key).json["local_guarantee"]["status"] for _ in range(6)]
    assert before == "in_force" and set(after) != {"in_force"} and len(set(after)) == 1


def test_the_description_is_there_for_machines_and_people(server: CounterServer) -> None:
    told = server.get("/api/v1/openapi.json").json
    assert told["openapi"].startswith("3.1") and "/api/v1/eligibility/bulk" in told["paths"]
    page = server.get("/api/v1/")
    assert page.headers["content-type"].startswith("text/html")
    text = page.body.decode()
    assert "temporary_nik" in text and "openapi.json" in text and "<script" not in text
    assert not [link for link in ("http://", "https://") if f'="{link}' in text]
