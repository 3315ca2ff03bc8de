"""Terbilang of amounts and days."""

from __future__ import annotations

import datetime as dt

import pytest

from cakupan.report.letters.amount_in_words import amount_in_words, day_in_words, number_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1_000, "seribu"),
        (1_001, "seribu satu"),
        (2_000, "dua ribu"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (37_800, "tiga puluh tujuh ribu delapan ratus"),
        (2_457_000_000, "dua miliar empat ratus lima puluh tujuh juta"),
        (
            999_999_999_999,
            "sembilan ratus sembilan puluh sembilan miliar sembilan ratus sembilan puluh sembilan juta "
            "sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan",
        ),
        (1_000_000_000_000, "satu triliun"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert number_in_words(number) == words
    assert amount_in_words(number) == f"{words} rupiah"


def test_a_negative_amount_says_so() -> None:
    assert amount_in_words(-70_000) == "minus tujuh puluh ribu rupiah"


def test_a_day_as_minutes_open() -> None:
    assert (
        day_in_words(dt.date(2024, 12, 31))
        == "Selasa, tanggal tiga puluh satu bulan Desember tahun dua ribu dua puluh empat (31-12-2024)"
    )
    assert day_in_words(dt.date(2021, 7, 1)) == "Kamis, tanggal satu bulan Juli tahun dua ribu dua puluh satu (01-07-2021)"
