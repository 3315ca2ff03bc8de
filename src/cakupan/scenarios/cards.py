"""The branch's desk: who is given which card, until the member master is whole."""

from __future__ import annotations

import dataclasses

import numpy as np

from cakupan.scenarios import rosters
from cakupan.scenarios.annex import ACTIVE, AWAITING, DUPLICATE, FUNDED_TWICE, WAGE_EARNER, Lines
from cakupan.scenarios.arrays import Array, chance, stream
from cakupan.scenarios.people import People
from cakupan.scenarios.rosters import DRAWN, Roster

NO_CARD = -1
SECOND_CARD = 0.5  # of the people who stand on a list twice
IS_ACTIVE = 1


class CardDesk:
    """The member master while it is made. Cards are numbered from 1 in the order in which they are given out."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._parts: list[Roster] = []
        self.issued = 0

    @property
    def active(self) -> int:
        """How many of the cards given out are active."""
        return sum(int(np.count_nonzero(part.status)) for part in self._parts)

    def add(self, roster: Roster) -> None:
        """Give out cards as another roster tells."""
        self._add(roster.person, roster.segment, roster.status, DRAWN)

    def issue(self, lines: Lines, answer: Array, *, start_day: int, segment: int = rosters.PEMDA) -> Array:
        """Cards for an annex, as the branch answers it; returns the number of the card that each line carries, or NO_CARD.

        Whoever is funded twice or earns wages gets the other card too.
        """
        people, card = self._people, np.full(len(lines), NO_CARD, dtype=np.int64)
        person, planted = lines.person, lines.planted
        own = np.flatnonzero((planted != DUPLICATE) & (answer != AWAITING))
        card[own] = self._add(person[own], segment, (answer[own] == ACTIVE).astype(np.int64), start_day)
        again = np.flatnonzero(planted == DUPLICATE)
        second = again[chance(stream(people.seed, f"second cards{lines.named}"), SECOND_CARD, len(again))]
        same = np.setdiff1d(again, second)
        by_person = np.full(people.count, NO_CARD, dtype=np.int64)
        by_person[person[own]] = card[own]
        card[same] = by_person[person[same]]
        card[second] = self._add(person[second], segment, IS_ACTIVE, start_day)
        for kind, other in ((FUNDED_TWICE, rosters.PBI_JK), (WAGE_EARNER, rosters.PPU)):
            self._add(person[planted == kind], other, IS_ACTIVE, DRAWN)
        return card

    def _add(self, person: Array, segment: int | Array, status: int | Array, start_day: int) -> Array:
        numbers = np.arange(self.issued + 1, self.issued + len(person) + 1)
        size = len(person)
        part = Roster(person, numbers, np.full(size, status), np.full(size, segment), np.full(size, start_day, dtype=np.int64))
        self._parts.append(part)
        self.issued += size
        return numbers

    def roster(self) -> Roster:
        """All cards, in an order that tells nothing."""
        whole = _joined(self._parts)
        return whole.take(stream(self._people.seed, "order of cards").permutation(len(whole)))


def _joined(parts: list[Roster]) -> Roster:
    person, number, start_day = (np.concatenate([getattr(p, name) for p in parts]) for name in ("person", "number", "start_day"))
    status, segment = (np.concatenate([getattr(p, name) for p in parts]).astype(np.int8) for name in ("status", "segment"))
    return Roster(person, number, status, segment, start_day)


def centre_pays(roster: Roster) -> Roster:
    """The same cards; what was drawn for the Pemda is the centre's, where only annexes name people whom the Pemda pays for."""
    segment = np.where(roster.segment == rosters.PEMDA, rosters.PBI_JK, roster.segment)
    return dataclasses.replace(roster, segment=segment)


def on_lists(people: People, *annexes: Lines) -> Array:
    """Whether each person stands on one of the annexes."""
    listed = np.zeros(people.count, dtype=bool)
    for lines in annexes:
        listed[lines.person] = True
    return listed
