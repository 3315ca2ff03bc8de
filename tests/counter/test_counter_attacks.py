"""What no honest client sends, byte by byte to the served counter: the protocol's own refusal, never a 500, nothing printed."""

from __future__ import annotations

import base64
import json
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from answer.desk_people import people
from answer.every_reason import AREA
from cakupan.record.credentials import Shown
from counter.bridged_asking import NO_LIMIT, signed
from counter.counter_server import CounterServer, served
from counter.test_counter_clients import DAY, made

TEN_MB = 10 * 2**20
Headers = Sequence[tuple[bytes, bytes]]
ELIGIBILITY = b"/api/v1/eligibility"


@pytest.fixture(scope="module")
def counter(workspace: Path) -> Iterator[CounterServer]:
    """Whatever happened, it is well at the end, and printed nothing but where it listens and what it wrote at its start."""
    with served(workspace, *NO_LIMIT) as running:
        before = running.printed.read_text()
        yield running
        assert running.well() and running.printed.read_text() == before and "Traceback" not in before


@pytest.fixture(scope="module")
def shown(counter: CounterServer) -> Shown:
    return made(counter.consumers())


def vclaim(number: str | None = None, *, day: str = DAY) -> bytes:
    return f"/vclaim-rest/Peserta/nokartu/{number or people()['active'][0].card}/tglSEP/{day}".encode()


def pcare() -> bytes:
    return f"/pcare-rest/peserta/{people()['active'][0].card}".encode()


def own(shown: Shown, **changed: bytes) -> list[tuple[bytes, bytes]]:
    names = {"cons_id": b"X-cons-id", "timestamp": b"X-timestamp", "signature": b"X-signature", "user_key": b"user_key"}
    told = {name.encode().lower(): value.encode() for name, value in signed(shown).items()}
    return [(name, changed.get(key, told[name.lower()])) for key, name in names.items()]


def sent(
    counter: CounterServer, path: bytes, headers: Headers, *, method: bytes = b"GET", body: bytes = b"", times: int = 1
) -> tuple[int, bytes]:
    """Status and body of what comes back to the bytes exactly as given; of several requests at once, all that comes back."""
    head = b"\r\n".join([method + b" " + path + b" HTTP/1.1", b"Host: x", *(name + b": " + value for name, value in headers)])
    keep, close = (head + b"\r\nConnection: " + each + b"\r\n\r\n" + body for each in (b"keep-alive", b"close"))
    with socket.create_connection(("127.0.0.1", counter.port), timeout=20) as connection:
        connection.sendall(keep * (times - 1) + close)
        got = b"".join(iter(lambda: connection.recv(65_536), b""))
    status, _, rest = got.partition(b"\r\n")
    return int(status.split()[1]), rest.partition(b"\r\n\r\n")[2] if times == 1 else rest


def meta(counter: CounterServer, path: bytes, headers: Headers, **told: bytes) -> tuple[object, str]:
    status, body = sent(counter, path, headers, **told)
    read = json.loads(body)
    assert status in (200, 404) and set(read) == {"metaData", "response"}
    assert (read["response"] is None) is (read["metaData"]["message"] != "OK")
    return read["metaData"]["code"], read["metaData"]["message"]


NO_CARD = ("201", "No.Kartu Tidak Sesuai")


@pytest.mark.parametrize(
    "number",
    ["%00", "%zz", "%ff%fe", "%EF%BC%91" * 13, "%D9%A1" * 13, "%F0%9F%98%80" * 13, "9" * 7000, "..", "%2e%2e",
     "0003670000000%0d%0aX:%20y",
     "0003670000000%00", "0003670000000%20", "+003670000000", "0x03670000000", "{}", "%25%32%35"],
)  # fmt: skip
def test_a_number_in_odd_letters_is_a_wrong_number(counter: CounterServer, shown: Shown, number: str) -> None:
    assert meta(counter, vclaim(number), own(shown)) == NO_CARD


@pytest.mark.parametrize(
    "day", ["%00", f"{DAY}%00", f"{DAY}%0a", "%D9%A2026-01-01", "2026-13-01", "0000-00-00", "9" * 5000, f"{DAY};a=b"]
)
def test_a_day_in_odd_letters_is_a_wrong_day(counter: CounterServer, shown: Shown, day: str) -> None:
    code, message = meta(counter, vclaim(day=day), own(shown))
    assert code == "201" and message.startswith("Tanggal SEP Tidak Sesuai")


@pytest.mark.parametrize(
    "path", [b"/" + b"a" * 7000, b"/" * 6000, b"/%" * 2000, b"/x/peserta/" + b"/peserta/" * 700, b"/../../etc/passwd"]
)
def test_long_and_odd_paths_are_nobody_s(counter: CounterServer, shown: Shown, path: bytes) -> None:
    began = time.monotonic()
    assert meta(counter, path, own(shown)) == ("404", "No Mapping Rule matched")
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("path", [b"/x/peserta/\xff\xfe", b"/x/peserta/\x00", b"/" + b"a" * 70_000])
def test_what_is_no_http_is_refused_before_it_is_asked(counter: CounterServer, shown: Shown, path: bytes) -> None:
    assert sent(counter, path, own(shown)) in ((400, b""), (414, b""))


@pytest.mark.parametrize(
    "timestamp",
    [b"-5", b"0", b"1e9", b"9" * 11, b"9" * 400, b"", b"+1795321350", "٣".encode(), b"0x1F", b"1_795_321_350", b"\xff"],
)
def test_a_timestamp_that_is_none_or_long_ago(counter: CounterServer, shown: Shown, timestamp: bytes) -> None:
    code, message = meta(counter, vclaim(), own(shown, timestamp=timestamp))
    assert code == "401" and message.startswith("Signature Service Tidak Sesuai")


def test_milliseconds_rightly_signed_are_told_to_be_another_time(counter: CounterServer, shown: Shown) -> None:
    headers = signed(shown, at=int(time.time() * 1000))
    code, message = meta(counter, vclaim(), [(name.encode(), value.encode()) for name, value in headers.items()])
    assert code == "401" and "detik Unix" in message


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        b"=",
        b"A",
        base64.b64encode(b"x" * 31),
        base64.b64encode(b"x" * 32),
        base64.b64encode(b"x" * 33),
        b"\xff\xfe\x80",
        b"A" * 60_000,
    ],
)
def test_a_signature_of_another_length_or_none(counter: CounterServer, shown: Shown, signature: bytes) -> None:
    assert meta(counter, vclaim(), own(shown, signature=signature)) == ("401", "Signature Service Tidak Sesuai")


@pytest.mark.parametrize(
    "number", [b"0", b"-1", b"9" * 40, b"\xff", "٥٤".encode(), b"../..", b"{}", b"null", b"' OR 1=1", b"0%s"]
)
def test_a_consumer_that_there_is_not(counter: CounterServer, shown: Shown, number: bytes) -> None:
    asked = number.replace(b"%s", shown.consumer.id.encode())
    assert meta(counter, vclaim(), own(shown, cons_id=asked)) == ("401", "Unauthorized! You are not registered for this service!")


def test_another_consumer_s_user_key(counter: CounterServer, shown: Shown) -> None:
    other = made(counter.consumers())
    for key in (other.user_key.encode(), b"", b"\xff\xfe", b"x" * 50_000):
        assert meta(counter, vclaim(), own(shown, user_key=key))[1].endswith("user_key salah")


def test_of_a_header_that_comes_twice_the_last_counts_wholly(counter: CounterServer, shown: Shown) -> None:
    other = made(counter.consumers())
    mixed = [(b"X-cons-id", other.consumer.id.encode()), *own(shown)]
    assert meta(counter, vclaim(), mixed) == ("200", "OK")
    assert meta(counter, vclaim(), [*own(shown), mixed[0]]) == ("401", "Signature Service Tidak Sesuai")
    assert meta(counter, vclaim(), [*own(shown), (b"X-timestamp", b"1")])[0] == "401"


def test_many_headers_and_a_long_one(counter: CounterServer, shown: Shown) -> None:
    assert meta(counter, vclaim(), [*own(shown), *((b"X-%d" % n, b"v") for n in range(90))]) == ("200", "OK")
    assert meta(counter, vclaim(), [*own(shown), (b"X-long", b"z" * 100_000)]) == ("200", "OK")
    assert sent(counter, vclaim(), [*own(shown), *((b"X-%d" % n, b"v") for n in range(1000))]) == (431, b"")
    for name, value in ((b"X-\xff", b"v"), (b"X-a", b"v\x00w"), (b"X-a", b"v\r\n w")):
        assert sent(counter, vclaim(), [*own(shown), (name, value)])[0] == 400


@pytest.mark.parametrize("method", [b"OPTIONS", b"PUT", b"PATCH", b"TRACE", b"CONNECT", b"FOO", b"get"])
def test_other_methods(counter: CounterServer, shown: Shown, method: bytes) -> None:
    assert meta(counter, vclaim(), own(shown), method=method) == ("404", "No Mapping Rule matched")
    status, body = sent(counter, ELIGIBILITY, [(b"X-API-Key", shown.api_key.encode())], method=method)
    assert status == 405 and json.loads(body)["code"] == "no_method"


def test_head_has_no_body(counter: CounterServer, shown: Shown) -> None:
    assert sent(counter, vclaim(), own(shown), method=b"HEAD") == (404, b"")


def test_requests_that_come_at_once_are_all_answered(counter: CounterServer, shown: Shown) -> None:
    assert sent(counter, vclaim(), own(shown), times=5)[1].count(b'"message":"OK"') == 5


def test_pcare_s_404_has_its_code_as_a_number(counter: CounterServer, shown: Shown) -> None:
    asked = [*own(shown), (b"X-authorization", b"Basic eA==")]
    assert meta(counter, b"/pcare-rest/pendaftaran/1", asked) == (404, "No Mapping Rule matched")


@pytest.mark.parametrize(
    "login",
    [b"", b"Basic", b"Basic =", b"Basic " + b"A" * 50_000, b"Basic \xff", b"Basic " + base64.b64encode(b"\xff:\xfe:095"),
     b"Basic " + base64.b64encode(b"loket\x00:%s:095"), b"Basic " + base64.b64encode(b"lo\nket:%s:095"),
     b"Basic " + base64.b64encode(b"u" * 65 + b":%s:095")],
)  # fmt: skip
def test_a_login_of_another_form(counter: CounterServer, shown: Shown, login: bytes) -> None:
    """Also with the right password: nothing goes into the log that could not be shown, or fills it."""
    with suppress(ValueError):
        login = b"Basic " + base64.b64encode(
            base64.b64decode(login[6:], validate=True).replace(b"%s", shown.pcare_password.encode())
        )
    code, message = meta(counter, pcare(), [*own(shown), (b"X-authorization", login)])
    assert code == 401 and message.startswith("Unauthorized! X-authorization Tidak Sesuai")


def test_who_logs_in_by_nik_is_in_the_log_masked(counter: CounterServer, shown: Shown) -> None:
    clerk = people()["pbi_active"][0].nik
    login = b"Basic " + base64.b64encode(f"{clerk}:{shown.pcare_password}:095".encode())
    assert meta(counter, pcare(), [*own(shown), (b"X-authorization", login)]) == (200, "OK")
    users = {entry["user"] for entry in counter.entries("answer") if entry.get("user")}
    assert users == {f"{clerk[:4]}{'*' * 8}{clerk[-4:]}"}


@pytest.mark.parametrize(("method", "status"), [(b"GET", 200), (b"POST", 404)])
def test_ten_megabytes_that_nobody_asked_for_are_answered(
    counter: CounterServer, shown: Shown, method: bytes, status: int
) -> None:
    headers = [*own(shown), (b"Content-Length", b"%d" % TEN_MB)]
    assert sent(counter, vclaim(), headers, method=method, body=b"x" * TEN_MB)[0] == status


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [(ELIGIBILITY, b"POST", 401), (ELIGIBILITY, b"PUT", 405), (b"/nothing", b"POST", 404), (b"/api/v1/token", b"POST", 413)],
)
def test_ten_megabytes_of_somebody_not_known(counter: CounterServer, path: bytes, method: bytes, status: int) -> None:
    got, body = sent(counter, path, [(b"Content-Length", b"%d" % TEN_MB)], method=method, body=b"x" * TEN_MB)
    assert got == status and json.loads(body)["status"] == status


@pytest.mark.parametrize("body", [b"zz\r\nhello\r\n0\r\n\r\n", b"5\r\nhelloXX", b"-1\r\n\r\n", b"5;a=b\r\nhello\r\n0\r\n\r\n"])
def test_a_body_in_broken_pieces_is_a_broken_body(counter: CounterServer, shown: Shown, body: bytes) -> None:
    headers = [(b"X-API-Key", shown.api_key.encode()), (b"Transfer-Encoding", b"chunked")]
    status, got = sent(counter, ELIGIBILITY, headers, method=b"POST", body=body)
    assert status == 400 and json.loads(got)["code"] == "body_form"


@pytest.mark.parametrize("length", [b"-1", b"5x", b"9" * 20, "١".encode(), b"+5", b"5, 6", b""])
def test_a_length_that_is_none(counter: CounterServer, shown: Shown, length: bytes) -> None:
    headers = [(b"X-API-Key", shown.api_key.encode()), (b"Content-Length", length)]
    assert sent(counter, ELIGIBILITY, headers, method=b"POST", body=b'{"nik":1}') == (400, b"")


def test_who_hangs_up_amid_a_body_leaves_no_trace(counter: CounterServer, shown: Shown) -> None:
    """What it leaves would be printed: the fixture looks."""
    head = b"POST %s HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\nContent-Length: 500\r\n\r\n" % (ELIGIBILITY, shown.api_key.encode())
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", counter.port), timeout=5) as connection:
            connection.sendall(head + b'{"nik"')
            time.sleep(0.05)
    assert counter.well()


def test_a_token_with_any_part_altered_is_none(counter: CounterServer, shown: Shown) -> None:
    other = made(counter.consumers())
    form = f"grant_type=client_credentials&client_id={shown.consumer.id}&client_secret={shown.api_key}".encode()
    token = counter.ask("POST", "/api/v1/token", form, {"Content-Type": "application/x-www-form-urlencoded"}).json["access_token"]
    one, until, tag, sign = token.split(".")
    altered = [
        f"{other.consumer.id}.{until}.{tag}.{sign}",
        f"{one}.{int(until) + 1}.{tag}.{sign}",
        f"{one}.{until}.{tag[:-1]}{'0' if tag[-1] != '0' else '1'}.{sign}",
        f"{one}.{until}.{tag}.{sign[:-1]}{'0' if sign[-1] != '0' else '1'}",
        f"{one}.{until}.{tag}.{sign.upper()}",
        f"{one}.{until}.{tag}.",
        f"{one}.{until}.{tag}",
        f"{token}.{token}",
        f"{token}x",
        "." * 3,
        "٥" + token[1:],
    ]
    asked = f"/api/v1/eligibility?nik={people()['active'][0].nik}"

    def status(told: str) -> int:
        return counter.get(asked, {"Authorization": f"Bearer {told}".encode().decode("latin-1")}).status

    assert status(token) == 200 and [status(each) for each in altered] == [401] * len(altered)


def test_revoked_between_two_questions_of_one_connection(counter: CounterServer) -> None:
    shown = made(counter.consumers())
    head = [b"GET " + vclaim() + b" HTTP/1.1", b"Host: x", *(name + b": " + value for name, value in own(shown))]
    request = b"\r\n".join(head) + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", counter.port), timeout=5) as connection:
        connection.sendall(request)
        assert b'"message":"OK"' in connection.recv(65_536)
        counter.consumers().revoke(shown.consumer.id, at=shown.consumer.created_at)
        connection.sendall(request)
        assert b"Consumer ID is expired!" in connection.recv(65_536)


def test_nothing_of_anybody_was_printed(counter: CounterServer, shown: Shown) -> None:
    printed = counter.printed.read_text()
    one = people()["active"][0]
    assert not [each for each in (one.nik, one.card, one.name, shown.secret, shown.api_key, AREA + "/x") if each in printed]
