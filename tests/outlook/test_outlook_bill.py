"""The bill of months to come: the law's dated rates, split as agreed, nothing lost between the parts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlook_case import MONTH_BILL, PEOPLE, REGENCY, WITH_PROVINCE, agreement, day, law_rates, position

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.reference.bill import charge
from cakupan.month.terms import Share, Terms
from cakupan.outlook import RateChange
from cakupan.outlook.bill import bill_of, month_bill, renewal_cost, renewal_months
from cakupan.outlook.shares import split_month

JULY = Month(2024, 7)


def payers(dues):
    found = Counter()
    for due in dues:
        found[due.payer] += due.amount
    return dict(found)


def test_the_bill_of_the_case():
    dues = bill_of(position(), agreement(), JULY)
    assert {(due.payer, due.account): due.amount for due in dues} == {
        ("kabkota", "iuran"): 2_275_000_000,
        ("kabkota", "bantuan_iuran"): 182_000_000,
        ("pusat", "iuran_pusat"): 273_000_000,
    }


def test_both_readings_of_who_pays_come_to_the_same_sum():
    shared = month_bill(agreement=agreement(), month=JULY, people=PEOPLE, rates=position().rates, shares=WITH_PROVINCE)
    assert payers(shared) == {"kabkota": 1_474_200_000, "provinsi": 982_800_000, "pusat": 273_000_000}
    assert MONTH_BILL == 1_474_200_000 + 982_800_000


@pytest.mark.parametrize(
    ("month", "pemda", "centre"), [("2019-07", 23_000, 0), ("2019-08", 23_000, 19_000), ("2020-01", 42_000, 0)]
)
def test_the_rate_is_that_of_the_month(month, pemda, centre):
    then = agreement(from_date=day("2019-03-01"), to_date=day("2020-07-01"), people=1)
    dues = bill_of(position(then, rates=law_rates(Month(2019, 3), 16)), then, Month.parse(month))
    assert payers(dues) == {payer: amount for payer, amount in (("kabkota", pemda), ("pusat", centre)) if amount}


def test_a_month_without_a_known_rate_is_refused():
    with pytest.raises(Refusal, match="no rate is known"):
        bill_of(position(rates={}), agreement(), JULY)


@pytest.mark.parametrize(
    ("rupiah", "parts"),
    [
        (50_000, {"iuran": 47_200, "bantuan_iuran": 2_800}),
        (2_000, {"bantuan_iuran": 2_000}),
        (37_800, {"iuran": 35_000, "bantuan_iuran": 2_800}),
    ],
)
def test_a_supposed_rate_changes_the_contribution_and_keeps_the_aid(rupiah, parts):
    supposed = agreement(people=1, rate_changes=(RateChange(JULY, rupiah),))
    dues = bill_of(position(supposed), supposed, JULY)
    assert {due.account: due.amount for due in dues if due.payer == "kabkota"} == parts
    before = bill_of(position(supposed), supposed, JULY.plus(-1))
    assert payers(before)["kabkota"] == 37_800


# Splits, judged by the month's own reference, which goes line by line.

PER_PERSON = {"iuran": 35_000, "bantuan_iuran": 2_800}
PARTS = st.integers(0, 1_000_000)
METHODS = st.one_of(
    PARTS.map(lambda ppm: (Share("kabkota", ppm), Share("provinsi", 1_000_000 - ppm))),
    st.integers(0, 12).map(lambda people: (Share("provinsi", people=people), Share("kabkota", rest=True))),
    st.integers(0, 14).map(lambda months: (Share("provinsi", months=months), Share("kabkota", rest=True))),
    st.tuples(PARTS, st.integers(0, 400_000)).map(
        lambda cap: (Share("provinsi", cap[0], cap_per_month=cap[1]), Share("kabkota", rest=True))
    ),
)


@given(shares=METHODS, people=st.integers(0, 9), place=st.integers(0, 11))
def test_the_split_by_counts_is_the_reference_line_by_line(shares, people, place):
    month = Month(2024, 1).plus(place)
    parts = split_month(shares=shares, people=people, per_person=PER_PERSON, month_of_period=place)
    terms = Terms("A", "PEMDA", 3, "kabkota", day("2024-01-01"), day("2025-01-01"), shares)
    lines = charge(agreement=terms, month=month, line_ids=range(people), rates=position().rates[month, "PEMDA", 3])
    reference = Counter()
    for line in lines:
        if line.payer != "pusat":
            reference[line.payer, line.account] += line.amount
    assert {(part.payer, part.account): part.amount for part in parts} == dict(reference)


@given(shares=METHODS, people=st.integers(0, 100_000), place=st.integers(0, 11))
def test_the_parts_sum_to_the_law(shares, people, place):
    parts = split_month(shares=shares, people=people, per_person=PER_PERSON, month_of_period=place)
    assert sum(part.amount for part in parts) == people * 37_800
    assert all(part.amount > 0 for part in parts)


# Periods.


@pytest.mark.parametrize(
    ("from_date", "to_date", "first", "last"),
    [
        ("2024-01-01", "2025-01-01", "2024-01", "2024-12"),
        ("2024-01-02", "2025-01-01", "2024-02", "2024-12"),
        ("2024-01-01", "2024-12-31", "2024-01", "2024-12"),
        ("2024-01-01", "2024-12-01", "2024-01", "2024-11"),
    ],
)
def test_a_month_is_billed_if_its_first_day_is_in_the_term(from_date, to_date, first, last):
    months = agreement(from_date=day(from_date), to_date=day(to_date)).months()
    assert (str(months[0]), str(months[-1])) == (first, last)


def test_a_renewal_runs_to_the_end_of_its_year():
    assert [str(month) for month in renewal_months(agreement())][::11] == ["2025-01", "2025-12"]
    halfway = agreement(to_date=day("2024-10-01"))
    assert [str(month) for month in renewal_months(halfway)] == ["2024-10", "2024-11", "2024-12"]
    assert renewal_cost(position(halfway), halfway) == 3 * MONTH_BILL


def test_the_list_says_who_comes_and_goes():
    coming = replace(agreement(), people_by_month={JULY: 10, JULY.plus(1): 11}, shares=REGENCY)
    at = position(coming)
    assert payers(bill_of(at, coming, JULY.plus(1)))["kabkota"] == 11 * 37_800
    assert payers(bill_of(at, coming, JULY.plus(2)))["kabkota"] == MONTH_BILL
