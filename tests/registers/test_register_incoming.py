"""What may come in: hostile, damaged and mistaken files are refused before anything reads them, with what to send instead."""

from __future__ import annotations

import io
import os
import struct
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from register_files import GOOD, HEADER, csv_bytes, person, read_bytes, read_file

from cakupan.law.refusal import Refusal
from cakupan.registers import packed
from cakupan.registers.incoming import check_incoming
from cakupan.registers.layout import REMARKS

DDE = b'<externalLink xmlns="x"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'


def sheet(folder, *, rows=50, name="dtks.xlsx"):
    book = openpyxl.Workbook()
    for row in [HEADER, *[person() for _ in range(rows)]]:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def rezipped(path, *, changed=None, added=None, dropped=()):
    """The zip written again, with parts changed (a function of their bytes), added or dropped."""
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in dropped:
                new.writestr(part.filename, (changed or {}).get(part.filename, lambda b: b)(old.read(part)))
        for name, data in (added or {}).items():
            new.writestr(name, data)
    path.write_bytes(content.getvalue())
    return path


def refusal(path, **limits):
    with pytest.raises(Refusal) as refused:
        check_incoming(path, **limits)
    assert refused.value.mend
    assert "NIK" not in str(refused.value)
    return str(refused.value)


def written(folder, content, name="upload.csv"):
    (folder / name).write_bytes(content)
    return folder / name


def test_a_plain_workbook_text_and_parquet_may_come_in_whatever_their_name(tmp_path):
    found = check_incoming(sheet(tmp_path, name="data.bin"))
    assert (found.format, found.ending, found.notes) == ("workbook", ".xlsx", ())
    assert check_incoming(written(tmp_path, csv_bytes([person()]), "data.exe")).ending == ".csv"
    assert check_incoming(written(tmp_path, "NIK;NAMA\n1;Ünal\n".encode("utf-16"), "a")).format == "text"
    pq.write_table(pa.table({"NIK": ["1"]}), tmp_path / "a.dat")
    assert check_incoming(tmp_path / "a.dat").ending == ".parquet"


def test_a_text_that_begins_with_the_letters_of_a_zip_is_a_text(tmp_path):
    assert check_incoming(written(tmp_path, b"PKS,NIK\n1,2\n")).format == "text"


def test_a_file_over_the_limit_is_refused_by_its_size_without_reading(tmp_path, monkeypatch):
    path = tmp_path / "besar.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 1024**2 + 1)
    monkeypatch.setattr(type(path), "open", lambda *_, **__: pytest.fail("it was opened"))
    assert "200 MB are taken at most" in refusal(path)


def test_the_limit_is_the_callers(tmp_path):
    path = written(tmp_path, csv_bytes([person()] * 50))
    assert "are taken at most" in refusal(path, bytes_max=1000)
    assert check_incoming(path, bytes_max=path.stat().st_size)


def test_an_empty_file_and_none_at_all_are_refused(tmp_path):
    assert "it is empty" in refusal(written(tmp_path, b""))
    assert "no such file" in refusal(tmp_path / "none.csv")


def bomb(path, size, name="xl/worksheets/sheet1.xml"):
    """A workbook with one part of so many zeros."""
    piece = b"\0" * (1 << 24)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as packed_file,
        packed_file.open(name, "w", force_zip64=True) as part,
    ):
        for _ in range(size // len(piece)):
            part.write(piece)
    return path


def test_a_bomb_is_refused_by_its_directory(tmp_path):
    path = bomb(sheet(tmp_path), 1 << 28, name="xl/media/a.xml")
    said = refusal(path)
    assert "times its size" in said
    assert "more than the 100 MB allowed" in refusal(path, unpacked_bytes_max=100 * 1024**2)


def test_ten_gigabytes_in_ten_megabytes_are_refused_without_inflating(tmp_path, monkeypatch):
    path = sheet(tmp_path)
    with zipfile.ZipFile(path, "a") as packed_file:
        for number in range(1024):
            packed_file.writestr(f"xl/media/{number}.bin", b"\0" * 10_000)
    content = bytearray(path.read_bytes())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 24 : at + 28] = struct.pack("<I", 10 * 1024**2)  # the unpacked size, as the directory says it
        at += 4
    path.write_bytes(content)
    assert 9 < path.stat().st_size / 1024**2 < 11
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("it was inflated"))
    assert "it unpacks to 10," in refusal(path)


def test_a_directory_that_says_too_little_is_found_out(tmp_path):
    path = sheet(tmp_path)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    path.write_bytes(content)
    assert "damaged" in refusal(path)


def test_a_directory_of_too_many_parts_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = rezipped(sheet(tmp_path), added={f"xl/{number}.xml": b"" for number in range(packed.PARTS_MAX)})
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("its directory was read"))
    assert "parts" in refusal(path)


def test_parts_that_lie_over_one_another_are_refused(tmp_path):
    path = sheet(tmp_path)
    content = bytearray(path.read_bytes())
    first, last = content.find(b"PK\x01\x02"), content.rfind(b"PK\x01\x02")
    content[last + 42 : last + 46] = content[first + 42 : first + 46]
    path.write_bytes(content)
    assert "over one another" in refusal(path)


@pytest.mark.parametrize("name", ["xl/embeddings/lain.xlsx", "xl/media/a.xml"])
def test_a_file_within_the_file_is_refused_whatever_it_is_called(tmp_path, name):
    inner = sheet(tmp_path, name="inner.xlsx").read_bytes()
    assert "another file is packed into it" in refusal(rezipped(sheet(tmp_path), added={name: inner}))


def macro_type(types):
    return types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"changed": {"[Content_Types].xml": macro_type}},
        {"added": {"xl/vbaProject.bin": b"\0"}},
        {"added": {"xl/macrosheets/sheet1.xml": b"<a/>"}},
    ],
)
def test_macros_are_refused_by_type_and_by_part_though_it_is_called_xlsx(tmp_path, change):
    assert "macros" in refusal(rezipped(sheet(tmp_path), **change))


def test_a_workbook_behind_a_password_and_one_of_the_old_kind(tmp_path):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_100_000
    assert "password" in refusal(written(tmp_path, ole + "EncryptedPackage".encode("utf-16-le"), "a.xlsx"))
    assert "old kind (.xls)" in refusal(written(tmp_path, ole + "Workbook".encode("utf-16-le"), "a.xlsx"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"MZ\x90\0", "a program"),
        (b"\x7fELF\x02", "a program"),
        (b"#!/bin/sh\n", "a program"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x89PNG\r\n", "a picture"),
        (b"<html><table><tr><td>NIK", "a web page"),
        (b"NIK,NAMA\n6101,SI\0TI\n", "line 2 holds signs"),
        (b"NIK,NAMA\n" + b"a,b\n" * 400_000 + b"\x01\x02", "line 400002 holds signs"),
        (os.urandom(16).replace(b"\0", b"a") + b"\0\1\2" * 99, "not text"),
    ],
)
def test_what_is_no_register_is_refused_by_what_it_is(tmp_path, content, says):
    assert says in refusal(written(tmp_path, content))


def test_other_zips_are_refused_by_what_they_are(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "OpenDocument" in refusal(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as file:
        file.writestr("data.csv", "NIK")
    assert "no workbook" in refusal(tmp_path / "b.xlsx")
    word = rezipped(sheet(tmp_path), changed={"[Content_Types].xml": lambda b: b.replace(b"spreadsheetml", b"wordprocessingml")})
    assert "no workbook (XLSX)" in refusal(word)


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_half_a_workbook_and_half_a_parquet_are_refused(tmp_path, kept):
    content = sheet(tmp_path).read_bytes()
    assert "cut off or damaged" in refusal(written(tmp_path, content[: int(len(content) * kept)], "a.xlsx"))
    pq.write_table(pa.table({name: [value] * 99 for name, value in GOOD.items()}), tmp_path / "a.parquet")
    content = (tmp_path / "a.parquet").read_bytes()
    assert "cut off or damaged" in refusal(written(tmp_path, content[: int(len(content) * kept)], "b.parquet"))


def test_links_to_elsewhere_are_noted_and_not_followed(tmp_path):
    assert check_incoming(rezipped(sheet(tmp_path), added={"xl/externalLinks/externalLink1.xml": DDE})).notes == (
        "dde",
        "external_links",
    )


MEMBERS = "NO_KARTU,NIK,NO_KK,NAMA,TGL_LHR,JK,NAMA_IBU,ALAMAT,KODE_WILAYAH,SEGMEN,STATUS_PESERTA,KELAS,CATATAN KAMI"
MEMBER = "0000000000191,6101055708829001,6101050101109001,SITI,17-08-1982,P,R,JL,6101052001,PEMDA,AKTIF,3,x"


def test_a_file_of_another_kind_is_refused_as_what_it_looks_like(tmp_path):
    with pytest.raises(Refusal, match=r"it looks like members .* profile bpjs.*, and residents were asked for") as refused:
        read_bytes(tmp_path, f"{MEMBERS}\n{MEMBER}\n".encode(), kind="residents")
    assert refused.value.fields["looks_like_kind"] == "members"


def test_a_workbook_of_another_profile_is_refused_with_that_profile(tmp_path):
    book = openpyxl.Workbook()
    heads = ["iddtks", "nama", "nik", "nokk", "tanggal_lahir", "jenis_kelamin", "nama_ibu_kandung", "alamat", "rt", "rw"]
    book.active.append([*heads, "noka_bpjs"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Refusal, match="Import it with profile siks-ng"):
        read_file(tmp_path / "a.xlsx")


def test_a_column_of_remarks_is_left_alone_in_every_profile(tmp_path):
    read = read_bytes(tmp_path, csv_bytes([[*person(), "salah"]], header=[*HEADER, REMARKS.upper()]))
    assert (read.faults, read.column("nik")) == ([], [GOOD["NIK"]])
