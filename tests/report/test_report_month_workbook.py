"""The month's workbook: every sum recomputes from its lines and equals the edition's; it opens in a spreadsheet as it is."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cakupan.report import has_month_workbook, write_month_workbook
from cakupan.report.edition import Edition
from report.cover_fixture import COVERAGE, areas, coverage_rows, programme, region, write_table
from report.edition_fixture import entries, write_edition
from report.money_fixture import documents, outlook, write_money
from report.workbook_reader import Read

SHEETS = (
    *("Ringkasan", "Cakupan", "Kehilangan jaminan", "Kehilangan menurut faskes", "Bantuan provinsi", "Tunggakan"),
    *("Tunggakan peserta", "Pembayaran", "Koreksi", "Rekonsiliasi", "Cakupan rinci", "Catatan"),
)


def full_edition(folder: Path) -> Edition:
    write_table(folder, "coverage", coverage_rows(areas(), unknown_cards=12), COVERAGE)
    write_money(folder)
    told = {"region": region(), "programmes": [programme()], **documents()}
    return replace(write_edition(folder, entries(3), area_code="61", documents=told), outlook=outlook())


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return full_edition(tmp_path_factory.mktemp("edition"))


@pytest.fixture(scope="module")
def path(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "laporan.xlsx"
    write_month_workbook(edition=edition, out=out)
    return out


@pytest.fixture(scope="module")
def book(path: Path) -> Read:
    return Read(path)


def same(found: Any, shown: Any) -> bool:
    """Equal, shares to the last digits; an empty cell is an empty text."""
    return bool((found or None) == (pytest.approx(shown) if isinstance(shown, float) else shown or None))


def total(book: Read, sheet: str, first: str) -> dict[str, object]:
    (row,) = [row for row in book.rows(sheet) if row[first] == "Jumlah"]
    return row


def test_every_list_that_the_edition_has_is_a_sheet(book: Read) -> None:
    assert tuple(book.values.sheetnames) == SHEETS


def test_every_formula_computes_to_the_value_it_shows(book: Read) -> None:
    cells = list(book.formula_cells())
    assert len(cells) > 60
    for sheet, cell, formula in cells:
        assert same(book.computed(sheet, cell), book.shown(sheet, cell)), f"{sheet}!{cell} {formula}"


def test_the_summary_has_each_sum_beside_the_editions(book: Read) -> None:
    rows = {(row["Lembar"], row["Yang dijumlahkan"]): row for row in book.rows("Ringkasan")}
    assert rows["Cakupan", "Terdaftar"]["Jumlah"] == 3_801_771
    assert rows["Bantuan provinsi", "Ditetapkan"]["Jumlah"] == 19_160_582_400
    assert rows["Bantuan provinsi", "Sisa"]["Jumlah"] == 17_415_779_400
    assert rows["Tunggakan", "Belum dibayar"]["Jumlah"] == 1_912_000
    assert rows["Tunggakan peserta", "Di luar batas"]["Jumlah"] == 477_000
    assert rows["Pembayaran", "Rp"]["Jumlah"] == 2_700_000
    assert rows["Koreksi", "Koreksi"]["Jumlah"] == -33_800
    assert rows["Kehilangan jaminan", "Orang"]["Jumlah"] == 65_000
    assert {row["Selisih"] for key, row in rows.items() if key[1] != "COCOK"} == {0}
    assert rows["Pemeriksaan selisih", "COCOK"]


def test_changing_one_line_changes_its_sum_and_the_verdict(path: Path) -> None:
    book = Read(path)
    sheet = book.values["Tunggakan"]
    column = next(cell.column_letter for cell in sheet[3] if cell.value == "Belum dibayar")
    sheet[f"{column}4"].value += 1
    changed = {(name, cell) for name, cell, _ in book.formula_cells() if book.computed(name, cell) != book.shown(name, cell)}
    assert ("Tunggakan", f"{column}7") in changed
    assert any(name == "Ringkasan" for name, _ in changed)


def test_totals_stand_below_their_lines(book: Read) -> None:
    assert total(book, "Cakupan", "Kode wilayah")["Penduduk"] == 5_443_030
    assert total(book, "Bantuan provinsi", "Program")["Direalisasikan"] == 1_744_803_000
    assert total(book, "Koreksi", "PKS")["Seharusnya"] == 50_000


def test_cards_of_no_known_area_have_a_line_so_that_the_lines_sum_to_the_whole(book: Read) -> None:
    (row,) = [row for row in book.rows("Cakupan") if row["Wilayah"] == "Wilayah pada kartu tidak dikenal"]
    assert (row["Penduduk"], row["Terdaftar"], row["% terdaftar"]) == (0, 12, None)


def test_corrections_name_line_person_cause_and_basis(book: Read) -> None:
    first = book.rows("Koreksi")[0]
    assert (first["Baris SK"], first["NIK"], first["Nama"]) == ("SK|2021-01-02|R1", "6101010101909001", "WARGA REKAAN 1")
    assert (first["Sebab"], first["Koreksi"], first["Ditanggung"]) == ("Kematian dilaporkan terlambat", -35_000, "BPJS Kesehatan")


def test_heads_are_frozen_and_filtered_and_numbers_are_numbers(book: Read) -> None:
    for name in SHEETS[:-1]:
        assert book.values[name].freeze_panes, name
        assert book.values[name].auto_filter.ref, name
    sheet = book.formulas["Tunggakan"]
    assert sheet["F4"].number_format.startswith("[$Rp-421]")
    assert sheet["B4"].number_format == "[$-421]mmmm\\ yyyy"
    assert book.formulas["Cakupan"]["E4"].number_format == "0.00%"
    assert book.formulas["Tunggakan peserta"]["A4"].data_type == "s"


def test_a_list_longer_than_a_sheet_goes_on_and_still_sums(edition: Edition, tmp_path: Path) -> None:
    write_month_workbook(edition=edition, out=tmp_path / "a.xlsx", rows_max=12)
    book = Read(tmp_path / "a.xlsx")
    assert [name for name in book.values.sheetnames if name.startswith("Bantuan")] == ["Bantuan provinsi", "Bantuan provinsi 2"]
    rows = {(row["Lembar"], row["Yang dijumlahkan"]): row for row in book.rows("Ringkasan")}
    assert rows["Bantuan provinsi", "Ditetapkan"]["Jumlah"] == 19_160_582_400
    for sheet, cell, formula in book.formula_cells():
        assert same(book.computed(sheet, cell), book.shown(sheet, cell)), f"{sheet}!{cell} {formula}"


def test_an_edition_with_nothing_but_a_bill_has_no_such_workbook(tmp_path: Path, edition: Edition) -> None:
    assert not has_month_workbook(write_edition(tmp_path, entries(2)))
    assert has_month_workbook(edition)


def test_the_same_edition_gives_the_same_bytes(edition: Edition, path: Path, tmp_path: Path) -> None:
    write_month_workbook(edition=edition, out=tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").read_bytes() == path.read_bytes()


def test_invented_people_are_announced_and_data_are_confidential(book: Read) -> None:
    assert book.values["Ringkasan"]["A3"].value == "Semua orang dalam peragaan ini adalah rekaan."
    assert any("UU 27/2022" in str(cell.value) for row in book.values["Catatan"].iter_rows() for cell in row)


def test_an_office_program_recomputes_the_same_values(path: Path, tmp_path: Path, book: Read) -> None:
    """Only where LibreOffice is installed: it opens the file, recalculates everything, and saves what it found."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed; the formulas are computed by hand above")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [office, home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    again = openpyxl.load_workbook(tmp_path / path.name, data_only=True)
    for sheet, cell, formula in book.formula_cells():
        shown, found = book.shown(sheet, cell), again[sheet][cell].value
        assert (found or None) == (pytest.approx(shown) if isinstance(shown, float) else shown or None), (
            f"{sheet}!{cell} {formula}"
        )
