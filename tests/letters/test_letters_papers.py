"""Every kind of paper as a real PDF, read back: figures, words, odd names, marks, masked copies, the same bytes again."""

from __future__ import annotations

import datetime as dt
import io
import re
import resource
import shutil
import subprocess
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cakupan.law.calendar import Month
from cakupan.report.letters import (
    CHANGES_MAX,
    PAPERS,
    AnnexLine,
    Change,
    CorrectionNote,
    Heading,
    InvoiceLine,
    Paper,
    Person,
    Signatory,
    in_volumes,
    typeset,
)
from cakupan.report.letters.typesetting import TEMPLATES
from letters import letter_fixture as letters

KINDS = sorted(PAPERS)
NAMING_PEOPLE = (
    "decree_annex",
    "guarantee_recap",
    "local_guarantee_letter",
    "monthly_list_minutes",
    "person_record",
    "re_enumeration",
)


def made(kind: str, **options: Any) -> bytes:
    paper, heading = letters.papers()[kind]
    return typeset(paper, heading=replace(heading, **options))


def read(kind: str, **options: Any) -> str:
    return letters.text_of(made(kind, **options))


def solid(text: str) -> str:
    """Without white space: a long name is broken over lines wherever the column ends."""
    return re.sub(r"\s", "", text)


def test_every_kind_is_in_the_fixture_and_has_a_template() -> None:
    assert sorted(letters.papers()) == KINDS
    assert {path.stem for path in TEMPLATES.glob("*.typ")} == {*KINDS, "layout"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_carries_number_day_position_hash_code_and_pages(kind: str) -> None:
    pdf = made(kind)
    pages = PdfReader(io.BytesIO(pdf)).pages
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert f"Halaman {number} dari {len(pages)}" in text
        assert "Data posisi Juli 2024, dikunci 3 Juli 2024" in text
        assert letters.SHA in text
        assert letters.URL in text and "7KQ2-M4XP" in text
        assert "bukan tanda tangan elektronik" in text
        assert round(float(page.mediabox.width)) == 595 and round(float(page.mediabox.height)) == 842
    whole = letters.text_of(pdf)
    assert "Indralaya" in whole
    assert "5 Juli 2024" in whole or "(05-07-2024)" in whole
    assert letters.REGENCY.name in whole
    if kind != "decree_annex":  # an annex carries its decree's number, not one of its own
        assert letters.heading().number in whole
        assert "DINAS KESEHATAN" in whole


@pytest.mark.parametrize("kind", KINDS)
def test_poppler_reads_the_same_paper(kind: str) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    pdf = made(kind)
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    assert said.stderr == b""
    assert letters.SHA in said.stdout.decode()
    assert letters.REGENCY.name in said.stdout.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_values_give_the_same_bytes(kind: str) -> None:
    assert made(kind) == made(kind)


def test_another_day_gives_another_file_dated_by_the_letter() -> None:
    info = PdfReader(io.BytesIO(made("invoice"))).metadata
    assert info is not None and info.creation_date == dt.datetime(2024, 7, 5, tzinfo=dt.UTC)
    assert made("invoice", date=dt.date(2024, 7, 6)) != made("invoice")


@pytest.mark.parametrize("kind", KINDS)
def test_invented_people_are_marked_on_every_page_and_real_ones_are_not(kind: str) -> None:
    for page in PdfReader(io.BytesIO(made(kind, people_invented=True))).pages:
        assert "CONTOH – orang rekaan" in page.extract_text()
    assert "orang rekaan" not in read(kind)


@pytest.mark.parametrize("kind", NAMING_PEOPLE)
def test_a_name_with_every_odd_character_arrives_as_it_is(kind: str) -> None:
    text = solid(read(kind))
    assert solid(letters.ODD.name) in text
    assert solid(letters.ODD.address) in text
    assert letters.ODD.nik in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_masked_copy_names_nobody(kind: str) -> None:
    paper, heading = letters.papers()[kind]
    text = letters.text_of(typeset(paper, heading=heading, masked=True))
    together = solid(text)
    assert "SALINAN PEMERIKSAAN" in text
    for person in letters.PEOPLE:
        hidden = [solid(person.name), person.nik, person.card_number, person.family_card_number, solid(person.address)]
        assert [each for each in hidden if each and each in together] == []
    assert re.findall(r"(?<!\d)\d{16}(?!\d)", text) == []
    assert letters.heading().number in text or kind == "decree_annex"


@pytest.mark.parametrize("kind", NAMING_PEOPLE)
def test_a_masked_copy_shows_that_a_line_is_there(kind: str) -> None:
    paper, heading = letters.papers()[kind]
    text = letters.text_of(typeset(paper, heading=heading, masked=True))
    assert "1610********9001" in text
    assert "#…" in text


def test_a_masked_copy_hides_what_was_found_about_a_person() -> None:
    for kind, secrets in {
        "re_enumeration": ("Rumah tidak layak huni", "Ke Palembang sejak Maret"),
        "person_record": ("Diusulkan Dinsos", "Loket admisi RSUD", "Master file BPJS Kesehatan"),
        "local_guarantee_letter": ("nonaktif karena PKS berakhir",),
        "guarantee_recap": ("belum diisi",),
        "monthly_list_minutes": ("disahkan Dukcapil", "Bayi baru lahir dari ibu"),
    }.items():
        paper, heading = letters.papers()[kind]
        whole = letters.text_of(typeset(paper, heading=heading))
        masked = letters.text_of(typeset(paper, heading=heading, masked=True))
        assert all(secret in whole for secret in secrets)
        assert not any(secret in masked for secret in secrets)


def test_a_nik_typed_into_a_free_text_is_masked_too() -> None:
    paper = replace(letters.reconciliation(), agreed=("Atas nama NIK 1610041203909001 dan kartu 0001234567890.",))
    masked = letters.text_of(typeset(paper, heading=letters.heading(), masked=True))
    assert "1610********9001" in masked and "*********7890" in masked
    assert "1610041203909001" in letters.text_of(typeset(paper, heading=letters.heading()))


def test_minutes_of_the_month_count_and_name() -> None:
    text = read("monthly_list_minutes")
    assert "BERITA ACARA PEMUTAKHIRAN DATA" in text
    assert "Jumat, tanggal lima bulan Juli tahun dua ribu dua puluh empat (05-07-2024)" in text
    for figure in (
        "64.999",
        "65.000",
        "enam puluh lima ribu",
        "Rp 2.457.000.000",
        "Rp 189.000.000",
        "PIHAK KESATU",
        "PIHAK KEDUA",
    ):
        assert figure in text.replace("\u00a0", " ")
    assert "dua miliar empat ratus lima puluh tujuh juta rupiah" in text
    assert "954/KEP/DINKES/2023" in text and "440/1234/DINKES/2024" in text
    assert "NIP 197001011999039001" in text and "NPP 09001" in text


def test_a_long_list_of_changes_is_named_by_its_workbook_and_hash() -> None:
    day = dt.date(2024, 7, 1)
    many = tuple(Change("in", Person(f"ORANG REKAAN {number}"), "Usulan", day) for number in range(CHANGES_MAX + 1))
    with pytest.raises(AssertionError):
        letters.month_minutes(changes=many)
    text = letters.text_of(typeset(letters.month_minutes(changes=many, workbook=letters.WORKBOOK), heading=letters.heading()))
    assert "ORANG REKAAN" not in text
    assert "peserta-2024-07.xlsx" in text and letters.WORKBOOK.sha256 in solid(text)


def test_minutes_of_a_first_month_say_that_nothing_can_be_compared() -> None:
    first = replace(letters.month_minutes(), before=None, entered=0, left=0, changes=())
    text = solid(letters.text_of(typeset(first, heading=letters.heading())))
    assert "tidakadapembanding" in text.replace(" ", "") and "bulanpertamayangditutup" in text.replace(" ", "")
    with pytest.raises(AssertionError):
        replace(first, entered=1)


def test_figures_that_do_not_add_up_are_never_printed() -> None:
    with pytest.raises(AssertionError):
        replace(letters.month_minutes(), before=65_000)
    with pytest.raises(AssertionError):
        replace(letters.month_minutes(), breakdown=())
    with pytest.raises(AssertionError):
        replace(letters.annex(), total=4)
    with pytest.raises(AssertionError):
        letters.invoice(overpayment=2_457_000_001)


def test_a_bill_tells_its_two_accounts_apart_in_figures_and_words() -> None:
    text = read("invoice").replace("\u00a0", " ")
    assert "Rp 2.275.000.000 (dua miliar dua ratus tujuh puluh lima juta rupiah)" in text
    assert "Rp 182.000.000 (seratus delapan puluh dua juta rupiah)" in text
    assert "dua miliar empat ratus lima puluh tujuh juta rupiah" in text
    assert "5.1.02.02.02.0063" in text and "5.1.02.02.02.0064" in text
    assert "10 Juli 2024" in text
    assert "Kelebihan bayar" not in text and "Nota koreksi" not in text


def test_a_bill_takes_corrections_and_overpayment_into_what_is_to_be_paid() -> None:
    paper = letters.invoice(
        lines=(InvoiceLine("kabkota", "iuran", "", 10, 35_000),),
        corrections=(CorrectionNote(Month(2024, 5), "Meninggal, terlambat dilaporkan", -70_000),),
        overpayment=30_000,
    )
    assert paper.payable == 250_000
    text = letters.text_of(typeset(paper, heading=letters.heading(one=True))).replace("\u00a0", " ")
    for figure in (
        "Rp 350.000",
        "−Rp 70.000",
        "Kelebihan bayar (diperhitungkan)",
        "Rp 30.000",
        "dua ratus lima puluh ribu rupiah",
    ):
        assert figure in text


def test_reconciliation_names_the_quarter_the_difference_and_its_cause() -> None:
    text = read("reconciliation_minutes").replace("\u00a0", " ")
    assert "Triwulan II Tahun 2024" in text
    assert "Rp 2.275.035.000" in text
    assert "dua miliar dua ratus tujuh puluh lima juta tiga puluh lima ribu rupiah" in text
    assert "Seorang meninggal sebelum posisi" in text
    assert "0412/SP2D/2024" in text
    months = letters.reconciliation().months
    with pytest.raises(AssertionError):
        replace(letters.reconciliation(), months=(replace(months[3], cause=""),))
    even = letters.text_of(typeset(replace(letters.reconciliation(), months=months[:2]), heading=letters.heading()))
    assert "Jumlah yang ditagih dan jumlah yang dibayar sama" in even
    excess = replace(letters.reconciliation(), months=(replace(months[0], paid=2_275_000_005, cause="Dibayar lebih"),))
    assert "Kelebihan bayar (diperhitungkan)" in letters.text_of(typeset(excess, heading=letters.heading()))


def test_minutes_of_mismatches_count_each_person_once() -> None:
    text = read("mismatch_minutes").replace("\u00a0", " ")
    assert "1.623 (seribu enam ratus dua puluh tiga)" in text
    assert "Rp 61.349.400" in text and "Meninggal" in text and "Dibiayai ganda" in text
    assert "bukan tuduhan" in text
    assert "35 keputusan" in text, "15 deceased and 20 moved wait"
    assert letters.WORKBOOK.sha256 in solid(text)


def test_a_proposal_says_what_it_costs_and_what_is_left() -> None:
    text = read("proposal_letter").replace("\u00a0", " ")
    assert "1.100 (seribu seratus)" in text
    assert "Rp 207.900.000" in text and "Rp 42.100.000" in text
    assert "sesudah usulan ini 400" in text and "Rp 250.000.000; sesudah" in text
    with pytest.raises(AssertionError):
        replace(letters.proposal(), budget_left=207_899_999)
    with pytest.raises(AssertionError):
        replace(letters.proposal(), quota_left=1_099)


def test_an_annex_is_grouped_by_village_and_carries_its_decree() -> None:
    text = read("decree_annex")
    assert "KEPUTUSAN BUPATI OGAN ILIR" in text and "954/KEP/DINKES/2023" in text
    assert "Kecamatan Indralaya Utara – Desa/Kelurahan Tanjung Pering (2 jiwa)" in text
    assert "Kecamatan Indralaya – Desa/Kelurahan Muara Penimbung (1 jiwa)" in text
    assert "3 (tiga) jiwa" in text


def test_a_long_annex_becomes_volumes_that_keep_villages_together() -> None:
    people = [(f"ORANG {number}", "Desa A" if number < 5 else "Desa B" if number < 8 else "Desa C") for number in range(21)]
    lines = [AnnexLine(number, Person(name, village=village)) for number, (name, village) in enumerate(people, start=1)]
    volumes = list(in_volumes(decree=letters.DECREE, about="Peserta", lines=lines, lines_max=8))
    assert [[line.number for line in volume.lines] for volume in volumes] == [
        [*range(1, 9)],
        [*range(9, 17)],
        [*range(17, 22)],
    ]
    assert [(volume.volume, volume.volumes, volume.total) for volume in volumes] == [(1, 3, 21), (2, 3, 21), (3, 3, 21)]
    alone = letters.heading(one=True)
    first, last = (letters.text_of(typeset(volume, heading=alone)) for volume in (volumes[0], volumes[2]))
    assert "JILID 1 DARI 3" in first and "Jilid ini memuat 8 dari 21 jiwa" in first
    assert "Jumlah seluruhnya 21" in last and "Jumlah seluruhnya" not in first


def test_memory_does_not_grow_from_volume_to_volume() -> None:
    """typst remembers what it has set; without forgetting, five of these lists hold about 400 MB more than one."""
    lines = [AnnexLine(number, Person(f"ORANG REKAAN {number}", village=f"Desa {number // 250}")) for number in range(1, 6_001)]
    held = []
    for volume in in_volumes(decree=letters.DECREE, about="Peserta", lines=lines, lines_max=1_200):
        typeset(volume, heading=letters.heading(one=True))
        held.append(int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6)
    assert len(held) == 6
    assert held[-1] - held[0] < 100


def test_reminders_say_what_is_late_and_what_ends() -> None:
    unpaid = read("payment_reminder").replace("\u00a0", " ")
    assert "Pengingat ke-2 (dua)" in unpaid and "iuran 2 bulan" in unpaid
    assert "76 hari" in unpaid and "49 hari" in unpaid and "Rp 4.732.000.000" in unpaid
    assert "empat miliar tujuh ratus tiga puluh dua juta rupiah" in unpaid
    with pytest.raises(AssertionError):
        replace(letters.payment_reminder(), as_of=dt.date(2024, 5, 13))
    ending = read("requirement_reminder")
    assert "31 Desember 2024" in ending and "1 Januari 2025" in ending
    assert "65.000 (enam puluh lima ribu)" in ending
    assert ending.index("KUA-PPAS 2025") < ending.index("penetapan peserta 2025"), "what falls due first stands first"


def test_a_balance_confirmation_asks_for_an_answer() -> None:
    text = read("balance_confirmation").replace("\u00a0", " ")
    assert "31 Desember 2024" in text and "Rp 18.198.000.000" in text
    assert "delapan belas miliar seratus sembilan puluh delapan juta rupiah" in text
    assert "JAWABAN KONFIRMASI" in text and "APBD 2025" in text
    none_yet = replace(letters.balances(), budget_line="")
    assert "belum dianggarkan" in letters.text_of(typeset(none_yet, heading=letters.heading(one=True)))


def test_a_village_counts_every_outcome() -> None:
    text = read("re_enumeration")
    assert "Layak 1" in text and "Pindah 1" in text and "Meninggal 1" in text and "Tidak ditemukan 0" in text
    assert "34 orang" in text and "Tanjung Pering" in text


def test_a_guarantee_says_that_it_is_no_sep_and_never_says_active() -> None:
    text = read("local_guarantee_letter").replace("\u00a0", " ")
    assert "BUKAN SEP" in text and "tidak mengaktifkan kepesertaan JKN" in text
    assert "5 Juli 2024 sampai dengan 11 Juli 2024" in text, "the end of a half-open period is said as its last day"
    assert "Peraturan Bupati Ogan Ilir Nomor 12 Tahun 2024" in text and "5.1.02.02.02.0070" in text
    assert "sepuluh juta rupiah" in text and "posisi 1 Juli 2024" in text
    for without in ({"account": ""}, {"services": ()}, {"to_date": dt.date(2024, 7, 5)}):
        with pytest.raises(AssertionError):
            replace(letters.guarantee(), **without)
    assert "Paling banyak" not in letters.text_of(
        typeset(replace(letters.guarantee(), limit=0), heading=letters.heading(one=True))
    )


def test_a_recap_counts_letters_and_people_and_sums_what_was_told() -> None:
    text = read("guarantee_recap").replace("\u00a0", " ")
    assert "3 surat untuk 2 orang, 1 di antaranya dicabut" in text
    assert "untuk 1 dari 3 surat: Rp 4.250.000 (empat juta dua ratus lima puluh ribu rupiah)" in text
    assert "belum diisi" in text and "(dicabut)" in text and "kode rekening 5.1.02.02.02.0070" in text
    nobody_told = replace(letters.recap(), lines=tuple(replace(each, amount=None) for each in letters.recap().lines))
    silent = letters.text_of(typeset(nobody_told, heading=letters.heading(one=True)))
    assert "belum menyampaikan nilai klaim" in silent
    with pytest.raises(AssertionError):
        replace(letters.recap(), lines=())


def test_a_person_reads_the_whole_record_and_who_looked() -> None:
    text = read("person_record")
    for said in ("12 Maret 1990", "0001234567890", "lampiran.xlsx baris 4.117", "Loket admisi RSUD", "Pelindungan Data Pribadi"):
        assert said in text
    empty = replace(letters.record(), entries=(), accesses=())
    nothing = letters.text_of(typeset(empty, heading=letters.heading(one=True)))
    assert "tidak ada catatan" in nothing and "belum pernah dibuka" in nothing


def test_a_paper_names_only_regulations_of_its_day_and_those_of_the_region() -> None:
    assert "Instruksi Presiden Nomor 4 Tahun 2025" not in read("mismatch_minutes", date=dt.date(2025, 2, 4))
    assert "Instruksi Presiden Nomor 4 Tahun 2025" in read("mismatch_minutes", date=dt.date(2025, 2, 5))
    assert "Perda Nomor 7 Tahun 2023" in read("invoice", further_regulations=("Perda Nomor 7 Tahun 2023",))


def test_signatures_never_stand_alone_on_a_page() -> None:
    for kind in KINDS:
        for page in PdfReader(io.BytesIO(made(kind))).pages:
            text = " ".join(page.extract_text().split())
            if letters.REGENCY.name in text and "kami yang bertanda tangan" not in text:
                before = text[: text.index(letters.REGENCY.role)]
                assert re.search(r"Demikian|Atas perhatian|Jumlah seluruhnya|Saudara berhak|Surat ini adalah", before), kind


def test_a_third_signs_below_the_two_parties() -> None:
    mayor = Signatory("Bupati Ogan Ilir", "H. BUPATI REKAAN", party="MENGETAHUI")
    three = letters.heading(signatories=(letters.REGENCY, letters.BRANCH, mayor))
    text = letters.text_of(typeset(letters.reconciliation(), heading=three))
    closing = text[text.index("Demikian") :]
    assert closing.index("SRI CONTOHWATI") < closing.index("MENGETAHUI") < closing.index("H. BUPATI REKAAN")


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_of_a_kind_are_plain_values(kind: str) -> None:
    paper, heading = letters.papers()[kind]
    assert _plain(paper) and _plain(heading)


def _plain(value: Any) -> bool:
    if is_dataclass(value):
        return all(_plain(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return all(_plain(each) for each in value)
    return value is None or isinstance(value, str | int | dt.date)


def test_a_kind_has_a_title_and_regulations() -> None:
    for kind, paper in PAPERS.items():
        assert paper.kind == kind and paper.title and paper.regulations


def test_types_are_exported_for_the_office() -> None:
    paper: Paper = letters.invoice()
    heading: Heading = letters.heading()
    assert paper.kind == "invoice" and heading.place == "Indralaya"
