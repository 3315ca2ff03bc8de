"""Ratios, ranks, gaps, trend and published figures: exact, half up only where they are shown, never clamped."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.coverage import (
    AreaCoverage,
    gap,
    months_left,
    per_cent_text,
    published_figure,
    ranked,
    ratio,
    sources_differ,
    trend,
    uhc_of_area,
)
from cakupan.month.pemda_rate import pemda_month_rate


def area(code: str = "61", *, registered: int, population: int, **values: int | str) -> AreaCoverage:
    usual = {
        "area_code": code, "level": 2, "segment": "ALL", "population": population, "population_verified": population,
        "registered": registered, "active": registered, "registered_verified": registered, "active_verified": registered,
        "basis_population": population, "basis": "residents",
    }  # fmt: skip
    return AreaCoverage(**{**usual, **values})


def test_the_parts_of_kalbar_give_less_than_was_published():
    share = ratio(people=3_801_759, population=5_443_030)
    assert per_cent_text(share) == "69.85"
    published = published_figure(value="69.89", people=3_801_759, population=5_443_030)
    assert (published.computed, published.contradicts) == ("69.85", True)
    assert not published_figure(value="69,85", people=3_801_759, population=5_443_030).contradicts


@pytest.mark.parametrize(("value", "contradicts"), [("60", False), ("60.00", False), ("60.0", False), ("61", True)])
def test_a_figure_is_judged_at_its_own_precision(value, contradicts):
    assert published_figure(value=value, people=2_477_419, population=4_129_032).contradicts is contradicts


@pytest.mark.parametrize(("registered", "contradicts"), [(8221, True), (8222, False), (8223, True)])
def test_one_person_too_many_contradicts(registered, contradicts):
    assert published_figure(value="82.22", people=registered, population=10_000).contradicts is contradicts


@pytest.mark.parametrize(("other", "differ"), [("69.9", False), ("69,9", False), ("70", False), ("69.80", True), ("71", True)])
def test_sources_differ_at_the_coarser_precision_of_the_two(other, differ):
    assert sources_differ("69.85", other) is sources_differ(other, "69.85") is differ


def test_half_goes_up():
    assert [per_cent_text(Fraction(part, 20_000)) for part in (1, 3, 20_001)] == ["0.01", "0.02", "100.01"]
    assert per_cent_text(Fraction(1, 3), decimals=0) == "33"


@pytest.mark.parametrize("value", ["", "about 70", "70 %", "-1", "1e3"])
def test_what_is_no_percentage_is_refused(value):
    with pytest.raises(Refusal):
        published_figure(value=value, people=1, population=2)
    with pytest.raises(Refusal):
        sources_differ("69.85", value)


def test_a_share_of_nobody_is_refused():
    with pytest.raises(Refusal):
        ratio(people=1, population=0)


def test_palembang_lacks_whole_people_and_a_pace():
    found = gap(people=2_477_419, population=4_129_032, target_per_cent=Fraction(70), months=6)
    assert (found.people, found.people_per_month) == (412_904, 68_818)


@pytest.mark.parametrize(
    ("month", "by", "months"),
    [
        (Month(2017, 6), dt.date(2017, 12, 31), 6),
        (Month(2017, 6), dt.date(2017, 12, 1), 6),
        (Month(2017, 6), dt.date(2017, 11, 30), 5),
        (Month(2017, 11), dt.date(2017, 12, 31), 1),
        (Month(2017, 12), dt.date(2017, 12, 31), 0),
        (Month(2018, 5), dt.date(2017, 12, 31), 0),
    ],
)
def test_months_to_a_target_are_those_after_the_positions(month, by, months):
    assert months_left(month=month, by=by) == months


def test_the_gap_in_rupiah_is_the_pemdas_rate():
    rate = pemda_month_rate(month=Month(2021, 7))
    assert rate == 37_800
    found = gap(people=95, population=100, target_per_cent=Fraction(98), monthly_rate=rate)
    assert (found.people, found.rupiah_per_month) == (3, 113_400)
    assert gap(people=99, population=100, target_per_cent=Fraction(98), monthly_rate=rate).rupiah_per_month == 0


@given(people=st.integers(0, 10**6), population=st.integers(1, 10**6), target=st.fractions(0, 100, max_denominator=1000))
def test_the_gap_is_the_fewest_people_who_reach_the_target(people, population, target):
    missing = gap(people=people, population=population, target_per_cent=target).people
    assert ratio(people=people + missing, population=population) * 100 >= target
    assert missing == 0 or ratio(people=people + missing - 1, population=population) * 100 < target


def test_ranks_compare_exact_shares_and_equal_ones_share_a_place():
    areas = [
        area("61.01", registered=699_999, population=1_000_000),
        area("61.02", registered=70, population=100),
        area("61.03", registered=7, population=10),
        area("61.04", registered=5, population=0),
        area("61.05", registered=11, population=10),
    ]
    found = [(place.rank, place.area_code, place.pct) for place in ranked(areas=areas)]
    assert found == [(1, "61.05", "110.00"), (2, "61.02", "70.00"), (2, "61.03", "70.00"), (4, "61.01", "70.00")]


def test_verified_people_are_over_verified_residents_unless_a_population_is_named():
    one = area(registered=10, population=20, registered_verified=8, population_verified=16)
    assert one.over("registered_verified") == 16
    named = area(registered=10, population=20, population_verified=16, basis="DKB", basis_population=25)
    assert (named.over("registered_verified"), named.over("registered")) == (25, 25)


def test_trend_changes_against_the_edition_before():
    editions = {Month(2021, 9): area(registered=70, population=100), Month(2021, 7): area(registered=60, population=120)}
    first, last = trend(editions=editions)
    assert (first.month, first.people_change, first.share_change) == (Month(2021, 7), None, None)
    assert (last.people_change, last.share_change) == (10, Fraction(1, 5))


def test_uhc_names_what_is_missing_by_the_rule_of_the_day():
    one = area(registered=96, population=100, active=79)
    assert uhc_of_area(area=one, on=dt.date(2021, 12, 31)).criteria_met
    later = uhc_of_area(area=one, on=dt.date(2025, 1, 1), pemda_arrears=0)
    assert not later.criteria_met
    assert [criterion.missing_people for criterion in later.criteria[:2]] == [2, 1]
    assert any("no_pemda_arrears" in lack for lack in uhc_of_area(area=one, on=dt.date(2025, 1, 1)).missing)
