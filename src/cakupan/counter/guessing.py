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
STEPS = {"nik": (1, 2, 3, 10**4, 10**6, 10**8), "card": (1, 2, 3)}
# So many in a while are everyday life: a family's cards, patients from elsewhere, a slip of the finger.
ALLOWED = 20
DELAY_SECONDS, DELAY_SECONDS_MAX, DOUBLES_EVERY = 0.1, 20.0, 4
# In a list that is asked at once, so many may be next to each other, or unknown: lists are sorted, and patients travel.
LIST_BESIDE, LIST_UNKNOWN = 20, 2


@dataclass
class Recent:
    """The numbers that a consumer asked last, in one worker's memory only."""

    order: deque[tuple[str, int]] = field(default_factory=deque)
    held: set[tuple[str, int]] = field(default_factory=set)

    def beside(self, number: str, kind: str) -> bool:
        """Whether the number is next to one of the last; it is one of them from now on."""
        value = int(number)
        found = any((kind, value + step) in self.held or (kind, value - step) in self.held for step in STEPS[kind])
        if (kind, value) not in self.held:
            self.order.append((kind, value))
            self.held.add((kind, value))
            if len(self.order) > RECENT:
                self.held.discard(self.order.popleft())
        return found


def guesses_of_list(*, beside: int, unknown: int, size: int) -> float:
    """What a list of ``size`` numbers counts for: what is beyond one in twenty beside another, and beyond one in two unknown."""
    return max(0, beside - size // LIST_BESIDE) + max(0, unknown - size // LIST_UNKNOWN)


def count_beside(numbers: Sequence[tuple[str, str]]) -> int:
    """How many of a list's numbers ``(number, kind)`` are next to another of it."""
    held = {(kind, int(number)) for number, kind in numbers}
    return sum(any((kind, value + step) in held or (kind, value - step) in held for step in STEPS[kind]) for kind, value in held)


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
