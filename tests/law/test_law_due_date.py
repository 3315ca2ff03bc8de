"""The 10th, or the next working day."""

from __future__ import annotations

import datetime as dt

import pytest

from cakupan.law.calendar import Month
from cakupan.law.due_date import due_date
from law.asking import day, refused


def due(month, **more):
    return due_date(month=Month.parse(month), **more)


@pytest.mark.parametrize(
    ("month", "date", "why"),
    [
        ("2014-01", "2014-01-10", "a Friday"),
        ("2021-06", "2021-06-10", "a Thursday"),
        ("2021-07", "2021-07-12", "a Saturday"),
        ("2021-10", "2021-10-11", "a Sunday"),
        ("2018-05", "2018-05-11", "Ascension Day, a Thursday"),
        ("2020-04", "2020-04-13", "Good Friday"),
        ("2022-07", "2022-07-11", "Eid al-Adha on a Sunday"),
        ("2024-02", "2024-02-12", "Lunar New Year on a Saturday"),
        ("2024-04", "2024-04-16", "Lebaran with collective leave"),
        ("2024-05", "2024-05-13", "collective leave after Ascension Day, a Friday"),
        ("2026-12", "2026-12-10", "a Thursday"),
    ],
)
def test_due_date(month, date, why):
    assert due(month).due_date == day(date), why


@pytest.mark.parametrize(("month", "date"), [("2024-04", "2024-04-12"), ("2024-05", "2024-05-10"), ("2021-07", "2021-07-12")])
def test_if_collective_leave_is_worked(month, date):
    worked = due(month, collective_leave_is_worked=True)
    assert worked.due_date == worked.due_date_if_collective_leave_is_worked == day(date)
    assert due(month).due_date_if_collective_leave_is_worked == day(date)


def test_the_days_between_are_named():
    ruling = due("2024-05")
    assert ruling.skipped == ("2024-05-10 Ascension Joint Holiday", "2024-05-11 Saturday", "2024-05-12 Sunday")
    assert ruling.reasons[0] == "The contribution for 2024-05 is due on 2024-05-10."
    assert ruling.reasons[1].startswith("That is a day off, so the next working day counts; skipped: 2024-05-10 Ascension")
    assert due("2021-06").skipped == ()
    assert len(due("2021-06").reasons) == 1


def test_grounds():
    ruling = due("2021-06")
    assert [citation.parameter for citation in ruling.citations] == ["payment.due_day", "payment.due_day_on_holiday"]
    assert ruling.confidence == "verified"
    assert ruling.month == Month(2021, 6)


@pytest.mark.parametrize(("month", "confidence"), [("2027-12", "verified"), ("2028-01", "unverified")])
def test_holidays_not_yet_decreed_are_said_to_be_reckoned(month, confidence):
    ruling = due(month)
    assert ruling.confidence == confidence
    assert ("The holidays of that month are reckoned, not yet decreed." in ruling.reasons) == (confidence == "unverified")


def test_an_estimated_holiday_makes_the_answer_unverified():
    ruling = due("2027-03")
    assert "estimated" in ruling.skipped[0]
    assert ruling.confidence == "unverified"
    assert ruling.reasons[-1] == "The holidays of that month are reckoned, not yet decreed."


def test_before_2014_there_is_no_due_date():
    assert "in force from 2014-01-01" in refused(due, "2013-12").why
    assert refused(due, "2014-01", known_on=day("2013-12-26"))
    assert due("2014-01", known_on=day("2013-12-27")).due_date == day("2014-01-10")
    assert refused(due, "2021-06", readings=["guess"])


@pytest.mark.parametrize("year", range(2014, 2028))
def test_every_due_date_is_a_working_day_and_the_source_knows_the_year(year):
    for number in range(1, 13):
        ruling = due_date(month=Month(year, number))
        assert ruling.due_date.weekday() < 5
        assert ruling.due_date - dt.date(year, number, 10) == dt.timedelta(days=len(ruling.skipped))
        assert ruling.due_date_if_collective_leave_is_worked <= ruling.due_date


@pytest.mark.parametrize(
    ("month", "agreed_day", "expected"),
    [
        (Month(2024, 10), 15, dt.date(2024, 10, 15)),
        (Month(2024, 6), 15, dt.date(2024, 6, 19)),  # a Saturday, then Idul Adha and its collective leave
        (Month(2023, 2), 31, dt.date(2023, 2, 28)),  # February has no 31st
        (Month(2024, 10), None, dt.date(2024, 10, 10)),
    ],
)
def test_an_agreement_may_name_another_day(month, agreed_day, expected):
    assert due_date(month=month, agreed_day=agreed_day).due_date == expected
