"""Money, shares, dates and identity numbers as people read them."""

from __future__ import annotations

import datetime as dt

import pytest

from cakupan.answer import words
from cakupan.law.calendar import Month


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "Rp\u00a00"),
        (999, "Rp\u00a0999"),
        (1000, "Rp\u00a01.000"),
        (1_587_600_000, "Rp\u00a01.587.600.000"),
        (-37_800, "\u2212Rp\u00a037.800"),
    ],
)
def test_rupiah_are_grouped_by_points(amount: int, written: str) -> None:
    assert words.rupiah(amount) == written


def test_a_negative_number_carries_a_minus_sign() -> None:
    assert words.whole(-1234567) == "\u22121.234.567"


@pytest.mark.parametrize(
    ("part", "of", "written"),
    [
        (3_801_759, 5_443_030, "69,85\u00a0%"),
        (0, 7, "0,00\u00a0%"),
        (7, 7, "100,00\u00a0%"),
        (1, 20_000, "0,01\u00a0%"),  # 0.005 % is a half: up
        (1, 20_001, "0,00\u00a0%"),
        (11, 1, "1.100,00\u00a0%"),
    ],
)
def test_a_share_has_two_decimals_and_rounds_halves_up(part: int, of: int, written: str) -> None:
    assert words.per_cent(part=part, of=of) == written


def test_a_share_of_nothing_is_a_defect_not_a_number() -> None:
    with pytest.raises(AssertionError, match="needs a whole"):
        words.per_cent(part=1, of=0)


@pytest.mark.parametrize("number", range(1, 13))
def test_each_month_has_a_name_of_its_own_in_both_languages(number: int) -> None:
    month = Month(2021, number)
    assert words.month_words(month).endswith(" 2021")
    assert len({words.month_words(Month(2021, n)) for n in range(1, 13)}) == 12
    assert len({words.month_words(Month(2021, n), language="en") for n in range(1, 13)}) == 12


def test_a_date_is_written_out() -> None:
    assert words.date_words(dt.date(2021, 7, 1)) == "1 Juli 2021"
    assert words.date_words(dt.date(2025, 1, 31), language="en") == "31 January 2025"


@pytest.mark.parametrize(
    ("nik", "shown"),
    [
        ("6171010101909001", "6171********9001"),
        ("617101010190900", "6171*******0900"),
        ("61710101", "********"),
        ("", "–"),
        (None, "–"),
    ],
)
def test_a_nik_is_masked_in_its_middle(nik: str | None, shown: str) -> None:
    assert words.masked_nik(nik) == shown
