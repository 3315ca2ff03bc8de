"""Months and refusals, on which everything else rests."""

from __future__ import annotations

import datetime as dt

import pytest

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal


@pytest.mark.parametrize(("text", "month"), [("2021-07", Month(2021, 7)), ("0001-01", Month(1, 1)), ("9999-12", Month(9999, 12))])
def test_a_month_is_written_as_it_is_read(text, month):
    assert Month.parse(text) == month
    assert str(month) == text


@pytest.mark.parametrize(
    "text", ["2021-7", "2021-00", "2021-13", "0000-01", "2021/07", "2021-07-01", "", " 2021-07", "２０２１-07"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(Refusal) as caught:
        Month.parse(text)
    assert caught.value.mend == "Write a month as YYYY-MM, for example 2021-07."


@pytest.mark.parametrize(("year", "number"), [(2021, 0), (2021, 13), (0, 1), (10000, 1)])
def test_there_is_no_such_month(year, number):
    with pytest.raises(Refusal, match="there is no such month"):
        Month(year, number)


@pytest.mark.parametrize(
    ("month", "months", "later"),
    [
        (Month(2021, 7), 0, Month(2021, 7)),
        (Month(2021, 7), 1, Month(2021, 8)),
        (Month(2021, 12), 1, Month(2022, 1)),
        (Month(2021, 1), -1, Month(2020, 12)),
        (Month(2021, 7), 30, Month(2024, 1)),
        (Month(2021, 7), -19, Month(2019, 12)),
    ],
)
def test_plus_and_until_are_each_others_inverse(month, months, later):
    assert month.plus(months) == later
    assert month.until(later) == months


def test_a_month_has_a_first_date_and_an_order():
    assert Month.of(dt.date(2021, 7, 31)) == Month(2021, 7)
    assert Month(2021, 7).first_date == dt.date(2021, 7, 1)
    assert Month(2020, 12) < Month(2021, 1) < Month(2021, 2)


def test_a_refusal_says_what_why_and_how_to_mend():
    refusal = Refusal("a bill", why="it is late.", mend="Pay it.", readings=[])
    assert str(refusal) == "a bill: it is late. Pay it."
    assert refusal.as_dict() == {"refused": "a bill", "why": "it is late.", "mend": "Pay it.", "readings": []}
