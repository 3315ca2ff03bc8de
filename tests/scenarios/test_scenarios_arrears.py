"""Unpaid months sum to one given sum of rupiah by the law's own rates, also at the size of a whole branch."""

from __future__ import annotations

import numpy as np
import pytest

from cakupan.law.calendar import Month
from cakupan.law.contribution import contribution
from cakupan.scenarios.arrays import Array, stream
from cakupan.scenarios.arrears import Debts, debts, months_owed, total
from cakupan.scenarios.case import Scale, read_case
from cakupan.scenarios.palembang import branch_debts, owed_months

POPULATION = 4_129_032


@pytest.fixture(scope="module")
def law() -> Debts:
    return branch_debts(read_case("palembang"))


def some_families(people: int, *, seed: int) -> tuple[Array, Array]:
    """Family and class of so many people, families of one to six, classes as the case has them."""
    rng = stream(seed, "families")
    family = np.sort(rng.integers(0, max(1, people // 2), people))
    family = np.unique(family, return_inverse=True)[1]
    class_ = rng.choice(np.array([1, 2, 3]), int(family.max()) + 1, p=[0.10, 0.28, 0.62])
    return family, class_[family]


def test_debts_reach_from_the_month_before_the_position_back_to_2014(law):
    assert law.last_month == Month(2017, 5)
    assert law.months_max == 41 and law.last_month.plus(1 - law.months_max) == Month(2014, 1)


@pytest.mark.parametrize(
    ("class_", "months", "rupiah"),
    [
        (3, 1, 25_500),
        (3, 41, 41 * 25_500),
        (2, 14, 14 * 51_000),  # back to April 2016
        (2, 15, 14 * 51_000 + 42_500),
        (1, 14, 14 * 80_000),
        (1, 15, 14 * 80_000 + 59_500),
        (1, 0, 0),
    ],
)
def test_each_month_costs_what_it_cost_then(law, class_, months, rupiah):
    assert law.of(classes=np.array([class_]), months=np.array([months]))[0] == rupiah


def test_debts_are_the_laws_month_by_month():
    law = debts(since=Month(2016, 2), last_month=Month(2016, 5))
    for class_ in (1, 2, 3):
        rates = [contribution(segment="PBPU", month=Month(2016, month), care_class=class_).total for month in (5, 4, 3, 2)]
        assert law.cost[class_].tolist() == [0, *np.cumsum(rates).tolist()]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_at_full_size_the_published_sum_is_met_to_the_rupiah(law, seed):
    case = read_case("palembang")
    family, class_ = some_families(case.published["arrears_people"], seed=seed)
    months = owed_months(case, Scale(POPULATION, POPULATION), family=family, class_=class_)
    owed = law.of(classes=class_, months=months)
    assert int(owed.sum()) == case.published["arrears_rupiah"] == 53_000_000_000
    assert len(months) == 200_000 and months.min() >= 1 and months.max() <= law.months_max
    assert int(owed.sum()) // len(months) == case.derived["average_arrears"]
    at_80_000 = np.minimum(months[class_ == 1], 14).sum()
    assert at_80_000 % 17 == 10, "what the sum demands of class I"


def test_a_family_owes_the_same_months(law):
    case = read_case("palembang")
    family, class_ = some_families(5000, seed=4)
    months = owed_months(case, Scale(103_226, POPULATION), family=family, class_=class_)
    first = np.full(int(family.max()) + 1, -1)
    first[family[::-1]] = months[::-1]
    assert (months == first[family]).all()


@pytest.mark.parametrize("residents", [20_000, 50_000, 133_337, 1_000_000])
def test_played_small_the_sum_is_the_nearest_of_whole_500_rupiah(law, residents):
    case, scale = read_case("palembang"), Scale(residents, POPULATION)
    family, class_ = some_families(scale(200_000), seed=residents)
    owed = law.of(classes=class_, months=owed_months(case, scale, family=family, class_=class_))
    assert abs(int(owed.sum()) - scale(53_000_000_000)) <= 250


def test_debts_are_short_and_long(law):
    case = read_case("palembang")
    family, class_ = some_families(20_000, seed=5)
    months = owed_months(case, Scale(412_903, POPULATION), family=family, class_=class_)
    bands = np.histogram(months, bins=[1, 4, 7, 13, 25, 42])[0]
    assert (bands > 0.03 * len(months)).all(), bands


def test_one_family_comes_as_near_as_one_family_can(law):
    one, size = np.array([3]), np.array([1])
    months = months_owed(stream(1, "one"), debts=law, classes=one, sizes=size, rupiah=100_000, long_debt=0.9)
    assert total(law, one, size, months) in (76_500, 102_000)


def test_the_same_draw_gives_the_same_months(law):
    family, class_ = some_families(3000, seed=6)
    case, scale = read_case("palembang"), Scale(61_935, POPULATION)
    one, other = (owed_months(case, scale, family=family, class_=class_) for _ in range(2))
    assert (one == other).all()
