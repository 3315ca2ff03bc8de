"""What became of people: who died, who left, who never lived here, and what the resident register knows of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cakupan.scenarios.arrays import Array, chance
from cakupan.scenarios.families import YEAR, Household

NEVER = np.iinfo(np.int32).max  # a day number that never comes
ABSENT, LIVING_HERE, DECEASED = -1, 0, 2  # in the register: not at all, FLAG_STATUS 0, FLAG_STATUS 2
RECORD_YEARS = 2


@dataclass(frozen=True)
class FateRates:
    """Shares of persons (or families) that each fate takes over the two years before the position date."""

    deaths_scale: float = 1.0  # 1.0 gives about 1.5 % of all people
    death_unrecorded: float = 0.08
    death_flagged: float = 0.40  # of the recorded: FLAG_STATUS 2; the rest below are still 0, others are taken out
    death_still_living: float = 0.18
    family_moves: float = 0.010
    person_moves: float = 0.010
    move_unrecorded: float = 0.05
    move_still_here: float = 0.12
    family_never_here: float = 0.022
    after_position: float = 0.005  # events dated after the position: known to the file, not yet a fact


@dataclass(frozen=True)
class Fates:
    """One entry per person; day numbers, NEVER where it did not happen. An event without a record has no reported day."""

    death_day: Array
    death_reported_day: Array
    move_day: Array
    move_recorded: Array
    register_flag: Array


def draw_fates(rng: np.random.Generator, household: Household, *, as_of_day: int, rates: FateRates) -> Fates:
    """Draw the fate of every person as of ``as_of_day``."""
    size = len(household.family)
    death_day = _deaths(rng, household, as_of_day, rates)
    died = death_day < NEVER
    recorded = died & ~chance(rng, rates.death_unrecorded, size)
    reported = np.minimum(death_day + rng.exponential(40, size).astype(np.int64) + 1, as_of_day)
    reported = np.maximum(reported, death_day)
    move_day, move_recorded = _moves(rng, household, as_of_day, rates, died)
    flag = np.full(size, LIVING_HERE, dtype=np.int8)
    lot = rng.random(size)
    flag[recorded & (lot < rates.death_flagged)] = DECEASED
    flag[recorded & (lot >= rates.death_flagged + rates.death_still_living)] = ABSENT
    left = (move_day < NEVER) & ~died
    flag[left & (lot >= rates.move_still_here)] = ABSENT
    future = np.where(died, death_day, move_day)
    flag[(future > as_of_day) & (future < NEVER)] = LIVING_HERE
    strangers = chance(rng, rates.family_never_here, _families(household))[household.family]
    flag[strangers] = ABSENT
    return Fates(
        death_day=np.where(strangers, NEVER, death_day),
        death_reported_day=np.where(recorded & ~strangers, reported, NEVER),
        move_day=np.where(strangers | died, NEVER, move_day),
        move_recorded=move_recorded & ~strangers & ~died,
        register_flag=flag,
    )


def _families(household: Household) -> int:
    return int(household.family[-1]) + 1


def _deaths(rng: np.random.Generator, household: Household, as_of_day: int, rates: FateRates) -> Array:
    size = len(household.family)
    age = (as_of_day - household.birth_day) / YEAR
    dies = chance(rng, np.minimum(0.35, 0.0018 * np.exp(age / 19.0) * rates.deaths_scale), size)
    day = _event_days(rng, household.birth_day, as_of_day, rates)
    return np.where(dies, day, NEVER)


def _event_days(rng: np.random.Generator, birth_day: Array, as_of_day: int, rates: FateRates) -> Array:
    size = len(birth_day)
    day = as_of_day - rng.integers(0, int(RECORD_YEARS * YEAR), size)
    later = chance(rng, rates.after_position, size)
    day = np.where(later, as_of_day + rng.integers(1, 25, size), day)
    return np.maximum(day, birth_day)


def _moves(rng: np.random.Generator, household: Household, as_of_day: int, rates: FateRates, died: Array) -> tuple[Array, Array]:
    size, families = len(household.family), _families(household)
    whole = chance(rng, rates.family_moves, families)[household.family]
    alone = chance(rng, rates.person_moves, size)
    family_day = rng.integers(0, int(RECORD_YEARS * YEAR), families)[household.family]
    day = np.where(
        whole,
        np.maximum(as_of_day - family_day, household.birth_day),
        _event_days(rng, household.birth_day, as_of_day, rates),
    )
    moves = (whole | alone) & ~died
    return np.where(moves, day, NEVER), moves & ~chance(rng, rates.move_unrecorded, size)
