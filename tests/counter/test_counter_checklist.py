"""The checklist for a server of the bridging protocol, line by line, each against the served counter over HTTP."""

from __future__ import annotations

import base64
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from Crypto.Cipher import AES
from Crypto.Util.Padding import unpad
from lzstring import LZString

from answer.desk_people import people
from cakupan.counter.bridging import answer_key, signature
from cakupan.record.credentials import Shown
from counter.bridged_asking import ask, bridged, signed
from counter.counter_server import CounterServer, served
from counter.test_counter_bridging import opened
from counter.test_counter_clients import DAY, NOBODY, made
from counter.test_counter_vclaim import leaves

OK = {"code": "200", "message": "OK"}
NO_DATA = {"code": "201", "message": "NIK Tidak Sesuai"}


@pytest.fixture
def shown(counter: CounterServer) -> Shown:
    return made(counter.consumers())


def vclaim_path(situation: str = "active", *, prefix: str = "/vclaim-rest") -> str:
    return f"{prefix}/Peserta/nik/{people()[situation][0].nik}/tglSEP/{DAY}"


def login(shown: Shown) -> dict[str, str]:
    text = f"loket1:{shown.pcare_password}:095"
    return {"X-authorization": "Basic " + base64.b64encode(text.encode()).decode()}


def test_line_1_headers_and_paths_in_any_case_slashes_collapse_content_type_is_ignored(
    counter: CounterServer, shown: Shown
) -> None:
    path = vclaim_path()
    for asked in (path, path.lower(), path.upper(), path.replace("/", "//"), f"{path}/", f"/apapun/lain{path}"):
        assert bridged(counter, asked, shown)[0] == OK, asked
    for case in (str.lower, str.upper, str.title):
        status, read = ask(counter, path, {case(name): value for name, value in signed(shown).items()})
        assert (status, read["metaData"]) == (200, OK)
    types = ("application/json", "application/json; charset=utf-8", "Application/x-www-form-urlencoded", "text/plain", "???")
    for content_type in types:
        assert bridged(counter, path, shown, **{"Content-Type": content_type})[0] == OK
    # One client sends a body with its GET.
    status, read = ask(counter, path, signed(shown) | {"Content-Type": types[2]}, body=b"{}")
    assert (status, read["metaData"]) == (200, OK)
    assert bridged(counter, path, shown)[0] == OK


def test_line_2_the_header_user_key_arrives_and_that_it_did_not_is_told(counter: CounterServer, shown: Shown) -> None:
    headers = signed(shown)
    assert ask(counter, vclaim_path(), headers)[1]["metaData"] == OK
    del headers["user_key"]
    assert "periksa proxy" in ask(counter, vclaim_path(), headers)[1]["metaData"]["message"]


def test_line_3_signature_over_this_second_or_the_next_within_the_window_and_no_nonce(
    counter: CounterServer, shown: Shown
) -> None:
    path, at = vclaim_path(), int(time.time())
    same = signed(shown, at=at)
    assert [ask(counter, path, same)[1]["metaData"] for _ in range(3)] == [OK] * 3
    assert ask(counter, path, signed(shown, at=at, signed_at=at + 1))[1]["metaData"] == OK
    for signed_at in (at - 1, at + 2):
        assert ask(counter, path, signed(shown, at=at, signed_at=signed_at))[1]["metaData"]["code"] == "401"
    for drift in (-290, 290):
        assert bridged(counter, path, shown, at=int(time.time()) + drift)[0] == OK
    for drift in (-310, 310, -86_400):
        told, answer = bridged(counter, path, shown, at=int(time.time()) + drift)
        assert told["code"] == "401" and "300 detik" in told["message"] and answer is None


def test_line_4_whatever_the_protocol_says_travels_under_200(counter: CounterServer, shown: Shown) -> None:
    asked = {
        "201": f"/x/Peserta/nik/{NOBODY['nik']}/tglSEP/{DAY}",
        "200": vclaim_path("suspended"),
    }
    for code, path in asked.items():
        status, read = ask(counter, path, signed(shown))
        assert (status, read["metaData"]["code"]) == (200, code)
    status, read = ask(counter, vclaim_path(), signed(shown) | {"X-signature": "AAAA"})
    assert (status, read["metaData"]["code"]) == (200, "401")
    for day in ("2013-12-31", "2999-01-01", "31-12-2025", ""):
        status, read = ask(counter, f"/x/Peserta/nik/{NOBODY['nik']}/tglSEP/{day}", signed(shown))
        assert (status, read["metaData"]["code"]) == (200, "201")


def test_line_5_vclaim_s_code_is_text_pcare_s_a_number_and_success_reads_ok(counter: CounterServer, shown: Shown) -> None:
    one = people()["active"][0]
    assert ask(counter, vclaim_path(), signed(shown))[1]["metaData"] == {"code": "200", "message": "OK"}
    for path in (f"/pcare-rest/peserta/{one.card}", f"/pcare-rest/peserta/noka/{one.card}", f"/pcare-rest/peserta/nik/{one.nik}"):
        told = ask(counter, path, signed(shown) | login(shown))[1]["metaData"]
        assert told == {"code": 200, "message": "OK"} and type(told["code"]) is int
    told = ask(counter, f"/pcare-rest/peserta/{NOBODY['nokartu']}", signed(shown) | login(shown))[1]["metaData"]
    assert told == {"code": 204, "message": "No.Kartu Tidak Sesuai"}


def test_line_6_without_an_answer_the_response_is_null(counter: CounterServer, shown: Shown) -> None:
    for headers in ({}, signed(shown) | {"X-signature": "x"}, signed(shown)):
        read = ask(counter, f"/x/Peserta/nik/{NOBODY['nik']}/tglSEP/{DAY}", headers)[1]
        assert read["response"] is None and set(read) == {"metaData", "response"}


def test_line_7_the_key_is_of_the_header_s_timestamp_text_exactly_as_received(counter: CounterServer, shown: Shown) -> None:
    text = f"0{int(time.time())}"
    made_ = signature(shown.consumer.id, shown.secret, text).decode()
    headers = signed(shown) | {"X-timestamp": text, "X-signature": made_}
    read = ask(counter, vclaim_path(), headers)[1]
    assert opened(read["response"], answer_key(shown.consumer.id, shown.secret, text))["peserta"]["nik"]
    # Signed over the next second, the key is still the header's.
    at = int(time.time())
    read = ask(counter, vclaim_path(), signed(shown, at=at, signed_at=at + 1))[1]
    assert opened(read["response"], answer_key(shown.consumer.id, shown.secret, str(at)))["peserta"]["nik"]


def test_line_8_compact_json_lz_string_pkcs7_aes_base64(counter: CounterServer, shown: Shown) -> None:
    """The way back strictly: base64 validated, padding checked, the clients' own LZ-String; and the JSON is compact."""
    headers = signed(shown)
    response = ask(counter, vclaim_path(), headers)[1]["response"]
    key = answer_key(shown.consumer.id, shown.secret, headers["X-timestamp"])
    sealed = base64.b64decode(response, validate=True)
    packed = unpad(AES.new(key, AES.MODE_CBC, IV=key[:16]).decrypt(sealed), 16).decode("ascii")
    assert re.fullmatch(r"[A-Za-z0-9+$-]+", packed)
    text = LZString().decompressFromEncodedURIComponent(packed)
    assert text == json.dumps(json.loads(text), separators=(",", ":"))
    assert json.loads(text)["peserta"]["nik"] == people()["active"][0].nik


def test_line_9_vclaim_s_leaves_are_text_or_null_pcare_is_flat(counter: CounterServer, shown: Shown) -> None:
    one = people()["self_payer_owes"][0]
    peserta: dict[str, Any] = bridged(counter, vclaim_path("self_payer_owes"), shown)[1]["peserta"]
    assert {type(leaf) for leaf in leaves(peserta)} <= {str, type(None)}
    nested = ("mr", "statusPeserta", "provUmum", "jenisPeserta", "hakKelas", "umur", "informasi", "cob")
    assert {name for name, value in peserta.items() if isinstance(value, dict)} == set(nested)
    flat = bridged(counter, f"/pcare-rest/peserta/{one.card}", shown, **login(shown))[1]
    assert flat["aktif"] is False and type(flat["tunggakan"]) is int and flat["tunggakan"] > 0
    assert flat["tglLahir"] == "-".join(reversed(peserta["tglLahir"].split("-"))) and "peserta" not in flat


def test_line_10_only_exactly_aktif_for_active(counter: CounterServer, shown: Shown) -> None:
    texts = {
        situation: bridged(counter, vclaim_path(situation), shown)[1]["peserta"]["statusPeserta"]["keterangan"]
        for situation in ("active", "pbi_active", "ended", "removed", "suspended", "silent", "contradicted", "dead_with_card")
    }
    assert {situation for situation, text in texts.items() if text == "AKTIF"} == {"active", "pbi_active"}
    assert not [text for text in texts.values() if text != "AKTIF" and text.strip().upper() == "AKTIF"]


def test_line_11_the_label_of_a_kind_is_the_consumer_s(counter: CounterServer) -> None:
    known = counter.consumers()
    labels = {
        profile: bridged(counter, vclaim_path("pbi_active"), made(known, profile=profile))[1]["peserta"]["jenisPeserta"]
        for profile in ("standard", "old_labels")
    }
    assert labels == {
        "standard": {"kode": "21", "keterangan": "PBI JAMINAN KESEHATAN"},
        "old_labels": {"kode": "21", "keterangan": "PBI (APBN)"},
    }


@pytest.mark.parametrize(
    "number", ["0" * 16, "1" * 15, "1" * 17, "997301AA12909001", "0973019912909001", "9973019912900000", "%00", "..", "a b"]
)
def test_line_12_a_nik_of_zeros_or_another_length_is_refused_with_201(counter: CounterServer, shown: Shown, number: str) -> None:
    asked = number.replace(" ", "%20")
    assert ask(counter, f"/x/Peserta/nik/{asked}/tglSEP/{DAY}", signed(shown))[1]["metaData"] == NO_DATA
    # PCare says so with a code of its own (docs/bridging.md).
    told = ask(counter, f"/x/peserta/nik/{asked}", signed(shown) | login(shown))[1]["metaData"]
    assert told == {"code": 204, "message": "NIK Tidak Sesuai"}


def test_line_13_no_secret_no_plaintext_no_whole_nik_is_logged(counter: CounterServer, shown: Shown, workspace: Path) -> None:
    one = people()["active"][0]
    bridged(counter, vclaim_path(), shown)
    bridged(counter, f"/pcare-rest/peserta/{one.card}", shown, **login(shown))
    ask(counter, vclaim_path(), signed(shown) | {"X-signature": "x"})
    written = "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in [counter.printed, *(workspace / "counter").rglob("*")]
        if path.is_file()
    )
    lines = [line for path in (workspace / "counter" / "access").glob("*.jsonl") for line in path.read_text().splitlines()]
    entries = [json.loads(line)["entry"] for line in lines]
    mine = [entry for entry in entries if entry.get("consumer") == shown.consumer.id]
    assert {(entry["dialect"], entry["outcome"], entry.get("user")) for entry in mine} == {
        ("vclaim", "active", None),
        ("pcare", "active", "loket1"),
    }
    secrets = (shown.secret, shown.user_key, shown.pcare_password, shown.api_key)
    for private in (one.nik, one.card, one.name, *secrets):
        assert private not in written


def test_a_request_too_many_is_told_so_under_200(workspace: Path) -> None:
    with served(workspace, "--workers", "1", "--rate", "1") as slow:
        shown = made(slow.consumers())
        told = [ask(slow, vclaim_path(), signed(shown))[1]["metaData"] for _ in range(15)]
    assert told[0] == OK and told[-1]["code"] == "429" and told[-1]["message"].startswith("Terlalu Banyak Permintaan")


def test_another_window(workspace: Path) -> None:
    with served(workspace, "--workers", "1", "--window", "60") as narrow:
        shown = made(narrow.consumers())
        assert bridged(narrow, vclaim_path(), shown, at=int(time.time()) - 50)[0] == OK
        assert "60 detik" in bridged(narrow, vclaim_path(), shown, at=int(time.time()) - 70)[0]["message"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_only_get_and_other_paths_are_the_protocol_s_own_404(counter: CounterServer, shown: Shown, method: str) -> None:
    status, read = ask(counter, vclaim_path(), signed(shown), method=method, body=b"{}")
    assert (status, read) == (404, {"metaData": {"code": "404", "message": "No Mapping Rule matched"}, "response": None})
    card = people()["active"][0].card
    for path in ("SEP/2.0/insert", f"Rujukan/Peserta/{card}", f"Rujukan/RS/Peserta/{card}", f"kunjungan/peserta/{card}"):
        status, read = ask(counter, f"/vclaim-rest/{path}", signed(shown))
        assert (status, read["metaData"]["message"], read["response"]) == (404, "No Mapping Rule matched", None)
