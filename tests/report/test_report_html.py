"""The HTML report: the figures of the edition and no others, in both languages, needing nothing from the net, naming nobody."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cakupan.answer.words import rupiah, whole
from cakupan.linking.mismatch import BPK_KINDS, MISMATCHES
from cakupan.linking.prior import LEVEL_PRIOR
from cakupan.month.mismatch import IDENTITY_UNCERTAIN
from cakupan.report import write_html
from cakupan.report.edition import Edition, MismatchKind, StatusCount
from cakupan.report.texts import LANGUAGES, sentences
from report.edition_fixture import PKS, SK, Entry, entries, write_edition
from report.page_reader import plain, read, row_of


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return write_edition(tmp_path_factory.mktemp("edition"), entries(40))


@pytest.fixture(scope="module")
def report(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "laporan.html"
    write_html(edition=edition, out=out)
    return out


def test_the_bill_is_the_sum_of_the_lines(report: Path) -> None:
    page = read(report)
    assert row_of(page, "Pemkot Serang", "Iuran")[2:5] == ["40", "Rp 35.000", "Rp 1.400.000"]
    assert row_of(page, "Pemkot Serang", "Bantuan iuran")[2:5] == ["40", "Rp 2.800", "Rp 112.000"]
    assert row_of(page, "Pemerintah pusat", "Porsi pusat")[2:5] == ["40", "Rp 4.200", "Rp 168.000"]
    assert "Rp 1.400.000 + Rp 112.000 = Rp 1.512.000" in page.text


def test_verified_stands_beside_the_raw_figure(report: Path) -> None:
    page = read(report)
    assert row_of(page, "Orang")[1:] == ["40", "38", "−2"]
    assert row_of(page, "Iuran, Pemkot Serang")[1:] == ["Rp 1.400.000", "Rp 1.330.000", "−Rp 70.000"]
    (pemda,) = [row for row in page.rows if row[:1] == ["Jumlah tagihan Pemda"] and len(row) == 4]
    assert pemda[1:] == ["Rp 1.512.000", "Rp 1.436.400", "−Rp 75.600"]


def test_what_the_kinds_take_out_is_that_difference(report: Path) -> None:
    page = read(report)
    assert row_of(page, "Meninggal")[5] == "Rp 37.800"
    assert row_of(page, "Jumlah selisih tagihan Pemda")[5] == "Rp 75.600"


def test_a_kind_without_annex_lines_has_no_rupiah(edition: Edition, tmp_path: Path) -> None:
    missing = MismatchKind("missing_from_cover", "Usulkan.", 452, 0, 0, 0, 0, 0)
    write_html(edition=replace(edition, mismatches=(*edition.mismatches, missing)), out=tmp_path / "a.html")
    assert row_of(read(tmp_path / "a.html"), "Miskin belum terjamin")[1:6] == ["452", "0", "–", "–", "–"]


def test_rupiah_that_nobody_can_know_are_not_nothing(report: Path) -> None:
    assert row_of(read(report), "Identitas berbeda")[4] == "belum dapat dihitung"


def test_all_four_kinds_of_bpk_are_shown_even_where_nothing_falls_under_one(report: Path) -> None:
    page = read(report)
    assert row_of(page, "NIK tidak ditemukan, tidak valid atau tidak aktif")[1:] == ["1", "Rp 37.800"]
    assert row_of(page, "NIK ganda")[1:] == ["0", "Rp 0"]
    assert row_of(page, "Data berbeda")[1:] == ["1", "Rp 37.800"]


def test_one_more_person_moves_every_figure(tmp_path: Path) -> None:
    write_html(edition=write_edition(tmp_path / "e", entries(41)), out=tmp_path / "a.html")
    page = read(tmp_path / "a.html")
    assert row_of(page, "Pemkot Serang", "Iuran")[2:5] == ["41", "Rp 35.000", plain(rupiah(41 * 35_000))]
    assert row_of(page, "Orang")[1:] == ["41", "39", "−2"]


def test_a_payer_who_shares_has_a_row_of_its_own(tmp_path: Path) -> None:
    split = (
        ("kabkota", "iuran", 21_000),
        ("provinsi", "iuran", 14_000),
        ("kabkota", "bantuan_iuran", 2_800),
        ("pusat", "iuran_pusat", 4_200),
    )
    shared = [replace(entry, rates=split) for entry in entries(10)]
    write_html(edition=write_edition(tmp_path / "e", shared), out=tmp_path / "a.html")
    page = read(tmp_path / "a.html")
    assert row_of(page, "Pemprov", "Iuran")[2:5] == ["10", "Rp 14.000", "Rp 140.000"]
    assert row_of(page, "Pemkot Serang", "Iuran")[2:5] == ["10", "Rp 21.000", "Rp 210.000"]


def test_one_rate_with_two_amounts_has_a_row_for_each(tmp_path: Path) -> None:
    """Where a share is used up in the middle of the list, one person's part is smaller."""
    odd = [*entries(2), replace(entries(3)[2], rates=(("kabkota", "iuran", 34_999),))]
    write_html(edition=write_edition(tmp_path / "e", odd), out=tmp_path / "a.html")
    found = [row[2:5] for row in read(tmp_path / "a.html").rows if row[:2] == ["Pemkot Serang", "Iuran"]]
    assert found == [["2", "Rp 35.000", "Rp 70.000"], ["1", "Rp 34.999", "Rp 34.999"]]


def test_people_of_an_agreement_with_two_payers_count_once(tmp_path: Path) -> None:
    """The first three billed to the province, the rest to the city: five people, not three."""
    paid = [replace(e, rates=(("provinsi" if e.line <= 3 else "kabkota", "iuran", 35_000),)) for e in entries(5)]
    write_html(edition=write_edition(tmp_path / "e", paid), out=tmp_path / "a.html")
    assert "5 orang dari lampiran" in read(tmp_path / "a.html").text


def test_the_chain_names_decree_agreement_list_and_bill(report: Path) -> None:
    page = read(report)
    for link in (
        f"Nomor {SK}, 18 Juni 2021",
        f"Nomor {PKS}, berlaku 1 Juli 2021 s.d. 31 Desember 2021",
        "40 orang dari lampiran",
    ):
        assert link in page.text
    assert "120 baris, Rp 1.512.000 bagi Pemda" in page.text


def test_a_list_without_a_decree_is_said_to_be_one(tmp_path: Path) -> None:
    write_html(edition=write_edition(tmp_path / "e", entries(4), decree=None), out=tmp_path / "a.html")
    assert "Belum diunggah: daftar tanpa SK" in read(tmp_path / "a.html").text


def test_position_and_invented_people_are_on_top(report: Path, edition: Edition, tmp_path: Path) -> None:
    assert "Posisi 1 Juli 2021, dikunci 3 Juli 2021" in read(report).text
    assert "Semua orang dalam peragaan ini adalah rekaan." in read(report).text
    real = replace(edition, position=replace(edition.position, people_invented=False, locked_date=None))
    write_html(edition=real, out=tmp_path / "a.html")
    assert "rekaan" not in read(tmp_path / "a.html").text
    assert "Posisi 1 Juli 2021, dikunci" in read(tmp_path / "a.html").text


def test_illustrative_terms_are_marked_and_others_are_not(report: Path) -> None:
    page = read(report)
    assert "ilustratif" in row_of(page, "Pagu anggaran")[1]
    assert "ilustratif" in row_of(page, "SK Wali Kota ilustratif")[0]
    assert "ilustratif" not in row_of(page, "Kuota")[1]


def test_an_unverified_value_of_the_law_says_so(report: Path) -> None:
    page = read(report)
    assert "Belum diverifikasi" in row_of(page, "Pemerintah pusat", "Porsi pusat")[5]
    assert "Belum diverifikasi" not in row_of(page, "Pemkot Serang", "Iuran")[5]


def test_the_checklist_shows_what_is_open(report: Path) -> None:
    page = read(report)
    assert row_of(page, "Kode rekening belanja ilustratif")[3] == "✘ Belum lengkap"
    assert row_of(page, "SK Wali Kota ilustratif")[3] == "✔ Lengkap 18 Juni 2021"
    assert row_of(page, "RSUD Kota Serang")[2] == "mulai 1 Juli 2021"


def test_inputs_stand_with_hash_and_row_faults(report: Path) -> None:
    page = read(report)
    assert row_of(page, "Data penduduk (Dukcapil)")[1:] == ["penduduk.csv", "30 Juni 2021", "690", "3", "12", "ab" * 32]
    assert "Tidak diserahkan, sehingga tidak diperiksa: Mutasi pindah (Dukcapil)." in page.text


def test_statuses_say_who_awaits_the_branch(report: Path) -> None:
    page = read(report)
    assert row_of(page, "Ada dalam daftar; belum ada di data peserta cabang")[2:] == ["Menunggu jawaban cabang", "10"]


def test_cards_outside_the_list_stand_in_a_table_of_their_own(edition: Edition, tmp_path: Path) -> None:
    other = StatusCount("PBI_JK", "active", "branch_active", 1810)
    write_html(edition=replace(edition, statuses=(*edition.statuses, other)), out=tmp_path / "a.html")
    page = read(tmp_path / "a.html")
    assert row_of(page, "Di luar daftar ini; cabang menyatakan aktif")[1:] == ["PBI JK", "Aktif menurut cabang", "1.810"]
    assert "Kartu lain di wilayah ini" in page.text


def test_nothing_is_loaded_from_anywhere(report: Path) -> None:
    page, html = read(report), report.read_text(encoding="utf-8")
    assert page.loads == []
    assert not re.search(r"https?://|//cdn|@import|url\(|<script|<link", html)
    assert "default-src 'none'" in html


def test_the_markup_is_closed_and_every_link_leads_somewhere(report: Path) -> None:
    page = read(report)
    assert page.mistakes == []
    assert len(page.ids) == len(set(page.ids))
    assert set(re.findall(r'href="#([^"]+)"', report.read_text(encoding="utf-8"))) <= set(page.ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_whole(report: Path, language: str) -> None:
    text = read(report, language).text
    assert {"id": "Cara menghitung ulang", "en": "How to recompute"}[language] in text
    assert {"id": "How to recompute", "en": "Cara menghitung ulang"}[language] not in text
    assert plain(rupiah(1_512_000)) in text
    assert "{" not in text


def test_every_sentence_is_said_in_both_languages() -> None:
    for key, words in sentences().items():
        assert words.id.strip() and words.en.strip(), key
        assert set(re.findall(r"{\w*}", words.id)) == set(re.findall(r"{\w*}", words.en)), key


def test_the_screen_speaks_the_glossary_and_not_the_misleading_words() -> None:
    shown = {key: words.id.lower() for key, words in sentences().items()}
    assert [key for key, text in shown.items() if "temuan" in text] == ["desk.how_words"], "where it says what it is not"
    assert not [key for key, text in shown.items() if "pbi apbd" in text or "edisi bulan" in text]


@pytest.mark.parametrize("mismatch", (*MISMATCHES, IDENTITY_UNCERTAIN), ids=lambda mismatch: mismatch.code)
def test_every_code_of_linking_has_its_words(mismatch: object) -> None:
    assert sentences()[f"mismatch_kind.{mismatch.code}"].id == mismatch.label  # type: ignore[attr-defined]
    assert sentences()[f"action.{mismatch.code}"].id == mismatch.suggested_action  # type: ignore[attr-defined]


def test_an_action_is_said_in_english_only_where_it_is_the_same_action(edition: Edition, tmp_path: Path) -> None:
    known = MismatchKind("missing_from_cover", sentences()["action.missing_from_cover"].id, 1, 0, 0, 0, 0, 0)
    local = MismatchKind("newborn_without_nik", "Tindak lanjut setempat.", 1, 0, 0, 0, 0, 0)
    write_html(edition=replace(edition, mismatches=(known, local)), out=tmp_path / "a.html")
    page = read(tmp_path / "a.html", "en")
    assert row_of(page, "Poor and missing from cover")[6] == "Propose for PBI JK first, then for the local list."
    assert row_of(page, "Newborn without identity number")[6] == "Tindak lanjut setempat."


def test_bpk_kinds_and_levels_of_linking_have_their_words() -> None:
    for kind, label in BPK_KINDS.items():
        assert sentences()[f"bpk_kind.{kind}"].id == label
    for name, levels in LEVEL_PRIOR.items():
        assert {f"level_{name}.{level}" for level in (*levels, -1)} <= set(sentences()), name


def test_no_person_is_named_in_the_report(report: Path) -> None:
    html = report.read_text(encoding="utf-8")
    for entry in entries(40):
        assert entry.name not in html
        assert entry.nik not in html


def test_what_comes_from_data_cannot_become_markup(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "e", entries(3), title="<script>alert(1)</script>", basis='"><img src=x>')
    write_html(edition=edition, out=tmp_path / "a.html")
    page = read(tmp_path / "a.html")
    assert page.loads == [] and page.mistakes == []
    assert "<script>alert(1)</script>" in page.text


def test_a_month_without_people_still_has_its_page(tmp_path: Path) -> None:
    edition = replace(
        write_edition(tmp_path / "e", entries(1)), parts=(), mismatches=(), bpk_kinds=(), statuses=(), people=0, verified_people=0
    )
    write_html(edition=edition, out=tmp_path / "a.html")
    text = read(tmp_path / "a.html").text
    for said in ("Tidak ada tagihan pada bulan ini.", "Tidak ada data tidak padan pada posisi ini.", "Belum ada jawaban cabang."):
        assert said in text


def test_large_counts_are_grouped(tmp_path: Path) -> None:
    listed = [Entry(n, "WARGA REKAAN") for n in range(1, 1235)]
    write_html(edition=write_edition(tmp_path / "e", listed), out=tmp_path / "a.html")
    assert row_of(read(tmp_path / "a.html"), "Pemkot Serang", "Iuran")[2] == whole(1234) == "1.234"


def test_the_same_edition_gives_the_same_bytes(report: Path, edition: Edition, tmp_path: Path) -> None:
    write_html(edition=edition, out=tmp_path / "a.html")
    assert (tmp_path / "a.html").read_bytes() == report.read_bytes()
