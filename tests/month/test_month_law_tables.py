"""The law as the month's tables: month by month, refused where the law refuses, left out where only the past is unknown."""

from __future__ import annotations

import datetime as dt

import pytest
from small_month import terms

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.wiring.law_tables import cutoffs, rate_parts


def _parts(month: Month, *, from_date: dt.date, **asked):
    agreement = terms(from_date=from_date, to_date=dt.date(2030, 1, 1))
    return rate_parts(terms=[agreement], month=month, **asked)


def _amounts(month: Month, **asked):
    return {(p.payer, p.account): p.amount for p in _parts(month, from_date=month.first_date, **asked) if p.month == month}


@pytest.mark.parametrize(
    ("month", "amounts"),
    [
        (Month(2020, 6), {("pemda", "iuran"): 42_000}),
        (Month(2021, 1), {("pemda", "iuran"): 35_000, ("pemda", "bantuan_iuran"): 2_800, ("pusat", "iuran_pusat"): 4_200}),
        (Month(2021, 7), {("pemda", "iuran"): 35_000, ("pemda", "bantuan_iuran"): 2_800, ("pusat", "iuran_pusat"): 4_200}),
    ],
)
def test_rates_of_a_month(month, amounts):
    assert _amounts(month) == amounts


@pytest.mark.parametrize(("known_on", "total"), [(dt.date(2019, 10, 23), 23_000), (dt.date(2019, 11, 30), 42_000)])
def test_rates_as_known_on_a_day(known_on, total):
    assert sum(_amounts(Month(2019, 9), known_on=known_on).values()) == total


@pytest.mark.parametrize("month", [Month(2020, 7), Month(2020, 12)])
def test_a_month_in_dispute_is_refused_with_its_readings(month):
    with pytest.raises(Refusal) as refused:
        _amounts(month)
    assert refused.value.fields["readings"]


def test_a_named_reading_settles_the_dispute():
    assert _amounts(Month(2020, 8), readings=["pemda_pays_all"]) == {("pemda", "iuran"): 42_000}


def test_a_past_month_in_dispute_is_left_out():
    months = {part.month for part in _parts(Month(2021, 2), from_date=dt.date(2020, 5, 1))}
    assert months == {Month(2020, 5), Month(2020, 6), Month(2021, 1), Month(2021, 2)}


def test_the_cutoff_is_dated_and_cited():
    (cutoff,) = cutoffs()
    assert (cutoff.day, cutoff.to_date) == (20, None)
    assert cutoff.citation
    assert cutoff.rate_key.startswith("enrolment.cutoff_day@")
