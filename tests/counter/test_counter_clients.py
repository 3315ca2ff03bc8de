"""Two clients of hospitals as their authors publish them, unmodified, pointed at the counter served on this machine alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bpjs.bpjs import Bridging
from pybpjs.bpjs import bridging

from answer.desk_people import Someone, people
from answer.every_reason import AREA
from cakupan.cli import app
from cakupan.cli.outcome import DONE, REFUSED, run_command
from cakupan.record.credentials import Consumers, Shown
from counter.counter_server import KEY, CounterServer

DAY = "2026-02-14"
NOBODY = {"nik": "9973019912999999", "nokartu": "9999999999999"}
Client = Callable[[str], dict[str, Any]]


@pytest.fixture
def consumers(counter: CounterServer) -> Consumers:
    return counter.consumers()


def made(consumers: Consumers, **told: Any) -> Shown:
    return consumers.create(name="RSUD UJI", facility_code=None, areas=(AREA,), at=now(), **told)


def now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


@pytest.fixture
def shown(consumers: Consumers) -> Shown:
    return made(consumers)


def clients(counter: CounterServer, shown: Shown, **changed: str) -> dict[str, Client]:
    told = {"consid": shown.consumer.id, "secret": shown.secret, "user_key": shown.user_key, **changed}
    own = {"host": f"http://127.0.0.1:{counter.port}/vclaim-rest", **told}
    slashed = {"host": f"http://127.0.0.1:{counter.port}/vclaim-rest/", **told, "is_encrypt": "1"}
    return {"bpjs-bridging": Bridging(own, "vclaim").request, "pybpjs": lambda path: dict(bridging(slashed, path))}


CLIENTS = pytest.mark.parametrize("client", ["bpjs-bridging", "pybpjs"])
FORMS = pytest.mark.parametrize("form", ["nik", "nokartu"])


def path(one: Someone, form: str, day: str = DAY) -> str:
    return f"Peserta/{form}/{one.nik if form == 'nik' else one.card}/tglSEP/{day}"


def told(answered: dict[str, Any]) -> dict[str, Any]:
    assert answered["metaData"] == {"code": "200", "message": "OK"}
    one: dict[str, Any] = answered["response"]["peserta"]
    return one


@CLIENTS
@FORMS
@pytest.mark.parametrize(
    ("situation", "code", "text", "kind"),
    [
        ("active", "0", "AKTIF", "13"),
        ("pbi_active", "0", "AKTIF", "21"),
        ("self_payer_owes", "9", "NON AKTIF KARNA PREMI", "14"),
        ("suspended", "9", "NON AKTIF KARNA PREMI", "22"),
        ("ended", "7", "PENANGGUHAN PESERTA", "22"),
        ("off_pbi_in_february", "15", "NON AKTIF DIAKHIR BULAN", "21"),
    ],
)
def test_who_is_active_stopped_for_arrears_or_without_agreement(
    counter: CounterServer, shown: Shown, client: str, form: str, situation: str, code: str, text: str, kind: str
) -> None:
    one = people()[situation][0]
    peserta = told(clients(counter, shown)[client](path(one, form)))
    assert peserta["statusPeserta"] == {"kode": code, "keterangan": text}
    assert (peserta["noKartu"], peserta["nik"], peserta["jenisPeserta"]["kode"]) == (one.card, one.nik, kind)


@CLIENTS
def test_the_last_day_of_the_agreement_and_the_first_without(counter: CounterServer, shown: Shown, client: str) -> None:
    one = people()["ended"][0]
    days = {day: told(clients(counter, shown)[client](path(one, "nik", day))) for day in ("2025-12-31", "2026-01-01")}
    assert [each["statusPeserta"]["kode"] for each in days.values()] == ["0", "7"]
    assert {each["tglTAT"] for each in days.values()} == {"2025-12-31"}


@CLIENTS
def test_who_is_not_known(counter: CounterServer, shown: Shown, client: str) -> None:
    ask = clients(counter, shown)[client]
    for form, message in (("nik", "NIK Tidak Sesuai"), ("nokartu", "No.Kartu Tidak Sesuai")):
        for number in (NOBODY[form], "0" * len(NOBODY[form]), NOBODY[form][:-1], NOBODY[form][:-1] + "X"):
            answered = ask(f"Peserta/{form}/{number}/tglSEP/{DAY}")
            assert answered == {"metaData": {"code": "201", "message": message}, "response": None}


@CLIENTS
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"secret": "salah"}, "Signature Service Tidak Sesuai"),
        ({"consid": "99"}, "Unauthorized! You are not registered for this service!"),
        ({"user_key": "salah"}, "Unauthorized! You are not registered for this service!: user_key salah"),
    ],
)
def test_who_does_not_prove_itself(
    counter: CounterServer, shown: Shown, client: str, changed: dict[str, str], message: str
) -> None:
    answered = clients(counter, shown, **changed)[client](path(people()["active"][0], "nik"))
    assert answered == {"metaData": {"code": "401", "message": message}, "response": None}


@CLIENTS
def test_rotated_both_sets_count_for_a_while_and_revoked_none(
    counter: CounterServer, consumers: Consumers, shown: Shown, client: str
) -> None:
    asked = path(people()["active"][0], "nik")
    new = consumers.rotate(shown.consumer.id, at=now(), old_until=now() + dt.timedelta(hours=1))
    assert told(clients(counter, shown)[client](asked)) == told(clients(counter, new)[client](asked))
    newest = consumers.rotate(shown.consumer.id, at=now(), old_until=now())
    for old in (shown, new):
        assert clients(counter, old)[client](asked)["metaData"]["message"] == "Signature Service Tidak Sesuai"
    assert told(clients(counter, newest)[client](asked))["noKartu"]
    consumers.revoke(shown.consumer.id, at=now())
    expired = clients(counter, newest)[client](asked)
    assert expired == {"metaData": {"code": "401", "message": "Unauthorized! Consumer ID is expired!"}, "response": None}


@CLIENTS
def test_what_the_counter_does_not_have(counter: CounterServer, shown: Shown, client: str) -> None:
    answered = clients(counter, shown)[client]("referensi/poli/INT")
    assert answered == {"metaData": {"code": 404, "message": "URL tidak ditemukan"}, "response": None}


@CLIENTS
def test_a_profile_of_older_labels(counter: CounterServer, consumers: Consumers, client: str) -> None:
    old = made(consumers, profile="old_labels")
    peserta = told(clients(counter, old)[client](path(people()["ended"][0], "nik")))
    assert peserta["jenisPeserta"] == {"kode": "22", "keterangan": "PBI (APBD)"}


def test_a_profile_that_there_is_not_is_refused_when_a_consumer_is_made(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAKUPAN_COUNTER_KEY", KEY)
    words = ["counter", "consumer", "create", "--name", "RSUD UJI", "--area", AREA, "--workspace", str(workspace), "--profile"]
    assert run_command(app, [*words, "lama"]) == REFUSED
    assert "standard, old_labels" in capsys.readouterr().err
    assert run_command(app, [*words, "old_labels"]) == DONE
