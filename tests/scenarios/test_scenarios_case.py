"""A case keeps its facts apart by where they come from, and shrinks in proportion."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cakupan.law.refusal import Refusal
from cakupan.scenarios.case import apportion, case_names, read_case, scaled

SHARED_CASES = Path(__file__).parents[3] / "shared" / "data" / "cases.yaml"
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(sum)


@given(total=st.integers(0, 10**10), weights=WEIGHTS)
def test_parts_sum_to_the_total_and_are_within_one_of_their_share(total, weights):
    parts = apportion(total=total, weights=weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


@given(total=st.integers(0, 10**6), weights=WEIGHTS)
def test_a_larger_weight_never_gets_less(total, weights):
    ordered = sorted(weights, reverse=True)
    parts = apportion(total=total, weights=ordered)
    assert list(parts) == sorted(parts, reverse=True)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (3, (1, 1), (2, 1)),
        (10, (1, 1, 1), (4, 3, 3)),
        (0, (5, 1), (0, 0)),
        (7, (0, 1), (0, 7)),
        (100, (42, 648), (6, 94)),
    ],
)
def test_the_largest_remainder_takes_what_is_left(total, weights, parts):
    assert apportion(total=total, weights=weights) == parts


def test_nothing_to_share_by_is_a_broken_invariant():
    with pytest.raises(AssertionError, match="cannot share"):
        apportion(total=3, weights=(0, 0))


@pytest.mark.parametrize(
    ("figure", "residents", "played"),
    [
        (42_000, 690_000, 42_000),
        (42_000, 345_000, 21_000),
        (42_000, 20_000, 1217),
        (42_000, 2000, 122),
        (8_820_000_000, 20_000, 255_652_174),
        (8_820_000_000, 690_000, 8_820_000_000),
        (0, 20_000, 0),
    ],
)
def test_counts_and_rupiah_shrink_in_proportion(figure, residents, played):
    assert scaled(figure, residents=residents, population=690_000) == played


@given(figure=st.integers(0, 10**12), residents=st.integers(1, 10**6), population=st.integers(1, 10**6))
def test_a_scaled_figure_is_the_nearest_whole_one(figure, residents, population):
    assert abs(scaled(figure, residents=residents, population=population) * population - figure * residents) * 2 <= population


def test_an_unknown_case_is_refused_with_the_ones_there_are():
    with pytest.raises(Refusal) as refused:
        read_case("atlantis")
    assert refused.value.fields["cases"] == case_names()
    assert "serang" in refused.value.mend


def test_serang_tells_what_was_published_apart_from_what_was_chosen():
    case = read_case("serang")
    assert case.published["people"] == 42_000 and case.published["in_force"] == dt.date(2021, 7, 1)
    assert case.illustrative["population"] == 690_000
    assert not set(case.published) & set(case.illustrative)
    assert case.source


def test_serang_agrees_with_the_reference():
    if not SHARED_CASES.exists():
        pytest.skip("the reference does not lie beside this checkout")
    told = yaml.safe_load(SHARED_CASES.read_text(encoding="utf-8"))["serang"]
    case = read_case("serang")
    assert case.area == told["area"]
    for key in ("people", "in_force", "years_in_preparation", "basis"):
        assert case.published[key] == told["published"][key]
    assert case.illustrative["population"] == told["illustrative"]["population"]
    assert (case.derived["pemda_per_person"], case.derived["pemda_total"]) == (
        told["derived"]["pemda_per_person"],
        told["derived"]["pemda_per_month"],
    )


def test_the_annex_is_told_in_lines_of_a_thousand():
    case = read_case("serang")
    assert sum(case.illustrative["annex_per_thousand"].values()) == 1000
    assert sum(case.illustrative["branch_per_thousand"].values()) == 1000
