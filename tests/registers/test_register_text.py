"""Delimiters and encodings are found; the header is, below titles too; columns that do not fit are refused by name."""

from __future__ import annotations

import codecs

import pytest
from register_files import GOOD, HEADER, csv_bytes, person, read_bytes, read_people

from cakupan.law.refusal import Refusal

NAMED = person(NAMA_LGKP="RÉNÉ D’ÂME")
TEXT = csv_bytes([NAMED, person(ID_DTKS="2")]).decode()


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    read = read_bytes(tmp_path, csv_bytes([person()], delimiter=delimiter))
    assert read.column("name") == ["SITI AMINAH"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("windows-1252"), "windows-1252"),
    ],
)
def test_the_encoding_is_found(tmp_path, content, encoding):
    read = read_bytes(tmp_path, content)
    assert read.column("name") == ["RÉNÉ D’ÂME", "SITI AMINAH"]
    assert read.snapshot.encoding == encoding
    assert read.column("row") == [2, 3]


def test_a_file_that_two_programs_wrote_to_is_read_line_by_line(tmp_path):
    mixed = csv_bytes([NAMED]) + (",".join(NAMED) + "\n").encode("windows-1252")
    assert read_bytes(tmp_path, mixed).column("name") == ["RÉNÉ D’ÂME"] * 2


def test_rows_above_the_header_are_skipped_and_counted(tmp_path):
    text = "DINAS SOSIAL\nDaftar, per 31 Januari\n\n" + TEXT
    assert read_bytes(tmp_path, text.encode()).column("row") == [5, 6]


def test_headings_match_without_regard_to_case_blanks_and_marks(tmp_path):
    header = [
        "id dtks",
        "Nik",
        "No. KK",
        "nama_lgkp",
        "Tgl Lhr",
        "Jenis Klmin",
        " NAMA LGKP IBU ",
        "alamat",
        "No RT",
        "No RW",
        "Kode Wilayah",
    ]
    assert read_bytes(tmp_path, csv_bytes([person()], header=header)).column("nik") == [GOOD["NIK"]]


def test_columns_may_stand_in_any_order(tmp_path):
    rows = [list(reversed(person()))]
    assert read_bytes(tmp_path, csv_bytes(rows, header=list(reversed(HEADER)))).column("name") == ["SITI AMINAH"]


def test_an_unnamed_column_behind_the_last_is_let_be(tmp_path):
    assert read_bytes(tmp_path, csv_bytes([[*person(), ""]], header=[*HEADER, ""])).column("name") == ["SITI AMINAH"]


@pytest.mark.parametrize("column", HEADER)
def test_a_missing_column_is_refused_by_name(tmp_path, column):
    kept = [h for h in HEADER if h != column]
    row = [GOOD[h] for h in kept]
    with pytest.raises(Refusal, match=f"column {column} is missing from dtks.csv") as refused:
        read_bytes(tmp_path, csv_bytes([row], header=kept))
    assert refused.value.fields["missing"] == [column]


def test_a_misspelt_column_is_refused_with_the_nearest_match(tmp_path):
    header = ["NAMA_LENKGAP" if h == "NAMA_LGKP" else h for h in HEADER]
    with pytest.raises(Refusal, match="NAMA_LGKP is missing") as refused:
        read_bytes(tmp_path, csv_bytes([person()], header=header))
    assert refused.value.fields["nearest"] == "NAMA_LENKGAP"


def test_an_unknown_column_is_refused_with_the_nearest_match(tmp_path):
    with pytest.raises(Refusal, match="column TEMPAT_LAHIRR") as refused:
        read_bytes(tmp_path, csv_bytes([[*person(), "DEMAK"]], header=[*HEADER, "TEMPAT_LAHIRR"]))
    assert refused.value.fields["nearest"] == "TEMPAT_LAHIR"
    assert refused.value.fields["unknown"] == ["TEMPAT_LAHIRR"]


def test_two_columns_of_one_meaning_are_refused(tmp_path):
    with pytest.raises(Refusal, match=r"column NOMOR KK of dtks\.csv"):
        read_bytes(tmp_path, csv_bytes([[*person(), "1"]], header=[*HEADER, "NOMOR KK"]))


def test_a_file_without_header_is_refused_without_repeating_its_people(tmp_path):
    with pytest.raises(Refusal, match="no header was found") as refused:
        read_bytes(tmp_path, csv_bytes([person(ID_DTKS="2")], header=person()))
    assert "SITI" not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", codecs.BOM_UTF8])
def test_an_empty_file_is_refused(tmp_path, content):
    with pytest.raises(Refusal, match="it is empty"):
        read_bytes(tmp_path, content)


def test_a_header_without_rows_is_refused(tmp_path):
    with pytest.raises(Refusal, match="a header and no rows"):
        read_people(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("dtks.csv", b"PK\x03\x04 something", "content is a workbook file"),
        ("dtks.csv", b"%PDF-1.7", "content is PDF"),
        ("dtks.csv", b"<html><table>", "content is a web page"),
        ("dtks.xlsx", b"NIK,NAMA\n1,2\n", "damaged, or a text file"),
        ("dtks.xlsx", b"\xd0\xcf\x11\xe0rest", "an? old workbook"),
        ("dtks.parquet", b"NIK,NAMA\n1,2\n", "damaged, or a text file"),
        ("dtks.doc", b"NIK,NAMA\n1,2\n", "files ending in .doc are not read"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, name, content, says):
    with pytest.raises(Refusal, match=says):
        read_bytes(tmp_path, content, name=name)


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    from register_files import read_file

    (tmp_path / "dtks.csv").mkdir()
    with pytest.raises(Refusal, match="a folder"):
        read_file(tmp_path / "dtks.csv")
    with pytest.raises(Refusal, match="no such file"):
        read_file(tmp_path / "none.csv")
