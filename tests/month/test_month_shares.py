"""How an agreement splits the Pemda's contribution between province and regency: per cent, head-count, months or a cap."""

from __future__ import annotations

import datetime as dt

import pytest
from small_month import JULY, SmallMonth, terms

from cakupan.law.calendar import Month
from cakupan.month.edition import assert_invariants
from cakupan.month.terms import MILLION, Share, share_method

KABKOTA = Share("kabkota", rest=True)


def _region(people: int, *shares: Share, month: Month = JULY, **agreed) -> SmallMonth:
    small = SmallMonth(month=month, terms=(terms(shares=shares, **agreed),))
    for serial in range(people):
        small.resident(serial, f"ORANG {'ABCDEFGHIJ'[serial] * 4}")
        small.entry(serial, f"ORANG {'ABCDEFGHIJ'[serial] * 4}")
    return small


def _lines(small: SmallMonth) -> list[tuple]:
    engine = small.close()
    assert_invariants(engine=engine)
    return engine.fetch(
        "SELECT list_row - 1, payer, account, amount FROM bill_lines WHERE payer <> 'pusat' ORDER BY line_id, account DESC, payer"
    )


def test_by_head_count_the_first_lines_of_the_annex_are_the_provinces():
    lines = _lines(_region(3, Share("provinsi", people=2), KABKOTA))
    assert {(place, payer) for place, payer, _, _ in lines} == {(1, "provinsi"), (2, "provinsi"), (3, "kabkota")}
    assert sum(amount for *_, amount in lines) == 3 * 37_800


def test_by_head_count_a_line_that_is_not_billed_takes_no_place():
    small = _region(3, Share("provinsi", people=2), KABKOTA)
    small.tables["decisions"][0]["submitted_date"] = dt.date(2021, 6, 21)
    assert {(place, payer) for place, payer, _, _ in _lines(small)} == {(2, "provinsi"), (3, "provinsi")}


@pytest.mark.parametrize(("month", "payer"), [(Month(2021, 8), "provinsi"), (Month(2021, 9), "kabkota")])
def test_by_months_the_first_of_the_period_are_the_provinces(month, payer):
    assert {line[1] for line in _lines(_region(1, Share("provinsi", months=2), KABKOTA, month=month))} == {payer}


@pytest.mark.parametrize(("month", "payer"), [(Month(2021, 9), "provinsi"), (Month(2021, 10), "kabkota")])
def test_a_period_that_begins_within_a_month_counts_from_the_first_month_that_is_billed(month, payer):
    small = _region(1, Share("provinsi", months=2), KABKOTA, month=month, from_date=dt.date(2021, 7, 15))
    assert {line[1] for line in _lines(small)} == {payer}


def test_a_cap_is_spent_in_annex_order_the_contribution_first():
    # Forty per cent: 14,000 and 1,120 a line; after one whole line 5,000 are left, all for the second line's iuran.
    small = _region(3, Share("provinsi", 400_000, cap_per_month=20_120), KABKOTA)
    assert _lines(small) == [
        (1, "kabkota", "iuran", 21_000), (1, "provinsi", "iuran", 14_000),
        (1, "kabkota", "bantuan_iuran", 1_680), (1, "provinsi", "bantuan_iuran", 1_120),
        (2, "kabkota", "iuran", 30_000), (2, "provinsi", "iuran", 5_000), (2, "kabkota", "bantuan_iuran", 2_800),
        (3, "kabkota", "iuran", 35_000), (3, "kabkota", "bantuan_iuran", 2_800),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cap", "given"),
    [(0, 0), (13_999, 13_999), (14_000, 14_000), (14_001, 14_001), (30_239, 30_239), (30_240, 30_240), (30_241, 30_240)],
)
def test_a_cap_gives_what_it_has_and_no_more_than_its_part(cap, given):
    lines = _lines(_region(2, Share("provinsi", 400_000, cap_per_month=cap), KABKOTA))
    assert sum(amount for _, payer, _, amount in lines if payer == "provinsi") == given
    assert sum(amount for *_, amount in lines) == 2 * 37_800


def test_shares_say_one_way():
    assert share_method((Share("kabkota", MILLION),)) == "per_cent"
    for shares in (
        (Share("provinsi", people=1), Share("kabkota", months=1)),
        (Share("provinsi", people=1), Share("kabkota")),
        (Share("provinsi", MILLION + 1, cap_per_month=1), KABKOTA),
        (KABKOTA, Share("provinsi", people=1)),
    ):
        with pytest.raises(AssertionError):
            share_method(shares)


def test_a_month_without_agreement_and_annex_is_possible():
    small = SmallMonth(terms=(), rates=())
    small.resident(1, "SITI AMINAH")
    small.tables["decisions"] = []
    engine = small.close(list_files=())
    assert_invariants(engine=engine)
    assert engine.fetch("SELECT count(*) FROM bill_lines") == [(0,)]
    assert engine.fetch("SELECT count(*) FROM persons") == [(1,)]
