"""What lies ahead, reckoned from an outlook and from the law; no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from cakupan.law.calendar import Month
from cakupan.month.coverage import AreaCoverage
from cakupan.office.coverage.ahead import MonthAhead, months_ahead, ways
from cakupan.office.coverage.thresholds import next_threshold, threshold_on
from office_coverage.coverage_rows import an_outlook

COUNTS = AreaCoverage(
    area_code="16.10",
    level=2,
    segment="ALL",
    population=20_000,
    population_verified=20_000,
    registered=19_000,
    active=15_000,
    registered_verified=0,
    active_verified=0,
    basis_population=20_000,
    basis="residents",
)


@pytest.mark.parametrize(
    ("day", "measure", "per_cent", "missing"),
    [
        (dt.date(2024, 12, 31), "registered", 95, 0),
        (dt.date(2025, 1, 1), "registered", 98, 600),
        # More than 75 %: exactly 15,000 of 20,000 do not pass it.
        (dt.date(2024, 12, 31), "active", 75, 1),
        (dt.date(2025, 1, 1), "active", 80, 1_000),
    ],
)
def test_the_threshold_is_that_of_the_day(day: dt.date, measure: str, per_cent: int, missing: int) -> None:
    held = threshold_on(measure, day)
    assert held is not None and held.per_cent == per_cent
    assert held.over(COUNTS).missing_people == missing


def test_before_anything_is_known_there_is_no_threshold() -> None:
    assert threshold_on("active", dt.date(2021, 12, 31)) is None


def test_the_next_threshold_is_the_next_other_one() -> None:
    coming = next_threshold("active", after=dt.date(2024, 7, 1), known_on=dt.date(2024, 7, 5))
    assert coming is not None and coming.per_cent == 80 and coming.from_date == dt.date(2025, 1, 1)
    assert not coming.sure  # its promulgation is not verified: shown, and said so


def test_after_the_last_known_threshold_none_is_coming() -> None:
    assert next_threshold("active", after=dt.date(2025, 1, 1), known_on=dt.date(2026, 1, 1)) is None


def test_people_are_paid_for_then_unfunded_then_lost() -> None:
    months = months_ahead(an_outlook(), first=Month(2024, 7))
    assert [(each.paid_for, each.unfunded, each.lost) for each in months] == [
        *[(3_023, 0, 0)] * 2,
        *[(0, 3_023, 0)] * 4,
        (0, 0, 3_023),
    ]
    assert months[0] == MonthAhead(Month(2024, 7), 3_023, 0, 0)


def test_nothing_agreed_is_no_chart_of_noughts() -> None:
    assert months_ahead({"agreements": []}, first=Month(2024, 7)) == []


def test_options_stand_in_the_order_of_their_cost() -> None:
    assert [way.cost for way in ways(an_outlook())] == [-13_041_000, 457_077_600]


def test_where_nobody_lives_nothing_is_divided() -> None:
    held = threshold_on("registered", dt.date(2024, 7, 1))
    assert held is not None
    assert held.over(replace(COUNTS, basis_population=0, registered=0)).found is None
