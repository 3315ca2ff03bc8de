"""The province's aid: the published sums of 2019, what is left, and at which shares they are whole person-months."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from cakupan.month.aid import AidCheck, AidReading, Allocation, aid_checks, aid_readings, aid_sums

ALLOCATED, REALISED, PERSON_MONTH = 19_160_582_400, 1_744_803_000, 23_000
PLAIN = Allocation(
    area="61.01", proposed=True, proposed_people=20, verified_people=18, allocated=1000, disbursed=600, realised=500, carried=100
)


def reading(share_pct: int) -> AidReading:
    found = aid_readings(allocated=ALLOCATED, realised=REALISED, person_month_rupiah=PERSON_MONTH)
    return {each.share_pct: each for each in found}[share_pct]


def test_at_the_full_rate_the_allocation_is_no_whole_number_of_person_months() -> None:
    full = reading(100)
    assert full.allocated_person_months == Fraction("833068.8")
    assert full.realised_person_months == 75_861
    assert not full.whole


def test_at_sixty_per_cent_both_sums_are_whole_and_the_allocation_is_a_year() -> None:
    sixty = reading(60)
    assert sixty.person_month_rupiah == 13_800
    assert (sixty.allocated_person_months, sixty.realised_person_months) == (1_388_448, 126_435)
    assert sixty.allocated_people_for_a_year == 115_704
    assert sixty.whole


def test_every_multiple_of_ten_is_read_the_largest_first() -> None:
    found = aid_readings(allocated=ALLOCATED, realised=REALISED, person_month_rupiah=PERSON_MONTH)
    assert [each.share_pct for each in found] == [100, 90, 80, 70, 60, 50, 40, 30, 20, 10]
    for each in found:
        assert each.allocated_person_months * each.person_month_rupiah == ALLOCATED
        assert each.realised_person_months * each.person_month_rupiah == REALISED


@pytest.mark.parametrize(
    ("share_pct", "whole"), [(100, False), (80, False), (60, True), (50, False), (30, True), (20, True), (10, True)]
)
def test_shares_at_which_both_sums_are_whole(share_pct: int, whole: bool) -> None:
    by_hand = all(sum_ * 100 % (PERSON_MONTH * share_pct) == 0 for sum_ in (ALLOCATED, REALISED))
    assert reading(share_pct).whole == by_hand == whole


@pytest.mark.parametrize(("allocated", "realised", "rate"), [(1, 1, 0), (1, 1, -1), (-1, 1, 1), (1, -1, 1)])
def test_sums_below_nothing_are_refused(allocated: int, realised: int, rate: int) -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        aid_readings(allocated=allocated, realised=realised, person_month_rupiah=rate)


def test_nothing_at_all_is_nothing() -> None:
    assert {each.allocated_person_months for each in aid_readings(allocated=0, realised=0, person_month_rupiah=1)} == {0}


def test_totals_are_the_sums_of_the_lines_and_left_is_what_was_not_used() -> None:
    sums = aid_sums(allocations=[PLAIN, replace(PLAIN, area="61.02", allocated=ALLOCATED, realised=REALISED)])
    assert (sums.allocated, sums.realised, sums.left) == (ALLOCATED + 1000, REALISED + 500, 17_415_779_400 + 500)
    assert (sums.proposed_people, sums.verified_people, sums.disbursed, sums.carried) == (40, 36, 1200, 200)
    assert aid_sums(allocations=[]).left == 0


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"verified_people": 20}, []),
        ({"verified_people": 21}, ["verified_exceeds_proposed"]),
        ({"disbursed": 1000}, []),
        ({"disbursed": 1001}, ["disbursed_exceeds_allocated"]),
        ({"realised": 600, "carried": 0}, []),
        ({"realised": 601, "carried": 0}, ["realised_exceeds_disbursed"]),
        ({"carried": 500}, []),
        ({"carried": 501}, ["carried_exceeds_left"]),
        ({"proposed": False}, ["paid_or_counted_without_proposal"]),
    ],
)
def test_a_line_that_contradicts_itself_is_named(change: dict[str, int], codes: list[str]) -> None:
    assert aid_checks(allocations=[replace(PLAIN, **change)]) == tuple(AidCheck("61.01", code) for code in codes)


def test_a_regency_that_asked_for_nothing_and_got_nothing_is_in_order() -> None:
    assert aid_checks(allocations=[Allocation(area="61.72", proposed=False, allocated=500)]) == ()
