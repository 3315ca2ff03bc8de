"""Coverage on the page: raw beside verified, ranks, gaps that are never clamped, figures that others quote, the map."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cakupan.law.calendar import Month
from cakupan.report import write_html
from cakupan.report.edition import Edition
from cakupan.report.page.area_map import class_breaks, short_name, tone
from cakupan.report.page.render import sections
from report.cover_fixture import COVERAGE, Area, area, areas, coverage_rows, programme, region, write_table
from report.edition_fixture import entries, write_edition
from report.page_reader import Page, plain, read, row_of


def edition_of(folder: Path, found: list[Area] | None = None, *, unknown_cards: int = 0, **documents: Any) -> Edition:
    rows = coverage_rows(areas() if found is None else found, unknown_cards=unknown_cards)
    write_table(folder, "coverage", rows, COVERAGE)
    told = {"region": region(), "programmes": [programme()], **documents}
    return write_edition(folder, entries(4), area_code="61", documents=told)


def page_of(edition: Edition, out: Path, language: str = "id") -> Page:
    write_html(edition=edition, out=out / "a.html")
    return read(out / "a.html", language)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(tmp_path_factory.mktemp("province"))


@pytest.fixture(scope="module")
def page(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return page_of(edition, tmp_path_factory.mktemp("out"))


def test_the_published_counts_give_the_published_share(page: Page) -> None:
    assert row_of(page, "Terdaftar", "3.801.759")[2] == "69,85 %"
    assert row_of(page, "Belum terdaftar", "1.641.271")[2] == "30,15 %"


def test_a_quoted_figure_is_flagged_when_its_parts_give_another(page: Page) -> None:
    assert "69,89 % dikutip; bagian-bagiannya memberi 69,85 %." in page.text
    assert row_of(page, "Kepesertaan", "Kalimantan Barat")[2:4] == ["69,89 %", "69,85 % berbeda"]
    assert row_of(page, "Terdaftar (jiwa)")[2:4] == ["3.801.759", "3.801.759"]
    assert row_of(page, "Belum terdaftar (jiwa)")[2:4] == ["1.6 million", "–"]


def test_a_quoted_figure_that_agrees_to_its_last_decimal_has_no_flag(tmp_path: Path) -> None:
    quotes = [{"what": "coverage_pct", "value": value, "area": "61"} for value in ("69.85", "69.8", "70")]
    text = page_of(edition_of(tmp_path, region=region(published=quotes[:1])), tmp_path).text
    assert "dikutip;" not in text
    rounded = page_of(edition_of(tmp_path, region=region(published=quotes[2:])), tmp_path).text
    assert "dikutip;" not in rounded, "70 % is 69,85 % without decimals"
    cut = page_of(edition_of(tmp_path, region=region(published=quotes[1:2])), tmp_path).text
    assert "69,8 % dikutip; bagian-bagiannya memberi 69,8 %" not in cut


def test_no_difference_is_too_small_to_say(tmp_path: Path) -> None:
    """82.22 % of 10,000 people is 8,222; one person more makes 82.23."""
    quote = [{"what": "coverage_pct", "value": "82.22", "area": "61"}]
    for registered, flagged in ((8221, True), (8222, False), (8223, True)):
        edition = edition_of(tmp_path, [Area("61.01", 10_000, registered)], region=region(published=quote))
        assert ("dikutip;" in page_of(edition, tmp_path).text) == flagged, registered


def test_a_share_quoted_of_an_area_where_nobody_lives_has_nothing_beside_it(tmp_path: Path) -> None:
    quote = [{"what": "coverage_pct", "value": "82.22", "area": "61.02"}]
    page = page_of(edition_of(tmp_path, [Area("61.01", 10, 5), Area("61.02", 0, 0)], region=region(published=quote)), tmp_path)
    assert row_of(page, "Kepesertaan", "Kabupaten Mempawah")[2:4] == ["82,22 %", "–"]
    assert "dikutip;" not in page.text


def test_two_sources_with_two_values_are_flagged(tmp_path: Path) -> None:
    quotes = [{"what": "people_losing_cover", "value": value, "area": "61"} for value in ("65000", "202000")]
    text = page_of(edition_of(tmp_path, region=region(published=quotes)), tmp_path).text
    assert "sumber-sumber menyebut nilai yang berbeda, 65.000 / 202.000" in text


@pytest.mark.parametrize(("other", "differs"), [("69.9", False), ("70", False), ("69.8", True), ("71", True)])
def test_sources_that_only_round_do_not_differ(tmp_path: Path, other: str, differs: bool) -> None:
    quotes = [{"what": "coverage_pct", "value": value, "area": "61"} for value in ("69.85", other)]
    text = page_of(edition_of(tmp_path, region=region(published=quotes)), tmp_path).text
    assert ("sumber-sumber menyebut nilai yang berbeda" in text) == differs


def test_areas_stand_by_rank_with_highest_and_lowest_named(page: Page) -> None:
    assert "Tertinggi: Kabupaten Kayong Utara 82,22 %. Terendah: Kabupaten Sambas 59,44 %." in page.text
    ranks = [int(row[1]) for row in page.rows if len(row) == 10 and row[1].isdigit()]
    assert (len(ranks), ranks) == (14, sorted(ranks))
    assert row_of(page, "Kabupaten Sambas", "14")[4] == "59,44 %"


def test_the_gap_is_in_people_and_rupiah(page: Page) -> None:
    needed = 5_170_879  # 95 % of 5,443,030 is 5,170,878.5: whole people, rounded up
    gap = needed - 3_801_759
    row = row_of(page, "target 95 % pada 31 Desember 2020")
    assert row[1] == f"{gap:,}".replace(",", ".")
    assert row[2] == plain(f"Rp {gap * 37_800:,}".replace(",", "."))


@pytest.mark.parametrize(("month", "rupiah"), [(Month(2020, 6), "Rp "), (Month(2013, 6), "–")])
def test_without_a_bill_the_rate_is_that_of_the_law(tmp_path: Path, month: Month, rupiah: str) -> None:
    """An edition without agreements has no rates of its own; before JKN there was none at all."""
    found = replace(edition_of(tmp_path), law=(), parts=(), agreements=())
    page = page_of(replace(found, position=replace(found.position, month=month)), tmp_path)
    assert row_of(page, "target 95 % pada 31 Desember 2020")[2].startswith(rupiah)


def test_a_target_that_is_passed_lacks_nobody_and_no_rupiah(tmp_path: Path) -> None:
    goal = [{"name": "registered", "pct": "60", "source": "contoh"}]
    page = page_of(edition_of(tmp_path, region=region(targets=goal)), tmp_path)
    assert row_of(page, "target 60 %")[1:4] == ["0", "–", "–"]
    assert "kurang 0 dari target 60 %" in page.text
    assert row_of(page, "Kabupaten Kayong Utara", "1")[8:] == ["0", "–"]


def test_more_cards_than_people_are_shown_and_not_clamped(tmp_path: Path) -> None:
    found = [Area("61.01", 1000, 1041), Area("61.02", 1000, 900)]
    page = page_of(edition_of(tmp_path, found, unknown_cards=100), tmp_path)
    assert row_of(page, "Kabupaten Sambas", "1")[4] == "104,10 %"
    assert row_of(page, "Terdaftar", "2.041")[2] == "102,05 %"
    assert "Terdaftar lebih banyak 41 daripada penduduk" in page.text
    assert row_of(page, "Wilayah pada kartu tidak dikenal")[2:4] == ["0", "100"]


def test_an_area_without_population_has_neither_share_nor_rank(tmp_path: Path) -> None:
    page = page_of(edition_of(tmp_path, [Area("61.01", 1000, 500), Area("61.02", 0, 7)]), tmp_path)
    assert row_of(page, "Kabupaten Mempawah", "–")[1:5] == ["–", "0", "7", "–"]


def test_equal_shares_share_a_rank(tmp_path: Path) -> None:
    page = page_of(edition_of(tmp_path, [Area("61.01", 10, 4), Area("61.02", 20, 10), Area("61.03", 10, 5)]), tmp_path)
    ranks = [row[:2] for row in page.rows if len(row) == 10 and row[1].isdigit()]
    assert ranks == [["Kabupaten Mempawah", "1"], ["Kabupaten Sanggau", "1"], ["Kabupaten Sambas", "3"]]


def test_without_a_target_the_gap_is_to_everybody(tmp_path: Path) -> None:
    found = edition_of(tmp_path, [Area("61.01", 10, 4), Area("61.02", 20, 21)], region=region(targets=[]))
    page = page_of(found, tmp_path)
    assert [row_of(page, *name)[8] for name in (("Kabupaten Sambas", "2"), ("Kabupaten Mempawah", "1"))] == ["6", "0"]


def test_verified_stands_beside_raw_and_never_instead(page: Page) -> None:
    row = row_of(page, "Terdaftar", "3.801.759")
    assert row[3] == "3.763.742"
    assert row[5] == "−38.017"


def test_segments_sum_to_the_registered(page: Page) -> None:
    shown = [row_of(page, segment) for segment in ("PBI JK", "PBPU mandiri", "PPU swasta")]
    assert all(re.fullmatch(r"[\d.]+", row[1]) for row in shown)
    assert row_of(page, "PBI JK")[3] == "90,00 %"


def test_the_population_is_named(page: Page, tmp_path: Path) -> None:
    assert "Penduduk acuan: DKB semester II 2019, posisi 31 Desember 2019" in page.text
    without = page_of(edition_of(tmp_path, region=None), tmp_path).text
    assert "penduduk hidup menurut data Dukcapil yang diimpor" in without


def test_a_named_population_is_what_shares_are_over(tmp_path: Path) -> None:
    rows = [{**row, "basis_population": 2000, "basis": "DKB"} for row in coverage_rows([Area("61.01", 1000, 500)])]
    write_table(tmp_path, "coverage", rows, COVERAGE)
    page = page_of(write_edition(tmp_path, entries(1), area_code="61", documents={"region": region(published=[])}), tmp_path)
    assert row_of(page, "Terdaftar", "500")[2] == "25,00 %"
    assert "Penduduk acuan 2.000 jiwa; data Dukcapil memuat 1.000 jiwa hidup." in page.text


def test_people_per_month_are_rounded_up(tmp_path: Path) -> None:
    goal = [{"name": "registered", "pct": "70", "by": "2022-01-31", "source": "cabang"}]
    page = page_of(
        edition_of(tmp_path, [Area("61.01", 4_129_032, 2_477_419)], region=region(targets=goal, published=[])), tmp_path
    )
    assert row_of(page, "target 70 % pada 31 Januari 2022")[1:4:2] == ["412.904", "68.818"]


def test_criteria_of_uhc_say_what_is_missing(page: Page, edition: Edition, tmp_path: Path) -> None:
    assert row_of(page, "Terdaftar", "≥ 95 %")[2:5] == ["69,85 % (3.801.759)", "✘ belum", "1.369.120"]
    early = replace(edition, position=replace(edition.position, month=Month(2017, 6)))
    assert "Kriteria UHC pada 1 Juni 2017 tidak diketahui" in page_of(early, tmp_path).text


def test_arrears_open_or_fail_the_third_criterion(edition: Edition, tmp_path: Path) -> None:
    in_2026 = replace(edition, position=replace(edition.position, month=Month(2026, 1)))
    assert row_of(page_of(in_2026, tmp_path), "Tunggakan PBPU dan BP Pemda")[2:4] == ["tidak ada", "✔ ya"]
    unknown = replace(in_2026, absent=("payments",))
    assert row_of(page_of(unknown, tmp_path), "Tunggakan PBPU dan BP Pemda")[2:4] == [
        "pembayaran tidak diserahkan",
        "belum dapat dinilai",
    ]


def test_a_trend_needs_two_positions(edition: Edition, tmp_path: Path) -> None:
    one = {Month(2020, 5): area(registered=700, population=1000, active=600)}
    assert "Dari posisi ke posisi" not in page_of(replace(edition, trend=one), tmp_path).text
    empty = {Month(2020, 6): area(registered=0, population=0)}
    assert "Dari posisi ke posisi" not in page_of(replace(edition, trend=one | empty), tmp_path).text
    two = one | {Month(2020, 6): area(registered=710, population=1000, active=605)}
    page = page_of(replace(edition, trend=two), tmp_path)
    assert row_of(page, "Juni 2020")[1:] == ["1.000", "710", "71,00 %", "605", "60,50 %"]


def test_a_branch_is_called_by_its_own_name(tmp_path: Path) -> None:
    branch = region(title="Cabang Palembang", branch_areas=["61.01", "61.02"])
    assert "Cabang Palembang, Juli 2021" in page_of(edition_of(tmp_path, region=branch), tmp_path).text
    assert "Kalimantan Barat, Juli 2021" in page_of(edition_of(tmp_path), tmp_path).text


def test_without_coverage_there_is_no_section_and_the_bill_opens_the_page(tmp_path: Path) -> None:
    bare = write_edition(tmp_path, entries(3))
    assert [each.name for each in sections(bare)][:2] == ["bill", "verified"]
    assert "coverage" in [each.name for each in sections(edition_of(tmp_path))]


def test_without_boundaries_every_area_has_its_square_with_its_value(edition: Edition, tmp_path: Path) -> None:
    write_html(edition=edition, out=tmp_path / "a.html")
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    squares = re.findall(r'<li class="class\d on\d"><span>([^<]+)</span> <strong>([^<]+)</strong>', html)
    assert len(squares) == 14
    assert squares[0] == ("Sambas", "59,44\u00a0%")
    assert [name for name, _ in squares][-2:] == ["Kota Pontianak", "Kota Singkawang"]


@pytest.mark.parametrize(
    ("values", "breaks"),
    [
        ([], ()),
        ([70], ()),
        ([59, 82], (60, 70, 80)),
        ([95, 98], (96, 97, 98)),
        ([0, 100], (50, 100)),
        ([10, 260], (50, 100, 150, 200)),
    ],
)
def test_classes_are_round_and_few(values: list[int], breaks: tuple[int, ...]) -> None:
    found = class_breaks([Fraction(value) for value in values])
    assert len(found) + 1 <= 5
    assert found == breaks
    for value in values:
        assert 0 <= tone(Fraction(value), found) <= 4
    assert tone(None, found) == -1


def test_names_on_the_map_are_short_but_never_mistaken() -> None:
    assert short_name("61.01") == "Sambas"
    assert short_name("61.71") == "Kota Pontianak"


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_is_whole_in_both_languages(edition: Edition, tmp_path: Path, language: str) -> None:
    page = page_of(edition, tmp_path, language)
    assert page.mistakes == [] and page.loads == []
    assert len(page.ids) == len(set(page.ids))
    assert "{" not in page.text
