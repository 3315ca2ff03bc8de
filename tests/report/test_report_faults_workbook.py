"""Bad rows go back as they came with one column more; mended and uploaded again they have no faults."""

from __future__ import annotations

import datetime as dt
import re

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cakupan.law.refusal import Refusal
from cakupan.registers import load_profile, read_register
from cakupan.registers.checks import CHECKS, Asked
from cakupan.registers.kinds import KINDS
from cakupan.registers.mended import mended_register, row_tag
from cakupan.registers.profile import built_in_profiles
from cakupan.registers.snapshot import file_sha256
from cakupan.report.fault_words import fault_words, mend_words
from cakupan.report.faults_workbook import faults_workbook
from cakupan.report.texts import sentences

AS_OF = dt.date(2026, 1, 31)
GOOD = {
    "ID_DTKS": "1", "NIK": "6101055708829001", "NO_KK": "6101050101109001", "NAMA_LGKP": "SITI AMINAH", "TGL_LHR": "17-08-1982",
    "JENIS_KLMIN": "P", "NAMA_LGKP_IBU": "RUKMINI", "ALAMAT": "JL. MELATI 1", "NO_RT": "003", "NO_RW": "005",
    "KODE_WILAYAH": "6101052001",
}  # fmt: skip
HEADER = list(GOOD)


def row(**changed):
    return list({**GOOD, **changed}.values())


def read(path, *, kind="poverty", profile="dtks"):
    return read_register(path, kind=kind, profile=profile, as_of=AS_OF, out=path.with_name(path.name + ".snapshot"))


def returned(path, **options):
    snapshot = read(path, **options)
    out = path.with_name(f"kesalahan-{path.stem}.xlsx")
    assert faults_workbook(original=path, snapshot=snapshot, out=out) > 0
    return out


def table(path):
    book = openpyxl.load_workbook(path)
    return book, book.worksheets[0]


def tag(number, path):
    return row_tag(number, file_sha256(path))


def csv(folder, rows, *, delimiter=",", encoding="utf-8", header=HEADER):
    path = folder / "dtks.csv"
    path.write_bytes("".join(delimiter.join(cells) + "\r\n" for cells in [header, *rows]).encode(encoding))
    return path


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "windows-1252"), ("|", "utf-16"), ("\t", "utf-8-sig")])
def test_bad_rows_of_a_text_go_out_are_mended_and_come_in_without_faults(tmp_path, delimiter, encoding):
    bad = [row(), row(NIK="61010", NAMA_LGKP="RENÉ"), row(TGL_LHR="31-02-1990", NO_RT="x"), row(ID_DTKS="=1+1")]
    book, sheet = table(out := returned(csv(tmp_path, bad, delimiter=delimiter, encoding=encoding)))
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == (*HEADER, "Kesalahan")
    assert [r[:-1] for r in rows[1:]] == [tuple(bad[1]), tuple(bad[2])]
    assert rows[1][-1].startswith(
        f'{tag(3, tmp_path / "dtks.csv")}: NIK (isi "61010"): NIK terdiri atas 16 angka. Tulis 16 angka NIK sebagai teks'
    )
    assert re.search(r"Baris 4 .*: TGL_LHR .*tanggal itu tidak ada.*; NO_RT .*RT dan RW", rows[2][-1])
    assert (sheet["B2"].number_format, sheet["B2"].data_type) == ("@", "s")
    sheet["B2"], sheet["E3"], sheet["I3"] = GOOD["NIK"], "28-02-1990", "7"
    sheet["B3"] = "6101056802909001"
    book.save(out)
    snapshot = read(out)
    assert (snapshot.rows, snapshot.readable_rows, snapshot.faults) == (2, 2, 0)


def test_rows_of_a_workbook_keep_titles_types_and_a_rounded_number_stays_rounded(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Mei 2021"
    wrong = row(NAMA_LGKP="=SALAH", NIK=6101055708829001)
    wrong[HEADER.index("TGL_LHR")] = dt.date(1982, 8, 17)
    for cells in (["DINAS SOSIAL"], [], [*HEADER], row(), wrong):
        book.active.append(cells)
    book.active["D5"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    book, sheet = table(out := returned(tmp_path / "a.xlsx"))
    assert (book.sheetnames, sheet.max_row) == (["Mei 2021", "Petunjuk"], 4)
    assert (sheet["A1"].value, sheet["L3"].value) == ("DINAS SOSIAL", "Kesalahan")
    assert (sheet["D4"].value, sheet["D4"].data_type, sheet["E4"].value.date()) == ("=SALAH", "s", dt.date(1982, 8, 17))
    assert sheet["B4"].value == 6101055708829001
    assert read(out).faults == 1
    sheet["B4"] = GOOD["NIK"]
    book.save(out)
    assert read(out).faults == 0


def test_headings_of_two_rows_come_back_where_they_stood(tmp_path):
    from cakupan.report.templates import template_workbook

    template_workbook(kind="decisions", profile="usulan-pbi", out=tmp_path / "u.xlsx")
    book = openpyxl.load_workbook(tmp_path / "u.xlsx")
    for at, value in {1: "1", 3: "'610105", 4: "SITI", 10: "JL", 21: "18-06-2021"}.items():
        book.worksheets[0].cell(7, at, value)
    book.save(tmp_path / "u.xlsx")
    book, sheet = table(out := returned(tmp_path / "u.xlsx", kind="decisions", profile="usulan-pbi"))
    assert (sheet["C7"].value, sheet["V5"].value, sheet["V6"].value) == ("'610105", "Kesalahan", None)
    sheet["C7"] = f"'{GOOD['NIK']}"
    book.save(out)
    assert read(out, kind="decisions", profile="usulan-pbi").faults == 0


def test_merged_headings_side_by_side_do_not_swallow_the_remarks(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([*HEADER[:8], "LINGKUNGAN", None, "WILAYAH"])
    book.active.append([*[None] * 8, "NO_RT", "NO_RW", "KODE_WILAYAH"])
    book.active.append(row(NIK="1"))
    book.save(tmp_path / "a.xlsx")
    out = returned(tmp_path / "a.xlsx")
    assert read(out).faults_by_reason == {"a NIK has 16 digits": 1}


def test_rows_of_too_many_or_few_columns_lose_nothing_and_cannot_slip_in_unmended(tmp_path):
    lines = [row(), [*row(ALAMAT="JL. A"), "B", "C"], row()[:9]]
    book, sheet = table(out := returned(csv(tmp_path, lines)))
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][11:] == ("Kelebihan 1", "Kelebihan 2", "Kesalahan")
    assert rows[1][:13] == (*row(ALAMAT="JL. A"), "B", "C")
    assert rows[1][13].partition("]: ")[2].startswith("13 kolom, sedangkan kepala tabel 11. Geser isian")
    assert rows[2][:9] == tuple(row()[:9])
    with pytest.raises(Refusal, match="Kelebihan 1"):
        read(out)
    sheet.delete_cols(12, 2)
    for at, value in enumerate(row(), start=1):
        sheet.cell(3, at, value)
    book.save(out)
    assert read(out).faults == 0


def test_a_stray_quote_comes_back_with_its_sign(tmp_path):
    path = csv(tmp_path, [row(NAMA_LGKP='"SITI'), row(ID_DTKS="2"), row(ID_DTKS="3")])
    _, sheet = table(returned(path))
    assert sheet["D2"].value == '"SITI'
    assert "tanda petik dibuka" in sheet["L2"].value


def test_what_went_back_once_can_go_back_again(tmp_path):
    first = returned(csv(tmp_path, [row(NIK="1"), row(NIK="2")]))
    book, sheet = table(first)
    sheet["B2"] = GOOD["NIK"]
    book.save(first)
    _, sheet = table(returned(first))
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == (*HEADER, "Kesalahan")
    assert (len(rows), rows[1][1]) == (2, "2")
    assert rows[1][-1].count("Baris") == 1


def test_bad_rows_of_parquet_come_back_as_text(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({**{name: [value] * 2 for name, value in GOOD.items()}, "NIK": ["1", GOOD["NIK"]]}), path)
    _, sheet = table(returned(path))
    assert [cell.value for cell in sheet[2]][:2] == ["1", "1"]


def test_another_file_or_none_that_is_wrong_is_refused(tmp_path):
    path = csv(tmp_path, [row(NIK="1")])
    snapshot = read(path)
    path.write_bytes(path.read_bytes() + b"\r\n")
    with pytest.raises(Refusal, match="not the file"):
        faults_workbook(original=path, snapshot=snapshot, out=tmp_path / "a.xlsx")
    path = csv(tmp_path, [row()])
    with pytest.raises(Refusal, match="no row of it has a fault"):
        faults_workbook(original=path, snapshot=read(path), out=tmp_path / "a.xlsx")


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path):
    path = csv(tmp_path, [row(NIK="1")] * 9)
    with pytest.raises(Refusal, match="more than a worksheet can hold"):
        faults_workbook(original=path, snapshot=read(path), out=tmp_path / "a.xlsx", rows_max=5)


def mended(path, workbook, out, **options):
    return mended_register(original=path, mended=workbook, kind="poverty", out=out, **options)


def test_mended_rows_go_back_among_the_others(tmp_path):
    rows = [row(ID_DTKS="1"), row(ID_DTKS="2", NIK="1"), [*row(ID_DTKS="3"), "x"], row(ID_DTKS="4", NIK="4"), row(ID_DTKS="5")]
    path = csv(tmp_path, rows, delimiter=";")
    book, sheet = table(out := returned(path))
    sheet.delete_cols(12)
    sheet.delete_rows(4)  # the fourth is not mended
    sheet["B2"] = GOOD["NIK"]
    book.save(out)
    whole = tmp_path / "utuh.csv"
    assert mended(path, out, whole) == 2
    snapshot = read(whole)
    assert (snapshot.rows, snapshot.faults_by_reason) == (5, {"a NIK has 16 digits": 1})
    assert pq.read_table(snapshot.rows_path)["source_id"].to_pylist() == ["1", "2", "3", "4", "5"]


def test_a_rounded_number_that_nobody_mended_stays_a_fault_and_titles_stay_above(tmp_path):
    book = openpyxl.Workbook()
    for cells in (["DINAS SOSIAL"], [], HEADER, row(NIK=6101055708829001), row(NO_KK=6101050101109001), row(NIK="1")):
        book.active.append(cells)
    book.save(path := tmp_path / "a.xlsx")
    book, sheet = table(out := returned(path))
    sheet.delete_rows(4, 2)
    sheet["B4"] = GOOD["NIK"]
    book.save(out)
    whole = tmp_path / "utuh.csv"
    assert mended(path, out, whole) == 1
    assert sorted(read(whole).faults_by_reason.values()) == [1, 1]
    assert whole.read_text(encoding="utf-8").startswith("DINAS SOSIAL")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda sheet: sheet.delete_cols(12), "no column Kesalahan"),
        (lambda sheet: sheet.append(row()), "rows 4 of .* does not say which row"),
        (lambda sheet: sheet.__setitem__("L3", sheet["L2"].value), "rows 3 of .* an earlier one names too"),
        (lambda sheet: sheet.__setitem__("L2", sheet["L2"].value.replace("Baris 2", "Baris 99")), "rows 99 of .* does not have"),
        (lambda sheet: sheet.__setitem__("L2", "Baris 2 [00000000]: NIK"), "rows 2 of .* which row of this file"),
    ],
)
def test_rows_that_cannot_be_put_back_are_refused_and_nothing_is_written(tmp_path, change, says):
    path = csv(tmp_path, [row(NIK="1"), row(NIK="2")])
    book, sheet = table(out := returned(path))
    change(sheet)
    book.save(out)
    with pytest.raises(Refusal, match=says):
        mended(path, out, tmp_path / "utuh.csv")
    assert not (tmp_path / "utuh.csv").exists()


def reasons():
    """Every reason that a check of any kind and profile can give, from the checks themselves."""
    found = {"the row is empty", "without this value the row says nothing", "a NUL character in the value was removed"}
    found |= {
        "the spreadsheet stored this number as a number: beyond 15 digits it is rounded",
        "9 columns where the header has 12",
    }
    found |= {f"a quote is opened in this line and {how}" for how in ("never closed", "closed in a later row")}
    for profile in map(load_profile, built_in_profiles()):
        kind = KINDS[profile.kind]
        for column in kind.columns:
            for report in CHECKS[column.reads](Asked(column, kind, profile)).reports:
                said = re.findall(r"THEN '((?:[^']|'')*)'", report.reason) or [report.reason.strip("'")]
                found |= {reason.replace("''", "'") for reason in said}
    return sorted(found)


@pytest.mark.parametrize("reason", reasons())
def test_every_reason_is_said_in_indonesian_with_how_to_mend_it(reason):
    assert fault_words(reason) not in ("", reason)
    assert mend_words(reason) not in ("", reason)


def test_the_table_of_reasons_says_in_english_what_registers_write():
    told = {key.removeprefix("row_fault."): words.en for key, words in sentences().items() if key.startswith("row_fault.")}
    assert told == {key: key for key in told}
