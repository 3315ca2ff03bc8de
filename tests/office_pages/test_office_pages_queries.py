"""Tables over a query of the real database: counted, sorted and summed there, a page fetched at a time."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
from django.db import connection
from django.db.models import Count
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from cakupan.office.database.models import Area
from cakupan.office.pages.tables import Column, Table

COLUMNS = (
    Column("code", "Kode", sort="code"),
    Column("name", "Nama", sort="name"),
)


def areas() -> Table:
    Area.objects.using("owner").bulk_create([Area(code=f"99.{at:02d}", name=f"Wilayah {at % 3}") for at in range(1, 61)])
    return Table("wilayah", "Wilayah", COLUMNS, Area.objects.filter(code__startswith="99."), order="name")


def test_a_page_takes_two_queries_and_every_row_stands_on_one_page(office: Path):
    table = areas()
    with CaptureQueriesContext(connection) as asked:
        first = table.shown(QueryDict(""))
    assert len(asked) == 2
    second = table.shown(QueryDict("page=2"))
    codes = [row.cells[0].words for row in (*first.rows, *second.rows)]
    assert (len(first.rows), len(second.rows), len(set(codes))) == (50, 10, 60)
    assert first.rows[0].cells[1].words == "Wilayah 0"
    assert table.shown(QueryDict("sort=-code")).rows[0].cells[0].words == "99.60"


def test_the_workbook_of_a_query_has_all_its_rows(office: Path):
    response = areas().download(QueryDict("sort=-code"), dated=dt.date(2024, 7, 1))
    content = io.BytesIO(b"".join(response.streaming_content))
    response.close()
    rows = [row[0].value for row in openpyxl.load_workbook(content).worksheets[0].iter_rows(min_row=4)]
    assert rows == [f"99.{at:02d}" for at in range(60, 0, -1)]


def test_a_grouped_query_is_sorted_without_being_grouped_anew(office: Path):
    areas()
    grouped = Area.objects.filter(code__startswith="99.").values("name").annotate(people=Count("pk"))
    columns = (Column("name", "Nama", sort=True), Column("people", "Banyaknya", "whole", sort=True, total=True))
    shown = Table("kelompok", "Kelompok", columns, grouped, order="-name").shown(QueryDict(""))
    assert [[cell.words for cell in row.cells] for row in shown.rows] == [
        ["Wilayah 2", "20"],
        ["Wilayah 1", "20"],
        ["Wilayah 0", "20"],
    ]
    assert shown.totals == [("Banyaknya", "60")]


def test_a_computed_column_sorts_and_sums_by_the_field_of_its_key(office: Path):
    areas()
    column = Column("code", "Kode", value=lambda area: f"kode {area.code}", sort=True)
    shown = Table("hitung", "Hitung", (column,), Area.objects.filter(code__startswith="99.")).shown(QueryDict("sort=-code"))
    assert shown.rows[0].cells[0].words == "kode 99.60"
