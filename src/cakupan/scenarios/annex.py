"""The annex of an enrolment decree: whom it names, which of them it should not, and what the branch's master says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cakupan.scenarios import rosters
from cakupan.scenarios.arrays import Array, chance, stream
from cakupan.scenarios.case import apportion
from cakupan.scenarios.fates import LIVING_HERE, NEVER
from cakupan.scenarios.people import People
from cakupan.scenarios.rosters import Roster

# What a line of the annex is, beside "right"; the words are the mismatch codes they should be found as.
DECEASED, MOVED, DUPLICATE, FUNDED_TWICE, WAGE_EARNER, NOT_IN_REGISTER, RIGHT = range(7)
PLANTED = ("deceased", "moved", "duplicate", "funded_twice", "wage_earner", "not_in_register", "right")
ACTIVE, INACTIVE, AWAITING = range(3)
ANSWERS = ("active", "inactive", "awaiting")
NO_CARD = -1


@dataclass(frozen=True)
class Annex:
    """One entry per line of the annex, in its order; ``card`` counts the member master's cards from 1, -1 where there is none."""

    person: Array
    planted: Array
    card: Array
    members: Roster


def draw_annex(
    people: People,
    *,
    lines: int,
    per_thousand: Mapping[str, int],
    answers: Mapping[str, int],
    decree_day: int,
    coverage: float,
) -> Annex:
    """An annex of exactly ``lines`` lines, and the member master that goes with it.

    ``per_thousand`` says how many lines of a thousand are what, ``answers`` what the branch says of them; ``coverage`` is the
    share of other residents who hold a card.
    """
    counts = apportion(total=lines, weights=[per_thousand[word] for word in PLANTED])
    person, planted = _lines(people, counts, decree_day)
    answer = _answers(people, lines, answers, planted)
    cards = _CardDesk(people, person, coverage)
    card = cards.issue(person, planted, answer)
    return Annex(person=person, planted=planted, card=card, members=cards.roster())


def _lines(people: People, counts: tuple[int, ...], decree_day: int) -> tuple[Array, Array]:
    fates = people.fates
    untouched = (fates.death_day == NEVER) & (fates.move_day == NEVER)
    right = untouched & (fates.register_flag == LIVING_HERE)
    pools = {
        DECEASED: people.provably_dead & (fates.death_day < decree_day),
        MOVED: people.provably_moved & (fates.move_day < decree_day),
        NOT_IN_REGISTER: untouched & (fates.register_flag < 0),
    }
    order = _poorest_first(people)
    taken = {kind: order[pool[order]][: counts[kind]] for kind, pool in pools.items()}
    wanted = counts[RIGHT] + counts[FUNDED_TWICE] + counts[WAGE_EARNER]
    chosen = stream(people.seed, "annex kinds").permutation(order[right[order]][:wanted])
    taken[FUNDED_TWICE], taken[WAGE_EARNER], taken[RIGHT] = np.split(
        chosen, np.cumsum([counts[FUNDED_TWICE], counts[WAGE_EARNER]])
    )
    taken[DUPLICATE] = taken[RIGHT][: counts[DUPLICATE]]
    for kind, found in taken.items():
        assert len(found) == counts[kind], f"only {len(found)} people for {counts[kind]} lines of kind {PLANTED[kind]}"
    person = np.concatenate([taken[kind] for kind in range(len(PLANTED))])
    planted = np.repeat(np.arange(len(PLANTED)), counts)
    return _in_order_of_village(people, person, planted)


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


def _answers(people: People, lines: int, answers: Mapping[str, int], planted: Array) -> Array:
    """What the branch says of each line. Lines with a second card of the person get an answer: the two cards are the point."""
    counts = apportion(total=lines, weights=[answers[word] for word in ANSWERS])
    answer = np.zeros(lines, dtype=np.int8)
    free = np.flatnonzero(planted == RIGHT)
    drawn = stream(people.seed, "answers").permutation(free)[: counts[INACTIVE] + counts[AWAITING]]
    answer[drawn[: counts[INACTIVE]]] = INACTIVE
    answer[drawn[counts[INACTIVE] :]] = AWAITING
    return answer


class _CardDesk:
    """The member master while it is made: cards of others as drawn, then those of the annex."""

    def __init__(self, people: People, listed: Array, coverage: float) -> None:
        self._people = people
        base = rosters.member_roster(people, coverage=coverage)
        on_list = np.zeros(people.count, dtype=bool)
        on_list[listed] = True
        kept = base.take(np.flatnonzero(~on_list[base.person]))
        # Only the annex names people that the city pays for: what the draw gave to the Pemda is the centre's.
        self._person = [kept.person]
        self._segment = [np.where(kept.segment == rosters.PEMDA, rosters.PBI_JK, kept.segment)]
        self._status = [kept.status.astype(np.int64)]
        self._issued = len(kept)

    def issue(self, person: Array, planted: Array, answer: Array) -> Array:
        """Cards for the annex; the card number that each line carries."""
        people, card = self._people, np.full(len(person), NO_CARD, dtype=np.int64)
        own = np.flatnonzero((planted != DUPLICATE) & (answer != AWAITING))
        card[own] = self._add(person[own], rosters.PEMDA, (answer[own] == ACTIVE).astype(np.int64))
        again = np.flatnonzero(planted == DUPLICATE)
        second = again[chance(stream(people.seed, "second cards"), 0.5, len(again))]
        same = np.setdiff1d(again, second)
        by_person = np.full(people.count, NO_CARD, dtype=np.int64)
        by_person[person[own]] = card[own]
        card[same] = by_person[person[same]]
        card[second] = self._add(person[second], rosters.PEMDA, np.ones(len(second), dtype=np.int64))
        for kind, segment in ((FUNDED_TWICE, rosters.PBI_JK), (WAGE_EARNER, rosters.PPU)):
            rows = np.flatnonzero(planted == kind)
            self._add(person[rows], segment, np.ones(len(rows), dtype=np.int64))
        return card

    def _add(self, person: Array, segment: int, status: Array) -> Array:
        first = self._issued + 1
        self._person.append(person)
        self._segment.append(np.full(len(person), segment, dtype=np.int8))
        self._status.append(status)
        self._issued += len(person)
        return np.arange(first, first + len(person))

    def roster(self) -> Roster:
        """All cards, in an order that tells nothing."""
        person, segment, status = (np.concatenate(parts) for parts in (self._person, self._segment, self._status))
        order = stream(self._people.seed, "order of cards").permutation(len(person))
        numbered = np.arange(1, len(person) + 1)
        return Roster(person=person[order], number=numbered[order], status=status[order].astype(np.int8), segment=segment[order])
