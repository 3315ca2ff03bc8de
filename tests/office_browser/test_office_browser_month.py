"""A whole month as seven people in a real browser, from three uploads to the Berita Acara, on an office as a region runs it."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pypdf import PdfReader

from month.small_region import files
from office_browser import month_steps as steps
from office_browser.browsing import chromium
from office_browser.running_office import WORK_SECONDS_MAX, Office, Officer, open_folder, running

pytestmark = pytest.mark.browser
People = Mapping[str, Officer]
RATES = {"iuran": 35_000, "bantuan_iuran": 2_800}
# Whatever else the month rests on, besides the three registers.
OTHER_FILES = (
    ("dukcapil", "deaths", "akta_kematian.csv"),
    ("dukcapil", "moves", "mutasi_pindah.csv"),
    ("bpjs", "facilities", "faskes.csv"),
    ("dinkes", "decisions", "lampiran_sk.csv"),
)


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with (
        chromium() as browser,
        open_folder() as home,
        running(home, area=steps.AREA, day=steps.DAY, browser=browser) as office,
    ):
        yield office


@pytest.fixture(scope="module")
def people(office: Office) -> People:
    """Everybody, each signed in with a password of their own, and the month calculated from what they delivered."""
    entered, case = steps.let_in(office), files() / "files"
    for who, kind, name in (
        ("dukcapil", "residents", "penduduk.csv"),
        ("dinsos", "poverty", "dtks.csv"),
        ("bpjs", "members", "peserta.csv"),
        *OTHER_FILES,
    ):
        steps.deliver(entered[who], kind, case / name)
    steps.agree(entered)
    assert "disiapkan" in steps.prepare_month(entered["dinkes"])
    return entered


def test_a_month_from_three_uploads_to_the_minutes(people: People, tmp_path: Path) -> None:
    steps.verify(people)
    path = steps.propose_people(people)
    assert "1 ditolak, 0 belum dijawab" in steps.answer_people(people["bpjs"], path, tmp_path)
    assert "aktif" in people["bpjs"].open("perjanjian/")
    steps.close_month(people)
    lines = len((files() / "files/lampiran_sk.csv").read_text(encoding="utf-8").splitlines()) - 1
    the_minutes_say(people["bpjs"], lines)
    for account, rate in RATES.items():
        steps.pay(people, account, lines * rate)
    the_province_sees_totals(people["provinsi"], lines)
    the_auditor_finds_the_log_whole(people["auditor"])
    assert steps.heard(people.values()) == []


def the_minutes_say(bpjs: Officer, lines: int) -> None:
    """The PDF as it is downloaded: who is billed, how much, on which agreement and decree."""
    bpjs.open(f"tagihan/bulan/{steps.MONTH}/")
    bpjs.press("/BA-PD/")
    answer = bpjs.page.context.request.get(f"{bpjs.page.url}surat.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages).split())
    amount = f"{lines * sum(RATES.values()):,}".replace(",", ".")
    assert f"Jumlah peserta bulan Juli 2021 adalah {lines} " in text
    assert f"Iuran bulan Juli 2021 berjumlah Rp {amount} " in text.replace("\u00a0", " ")
    assert steps.NUMBER in text and steps.DECREE in text and "orang rekaan" in text


def the_province_sees_totals(provinsi: Officer, lines: int) -> None:
    """Cover, bill and payment of the regency, and nobody by name in them."""
    assert "Terdaftar" in provinsi.open("cakupan/")
    assert lines * sum(RATES.values()) in steps.rupiah_in(provinsi.open("tagihan/"))
    paid = provinsi.open("tagihan/pembayaran/")
    assert "SP2D-9001-iuran" in paid and "diterima cabang" in paid
    assert provinsi.page.request.get(f"{provinsi.address}/{steps.AREA}/usulan/1/daftar/").status == 403


def the_auditor_finds_the_log_whole(auditor: Officer) -> None:
    """Who did what stands in the log; its chain is verified from the page."""
    log = auditor.open("catatan/")
    assert "Rudi Hartono" in log
    auditor.open("catatan/keutuhan/")
    auditor.press("Periksa sekarang")
    deadline = time.monotonic() + WORK_SECONDS_MAX
    while "menunggu giliran" in (said := auditor.open("catatan/keutuhan/")) or "sedang berjalan" in said:
        assert time.monotonic() < deadline, said
        auditor.page.wait_for_timeout(1000)
    assert "Catatan utuh" in said, said


def test_of_two_officers_on_one_item_the_second_is_told(people: People) -> None:
    dinsos, dinkes = people["dinsos"], people["dinkes"]
    steps.begin_acting(dinkes, "verifikasi/?kind=moved", "Usulkan nonaktif")
    steps.act_on_all(dinsos, "verifikasi/?kind=moved", "Usulkan nonaktif", "Sudah pindah.")
    told = steps.finish_acting(dinkes, "Usulkan nonaktif", "Pindah.")
    assert "Cara memperbaiki" in told and "petugas lain" in told, told


def test_nobody_decides_on_their_own_proposal(people: People) -> None:
    checker = people["checker"]
    steps.act_on_all(checker, "verifikasi/?kind=funded_twice", "Usulkan nonaktif", "Sudah PBI JK.")
    checker.open("verifikasi/usulan/?kind=funded_twice")
    checker.page.check("main #all")
    told = checker.press("Setujui")
    assert "usulan Anda sendiri" in told and "Cara memperbaiki" in told, told


def test_going_back_and_sending_again_does_nothing_twice(people: People) -> None:
    dinkes = people["dinkes"]
    for _ in range(2):
        steps.ask_for_payment(dinkes, "bantuan_iuran", 1_000, "SPP-9002")
        told = dinkes.read()
        dinkes.page.go_back()
    assert "nomor itu sudah tercatat" in told and "Cara memperbaiki" in told, told
    assert dinkes.open("tagihan/pembayaran/").count("SPP-9002") == 1
