"""What every dialect does with a question: may the consumer ask, what is the answer, and on record before it leaves."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cakupan.answer.words import masked_nik
from cakupan.counter.guessing import ALLOWED, Recent, count_beside, delay_seconds, guesses_of_list, noticed
from cakupan.counter.limits import Limits
from cakupan.counter.problems import Problem
from cakupan.counter.shelf import Asked, Editions, Shelf, no_position
from cakupan.law.refusal import Refusal
from cakupan.record.access_log import ANSWER, ANSWERS, GUESSING, READ_FIELDS, AccessLog
from cakupan.record.credentials import Consumer, Consumers
from cakupan.record.keys import Keys

EDITION_SHOWN = 12
# A list is answered in parts, so that other questions come between; and is told to the log in parts of a readable length.
PART, LINE_ITEMS = 50, 1000
# A list of this many counts as one question against the consumer's rate.
LISTED_FOR_ONE = 100


@dataclass(frozen=True)
class Question:
    """What is asked: a NIK or card number, the day (None: today, or the position's), and the code of the facility that asks."""

    number: str
    kind: str
    on: dt.date | None = None
    facility: str | None = None


Told = Callable[[Question, Asked | Refusal], bytes]


@dataclass
class Counter:
    """One worker's counter. ``clock`` gives the instant, ``today`` the day that it is in an area.

    ``guesses_allowed``: so many a consumer may make in a while before its answers are slowed (guessing.py).
    """

    shelf: Shelf
    consumers: Consumers
    keys: Keys
    log: AccessLog
    limits: Limits
    clock: Callable[[], dt.datetime]
    today: Callable[[str], dt.date]
    guesses_allowed: int = ALLOWED
    recent: defaultdict[str, Recent] = field(default_factory=lambda: defaultdict(Recent))

    def admit(self, consumer: Consumer, *, questions: int = 1) -> None:
        """Count it against the consumer's rate. Raises :class:`Problem` ``too_fast``, with the seconds to wait."""
        wait = self.limits.take(int(consumer.id), now=time.monotonic(), cost=max(1.0, questions / LISTED_FOR_ONE))
        if wait > 0:
            raise Problem("too_fast", retry_seconds=wait, seconds=max(1, round(wait + 0.5)))

    def today_at(self, consumer: Consumer) -> dt.date:
        """The day that it is where the consumer is: by its first area, since all of a facility's have one time."""
        return self.today(consumer.areas[0] if consumer.areas else "")

    async def answer(self, question: Question, *, consumer: Consumer, dialect: str, user: str | None = None) -> Asked:
        """The answer, once it is in the access log on disk. ``user``: who asked there, where the dialect tells it.

        Raises :class:`Refusal` for what cannot be asked or answered, and ``NotRecorded`` if it could not be written.
        """
        asked = self._ask(question, consumer, self.today_at(consumer))
        beside = self.recent[consumer.id].beside(question.number, question.kind)
        guesses, notice = self._guesses(consumer, beside + (not asked.known))
        about = self._about(ANSWER, consumer, question.facility, dialect, user)
        await self.log.append({**about, **dict(zip(READ_FIELDS, self._read(question, asked), strict=True))})
        if notice:
            await self._notice(consumer, dialect, guesses)
        if guesses:
            await asyncio.sleep(delay_seconds(guesses, allowed=self.guesses_allowed))
        return asked

    async def answer_list(self, questions: Sequence[Question], *, consumer: Consumer, dialect: str, tell: Told) -> list[bytes]:
        """What ``tell`` says of each answer or refusal, all from the same editions, once they are all in the access log."""
        editions = self.shelf.editions()
        if not any(area in editions for area in consumer.areas):
            raise no_position()
        today = self.today_at(consumer)  # of the whole list, also of one that is asked at midnight
        told, read, unknown = [], [], 0
        for begin in range(0, len(questions), PART):
            for question in questions[begin : begin + PART]:
                try:
                    asked = self._ask(question, consumer, today, editions)
                except Refusal as refusal:
                    told.append(tell(question, refusal))
                    continue
                told.append(tell(question, asked))
                read.append((question.facility, self._read(question, asked)))
                unknown += not asked.known
            await asyncio.sleep(0)
        await self._record(read, consumer, dialect)
        beside = count_beside([(question.number, question.kind) for question in questions])
        guesses, notice = self._guesses(consumer, guesses_of_list(beside=beside, unknown=unknown, size=len(questions)))
        if notice:
            await self._notice(consumer, dialect, guesses)
        if guesses:
            await asyncio.sleep(delay_seconds(guesses, allowed=self.guesses_allowed))
        return told

    def _ask(self, question: Question, consumer: Consumer, today: dt.date, editions: Editions | None = None) -> Asked:
        return self.shelf.ask(
            number=question.number,
            on=question.on,
            today=today,
            areas=consumer.areas,
            facility=question.facility or consumer.facility_code,
            editions=editions,
        )

    def _read(self, question: Question, asked: Asked) -> tuple[str | None, ...]:
        """In the order of ``READ_FIELDS``."""
        position, answer, number = asked.position, asked.answer, question.number
        day, edition = answer.on.isoformat(), position.edition[:EDITION_SHOWN]
        return masked_nik(number), self.keys.mark(number), day, answer.status, position.area, edition

    def _about(
        self, kind: str, consumer: Consumer, facility: str | None, dialect: str, user: str | None = None
    ) -> dict[str, Any]:
        told = {"kind": kind, "at": self.clock().isoformat(timespec="milliseconds"), "consumer": consumer.id, "dialect": dialect}
        return {**told, "facility": facility or consumer.facility_code, **({"user": user} if user else {})}

    async def _record(self, read: list[tuple[str | None, tuple[str | None, ...]]], consumer: Consumer, dialect: str) -> None:
        by_facility: dict[str | None, list[tuple[str | None, ...]]] = {}
        for facility, item in read:
            by_facility.setdefault(facility, []).append(item)
        await asyncio.gather(
            *(
                self.log.append({**self._about(ANSWERS, consumer, facility, dialect), "items": items[at : at + LINE_ITEMS]})
                for facility, items in by_facility.items()
                for at in range(0, len(items), LINE_ITEMS)
            )
        )

    def _guesses(self, consumer: Consumer, more: float) -> tuple[float, bool]:
        """The guesses that stand against a consumer after these, and whether the auditor must be told."""
        now = time.monotonic()
        before = self.limits.guesses(int(consumer.id), now=now)
        after = self.limits.guesses(int(consumer.id), now=now, more=more) if more else before
        return after, noticed(before, after, allowed=self.guesses_allowed)

    async def _notice(self, consumer: Consumer, dialect: str, guesses: float) -> None:
        told = {"guesses": round(guesses), "slowed_seconds": round(delay_seconds(guesses, allowed=self.guesses_allowed), 1)}
        await self.log.append({**self._about(GUESSING, consumer, None, dialect), **told})
