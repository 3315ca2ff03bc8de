"""The list of facilities: contract and credentialing of the day, what ends soon first, where it is told, and who is reminded."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.test import Client

from cakupan.office import clock
from cakupan.office.rooms import rooms
from cakupan.office.uploads.facilities import state_badge
from cakupan.wiring.workspace import Workspace
from office_people import a_user, signed_in

AREA = "36.73"
HEAD = "KODE_FASKES,NAMA_FASKES,JENIS,KODE_WILAYAH,KONTRAK_MULAI,KONTRAK_SELESAI,LAYANAN"
VILLAGE = "36.73.01.1001"


@pytest.fixture
def day() -> dt.date:
    return clock.today()


def officer(desk: str) -> Client:
    return signed_in(a_user(desk, areas=(AREA,)))


def ends(day: dt.date | None, days: int) -> str:
    """The first day without, where ``days`` are left until the last one."""
    return (day + dt.timedelta(days=days + 1)).isoformat() if day else ""


def delivered(folder: Path, day: dt.date) -> None:
    """What a branch hands over: some end soon, one has ended, one lost its credentialing."""
    rows = [
        ("R1", "RS AMAN", ends(day, 400), ends(day, 500)),
        ("R2", "RS SEBULAN", ends(day, 30), ""),
        ("R3", "RS HARI INI", ends(day, 0), ends(day, 900)),
        ("R4", "RS KREDENSIAL", "", ends(day, 89)),
        ("R5", "RS SUDAH", ends(day, -1), ends(day, 10)),
        ("R6", "RS TANPA KREDENSIAL", "", ends(day, -1)),
        ("R7", "RS NANTI", ends(day, 31), ""),
    ]
    lines = [f"{code},{name},RS,{VILLAGE},2014-01-01,{contract},rawat inap; IGD,{until}" for code, name, contract, until in rows]
    file = folder / "faskes cabang.csv"
    file.write_text("\n".join([f"{HEAD},KREDENSIAL_SAMPAI", *lines]) + "\n", encoding="utf-8")
    rooms().import_file(kind="facilities", file=file, profile=None, area=AREA, as_of=day)


def cells(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.S)
    found = [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)]
        for row in rows
    ]
    return [row for row in found if row]


def test_what_ends_soon_stands_first_with_the_days_left(office: Path, tmp_path: Path, day: dt.date) -> None:
    delivered(tmp_path, day)
    page = officer("bpjs").get(f"/{AREA}/berkas/faskes/").content.decode()
    rows = cells(page)[1:]
    assert [row[0] for row in rows] == [
        "RS HARI INI", "RS SEBULAN", "RS NANTI", "RS KREDENSIAL", "RS AMAN", "RS SUDAH", "RS TANPA KREDENSIAL",
    ]  # fmt: skip
    assert [row[2] for row in rows] == ["0", "30", "31", "89", "–", "–", "–"]
    assert [row[1] for row in rows[3:]] == [
        "✔ bekerja sama",
        "✔ bekerja sama",
        "✖ berakhir",
        "▲ bekerja sama; kredensialing berakhir",
    ]
    assert rows[0][9] == "4" and rows[0][6:9] == ["rawat inap; IGD", "RS", "R3"]
    assert "faskes cabang.csv" in page and "4 faskes yang kontrak atau kredensialingnya berakhir dalam 90 hari" in page


def test_its_file_has_the_same_rows_and_its_source(office: Path, tmp_path: Path, day: dt.date) -> None:
    delivered(tmp_path, day)
    answer = officer("dinkes").get(f"/{AREA}/berkas/faskes/?format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any("faskes cabang.csv" in str(value) and f"{day:%d-%m-%Y}" in str(value) for row in rows for value in row)
    first = next(row for row in rows if row[0] == "RS HARI INI")
    assert first[1:3] == ["bekerja sama", 0] and first[6:] == ["rawat inap; IGD", "RS", "R3", 4]
    assert [value.date() for value in first[3:5]] == [day, day + dt.timedelta(days=900)]


def test_the_branch_is_reminded_until_the_last_day(office: Path, tmp_path: Path, day: dt.date) -> None:
    delivered(tmp_path, day)
    page = " ".join(officer("bpjs").get(f"/{AREA}/antrean/").content.decode().split())
    assert "Kontrak faskes akan berakhir" in page and "RS HARI INI, RS SEBULAN" in page and "RS NANTI" not in page
    for desk in ("dinkes", "dinsos"):
        assert "Kontrak faskes akan berakhir" not in officer(desk).get(f"/{AREA}/antrean/").content.decode()


def test_many_are_counted_beyond_three(office: Path, tmp_path: Path, day: dt.date) -> None:
    lines = [f"R{n},RS {n},RS,{VILLAGE},2014-01-01,{ends(day, n)},IGD" for n in range(1, 6)]
    file = tmp_path / "faskes.csv"
    file.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    rooms().import_file(kind="facilities", file=file, profile=None, area=AREA, as_of=day)
    assert "RS 1, RS 2, RS 3 dan 2 lainnya" in officer("bpjs").get(f"/{AREA}/antrean/").content.decode()


@pytest.mark.parametrize("desk", ["bpjs", "dinkes", "faskes"])
def test_the_list_is_in_the_navigation_and_it_alone_is_current_there(office: Path, desk: str) -> None:
    page = officer(desk).get(f"/{AREA}/berkas/faskes/").content.decode()
    link = re.search(rf'<a[^>]*href="/{AREA}/berkas/faskes/"[^>]*>', page)
    assert link and 'aria-current="page"' in link[0] and page.count('aria-current="page"') == 1
    assert "Belum ada data faskes" in page


def test_it_is_told_in_english(office: Path, tmp_path: Path, day: dt.date) -> None:
    from django.conf import settings

    delivered(tmp_path, day)
    client = officer("bpjs")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(f"/{AREA}/berkas/faskes/").content.decode()
    assert "under contract; credentialing ended" in page and "Contract until" in page and "Days left" in page
    assert "Contracts with facilities that end soon" in client.get(f"/{AREA}/antrean/").content.decode()


def test_a_list_read_before_credentialing_was_told_is_shown(office: Path, tmp_path: Path, day: dt.date) -> None:
    delivered(tmp_path, day)
    from django.conf import settings as told

    newest = Workspace(told.ENVIRONMENT.workspace).latest(kind="facilities", area=AREA, as_of=day)
    assert newest is not None
    pq.write_table(pq.read_table(newest.rows_path).drop_columns(["credentialing_to"]), newest.rows_path)
    rows = cells(officer("faskes").get(f"/{AREA}/berkas/faskes/").content.decode())[1:]
    assert len(rows) == 7 and {row[4] for row in rows} == {"–"}


JULY = dt.date(2024, 7, 1)
NEXT = dt.date(2024, 7, 2)


@pytest.mark.parametrize(
    ("begins", "ended", "credentialing", "word"),
    [
        (JULY, None, None, "bekerja sama"),
        (NEXT, None, None, "belum mulai"),
        (None, JULY, None, "berakhir"),
        (None, NEXT, None, "bekerja sama"),
        (None, None, JULY, "tidak dinyatakan"),
        (JULY, None, NEXT, "bekerja sama"),
        (JULY, None, JULY, "bekerja sama; kredensialing berakhir"),
        (None, JULY, JULY, "berakhir"),
    ],
)
def test_a_contract_holds_from_its_first_day_until_before_its_end(begins: Any, ended: Any, credentialing: Any, word: str) -> None:
    assert state_badge({"contract_from": begins, "contract_to": ended, "credentialing_to": credentialing}, JULY).word == word
