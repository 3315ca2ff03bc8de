"""The annex of an enrolment decree: whom it names, and which of them it should not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cakupan.scenarios import rosters
from cakupan.scenarios.arrays import Array, stream
from cakupan.scenarios.case import apportion
from cakupan.scenarios.fates import LIVING_HERE, NEVER
from cakupan.scenarios.people import People

# What a line of the annex is, beside "right"; the words are the mismatch codes they should be found as.
DECEASED, MOVED, DUPLICATE, FUNDED_TWICE, WAGE_EARNER, NOT_IN_REGISTER, RIGHT = range(7)
PLANTED = ("deceased", "moved", "duplicate", "funded_twice", "wage_earner", "not_in_register", "right")
ACTIVE, INACTIVE, AWAITING = range(3)
ANSWERS = ("active", "inactive", "awaiting")


@dataclass(frozen=True)
class Lines:
    """One entry per line of an annex, in its order. ``named`` tells the annexes of a region apart where they are drawn."""

    person: Array
    planted: Array
    named: str = ""

    def __len__(self) -> int:
        return len(self.person)


def draw_lines(
    people: People,
    *,
    lines: int,
    holds: Mapping[str, int],
    decree_day: int,
    named: str = "",
    taken: Array | None = None,
) -> Lines:
    """An annex of exactly ``lines`` lines, the poorer families likelier.

    ``holds`` says how many lines are what (weights, by the words of ``PLANTED``); ``taken`` (a truth value per person) are on
    another list already.
    """
    counts = apportion(total=lines, weights=[holds.get(word, 0) for word in PLANTED])
    free = np.ones(people.count, dtype=bool) if taken is None else ~taken
    person, planted = _chosen(people, counts, decree_day, free, named)
    person, planted = _in_order_of_village(people, person, planted)
    return Lines(person=person, planted=planted, named=named)


def _chosen(people: People, counts: tuple[int, ...], decree_day: int, free: Array, named: str) -> tuple[Array, Array]:
    fates = people.fates
    untouched = (fates.death_day == NEVER) & (fates.move_day == NEVER) & free
    right = untouched & (fates.register_flag == LIVING_HERE)
    pools = {
        DECEASED: people.provably_dead & (fates.death_day < decree_day) & free,
        MOVED: people.provably_moved & (fates.move_day < decree_day) & free,
        NOT_IN_REGISTER: untouched & (fates.register_flag < 0),
    }
    order = _poorest_first(people)
    taken = {kind: order[pool[order]][: counts[kind]] for kind, pool in pools.items()}
    wanted = counts[RIGHT] + counts[FUNDED_TWICE] + counts[WAGE_EARNER]
    chosen = stream(people.seed, f"annex kinds{named}").permutation(order[right[order]][:wanted])
    taken[FUNDED_TWICE], taken[WAGE_EARNER], taken[RIGHT] = np.split(
        chosen, np.cumsum([counts[FUNDED_TWICE], counts[WAGE_EARNER]])
    )
    taken[DUPLICATE] = taken[RIGHT][: counts[DUPLICATE]]
    for kind, found in taken.items():
        assert len(found) == counts[kind], f"only {len(found)} people for {counts[kind]} lines of kind {PLANTED[kind]}"
    person = np.concatenate([taken[kind] for kind in range(len(PLANTED))])
    return person, np.repeat(np.arange(len(PLANTED)), counts)


def _poorest_first(people: People) -> Array:
    """Everybody, family by family, the poorer families likelier first."""
    families = int(people.family[-1]) + 1
    race = stream(people.seed, "annex race").exponential(1.0, families) / rosters.POVERTY_WEIGHT[people.decile - 1]
    return np.lexsort((np.arange(people.count), race[people.family]))


def _in_order_of_village(people: People, person: Array, planted: Array) -> tuple[Array, Array]:
    """Annexes are sorted by village and family; a second line of a person stands somewhere further down the village."""
    family = people.family[person]
    place = np.where(planted == DUPLICATE, int(people.family[-1]) + 1 + np.arange(len(person)), family)
    order = np.lexsort((planted, person, place, people.village[family]))
    return person[order], planted[order]


def draw_answers(people: People, lines: Lines, answers: Mapping[str, int]) -> Array:
    """What the branch says of each line. Lines with a second card of the person get an answer: the two cards are the point."""
    counts = apportion(total=len(lines), weights=[answers.get(word, 0) for word in ANSWERS])
    answer = np.zeros(len(lines), dtype=np.int8)
    free = np.flatnonzero(lines.planted == RIGHT)
    drawn = stream(people.seed, f"answers{lines.named}").permutation(free)[: counts[INACTIVE] + counts[AWAITING]]
    answer[drawn[: counts[INACTIVE]]] = INACTIVE
    answer[drawn[counts[INACTIVE] :]] = AWAITING
    return answer
