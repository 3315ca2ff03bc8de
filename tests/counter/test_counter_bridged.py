"""Who may ask in a bridging dialect: consumers made, rotated and revoked in their real file, requests as clients sign them."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cakupan.counter.bridged import PCARE, VCLAIM, Admitted, Dialect, NotAdmitted, admitted, body, dialect_of, told
from cakupan.counter.bridging import NO_DATA, Signed, Told, answer_key, signature
from cakupan.counter.participant import Question
from cakupan.record.credentials import Consumers, Shown
from cakupan.record.keys import Keys
from counter.participants import CARD, NIK, ON, TODAY, found, person
from counter.test_counter_bridging import opened

AT = dt.datetime(2026, 11, 27, 3, 0, tzinfo=dt.UTC)
NOW = int(AT.timestamp())
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def consumers(tmp_path: Path) -> Consumers:
    return Consumers.of(tmp_path, Keys.of("x" * 50))


@pytest.fixture
def shown(consumers: Consumers) -> Shown:
    return consumers.create(name="RSUD UJI", facility_code="R901", areas=("99.73",), at=AT, consumer_id="12345")


def headers(shown: Shown, *, at: int = NOW, signed_at: int | None = None, **changed: str) -> dict[str, str]:
    made = signature(shown.consumer.id, shown.secret, str(signed_at or at)).decode()
    own = {"x-cons-id": shown.consumer.id, "x-timestamp": str(at), "x-signature": made, "user_key": shown.user_key}
    return own | {name.replace("_", "-") if name != "user_key" else name: value for name, value in changed.items()}


def refused(consumers: Consumers, told_: dict[str, str], dialect: Dialect = VCLAIM, **changed: Any) -> str:
    with pytest.raises(NotAdmitted) as raised:
        admitted(told_, dialect, consumers, **({"at": AT} | changed))
    assert raised.value.told.code == 401
    return raised.value.told.message


def test_a_consumer_that_signs_is_admitted(consumers: Consumers, shown: Shown) -> None:
    one = admitted(headers(shown), VCLAIM, consumers, at=AT)
    assert (one.consumer.id, one.secret, one.user) == ("12345", shown.secret, None)


def test_twice_in_a_second_is_admitted_twice(consumers: Consumers, shown: Shown) -> None:
    assert admitted(headers(shown), VCLAIM, consumers, at=AT) == admitted(headers(shown), VCLAIM, consumers, at=AT)


def test_the_clock_of_the_signature_may_be_a_second_on(consumers: Consumers, shown: Shown) -> None:
    assert admitted(headers(shown, signed_at=NOW + 1), VCLAIM, consumers, at=AT).signed.timestamp == str(NOW)
    assert refused(consumers, headers(shown, signed_at=NOW + 2)) == "Signature Service Tidak Sesuai"


@pytest.mark.parametrize("drift", [-301, 301, -86_400, 10**9])
def test_a_timestamp_outside_the_window(consumers: Consumers, shown: Shown, drift: int) -> None:
    message = refused(consumers, headers(shown, at=NOW + drift))
    assert message.startswith("Signature Service Tidak Sesuai") and "300 detik" in message


@pytest.mark.parametrize("drift", [-300, 300, 1])
def test_a_timestamp_at_the_window_s_edge(consumers: Consumers, shown: Shown, drift: int) -> None:
    assert isinstance(admitted(headers(shown, at=NOW + drift), VCLAIM, consumers, at=AT), Admitted)


def test_a_narrower_window(consumers: Consumers, shown: Shown) -> None:
    assert "60 detik" in refused(consumers, headers(shown, at=NOW - 61), window_seconds=60)


def test_a_bad_signature(consumers: Consumers, shown: Shown) -> None:
    assert refused(consumers, headers(shown, x_signature="AAAA")) == "Signature Service Tidak Sesuai"
    assert refused(consumers, headers(shown, x_timestamp="kemarin")) == "Signature Service Tidak Sesuai"
    assert refused(consumers, {}) == "Signature Service Tidak Sesuai"


def test_an_unknown_consumer(consumers: Consumers, shown: Shown) -> None:
    assert refused(consumers, headers(shown, x_cons_id="54321")) == "Unauthorized! You are not registered for this service!"


def test_a_revoked_consumer(consumers: Consumers, shown: Shown) -> None:
    consumers.revoke("12345", at=AT)
    assert refused(consumers, headers(shown)) == "Unauthorized! Consumer ID is expired!"


def test_a_rotated_secret_counts_until_its_day_and_each_opens_its_own_answers(consumers: Consumers, shown: Shown) -> None:
    new = consumers.rotate("12345", at=AT, old_until=AT + HOUR)
    assert admitted(headers(shown), VCLAIM, consumers, at=AT).secret == shown.secret
    assert admitted(headers(new), VCLAIM, consumers, at=AT).secret == new.secret
    later = AT + HOUR
    assert refused(consumers, headers(shown, at=NOW + 3600), at=later) == "Signature Service Tidak Sesuai"
    assert admitted(headers(new, at=NOW + 3600), VCLAIM, consumers, at=later).secret == new.secret


def test_a_user_key_that_is_wrong_or_did_not_arrive(consumers: Consumers, shown: Shown) -> None:
    assert refused(consumers, headers(shown, user_key="lain")).endswith("user_key salah")
    without = {name: value for name, value in headers(shown).items() if name != "user_key"}
    assert "periksa proxy" in refused(consumers, without)


def test_another_s_user_key_is_wrong(consumers: Consumers, shown: Shown) -> None:
    other = consumers.create(name="KLINIK UJI", facility_code="R902", areas=("99.73",), at=AT)
    assert refused(consumers, headers(shown, user_key=other.user_key)).endswith("user_key salah")


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def test_pcare_has_a_login_besides(consumers: Consumers, shown: Shown) -> None:
    good = headers(shown, x_authorization=basic(f"loket1:{shown.pcare_password}:095"))
    assert admitted(good, PCARE, consumers, at=AT).user == "loket1"
    for wrong in ("", basic("loket1:sandi:095"), basic(f"loket1:{shown.pcare_password}"), f"loket1:{shown.pcare_password}:095"):
        assert "X-authorization" in refused(consumers, headers(shown, x_authorization=wrong), PCARE)
    assert "X-authorization" in refused(consumers, headers(shown), PCARE)


def test_a_path_is_of_the_one_or_the_other_dialect_or_of_none() -> None:
    assert dialect_of(f"/x/Peserta/nik/{NIK}/tglSEP/2021-07-15", today=TODAY) == (VCLAIM, Question(NIK, "nik", ON, TODAY))
    assert dialect_of(f"/x/peserta/{CARD}", today=TODAY) == (PCARE, Question(CARD, "card", TODAY, TODAY))
    assert dialect_of("/x/peserta/abc", today=TODAY) == (PCARE, Told(NO_DATA, "No.Kartu Tidak Sesuai"))
    assert dialect_of("/x/SEP/2.0/insert", today=TODAY) is None


@pytest.mark.parametrize(("dialect", "code"), [(VCLAIM, "200"), (PCARE, 200)])
def test_an_answer_is_sealed_for_who_asked(consumers: Consumers, shown: Shown, dialect: Dialect, code: object) -> None:
    login = {"x_authorization": basic(f"loket1:{shown.pcare_password}:095")}
    # Signed over the next second: the key is of the header's all the same.
    by = admitted(headers(shown, signed_at=NOW + 1, **login), dialect, consumers, at=AT)
    answer = found(person())
    said = told(dialect, Question(NIK, "nik", ON, TODAY), answer.answer, [person()], profile="standard")
    read = json.loads(body(dialect, said, by))
    assert read["metaData"] == {"code": code, "message": "OK"}
    assert opened(read["response"], answer_key("12345", shown.secret, str(NOW))) == said.payload


def test_pcare_has_a_code_of_its_own_for_nobody_since_its_201_is_a_success() -> None:
    said = Told(NO_DATA, "NIK Tidak Sesuai")
    assert [json.loads(body(each, said, None))["metaData"]["code"] for each in (VCLAIM, PCARE)] == ["201", 204]


def test_a_refusal_is_sealed_for_nobody(consumers: Consumers, shown: Shown) -> None:
    assert json.loads(body(VCLAIM, Told(NO_DATA, "NIK Tidak Sesuai"), None)) == {
        "metaData": {"code": "201", "message": "NIK Tidak Sesuai"},
        "response": None,
    }


def test_a_payload_is_never_told_to_nobody() -> None:
    with pytest.raises(AssertionError):
        body(VCLAIM, Told(200, "OK", {"peserta": {}}), None)


def test_the_timestamp_text_makes_the_key_exactly_as_received() -> None:
    one = Signed("12345", "01795321350", signature("12345", "s", "01795321350").decode())
    assert one.made_with(["s"]) == "s"
    assert opened(one.sealed({"a": None}, secret="s"), answer_key("12345", "s", "01795321350")) == {"a": None}


def test_every_proof_is_compared_in_constant_time_as_often_for_nobody_as_for_somebody(
    consumers: Consumers, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[object, object]] = []

    def seen(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return compare_digest(one, other)

    compare_digest = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", seen)

    def times(told_: dict[str, str], dialect: Dialect = VCLAIM) -> int:
        compared.clear()
        with suppress(NotAdmitted):
            admitted(told_, dialect, consumers, at=AT)
        return len(compared)

    wrong = headers(shown, x_signature=signature("12345", "lain", str(NOW)).decode())
    assert times(wrong) == times(headers(shown, x_cons_id="54321")) == times(headers(shown, x_signature="AAAA")) == 2
    assert times(headers(shown)) == times(headers(shown, user_key="lain")) == times(headers(shown, user_key="")) == 3
    for password in (shown.pcare_password, "lain", shown.pcare_password[:-1]):
        assert times(headers(shown, x_authorization=basic(f"loket1:{password}:095")), PCARE) == 4
    compared.clear()
    keys = (shown.api_key, shown.api_key[:-1] + "x", shown.api_key.replace("12345", "54321"), "", "x" * 1000)
    assert [consumers.by_api_key(key, at=AT) is not None for key in keys] == [True, False, False, False, False]
    assert len(compared) == len(keys) and all(len(str(one)) == len(str(other)) == 64 for one, other in compared)


PIECES = st.sampled_from(
    ["/", "//", "Peserta", "peserta", "nik", "nokartu", "noka", "tglSEP", NIK, CARD, "2021-07-15", "0" * 16, "..", "%2F"]
)
SAID = {"No.Kartu Tidak Sesuai", "NIK Tidak Sesuai", "Tanggal SEP Tidak Sesuai"}


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES | st.text(max_size=20), max_size=10).map("".join))
def test_any_path_is_a_question_a_refusal_or_nobody_s(path: str) -> None:
    read = dialect_of(path, today=TODAY)
    if read is None:
        return
    asked = read[1]
    if isinstance(asked, Told):
        assert asked.code == NO_DATA and asked.message.split(":")[0] in SAID
    else:
        assert asked.number in (NIK, CARD) or (asked.number.isascii() and len(asked.number) in (13, 16))
        assert dt.date(2014, 1, 1) <= asked.on <= TODAY


NAMES = ("x-cons-id", "x-timestamp", "x-signature", "user_key", "x-authorization")
TEXTS = st.text(st.characters(max_codepoint=255), max_size=40) | st.sampled_from(["12345", str(NOW), "Basic YTpiOjA5NQ=="])


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(told_=st.dictionaries(st.sampled_from(NAMES), TEXTS), dialect=st.sampled_from([VCLAIM, PCARE]))
def test_any_headers_but_the_right_ones_are_refused(
    consumers: Consumers, shown: Shown, told_: dict[str, str], dialect: Dialect
) -> None:
    assert refused(consumers, told_, dialect)
