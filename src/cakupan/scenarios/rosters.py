"""Who stands in which register: persons by position, some more than once, in an order that tells nothing."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from cakupan.scenarios.arrays import Array, chance, stream
from cakupan.scenarios.fates import ABSENT, DECEASED, LIVING_HERE, NEVER
from cakupan.scenarios.people import NO_NUMBER, People

SEGMENTS = 5
PBI_JK, PEMDA, PPU, PBPU, BP = range(5)
PEMDA_OF_PROVINCE = 5  # a Pemda's member whom the province pays for; nobody is drawn into it
DRAWN = -1  # a start day that the file's writer draws
# Shares of the segments by decile of welfare, poorest first; rows sum to 1.
SEGMENT_SHARES = np.array(
    [
        [0.72, 0.16, 0.05, 0.06, 0.01],
        [0.68, 0.18, 0.06, 0.07, 0.01],
        [0.60, 0.19, 0.09, 0.11, 0.01],
        [0.46, 0.20, 0.16, 0.17, 0.01],
        [0.30, 0.18, 0.27, 0.23, 0.02],
        [0.20, 0.15, 0.36, 0.27, 0.02],
        [0.12, 0.11, 0.45, 0.29, 0.03],
        [0.07, 0.08, 0.53, 0.29, 0.03],
        [0.03, 0.04, 0.62, 0.26, 0.05],
        [0.01, 0.02, 0.66, 0.22, 0.09],
    ]
)
POVERTY_WEIGHT = np.array([1.0, 0.85, 0.62, 0.35, 0.2, 0.1, 0.05, 0.04, 0.02, 0.02])  # chance of a family to be listed, by decile

STALE_WEIGHT = 3.0  # how much likelier a family that lives here no more is on the poverty register


@dataclass(frozen=True)
class Roster:
    """One entry per row, before exact repetitions: the person, and what only this register says of them."""

    person: Array
    number: Array  # residents: the NIK of this row; poverty: ID_DTKS; members: card number; events: certificate number
    status: Array  # residents: FLAG_STATUS; members: 1 active, 0 not; else 0
    segment: Array  # members only, else 0
    start_day: Array | None = None  # members: since when in this segment, DRAWN where it does not matter; None: nowhere

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Array) -> Roster:
        """The entries at ``rows``, in that order."""
        start_day = None if self.start_day is None else self.start_day[rows]
        return Roster(self.person[rows], self.number[rows], self.status[rows], self.segment[rows], start_day)

    def without(self, persons: Array) -> Roster:
        """The entries of everybody but ``persons`` (a truth value per person)."""
        return self.take(np.flatnonzero(~persons[self.person]))

    def counted_from(self, first: int) -> Roster:
        """The same entries, their numbers raised by ``first``: a later part of a region goes on counting."""
        return dataclasses.replace(self, number=self.number + first)


def resident_roster(people: People) -> Roster:
    """Everybody the register holds; who was registered twice stands in it under both numbers."""
    flag = people.fates.register_flag
    once = np.flatnonzero((flag == LIVING_HERE) | (flag == DECEASED))
    again = np.flatnonzero(people.registered_twice)
    assert bool((people.old_nik[again] != NO_NUMBER).all()), "registered twice without a second number"
    person = np.r_[once, again]
    number = np.r_[people.nik[once], people.old_nik[again]]
    return _shuffled(people, "residents", person, number, np.r_[flag[once], flag[again]])


def poverty_roster(
    people: People, *, share: float = 0.30, listed_for_sure: Array | None = None, never_listed: Array | None = None
) -> Roster:
    """The poverty register: whole families, the poorer the likelier, up to ``share`` of the residents; the dead and the departed
    stay on it for years.

    ``listed_for_sure`` and ``never_listed`` (a truth value per person) are what a case knows of who is on it.
    """
    rng = stream(people.seed, "poverty roster")
    families = int(people.family[-1]) + 1
    here = people.fates.register_flag != ABSENT
    # Who is not in the register any more, or never was, was listed when the list was made and has not been asked since.
    all_gone = np.bincount(people.family, weights=here, minlength=families) == 0
    race = rng.exponential(1.0, families) / POVERTY_WEIGHT[people.decile - 1] / np.where(all_gone, STALE_WEIGHT, 1.0)
    listed = chance(rng, np.where(here, 0.94, 0.9), people.count)
    if listed_for_sure is not None:
        listed |= listed_for_sure
        race[people.family[listed_for_sure]] = -1.0
    if never_listed is not None:
        listed &= ~never_listed
    person = np.flatnonzero(listed)
    person = person[np.lexsort((person, race[people.family[person]]))]
    wanted = round(share * _living(people))
    person = person[:wanted]
    again = person[chance(rng, people.errors.poverty.person_again, len(person))]
    person = np.r_[person, again]
    return _shuffled(people, "poverty", person, 1 + np.arange(len(person)), np.zeros(len(person), dtype=np.int8))


def member_roster(people: People, *, coverage: float = 0.85, segment_of_family: Array | None = None) -> Roster:
    """The member master: ``coverage`` of those who live here, some of the dead, the departed and others. Some hold two cards."""
    rng = stream(people.seed, "member roster")
    flag, died, moved = people.fates.register_flag, people.fates.death_day < NEVER, people.fates.move_day < NEVER
    share = np.where(died, 0.62, np.where(moved, 0.5, np.where(flag == ABSENT, 0.15, coverage)))
    person = np.flatnonzero(rng.random(people.count) < share)
    segment = draw_segments(people, person) if segment_of_family is None else segment_of_family[people.family[person]]
    active = chance(rng, np.where(died[person], 0.7, 0.85), len(person)).astype(np.int8)
    again = np.flatnonzero(chance(rng, people.errors.members.person_again, len(person)))
    other = np.where(chance(rng, 0.6, len(again)), rng.integers(0, SEGMENTS, len(again)), segment[again])
    person, segment = np.r_[person, person[again]], np.r_[segment, other].astype(np.int8)
    active = np.r_[active, chance(rng, 0.8, len(again)).astype(np.int8)]
    return _shuffled(people, "members", person, 1 + np.arange(len(person)), active, segment)


def exact_members(people: People, *, cards: int, active: int, among: Array | None = None) -> Roster:
    """A member master of exactly ``cards`` cards, ``active`` of them active, held by people of ``among`` (a truth value each).

    The dead, the departed and strangers hold them at the rates of :func:`member_roster`, those who live here the rest.
    """
    rng = stream(people.seed, "exact members")
    second = round(cards * people.errors.members.person_again)
    person = np.sort(_holders(rng, people, cards - second, np.ones(people.count, dtype=bool) if among is None else among))
    segment = draw_segments(people, person)
    again = rng.choice(len(person), second, replace=False)
    other = np.where(chance(rng, 0.6, second), rng.integers(0, SEGMENTS, second), segment[again])
    person, segment = np.r_[person, person[again]], np.r_[segment, other].astype(np.int8)
    status = np.zeros(cards, dtype=np.int8)
    status[rng.permutation(cards)[:active]] = 1
    roster = _shuffled(people, "members", person, 1 + np.arange(cards), status, segment)
    return dataclasses.replace(roster, start_day=np.full(cards, DRAWN, dtype=np.int64))


def _holders(rng: np.random.Generator, people: People, wanted: int, among: Array) -> Array:
    fates = people.fates
    died, moved, absent = fates.death_day < NEVER, fates.move_day < NEVER, fates.register_flag == ABSENT
    share = np.where(died, 0.62, np.where(moved, 0.5, np.where(absent, 0.15, 0.0))) * among
    living = among & (share == 0.0)
    count = int(np.count_nonzero(among))
    assert wanted <= count, f"{wanted} cards for {count} people"
    share[living] = max(0.05, (wanted - share.sum()) / max(1, int(living.sum())))
    drawn = np.full(people.count, np.inf)
    drawn[among] = rng.random(count) / share[among]
    holders: Array = np.argpartition(drawn, wanted - 1)[:wanted] if wanted else np.empty(0, dtype=np.int64)
    return holders


def draw_segments(people: People, person: Array) -> Array:
    """The segment of each of ``person``: mostly the family's, drawn by its decile."""
    rng = stream(people.seed, "segments")
    shares = np.cumsum(SEGMENT_SHARES, axis=1)
    families = int(people.family[-1]) + 1
    of_family = (rng.random(families)[:, None] > shares[people.decile - 1]).sum(axis=1).clip(0, SEGMENTS - 1)
    own = (rng.random(len(person))[:, None] > shares[people.decile[people.family[person]] - 1]).sum(axis=1).clip(0, SEGMENTS - 1)
    drawn: Array = np.where(chance(rng, 0.12, len(person)), own, of_family[people.family[person]]).astype(np.int8)
    return drawn


def death_roster(people: People) -> Roster:
    """One certificate per recorded death."""
    person = np.flatnonzero(people.fates.death_reported_day < NEVER)
    return _shuffled(people, "deaths", person, 1 + np.arange(len(person)), np.zeros(len(person), dtype=np.int8))


def move_roster(people: People) -> Roster:
    """One entry per recorded departure."""
    person = np.flatnonzero(people.fates.move_recorded)
    return _shuffled(people, "moves", person, 1 + np.arange(len(person)), np.zeros(len(person), dtype=np.int8))


def _living(people: People) -> int:
    return int(np.count_nonzero(people.fates.register_flag == LIVING_HERE) + np.count_nonzero(people.registered_twice))


def _shuffled(people: People, what: str, person: Array, number: Array, status: Array, segment: Array | None = None) -> Roster:
    order = stream(people.seed, f"order of {what}").permutation(len(person))
    segment = np.zeros(len(person), dtype=np.int8) if segment is None else segment
    return Roster(person=person[order], number=number[order], status=status[order], segment=segment[order])
