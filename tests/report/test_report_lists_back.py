"""Lists back to each office, and lists for the re-survey: who gets what, sums that Excel can recompute, families together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import openpyxl
import pytest
from workbook_reader import Read

from cakupan.linking.mismatch import MISMATCHES
from cakupan.month.mismatch import IDENTITY_UNCERTAIN
from cakupan.report.lists_back import OFFICES, DecidedMismatch, write_list_back
from cakupan.report.re_enumeration import PersonToVisit, write_re_enumeration

AS_OF = dt.date(2021, 7, 1)
DEAD = DecidedMismatch(
    code="deceased", subject="member", subject_id="0000000009001", nik="6101055708829001", family_card_number="6101050101109001",
    name="=SITI CONTOH", birth_date=dt.date(1982, 8, 17), area_code="61.01.05.2001", evidence="Akta 9001, 2 Mei 2021",
    suggested_action="Nonaktifkan.", decision="setuju", reason="akta dilihat", rupiah_per_month=37_800, rupiah_to_date=75_600,
)  # fmt: skip
ROWS = (
    DEAD,
    replace(DEAD, code="duplicate", evidence="Baris 9"),
    replace(DEAD, code="moved", nik="6101051203759002", subject_id="0000000009002", decision="teliti"),
    replace(DEAD, code="deceased", nik="6101051203759003", subject_id="0000000009003", decision="tolak", reason="masih hidup"),
    replace(
        DEAD,
        code="decile_above_threshold",
        subject="poverty",
        subject_id="77",
        nik="",
        rupiah_per_month=None,
        rupiah_to_date=None,
    ),
)


def listed(folder, office, rows=ROWS):
    path = folder / f"{office}.xlsx"
    count = write_list_back(office=office, rows=rows, area="KABUPATEN SAMBAS", as_of=AS_OF, out=path)
    return count, Read(path)


def summary_of(read):
    """The rows of the first sheet, below its frozen head."""
    sheet = read.values["Ringkasan"]
    head, *rows = sheet.iter_rows(min_row=int(sheet.freeze_panes[1:]) - 1, values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows if any(value is not None for value in row)]


@pytest.mark.parametrize(
    ("office", "sheets"),
    [
        ("dukcapil", {"Meninggal": 1, "Pindah": 1}),
        ("dinsos", {"Ganda": 1, "Desil di atas batas SK": 1}),
        ("branch", {"Meninggal": 1, "Ganda": 1}),
    ],
)
def test_each_office_gets_what_it_acts_on_and_nothing_that_was_rejected(tmp_path, office, sheets):
    count, read = listed(tmp_path, office)
    assert {name: len(read.rows(name)) for name in read.values.sheetnames[2:]} == sheets
    assert count == sum(sheets.values())
    assert not any("masih hidup" in str(row) for name in sheets for row in read.rows(name))


def test_a_row_says_what_evidence_action_rupiah_decision_and_reason_and_has_room_for_an_answer(tmp_path):
    (row,) = listed(tmp_path, "branch")[1].rows("Meninggal")
    assert (row["Nama"], row["NIK"], row["Bukti"], row["Tindak lanjut yang disarankan"]) == (
        "=SITI CONTOH", "6101055708829001", "Akta 9001, 2 Mei 2021", "Nonaktifkan.",
    )  # fmt: skip
    assert (row["Rp per bulan"], row["Rp sampai posisi"]) == (37_800, 75_600)
    assert (row["Keputusan"], row["Alasan"]) == ("setuju", "akta dilihat")
    assert (row["Jawaban"], row["Tanggal jawaban"]) == (None, None)
    assert row["Kecamatan"] and row["Desa/Kelurahan"] != "61.01.05.2001"


def test_totals_are_formulas_and_a_person_on_two_sheets_is_counted_once(tmp_path):
    _, read = listed(tmp_path, "branch")
    rows = {row["Jenis"]: row for row in summary_of(read)}
    assert len(rows) == len(OFFICES["branch"]) + 2
    total, once = rows["Jumlah seluruhnya"], rows["Setiap orang dihitung satu kali"]
    assert (total["Jumlah"], total["Rp per bulan"]) == (2, 75_600)
    assert (once["Jumlah"], once["Rp per bulan"]) == (1, 37_800)
    for sheet, cell, formula in read.formula_cells():
        assert read.computed(sheet, cell) == read.shown(sheet, cell), formula


def test_a_list_without_rows_says_so(tmp_path):
    count, read = listed(tmp_path, "dinsos", ())
    assert (count, read.values.sheetnames) == (0, ["Ringkasan", "Petunjuk"])
    assert {row["Jumlah"] for row in summary_of(read)} == {0}


def test_every_kind_of_mismatch_reaches_an_office():
    codes = {mismatch.code for mismatch in (*MISMATCHES, IDENTITY_UNCERTAIN)}
    assert {code for sent in OFFICES.values() for code in sent} == codes


def person(card, name, role, *, code="61.01.05.2001", rt="001", born=1980, nik=""):
    return PersonToVisit(
        area_code=code, family_card_number=card, name=name, family_role=role, rt=rt, rw="001", nik=nik,
        birth_date=dt.date(born, 1, 1), sex="L", address="JL. CONTOH", why="desil naik",
    )  # fmt: skip


PEOPLE = (
    person("6101050101109002", "CICI", "ANAK", rt="002", born=2010),
    person("6101050101109001", "ANTO", "KEPALA KELUARGA"),
    person("", "DODO", "", rt="003"),
    person("6101050101109002", "BIMO", "KEPALA KELUARGA", rt="002", born=1990),
    person("", "EKO", "", rt="003"),
    person("6101050101109003", "FIFI", "KEPALA KELUARGA", code="61.01.05.2002"),
)


def test_the_survey_has_a_sheet_a_village_with_families_together_and_the_head_first(tmp_path):
    path = tmp_path / "survei.xlsx"
    assert write_re_enumeration(people=PEOPLE, area="KABUPATEN SAMBAS", stage=1, dated=AS_OF, out=path) == 2
    book = openpyxl.load_workbook(path)
    read = Read(path)
    rows = [row for row in read.rows(book.sheetnames[1]) if row["Nama"]]
    told = [(row["Keluarga ke-"], row["Nama"]) for row in rows]
    assert told == [(1, "ANTO"), (2, "BIMO"), (2, "CICI"), (3, "DODO"), (4, "EKO")]
    blank = {"Ditemukan", "Pindah", "Meninggal", "Mampu", "Catatan", "Tanda tangan"}
    assert blank <= set(rows[0]) and not any(row[head] for row in rows for head in blank)
    assert any("Petugas pendataan" in str(cell.value) for (cell, *_) in book[book.sheetnames[1]].iter_rows())
    counts = [(row["Keluarga"], row["Orang"]) for row in summary_of(read)]
    assert counts == [(4, 5), (1, 1), (5, 6)]


def test_what_the_surveyor_enters_is_counted(tmp_path):
    path = tmp_path / "survei.xlsx"
    write_re_enumeration(people=PEOPLE, area="KABUPATEN SAMBAS", stage=1, dated=AS_OF, out=path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    head = next(row for row in sheet.iter_rows() if row[0].value == "No")
    at = next(cell.column for cell in head if cell.value == "Pindah")
    sheet.cell(head[0].row + 2, at, "ya")
    book.save(path)
    read = Read(path)
    counted = {cell: read.computed(name, cell) for name, cell, formula in read.formula_cells() if "COUNTIF" in formula}
    assert sum(counted.values()) == 1


def test_villages_of_one_name_have_a_sheet_each(tmp_path):
    path = tmp_path / "survei.xlsx"
    people = [person("", name, "", code=code) for name, code in (("A", "61.01.02.2011"), ("B", "61.01.13.2004"), ("C", ""))]
    assert write_re_enumeration(people=people, area="X", stage=1, dated=AS_OF, out=path) == 3
    assert openpyxl.load_workbook(path).sheetnames == ["Ringkasan", "Tanpa kode", "Sepadu", "Sepadu 01132004"]
