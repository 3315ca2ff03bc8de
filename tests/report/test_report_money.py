"""Arrears, payments, corrections, reconciliation and bills by position: the sums of the edition's tables, and no others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cakupan.report import write_html
from cakupan.report.edition import Edition
from cakupan.report.page.render import sections
from cakupan.report.texts import sentences
from report.edition_fixture import PKS, entries, write_edition
from report.money_fixture import write_money
from report.page_reader import Page, read, row_of

MONEY = ("position_bills", "pemda_arrears", "payments", "family_arrears", "corrections", "reconciliation")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("edition")
    write_money(folder)
    return write_edition(folder, entries(3))


@pytest.fixture(scope="module")
def page(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Page:
    out = tmp_path_factory.mktemp("out") / "a.html"
    write_html(edition=edition, out=out)
    return read(out)


def test_each_section_is_there_only_with_what_it_needs(edition: Edition, tmp_path: Path) -> None:
    assert [each.name for each in sections(edition) if each.name in MONEY] == list(MONEY)
    bare = write_edition(tmp_path, entries(3))
    assert not set(MONEY) & {each.name for each in sections(bare)}


@pytest.mark.parametrize(
    ("gone", "section"),
    [
        ({"position_totals": ()}, "position_bills"),
        ({"unpaid_months": (), "suspensions": ()}, "pemda_arrears"),
        ({"payments": ()}, "payments"),
        ({"family_arrears": ()}, "family_arrears"),
        ({"corrections": ()}, "corrections"),
        ({"reconciliation": ()}, "reconciliation"),
    ],
)
def test_taking_its_table_away_takes_the_section_away(edition: Edition, gone: dict[str, tuple[()]], section: str) -> None:
    assert [name for name in MONEY if name != section] == [
        each.name for each in sections(replace(edition, **gone)) if each.name in MONEY
    ]


def test_arrears_stand_by_month_and_account_and_sum(page: Page) -> None:
    assert row_of(page, PKS, "April 2021", "Pemkot Serang", "Iuran")[4:] == [
        *("12 April 2021", "Rp 1.400.000", "Rp 1.000.000", "Rp 400.000", "3"),
    ]
    (total,) = [row for row in page.rows if row[0] == "Jumlah seluruhnya" and len(row) == 9]
    assert total[5:8] == ["Rp 2.912.000", "Rp 1.000.000", "Rp 1.912.000"]
    assert "Tunggakan Pemda Rp 1.912.000 2 bulan, terlama April 2021" in page.text


def test_a_suspension_names_the_unpaid_month(page: Page) -> None:
    assert "1 Juni 2021 PKS 440/123-DINKES/2021: penjaminan pesertanya diberhentikan sementara" in page.text
    assert "karena tagihan April 2021 (jatuh tempo 12 April 2021) belum dibayar" in page.text


def test_each_disbursement_says_what_it_paid_and_the_excess_is_carried(page: Page) -> None:
    paid = [row[5:] for row in page.rows if row[0] == "SP2D-001"]
    assert paid == [
        ["Maret 2021", "Rp 1.400.000", "bulan yang disebut SP2D"],
        ["April 2021", "Rp 1.000.000", "bulan tertua lebih dahulu"],
    ]
    assert row_of(page, "SP2D-002")[5:] == ["–", "Rp 300.000", "kelebihan bayar (diperhitungkan)"]
    assert "Kelebihan bayar Rp 300.000 diperhitungkan" in page.text


def test_family_arrears_show_all_months_beside_what_the_cap_leaves(page: Page) -> None:
    assert row_of(page, ">24 bulan")[1:] == ["2", "2", "Rp 2.385.000", "Rp 1.908.000", "Rp 477.000"]
    assert row_of(page, "Kelas 1")[3:] == ["Rp 2.160.000", "Rp 1.728.000", "Rp 432.000"]
    assert row_of(page, "Miskin")[1] == "1"
    assert row_of(page, "Kabupaten Sambas", "3")[3] == "Rp 2.436.000"


def test_ages_of_debt_stand_from_young_to_old(page: Page) -> None:
    found = [row[0] for row in page.rows if row[0] in ("1–3 bulan", ">24 bulan")]
    assert found == ["1–3 bulan", ">24 bulan"]


def test_corrections_are_summed_by_month_and_cause(page: Page) -> None:
    rate = [row for row in page.rows if "Tarif berubah surut" in row]
    assert [row[5:9] for row in rate] == [["2", "Rp 46.000", "Rp 50.000", "Rp 4.000"]]
    late = [row[4:9] for row in page.rows if "Kematian dilaporkan terlambat" in row]
    assert ["Iuran", "1", "Rp 35.000", "Rp 0", "−Rp 35.000"] in late
    (total,) = [row for row in page.rows if row[0] == "Jumlah seluruhnya" and len(row) == 10]
    assert total[5:9] == ["4", "Rp 83.800", "Rp 50.000", "−Rp 33.800"]


def test_reconciliation_names_each_cause_and_both_bills(page: Page) -> None:
    assert row_of(page, PKS, "Sama")[2:] == ["2", "Rp 75.600", "Rp 75.600", "Rp 0"]
    removed = row_of(page, PKS, "Ditagih cabang, sudah dinonaktifkan dari daftar")
    assert removed[2:] == ["2", "Rp 75.600", "Rp 0", "Rp 75.600"]
    assert "3 kartu berbeda; selisih bersih Rp 37.800." in page.text


def test_bills_that_agree_say_so(edition: Edition, tmp_path: Path) -> None:
    same = tuple(each for each in edition.reconciliation if each.cause == "agrees")
    write_html(edition=replace(edition, reconciliation=same), out=tmp_path / "a.html")
    text = read(tmp_path / "a.html").text
    assert "Kedua tagihan sama, kartu demi kartu." in text
    assert "kartu berbeda" not in text


def test_bills_by_position_stand_by_area_with_their_sum(page: Page) -> None:
    assert row_of(page, "Kabupaten Sambas", "Pemkab Sambas")[2:] == ["Bantuan iuran", "100", "Rp 280.000"]
    assert row_of(page, "Kabupaten Sambas", "Pemprov")[2:] == ["Iuran", "1.000", "Rp 2.000.000"]
    sums = [row[3:] for row in page.rows if row[0] == "Jumlah seluruhnya" and len(row) == 5]
    assert ["110", "Rp 308.000"] in sums and ["1.000", "Rp 2.000.000"] in sums


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("correction_cause", "late_death rate_changed decision_reversed share_changed other_input"),
        ("payment_rule", "named_month oldest_first overpaid"),
        ("position_bill", "bantuan_iuran_mandiri iuran_pbi_provinsi"),
        ("arrears_suggestion", "pbi_jk pemda_within_quota ask_dinsos"),
        (
            "difference_cause",
            "agrees only_ours_awaiting_branch only_branch_not_listed only_branch_removed only_branch_agreement_ended"
            " amount_differs deceased moved duplicate",
        ),
        ("alarm", "money_ends term_ends cover_ends unpaid_months kua_ppas apbd apbd_p last_sp2d"),
    ],
)
def test_every_code_of_the_contract_has_its_words(group: str, codes: str) -> None:
    assert {f"{group}.{code}" for code in codes.split()} <= set(sentences())


def test_nobody_is_named_on_the_page(edition: Edition, tmp_path: Path) -> None:
    write_html(edition=edition, out=tmp_path / "a.html")
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "WARGA REKAAN" not in html
    assert "6101010101909001" not in html


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_is_whole_in_both_languages(edition: Edition, tmp_path: Path, language: str) -> None:
    write_html(edition=edition, out=tmp_path / "a.html")
    found = read(tmp_path / "a.html", language)
    assert found.mistakes == [] and "{" not in found.text
    assert ("Arrears by agreement" in found.text) == (language == "en")
