"""How often each office gets what wrong. Every rate is a share of that office's rows, drawn independently of the others.

The rates and kinds are chosen from how such files look (reference/formats.md, the sample village), never from what a
linker knows how to mend: the two must not be written from one list.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

# Habits and conditional shares rather than errors: `times` leaves them.
NOT_SCALED = frozenset({"nik_old", "name_kin_dropped", "sex_as_number", "mother_damaged"})
SHARE_MAX = 0.95


@dataclass(frozen=True)
class OfficeErrors:
    """Shares of rows, 0 to 1. ``nik_*`` exclude each other in the order given; all others can meet in one row."""

    nik_missing: float = 0.075
    nik_of_relative: float = 0.045
    nik_digit_wrong: float = 0.024
    nik_digits_swapped: float = 0.012
    nik_digit_lost: float = 0.008
    nik_rounded: float = 0.012
    nik_dummy: float = 0.004
    nik_marks: float = 0.015
    nik_old: float = 0.5  # of those who once had another NIK

    name_letter_wrong: float = 0.045
    name_letter_lost: float = 0.035
    name_letter_doubled: float = 0.014
    name_letter_inserted: float = 0.025
    name_letters_swapped: float = 0.016
    name_space_lost: float = 0.018
    name_space_added: float = 0.008
    name_last_word_lost: float = 0.022
    name_word_abbreviated: float = 0.018
    name_title_added: float = 0.022
    name_old_spelling: float = 0.020
    name_vowel_heard: float = 0.022
    name_nickname: float = 0.006
    name_kin_dropped: float = 0.30  # of the names with BIN or BINTI
    name_words_swapped: float = 0.012
    name_of_husband: float = 0.010  # of married women

    birth_day_month_swapped: float = 0.012
    birth_day_off: float = 0.014
    birth_year_off: float = 0.012
    birth_first_january: float = 0.018
    birth_missing: float = 0.008
    birth_zero: float = 0.004
    birth_year_only: float = 0.002

    sex_wrong: float = 0.005
    sex_as_number: float = 0.33
    mother_missing: float = 0.30
    mother_damaged: float = 0.7  # her name is damaged at this share of the rates for the person's own name
    card_missing: float = 0.03  # card = Kartu Keluarga
    card_old: float = 0.09
    card_digit_wrong: float = 0.03
    address_letter_wrong: float = 0.05
    address_number_lost: float = 0.05
    address_only_rt_rw: float = 0.12
    address_spelled_out: float = 0.15
    rt_rw_missing: float = 0.22
    village_other: float = 0.04
    row_repeated: float = 0.012
    person_again: float = 0.010  # entered once more, with errors of its own

    def times(self, factor: float) -> OfficeErrors:
        """The same office, ``factor`` times as careless: 2 for a hard region, 0 for a perfect one. No share passes 0.95."""
        rates = {field.name: getattr(self, field.name) for field in dataclasses.fields(self) if field.name not in NOT_SCALED}
        return dataclasses.replace(self, **{name: min(SHARE_MAX, rate * factor) for name, rate in rates.items()})


DINSOS = OfficeErrors()
BPJS = OfficeErrors(
    nik_missing=0.06,
    nik_of_relative=0.02,
    nik_digit_wrong=0.014,
    nik_rounded=0.006,
    nik_marks=0.004,
    name_letter_wrong=0.035,
    name_title_added=0.012,
    sex_as_number=0.0,
    mother_missing=0.45,
    birth_zero=0.001,
    row_repeated=0.004,
    person_again=0.008,
)
DUKCAPIL = OfficeErrors(
    nik_missing=0.0,
    nik_of_relative=0.0,
    nik_digit_wrong=0.0,
    nik_digits_swapped=0.0,
    nik_digit_lost=0.0,
    nik_rounded=0.0,
    nik_dummy=0.0,
    nik_marks=0.0,
    nik_old=0.0,
    name_letter_wrong=0.006,
    name_letter_lost=0.005,
    name_letter_doubled=0.002,
    name_letter_inserted=0.003,
    name_letters_swapped=0.002,
    name_space_lost=0.002,
    name_space_added=0.001,
    name_last_word_lost=0.0,
    name_word_abbreviated=0.001,
    name_title_added=0.004,
    name_old_spelling=0.0,
    name_vowel_heard=0.003,
    name_nickname=0.0,
    name_kin_dropped=0.0,
    name_words_swapped=0.0,
    name_of_husband=0.0,
    birth_day_month_swapped=0.0,
    birth_day_off=0.001,
    birth_year_off=0.001,
    birth_first_january=0.002,
    birth_missing=0.0,
    birth_zero=0.0,
    birth_year_only=0.0,
    sex_wrong=0.001,
    sex_as_number=0.0,
    mother_missing=0.02,
    card_missing=0.0,
    card_old=0.0,
    card_digit_wrong=0.0,
    address_letter_wrong=0.005,
    address_number_lost=0.0,
    address_only_rt_rw=0.0,
    address_spelled_out=0.0,
    rt_rw_missing=0.0,
    village_other=0.0,
    row_repeated=0.0003,
    person_again=0.004,
)
CERTIFICATES = OfficeErrors(
    nik_missing=0.05,
    nik_of_relative=0.012,
    nik_digit_wrong=0.015,
    nik_digits_swapped=0.006,
    nik_digit_lost=0.003,
    nik_rounded=0.0,
    nik_dummy=0.002,
    nik_marks=0.0,
    name_letter_wrong=0.03,
    name_title_added=0.01,
    name_of_husband=0.004,
    birth_first_january=0.01,
    birth_zero=0.0,
    birth_year_only=0.0,
    mother_missing=0.45,
    card_missing=0.04,
    card_old=0.04,
    row_repeated=0.003,
    person_again=0.0,
)

# The annex of a decree has been typed from confirmed lists: fewer errors, the same kinds.
ANNEX = OfficeErrors(
    nik_missing=0.004,
    nik_of_relative=0.003,
    nik_digit_wrong=0.006,
    nik_digits_swapped=0.003,
    nik_digit_lost=0.002,
    nik_rounded=0.004,
    nik_dummy=0.001,
    nik_marks=0.004,
    nik_old=0.3,
    name_letter_wrong=0.015,
    name_letter_lost=0.010,
    name_letter_doubled=0.004,
    name_letter_inserted=0.006,
    name_letters_swapped=0.004,
    name_space_lost=0.006,
    name_space_added=0.003,
    name_last_word_lost=0.004,
    name_word_abbreviated=0.006,
    name_title_added=0.006,
    name_old_spelling=0.003,
    name_vowel_heard=0.006,
    name_nickname=0.0,
    name_kin_dropped=0.15,
    name_words_swapped=0.003,
    name_of_husband=0.0,
    village_other=0.01,
    row_repeated=0.0,
    person_again=0.0,
)


@dataclass(frozen=True)
class Errors:
    """The errors of every office, one set per register."""

    residents: OfficeErrors = DUKCAPIL
    poverty: OfficeErrors = DINSOS
    members: OfficeErrors = BPJS
    events: OfficeErrors = CERTIFICATES

    def times(self, factor: float) -> Errors:
        """Every office ``factor`` times as careless."""
        return Errors(*(getattr(self, field.name).times(factor) for field in dataclasses.fields(self)))
