"""PCare's peserta: paths, the login header's form, and the flat payload."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
from typing import Any

import pytest

from cakupan.counter.bridging import NO_DATA, Told
from cakupan.counter.participant import Question
from cakupan.counter.pcare import login, payload, question_of
from counter.participants import CARD, DEBT, NIK, SITUATIONS, TODAY, card, found, person

KEYS = (
    "noKartu nama hubunganKeluarga sex tglLahir tglMulaiAktif tglAkhirBerlaku kdProviderPst kdProviderGigi jnsKelas jnsPeserta "
    "golDarah noHP noKTP pstProl pstPrb aktif ketAktif asuransi tunggakan"
)


@pytest.mark.parametrize("prefix", ["", "/pcare-rest", "/pcare-rest-v3.0", "/pcare-rest/"])
def test_the_three_paths(prefix: str) -> None:
    assert question_of(f"{prefix}/peserta/{CARD}", today=TODAY) == Question(CARD, "card", TODAY, TODAY)
    assert question_of(f"{prefix}/peserta/noka/{CARD}", today=TODAY) == Question(CARD, "card", TODAY, TODAY)
    assert question_of(f"{prefix}/peserta/nik/{NIK}/", today=TODAY) == Question(NIK, "nik", TODAY, TODAY)
    assert question_of(f"{prefix}//Peserta//NIK//{NIK}", today=TODAY) == Question(NIK, "nik", TODAY, TODAY)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/peserta",
        "/kunjungan/peserta/1/2",
        f"/peserta/nik/{NIK}/x",
        f"/Peserta/nik/{NIK}/tglSEP/2021-07-15",
        # Of the same protocols, by the same number, and about something else.
        f"/pcare-rest/kunjungan/peserta/{CARD}",
        f"/pcare-rest/kelompok/peserta/{CARD}",
        f"/vclaim-rest/Rujukan/Peserta/{CARD}",
        f"/vclaim-rest/Rujukan/RS/List/Peserta/{CARD}",
        f"/vclaim-rest//rujukan//peserta/{CARD}/",
    ],
)
def test_another_path_is_not_ours(path: str) -> None:
    assert question_of(path, today=TODAY) is None


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/peserta/0000000000000", "No.Kartu Tidak Sesuai"),
        (f"/peserta/{NIK}", "No.Kartu Tidak Sesuai"),
        ("/peserta/noka/123", "No.Kartu Tidak Sesuai"),
        ("/peserta/nik/", "NIK Tidak Sesuai"),
        ("/peserta/nik/0000000000000000", "NIK Tidak Sesuai"),
    ],
)
def test_a_number_that_nobody_can_bear(path: str, message: str) -> None:
    assert question_of(path, today=TODAY) == Told(NO_DATA, message)


def header(text: str, scheme: str = "Basic ") -> str:
    return scheme + base64.b64encode(text.encode()).decode()


def test_the_login_header_as_clients_write_it() -> None:
    assert login(header("puskesmas:sandi:095")) == ("puskesmas", "sandi")
    assert login(header("puskesmas:a:b:c:095", "basic  ")) == ("puskesmas", "a:b:c")
    assert login(header("puskesmas:sändi:095")) == ("puskesmas", "sändi")


@pytest.mark.parametrize(
    "told",
    ["", "Basic", "Basic !!!", header("a:b"), header("a:b:xx"), header(":b:095"), header("a::095"), header("a:b:095", "Bearer "),
     "Basic /////w==", header("a:b:0950"), header("a:b:095") + "="],
)  # fmt: skip
def test_another_form_of_the_login_header(told: str) -> None:
    assert login(told) is None


def test_somebody_active() -> None:
    assert payload(found(SITUATIONS["active"])) == {
        "noKartu": CARD,
        "nama": "WARGA UJI",
        "hubunganKeluarga": "",
        "sex": "P",
        "tglLahir": "31-01-1990",
        "tglMulaiAktif": "01-02-2020",
        "tglAkhirBerlaku": "31-12-2021",
        "kdProviderPst": {"kdProvider": "0138U020", "nmProvider": "PUSKESMAS UJI"},
        "kdProviderGigi": {"kdProvider": None, "nmProvider": None},
        "jnsKelas": {"nama": "KELAS III", "kode": "3"},
        "jnsPeserta": {"nama": "PBPU DAN BP PEMERINTAH DAERAH", "kode": "22"},
        "golDarah": "",
        "noHP": "",
        "noKTP": NIK,
        "pstProl": "",
        "pstPrb": "",
        "aktif": True,
        "ketAktif": "AKTIF",
        "asuransi": {"kdAsuransi": None, "nmAsuransi": None, "noAsuransi": None, "cob": False},
        "tunggakan": 0,
    }


@pytest.mark.parametrize("name", SITUATIONS)
def test_null_only_where_pcare_has_null(name: str) -> None:
    one = payload(found(SITUATIONS[name]))
    flat = {key: value for key, value in one.items() if not isinstance(value, dict)} | one["jnsKelas"] | one["jnsPeserta"]
    assert {key for key, value in flat.items() if value is None} == set()
    assert {key for key, value in flat.items() if type(value) is not str} == {"aktif", "tunggakan"}
    assert type(one["tunggakan"]) is int and one["tunggakan"] >= 0


@pytest.mark.parametrize("name", SITUATIONS)
def test_flat_every_key_aktif_a_boolean(name: str) -> None:
    one = payload(found(SITUATIONS[name]))
    assert " ".join(one) == KEYS and "peserta" not in one
    assert one["aktif"] is (found(SITUATIONS[name]).answer.status == "active")
    assert (one["ketAktif"] == "AKTIF") is one["aktif"]
    assert isinstance(one["noKTP"], str)


def test_a_profile_with_older_labels() -> None:
    assert payload(found(person()), profile="old_labels")["jnsPeserta"] == {"nama": "PBI (APBD)", "kode": "22"}


def test_dates_before_the_tenth_have_two_digits() -> None:
    one = payload(found(person(cards=(card(start_date=dt.date(2021, 3, 4)),))))
    assert one["tglMulaiAktif"] == "04-03-2021"


def owing(**changed: Any) -> Any:
    debt = dataclasses.replace(DEBT, **changed)
    return payload(found(dataclasses.replace(SITUATIONS["arrears_of_the_family"], debts=(debt,))))["tunggakan"]


@pytest.mark.parametrize(
    ("changed", "rupiah"),
    [
        ({}, 500_000),
        ({"amount": None}, 490_000),
        ({"months": 30, "capped_months": 24, "capped_amount": 2_400_000}, 2_400_000),
        ({"amount": None, "stated": None}, 1),
    ],
)
def test_arrears_in_whole_rupiah_and_never_nothing_where_nobody_told_the_amount(changed: dict[str, Any], rupiah: int) -> None:
    assert owing(**changed) == rupiah


def test_a_bill_that_the_pemda_did_not_pay_is_no_debt_of_the_person() -> None:
    one = payload(found(SITUATIONS["arrears"]))
    assert (one["tunggakan"], one["ketAktif"]) == (0, "NON AKTIF KARNA PREMI")
