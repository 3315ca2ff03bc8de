"""Families: who lives on one Kartu Keluarga, how old they are, and who is whose mother."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cakupan.scenarios.arrays import Array, chance, first_of_year
from cakupan.scenarios.names import FEMALE, MALE

HEAD, SPOUSE, GRANDPARENT = 0, 1, 2
FIRST_CHILD, LAST_CHILD = 3, 8
RELATIVES = (9, 10)
SLOTS = 11
NOBODY = -1
YEAR = 365.25

COUPLE, WOMAN_WITH_CHILDREN, MAN_WITH_CHILDREN, ALONE = range(4)


@dataclass(frozen=True)
class Household:
    """One entry per person, families one after another, parents before children. ``mother``, ``father`` and ``elder_twin`` are
    positions in these same arrays, -1 where that person does not live in the family."""

    family: Array
    slot: Array
    sex: Array
    birth_day: Array
    mother: Array
    father: Array
    elder_twin: Array
    of_other_mother: Array


@dataclass
class _Grid:
    """Families × slots while they are being filled."""

    present: Array
    sex: Array
    born: Array
    kind: Array
    remarried: Array
    twin: Array


def compose(rng: np.random.Generator, *, families: int, as_of_day: int) -> Household:
    """Draw ``families`` families living on ``as_of_day``."""
    grid = _empty(rng, families)
    _heads(rng, grid, as_of_day)
    _grandparents(rng, grid, as_of_day)
    _children(rng, grid, as_of_day)
    _relatives(rng, grid, as_of_day)
    _heap_birth_dates(rng, grid, as_of_day)
    return _flatten(grid)


def _empty(rng: np.random.Generator, families: int) -> _Grid:
    shape = (families, SLOTS)
    kind = np.searchsorted([0.69, 0.81, 0.85], rng.random(families), side="right")
    return _Grid(
        present=np.zeros(shape, dtype=bool),
        sex=(rng.random(shape) < 0.495).astype(np.int8),
        born=np.zeros(shape, dtype=np.int32),
        kind=kind.astype(np.int8),
        remarried=(kind == COUPLE) & chance(rng, 0.04, families),
        twin=np.zeros(shape, dtype=bool),
    )


def _heads(rng: np.random.Generator, grid: _Grid, as_of_day: int) -> None:
    size = len(grid.kind)
    age = np.clip(19 + rng.gamma(4.2, 5.9, size), 19, 96)
    alone_woman = (grid.kind == ALONE) & chance(rng, 0.6, size)
    grid.present[:, HEAD] = True
    grid.sex[:, HEAD] = np.where((grid.kind == WOMAN_WITH_CHILDREN) | alone_woman, FEMALE, MALE)
    grid.born[:, HEAD] = as_of_day - age * YEAR
    grid.present[:, SPOUSE] = grid.kind == COUPLE
    grid.sex[:, SPOUSE] = FEMALE
    gap = np.clip(rng.normal(3.4, 3.6, size), -9, 20)
    grid.born[:, SPOUSE] = np.minimum(grid.born[:, HEAD] + gap * YEAR, as_of_day - 18 * YEAR)


def _grandparents(rng: np.random.Generator, grid: _Grid, as_of_day: int) -> None:
    size = len(grid.kind)
    born = grid.born[:, HEAD] - (19 + rng.gamma(3.0, 3.2, size)) * YEAR
    grid.born[:, GRANDPARENT] = born
    grid.present[:, GRANDPARENT] = chance(rng, 0.10, size) & (as_of_day - born < 98 * YEAR)
    grid.sex[:, GRANDPARENT] = np.where(chance(rng, 0.7, size), FEMALE, MALE)


def _children(rng: np.random.Generator, grid: _Grid, as_of_day: int) -> None:
    size = len(grid.kind)
    mother_born = np.where(
        grid.kind == COUPLE, grid.born[:, SPOUSE], grid.born[:, HEAD] + (grid.kind == MAN_WITH_CHILDREN) * 3 * YEAR
    )
    ever_born = rng.poisson(np.clip(2.3 + (as_of_day / YEAR - 15 - mother_born / YEAR) / 22, 2.2, 4.2), size)
    ever_born[grid.kind == ALONE] = 0
    mothers_age = 17.5 + rng.gamma(3.2, 2.1, size)
    for order, slot in enumerate(range(FIRST_CHILD, LAST_CHILD + 1)):
        born = mother_born + mothers_age * YEAR
        age = (as_of_day - born) / YEAR
        at_home = (age < 18) | chance(rng, np.clip(0.93 ** (age - 17), 0.02, 1.0), size)
        grid.born[:, slot] = born
        grid.present[:, slot] = (order < ever_born) & (born <= as_of_day) & (mothers_age < 46) & at_home
        mothers_age = mothers_age + 1.0 + rng.gamma(2.4, 1.25, size)
    _twins(rng, grid)


def _twins(rng: np.random.Generator, grid: _Grid) -> None:
    for slot in range(FIRST_CHILD + 1, LAST_CHILD + 1):
        twin = grid.present[:, slot] & grid.present[:, slot - 1] & ~grid.twin[:, slot - 1] & chance(rng, 0.012, len(grid.kind))
        grid.twin[:, slot] = twin
        grid.born[:, slot] = np.where(twin, grid.born[:, slot - 1], grid.born[:, slot])
        alike = twin & chance(rng, 0.7, len(grid.kind))
        grid.sex[:, slot] = np.where(alike, grid.sex[:, slot - 1], grid.sex[:, slot])


def _relatives(rng: np.random.Generator, grid: _Grid, as_of_day: int) -> None:
    size = len(grid.kind)
    for slot, share in zip(RELATIVES, (0.10, 0.03), strict=True):
        grid.present[:, slot] = chance(rng, share, size)
        grid.born[:, slot] = as_of_day - np.clip(rng.gamma(1.6, 15.0, size), 0.2, 90) * YEAR


def _heap_birth_dates(rng: np.random.Generator, grid: _Grid, as_of_day: int) -> None:
    """Who was registered late in life often stands as born on 1 January, 31 December or 1 July."""
    old = grid.born < as_of_day - 42 * YEAR
    heaped = old & (rng.random(grid.born.shape) < 0.05)
    offset = rng.choice(np.array([0, 364, 181]), size=int(heaped.sum()), p=[0.45, 0.35, 0.20])
    grid.born[heaped] = first_of_year(grid.born[heaped]) + offset
    for slot in range(FIRST_CHILD + 1, LAST_CHILD + 1):
        grid.born[:, slot] = np.where(grid.twin[:, slot], grid.born[:, slot - 1], grid.born[:, slot])


def _flatten(grid: _Grid) -> Household:
    size = len(grid.kind)
    position = (np.cumsum(grid.present.ravel()) - 1).reshape(grid.present.shape)
    mother = np.full((size, SLOTS), NOBODY, dtype=np.int64)
    father = np.full((size, SLOTS), NOBODY, dtype=np.int64)
    children = slice(FIRST_CHILD, LAST_CHILD + 1)
    head, spouse, grand = (position[:, [slot]] for slot in (HEAD, SPOUSE, GRANDPARENT))
    has_spouse, woman = grid.present[:, [SPOUSE]], grid.sex[:, [HEAD]] == FEMALE
    mother[:, children] = np.where(has_spouse, spouse, np.where(woman, head, NOBODY))
    mother[:, FIRST_CHILD][grid.remarried] = NOBODY
    father[:, children] = np.where(woman, NOBODY, head)
    grandmother = grid.present[:, GRANDPARENT] & (grid.sex[:, GRANDPARENT] == FEMALE)
    mother[:, HEAD] = np.where(grandmother, grand[:, 0], NOBODY)
    father[:, HEAD] = np.where(grid.present[:, GRANDPARENT] & ~grandmother, grand[:, 0], NOBODY)
    elder = np.where(grid.twin, np.roll(position, 1, axis=1), NOBODY)
    mother = np.where(grid.twin, np.roll(mother, 1, axis=1), mother)
    there = grid.present
    slots = np.broadcast_to(np.arange(SLOTS, dtype=np.int8), there.shape)
    is_child = (slots >= FIRST_CHILD) & (slots <= LAST_CHILD)
    return Household(
        family=np.repeat(np.arange(size, dtype=np.int32), there.sum(axis=1)),
        slot=slots[there],
        sex=grid.sex[there],
        birth_day=grid.born[there].astype(np.int64),
        mother=mother[there],
        father=father[there],
        elder_twin=elder[there],
        of_other_mother=(is_child & (mother == NOBODY))[there],
    )
