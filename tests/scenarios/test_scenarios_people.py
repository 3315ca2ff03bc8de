"""Families hold together, and no number could be anyone's."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from cakupan.law.refusal import Refusal
from cakupan.scenarios.families import HEAD, NOBODY, SPOUSE
from cakupan.scenarios.fates import ABSENT, DECEASED, LIVING_HERE, NEVER
from cakupan.scenarios.identifiers import FIRST_SERIAL, identity_numbers, scattered
from cakupan.scenarios.names import FEMALE, FIRST, MALE, spell
from cakupan.scenarios.people import NO_NUMBER, generate
from cakupan.scenarios.places import villages_of

AS_OF = dt.date(2021, 7, 1)
YEAR = 365.25


def small(residents: int = 3000, seed: int = 1, area: str = "36.73") -> object:
    return generate(residents=residents, seed=seed, areas=villages_of(area), as_of=AS_OF)


@pytest.mark.parametrize("residents", [10, 137, 1000, 20_000])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_register_has_exactly_the_residents_asked_for(residents, seed):
    people = small(residents, seed)
    living = int((people.fates.register_flag == LIVING_HERE).sum() + people.registered_twice.sum())
    assert living + people.repeated_rows == residents


def test_too_few_residents_are_refused():
    with pytest.raises(Refusal, match="at least 10 residents"):
        small(9)


def test_an_unknown_area_is_refused():
    with pytest.raises(Refusal, match="no village"):
        villages_of("36.99")


def test_a_district_and_a_village_stand_for_their_villages():
    assert set(villages_of("36.73.01")) < set(villages_of("36.73"))
    assert villages_of("36.73.01.1001") == ("36.73.01.1001",)


def test_the_same_seed_gives_the_same_people_and_another_seed_others(region):
    again = generate(residents=20_000, seed=7, areas=villages_of("36.73"), as_of=AS_OF)
    other = generate(residents=20_000, seed=8, areas=villages_of("36.73"), as_of=AS_OF)
    assert np.array_equal(again.nik, region.people.nik) and np.array_equal(again.names, region.people.names)
    assert again.count != other.count or not np.array_equal(again.nik, other.nik)


def test_every_nik_is_different_and_cannot_be_anyones(region):
    people = region.people
    numbers = np.concatenate([people.nik, people.old_nik[people.old_nik != NO_NUMBER]])
    assert len(np.unique(numbers)) == len(numbers)
    assert ((numbers % 10_000 >= FIRST_SERIAL) | (numbers // 10**14 == 99)).all()
    assert (numbers >= 10**15).all() and (numbers < 10**16).all()
    cards = np.concatenate([people.card, people.old_card[people.old_card != people.card]])
    assert len(np.unique(cards)) == len(cards) and (cards % 10_000 >= FIRST_SERIAL).all()


def test_serials_that_run_out_go_on_under_the_unassigned_province():
    crowd = 3500
    numbers = identity_numbers(area=np.full(crowd, 367301), birth_day=np.full(crowd, 7305), sex=np.full(crowd, FEMALE))
    assert len(np.unique(numbers)) == crowd
    assert set((numbers // 10**14).tolist()) == {36, 99}
    assert (numbers % 10_000 >= FIRST_SERIAL).all()
    assert set((numbers // 10_000 % 1_000_000).tolist()) == {410190}, "1 January 1990, a woman"


@pytest.mark.parametrize(
    ("day", "sex", "written"), [(0, MALE, "010170"), (0, FEMALE, "410170"), (11016, MALE, "290200"), (-1, FEMALE, "711269")]
)
def test_a_nik_holds_birth_date_and_sex(day, sex, written):
    number = int(identity_numbers(area=np.array([367301]), birth_day=np.array([day]), sex=np.array([sex]))[0])
    assert str(number) == f"367301{written}9001"


def test_most_nik_hold_the_birth_date_of_the_register_and_about_two_in_a_hundred_do_not(region):
    people = region.people
    year, month, day = _date_in(people.nik)
    born = people.household.birth_day.astype("datetime64[D]").astype(object)
    agree = np.array([(d.year % 100, d.month, d.day) for d in born]) == np.stack([year, month, day], axis=1)
    assert 0.015 < 1 - agree.all(axis=1).mean() < 0.025


def _date_in(nik):
    dated = nik // 10_000 % 1_000_000
    return dated % 100, dated // 100 % 100, dated // 10_000 % 40


def test_about_fifteen_in_a_hundred_were_first_registered_elsewhere(region):
    elsewhere = region.people.nik // 10**12 != 3673
    assert 0.13 < elsewhere.mean() < 0.17


def test_a_mother_is_a_woman_of_the_family_and_old_enough(region):
    home = region.people.household
    child = np.flatnonzero(home.mother != NOBODY)
    mother = home.mother[child]
    assert len(child) > 5000
    assert (home.sex[mother] == FEMALE).all()
    assert (home.family[mother] == home.family[child]).all()
    assert ((home.birth_day[child] - home.birth_day[mother]) / YEAR > 15).all()


def test_a_father_is_a_man_of_the_family_and_older(region):
    home = region.people.household
    child = np.flatnonzero(home.father != NOBODY)
    father = home.father[child]
    assert (home.sex[father] == MALE).all() and (home.family[father] == home.family[child]).all()
    assert (home.birth_day[father] < home.birth_day[child]).all()


def test_the_mothers_name_is_the_name_of_the_mother_who_lives_there(region):
    people = region.people
    child = np.flatnonzero(people.household.mother != NOBODY)
    assert np.array_equal(people.mother_names[child], people.names[people.household.mother[child]])


def test_children_of_an_earlier_marriage_share_a_mother_who_is_not_there(region):
    people = region.people
    other = np.flatnonzero(people.household.of_other_mother)
    family, first = np.unique(people.family[other], return_index=True)
    position = dict(zip(family.tolist(), other[first].tolist(), strict=True))
    assert all(np.array_equal(people.mother_names[i], people.mother_names[position[people.family[i]]]) for i in other.tolist())


def test_every_family_starts_with_a_head_and_nobody_is_born_after_the_position(region):
    people = region.people
    starts = np.flatnonzero(np.r_[True, np.diff(people.family) > 0])
    assert (people.household.slot[starts] == HEAD).all()
    assert (people.household.slot == HEAD).sum() == len(starts)
    assert (people.household.birth_day <= people.as_of_day).all()
    wives = people.household.slot == SPOUSE
    assert (people.household.sex[wives] == FEMALE).all()


def test_twins_share_birth_date_mother_and_family_but_not_the_first_word(region):
    people = region.people
    home = people.household
    younger = np.flatnonzero(home.elder_twin != NOBODY)
    elder = home.elder_twin[younger]
    assert len(younger) > 50
    assert (home.birth_day[younger] == home.birth_day[elder]).all()
    assert (home.mother[younger] == home.mother[elder]).all() and (home.family[younger] == home.family[elder]).all()
    same_name = (people.names[younger] == people.names[elder]).all(axis=1)
    assert same_name.mean() < 0.05
    assert (people.names[younger, FIRST] >= 0).all()


def test_children_are_many_and_the_very_old_few(region):
    people = region.people
    age = (people.as_of_day - people.household.birth_day) / YEAR
    share = np.histogram(age, bins=[0, 15, 65, 80, 120])[0] / people.count
    assert 0.2 < share[0] < 0.4 and 0.55 < share[1] < 0.75 and share[3] < share[2] < 0.1


def test_names_are_many_and_common_names_are_common(region):
    names = spell(region.people.names).to_pylist()
    assert None not in names
    assert len(set(names)) > 0.5 * len(names)
    one_word = sum(" " not in name for name in names) / len(names)
    assert 0.15 < one_word < 0.45
    most = max(names.count(name) for name in set(names[:2000]))
    assert most > 20, "no name is shared by many people"


def test_another_province_has_other_names():
    here = set(spell(small(area="36.73").names).to_pylist())
    there = set(spell(small(area="53.71").names).to_pylist())
    assert len(here & there) < 0.3 * len(there)
    assert any("LATUPEIRISSA" in name for name in there)


def test_provable_means_a_record_dated_up_to_the_position(region):
    people, fates = region.people, region.people.fates
    dead, moved = people.provably_dead, people.provably_moved
    assert (fates.death_day[dead] <= people.as_of_day).all() and (fates.death_reported_day[dead] < NEVER).all()
    assert (fates.move_day[moved] <= people.as_of_day).all() and fates.move_recorded[moved].all()
    assert not (dead & moved).any()
    unrecorded = (fates.death_day < NEVER) & (fates.death_reported_day == NEVER)
    assert unrecorded.any() and (fates.register_flag[unrecorded] == LIVING_HERE).all()


def test_the_register_knows_some_of_the_dead_and_still_counts_others_as_living(region):
    people = region.people
    flags = people.fates.register_flag[people.provably_dead]
    shares = {flag: (flags == flag).mean() for flag in (LIVING_HERE, DECEASED, ABSENT)}
    assert shares[LIVING_HERE] > 0.1 and shares[DECEASED] > 0.25 and shares[ABSENT] > 0.25


def test_nobody_dies_before_birth(region):
    fates, home = region.people.fates, region.people.household
    died = fates.death_day < NEVER
    assert (fates.death_day[died] >= home.birth_day[died]).all()


@pytest.mark.parametrize("digits", [4, 9, 11])
def test_scattered_numbers_are_different(digits):
    numbers = scattered(5000, digits=digits, seed=3)
    assert len(np.unique(numbers)) == 5000 and (numbers >= 0).all() and (numbers < 10**digits).all()
