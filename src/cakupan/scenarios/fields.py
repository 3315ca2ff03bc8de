"""The fields of an office's rows as text, with that office's errors: one function per field."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cakupan.scenarios import damage
from cakupan.scenarios.arrays import Array, chance, year_month_day
from cakupan.scenarios.errors import OfficeErrors
from cakupan.scenarios.families import HEAD, SPOUSE
from cakupan.scenarios.names import FEMALE, FIRST, name_book, spell
from cakupan.scenarios.people import NO_NUMBER, People

Texts = list[str]

_TWO = pa.array([f"{n:02d}" for n in range(100)])
_PLAIN = pa.array([str(n) for n in range(10_000)])
_THREE = pa.array([f"{n:03d}" for n in range(1000)])
ISO_ONLY = (0.0, 0.0, 0.0, 1.0)
PAID_BY_GOVERNMENT = (0, 1, 5)  # segments: PBI JK, and Pemda by either payer
AS_TYPED = (0.66, 0.14, 0.06, 0.14)  # d-m-Y, d/m/Y, d/m/Y without zeros, Y-m-d


def _spoil(rng: np.random.Generator, texts: Texts, share: float | Array, how: damage.Damage) -> None:
    rows = np.flatnonzero(chance(rng, share, len(texts)))
    for row, (a, b) in zip(rows.tolist(), rng.integers(0, 2**31, (len(rows), 2)).tolist(), strict=True):
        if texts[row]:
            texts[row] = how(texts[row], a, b)


def identity_numbers(rng: np.random.Generator, people: People, person: Array, own: Array, errors: OfficeErrors) -> Texts:
    """The NIK column. ``own`` is the right number of each row."""
    known = np.where(
        (people.old_nik[person] != NO_NUMBER) & chance(rng, errors.nik_old, len(person)), people.old_nik[person], own
    )
    kinds = (
        (errors.nik_missing, None),
        (errors.nik_of_relative, None),
        (errors.nik_digit_wrong, damage.digit_wrong),
        (errors.nik_digits_swapped, damage.digits_swapped),
        (errors.nik_digit_lost, damage.digit_lost),
        (errors.nik_rounded, damage.rounded),
        (errors.nik_dummy, damage.dummy),
        (errors.nik_marks, damage.marked),
    )
    lot = np.searchsorted(np.cumsum([share for share, _ in kinds]), rng.random(len(person)), side="right")
    relatives = np.flatnonzero(lot == 1)
    known[relatives] = people.nik[_relative(rng, people, person[relatives])]
    texts: Texts = pc.cast(pa.array(known), pa.string()).to_pylist()
    for kind, (_, how) in enumerate(kinds):
        rows = np.flatnonzero(lot == kind)
        for row, (a, b) in zip(rows.tolist(), rng.integers(0, 2**31, (len(rows), 2)).tolist(), strict=True):
            if how is not None:
                texts[row] = how(texts[row], a, b)
            elif kind == 0:
                texts[row] = ""
    return texts


def _relative(rng: np.random.Generator, people: People, person: Array) -> Array:
    """Somebody else of the same family; the person where there is nobody else."""
    family = people.family[person]
    start = np.searchsorted(people.family, family, side="left")
    size = np.searchsorted(people.family, family, side="right") - start
    step = 1 + (rng.random(len(person)) * np.maximum(size - 1, 1)).astype(np.int64)
    found: Array = start + (person - start + step) % size
    return found


def names(rng: np.random.Generator, people: People, person: Array, errors: OfficeErrors) -> Texts:
    """The name column."""
    texts: Texts = spell(people.names[person]).to_pylist()
    _husbands_names(rng, people, person, texts, errors.name_of_husband)
    _spoil_names(rng, texts, errors, 1.0)
    return texts


def mothers(rng: np.random.Generator, people: People, person: Array, errors: OfficeErrors) -> Texts:
    """The column of the mother's name."""
    texts: Texts = spell(people.mother_names[person]).to_pylist()
    _spoil_names(rng, texts, errors, errors.mother_damaged)
    for row in np.flatnonzero(chance(rng, errors.mother_missing, len(texts))).tolist():
        texts[row] = ""
    return texts


def _spoil_names(rng: np.random.Generator, texts: Texts, errors: OfficeErrors, factor: float) -> None:
    for share, how in (
        (errors.name_kin_dropped, damage.kin_dropped),
        (errors.name_nickname, damage.nickname),
        (errors.name_words_swapped, damage.words_swapped),
        (errors.name_last_word_lost, damage.last_word_lost),
        (errors.name_word_abbreviated, damage.word_abbreviated),
        (errors.name_old_spelling, damage.old_spelling),
        (errors.name_vowel_heard, damage.vowel_heard),
        (errors.name_letter_wrong, damage.letter_wrong),
        (errors.name_letter_lost, damage.letter_lost),
        (errors.name_letter_doubled, damage.letter_doubled),
        (errors.name_letter_inserted, damage.letter_inserted),
        (errors.name_letters_swapped, damage.letters_swapped),
        (errors.name_space_lost, damage.space_lost),
        (errors.name_space_added, damage.space_added),
        (errors.name_title_added, damage.title_added),
    ):
        _spoil(rng, texts, share * factor, how)


def _husbands_names(rng: np.random.Generator, people: People, person: Array, texts: Texts, share: float) -> None:
    """A married woman entered under her husband's name: RINI SLAMET."""
    wife = (people.household.slot[person] == SPOUSE) & (people.household.sex[person] == FEMALE)
    rows = np.flatnonzero(wife & chance(rng, share, len(person)))
    heads = np.searchsorted(people.family, people.family[person[rows]], side="left")
    assert bool((people.household.slot[heads] == HEAD).all()), "a family does not start with its head"
    husbands = name_book().vocabulary.take(pa.array(people.names[heads, FIRST])).to_pylist()
    for row, husband in zip(rows.tolist(), husbands, strict=True):
        texts[row] = f"{texts[row].split(' ')[0]} {husband}"


def birth_dates(rng: np.random.Generator, people: People, person: Array, errors: OfficeErrors, forms: Sequence[float]) -> Texts:
    """The birth date column; ``forms`` are the shares of d-m-Y, d/m/Y, d/m/Y without zeros, and Y-m-d."""
    size = len(person)
    slip = np.where(chance(rng, 0.5, size), 1, -1)
    days = people.household.birth_day[person] + slip * chance(rng, errors.birth_day_off, size)
    year, month, day = year_month_day(days)
    year = year + slip * chance(rng, errors.birth_year_off, size) * np.where(chance(rng, 0.2, size), 10, 1)
    swapped = (day <= 12) & chance(rng, errors.birth_day_month_swapped, size)
    day, month = np.where(swapped, month, day), np.where(swapped, day, month)
    default = chance(rng, errors.birth_first_january, size)
    day, month = np.where(default, 1, day), np.where(default, 1, month)
    texts = _dates_as_text(rng, day, month, year, forms)
    for share, written in ((errors.birth_zero, "00-00-0000"), (errors.birth_missing, "")):
        for row in np.flatnonzero(chance(rng, share, size)).tolist():
            texts[row] = written
    for row in np.flatnonzero(chance(rng, errors.birth_year_only, size)).tolist():
        texts[row] = str(year[row])
    return texts


def _dates_as_text(rng: np.random.Generator, day: Array, month: Array, year: Array, forms: Sequence[float]) -> Texts:
    d, m, y = _TWO.take(pa.array(day)), _TWO.take(pa.array(month)), _PLAIN.take(pa.array(year))
    short_d, short_m = _PLAIN.take(pa.array(day)), _PLAIN.take(pa.array(month))
    written = [
        pc.binary_join_element_wise(d, m, y, "-"),
        pc.binary_join_element_wise(d, m, y, "/"),
        pc.binary_join_element_wise(short_d, short_m, y, "/"),
        pc.binary_join_element_wise(y, m, d, "-"),
    ]
    form = np.searchsorted(np.cumsum(forms), rng.random(len(day)), side="right").clip(0, 3)
    texts: Texts = pc.choose(pa.array(form), *written).to_pylist()
    return texts


def iso_dates(days: Array) -> Texts:
    """Day numbers as YYYY-MM-DD."""
    texts: Texts = np.datetime_as_string(days.astype("datetime64[D]")).tolist()
    return texts


def sexes(rng: np.random.Generator, people: People, person: Array, errors: OfficeErrors, words: tuple[str, str]) -> Texts:
    """The sex column: ``words`` for men and women, or 1 and 2 where the office mixes codes."""
    size = len(person)
    sex = people.household.sex[person] ^ chance(rng, errors.sex_wrong, size)
    code = sex + 2 * chance(rng, errors.sex_as_number, size)
    texts: Texts = pa.array([*words, "1", "2"]).take(pa.array(code)).to_pylist()
    return texts


def family_cards(rng: np.random.Generator, people: People, person: Array, errors: OfficeErrors) -> Texts:
    """The Kartu Keluarga column: now and then an earlier card, a wrong digit, or nothing."""
    family = people.family[person]
    number = np.where(chance(rng, errors.card_old, len(person)), people.old_card[family], people.card[family])
    texts: Texts = pc.cast(pa.array(number), pa.string()).to_pylist()
    _spoil(rng, texts, errors.card_digit_wrong, damage.digit_wrong)
    for row in np.flatnonzero(chance(rng, errors.card_missing, len(texts))).tolist():
        texts[row] = ""
    return texts


def addresses(rng: np.random.Generator, people: People, person: Array, errors: OfficeErrors) -> Texts:
    """The address column: street and number, or only RT and RW."""
    street = people.street[people.family[person]]
    lists = name_book().lists
    kind = pa.array(lists["street_kinds"]).take(pa.array(street[:, 0]))
    name = pa.array(lists["streets"]).take(pa.array(street[:, 1]))
    number = _PLAIN.take(pa.array(street[:, 2], mask=street[:, 2] == 0))
    mark = pa.array(["NO.", "BLOK"]).take(pa.array((street[:, 2] % 3 == 0).astype(np.int8), mask=street[:, 2] == 0))
    texts: Texts = pc.binary_join_element_wise(kind, name, mark, number, " ", null_handling="skip").to_pylist()
    _spoil(rng, texts, errors.address_spelled_out, damage.address_spelled)
    _spoil(rng, texts, errors.address_number_lost, damage.address_number_lost)
    _spoil(rng, texts, errors.address_letter_wrong, damage.letter_wrong)
    for row in np.flatnonzero(chance(rng, errors.address_only_rt_rw, len(texts))).tolist():
        texts[row] = f"RT {street[row, 3]} RW {street[row, 4]}"
    return texts


def rt_and_rw(
    rng: np.random.Generator, people: People, person: Array, errors: OfficeErrors, *, padded: bool
) -> tuple[pa.Array, pa.Array]:
    """The columns RT and RW, missing together."""
    street = people.street[people.family[person]]
    missing = chance(rng, errors.rt_rw_missing, len(person))
    digits = _THREE if padded else _PLAIN
    return digits.take(pa.array(street[:, 3], mask=missing)), digits.take(pa.array(street[:, 4], mask=missing))


def villages(rng: np.random.Generator, people: People, person: Array, errors: OfficeErrors, *, dotted: bool) -> pa.Array:
    """The village code; some live in another village of the region than this office believes."""
    village = people.village[people.family[person]]
    other = rng.integers(0, len(people.places.villages), len(person))
    village = np.where(chance(rng, errors.village_other, len(person)), other, village)
    codes = people.places.villages if dotted else pc.replace_substring(people.places.villages, ".", "")
    return codes.take(pa.array(village))


def classes(people: People, person: Array, segment: Array) -> pa.Array:
    """The class of care: III for everybody that a government pays for; else the better the family's welfare, the higher."""
    chosen = np.where(np.isin(segment, PAID_BY_GOVERNMENT), 3, own_class(people, person))
    return _PLAIN.take(pa.array(chosen))


def own_class(people: People, person: Array) -> Array:
    """The class that somebody chooses who pays for it: the same for a whole family."""
    decile = people.decile[people.family[person]]
    return np.where(decile >= 9, 1, np.where(decile >= 6, 2, 3))
