"""Workbooks and Parquet: titles and merged cells above the data, numbers where texts should be, several sheets, damage."""

from __future__ import annotations

import datetime as dt
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from register_files import GOOD, HEADER, person, read_file

import cakupan.registers.workbook as workbook
from cakupan.law.refusal import Refusal

ROUNDED = "the spreadsheet stored this number as a number: beyond 15 digits it is rounded"


def save(folder, rows, *, name="dtks.xlsx", title="Data", before=()):
    """A workbook with these rows on its (last) sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for other in before:
        sheet.title = other
        sheet = book.create_sheet()
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(folder / name)
    return folder / name


def test_a_plain_sheet(tmp_path):
    read = read_file(save(tmp_path, [HEADER, person(), person(ID_DTKS="2")]))
    assert read.column("row") == [2, 3]
    assert read.column("nik") == [GOOD["NIK"]] * 2
    assert read.column("birth_date") == [dt.date(1982, 8, 17)] * 2
    assert (read.faults, read.snapshot.encoding) == ([], "sheet Data")


def test_titles_above_blank_rows_between_and_row_numbers_of_the_sheet(tmp_path):
    rows = [["DINAS SOSIAL"], [], ["Daftar penerima"], HEADER, person(), [None] * 11, [" "] * 11, person(ID_DTKS="2")]
    read = read_file(save(tmp_path, rows))
    assert read.column("row") == [5, 8]
    assert read.column("source_id") == ["1", "2"]


def test_a_header_of_two_rows_with_merged_cells(tmp_path):
    path = save(tmp_path, [["PEMERINTAH"], [], *two_row_header(), person()])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A3:A4")
    book.active.merge_cells("I3:J3")
    book.save(path)
    read = read_file(path)
    assert (read.column("row"), read.column("rt"), read.column("rw"), read.column("source_id")) == ([5], ["003"], ["005"], ["1"])


def two_row_header():
    upper = [
        "ID_DTKS",
        "NIK",
        "NO_KK",
        "NAMA_LGKP",
        "TGL_LHR",
        "JENIS_KLMIN",
        "NAMA_LGKP_IBU",
        "ALAMAT",
        "LINGKUNGAN",
        None,
        "KODE_WILAYAH",
    ]
    lower = [None] * 8 + ["NO_RT", "NO_RW", None]
    return upper, lower


def test_the_proposal_form_with_its_header_in_rows_5_and_6(tmp_path):
    upper = [
        "NO",
        "NOMOR KK",
        "NIK/KITAS/KITAP",
        "NAMA LENGKAP",
        "PISA",
        "TEMPAT LAHIR",
        "TANGGAL LAHIR",
        "JENIS KELAMIN",
        "STATUS KAWIN",
    ]
    upper += ["ALAMAT TEMPAT TINGGAL", "RT", "RW", "KODE POS", "KECAMATAN", None, "KELURAHAN", None, "FASKES TK.I", None]
    upper += ["TAMBAHAN KETERANGAN", "TANGGAL PENGUSULAN"]
    lower = [None] * 13 + [
        "KODE KECAMATAN",
        "NAMA KECAMATAN",
        "KODE KELURAHAN",
        "NAMA KELURAHAN",
        "KODE FASKES TK.I",
        "NAMA FASKES TK.I",
    ]
    row = [
        "1",
        "'" + GOOD["NO_KK"],
        "'" + GOOD["NIK"],
        "SITI AMINAH",
        "1",
        "DEMAK",
        "17-08-1982",
        "P",
        "1",
        "JL. MELATI 1",
        "1",
        "2",
        "1",
    ]
    row += ["1", "A", "2", "B", "3", "PKM", "", dt.date(2021, 6, 18)]
    rows = [["USULAN"], ["KABUPATEN"], ["BULAN"], [None], upper, [*lower, None, None], row]
    read = read_file(save(tmp_path, rows), kind="decisions", profile="usulan-pbi")
    found = read.rows[0]
    assert (found["row"], found["nik"], found["name"], found["decision"]) == (7, GOOD["NIK"], "SITI AMINAH", "enrol")
    assert (found["segment"], found["submitted_date"], found["annex_line"]) == ("PEMDA", dt.date(2021, 6, 18), "1")


@pytest.mark.parametrize("number", [6101055708829001, 6101055708829000, 9201055708829004])
def test_a_nik_stored_as_a_number_is_flagged_as_rounded(tmp_path, number):
    cells = person()
    cells[HEADER.index("NIK")] = number
    read = read_file(save(tmp_path, [HEADER, cells, person()]))
    assert read.column("nik_anomaly") == ["rounded", None]
    assert [fault[:2] for fault in read.faults] == [(2, "NIK")]
    assert "15 digits" in read.faults[0][2]


def test_a_family_card_stored_as_a_number_is_a_fault(tmp_path):
    cells = person()
    cells[HEADER.index("NO_KK")] = 6101050101109000
    assert read_file(save(tmp_path, [HEADER, cells])).faults == [(2, "NO_KK", ROUNDED)]


def test_dates_numbers_and_formulas_are_read_as_what_they_show(tmp_path):
    import xlsxwriter

    path = tmp_path / "dtks.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, HEADER)
    for place, value in enumerate(person()):
        sheet.write_string(1, place, value)
    sheet.write_datetime(1, HEADER.index("TGL_LHR"), dt.date(1982, 8, 17), day)
    sheet.write_number(1, HEADER.index("NO_RT"), 3)
    sheet.write_number(1, HEADER.index("ID_DTKS"), 12)
    sheet.write_formula(1, HEADER.index("NAMA_LGKP"), '=UPPER("siti")', None, "SITI")
    book.close()
    row = read_file(path).rows[0]
    assert (row["birth_date"], row["rt"], row["source_id"], row["name"]) == (dt.date(1982, 8, 17), "003", "12", "SITI")


def test_a_date_kept_as_a_bare_number_is_not_guessed(tmp_path):
    cells = person()
    cells[HEADER.index("TGL_LHR")] = 30180
    assert read_file(save(tmp_path, [HEADER, cells])).faults == [(2, "TGL_LHR", "there is no such date, or not in this order")]


def test_the_sheet_with_the_columns_is_found(tmp_path):
    read = read_file(save(tmp_path, [HEADER, person()], before=["Petunjuk", "Rekap"]))
    assert read.snapshot.encoding == "sheet Data"


def test_a_wrong_sheet_is_refused_with_the_sheets_there_are(tmp_path):
    profile = tmp_path / "ours.yaml"
    profile.write_text("name: ours\nextends: dtks\nsheet: Dataa\n")
    with pytest.raises(Refusal, match="Petunjuk, Data") as refused:
        read_file(save(tmp_path, [HEADER, person()], before=["Petunjuk"]), profile=profile)
    assert (refused.value.fields["sheets"], refused.value.fields["nearest"]) == (["Petunjuk", "Data"], "Data")


def test_no_sheet_with_the_columns_is_refused_with_the_sheets_there_are(tmp_path):
    with pytest.raises(Refusal, match="sheets: Petunjuk, Data"):
        read_file(save(tmp_path, [["a", "b"]], before=["Petunjuk"]))


def test_a_missing_column_of_a_workbook_is_refused_by_name(tmp_path):
    with pytest.raises(Refusal, match="column KODE_WILAYAH is missing"):
        read_file(save(tmp_path, [HEADER[:-1], person()[:-1]]))


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_half_a_workbook_is_refused(tmp_path, kept):
    path = save(tmp_path, [HEADER, *[person() for _ in range(50)]])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(Refusal, match="cut off, damaged or protected"):
        read_file(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "UNPACKED_BYTES_MAX", 1000)
    with pytest.raises(Refusal, match="unpacks to"):
        read_file(save(tmp_path, [HEADER, person()]))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "dtks.xlsx", "w") as packed:
        packed.writestr("a.txt", "a")
    with pytest.raises(Refusal, match="cannot be opened as a workbook"):
        read_file(tmp_path / "dtks.xlsx")


def columnar(folder, **columns):
    table = {**{name: [value] for name, value in GOOD.items()}, **columns}
    pq.write_table(pa.table(table), folder / "dtks.parquet")
    return folder / "dtks.parquet"


def test_parquet_goes_through_the_same_checks(tmp_path):
    read = read_file(columnar(tmp_path, NIK=["123"], TGL_LHR=[dt.date(1982, 8, 17)], NO_RT=[3], NO_RW=[5.0]))
    row = read.rows[0]
    assert (row["row"], row["nik_anomaly"], row["birth_date"], row["rt"], row["rw"]) == (
        2,
        "length",
        dt.date(1982, 8, 17),
        "003",
        "005",
    )
    assert read.faults == [(2, "NIK", "a NIK has 16 digits")]


def test_parquet_with_a_missing_column_or_cut_off_is_refused(tmp_path):
    path = columnar(tmp_path)
    content = path.read_bytes()
    pq.write_table(pq.read_table(path).drop_columns(["NIK"]), path)
    with pytest.raises(Refusal, match="column NIK is missing"):
        read_file(path)
    path.write_bytes(content[:-40])
    with pytest.raises(Refusal, match="cut off or damaged"):
        read_file(path)
