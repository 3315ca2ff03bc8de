"""The transport that VClaim and PCare share: signature, window, key, envelope; each against vectors that are not ours."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from Crypto.Cipher import AES
from Crypto.Util.Padding import unpad
from hypothesis import given, settings
from hypothesis import strategies as st
from lzstring import LZString

from cakupan.counter.bridging import (
    BAD_SIGNATURE,
    NO_MAPPING,
    OK,
    Signed,
    Told,
    answer_key,
    envelope,
    other_time,
    sealed,
    signature,
)

CONSUMER, SECRET, TIMESTAMP = "12345", "rahasia", "1795321350"
PAYLOAD = {"peserta": {"nama": "WARGA UJI", "noKartu": "9990000000012", "statusPeserta": {"kode": "0", "keterangan": "AKTIF"}}}
SIGNATURE = "yNM+83Z6b9c6MbRbKE+n3ynlwcCTV0IoPWIX+TEg9UE="
KEY_HEX = "751d627a9061209b455df85de6292709deb76c15237cd0d487f05906e0915156"
SEALED = (
    "Yq1vtUdX5oxJCgcw8q9QrXtkPVu4uZfXDZKWP1ZVqUc7TwKLFdPJPNibJe0mlJo7VN1OCiKdY4z8JElMjJPnma4n8lAttUd2f+PLYZnGEZehtvIc2x8ciVLqvRLL9noT"
    "Vgwr9zBeCgVvFqCNlLdvvZxb7Rrw/hoLO3gdZqAThyHUlptmFcDD/MIXzSlNpeIn"
)


def signed(made_at: int, *, secret: str = SECRET, header: str = TIMESTAMP) -> Signed:
    return Signed(CONSUMER, header, signature(CONSUMER, secret, str(made_at)).decode())


def opened(text: str, key: bytes) -> Any:
    """As a strict client opens it: padding checked, as Java, Node and PHP do."""
    packed = unpad(AES.new(key, AES.MODE_CBC, IV=key[:16]).decrypt(base64.b64decode(text, validate=True)), 16).decode("ascii")
    return json.loads(LZString().decompressFromEncodedURIComponent(packed))


def test_signature_of_the_published_examples() -> None:
    assert signature("1234", "pwd", "433223232") == b"eXMtvX2r7e7CLCIu3kpEpCrvciZgK8FuOhKv06NDAHk="
    assert signature(CONSUMER, SECRET, TIMESTAMP).decode() == SIGNATURE


def test_the_whole_vector() -> None:
    key = answer_key(CONSUMER, SECRET, TIMESTAMP)
    assert key.hex() == KEY_HEX
    assert sealed(PAYLOAD, key=key) == SEALED
    assert Signed(CONSUMER, TIMESTAMP, SIGNATURE).sealed(PAYLOAD, secret=SECRET) == SEALED


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(max_size=20), st.none() | st.text(max_size=60) | st.booleans() | st.integers(), max_size=8))
def test_whatever_is_sealed_opens_with_padding_checked(payload: dict[str, Any]) -> None:
    key = answer_key(CONSUMER, SECRET, TIMESTAMP)
    assert opened(sealed(payload, key=key), key) == payload


def test_every_length_of_padding_opens() -> None:
    key = answer_key(CONSUMER, SECRET, TIMESTAMP)
    lengths = set()
    for letters in range(200):
        payload = {"nama": "".join(chr(65 + (n * n) % 26) for n in range(letters))}
        lengths.add(len(LZString().compressToEncodedURIComponent(json.dumps(payload, separators=(",", ":")))) % 16)
        assert opened(sealed(payload, key=key), key) == payload
    assert lengths == set(range(16))


@pytest.mark.parametrize(("made_at", "good"), [(0, True), (1, True), (2, False), (-1, False)])
def test_a_signature_over_the_second_or_the_next(made_at: int, good: bool) -> None:
    told = signed(int(TIMESTAMP) + made_at).made_with([SECRET])
    assert (told == SECRET) if good else told is None


def test_of_two_secrets_the_one_that_signed_is_told() -> None:
    assert signed(int(TIMESTAMP), secret="lama").made_with(["baru", "lama"]) == "lama"
    assert signed(int(TIMESTAMP), secret="lain").made_with(["baru", "lama"]) is None


@pytest.mark.parametrize("guess", ["-", "", SECRET])
def test_nobody_signs_for_a_consumer_that_is_not_known(guess: str) -> None:
    assert signed(int(TIMESTAMP), secret=guess).made_with([]) is None


@pytest.mark.parametrize("text", ["", "x", "é", "\x00", SIGNATURE[:-1], SIGNATURE + "=", SIGNATURE.lower()])
def test_what_is_no_signature_is_none(text: str) -> None:
    assert Signed(CONSUMER, TIMESTAMP, text).made_with([SECRET]) is None


@pytest.mark.parametrize(("drift", "good"), [(0, True), (300, True), (300.5, False), (-300, True), (-301, False)])
def test_the_window_is_five_minutes_either_way(drift: float, good: bool) -> None:
    assert signed(0).timely(now=int(TIMESTAMP) + drift) is good


def test_the_window_is_configurable() -> None:
    assert signed(0).timely(now=int(TIMESTAMP) + 299) and not signed(0).timely(now=int(TIMESTAMP) + 299, window_seconds=60)
    assert "60 detik" in other_time(60).message


HEADERS = {"x-cons-id": CONSUMER, "x-timestamp": TIMESTAMP, "x-signature": SIGNATURE}


def test_the_three_headers_make_a_signed_request() -> None:
    assert Signed.of(HEADERS) == Signed(CONSUMER, TIMESTAMP, SIGNATURE)


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_a_header_that_is_missing_or_empty(name: str) -> None:
    assert Signed.of({key: value for key, value in HEADERS.items() if key != name}) is None
    assert Signed.of(HEADERS | {name: ""}) is None


@pytest.mark.parametrize("text", ["17953213.5", "-5", "1e9", "١٢٣", "0x1F", " 1795321350", "9" * 17, "1795321350\n"])
def test_a_timestamp_that_is_no_count_of_seconds(text: str) -> None:
    assert Signed.of(HEADERS | {"x-timestamp": text}) is None


def test_vclaim_has_its_code_as_text_and_pcare_as_a_number() -> None:
    assert envelope(Told(OK, "OK"), "abc", code_as_text=True) == b'{"metaData":{"code":"200","message":"OK"},"response":"abc"}'
    assert envelope(Told(OK, "OK"), "abc", code_as_text=False) == b'{"metaData":{"code":200,"message":"OK"},"response":"abc"}'


def test_without_an_answer_the_response_is_null() -> None:
    assert json.loads(envelope(BAD_SIGNATURE, None, code_as_text=True))["response"] is None


def test_what_the_protocol_says_travels_under_200_and_a_path_it_does_not_have_under_404() -> None:
    assert BAD_SIGNATURE.http_status == 200 and Told(201, "x").http_status == 200
    assert NO_MAPPING.http_status == 404
