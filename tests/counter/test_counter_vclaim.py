"""VClaim's Peserta: paths as clients write them, the payload key by key, and what each situation is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.counter.bridging import NO_DATA, Told
from cakupan.counter.labels import known_profile, profiles
from cakupan.counter.participant import Question
from cakupan.counter.vclaim import age_words, payload, question_of
from cakupan.law.refusal import Refusal
from counter.participants import CARD, DEAD, GUARANTEE, LISTED, NIK, ON, SITUATIONS, TODAY, card, entry, found, person, told

# Section by section as BPJS's server writes them.
KEYS = (
    "noKartu nik nama pisa sex mr tglLahir tglCetakKartu tglTAT tglTMT statusPeserta "
    "provUmum jenisPeserta hakKelas umur informasi cob"
)
NESTED = {
    "mr": "noMR noTelepon",
    "statusPeserta": "kode keterangan",
    "provUmum": "kdProvider nmProvider",
    "jenisPeserta": "kode keterangan",
    "hakKelas": "kode keterangan",
    "umur": "umurSekarang umurSaatPelayanan",
    "informasi": "dinsos noSKTM prolanisPRB eSEP",
    "cob": "noAsuransi nmAsuransi tglTMT tglTAT",
}


def peserta(name: str, *, profile: str = "standard", **known: Any) -> dict[str, Any]:
    one: dict[str, Any] = payload(found(SITUATIONS[name], **known), profile=profile)["peserta"]
    return one


def leaves(told: Any) -> Iterator[Any]:
    for value in told.values():
        if isinstance(value, dict):
            yield from leaves(value)
        else:
            yield value


@pytest.mark.parametrize("prefix", ["", "/vclaim-rest", "/a/b/c", "/vclaim-rest/"])
@pytest.mark.parametrize(
    "form", ["/Peserta/nokartu/{}/tglSEP/{}", "/peserta/NoKartu/{}/tglsep/{}/", "//PESERTA//NOKARTU//{}//TGLSEP//{}"]
)
def test_a_path_under_any_prefix_in_any_case_with_any_slashes(prefix: str, form: str) -> None:
    assert question_of(prefix + form.format(CARD, "2021-07-15"), today=TODAY) == Question(CARD, "card", ON, TODAY)


def test_a_path_by_nik() -> None:
    assert question_of(f"/vclaim-rest/Peserta/nik/{NIK}/tglSEP/2021-07-15", today=TODAY) == Question(NIK, "nik", ON, TODAY)


@pytest.mark.parametrize(
    "path", ["/", "/Peserta", f"/Peserta/nik/{NIK}", f"/Peserta/nik/{NIK}/tglSEP/2021-07-15/x", "/SEP/2.0/insert"]
)
def test_another_path_is_not_ours(path: str) -> None:
    assert question_of(path, today=TODAY) is None


@pytest.mark.parametrize(
    "number", ["", "0", "9" * 12, "9" * 14, NIK, "0" * 13, "99900000000A2", "9990-00000012", "٩" * 13, "9990000000012 "]
)
def test_no_card_number(number: str) -> None:
    told_ = question_of(f"/Peserta/nokartu/{number}/tglSEP/2021-07-15", today=TODAY)
    assert told_ == Told(NO_DATA, "No.Kartu Tidak Sesuai")


@pytest.mark.parametrize("number", ["", CARD, "0" * 16, NIK + "1", NIK[:-1] + "X", "9973014101900000", "0973014101909001"])
def test_no_nik(number: str) -> None:
    assert question_of(f"/Peserta/nik/{number}/tglSEP/2021-07-15", today=TODAY) == Told(NO_DATA, "NIK Tidak Sesuai")


@pytest.mark.parametrize(
    "day", ["", "15-07-2021", "2021-7-15", "2021-02-30", "20210715", "2021-07-15T00:00", "besok", "٢٠٢١-٠٧-١٥"]
)
def test_no_day(day: str) -> None:
    told_ = question_of(f"/Peserta/nik/{NIK}/tglSEP/{day}", today=TODAY)
    assert told_ == Told(NO_DATA, "Tanggal SEP Tidak Sesuai: tulis yyyy-MM-dd")


@pytest.mark.parametrize(
    ("day", "good"), [("2013-12-31", False), ("2014-01-01", True), (TODAY.isoformat(), True), ("2021-08-03", False)]
)
def test_days_from_the_first_of_jkn_to_today(day: str, good: bool) -> None:
    told_ = question_of(f"/Peserta/nik/{NIK}/tglSEP/{day}", today=TODAY)
    assert isinstance(told_, Question) if good else isinstance(told_, Told) and told_.code == NO_DATA


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_key_in_order_every_leaf_text_or_none_no_object_none(name: str) -> None:
    one = peserta(name)
    assert list(one) == KEYS.split()
    assert {key: " ".join(value) for key, value in one.items() if isinstance(value, dict)} == NESTED
    assert {type(leaf) for leaf in leaves(one)} <= {str, type(None)}


def test_somebody_active() -> None:
    assert peserta("active") == {
        "noKartu": CARD,
        "nik": NIK,
        "nama": "WARGA UJI",
        "pisa": "",
        "sex": "P",
        "mr": {"noMR": None, "noTelepon": None},
        "tglLahir": "1990-01-31",
        "tglCetakKartu": "",
        "tglTAT": "2021-12-31",
        "tglTMT": "2020-02-01",
        "statusPeserta": {"kode": "0", "keterangan": "AKTIF"},
        "provUmum": {"kdProvider": "0138U020", "nmProvider": "PUSKESMAS UJI"},
        "jenisPeserta": {"kode": "22", "keterangan": "PBPU DAN BP PEMERINTAH DAERAH"},
        "hakKelas": {"kode": "3", "keterangan": "KELAS III"},
        "umur": {"umurSekarang": "31 tahun ,6 bulan ,2 hari", "umurSaatPelayanan": "31 tahun ,5 bulan ,15 hari"},
        "informasi": {"dinsos": None, "noSKTM": None, "prolanisPRB": None, "eSEP": None},
        "cob": {"noAsuransi": None, "nmAsuransi": None, "tglTMT": None, "tglTAT": None},
    }


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        ("active", "0", "AKTIF"),
        ("bare", "0", "AKTIF"),
        ("arrears", "9", "NON AKTIF KARNA PREMI"),
        ("arrears_of_the_family", "9", "NON AKTIF KARNA PREMI"),
        ("off_pbi", "15", "NON AKTIF DIAKHIR BULAN"),
        ("agreement_ended", "7", "PENANGGUHAN PESERTA"),
        ("removed", "15", "NON AKTIF DIAKHIR BULAN"),
        ("deceased", "2", "MENINGGAL"),
        ("inactive", "7", "PENANGGUHAN PESERTA"),
        ("silent", "99", "BELUM DIKETAHUI"),
    ],
)
def test_what_each_situation_is_called(name: str, code: str, text: str) -> None:
    assert peserta(name)["statusPeserta"] == {"kode": code, "keterangan": text}


# Where BPJS's own answers were seen with null. A typed client has plain text for everything else.
NULL_AT_BPJS = {"nik", "mr", "provUmum", "informasi", "cob"}


@pytest.mark.parametrize("name", SITUATIONS)
def test_null_only_where_bpjs_has_null(name: str) -> None:
    one = peserta(name)
    always = {key: value for key, value in one.items() if key not in NULL_AT_BPJS}
    assert [leaf for leaf in leaves(always) if leaf is None] == []
    assert type(one["nik"]) in (str, type(None))


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_way_in_which_software_asks_for_the_status_says_the_same(name: str) -> None:
    """As found in public code: the text; the code as text, as a number, trimmed; more than 0; 0 as PHP and JavaScript see it."""
    status, active = peserta(name)["statusPeserta"], found(SITUATIONS[name]).answer.status == "active"
    code = status["kode"]
    loose = 0 if code in (None, "") else int(code)  # null and "" are 0 there
    ways = (status["keterangan"] == "AKTIF", code == "0", code.strip() == "0", int(code) == 0, loose == 0, not loose > 0)
    assert set(ways) == {active}


@pytest.mark.parametrize("name", SITUATIONS)
def test_aktif_exactly_where_the_answer_is_active(name: str) -> None:
    status, answer = peserta(name)["statusPeserta"], found(SITUATIONS[name]).answer
    active = answer.status == "active"
    assert (status["keterangan"] == "AKTIF") is active and (status["kode"] == "0") is active
    assert active or status["keterangan"].strip().upper() != "AKTIF"


def test_a_card_that_ended_since_the_position_is_not_aktif() -> None:
    ended = person(entries=(entry(to_date=dt.date(2021, 7, 10)),))
    assert payload(found(ended))["peserta"]["statusPeserta"]["kode"] == "7"


@pytest.mark.parametrize(
    ("segment", "profile", "code", "text"),
    [
        ("PBI_JK", "standard", "21", "PBI JAMINAN KESEHATAN"),
        ("PBI_JK", "old_labels", "21", "PBI (APBN)"),
        ("PEMDA", "standard", "22", "PBPU DAN BP PEMERINTAH DAERAH"),
        ("PEMDA", "old_labels", "22", "PBI (APBD)"),
        ("PBPU", "standard", "14", "PEKERJA MANDIRI"),
        ("PBPU", "old_labels", "14", "PEKERJA MANDIRI"),
        ("BP", "standard", "0", "BUKAN PEKERJA"),
        ("PPU_PEMERINTAH", "standard", "0", "PPU PENYELENGGARA NEGARA"),
        ("PPU_SWASTA", "standard", "13", "PEGAWAI SWASTA"),
        (None, "standard", "0", "TIDAK DIKETAHUI"),
        ("PBI_JK", "a profile that was taken away", "21", "PBI JAMINAN KESEHATAN"),
    ],
)
def test_kinds_of_participants_in_the_words_of_a_profile(segment: str | None, profile: str, code: str, text: str) -> None:
    one = payload(found(person(cards=(card(segment=segment),))), profile=profile)["peserta"]
    assert one["jenisPeserta"] == {"kode": code, "keterangan": text}


def test_the_profiles_that_a_consumer_can_have() -> None:
    assert profiles() == ("standard", "old_labels")
    assert [known_profile(each) for each in profiles()] == list(profiles())
    with pytest.raises(Refusal, match="standard, old_labels"):
        known_profile("lama")


@pytest.mark.parametrize(
    ("class_", "code", "text"), [(1, "1", "KELAS I"), (2, "2", "KELAS II"), (3, "3", "KELAS III"), (None, "", "")]
)
def test_classes(class_: int | None, code: str, text: str) -> None:
    one = payload(found(person(cards=(card(class_=class_),))))["peserta"]
    assert one["hakKelas"] == {"kode": code, "keterangan": text}


def test_the_card_that_the_answer_rests_on_is_the_one_told() -> None:
    other = card(number="9990000000001", segment="PBI_JK", status="inactive", start_date=dt.date(2016, 1, 1))
    one = payload(found(person(cards=(other, card()))))["peserta"]
    assert (one["noKartu"], one["tglTMT"], one["jenisPeserta"]["kode"]) == (CARD, "2020-02-01", "22")


def test_a_local_guarantee_stands_in_informasi_and_the_card_stays_not_active() -> None:
    one = peserta("inactive", guarantees=(GUARANTEE,))
    assert one["informasi"]["noSKTM"] == "SJP-99/2021"
    assert "RSUD UJI" in one["informasi"]["dinsos"] and "Bukan SEP" in one["informasi"]["dinsos"]
    assert one["statusPeserta"] == {"kode": "7", "keterangan": "PENANGGUHAN PESERTA"}


@pytest.mark.parametrize("lacking", ["instrument", "account", "period"])
def test_a_guarantee_that_lacks_something_is_not_told(lacking: str) -> None:
    one = peserta("inactive", guarantees=(GUARANTEE | {lacking: None},))
    assert one["informasi"] == {"dinsos": None, "noSKTM": None, "prolanisPRB": None, "eSEP": None}


def test_a_guarantee_at_another_facility_is_not_told() -> None:
    assert peserta("inactive", guarantees=(GUARANTEE,), facility="R902")["informasi"]["noSKTM"] is None
    assert peserta("inactive", guarantees=(GUARANTEE,), facility="R901")["informasi"]["noSKTM"] == "SJP-99/2021"


def test_nobody_is_a_wrong_number() -> None:
    assert told() == Told(NO_DATA, "NIK Tidak Sesuai")
    assert told(asked=Question(CARD, "card", ON, TODAY)) == Told(NO_DATA, "No.Kartu Tidak Sesuai")


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ((person(), person(person_id="R3")), "Identitas Perlu Diteliti"),
        ((person(cards=(), cards_under_review=(card(),)),), "Identitas Perlu Diteliti"),
        ((person(cards=(), entries=(LISTED,)),), "menunggu jawaban cabang BPJS"),
        ((person(cards=(), entries=(entry(from_date=dt.date(2021, 8, 1)),)),), "belum berlaku"),
        ((person(cards=()),), "Peserta Tidak Terdaftar"),
        ((person(cards=(), birth_date=dt.date(2021, 7, 10)),), "bayi baru lahir"),
        ((person(cards=(), doubts=(DEAD,)),), "Peserta Tidak Terdaftar"),
    ],
)
def test_without_a_card_there_is_no_participant_and_the_message_says_why(people: Any, words: str) -> None:
    said = told(*people)
    assert isinstance(said, Told) and said.code == NO_DATA and words in said.message
    assert NIK not in said.message and "WARGA" not in said.message and "akta" not in said.message


def test_a_guarantee_is_told_of_a_resident_without_a_card() -> None:
    one = payload(found(person(cards=()), guarantees=(GUARANTEE,)))["peserta"]
    assert one["noKartu"] == "" and one["informasi"]["noSKTM"] == "SJP-99/2021"
    assert one["statusPeserta"]["keterangan"] != "AKTIF" and {type(leaf) for leaf in leaves(one)} <= {str, type(None)}


@pytest.mark.parametrize(
    ("born", "on", "words"),
    [
        (dt.date(1990, 1, 31), dt.date(1990, 1, 31), "0 tahun ,0 bulan ,0 hari"),
        (dt.date(1990, 1, 31), dt.date(1990, 2, 28), "0 tahun ,0 bulan ,28 hari"),
        (dt.date(1990, 1, 31), dt.date(1990, 3, 1), "0 tahun ,1 bulan ,1 hari"),
        (dt.date(1990, 1, 31), dt.date(1991, 1, 30), "0 tahun ,11 bulan ,30 hari"),
        (dt.date(1990, 1, 31), dt.date(1991, 1, 31), "1 tahun ,0 bulan ,0 hari"),
        (dt.date(2020, 2, 29), dt.date(2021, 2, 28), "0 tahun ,11 bulan ,30 hari"),
        (dt.date(2020, 2, 29), dt.date(2021, 3, 1), "1 tahun ,0 bulan ,1 hari"),
        (dt.date(1990, 12, 15), dt.date(2021, 7, 15), "30 tahun ,7 bulan ,0 hari"),
        (None, ON, ""),
        (dt.date(2021, 7, 16), ON, ""),
    ],
)
def test_ages(born: dt.date | None, on: dt.date, words: str) -> None:
    assert age_words(born, on=on) == words


@given(st.dates(dt.date(1900, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 40_000))
def test_ages_add_up(born: dt.date, days: int) -> None:
    on = born + dt.timedelta(days=days)
    words = age_words(born, on=on)
    years, months, rest = (int(part.split()[0]) for part in words.split(" ,"))
    assert 0 <= months < 12 and 0 <= rest < 31
    assert abs(years * 365.25 + months * 30.44 + rest - days) < 4
