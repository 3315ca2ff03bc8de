"""Is somebody trying numbers out? Numbers that nobody bears, and numbers beside those asked just before. Pure but for memory.

A patient's NIK comes from a card; whoever asks for the next serial, the next day of birth, or again and again for somebody who
does not exist is looking for people. Nothing here refuses a patient: whoever guesses is answered ever more slowly.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

RECENT = 64
# In a NIK: the serial, and day, month and year of birth; a card number has no structure, so only its end.
STEPS = {
    kind: tuple(sign * step for step in steps for sign in (1, -1))
    for kind, steps in {"nik": (1, 2, 3, 10**4, 10**6, 10**8), "card": (1, 2, 3)}.items()
}
# So many in a while are everyday life: a family's cards, patients from elsewhere, a slip of the finger.
ALLOWED = 20
DELAY_SECONDS, DELAY_SECONDS_MAX, DOUBLES_EVERY = 0.1, 20.0, 4
# In a list that is asked at once, so many may be next to each other, or unknown: lists are sorted, and patients travel.
LIST_BESIDE, LIST_UNKNOWN = 20, 2


@dataclass
class Recent:
    """The numbers that a consumer asked last, in one worker's memory only."""

    order: deque[tuple[str, int]] = field(default_factory=deque)
    held: dict[str, set[int]] = field(default_factory=lambda: {kind: set() for kind in STEPS})

    def beside(self, number: str, kind: str) -> bool:
        """Whether the number is next to one of the last; it is one of them from now on."""
        value, held = int(number), self.held[kind]
        found = _beside(value, held, kind)
        if value not in held:
            held.add(value)
            self.order.append((kind, value))
            if len(self.order) > RECENT:
                oldest_kind, oldest = self.order.popleft()
                self.held[oldest_kind].discard(oldest)
        return found


def guesses_of_list(*, beside: int, unknown: int, size: int) -> float:
    """What a list of ``size`` numbers counts for: what is beyond one in twenty beside another, and beyond one in two unknown."""
    return max(0, beside - size // LIST_BESIDE) + max(0, unknown - size // LIST_UNKNOWN)


def count_beside(numbers: Sequence[tuple[str, str]]) -> int:
    """How many of a list's numbers ``(number, kind)`` are next to another of it."""
    held: dict[str, set[int]] = {kind: set() for kind in STEPS}
    for number, kind in numbers:
        held[kind].add(int(number))
    return sum(_beside(value, values, kind) for kind, values in held.items() for value in values)


def _beside(value: int, held: set[int], kind: str) -> bool:
    """Whether one of them is next to it. Asked for every answer: a set takes them all at once."""
    return not held.isdisjoint([value + step for step in STEPS[kind]])


def delay_seconds(guesses: float, *, allowed: int) -> float:
    """How long an answer waits: not at all for everyday life, then doubling with every fourth guess, up to twenty seconds."""
    beyond = guesses - allowed
    return min(DELAY_SECONDS_MAX, DELAY_SECONDS * 2.0 ** min(beyond / DOUBLES_EVERY, 30)) if beyond > 0 else 0.0


def noticed(before: float, after: float, *, allowed: int) -> bool:
    """Whether an auditor is told: when a consumer is slowed first, and at each doubling from there."""
    mark = float(allowed)
    while mark < before:
        mark *= 2
    return after > mark
