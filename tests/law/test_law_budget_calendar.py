"""The last days of the budget calendar (PP 12/2019): by then money is in a budget, or it is not."""

from __future__ import annotations

import datetime as dt

import pytest

from cakupan.law.budget_calendar import BUDGET_DATES, budget_dates
from cakupan.law.refusal import Refusal


def dates(year, **overrides):
    return {one.kind: one.date.isoformat() for one in budget_dates(year=year, overrides=overrides)}


@pytest.mark.parametrize(
    ("year", "kua_ppas_agreed", "apbd_p_approved", "apbd_approved", "last_sp2d"),
    [
        ("2018", "2018-07-31", "2018-09-30", "2018-11-30", "2018-12-31"),
        ("2019", "2019-08-15", "2019-09-30", "2019-11-30", "2019-12-31"),
        ("2024", "2024-08-15", "2024-09-30", "2024-11-30", "2024-12-31"),
    ],
)
def test_the_last_days_of_a_year(year, kua_ppas_agreed, apbd_p_approved, apbd_approved, last_sp2d):
    """By the rule in force at the year's end."""
    assert dates(int(year)) == {
        "kua_ppas_agreed": kua_ppas_agreed,
        "apbd_p_approved": apbd_p_approved,
        "apbd_approved": apbd_approved,
        "last_sp2d": last_sp2d,
    }


@pytest.mark.parametrize(
    ("kind", "budget_year"),
    [("kua_ppas_agreed", "2025"), ("apbd_p_approved", "2024"), ("apbd_approved", "2025"), ("last_sp2d", "2024")],
)
def test_whose_budget_it_is(kind, budget_year):
    """The plan and the budget are made in the year before."""
    assert {one.kind: str(one.budget_year) for one in budget_dates(year=2024)}[kind] == budget_year


@pytest.mark.parametrize(("set_by_region", "last_sp2d"), [("2024-12-20", "2024-12-20"), ("2023-12-20", "2024-12-31")])
def test_a_region_sets_its_own_day(set_by_region, last_sp2d):
    """For the year of that day only."""
    assert dates(2024, last_sp2d=dt.date.fromisoformat(set_by_region))["last_sp2d"] == last_sp2d


def test_a_day_of_the_region_says_so_and_names_the_law():
    told = {one.kind: one for one in budget_dates(year=2024, overrides={"apbd_approved": dt.date(2024, 11, 12)})}
    law = "PP 12/2019; Permendagri tentang pedoman penyusunan APBD"
    assert told["apbd_approved"].citation == f"{law}; set by the region, at the latest 2024-11-30"
    assert told["apbd_p_approved"].citation == law
    assert {one.confidence for one in told.values()} == {"unverified"}


def test_the_days_come_in_their_order():
    assert [one.kind for one in budget_dates(year=2024)] == list(BUDGET_DATES)
    early = budget_dates(year=2024, overrides={"last_sp2d": dt.date(2024, 8, 1)})
    assert [one.kind for one in early] == ["last_sp2d", "kua_ppas_agreed", "apbd_p_approved", "apbd_approved"]


def test_a_day_is_told_as_four_values():
    (kind, date, citation, confidence), *_ = budget_dates(year=2024)
    assert (kind, date, confidence) == ("kua_ppas_agreed", dt.date(2024, 8, 15), "unverified")
    assert "PP 12/2019" in citation


def test_the_law_as_it_was_known():
    (kua, *_) = budget_dates(year=2019, known_on=dt.date(2019, 3, 11))
    assert kua.date == dt.date(2019, 7, 31)
    (kua, *_) = budget_dates(year=2019, known_on=dt.date(2019, 3, 12))
    assert kua.date == dt.date(2019, 8, 15)


def test_a_year_before_the_first_known_rule_is_refused():
    with pytest.raises(Refusal, match="the first known one is in force from 2011-05-23"):
        budget_dates(year=2010)


def test_a_day_that_there_is_not_is_refused():
    with pytest.raises(Refusal, match="Nearest: last_sp2d"):
        budget_dates(year=2024, overrides={"last_sp2": dt.date(2024, 12, 1)})
