"""The auditor's workbook: what Excel would compute from its lines equals what it shows, and what the edition says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from cakupan.report import write_bill_workbook
from report.edition_fixture import PKS, SK, entries, write_annex, write_edition
from report.workbook_reader import Read


def written(tmp_path: Path, count: int = 40, **options: int) -> Read:
    listed = entries(count)
    annex = write_annex(tmp_path / "rows.parquet", listed)
    edition = write_edition(tmp_path / "e", listed)
    write_bill_workbook(edition=edition, out=tmp_path / "b.xlsx", annexes={"lampiran_sk.csv": annex}, **options)
    return Read(tmp_path / "b.xlsx")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The workbook of forty people, for the tests that only read it."""
    return written(tmp_path_factory.mktemp("forty"))


def test_the_sheets_stand_in_the_order_in_which_an_auditor_reads(book: Read) -> None:
    assert book.values.sheetnames == ["Ringkasan", "Selisih", "Rincian", "Tarif", "Data tidak padan", "Sumber", "Catatan"]


def test_every_formula_computes_to_the_value_it_shows(book: Read) -> None:
    cells = list(book.formula_cells())
    assert len(cells) > 40
    for sheet, cell, formula in cells:
        assert book.computed(sheet, cell) == book.shown(sheet, cell), f"{sheet}!{cell} {formula}"


def test_the_formulas_also_hold_where_the_lines_go_on_on_further_sheets(tmp_path: Path) -> None:
    book = written(tmp_path, 40, rows_max=51)
    assert [name for name in book.values.sheetnames if name.startswith("Rincian")] == ["Rincian", "Rincian 2", "Rincian 3"]
    assert sum(len(book.rows(name)) for name in ("Rincian", "Rincian 2", "Rincian 3")) == 120
    for sheet, cell, formula in book.formula_cells():
        assert book.computed(sheet, cell) == book.shown(sheet, cell), f"{sheet}!{cell} {formula}"


def test_the_summary_says_people_rate_sum_and_no_difference(book: Read) -> None:
    first, second, third, pemda, centre, people, verdict = book.rows("Ringkasan")
    counted = ("Orang", "Rp per orang", "Orang × tarif", "Jumlah baris")
    columns = ("Pembayar", "Akun", *counted, "Selisih", "Selisih dengan data posisi")
    assert [first[name] for name in columns] == ["Pemkot Serang", "Iuran", 40, 35_000, 1_400_000, 1_400_000, 0, 0]
    assert [second[name] for name in columns[1:6]] == ["Bantuan iuran", 40, 2_800, 112_000, 112_000]
    assert [third[name] for name in columns[1:6]] == ["Porsi pusat", 40, 4_200, 168_000, 168_000]
    assert (pemda["Jumlah baris"], pemda["Rp terverifikasi"], pemda["Dikeluarkan"]) == (1_512_000, 1_436_400, 75_600)
    assert centre["Jumlah baris"] == 168_000
    assert people["Orang"] == 40
    assert verdict["Pembayar"] == "COCOK"


def test_changing_one_line_changes_the_sheet_and_the_verdict(tmp_path: Path) -> None:
    book = written(tmp_path)
    at = next(cell.column_letter for cell in book.values["Rincian"][1] if cell.value == "Rp")
    book.values["Rincian"][f"{at}2"].value += 1_000
    changed = [cell for sheet, cell, _ in book.formula_cells() if book.computed(sheet, cell) != book.shown(sheet, cell)]
    assert changed, "no formula hangs on the line"
    sums = next(cell.column_letter for cell in book.values["Ringkasan"][5] if cell.value == "Jumlah baris")
    difference = next(cell.column_letter for cell in book.values["Ringkasan"][5] if cell.value == "Selisih")
    book.values["Ringkasan"][f"{sums}6"].value = book.computed("Ringkasan", f"{sums}6")
    book.values["Ringkasan"][f"{difference}6"].value = book.computed("Ringkasan", f"{difference}6")
    verdict = next(cell for sheet, cell, formula in book.formula_cells() if "COCOK" in formula)
    assert book.computed("Ringkasan", verdict) == "TIDAK COCOK"


def test_a_line_tells_who_what_and_by_which_rate(book: Read) -> None:
    line = book.rows("Rincian")[0]
    person = entries(1)[0]
    assert line["NIK"] == person.nik
    assert line["Nama"] == "WARGA REKAAN 1"
    assert line["Alamat"] == "KP. BARU NO. 1"
    assert line["Baris lampiran SK"] == f"{SK} baris 1"
    assert (line["PKS"], line["Kunci tarif"], line["Rp"]) == (PKS, "pemda_class_3", 35_000)
    assert (line["Data tidak padan"], line["Dikeluarkan karena"], line["Terverifikasi (1/0)"]) == ("Meninggal", "Meninggal", 0)


def test_each_person_is_counted_once_whatever_the_payers(book: Read) -> None:
    lines = book.rows("Rincian")
    assert sum(line["Orang (1)"] or 0 for line in lines) == 40
    assert [line["Orang (1)"] for line in lines[:4]] == [1, None, None, 1]


def test_a_doubt_that_is_not_proof_stays_in_the_verified_bill(book: Read) -> None:
    line = book.rows("Rincian")[6]
    assert line["Nama"] == "WARGA REKAAN 3"
    assert line["Data tidak padan"] == "Dibayar Pemda tetapi pekerja penerima upah"
    assert (line["Dikeluarkan karena"], line["Terverifikasi (1/0)"]) == (None, 1)


def test_rates_carry_citation_dates_and_confidence(book: Read) -> None:
    first, _, centre = book.rows("Tarif")
    assert first["Dasar hukum"].startswith("Perpres 64/2020")
    assert (first["Porsi"], first["Rp menurut hukum"], str(first["Berlaku mulai"].date())) == ("100 %", 35_000, "2021-01-01")
    assert (first["Keyakinan"], centre["Keyakinan"]) == ("Terverifikasi", "⚠ Belum diverifikasi")


def test_a_share_of_the_agreement_stands_beside_the_law(tmp_path: Path) -> None:
    split = (
        ("kabkota", "iuran", 21_000),
        ("provinsi", "iuran", 14_000),
        ("kabkota", "bantuan_iuran", 2_800),
        ("pusat", "iuran_pusat", 4_200),
    )
    shares = [{"payer": "kabkota", "per_cent": 60}, {"payer": "provinsi", "per_cent": 40}]
    edition = write_edition(tmp_path / "e", [replace(entry, rates=split) for entry in entries(6)], shares=shares)
    write_bill_workbook(edition=edition, out=tmp_path / "b.xlsx")
    book = Read(tmp_path / "b.xlsx")
    told = {
        (row["Pembayar"], row["Akun"]): (row["Porsi"], row["Rp per orang"], row["Rp menurut hukum"]) for row in book.rows("Tarif")
    }
    assert told["Pemprov", "Iuran"] == ("40 %", 14_000, 35_000)
    assert told["Pemerintah pusat", "Porsi pusat"] == ("100 %", 4_200, 4_200)
    for sheet, cell, formula in book.formula_cells():
        assert book.computed(sheet, cell) == book.shown(sheet, cell), f"{sheet}!{cell} {formula}"


def test_two_payers_by_head_count_and_a_cap_in_the_middle_of_a_line_recompute(tmp_path: Path) -> None:
    """The province's money ends within the third person's line: three amounts of one rate, each with its own row."""

    def rates(line: int) -> Sequence[tuple[str, str, int]]:
        province = 35_000 if line < 3 else 12_345 if line == 3 else 0
        parts = [("provinsi", "iuran", province), ("kabkota", "iuran", 35_000 - province), ("kabkota", "bantuan_iuran", 2_800)]
        return [part for part in parts if part[2]]

    cap = {"payer": "provinsi", "per_cent": 100, "cap_per_month": 82_345}
    edition = write_edition(
        tmp_path / "e", [replace(e, rates=rates(e.line)) for e in entries(6)], shares=[cap, {"payer": "kabkota", "rest": True}]
    )
    write_bill_workbook(edition=edition, out=tmp_path / "b.xlsx")
    book = Read(tmp_path / "b.xlsx")
    shown = [(r["Pembayar"], r["Akun"], r["Orang"], r["Rp per orang"], r["Jumlah baris"]) for r in book.rows("Ringkasan")[:5]]
    assert shown == [
        ("Pemkot Serang", "Iuran", 3, 35_000, 105_000),
        ("Pemkot Serang", "Iuran", 1, 22_655, 22_655),
        ("Pemkot Serang", "Bantuan iuran", 6, 2_800, 16_800),
        ("Pemprov", "Iuran", 2, 35_000, 70_000),
        ("Pemprov", "Iuran", 1, 12_345, 12_345),
    ]
    assert {r["Porsi"] for r in book.rows("Tarif")} == {"sisanya", "100 %, paling banyak Rp\u00a082.345 per bulan"}
    people = next(row for row in book.rows("Ringkasan") if row["PKS"] == "Orang ditagihkan")
    assert people["Orang"] == 6
    for sheet, cell, formula in book.formula_cells():
        assert book.computed(sheet, cell) == book.shown(sheet, cell), f"{sheet}!{cell} {formula}"


def test_what_each_kind_takes_out_adds_up(book: Read) -> None:
    rows = book.rows("Selisih")
    assert [(row["Dikeluarkan karena"], row["Baris lampiran"], row["Rp Pemda"], row["Selisih"]) for row in rows] == [
        ("Meninggal", 1, 37_800, 0),
        ("Pindah", 1, 37_800, 0),
    ]


def test_mismatches_are_listed_with_name_evidence_and_what_to_do(book: Read) -> None:
    first, *_ = rows = book.rows("Data tidak padan")
    assert len(rows) == 4
    assert (first["Nama"], first["Jenis"], first["Terbukti"]) == ("WARGA REKAAN 1", "Meninggal", "ya")
    assert first["Bukti"] == "akta kematian 3673-KM-00001, baris 7"
    assert first["Rp per bulan"] == 37_800


def test_sources_stand_with_their_hashes(book: Read) -> None:
    first, *_ = book.rows("Sumber")
    assert (first["Berkas"], first["Baris"], first["SHA-256"]) == ("penduduk.csv", 690, "ab" * 32)


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "e", [replace(entries(1)[0], name="=SUM(A1:A9)")])
    write_bill_workbook(edition=edition, out=tmp_path / "b.xlsx")
    cell = next(c for c in openpyxl.load_workbook(tmp_path / "b.xlsx")["Rincian"][2] if c.value == "=SUM(A1:A9)")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_missing_address_stays_empty(tmp_path: Path) -> None:
    write_bill_workbook(edition=write_edition(tmp_path / "e", entries(2)), out=tmp_path / "b.xlsx")
    assert Read(tmp_path / "b.xlsx").rows("Rincian")[0]["Alamat"] is None


def test_invented_people_are_announced_and_data_are_confidential(tmp_path: Path) -> None:
    book = written(tmp_path, 2)
    assert book.values["Ringkasan"]["A3"].value == "Semua orang dalam peragaan ini adalah rekaan."
    notes = [str(cell.value) for row in book.values["Catatan"].iter_rows() for cell in row]
    assert any("UU 27/2022" in note for note in notes)


@pytest.mark.parametrize("count", [1, 5])
def test_the_same_edition_gives_the_same_bytes(tmp_path: Path, count: int) -> None:
    edition = write_edition(tmp_path / "e", entries(count))
    for name in ("a.xlsx", "b.xlsx"):
        write_bill_workbook(edition=edition, out=tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
