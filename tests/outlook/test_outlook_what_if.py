"""What if: the supposed beside the present, and that supposing nothing changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlook_case import MONTH_BILL, PEOPLE, REGENCY, WITH_PROVINCE, agreement, day, law_rates, position

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.outlook import RateChange, people_carried, what_if

KUPANG_RATES = law_rates(Month(2019, 1), 24)


def asked(at, **supposed):
    return what_if(position=at, agreement=at.agreements[0], **supposed)


def kupang(**changes):
    """Two billion for a first stage from March 2019; the August rise is the centre's."""
    return agreement(from_date=day("2019-03-01"), to_date=day("2020-01-01"), budget_year=2019, people=5000, **changes)


@pytest.mark.parametrize(
    ("month", "rate_changes", "people"),
    [("2019-03", (), 8695), ("2019-02", (), 7905), ("2019-02", (RateChange(Month(2019, 8), 42_000),), 5747)],
)
def test_the_people_that_two_billion_carry(month, rate_changes, people):
    found = people_carried(
        budget=2_000_000_000,
        agreement=kupang(rate_changes=rate_changes),
        from_month=Month.parse(month),
        to_month=Month(2020, 1),
        rates=KUPANG_RATES,
    )
    assert found == people


def test_no_month_carries_nobody():
    with pytest.raises(Refusal):
        people_carried(budget=1, agreement=kupang(), from_month=Month(2020, 1), to_month=Month(2020, 1), rates=KUPANG_RATES)


def test_the_forecast_carries_as_many_as_the_plan():
    at = position(
        kupang(budget={"iuran": 2_000_000_000}),
        rates=KUPANG_RATES,
        as_of="2019-01-29",
        last_chances=(),
        open_month=Month(2019, 2),
    )
    side = asked(at).present
    assert (side.people_carried, side.money_ends, side.shortfall) == (8695, None, 0)
    assert asked(at, quota=8695).supposed.money_ends is None
    assert asked(at, quota=8696).supposed.money_ends == day("2019-12-10")


def test_supposing_nothing_changes_nothing():
    found = asked(position())
    assert found.supposed == found.present
    assert found.position == position()


@settings(deadline=None)
@given(people=st.integers(1, 100_000), budget=st.integers(0, 30_000_000_000) | st.none(), split=st.booleans())
def test_supposing_what_is_changes_nothing(people, budget, split):
    shares = WITH_PROVINCE if split else REGENCY
    at = position(agreement(people=people, quota=people, shares=shares, budget=None if budget is None else {"": budget}))
    found = asked(at, quota=people, shares=shares, budget=budget, rate=37_800)
    assert found.supposed == found.present


def test_more_budget_moves_the_day():
    found = asked(position(), budget=10 * MONTH_BILL)
    assert (found.present.money_ends, found.supposed.money_ends) == (day("2024-09-10"), day("2024-11-11"))
    assert found.supposed.shortfall == 2 * MONTH_BILL
    assert asked(position(), budget=12 * MONTH_BILL).supposed.money_ends is None


def test_fewer_people_from_the_open_month():
    found = asked(position(), quota=13_000)
    assert found.supposed.money_ends is None
    assert [people for _, people, _ in found.supposed.months] == [13_000] * 5
    assert found.position.people_in(found.position.agreements[0], Month(2024, 7)) == PEOPLE
    assert (found.present.people_carried, found.supposed.people_carried) == (13_000, 13_000)


def test_shares_do_not_reach_back():
    found = asked(position(), shares=WITH_PROVINCE)
    month, people, payers = found.supposed.months[0]
    assert (str(month), people) == ("2024-08", PEOPLE)
    assert payers == {"kabkota": 1_474_200_000, "provinsi": 982_800_000, "pusat": 273_000_000}
    # January to July cost the regency seven whole bills; what is left pays one month and a part of September.
    assert found.supposed.money_ends == day("2024-09-10")
    assert found.supposed.shortfall == 7 * MONTH_BILL + 5 * 1_474_200_000 - 8 * MONTH_BILL
    assert found.supposed.total == found.present.total == 5 * MONTH_BILL


def test_another_rate_from_a_month_on():
    found = asked(position(), rate=[RateChange(Month(2024, 10), 42_000)])
    assert [payers["kabkota"] // people for _, people, payers in found.supposed.months] == [
        37_800,
        37_800,
        42_000,
        42_000,
        42_000,
    ]


@settings(max_examples=25, deadline=None)
@given(more=st.integers(0, 20_000_000_000), people=st.integers(1, 100_000))
def test_more_money_never_carries_fewer(more, people):
    at = position(agreement(people=people, budget={"": 8 * people * 37_800}))
    found = asked(at, budget=8 * people * 37_800 + more)
    assert found.supposed.people_carried >= found.present.people_carried
    assert found.supposed.shortfall <= found.present.shortfall


def test_without_a_budget_nobody_can_say_how_far_it_goes():
    side = asked(position(replace(agreement(), budget=None))).present
    assert (side.people_carried, side.money_ends, side.shortfall) == (None, None, None)
    assert side.total == 5 * MONTH_BILL
