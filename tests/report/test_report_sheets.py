"""Worksheets: typed cells, text that never becomes a formula, sheets that go on, the same bytes for the same rows."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

from cakupan.report.sheets import Book, Column, Formula, Pages, Sheet

COLUMNS = (Column("Nama"), Column("Rp", "rupiah"), Column("Tanggal", "date"), Column("Keputusan", "entry"))
DAY = dt.date(2021, 7, 1)


def one_sheet(path: Path, rows: list[tuple[object, ...]], **options: int) -> Path:
    with Book(path, title="uji", dated=DAY) as book:
        sheet = Sheet(book, "Lembar", COLUMNS, titles=("Judul",), **options)
        for row in rows:
            sheet.row(row)  # type: ignore[arg-type]
        sheet.choices("Keputusan", ("setuju", "tolak"))
        sheet.colour_words("Keputusan", {"setuju": ("#FFFFFF", "#000000")})
        sheet.finish()
    return path


@pytest.mark.parametrize("text", ["=1+1", "+62811", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", '=HYPERLINK("http://x")'])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    cell = openpyxl.load_workbook(one_sheet(tmp_path / "a.xlsx", [(text, 1, DAY, "")]))["Lembar"]["A4"]
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.quotePrefix, "without it the text becomes a formula when the cell is edited"


def test_ordinary_text_is_not_quoted(tmp_path: Path) -> None:
    cell = openpyxl.load_workbook(one_sheet(tmp_path / "a.xlsx", [("SITI", 1, DAY, "")]))["Lembar"]["A4"]
    assert not cell.quotePrefix


def test_a_nik_stays_sixteen_digits_of_text(tmp_path: Path) -> None:
    cell = openpyxl.load_workbook(one_sheet(tmp_path / "a.xlsx", [("3673010107219001", 1, DAY, "")]))["Lembar"]["A4"]
    assert cell.value == "3673010107219001"
    assert cell.number_format == "@"


def test_numbers_and_dates_are_numbers_and_dates(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(one_sheet(tmp_path / "a.xlsx", [("A", -1_587_600_000, DAY, "")]))["Lembar"]
    assert sheet["B4"].value == -1_587_600_000
    assert sheet["B4"].data_type == "n"
    assert sheet["C4"].value.date() == DAY


def test_the_head_is_frozen_and_filtered_over_exactly_the_rows(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(one_sheet(tmp_path / "a.xlsx", [("A", 1, DAY, ""), ("B", 2, DAY, "")]))["Lembar"]
    assert [cell.value for cell in sheet[3]] == ["Nama", "Rp", "Tanggal", "Keputusan"]
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:D5"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_a_decision_can_only_be_one_of_the_choices(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(one_sheet(tmp_path / "a.xlsx", [("A", 1, DAY, ""), ("B", 2, DAY, "")]))["Lembar"]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"setuju,tolak"'
    assert str(rule.sqref) == "D4:D5"


def test_a_formula_shows_its_value_before_anyone_recalculates(tmp_path: Path) -> None:
    path = one_sheet(tmp_path / "a.xlsx", [("A", 1, DAY, ""), ("sum", Formula("=B4*3", 3), None, None)])
    assert openpyxl.load_workbook(path)["Lembar"]["B5"].value == "=B4*3"
    assert openpyxl.load_workbook(path, data_only=True)["Lembar"]["B5"].value == 3


def test_a_full_sheet_goes_on_on_the_next_and_drops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    finished: list[str] = []
    with Book(path, title="uji", dated=DAY) as book:
        pages = Pages(
            lambda name: Sheet(book, name, COLUMNS, titles=("Judul",), rows_max=5),
            "Data",
            on_finish=lambda s: finished.append(s.name),
        )
        for number in range(5):
            pages.row((f"ORANG {number}", number, None, ""))
        pages.finish()
    book_read = openpyxl.load_workbook(path)
    assert book_read.sheetnames == ["Data", "Data 2", "Data 3"] == finished
    names = [row[0] for sheet in book_read for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert names == [f"ORANG {number}" for number in range(5)]


def test_writing_into_a_full_sheet_is_a_defect(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="full"):
        one_sheet(tmp_path / "a.xlsx", [("A", 1, DAY, "")] * 3, rows_max=5)


def test_a_row_of_the_wrong_length_is_a_defect(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="3 values for 4 columns"):
        one_sheet(tmp_path / "a.xlsx", [("A", 1, DAY)])


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [("A", 1, DAY, "")]
    first, second = one_sheet(tmp_path / "a.xlsx", rows), one_sheet(tmp_path / "b.xlsx", rows)
    assert first.read_bytes() == second.read_bytes()


def test_the_clock_is_not_in_the_file(tmp_path: Path) -> None:
    core = zipfile.ZipFile(one_sheet(tmp_path / "a.xlsx", [])).read("docProps/core.xml").decode()
    assert "2021-07-01T00:00:00Z" in core
