"""Outlook, guarantees, forum, channels and the agreement's papers on the page: dates, causes, and what is missing by its name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cakupan.answer.words import MONTHS_ID
from cakupan.registers.channels import CHANNEL_KINDS
from cakupan.report import write_html
from cakupan.report.edition import Edition
from cakupan.report.page.papers import missing
from cakupan.report.page.render import sections
from cakupan.report.page.terms import portion_words
from cakupan.report.texts import sentences
from report.cover_fixture import area
from report.edition_fixture import PKS, entries, write_edition
from report.money_fixture import documents, outlook
from report.page_reader import Page, read, row_of

PAPERS = {"outlook", "guarantees", "forum", "channels"}


def page_of(edition: Edition, folder: Path, language: str = "id") -> Page:
    write_html(edition=edition, out=folder / "a.html")
    return read(folder / "a.html", language)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    found = write_edition(tmp_path_factory.mktemp("edition"), entries(3), documents=documents())
    return replace(found, outlook=outlook())


@pytest.fixture(scope="module")
def page(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return page_of(edition, tmp_path_factory.mktemp("out"))


def test_sections_are_there_only_with_what_they_need(edition: Edition, tmp_path: Path) -> None:
    assert {each.name for each in sections(edition)} >= PAPERS
    assert not PAPERS & {each.name for each in sections(write_edition(tmp_path, entries(2)))}


def test_where_people_lose_cover_that_stands_first(edition: Edition) -> None:
    counted = replace(edition, coverage=(area("36.73", registered=90, population=100, active=80),))
    assert [each.name for each in sections(counted)][:2] == ["outlook", "coverage"]
    nobody = {**outlook(), "loses_cover": {"on": None, "people": 0}}
    assert [each.name for each in sections(replace(counted, outlook=nobody))][:2] == ["coverage", "outlook"]


def test_alarms_stand_by_date_with_rupiah_people_and_whether_it_is_time(page: Page) -> None:
    first, second = page.text.index("30 September 2021 Batas APBD-P sudah waktunya"), page.text.index("Penjaminan berakhir")
    assert first < second
    assert "Rp 9.828.000.000 · 65.000 jiwa · diperingatkan sejak 30 Juni 2021" in page.text
    assert "Yang berakhir berikutnya 30 September 2021 Batas APBD-P" in page.text


def test_without_alarms_the_page_says_that_nothing_ends(edition: Edition, tmp_path: Path) -> None:
    text = page_of(replace(edition, outlook={**outlook(), "alarms": []}), tmp_path).text
    assert "Tidak ada yang berakhir dalam jangka yang dilihat." in text
    assert "Yang berakhir berikutnya" not in text


def test_the_months_end_with_the_agreement(page: Page) -> None:
    assert row_of(page, "Juli 2021", "65.000")[2:] == ["Rp 2.457.000.000", "Rp 2.457.000.000"]
    assert row_of(page, "Desember 2021", "65.000")[2:] == ["Rp 2.457.000.000", "–"]
    assert row_of(page, "1 Januari 2022")[1:] == ["0", "Rp 0", "PKS berakhir: 65.000 jiwa"]


def test_who_loses_cover_stands_by_village_and_facility_and_sums(page: Page) -> None:
    assert "Mulai 1 Januari 2022: 65.000 jiwa kehilangan jaminan; 63.000 di antaranya" in page.text
    assert row_of(page, "26 lainnya (lihat buku kerja)")[1] == "37.000"
    sums = [row for row in page.rows if row[0] == "Jumlah seluruhnya" and len(row) == 3]
    assert [row[1] for row in sums] == ["65.000", "65.000"]
    assert row_of(page, "tidak diketahui")[1] == "1.000"


def test_readings_of_who_pays_stand_side_by_side(page: Page) -> None:
    assert row_of(page, "menurut PKS")[1:] == ["Rp 2.457.000.000", "Rp 0", "Rp 2.457.000.000"]
    assert row_of(page, "provinsi ikut 40 %")[1:] == ["Rp 1.474.200.000", "Rp 982.800.000", "Rp 2.457.000.000"]


def test_options_stand_by_cost_what_frees_money_first(page: Page) -> None:
    assert row_of(page, "1", "Bersihkan")[2:5] == ["−Rp 61.349.400", "−Rp 368.096.400", "1.623"]
    assert row_of(page, "2", "Perpanjang")[3:] == ["Rp 29.484.000.000", "65.000", "APBD 2022"]


def test_a_statement_without_an_instrument_is_a_dated_note_and_no_cover(page: Page) -> None:
    assert "Belum menjadi jaminan pada tanggal posisi: dasar belum diunggah;" in page.text
    assert "5 Juni 2021 Bupati Sambas, unggahan media sosial pernyataan, bukan naskah" in page.text
    assert row_of(page, "Naskah", "dasar belum diunggah")
    assert row_of(page, "Rekening belanja", "rekening belum ada")


def test_a_guarantee_that_has_everything_lacks_nothing(page: Page) -> None:
    assert page.text.count("Belum menjadi jaminan") == 1
    assert row_of(page, "Naskah", "Perbup 188/7/2021, 20 Juni 2021")
    assert row_of(page, "Faskes", "RSUD Sambas")


WHOLE: dict[str, Any] = {
    "instrument": {"number": "1", "date": dt.date(2025, 1, 6)},
    "period": {"from": dt.date(2025, 1, 6), "to": dt.date(2025, 4, 1)},
    "facilities": [{"code": "0001R001", "name": "RSUD"}],
    "account": "5.1.02",
}


@pytest.mark.parametrize(
    ("change", "on", "lacks"),
    [
        ({}, dt.date(2025, 1, 6), []),
        ({}, dt.date(2025, 1, 5), ["guarantee.later_instrument", "guarantee.no_period"]),
        ({}, dt.date(2025, 3, 31), []),
        ({}, dt.date(2025, 4, 1), ["guarantee.no_period"]),
        ({"period": {"from": dt.date(2025, 1, 6)}}, dt.date(2030, 1, 1), []),
        ({"instrument": None}, dt.date(2025, 1, 6), ["guarantee.no_instrument"]),
        ({"facilities": []}, dt.date(2025, 1, 6), ["guarantee.no_facility"]),
        ({"account": None}, dt.date(2025, 1, 6), ["guarantee.no_account"]),
    ],
)
def test_what_is_missing_is_said_by_name(change: dict[str, Any], on: dt.date, lacks: list[str]) -> None:
    found = [words.en for words in missing({**WHOLE, **change}, on)]
    assert len(found) == len(lacks)
    for said, key in zip(found, lacks, strict=True):
        assert said.startswith(sentences()[key].en.partition("{")[0])


def test_promises_of_the_forum_are_open_done_or_overdue(page: Page) -> None:
    assert row_of(page, "Evaluasi Pergub")[2:] == ["21 Juni 2021", "lewat 10 hari", "Belum terdaftar (jiwa): 1.641.271"]
    assert row_of(page, "Verifikasi", "Dinsos")[3] == "belum", "due on the position's day is not late yet"
    assert row_of(page, "Konfirmasi")[3] == "✔ Lengkap 30 Juli 2020"
    assert row_of(page, "Dinsos", "data miskin")[2:] == ["verifikasi", "Dukcapil dahulu"]
    assert "Rapat sebelumnya: 12 Mei 2020." in page.text


def test_channels_say_how_much_how_long_and_how_far(page: Page) -> None:
    assert row_of(page, "Kantor cabang Pontianak ilustratif")[1:] == ["Kantor cabang", "–", "1.200", "1,5", ""]
    assert row_of(page, "Drop box ilustratif")[3:] == ["–", "–", "Kabupaten Sambas 174,5 km"]


def test_every_kind_of_channel_has_its_words() -> None:
    assert {f"channel_kind.{kind}" for kind in CHANNEL_KINDS} <= set(sentences())


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ({"payer": "kabkota", "per_cent": 60}, "60 %"),
        ({"payer": "kabkota", "per_cent": "33.3333"}, "33,3333 %"),
        ({"payer": "provinsi", "people": 3000}, "3.000 orang pertama"),
        ({"payer": "provinsi", "months": 5}, "5 bulan pertama"),
        (
            {"payer": "provinsi", "per_cent": 40, "cap_per_month": 500_000},
            "40 %, paling banyak Rp\u00a0500.000 per bulan",
        ),
        ({"payer": "kabkota", "rest": True}, "sisanya"),
    ],
)
def test_shares_are_said_by_their_method(share: dict[str, Any], said: str) -> None:
    assert portion_words(share).id == said


def test_an_agreement_shows_state_papers_people_present_and_disputed_readings(tmp_path: Path) -> None:
    signed = {"date": "2021-06-28", "place": "Serang", "by": ["Kepala Dinkes"], "present": ["camat", "lurah"]}
    edition = write_edition(
        tmp_path,
        entries(1),
        signed=signed,
        status="under_review",
        papers=[{"name": "Nota Serang", "kind": "mou", "number": "12", "date": "2018-05-01"}],
        review={"requested_on": "2021-07-05", "by": "Bupati", "through": "unggahan"},
        shares=[{"payer": "provinsi", "people": 3000}, {"payer": "kabkota", "rest": True}],
        readings_of_who_pays=[{"name": "provinsi ikut", "shares": [{"payer": "provinsi", "per_cent": 40}]}],
    )
    page = page_of(edition, tmp_path)
    assert row_of(page, "Keadaan", "kaji ulang")
    assert row_of(page, "Hadir", "camat; lurah")
    assert row_of(page, "Naskah", "Nota Kesepahaman · Nota Serang · 12 · 1 Mei 2018")
    assert row_of(page, "Porsi pembayar", "Pemprov 3.000 orang pertama; Pemkot Serang sisanya")
    assert row_of(page, "Tafsir lain atas porsi", "provinsi ikut: Pemprov 40 %")
    assert row_of(page, "Permintaan kaji ulang", "5 Juli 2021, Bupati, melalui unggahan (permintaan, bukan naskah)")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_is_whole_in_both_languages(edition: Edition, tmp_path: Path, language: str) -> None:
    found = page_of(edition, tmp_path, language)
    assert found.mistakes == [] and found.loads == [] and "{" not in found.text
    assert len(found.ids) == len(set(found.ids))


def test_what_comes_from_documents_cannot_become_markup(tmp_path: Path) -> None:
    evil = {**documents(), "forum": [{"number": "1", "title": "<script>x</script>", "on": "2020-01-01", "place": "<b>"}]}
    found = page_of(write_edition(tmp_path, entries(1), documents=evil), tmp_path)
    assert "<script>x</script>" in found.text and found.mistakes == []


def test_the_agreement_of_the_outlook_is_named(page: Page) -> None:
    assert f"juta rupiah, PKS {PKS} (gelap: lunas)" in page.text


@pytest.mark.parametrize(("as_of", "first", "last"), [("2021-07-01", 7, 12), ("2023-01-05", 1, 12), ("2021-06-10", 3, 2)])
def test_a_year_around_the_position_is_shown_of_a_long_agreement(
    edition: Edition, tmp_path: Path, as_of: str, first: int, last: int
) -> None:
    """From three months before the position, or the last year of an agreement that is over."""
    look = outlook()
    start, count = (7, 6) if as_of == "2021-07-01" else (1, 24)
    months = [divmod(start - 1 + at, 12) for at in range(count)]
    look["agreements"][0]["months"] = [
        {"month": f"{2021 + over}-{month + 1:02d}", "people": 5, "payers": {"kabkota": 100, "pusat": 900}, "paid": None}
        for over, month in months
    ]
    page = page_of(replace(edition, outlook={**look, "as_of": as_of}), tmp_path)
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert ('<span class="much">0</span>' in html) == (last == 12 and count == 6), "the end stands only next to the last month"
    shown = [row[0] for row in page.rows if row[1:] == ["5", "Rp 100", "–"]]
    assert len(shown) == min(12, count)
    names = [f"{MONTHS_ID[month - 1]} " for month in (first, last)]
    assert shown[0].startswith(names[0]) and shown[-1].startswith(names[1])
