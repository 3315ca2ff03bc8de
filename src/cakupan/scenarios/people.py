"""The people: families with names, numbers, homes and fates, as columns of integers. Text is made only when a file is written."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cakupan.law.refusal import Refusal
from cakupan.scenarios import families, identifiers
from cakupan.scenarios.arrays import Array, chance, day_number, stream, year_month_day
from cakupan.scenarios.errors import Errors
from cakupan.scenarios.families import NOBODY, YEAR, Household
from cakupan.scenarios.fates import LIVING_HERE, FateRates, Fates, draw_fates
from cakupan.scenarios.names import FATHER, FEMALE, FIRST, KIN, MALE, draw_names, name_book, name_twins
from cakupan.scenarios.places import Places, places_of

MEAN_FAMILY = 3.5
SPARE = 1.10
NO_NUMBER = -1
# As the branch wrote them until 2020; the last is a Pemda's member again, whom the province pays for.
SEGMENT_LABELS = ("PBI APBN", "PBI APBD", "PPU", "PBPU", "BP", "PBI APBD")


@dataclass(frozen=True)
class People:
    """Everybody an office has ever heard of here. Arrays have one entry per person or, where said, per family."""

    seed: int
    as_of: dt.date
    errors: Errors
    places: Places
    household: Household
    fates: Fates
    names: Array  # (persons, 7) words
    mother_names: Array  # (persons, 7) words
    nik: Array
    old_nik: Array  # an earlier NIK of the same person, -1 if none
    registered_twice: Array  # stands in the register under both
    card: Array  # family card number, per family
    old_card: Array  # the family's earlier one
    village: Array  # position in places.villages, per family
    birth_town: Array  # position in places.towns
    street: Array  # (families, 5): kind, name, number, RT, RW
    decile: Array  # of welfare, 1 the poorest, per family
    segment_labels: tuple[str, ...]  # as the branch writes them, in the order of rosters.PBI_JK, PEMDA, PPU, PBPU, BP
    repeated_rows: int  # rows of the resident register that stand twice, letter for letter
    payer_labels: tuple[str, ...] = ()  # who pays, as the branch writes it, per segment; empty: its file does not say
    region_seed: int | None = None  # of what must differ across the parts of a region generated one by one; None: no parts

    @property
    def count(self) -> int:
        return len(self.nik)

    @property
    def as_of_day(self) -> int:
        return day_number(self.as_of)

    @property
    def family(self) -> Array:
        return self.household.family

    @property
    def provably_dead(self) -> Array:
        """A death certificate exists and its date is not after the position."""
        return (self.fates.death_reported_day < np.iinfo(np.int32).max) & (self.fates.death_day <= self.as_of_day)

    @property
    def provably_moved(self) -> Array:
        """A departure record exists and its date is not after the position."""
        return self.fates.move_recorded & (self.fates.move_day <= self.as_of_day)


def generate(
    *,
    residents: int,
    seed: int,
    areas: Sequence[str],
    as_of: dt.date,
    errors: Errors | None = None,
    fates: FateRates | None = None,
    elsewhere: Sequence[int] | None = None,
) -> People:
    """Invent people for the villages ``areas`` (dotted codes) so that the resident register has exactly ``residents`` rows with
    FLAG_STATUS 0 on ``as_of``. The same arguments give the same people.

    ``elsewhere``: the districts (PPKKCC) where some were first registered; None: every district of other regencies.
    """
    if residents < 10 or not areas:
        raise Refusal("so few people", why="a register needs at least 10 residents in one village.", mend="Ask for 10 or more.")
    errors = errors or Errors()
    places = places_of(areas)
    if elsewhere is not None:
        places = dataclasses.replace(places, elsewhere=np.array(elsewhere))
    as_of_day = day_number(as_of)
    number = int(residents * SPARE / MEAN_FAMILY) + 20
    household = families.compose(stream(seed, "families"), families=number, as_of_day=as_of_day)
    drawn = draw_fates(stream(seed, "fates"), household, as_of_day=as_of_day, rates=fates or FateRates())
    twice = (drawn.register_flag == LIVING_HERE) & chance(
        stream(seed, "twice"), errors.residents.person_again, len(household.family)
    )
    repeated = int(residents * errors.residents.row_repeated)
    cut = _cut(drawn.register_flag, twice, residents - repeated)
    household, drawn, twice = _first_persons(household, cut), _first_fates(drawn, cut), twice[:cut]
    # One that stands twice can overshoot by a row: the last such person is then registered once.
    if int(twice.sum() + (drawn.register_flag == LIVING_HERE).sum()) > residents - repeated:
        twice[np.flatnonzero(twice)[-1]] = False
    return _furnish(seed, as_of, errors, places, household, drawn, twice, repeated)


def _cut(flag: Array, twice: Array, rows: int) -> int:
    """How many persons from the start give ``rows`` rows with FLAG_STATUS 0 (or one more)."""
    reached = np.cumsum((flag == LIVING_HERE).astype(np.int64) + twice)
    assert reached[-1] >= rows, f"{len(flag)} persons drawn give {reached[-1]} residents, {rows} wanted"
    return int(np.searchsorted(reached, rows)) + 1


def _first_persons(household: Household, cut: int) -> Household:
    kept = {field.name: getattr(household, field.name)[:cut] for field in dataclasses.fields(household)}
    for pointer in ("mother", "father"):
        kept[pointer] = np.where(kept[pointer] >= cut, NOBODY, kept[pointer])
    return Household(**kept)


def _first_fates(fates: Fates, cut: int) -> Fates:
    return Fates(**{field.name: getattr(fates, field.name)[:cut] for field in dataclasses.fields(fates)})


def _furnish(
    seed: int, as_of: dt.date, errors: Errors, places: Places, household: Household, fates: Fates, twice: Array, repeated: int
) -> People:
    size, number = len(household.family), int(household.family[-1]) + 1
    rng = stream(seed, "homes")
    village = rng.choice(len(places.villages), number, p=_village_shares(seed, places))
    names, mother_names = _names(seed, places, household)
    nik, old_nik = _identity_numbers(seed, places, household, village, twice)
    issued = day_number(as_of) - rng.integers(20, int(15 * YEAR), number)
    moved_card = chance(rng, 0.25, number)
    cards = identifiers.family_card_numbers(
        area=np.r_[places.district[village], places.district[village]],
        issued_day=np.r_[issued, issued - rng.integers(100, 3000, number)],
    )
    return People(
        seed=seed,
        as_of=as_of,
        errors=errors,
        places=places,
        household=household,
        fates=fates,
        names=names,
        mother_names=mother_names,
        nik=nik,
        old_nik=old_nik,
        registered_twice=twice,
        card=cards[:number],
        old_card=np.where(moved_card, cards[number:], cards[:number]),
        village=village.astype(np.int32),
        birth_town=_birth_towns(rng, places, size),
        street=_streets(rng, number),
        decile=_deciles(rng, number),
        segment_labels=SEGMENT_LABELS,
        repeated_rows=repeated,
    )


def _village_shares(seed: int, places: Places) -> Array:
    weights = stream(seed, "villages").lognormal(0.0, 0.55, len(places.villages))
    shares: Array = weights / weights.sum()
    return shares


def _birth_towns(rng: np.random.Generator, places: Places, size: int) -> Array:
    elsewhere = 1 + (rng.random(size) ** 2 * (len(places.towns) - 1)).astype(np.int64)
    return np.where(chance(rng, 0.74, size), 0, elsewhere).astype(np.int16)


def _streets(rng: np.random.Generator, families_count: int) -> Array:
    lists = name_book().lists
    street = np.empty((families_count, 5), dtype=np.int16)
    street[:, 0] = len(lists["street_kinds"]) * rng.random(families_count) ** 1.8
    street[:, 1] = len(lists["streets"]) * rng.random(families_count) ** 1.4
    street[:, 2] = np.where(chance(rng, 0.18, families_count), 0, rng.integers(1, 200, families_count))
    street[:, 3] = rng.integers(1, 14, families_count)
    street[:, 4] = rng.integers(1, 10, families_count)
    return street


def _deciles(rng: np.random.Generator, families_count: int) -> Array:
    return rng.integers(1, 11, families_count).astype(np.int8)


def _identity_numbers(seed: int, places: Places, household: Household, village: Array, twice: Array) -> tuple[Array, Array]:
    """The NIK and, for some, an earlier one. About 15 % were first registered elsewhere; about 2 % carry another birth date."""
    rng = stream(seed, "nik")
    size = len(household.family)
    home = places.district[village[household.family]]
    elsewhere = places.elsewhere[rng.integers(0, len(places.elsewhere), 2 * size)]
    area = np.where(chance(rng, 0.15, size), elsewhere[:size], home)
    slip = rng.choice(np.array([-1, 1, 10, -10, 30, 365, -365]), size) * chance(rng, 0.02, size)
    had_another = np.flatnonzero(twice | chance(rng, 0.03, size))
    numbers = identifiers.identity_numbers(
        area=np.r_[area, elsewhere[size:][had_another]],
        birth_day=np.r_[household.birth_day + slip, household.birth_day[had_another]],
        sex=np.r_[household.sex, household.sex[had_another]],
    )
    old = np.full(size, NO_NUMBER, dtype=np.int64)
    old[had_another] = numbers[size:]
    return numbers[:size], old


def _names(seed: int, places: Places, household: Household) -> tuple[Array, Array]:
    """Everybody's name, and the name of everybody's mother: hers where she lives in the family, else one drawn."""
    rng = stream(seed, "names")
    size, number = len(household.family), int(household.family[-1]) + 1
    year = year_month_day(household.birth_day)[0]
    culture, marga = _cultures(rng, places, household, number)
    names = draw_names(rng, culture=culture, sex=household.sex, birth_year=year, marga=marga, father=np.full(size, NOBODY))
    younger = np.flatnonzero(household.elder_twin != NOBODY)
    name_twins(rng, names, household.elder_twin[younger], younger, household.sex)
    with_father = np.flatnonzero((household.father != NOBODY) & (names[:, KIN] >= 0))
    names[with_father, FATHER] = names[household.father[with_father], FIRST]
    unknown = np.full(size, NOBODY)
    female = np.full(size, FEMALE)
    mothers = draw_names(rng, culture=culture, sex=female, birth_year=year - 27, marga=unknown, father=unknown)
    # Children of an earlier marriage share the mother who is not there: the first of them lends her name to the others.
    shared = np.flatnonzero(household.of_other_mother)
    first = np.full(number, NOBODY, dtype=np.int64)
    first[household.family[shared][::-1]] = shared[::-1]
    mothers[shared] = mothers[first[household.family[shared]]]
    at_home = np.flatnonzero(household.mother != NOBODY)
    mothers[at_home] = names[household.mother[at_home]]
    return names, mothers


def _cultures(rng: np.random.Generator, places: Places, household: Household, number: int) -> tuple[Array, Array]:
    """Culture of each person (the father's, for children) and the surname that goes down the male line."""
    book = name_book()
    shares = book.culture_shares(places.province)
    of_family = np.searchsorted(shares, rng.random(number), side="right")
    of_spouse = np.where(chance(rng, 0.8, number), of_family, np.searchsorted(shares, rng.random(number), side="right"))
    is_spouse = household.slot == families.SPOUSE
    culture = np.where(is_spouse, of_spouse[household.family], of_family[household.family])
    marga_of_family = np.full(number, NOBODY, dtype=np.int64)
    for index, name in enumerate(book.cultures):
        pool = book.pool(name, "marga")
        rows = np.flatnonzero(of_family == index)
        if pool is not None:
            marga_of_family[rows] = pool.draw(rng, len(rows))
    inherits = (household.slot == families.HEAD) & (household.sex == MALE) | (household.father != NOBODY)
    return culture, np.where(inherits, marga_of_family[household.family], NOBODY)
