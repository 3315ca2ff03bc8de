"""How fast a consumer may ask, and how many guesses it has made: counted in one small file that all worker processes share.

A bucket of tokens for each consumer (as GCRA: one instant tells how full it is), and a count of guesses that falls with time.
The file is of the running counter only: it begins empty at every start. Two workers that count at the same instant may lose one
of two counts: a limit, not a bill.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path("counter") / "limits"
# Consumer's number, instant at which its bucket is full again, its guesses, and the instant at which they were counted.
SLOT = struct.Struct("<Qddd")
SLOTS = 4096
BURST_SECONDS = 10
CLOCK_SECONDS = 1e-6  # less than this is rounding
GUESSES_FALL_SECONDS = 30


@dataclass
class Limits:
    """The counts of one running counter. ``rate``: questions a second for each consumer, all workers together.

    Whoever has not asked for a while may ask ``rate`` times ten at once. Instants are of the machine's monotonic clock.
    """

    path: Path
    rate: float
    _memory: mmap.mmap | None = None
    _places: dict[int, int] = field(default_factory=dict)

    def begin(self) -> None:
        """An empty file: called once, before workers start."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)

    def take(self, consumer: int, *, now: float, cost: float = 1.0) -> float:
        """0.0 if the consumer may ask now, and it is counted; else after how many seconds it may."""
        place = self._place(consumer)
        full_at, guesses, counted_at = self._read(place)
        costs = cost / self.rate
        wait = max(full_at, now) + costs - now - max(BURST_SECONDS, costs)
        if wait > CLOCK_SECONDS:
            return wait
        self._write(place, consumer, max(full_at, now) + costs, guesses, counted_at)
        return 0.0

    def guesses(self, consumer: int, *, now: float, more: float = 0.0) -> float:
        """How many guesses stand against the consumer, with ``more`` of now; one is forgotten each half minute."""
        place = self._place(consumer)
        full_at, guesses, counted_at = self._read(place)
        left = max(0.0, guesses - (now - counted_at) / GUESSES_FALL_SECONDS) + more
        if more:
            self._write(place, consumer, full_at, left, now)
        return left

    def _read(self, place: int) -> tuple[float, float, float]:
        _, full_at, guesses, counted_at = SLOT.unpack_from(self._opened(), place)
        return full_at, guesses, counted_at

    def _write(self, place: int, consumer: int, full_at: float, guesses: float, counted_at: float) -> None:
        SLOT.pack_into(self._opened(), place, consumer, full_at, guesses, counted_at)

    def _place(self, consumer: int) -> int:
        place = self._places.get(consumer)
        if place is None:
            place = self._places[consumer] = self._found(consumer)
        return place

    def _found(self, consumer: int) -> int:
        """The consumer's slot, or a free one that it now has: one worker at a time looks for one."""
        memory = self._opened()
        with self.path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            for step in range(SLOTS):
                place = (consumer + step) % SLOTS * SLOT.size
                holder, *_ = SLOT.unpack_from(memory, place)
                if holder in (0, consumer):
                    SLOT.pack_into(memory, place, consumer, *SLOT.unpack_from(memory, place)[1:])
                    return place
        raise AssertionError(f"more than {SLOTS} consumers ask one counter")

    def _opened(self) -> mmap.mmap:
        if self._memory is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                os.ftruncate(descriptor, SLOTS * SLOT.size)
                self._memory = mmap.mmap(descriptor, SLOTS * SLOT.size)
            finally:
                os.close(descriptor)
        return self._memory
