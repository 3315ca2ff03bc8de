"""Tables: paging, sorting, sums on the page; the same rows as a workbook, read back."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, replace
from fractions import Fraction

import openpyxl
import pytest
from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from cakupan.office.pages.parts import Badge
from cakupan.office.pages.tables import Column, Table

DAY = dt.date(2024, 7, 1)


@dataclass(frozen=True)
class Entry:
    number: int
    name: str
    nik: str
    amount: int | None
    share: Fraction
    month: str
    birth_date: dt.date
    state: Badge


def entries(count: int) -> list[Entry]:
    return [
        Entry(
            at,
            "=1+1" if at == 0 else f"ORANG {at:03d}",
            f"990104410290{9000 + at}",
            None if at == 1 else 1_000 * (count - at),
            Fraction(6985, 10_000),
            "2021-07",
            dt.date(1990, 2, 1) + dt.timedelta(days=at),
            Badge("menunggu", "waiting"),
        )
        for at in range(count)
    ]


def table(rows: list[Entry], **more) -> Table:
    columns = (
        Column("name", "Nama", sort=True, url=lambda entry: f"/orang/{entry.number}"),
        Column("nik", "NIK", "nik"),
        Column("amount", "Rp per bulan", "rupiah", sort=True, total=True),
        Column("share", "Bagian", "percent"),
        Column("month", "Bulan", "month"),
        Column("birth", "Tanggal lahir", "date", value="birth_date"),
        Column("state", "Keadaan", "badge"),
        Column("inner", "Hanya berkas", "whole", value=lambda entry: entry.number, on_page=False),
    )
    return Table("usulan", "Usulan", columns, rows, **more)


def asked(text: str = "") -> QueryDict:
    return QueryDict(text)


def read_back(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def workbook(made: Table, query: str = "") -> list[list[object]]:
    response = made.download(asked(query), dated=DAY)
    content = b"".join(response.streaming_content)
    response.close()
    return read_back(content)


def test_a_page_holds_fifty_rows_in_words_and_says_which():
    shown = table(entries(120)).shown(asked("page=2"))
    assert (len(shown.rows), shown.first_row, shown.last_row, shown.total_rows, shown.pages) == (50, 51, 100, 120, 3)
    assert [cell.words for cell in shown.rows[0].cells] == [
        "ORANG 050",
        "9901********9050",
        "Rp\u00a070.000",
        "69,85\u00a0%",
        "Juli 2021",
        "23 Maret 1990",
        "menunggu",
    ]
    assert shown.rows[0].cells[0].url == "/orang/50"


@pytest.mark.parametrize(("page", "first"), [("0", 1), ("9", 101), ("-1", 1), ("x", 1), ("٣", 1), ("9" * 30, 1)])
def test_a_page_that_is_not_there_is_the_nearest(page: str, first: int):
    assert table(entries(120)).shown(asked(f"page={page}")).first_row == first


def test_heads_sort_both_ways_and_nothing_stands_last():
    up = table(entries(9)).shown(asked("sort=amount"))
    down = table(entries(9)).shown(asked("sort=-amount"))
    assert [row.cells[2].words for row in up.rows][:2] == ["Rp\u00a01.000", "Rp\u00a02.000"]
    assert down.rows[0].cells[2].words == "Rp\u00a09.000"
    assert up.rows[-1].cells[2].words == down.rows[-1].cells[2].words == "–"
    assert (up.heads[2].sorted_by, up.heads[2].url) == ("ascending", "?sort=-amount")
    assert (down.heads[2].sorted_by, down.heads[2].url) == ("descending", "?sort=amount")


def test_what_was_asked_stays_in_every_link_but_not_the_page_of_another_sorting():
    shown = table(entries(120)).shown(asked("kecamatan=1&page=2&sort=name"))
    assert shown.next_url == "?kecamatan=1&sort=name&page=3"
    assert shown.download_url == "?kecamatan=1&page=2&sort=name&format=xlsx"
    assert shown.heads[2].url == "?kecamatan=1&sort=amount"


def test_an_unknown_sorting_leaves_the_rows_as_they_come():
    assert [row.cells[0].words for row in table(entries(3)).shown(asked("sort=nik")).rows] == ["=1+1", "ORANG 001", "ORANG 002"]


def test_sums_are_over_all_rows():
    assert table(entries(120)).shown(asked()).totals == [("Rp per bulan", "Rp\u00a07.141.000")]


def test_the_sums_of_a_file_say_so_in_the_first_column_of_words():
    numbered = Table(
        "nomor", "Bernomor", (Column("line", "No", "whole"), Column("name", "Nama"), Column("rp", "Rp", "rupiah", total=True)),
        [{"line": 1, "name": "A", "rp": 5}, {"line": 2, "name": "B", "rp": 7}],
    )  # fmt: skip
    assert workbook(numbered, "")[-1] == [None, "Jumlah", 12]


def test_two_tables_of_a_page_do_not_disturb_each_other():
    made = table(entries(120), alone=False)
    assert made.shown(asked("page=3")).page == 1
    assert made.shown(asked("usulan-page=3")).page == 3
    assert made.asked_for_file(asked("usulan-format=xlsx"))
    assert not made.asked_for_file(asked("format=xlsx"))


def test_the_workbook_has_every_row_typed_in_the_order_asked_for():
    rows = workbook(table(entries(120)), "sort=-amount&page=2")
    assert rows[0][0] == "Usulan"
    assert rows[2] == ["Nama", "NIK", "Rp per bulan", "Bagian", "Bulan", "Tanggal lahir", "Keadaan", "Hanya berkas"]
    assert len(rows) == 3 + 120 + 1
    month, birth = dt.datetime(2021, 7, 1), dt.datetime(1990, 2, 1)  # noqa: DTZ001
    assert rows[3] == ["=1+1", "9901********9000", 120_000, 0.6985, month, birth, "menunggu", 0]
    assert rows[-2][2] is None
    assert rows[-1][:3] == ["Jumlah", None, 7_141_000]


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5", "@SUM(A1)"])
def test_no_text_becomes_a_formula(text: str, tmp_path):
    made = Table("isi", "Isi", (Column("name", "Nama", value=lambda row: row),), [text])
    made.write(tmp_path / "x.xlsx", asked(), dated=DAY)
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0].cell(4, 1)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_niks_leave_unmasked_only_where_it_is_said():
    whole, masked = "9901044102909000", "9901********9000"
    for niks, page, file in (("masked", masked, masked), ("in_file", masked, whole), ("everywhere", whole, whole)):
        made = table(entries(1), niks=niks)
        assert (made.shown(asked()).rows[0].cells[1].words, workbook(made)[3][1]) == (page, file)


def test_the_download_names_table_and_day():
    response = table(entries(1)).download(asked(), dated=DAY)
    assert response["Content-Disposition"] == 'attachment; filename="usulan-2024-07-01.xlsx"'
    response.close()


def test_without_another_day_it_bears_the_offices(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, today=dt.date(2021, 7, 15)))
    response = table(entries(1)).download(asked())
    assert "usulan-2021-07-15.xlsx" in response["Content-Disposition"]
    response.close()


def test_what_is_not_counted_says_whether_there_is_more():
    made = table(entries(120), uncounted=True)
    first, last = made.shown(asked("")), made.shown(asked("page=3"))
    assert (first.total_rows, len(first.rows), first.next_url, first.previous_url) == (None, 50, "?page=2", "")
    assert (last.total_rows, len(last.rows), last.next_url, last.last_row) == (120, 20, "", 120)
    assert made.shown(asked("page=9")).page == 3
    assert table([], uncounted=True).shown(asked()).total_rows == 0
    exact = table(entries(50), uncounted=True).shown(asked())
    assert (exact.total_rows, exact.pages) == (50, 1)


def test_a_table_as_html_has_scope_caption_sort_and_checkboxes():
    made = table(entries(60), choice=lambda entry: entry.number, noun="orang", order="name")
    html = render_to_string("pages/parts/table.html", {"table": made.shown(asked())})
    assert 'aria-sort="ascending"' in html
    assert "baris 1–50 dari 60 orang" in html
    assert '<input type="checkbox" name="chosen" value="7">' in html
    assert "Pilih ORANG 007" in html
    assert "style=" not in html


def test_an_empty_table_says_so_and_offers_no_download():
    shown = table([], empty="Belum ada usulan.").shown(asked())
    html = render_to_string("pages/parts/table.html", {"table": shown})
    assert "Belum ada usulan." in html
    assert "<table" not in html
    assert "format=xlsx" not in html


def test_dates_follow_the_language_of_the_screen():
    with translation.override("en"):
        assert table(entries(1)).shown(asked()).rows[0].cells[5].words == "1 February 1990"
