"""The province's aid as the printable table: totals, what is left, what contradicts itself, the readings of the sums."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cakupan.registers.areas import area_name
from cakupan.report import write_html
from cakupan.report.page.aid import decimal_words
from cakupan.report.page.render import sections
from report.cover_fixture import COVERAGE, NOT_PROPOSED, areas, coverage_rows, programme, region, write_table
from report.edition_fixture import entries, write_edition
from report.page_reader import Page, read, row_of


def page_of(folder: Path, *programmes: dict[str, Any], language: str = "id") -> Page:
    write_table(folder / "e", "coverage", coverage_rows(areas()), COVERAGE)
    edition = write_edition(folder / "e", entries(2), area_code="61", documents={"region": region(), "programmes": programmes})
    write_html(edition=edition, out=folder / "a.html")
    return read(folder / "a.html", language)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    return page_of(tmp_path_factory.mktemp("aid"), programme())


def test_the_totals_are_the_published_sums(page: Page) -> None:
    said = "tahun anggaran 2019: ditetapkan Rp 19.160.582.400, direalisasikan Rp 1.744.803.000, sisa Rp 17.415.779.400."
    assert said in page.text
    (total,) = [row for row in page.rows if row[0] == "Jumlah seluruhnya" and len(row) == 11]
    assert (total[2], total[5], total[6]) == ("19.160.582.400", "1.744.803.000", "17.415.779.400")


def test_a_regency_stands_with_reason_suggestion_coverage_and_rank(page: Page) -> None:
    row = row_of(page, "Kabupaten Sambas", "8.000")
    assert row[2:7] == ["1.368.613.028", "7.500", "348.960.600", "348.960.600", "1.019.652.428"]
    assert row[8:] == ["Usulan lewat Dukcapil lebih dahulu", "59,44 %", "14"]


def test_who_proposed_nothing_is_marked(page: Page) -> None:
    marked = [row[0].removesuffix(" tidak mengusulkan") for row in page.rows if "tidak mengusulkan" in row[0]]
    assert marked == [area_name(code) for code in sorted(NOT_PROPOSED)]


def test_months_have_a_column_only_where_the_programme_states_them(page: Page, tmp_path: Path) -> None:
    assert "Diusulkan (bulan)" not in page.text
    lines = [{**line, "proposed_months": 12} for line in programme()["allocations"]]
    assert "Diusulkan (bulan)" in page_of(tmp_path, programme(allocations=lines)).text


def test_illustrative_lines_say_so_in_the_caption(page: Page, tmp_path: Path) -> None:
    assert "angka per kabupaten/kota ilustratif" in page.text
    assert "angka per kabupaten/kota ilustratif" not in page_of(tmp_path, programme(illustrative=[])).text


def test_a_line_that_contradicts_itself_is_flagged(tmp_path: Path, page: Page) -> None:
    assert "melebihi yang ditetapkan" not in page.text
    lines = programme()["allocations"]
    lines[0] = {**lines[0], "disbursed": lines[0]["allocated"] + 1}
    found = page_of(tmp_path, programme(allocations=lines)).text
    assert "Kabupaten Sambas: yang disalurkan melebihi yang ditetapkan." in found


def test_the_readings_tell_which_shares_are_possible(page: Page) -> None:
    assert row_of(page, "100 %")[1:] == ["23.000", "833.068,8", "75.861", "–", "✘ tidak bulat"]
    assert row_of(page, "60 %")[1:] == ["13.800", "1.388.448", "126.435", "115.704", "✔ mungkin"]


def test_without_a_rate_there_are_no_readings_and_without_a_programme_no_aid(tmp_path: Path) -> None:
    assert "Arti jumlah bantuan provinsi" not in page_of(tmp_path, programme(person_month_rupiah=None)).text
    bare = write_edition(tmp_path / "b", entries(1))
    assert not {"aid", "aid_readings"} & {each.name for each in sections(bare)}


def test_the_table_prints_on_a_landscape_sheet(tmp_path: Path) -> None:
    page_of(tmp_path, programme())
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert '<section id="aid" class="landscape">' in html
    assert "@page wide { size: A4 landscape" in html and ".landscape { page: wide;" in html


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction("833068.8"), "833.068,8"),
        (Fraction(75861), "75.861"),
        (Fraction("0.05"), "0,05"),
        (Fraction(1, 3), "≈ 0,33"),
        (Fraction(2, 3), "≈ 0,67"),
        (Fraction("10.50"), "10,5"),
        (Fraction(100), "100"),
    ],
)
def test_exact_numbers_are_shown_exactly(number: Fraction, shown: str) -> None:
    assert decimal_words(number) == shown
