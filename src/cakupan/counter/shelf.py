"""The books of a workspace, open: which one answers a day, and what it answers. Newly published ones are taken up at once.

A question takes its book once, so that its answer is wholly of one edition, also while a month is published. Nobody waits: the
file that ``CURRENT`` names is opened if its book is there; until then the edition before it answers.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cakupan.answer.eligibility import Answer, eligibility
from cakupan.answer.question import read_number, refuse_other_days
from cakupan.answer.record import PersonRecord, Position
from cakupan.answer.standing import Standing
from cakupan.counter.book import FORMAT, Book
from cakupan.counter.standing import standing_of
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal

EDITIONS, CURRENT, BOOKS = "editions", "CURRENT", "books"
FILE = f"book-{FORMAT}.sqlite"
LOOK_SECONDS = 0.5
STANDING_LOOK_SECONDS = 0.02
# Books of days that are rarely asked about are let go; the day's own stay.
OPEN_MAX = 64


@dataclass(frozen=True)
class Asked:
    """An answer with what it was found in: the people the number leads to and the position they stand in."""

    answer: Answer
    people: tuple[PersonRecord, ...]
    position: Position

    @property
    def known(self) -> bool:
        """Whether anything is held about the number: a person, the branch's word, or a letter."""
        return bool(self.people) or _stands(self.answer)


def ask_book(*, book: Book, standing: Standing | None, key: str, kind: str, on: dt.date, facility: str | None) -> Asked:
    """What one book, and what stands beside it, answer about a number on a day: the one way for command, page and counter."""
    people = book.people(number=key, kind=kind)
    answer = eligibility(
        people=people,
        position=book.position,
        on=on,
        guarantees=book.guarantees,
        facility=facility,
        facilities=book.facilities,
        number=key,
        standing=standing,
    )
    return Asked(answer, people, book.position)


def _stands(answer: Answer) -> bool:
    """Whether something stands for a number that no register of the area holds: the branch's word, or a letter."""
    return answer.status == "active" or bool(answer.local_guarantee and answer.local_guarantee.letter)


def month_for(months: Sequence[Month], on: dt.date) -> Month:
    """The month of the day, else the last one before it, else the first. ``months`` are in order, and not none."""
    return months[max(0, bisect_right(months, on, key=lambda month: month.first_date) - 1)]


def default_day(position: Position, today: dt.date) -> dt.date:
    """The day that is meant where none is named: today, or the position's own if that is of an earlier month."""
    return today if today < position.month.plus(1).first_date else max(position.month.first_date, position.as_of)


def no_position(area: str | None = None) -> Refusal:
    """The refusal where nothing was published that could answer."""
    where = f" of {area}" if area else ""
    return Refusal(
        f"an answer about a person{where}",
        why="no month has been published in this workspace.",
        mend="Close a month first: cakupan month YYYY-MM --area CODE. Another workspace: --workspace DIR.",
        code="no_position",
    )


@dataclass(frozen=True)
class Slot:
    """The edition that answers for a month, by the name of its folder; ``seen_ns``: the change of ``CURRENT`` that named it."""

    name: str
    seen_ns: int


Editions = Mapping[str, Mapping[Month, Slot]]


@dataclass
class Shelf:
    """The workspace's books for one process. Used by one thread."""

    workspace: Path
    _slots: Editions = field(default_factory=dict)
    _open: dict[str, Book] = field(default_factory=dict)
    _looked_at: float = float("-inf")
    _standing: dict[str, tuple[float, Standing | None]] = field(default_factory=dict)

    def ask(
        self,
        *,
        number: str,
        on: dt.date | None,
        today: dt.date,
        areas: Iterable[str] | None = None,
        facility: str | None = None,
        editions: Editions | None = None,
    ) -> Asked:
        """Who the number is and what holds ``on`` a day, in the first of the areas that knows it; see ``cakupan check``.

        ``editions``: those that answer, where several questions must be answered from the same; else those of this moment.
        Raises :class:`Refusal` for a number that nobody can bear, a day to come or before JKN, or if no month was published.
        """
        key, kind = read_number(number)
        if on is not None:
            refuse_other_days(on, today=today)
        asked = None
        slots = editions if editions is not None else self.editions()
        for area in sorted(slots) if areas is None else areas:
            if months := slots.get(area):
                book = self._book(months[month_for(tuple(months), on or today)].name)
                day = on or default_day(book.position, today)
                standing = self._standing_of(area)
                asked = ask_book(book=book, standing=standing, key=key, kind=kind, on=day, facility=facility)
                if asked.known:
                    break
        if asked is None:
            raise no_position()
        return asked

    def position(self, edition: str) -> Position:
        """What the edition of that name is of."""
        return self._book(edition).position

    def editions(self) -> Editions:
        """Those that answer now."""
        now = time.monotonic()
        if now - self._looked_at >= LOOK_SECONDS:
            self._slots = {area: slots for area in self._areas() if (slots := self._look(area))}
            self._looked_at = now
        return self._slots

    def _standing_of(self, area: str) -> Standing | None:
        """What stands beside the editions, as of a moment ago: a list does not ask the file system ten thousand times."""
        now = time.monotonic()
        known = self._standing.get(area)
        if known is None or now - known[0] >= STANDING_LOOK_SECONDS:
            known = self._standing[area] = now, standing_of(self.workspace, area)
        return known[1]

    def _areas(self) -> list[str]:
        folder = self.workspace / EDITIONS
        return [each.name for each in folder.iterdir() if each.is_dir()] if folder.is_dir() else []

    def _look(self, area: str) -> dict[Month, Slot]:
        known, found = self._slots.get(area, {}), {}
        for folder in (self.workspace / EDITIONS / area).iterdir():
            month = _month(folder.name)
            slot = self._slot(folder, known.get(month)) if month is not None else None
            if month is not None and slot is not None:
                found[month] = slot
        return dict(sorted(found.items()))

    def _slot(self, folder: Path, known: Slot | None) -> Slot | None:
        """What ``CURRENT`` names, if its book is there; else what answered before."""
        pointer = folder / CURRENT
        try:
            seen = pointer.stat().st_mtime_ns
            if known is not None and known.seen_ns == seen:
                return known
            name = pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return known
        return Slot(name, seen) if book_file(self.workspace, name).is_file() else known

    def _book(self, name: str) -> Book:
        book = self._open.pop(name, None)
        if book is None:
            try:
                book = Book.opened(book_file(self.workspace, name))
            except (OSError, sqlite3.Error) as error:
                raise _no_book(name) from error
        self._open[name] = book  # the one used last stands last
        while len(self._open) > OPEN_MAX:
            self._open.pop(next(iter(self._open))).close()
        return book


def book_file(workspace: Path, edition: str) -> Path:
    """Where the book of an edition is, by the name of the edition's folder."""
    return workspace / BOOKS / edition / FILE


def _month(name: str) -> Month | None:
    try:
        return Month.parse(name)
    except (ValueError, Refusal):
        return None


def _no_book(name: str) -> Refusal:
    return Refusal(
        f"the book of edition {name}",
        why="it is gone or damaged.",
        mend="Remove its folder in the workspace's books; the counter and `cakupan check` write it anew.",
        code="no_book",
    )
