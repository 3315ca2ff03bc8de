"""The bill: a line per entry, payer and account, each with its grounds; terms and rates move it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from small_month import AGREEMENT, DECREE, SmallMonth, rates, terms

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.terms import MILLION, Share


def _bill(small: SmallMonth):
    return small.close().fetch("SELECT payer, account, amount FROM bill_lines ORDER BY line_id, payer, account")


def _one() -> SmallMonth:
    small = SmallMonth()
    small.resident(1, "SITI AMINAH")
    small.entry(1, "SITI AMINAH")
    return small


def test_one_line_per_payer_and_account():
    assert _bill(_one()) == [("kabkota", "bantuan_iuran", 2_800), ("kabkota", "iuran", 35_000), ("pusat", "iuran_pusat", 4_200)]


def test_a_line_says_why():
    columns = "line_id, list_file, list_row, annex_line, decree_number, agreement_number, rate_key, citation, reason, from_date"
    row = _one().close().fetch(f"SELECT {columns} FROM bill_lines WHERE account = 'iuran'")[0]
    assert row == (
        2, "lampiran.csv", 2, "1", DECREE, AGREEMENT, "contribution.pemda.iuran", "Perpres 64/2020 Pasal 34", "mutation_cutoff",
        dt.date(2021, 7, 1),
    )  # fmt: skip


def test_shares_split_each_account_in_whole_rupiah():
    small = _one()
    small.terms = (terms(shares=(Share("kabkota", 600_000), Share("provinsi", 400_000))),)
    assert _bill(small) == [
        ("kabkota", "bantuan_iuran", 1_680),
        ("kabkota", "iuran", 21_000),
        ("provinsi", "bantuan_iuran", 1_120),
        ("provinsi", "iuran", 14_000),
        ("pusat", "iuran_pusat", 4_200),
    ]


def test_the_odd_rupiah_goes_to_the_largest_fraction():
    small = _one()
    small.terms = (terms(shares=(Share("kabkota", 333_333), Share("provinsi", 666_667))),)
    amounts = {(payer, account): amount for payer, account, amount in _bill(small)}
    assert amounts[("kabkota", "iuran")] == 11_667  # 11,666.655: the larger fraction of the two
    assert amounts[("provinsi", "iuran")] == 23_333
    assert amounts[("kabkota", "bantuan_iuran")] + amounts[("provinsi", "bantuan_iuran")] == 2_800


def test_a_payer_of_nothing_has_no_line():
    small = _one()
    small.terms = (terms(shares=(Share("kabkota", MILLION), Share("provinsi", 0))),)
    assert {payer for payer, _, _ in _bill(small)} == {"kabkota", "pusat"}


def test_shares_that_do_not_sum_to_the_whole_stop_the_run():
    small = _one()
    small.terms = (terms(shares=(Share("kabkota", 999_999),)),)
    with pytest.raises(AssertionError, match="999999 parts per million"):
        small.close()


def test_one_person_one_rate_one_term_move_the_total():
    def total(small):
        return small.close().fetch("SELECT sum(amount) FROM bill_totals")[0][0]

    base = _one()
    assert total(base) == 42_000
    more = _one()
    more.entry(9, "BARU")
    assert total(more) == 84_000
    dearer = _one()
    dearer.rates = tuple(dataclasses.replace(r, amount=r.amount + (r.account == "iuran")) for r in rates())
    assert total(dearer) == 42_001
    ended = _one()
    ended.terms = (terms(to_date=dt.date(2021, 7, 1), from_date=dt.date(2021, 1, 1)),)
    assert total(ended) is None


def test_no_rate_is_refused_not_free():
    small = _one()
    small.rates = rates(first=Month(2021, 8), months=1)
    with pytest.raises(Refusal, match="no rate is known for segment PEMDA, class 3"):
        small.close()


def test_an_agreement_that_is_not_in_force_needs_no_rate():
    small = _one()
    small.terms = (
        terms(),
        terms(number="old", class_=2, from_date=dt.date(2019, 1, 1), to_date=dt.date(2020, 1, 1), decree_number="x"),
    )
    assert len(_bill(small)) == 3


def test_totals_are_raw_and_verified_side_by_side():
    small = _one()
    small.entry(9, "NOBODY")
    totals = small.close().fetch(
        "SELECT account, people, amount, verified_people, verified_amount FROM bill_totals ORDER BY account"
    )
    assert totals == [
        ("bantuan_iuran", 2, 5_600, 1, 2_800),
        ("iuran", 2, 70_000, 1, 35_000),
        ("iuran_pusat", 2, 8_400, 1, 4_200),
    ]
