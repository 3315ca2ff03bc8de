"""How many months each family owes, so that all of it is one given sum of rupiah by the law's rates month by month."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cakupan.law.calendar import Month
from cakupan.law.contribution import contribution
from cakupan.scenarios.arrays import Array

CLASSES = (1, 2, 3)
MOST_MOVES = 12  # of one kind, in the last adjustment
ALONE = 1
SUMS_KEPT = 3000  # in the search for the last rupiah


@dataclass(frozen=True)
class Debts:
    """What so many unpaid months cost one person, the newest of them ``last_month``.

    ``cost[class, months]`` in whole rupiah, from 0 months to the most that anybody can owe; row 0 is empty.
    """

    last_month: Month
    cost: Array

    @property
    def months_max(self) -> int:
        """The most months that can be owed."""
        return int(self.cost.shape[1]) - 1

    def of(self, *, classes: Array, months: Array) -> Array:
        """What one person of each class owes, in whole rupiah."""
        owed: Array = self.cost[classes, months]
        return owed


def debts(*, since: Month, last_month: Month) -> Debts:
    """The law's participant rates of a self-payer, added up from ``last_month`` back to ``since``."""
    months = [last_month]
    while months[-1] > since:
        months.append(months[-1].plus(-1))
    rates = [[contribution(segment="PBPU", month=month, care_class=class_).total for month in months] for class_ in CLASSES]
    cost = np.zeros((len(CLASSES) + 1, len(months) + 1), dtype=np.int64)
    cost[1:, 1:] = np.cumsum(np.array(rates), axis=1)
    return Debts(last_month=last_month, cost=cost)


def months_owed(rng: np.random.Generator, *, debts: Debts, classes: Array, sizes: Array, rupiah: int, long_debt: float) -> Array:
    """Unpaid months of each family (``sizes`` people of one class) so that together they owe ``rupiah``.

    Drawn at random first, larger ``long_debt`` for a longer tail, then shifted by whole months until nothing is left. Where the
    sum is no multiple of 500, or a few dozen families leave too few shifts to try, the nearest sum that those shifts give.
    """
    weight = rng.lognormal(0.0, long_debt, len(classes))
    months = _scaled_to(debts, classes, sizes, weight, rupiah)
    months = _raised(rng, debts, classes, sizes, months, rupiah)
    return _settled(debts, classes, sizes, months, rupiah)


def total(debts: Debts, classes: Array, sizes: Array, months: Array) -> int:
    """What all families owe together, in whole rupiah."""
    return int((debts.of(classes=classes, months=months) * sizes).sum())


def _scaled_to(debts: Debts, classes: Array, sizes: Array, weight: Array, rupiah: int) -> Array:
    """The drawn weights as months, at the largest scale that does not pass the sum; nobody owes less than one month."""
    low, high = 0.0, float(debts.months_max) * 4
    for _ in range(60):
        middle = (low + high) / 2
        if total(debts, classes, sizes, _months(debts, weight, middle)) <= rupiah:
            low = middle
        else:
            high = middle
    return _months(debts, weight, low)


def _months(debts: Debts, weight: Array, scale: float) -> Array:
    return np.clip((weight * scale).astype(np.int64), 1, debts.months_max)


def _raised(rng: np.random.Generator, debts: Debts, classes: Array, sizes: Array, months: Array, rupiah: int) -> Array:
    """One month more for as many families as the rest pays for."""
    months = months.copy()
    for _ in range(debts.months_max):
        left = rupiah - total(debts, classes, sizes, months)
        order = rng.permutation(np.flatnonzero(months < debts.months_max))
        step = _step(debts, classes, sizes, months, order, 1)
        fits = order[np.cumsum(step) <= left]
        if not len(fits):
            break
        months[fits] += 1
    return months


def _step(debts: Debts, classes: Array, sizes: Array, months: Array, rows: Array, by: int) -> Array:
    before = debts.of(classes=classes[rows], months=months[rows])
    return (debts.of(classes=classes[rows], months=months[rows] + by) - before) * sizes[rows]


def _settled(debts: Debts, classes: Array, sizes: Array, months: Array, rupiah: int) -> Array:
    """The last rupiah: a few families owe a month more or less.

    Rates have no common divisor but 500, so a handful of shifts of different worth reaches every sum of whole 500 rupiah.
    """
    months = months.copy()
    left = rupiah - total(debts, classes, sizes, months)
    shifts = _shifts(debts, classes, sizes, months)
    for worth, count in _fewest(left, {worth: len(rows) for worth, rows in shifts.items()}):
        by = 1 if worth > 0 else -1
        months[shifts[worth][:count]] += by
    return months


def _shifts(debts: Debts, classes: Array, sizes: Array, months: Array) -> dict[int, Array]:
    """Families that can owe a month more or less, by what that is worth; every family is offered for one of the two only.

    People alone on their card, if there are enough: theirs are the smallest worths.
    """
    alone = np.flatnonzero(sizes == ALONE)
    rows = alone if len(alone) >= 2 * MOST_MOVES else np.arange(len(sizes))
    more = rows[(np.arange(len(rows)) % 2 == 0) & (months[rows] < debts.months_max)]
    less = np.setdiff1d(rows, more)
    less = less[months[less] > 1]
    found: dict[int, Array] = {}
    for offered, by in ((more, 1), (less, -1)):
        worth = _step(debts, classes, sizes, months, offered, by)
        for each in np.unique(worth).tolist():
            found[each] = offered[worth == each][:MOST_MOVES]
    return found


def _fewest(left: int, offered: dict[int, int]) -> list[tuple[int, int]]:
    """How many shifts of each worth come nearest to ``left``, with the fewest shifts of those: worths and counts."""
    reached: dict[int, tuple[int, dict[int, int]]] = {0: (0, {})}
    for worth, most in sorted(offered.items(), key=lambda each: (abs(each[0]), each[0])):
        for (sum_before, (moves, counts)), count in itertools.product(list(reached.items()), range(1, most + 1)):
            reached_sum = sum_before + worth * count
            if reached_sum not in reached or moves + count < reached[reached_sum][0]:
                reached[reached_sum] = (moves + count, {**counts, worth: count})
        reached = dict(_nearest(reached, left))
    best = min(reached, key=lambda each: (abs(left - each), reached[each][0]))
    return list(reached[best][1].items())


def _nearest(reached: dict[int, tuple[int, dict[int, int]]], left: int) -> Iterator[tuple[int, tuple[int, dict[int, int]]]]:
    """Sums that further shifts could still bring home; enough of them that no remainder is missed."""
    kept = sorted(reached, key=lambda each: (abs(left - each), reached[each][0]))[:SUMS_KEPT]
    return ((each, reached[each]) for each in kept)
